"""Who did it and to whom, sentence by sentence: wars, protests and riots of many decades."""

import pytest

from tests.helpers.extracted import claims_of


def sides(claim):
    return [g.value for g in claim.initiators], [g.value for g in claim.targets]


@pytest.mark.parametrize(
    ("text", "initiators", "targets"),
    [
        (
            "Army troops killed three guerrillas near Medellin on Friday.",
            ["Army troops"],
            ["guerrillas"],
        ),
        (
            "Three guerrillas were killed by army troops near Medellin on Friday.",
            ["army troops"],
            ["guerrillas"],
        ),
        # whose arms did it
        ("A Saudi missile struck a bus in Dahyan on Thursday.", ["Saudi"], ["bus"]),
        ("Rebel rockets hit a school in Goma on Friday, killing five.", ["Rebel"], ["school"]),
        ("Homemade rockets hit a school in Yala on Friday.", [], ["school"]),
        ("Gunmen opened fire on worshippers at a mosque in Kano.", ["Gunmen"], ["worshippers"]),
        (
            "The rebels launched an attack on a military base outside Goma.",
            ["rebels"],
            ["military base"],
        ),
        (
            "Government troops came under attack from Tamil Tiger fighters near Jaffna.",
            ["Tamil Tiger fighters"],
            ["Government troops"],
        ),
        ("An attack by Boko Haram on the village of Dalori killed 80 people.", ["Boko Haram"], []),
        (
            "Boko Haram's attack on an army convoy killed 12 soldiers.",
            ["Boko Haram"],
            ["army convoy", "soldiers"],
        ),
        (
            "Senator Paulo Lima was assassinated in Recife when two men opened fire from a car.",
            ["men"],
            ["Senator Paulo Lima"],
        ),
        (
            "Gunmen killed nine people in Cali, including the union leader Elena Vargas.",
            ["Gunmen"],
            ["Elena Vargas"],
        ),
        ("Police clashed with protesters in Nairobi.", ["protesters"], ["Police"]),
        (
            "A Saudi-led coalition air strike hit a hospital in Saada.",
            ["Saudi-led coalition"],
            ["hospital"],
        ),
        (
            "Russian and Syrian warplanes bombed a market in Idlib.",
            ["Russian", "Syrian warplanes"],
            ["market"],
        ),
        (
            "Israeli air strikes killed four Hamas fighters in Gaza.",
            ["Israeli"],
            ["Hamas fighters"],
        ),
        ("A Taliban attack killed 11 policemen in Helmand.", ["Taliban"], ["policemen"]),
        ("ETA claimed responsibility for the bombing in Madrid.", ["ETA"], []),
        (
            "Authorities accused the Kachin Independence Army of attacking a police post in Shan State.",
            ["Kachin Independence Army"],
            ["police post"],
        ),
        (
            "Soldiers repelled an attack by al-Shabab fighters on their base in Kismayo.",
            ["al-Shabab fighters"],
            ["Soldiers"],
        ),
        ("The army said it had killed 14 insurgents in Rakhine.", ["army"], ["insurgents"]),
        ("Students marched in Santiago on Thursday.", ["Students"], []),
        (
            "Hundreds of activists protested against President Omar al-Bashir in Khartoum.",
            ["activists"],
            ["President Omar al-Bashir"],
        ),
        ("Police fired tear gas at demonstrators in Caracas.", ["demonstrators"], ["Police"]),
        (
            "Security forces shot dead five protesters in Mandalay.",
            ["Security forces"],
            ["protesters"],
        ),
        (
            "Police arrested the opposition leader Kizza Besigye in Kampala.",
            ["Police"],
            ["Kizza Besigye"],
        ),
        (
            "Kizza Besigye, the opposition leader, was arrested by police in Kampala.",
            ["police"],
            ["Kizza Besigye"],
        ),
        ("Colombia and the ELN signed a ceasefire in Quito.", ["Colombia", "ELN"], []),
        (
            "The government and the FARC guerrillas agreed to a ceasefire on Monday.",
            ["government", "FARC guerrillas"],
            [],
        ),
        ("Villagers attacked a police station in Bihar.", ["Villagers"], ["police station"]),
        ("A mob set fire to shops in Gujarat on Tuesday.", ["mob"], ["shops"]),
        (
            "Ukrainian forces shelled positions held by separatists near Donetsk.",
            ["Ukrainian forces"],
            ["separatists"],
        ),
        (
            "Separatists seized the town of Debaltseve from Ukrainian forces.",
            ["Separatists"],
            ["Ukrainian forces"],
        ),
        (
            "Kidnappers abducted a Dutch engineer in the Niger Delta.",
            ["Kidnappers"],
            ["Dutch engineer"],
        ),
        (
            "A Dutch engineer who was kidnapped by rebels in Arauca was found dead.",
            ["rebels"],
            ["Dutch engineer"],
        ),
        (
            "GUERRILLAS OF THE ELN ATTACKED A POLICE STATION IN ARAUCA.",
            ["GUERRILLAS OF THE ELN"],
            ["POLICE STATION"],
        ),
        ("THE MAYOR WAS MURDERED BY HIRED GUNMEN IN MEDELLIN.", ["HIRED GUNMEN"], ["MAYOR"]),
        (
            "Rebels killed two policemen and a judge in Ayacucho.",
            ["Rebels"],
            ["policemen", "judge"],
        ),
        (
            "Fighting between the Tigrayan forces and the Ethiopian army killed dozens.",
            ["Tigrayan forces"],
            ["Ethiopian army"],
        ),
        (
            "Clashes broke out between the army and the Janjaweed on one side and the SLA on the"
            " other near Nyala.",
            ["army", "Janjaweed"],
            ["SLA"],
        ),
        (
            "Clashes broke out between the army and rebels on one side of the river near Nyala.",
            ["army"],
            ["rebels"],
        ),
        (
            "Twelve farmers were killed in Sudanese army shelling of a market in El Fasher.",
            ["Sudanese army"],
            ["farmers", "market"],
        ),
        (
            "Twelve farmers were killed in Syrian regime air raids on a village near Raqqa.",
            ["Syrian regime"],
            ["farmers"],
        ),
        ("Twelve rebels were killed in clashes with the army in Casamance.", ["army"], ["rebels"]),
        (
            "The shelling of a school by government forces wounded nine children.",
            ["government forces"],
            ["school", "children"],
        ),
        ("Shelling by government forces hit a school in Taiz.", ["government forces"], ["school"]),
        (
            "Fighters loyal to General Khalifa Haftar captured an airport south of Tripoli.",
            ["Fighters loyal to General Khalifa Haftar"],
            [],
        ),
        (
            "Members of the Lord's Resistance Army burned houses in Dungu.",
            ["Members of the Lord's Resistance Army"],
            ["houses"],
        ),
        (
            "A former rebel commander, Ramzi Daoud, was killed by a drone strike in Derna.",
            [],
            ["Ramzi Daoud"],
        ),
        (
            "Three journalists were beaten by ruling party supporters in Harare.",
            ["ruling party supporters"],
            ["journalists"],
        ),
        (
            "The militants ambushed an army patrol, killing six soldiers.",
            ["militants"],
            ["army patrol"],
        ),
        ("An explosion killed 14 people in Kabul.", [], []),
        (
            "Anti-government protesters threw stones at riot police in Bangkok.",
            ["Anti-government protesters"],
            ["riot police"],
        ),
        ("An anti-Thaksin rally was held in Bangkok on Sunday.", [], []),
        (
            "The US-led coalition struck Islamic State oil tankers near Mosul.",
            ["US-led coalition"],
            ["Islamic State oil tankers"],
        ),
        ("Tuareg fighters freed the town of Kidal from the army.", ["Tuareg fighters"], ["army"]),
        (
            "Gunmen kidnapped the French journalist Paul Marin in Kidal on Monday.",
            ["Gunmen"],
            ["French journalist Paul Marin"],
        ),
        (
            "The National Liberation Army attacked a pipeline station in Arauca.",
            ["National Liberation Army"],
            ["pipeline station"],
        ),
        (
            "Government forces backed by Hezbollah attacked the rebels in Qusair.",
            ["Government forces"],
            ["rebels"],
        ),
        (
            "Soldiers and policemen raided a guerrilla camp in Putumayo.",
            ["Soldiers", "policemen"],
            ["guerrilla camp"],
        ),
        (
            "Ten soldiers were wounded when a roadside bomb hit their convoy near Kandahar.",
            [],
            ["soldiers"],
        ),
        (
            "Two policemen were among five people killed in an attack by Naxalites in Chhattisgarh.",
            ["Naxalites"],
            ["policemen"],
        ),
        (
            "A bomb exploded outside a police station in Bilbao, wounding three officers.",
            [],
            ["police station", "officers"],
        ),
        (
            "Ethiopian troops, alongside Amhara militiamen, attacked Tigrayan fighters near Humera.",
            ["Ethiopian troops", "Amhara militiamen"],
            ["Tigrayan fighters"],
        ),
        (
            "The army, in cooperation with Wagner fighters, raided a village in Mopti, killing herders.",
            ["army", "Wagner fighters"],
            ["herders"],
        ),
        ("The strike was believed to have been carried out by Turkish jets.", ["Turkish jets"], []),
        (
            "The attack on the convoy was claimed by the Islamic State group.",
            ["Islamic State group"],
            ["convoy"],
        ),
        ("Residents said soldiers had burned their houses in Rakhine.", ["soldiers"], ["houses"]),
        (
            "Police said they arrested the union leader Moses Auma in Kisumu.",
            ["Police"],
            ["Moses Auma"],
        ),
        (
            "Farmers blocked a highway near Delhi in protest against the government.",
            ["Farmers"],
            ["government"],
        ),
        ("Soldiers shot dead at least five protesters in Conakry.", ["Soldiers"], ["protesters"]),
        (
            "Anti-junta protesters clashed with soldiers in Yangon on Sunday.",
            ["Anti-junta protesters"],
            ["soldiers"],
        ),
        ("students clashed with police in dhaka on sunday.", ["students"], ["police"]),
        (
            "police arrested jamaat leader abdul karim in sylhet on friday.",
            ["police"],
            ["jamaat leader abdul karim"],
        ),
        (
            "FMLN GUERRILLAS AMBUSHED AN ARMY PATROL NEAR CHALATENANGO.",
            ["FMLN GUERRILLAS"],
            ["ARMY PATROL"],
        ),
        ("THE TERRORISTS DYNAMITED A BRIDGE IN AYACUCHO.", ["TERRORISTS"], ["BRIDGE"]),
        ("A car bombing claimed by al-Shabab hit a hotel in Mogadishu.", ["al-Shabab"], ["hotel"]),
        (
            "Russian-backed separatists shelled an airport in Donetsk.",
            ["Russian-backed separatists"],
            ["airport"],
        ),
        (
            "An Israeli drone strike killed a Hamas commander, Yahya Odeh, in Sidon.",
            ["Israeli"],
            ["Yahya Odeh"],
        ),
        ("US air strikes hit Taliban positions in Kunduz.", ["US"], ["Taliban positions"]),
        (
            "The Karen National Union's fighters overran an army outpost in Kayin.",
            ["Karen National Union's fighters"],
            [],
        ),
        ("Hindu mobs burned a mosque in Uttar Pradesh.", ["Hindu mobs"], ["mosque"]),
        (
            "Fighters pushed towards a town held by government forces.",
            ["Fighters"],
            ["government forces"],
        ),
        (
            "Members of the Arrow Boys killed three LRA fighters in Ezo.",
            ["Members of the Arrow Boys"],
            ["LRA fighters"],
        ),
        (
            "18 people, mostly women and children, were killed in an air raid on Mekelle.",
            [],
            ["women", "children"],
        ),
        (
            "Russian jets on Monday bombed the towns of Huraytan and Anadan in rural Aleppo "
            "killing at least 21 civilians.",
            ["Russian jets"],
            ["civilians"],
        ),
        # the two sides stand behind the place, and hang on it
        (
            "Heavy fighting broke out on Sunday in the town of Sloviansk between Ukrainian troops "
            "and separatists.",
            ["Ukrainian troops"],
            ["separatists"],
        ),
        ("Fighting raged on Friday near the border between Chad and Sudan.", [], []),
        # one noun that both sides share
        (
            "Ten people were killed in fighting near Goma between the army and M23 rebels.",
            ["army"],
            ["M23 rebels"],
        ),
        (
            "Army and police units clashed with Taliban fighters in Ghazni.",
            ["Army and police units"],
            ["Taliban fighters"],
        ),
        # those who fight without arms have a side
        ("Police clashed with residents in Singur on Monday.", ["residents"], ["Police"]),
        ("Farmers clashed with herders near Jos on Monday.", ["Farmers"], ["herders"]),
        (
            "Supporters and opponents of the mayor clashed in Tripoli.",
            ["Supporters", "opponents of the mayor"],
            [],
        ),
        (
            "The French army killed a militant leader in a joint operation with Nigerien troops "
            "near Menaka.",
            ["French army", "Nigerien troops"],
            ["militant leader"],
        ),
        (
            "Gunmen shot and killed presidency minister Antonio Porth in Lima on Friday.",
            ["Gunmen"],
            ["presidency minister Antonio Porth"],
        ),
        (
            "The M-19 guerrillas and the government agreed on a truce in Corinto.",
            ["M-19 guerrillas", "government"],
            [],
        ),
        ("The rebels were turned back by soldiers near Gao.", ["soldiers"], ["rebels"]),
    ],
)
def test_sides_of_a_sentence(text, initiators, targets):
    (claim,) = claims_of(text)
    assert sides(claim) == (initiators, targets)


def test_every_side_rests_on_words_of_the_report():
    text = "Fighters of the ELN attacked a pipeline station in Arauca, killing two guards."
    (claim,) = claims_of(text)
    for grounded in (*claim.initiators, *claim.targets):
        assert all(span.quote(text) == grounded.value for span in grounded.spans)


def test_the_attack_points_back_to_who_was_named_before():
    first, *rest = claims_of(
        "Boko Haram fighters attacked the town of Baga on Friday. "
        "In the attack the insurgents killed 20 soldiers."
    )
    assert sides(first)[0] == ["Boko Haram fighters"]
    assert all(sides(claim)[0] in ([], ["Boko Haram fighters"]) for claim in rest)


def test_a_name_told_later_replaces_one_that_only_points():
    (claim,) = claims_of(
        "Militants attacked a hotel in Mogadishu on Friday, killing 20 guests. "
        "Al-Shabab militants attacked the hotel in Mogadishu at dawn on Friday."
    )
    assert sides(claim) == (["Al-Shabab militants"], ["hotel", "guests"])


def test_who_made_an_arrest_is_told_beside_it():
    (claim,) = claims_of("Three union leaders were arrested in Harare on Friday, police said.")
    assert sides(claim) == (["police"], ["union leaders"])


def test_an_unclaimed_attack_is_not_laid_at_the_door_of_those_named_before():
    claims = claims_of(
        "Rebels of the ELN ambushed an army patrol near Saravena, killing five soldiers. "
        "A car bomb exploded in front of a bank in Cali. No group has claimed credit for the attack."
    )
    bomb = next(c for c in claims if c.type.value == "Remote explosive/landmine/IED")
    assert bomb.initiators == ()


@pytest.mark.parametrize(
    ("text", "nobody"),
    [
        ("A bomb killed nine people in Kano. No group has claimed the attack.", "group"),
        ("Fri Sep 30 2016 shelled the village of Atshan and killed two farmers.", "2016"),
    ],
)
def test_nobody_and_a_date_are_no_actors(text, nobody):
    named = [p.value for c in claims_of(text) for p in (*c.initiators, *c.targets)]
    assert not any(nobody in name for name in named)
