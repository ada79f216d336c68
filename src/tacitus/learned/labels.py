"""What the model's outputs stand for, in the order of its outputs."""

from __future__ import annotations

#: Sub-event types; the trigger output has "no event" before them.
TYPES = (
    "Armed clash",
    "Government regains territory",
    "Non-state actor overtakes territory",
    "Air/drone strike",
    "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED",
    "Suicide bomb",
    "Grenade",
    "Chemical weapon",
    "Attack",
    "Abduction/forced disappearance",
    "Sexual violence",
    "Peaceful protest",
    "Protest with intervention",
    "Excessive force against protesters",
    "Violent demonstration",
    "Mob violence",
    "Agreement",
    "Arrests",
    "Change to group/activity",
    "Disrupted weapons use",
    "Headquarters or base established",
    "Looting/property destruction",
    "Non-violent transfer of territory",
    "Other",
)
FACTUALITIES = ("asserted", "hedged", "denied", "prospective")
#: How an event is dated: not at all, as news by the report's day, or by words that say when.
DATINGS = ("undated", "news", "told")
#: Parts of an event that its words fill.
ROLES = (
    "initiators",
    "targets",
    "place",
    "within",
    "attribution",
    "weapon",
    "time",
    "killed",
    "injured",
    "captured",
)
#: How a toll is told: not at all, by a figure, as one person, as a plural, as nobody, otherwise
#: (a sum, a bare "deadly").
TOLLS = ("none", "figure", "one", "plural", "nobody", "other")
#: The kinds of toll, each with one of TOLLS.
LOSSES = ("killed", "injured", "captured")
