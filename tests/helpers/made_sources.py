"""Sentences of our own that reports are made of in tests."""

from tacitus.evaluate.made_reports import Sources

CONFLICT = (
    "Rebels ambushed an army patrol near Jaffna on Wednesday, killing 3 soldiers.",
    "The governor, General Perera, said that 12 rebels had died in the fight.",
    "A bomb went off in the market of Batticaloa an hour later.",
)
OTHERS = (
    "The home side, led by Captain Moreno, won the cup by 2 goals to 1.",
    "The manager praised the young midfield and said that Ferreira would stay.",
    "A crowd of 4000 sang in the rain until the last bus for Lisbon had left.",
)
SOURCES = Sources(conflict=((CONFLICT,),), others=((OTHERS,),))
