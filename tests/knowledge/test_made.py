"""What is costly to make is made once, and anew when its sources change."""

import os
import time

from tacitus.knowledge.made import UNUSED, forget_unused, kept, note_use


def test_kept_and_made_anew(tmp_path, monkeypatch):
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path / "cache"))
    source = tmp_path / "source"
    source.write_text("one")
    made = []

    def make():
        made.append(source.read_text())
        return {"of": made[-1]}

    assert kept("x", [source], make) == kept("x", [source], make) == {"of": "one"}
    assert made == ["one"]
    source.write_text("two")
    assert kept("x", [source], make) == {"of": "two"}


def test_a_broken_or_unwritable_cache_costs_time_only(tmp_path, monkeypatch):
    monkeypatch.setenv("TACITUS_CACHE", str(tmp_path))
    assert kept("x", [], lambda: 1) == 1
    (file,) = tmp_path.glob("x-*.pickle")
    file.write_bytes(b"no pickle")
    assert kept("x", [], lambda: 2) == 2
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where the folder should be")
    monkeypatch.setenv("TACITUS_CACHE", str(blocked))
    assert kept("x", [], lambda: 3) == 3


def test_what_nobody_has_opened_for_a_month_is_deleted(tmp_path):
    names = ("thing-new.sqlite", "thing-old.sqlite", "thing-used.sqlite", "other-old.sqlite")
    new, old, used, other = files = [tmp_path / name for name in names]
    long_ago = time.time() - UNUSED - 60
    for path in files:
        path.write_text("x")
        os.utime(path, (long_ago, long_ago))
    note_use(used)
    assert forget_unused(new, "thing-*.sqlite") == [old]
    assert [path.exists() for path in (new, old, used, other)] == [True, False, True, True]
