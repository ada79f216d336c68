"""A store of few events whose sums can be told by hand."""

from __future__ import annotations

from helpers.stored import coded
from helpers.tellings import place_ref, telling
from tacitus.records import ActorRef, Coded

ARMY = ActorRef("the army", "state:SY:army", "Army of Syria", "state_forces", "SY")
REBELS = ActorRef("rebels", None, None, "unknown_armed")
_SHELLING, _CLASH = "Shelling/artillery/missile attack", "Armed clash"


def counted_reports() -> list[Coded]:
    """Six events.

    | event | first day | where | killed | told by |
    | --- | --- | --- | --- | --- |
    | shelling, army | 3 April | Harlan, SY | 3–3–3 | Gazette, Courier |
    | clash, army and rebels | 20 April | Bresk, SY | 5 or more | Gazette |
    | a total over many events | 1 to 30 May | SY | 1,000 | Courier |
    | clash, rebels, undated | – | Odrin, UA | 7–7–9 | no outlet |
    | strike, nowhere | 2 June | – | none told, 2 injured | Gazette |
    | strike, killed contested | 20 June | Odrin, UA | 4 or 20 | Gazette by the army, Courier |
    """
    whole = place_ref("Syria", 35, 38, "SY", acled_precision=None, feature="country")
    first = {"kind": _SHELLING, "start": "2017-04-03", "end": "2017-04-03", "killed": (3, 3)}
    strike = {"place": "Odrin", "start": "2017-06-20", "end": "2017-06-20", "targets": (REBELS,)}
    tellings = [
        telling("r1", outlet="Gazette", initiators=(ARMY,), **first),
        telling("r2", outlet="Courier", initiators=(ARMY,), **first),
        telling("r3", outlet="Gazette", kind=_CLASH, place="Bresk", start="2017-04-20",
                end="2017-04-20", initiators=(ARMY,), targets=(REBELS,), killed=(5, None)),
        telling("r4", outlet="Courier", kind="Attack", place=whole, start="2017-05-01",
                end="2017-05-30", precision="month", killed=(1000, 1000), aggregate=True),
        telling("r5", outlet=None, kind=_CLASH, place="Odrin", start=None, end=None,
                initiators=(REBELS,), killed=(7, 9)),
        telling("r6", outlet="Gazette", place=None, start="2017-06-02", end="2017-06-02",
                injured=(2, 2)),
        telling("r7", outlet="Gazette", killed=(4, 4), attribution=("the Syrian government",), **strike),
        telling("r8", outlet="Courier", killed=(20, 20), attribution=("the Free Syrian Army",), **strike),
    ]  # fmt: skip
    return [coded(made) for made in tellings]
