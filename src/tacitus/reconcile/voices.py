"""Who speaks in an account: a registered source, a side of the fight, an outlet, or others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tacitus.extract.attribution_cues import cues
from tacitus.knowledge.actors import fold, load_registry
from tacitus.knowledge.load import packaged
from tacitus.knowledge.states import load_countries
from tacitus.read.outlets import outlet_name
from tacitus.reconcile.kin import label_of, root_of
from tacitus.reconcile.rulebook import support_book
from tacitus.records import Report, SourceRef, Telling
from tacitus.resolve.actors import resolve_actor
from tacitus.resolve.names import content_words, same_name
from tacitus.resolve.sources import SourceBook, is_registered, named_sources, resolve_source

#: The name of the outlet of a report that names none.
UNKNOWN_OUTLET = "unknown"
# letters before and after a person's name among which its organisation is looked for, and the
# words that a post takes before the name and after it ("head of the Britain-based")
_AROUND, _POST, _POST_OF = 100, 2, 6
_LONGEST_NATION = 3
# capitalised words from which on a description holds a name
_WORDS_OF_A_NAME = 2


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody who speaks in a report.

    Attributes:
        id: the same for all that are one source.
        name: as printed.
        kind: kind of source.
        side: root id of the actor that it speaks for ("state:SY"), or words for it, or None.
        stance: that side as printed.
        why: how it was told that it is this source; empty where its name alone says so.
        outlet: whether it is a report's own voice.
        person: the own name of one that is in no registry; None for those only described.
    """

    id: str
    name: str
    kind: str
    side: str | None
    stance: str | None
    why: str = ""
    outlet: bool = False
    person: str | None = None


@lru_cache(maxsize=4_096)
def outlet_voice(report_source: str | None, syndicated_from: str | None, report: str) -> Voice:
    """Who speaks where a report credits nobody: the agency that it is from, else its outlet.

    Args:
        report_source: the outlet that published it.
        syndicated_from: the outlet or agency that its text credits with the whole.
        report: its id, which stands for an outlet that is not known.
    """
    if not report_source and not syndicated_from:
        # two reports of no known outlet may be of two
        apart = f"outlet:{UNKNOWN_OUTLET} {report}"
        return Voice(apart, UNKNOWN_OUTLET, "media", None, None, "", True)
    name = outlet_name(syndicated_from or report_source or "")
    why = ""
    if syndicated_from and report_source and outlet_name(report_source) != name:
        why = f"{report_source} carries {name}"
    known = _registered(name)
    if known is None:
        return Voice(f"outlet:{name}", name, "media", None, None, why, True)
    side, stance = _side(known, None)
    if side is not None and known.kind in support_book().one_voice:
        told = f"{name} speaks for {stance}"
        return Voice(f"side:{side}", name, known.kind, side, stance, why or told, True)
    return Voice(str(known.source), name, known.kind, side, stance, why, True)


def _registered(name: str) -> SourceRef | None:
    """The source registry's entry of an outlet, where the whole name is one of its names."""
    for form in (name, name.upper()):
        if is_registered(form.split()):
            found = resolve_source(form)
            if found.source is not None:
                return found
    return None


def own_voice(report: Report) -> Voice:
    """Who speaks where a report credits nobody."""
    return outlet_voice(report.source, report.syndicated_from, report.id)


def voice_of(ref: SourceRef, telling: Telling) -> Voice:
    """Who a credited source is.

    A registered source is itself in all reports. One that speaks for a side of the fight, such as
    its army or its minister, is that side. A person is by name, or the organisation that the report
    ties to the name. One that is only described ("activists") is one with all of its kind and side:
    nothing tells two of them apart. One that is not even described ("sources") adds nobody to the
    outlet that carries it.

    Args:
        ref: the source as resolved.
        telling: the claim that credits it.
    """
    place = telling.claim.place_ref
    found = _described(ref, place.country if place else None)
    if found is None:
        return own_voice(telling.report)
    if found.person and found.side is None:
        behind = _spoken_in(telling.report.text, found.person)
        if behind is not None:
            voice = voice_of(behind, telling)
            why = f"{ref.mention} speaks for {behind.mention} in report {telling.report.id}"
            return replace(voice, why=why)
    return found


@lru_cache(maxsize=4_096)
def _described(ref: SourceRef, country: str | None) -> Voice | None:
    """The voice of a source by its own words; None for nobody in particular."""
    book = support_book()
    side, stance = _side(ref, country)
    if side is not None and ref.kind in book.one_voice:
        return Voice(f"side:{side}", ref.mention, ref.kind, side, stance, _for(ref, stance))
    if ref.source is not None:
        return Voice(ref.source, ref.mention, ref.kind, side, stance)
    name = _name_in(ref.mention)
    if name and (ref.kind != "person" or _nation_of(ref.mention) is None):
        own = " ".join(fold(name))
        return Voice(f"words:{own}", ref.mention, ref.kind, side, stance, person=name)
    if ref.kind in book.nobody or ref.kind == "person":
        return None
    of = f" for {stance}" if stance else ""
    kind = ref.kind.replace("_", " ")
    why = f"{ref.mention}: not named, so one with all unnamed of kind {kind}{of}"
    return Voice(f"words:{ref.kind}{of}", ref.mention, ref.kind, side, stance, why)


def _for(ref: SourceRef, stance: str | None) -> str:
    return "" if ref.mention == stance else f"{ref.mention} speaks for {stance}"


def _side(ref: SourceRef, country: str | None) -> tuple[str | None, str | None]:
    """The side a source speaks for: its root id or words, and how it is printed."""
    book = support_book()
    if ref.stance is None and ref.kind not in book.partial | book.one_voice:
        return None, None
    if ref.stance is not None and ref.stance.startswith("against "):
        return ref.stance, ref.stance
    words = ref.stance if ref.source is not None and ref.stance else ref.mention
    opposed = _opposed(words, country)
    if opposed is not None:
        return opposed, opposed
    if _only_of_a_country(ref):
        return None, None
    home = (country,) if country else ()
    nation = _nation_of(words)
    capitals = sum(word[:1].isupper() for word in words.split())
    if nation is None and ref.source is None and capitals >= _WORDS_OF_A_NAME:
        # a name that no registry knows: whose it is cannot be told by where it speaks
        home, country = (), None
    for tried in dict.fromkeys((words, ref.stance or words)):
        actor = resolve_actor(tried, countries=home, home=country)
        if actor.actor is not None:
            root = root_of(actor.actor)
            if nation is not None and root.startswith("state:"):
                root = nation
            return root, label_of(root)
    if nation is not None:
        return nation, label_of(nation)
    return ref.stance, ref.stance


def _only_of_a_country(ref: SourceRef) -> bool:
    """Whether a source's side is just where it is from: a Syrian doctor speaks for no state."""
    book = support_book()
    if ref.source is not None or ref.kind in book.partial | book.one_voice:
        return False
    return ref.stance is not None and _nation_of(ref.stance) is not None


def _opposed(words: str, country: str | None) -> str | None:
    """The side of those who fight a state without a name of their own ("Syrian opposition")."""
    registry = load_registry()
    sides = packaged("sources.yaml", SourceBook).sides
    folded = fold(words)
    if any(registry.aliases.get(folded[i:j]) for i, j in _runs(len(folded))):
        return None
    # "rebel-backer" is no rebel: words with a hyphen are not taken apart
    told = [sides[w] for part in words.split() if (w := " ".join(fold(part))) in sides]
    against = [
        side
        for side in told
        if "government" not in side
        and fold(side) not in registry.nations
        and fold(side) not in registry.adjectives
    ]
    if not against:
        return None
    nation = _nation_of(words)
    code = nation.removeprefix("state:") if nation else country
    listed = load_countries().countries.get(code) if code else None
    adjective = listed.adjectives[0] if listed and listed.adjectives else code
    return f"{adjective} {against[0]}" if adjective else against[0]


def _runs(length: int) -> list[tuple[int, int]]:
    """First and last of all runs of two words and more, the longest first."""
    return [(i, i + n) for n in range(length, 1, -1) for i in range(length - n + 1)]


@lru_cache(maxsize=4_096)
def _nation_of(mention: str) -> str | None:
    """The state whose name, people or capital stands in a mention ("the ministry in Moscow")."""
    registry = load_registry()
    words = fold(mention)
    runs = [
        words[at : at + size]
        for size in range(_LONGEST_NATION, 0, -1)
        for at in range(len(words) - size + 1)
    ]
    # whose people somebody is of says more than the capital where he speaks
    for run in runs:
        if run in registry.adjectives:
            return f"state:{registry.adjectives[run]}"
    for run in runs:
        # an apostrophe lost on the way to the reader: "Syrias minister", "Assads officials"
        bare = (*run[:-1], run[-1].removesuffix("s"))
        for form in (run, bare):
            code = registry.nations.get(form) or registry.rulers.get(form)
            if code is not None:
                return f"state:{code}"
    return None


@lru_cache(maxsize=4_096)
def _name_in(mention: str) -> str | None:
    """The person's or body's own name in a mention ("Foreign Minister Ali Harun": Ali Harun)."""
    described = _descriptions()
    runs: list[list[str]] = [[]]
    for word in (w.strip(".,'’") for w in mention.split()):
        if word[:1].isupper() and word.lower() not in described and _nation_of(word) is None:
            runs[-1].append(word)
        else:
            runs.append([])
    own = max(runs, key=len)
    return " ".join(own) if len(own) >= _WORDS_OF_A_NAME else None


@cache
def _tails() -> frozenset[str]:
    """Words that tie a post to an organisation."""
    return frozenset(packaged("sources.yaml", SourceBook).tails)


@cache
def _descriptions() -> frozenset[str]:
    """Words that describe a source and are no name."""
    rules = packaged("sources.yaml", SourceBook).kinds
    posts = cues().book.person_nouns
    return frozenset(word for rule in rules for word in (*rule.all, *rule.any)) | posts


@lru_cache(maxsize=4_096)
def _spoken_in(text: str, person: str) -> SourceRef | None:
    """The registered source beside a person's name ("X, head of the Y", "Y's chief X")."""
    at = text.find(person)
    while at >= 0:
        # a source next to the name, or with nothing but a post between them
        before = text[max(0, at - _AROUND) : at].rpartition(". ")[2].split()
        after = text[at + len(person) : at + len(person) + _AROUND].partition(". ")[0].split()
        for words, near in ((before, _ends_with), (after, _starts_with)):
            spans = [(first, stop) for first, stop, _ in named_sources(words)]
            beside = [span for span in spans if near(words, *span)]
            if beside:
                first, stop = beside[0]
                known = resolve_source(" ".join(words[first:stop]))
                return known if known.source is not None else None
        organ = _organ_before(before) or _body_of(before, after)
        if organ is not None:
            return organ
        at = text.find(person, at + 1)
    return None


def _ends_with(words: list[str], _first: int, stop: int) -> bool:
    """Whether only a post stands between a source and a name after it ("Observatory chief")."""
    between = words[stop:]
    if between and between[-1][:1].isupper():
        # a first name, where the mention is the last name alone
        between = between[:-1]
    return len(between) <= _POST and all(" ".join(fold(w)) in _descriptions() for w in between)


def _organ_before(words: list[str]) -> SourceRef | None:
    """The organ of a state that stands before a name ("French Navy spokesman Gen. X")."""
    run: list[str] = []
    for word in reversed(words[-_POST_OF:]):
        if not word[:1].isupper() and " ".join(fold(word)) not in _descriptions():
            break
        run.insert(0, word)
    mention = " ".join(run)
    if _nation_of(mention) is None:
        return None
    known = resolve_source(mention)
    return known if known.kind in support_book().one_voice else None


def _body_of(before: list[str], after: list[str]) -> SourceRef | None:
    """The body that collects accounts, named close to a person: its head, or whom it heard."""
    for words in (before[-_POST_OF:], after[:_POST_OF]):
        for first, stop, kind in named_sources(words):
            if kind in support_book().speaks_for:
                known = resolve_source(" ".join(words[first:stop]))
                if known.source is not None:
                    return known
    return None


def _starts_with(words: list[str], first: int, _stop: int) -> bool:
    """Whether only a post stands between a name and a source after it (", head of the Y")."""
    between = [folded for word in words[:first] if (folded := " ".join(fold(word)).strip(",("))]
    if not between or len(between) > _POST_OF:
        return False
    return between[0] in _descriptions() and any(w in _tails() for w in between[1:])


def same_person(one: Voice, other: Voice) -> bool:
    """Whether a named person and another source are one ("Abdel Rahman", "Rami Abdel Rahman").

    Args:
        one: a voice.
        other: another.
    """
    if one.person and other.person:
        return same_name(one.person, other.person)
    person, body = (one, other) if one.person else (other, one)
    # "Rami Abdel Rahman" in one report, "Observatory director Rami Abdel Rahman" in another
    return bool(person.person) and content_words(str(person.person)) <= content_words(body.name)
