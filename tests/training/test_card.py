import json

from training.card import counted, page, trained
from training.check_data import DataSet

LOG = {
    "machine": "a lathe",
    "log": [
        {"phase": 1, "seconds": 60, "dev": {"valid": 0.5}},
        {"phase": 2, "seconds": 100, "dev": {"valid": 0.6}},
        {"phase": 2, "seconds": 180, "dev": {"valid": 0.8, "r:place": 0.7}},
    ],
}
TOLD = {
    "note": "<!-- made -->",
    "version": "tacitus-reader 0123456789ab",
    "megabytes": 22.1,
    "config": {"top": 2, "seed": 13},
    "types": ["Attack"],
    "factualities": ["asserted"],
    "roles": ["place"],
    "temperatures": {"valid": 1.5},
    "annotations": [{"name": "all", "reports": 3, "events": 5}],
    "held_out": 1,
    "coders": "By somebody.",
    "sets": [DataSet("Made", "the workshop", "none stated", "learning", {"a": "b"})],
    "around": 160,
    "dev_reports": 12,
    "ablation": "",
    "ablation_minutes": 0,
    "reliability": None,
}


def test_annotations_are_counted(tmp_path):
    (tmp_path / "inv.jsonl").write_text(
        json.dumps({"events": [1, 2]}) + "\n" + json.dumps({"events": []}) + "\n"
    )
    assert counted(tmp_path, ["inv"]) == [
        {"name": "invented reports", "reports": 2, "events": 2},
        {"name": "all", "reports": 2, "events": 2},
    ]


def test_time_is_summed_over_phases_and_figures_are_the_last():
    found = trained(LOG)
    assert (found["minutes"], found["epochs"], found["machine"]) == (4, 3, "a lathe")
    assert found["dev"] == {"valid": 0.8, "words of place": 0.7}
    assert found["weakest"].startswith("words of place 0.70")


def test_the_page_tells_what_is_known():
    shown = page(TOLD | trained(LOG))
    assert "4 minutes of training (3 epochs) on a lathe" in shown
    assert "| Made | the workshop | none stated | learning |" in shown
    assert "| words of place | 0.700 |" in shown
    assert "Not for targeting" in shown
    assert "Not fitted" in shown
    assert "| --- |\n\n|" not in shown


def test_the_page_says_what_is_not_known():
    shown = page(TOLD | trained(None))
    assert "Not known" in shown
    assert "is not measured here" in shown


def test_temperatures_and_bins_make_tables():
    head = {"answers": 9, "before": {"ece": 0.1}, "after": {"ece": 0.05}}
    told = TOLD | {"reliability": {"reports": 1, "heads": {"valid": head}}}
    shown = page(told | trained(LOG))
    assert "| valid | 9 | 0.100 | 0.050 |\n" in shown
    assert "| valid | 1.500 |\n" in shown
    assert "(reliability.svg)" in shown
