"""Writers killed at random moments lose, halve and double nothing."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from tacitus.store import open_store
from tacitus.store.connect import Database

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "kill_store.py"

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes cannot be forked here")


def killed(number, *more):
    command = [sys.executable, str(SCRIPT), "--kills", str(number), *more]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=3600)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    told = re.search(r"(\d+) kills .* lost 0, doubled 0, .* 0 faults in all", ran.stdout)
    assert told, ran.stdout
    assert int(told[1]) == number


def test_a_few_kills():
    killed(8, "--reports", "6")


@pytest.mark.slow
def test_many_kills():
    killed(200, "--seed", "3")


@pytest.mark.slow
def test_many_kills_on_a_server():
    url = os.environ.get("TACITUS_TEST_POSTGRES")
    if not url:
        pytest.skip("TACITUS_TEST_POSTGRES is not set, see scripts/start_postgres.sh")
    killed(50, "--seed", "4", "--store", url)


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        ("DELETE FROM reports WHERE id = 'r1'", "lost: add r1 1"),
        ("DELETE FROM claims WHERE key = 'r1#e2'", "half or double: r1"),
        (
            "INSERT INTO claims SELECT 99, 'r1#e9', report, 9, replace(form, '\"e2\"', '\"e9\"'),"
            ' traits, type, factuality, aggregate, start, "end", place, country, lat, lon,'
            " killed_low, killed_high FROM claims WHERE key = 'r1#e2'",
            "half or double: r1",
        ),
        (
            'INSERT INTO audit SELECT serial + 100, at, kind, subject, "by", detail FROM audit'
            " WHERE subject = 'r1'",
            "double: ingest of r1",
        ),
        ("DELETE FROM event_claims WHERE claim = 'r1#e2'", "claims of events differ"),
    ],
    ids=["lost", "half", "double claim", "double deed", "claim without event"],
)
def test_the_check_sees_what_is_wrong(tmp_path, monkeypatch, harm, told):
    monkeypatch.syspath_prepend(str(ROOT))
    from scripts import kill_store

    target = str(tmp_path / "store.db")
    steps = kill_store.work(2)
    with open_store(target) as store:
        for step in steps:
            kill_store.take(store, step)
        store.refresh()
    assert kill_store.check(target, steps, 2) == []
    database = Database(target)
    with database.writing() as connection:
        connection.execute(sa.text(harm))
    database.close()
    assert any(told in line for line in kill_store.check(target, steps, 2))
