"""Full disks, damaged and locked files, several writers at once."""

import os
import shutil
import subprocess
import sys
import threading

import pytest
from helpers.stored import decision, shelling
from sqlalchemy import event as sa_event

from tacitus.records import TacitusError
from tacitus.store import connect, open_store
from tacitus.store.connect import Database


def code_of(call):
    with pytest.raises(TacitusError) as told:
        call()
    assert told.value.problem.fix
    return told.value.problem.code


def long(name):
    return shelling(
        name, text=f"Report {name}. " + "Shells fell on Harlan and nobody was hurt. " * 900
    )


def fill(store, most=200):
    """Reports put in until that fails, and how it did."""
    done = []

    def put():
        for number in range(most):
            done.append(store.add(long(f"r{number}")).report)  # noqa: PERF401 what was done counts

    code = code_of(put)
    return done, code


def test_a_full_disk_is_told_and_what_was_acknowledged_is_kept(tmp_path):
    path = tmp_path / "store.db"
    with open_store(path) as store:

        @sa_event.listens_for(store._database.engine, "checkout")
        def _cap(raw, *_):
            raw.execute("PRAGMA max_page_count = 500")

        done, code = fill(store)
        assert code == "store-full"
        assert done
        assert [c.report.id for c in store.reports()] == done
    with open_store(path) as store:
        assert [c.report.id for c in store.reports()] == done
        assert store.add(long("more")).outcome == "new"


@pytest.mark.skipif(os.name != "posix", reason="limits of files are of POSIX systems")
def test_a_file_that_cannot_grow_is_told(tmp_path):
    """A process of its own whose files may have two megabytes at the most."""
    path = tmp_path / "store.db"
    script = f"""
import resource, signal, sys
sys.path[:0] = ["tests", "tests/store"]
from test_faults import long
from tacitus.records import TacitusError
from tacitus.store import open_store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = open_store({str(path)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000))
try:
    for number in range(200):
        store.add(long(f"r{{number}}"))
        print(f"r{{number}}", flush=True)
except TacitusError as error:
    print(error.problem.code)
"""
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=120
    )
    *done, code = ran.stdout.split()
    assert code == "store-full"
    assert done
    with open_store(path) as store:
        assert [c.report.id for c in store.reports()] == done


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can mount")
def test_a_disk_without_room_is_told(tmp_path):
    if (
        shutil.which("mount") is None
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(tmp_path)],
            check=False,
            capture_output=True,
        ).returncode
    ):
        pytest.skip("nothing can be mounted here")
    try:
        with open_store(tmp_path / "store.db") as store:
            done, code = fill(store)
            assert code == "store-full"
            assert [c.report.id for c in store.reports()] == done
        with open_store(tmp_path / "store.db") as store:
            assert [c.report.id for c in store.reports()] == done
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


@pytest.mark.parametrize("what", ["a text", "a store with a broken head"])
def test_a_file_that_is_no_store_is_told_and_left_alone(tmp_path, what):
    path = tmp_path / "store.db"
    if what == "a text":
        path.write_bytes(b"Mortars fell on Harlan.\n" * 500)
    else:
        open_store(path).close()
        path.write_bytes(b"x" * 100 + path.read_bytes()[100:])
    before = path.read_bytes()
    assert code_of(lambda: open_store(path)) == "not-a-store"
    assert path.read_bytes() == before


def test_a_damaged_page_is_told(tmp_path):
    path = tmp_path / "store.db"
    with open_store(path) as store:
        for number in range(30):
            store.add(shelling(f"r{number}"))
        store.refresh()
    content = bytearray(path.read_bytes())
    for page in range(2 * 4096, len(content), 4096):
        content[page : page + 400] = b"\xee" * 400
    path.write_bytes(content)

    def read():
        with open_store(path) as store:
            list(store.reports())
            list(store.events())

    assert code_of(read) in ("store-damaged", "not-a-store")


def test_a_cut_file_is_told(tmp_path):
    path = tmp_path / "store.db"
    with open_store(path) as store:
        for number in range(30):
            store.add(shelling(f"r{number}"))
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)

    def read():
        with open_store(path) as store:
            list(store.reports())
            list(store.events())

    assert code_of(read) == "store-damaged"


@pytest.mark.parametrize("where", ["folder", "missing/store.db"])
def test_no_file_can_be_made_there(tmp_path, where):
    (tmp_path / "folder").mkdir()
    wanted = {"folder": "not-a-store", "missing/store.db": "store-unwritable"}
    assert code_of(lambda: open_store(tmp_path / where)) == wanted[where]


def test_a_store_that_may_only_be_read_is_told(tmp_path):
    path = tmp_path / "store.db"
    with open_store(path) as store:
        store.add(shelling("a"))

    def change():
        with open_store(path) as store:

            @sa_event.listens_for(store._database.engine, "connect")
            def _lock(raw, *_):
                raw.execute("PRAGMA query_only = 1")

            store._database.engine.dispose()
            store.add(shelling("b"))

    assert code_of(change) == "store-unwritable"


@pytest.mark.skipif(not hasattr(os, "setuid"), reason="rights of folders are of POSIX systems")
def test_a_folder_that_may_only_be_read_is_told(tmp_path):
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "store.db").touch()
    (folder / "store.db").chmod(0o444)
    folder.chmod(0o555)
    # root may write everywhere: the process becomes nobody once it has loaded what it needs
    script = f"""
import os
import tacitus.store.store, alembic.command
os.umask(0)
from tacitus.records import TacitusError
os.chdir({str(folder)!r})
# by the name alone, since folders above may be closed to nobody
if os.geteuid() == 0:
    os.setuid(65534)
for name in ("store.db", "new.db"):
    try:
        tacitus.store.open_store(name)
    except TacitusError as error:
        print(error.problem.code)
"""
    command = [sys.executable, "-c", script]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ran.stdout.split() == ["store-unwritable", "store-unwritable"], ran.stderr


def four_at_once(work):
    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_several_writers_all_finish(target):
    open_store(target).close()
    faults = []

    def write(number):
        try:
            with open_store(target) as store:
                for report in range(6):
                    store.add(
                        shelling(f"w{number}r{report}", place=("Harlan", "Odrin")[report % 2])
                    )
                    store.add(shelling(f"both{report}"))
                    if report % 3 == number % 3:
                        store.refresh()
                store.decide(decision(number, "reject", f"w{number}r0#e1"))
        except Exception as error:  # noqa: BLE001 a thread's fault is told by the test
            faults.append(error)

    four_at_once(write)
    assert faults == []
    with open_store(target) as store:
        assert store.counts().reports == 4 * 6 + 6
        assert len(store.decisions()) == 4
        told = [key for event in store.events() for key in event.claims]
        rejected = store.counts().claims - len(told)
        assert len(told) == len(set(told))
        assert 0 <= rejected <= store.counts().claims
        soon = sorted(event.claims for event in store.events())
        store.rebuild()
        assert sorted(event.claims for event in store.events()) == soon


def test_new_stores_made_by_several_at_once(target):
    faults = []
    begin = threading.Barrier(4)

    def make(number):
        try:
            begin.wait()
            with open_store(target) as store:
                store.add(shelling(f"r{number}"))
        except Exception as error:  # noqa: BLE001 a thread's fault is told by the test
            faults.append(error)

    four_at_once(make)
    assert faults == []
    with open_store(target) as store:
        assert store.counts().reports == 4


def test_a_writer_that_waits_too_long_is_told(target, monkeypatch):
    monkeypatch.setattr(connect, "PATIENCE", 1.0)
    monkeypatch.setattr(connect, "_WAIT", 0.2)
    open_store(target).close()
    holder = Database(target)
    with open_store(target) as store, holder.writing():
        assert code_of(lambda: store.add(shelling("a"))) == "store-busy"
        assert store.counts().reports == 0
    holder.close()
    with open_store(target) as store:
        assert store.add(shelling("a")).outcome == "new"


def test_readers_do_not_wait_for_a_writer(target):
    with open_store(target) as store:
        store.add(shelling("a"))
        store.refresh()
        holder = Database(target)
        with holder.writing():
            assert store.count() == 1
            assert store.report("a")
        holder.close()
