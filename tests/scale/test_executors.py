"""The same outcome wherever reports are coded, and what becomes of those that end their worker."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from helpers.coders import Faulty, NeverReady
from helpers.made import make_coded, make_report

from tacitus.export.jsonform import coded_to_line
from tacitus.read import Skipped, read_paths
from tacitus.records import Coded, Problem, TacitusError
from tacitus.scale.executors import Serial, default_jobs, done_by, make_executor
from tacitus.scale.run import code_all

EXAMPLES = Path(__file__).parents[2] / "src/tacitus/examples"


def reports(*words):
    """A report for each word, called by it and its place."""
    return [
        make_report(id=f"{word}-{n}", text=f"{word} it was.", cuts=(), path=f"{word}-{n}.txt")
        for n, word in enumerate(words)
    ]


@pytest.fixture(scope="module")
def ray_executor():
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'tacitus[ray]'")
    with pytest.MonkeyPatch.context() as patch:
        # actors import the coders of the tests
        patch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
        patch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
        import ray

        ray.init(
            num_cpus=2, include_dashboard=False, log_to_driver=False, object_store_memory=10**8
        )
        yield make_executor("ray", jobs=2)
        ray.shutdown()


@pytest.fixture(params=["processes", pytest.param("ray", marks=pytest.mark.slow)])
def executor(request):
    if request.param == "ray":
        return request.getfixturevalue("ray_executor")
    return make_executor("processes", jobs=2)


def test_what_ends_its_worker_each_time_fails_alone(executor, tmp_path):
    words = ["good", "exits", "good", "killed", "crashes", "good", "raises", *["good"] * 20]
    skipped = Skipped("gone.txt", None, Problem("no-file", "gone"))
    given = [*reports(*words), skipped]

    outcomes = list(done_by(executor, Faulty(tmp_path), given))

    assert outcomes[-1] is skipped
    assert len(outcomes) == len(given)
    for report, outcome in zip(given[:-1], outcomes[:-1], strict=True):
        if report.id.startswith("good"):
            assert outcome == make_coded(report)
        else:
            wanted = "not-coded" if report.id.startswith("raises") else "lost-process"
            assert outcome.problem.code == wanted
            assert report.path in outcome.problem.message
            assert outcome.problem.fix
    tried = {file.name: file.read_text().split() for file in tmp_path.iterdir()}
    for name, processes in tried.items():
        # the second time in another process
        assert len(set(processes)) == len(processes) == (1 if name.startswith("good") else 2)


def test_what_ends_its_worker_once_is_coded_by_another(executor, tmp_path):
    given = reports("good", "killed-once", "good", "raises-once", "exits-once", "good")

    outcomes = list(done_by(executor, Faulty(tmp_path), given))

    assert outcomes == [make_coded(report) for report in given]


def test_a_fault_of_the_setting_ends_the_run(executor, tmp_path):
    with pytest.raises(TacitusError) as error:
        list(done_by(executor, Faulty(tmp_path), reports("good", "misset", "good")))

    assert error.value.problem == Problem("bad-codebook", "no good", "Mend it.")


@pytest.mark.parametrize(("told", "code"), [(False, "no-worker"), (True, "no-model")])
def test_workers_that_cannot_start_end_the_run(told, code):
    with pytest.raises(TacitusError) as error:
        list(done_by(make_executor("processes", jobs=2), NeverReady(told), reports("good", "good")))

    assert error.value.problem.code == code


def test_a_worker_killed_from_outside_loses_nothing(tmp_path):
    given = reports(*["good"] * 60)
    killed = []

    def kill():
        # never two that code the same report
        while len(killed) < 3:
            once = {p.name: p.read_text().split() for p in tmp_path.iterdir()}
            for name, processes in once.items():
                if len(processes) == 1 and name not in killed and len(killed) < 3:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(int(processes[0]), signal.SIGKILL)
                    killed.append(name)
            time.sleep(0.05)

    threading.Thread(target=kill, daemon=True).start()
    outcomes = []
    for outcome in done_by(make_executor("processes", jobs=2), Faulty(tmp_path), given):
        outcomes.append(outcome)
        time.sleep(0.02)

    assert killed
    assert outcomes == [make_coded(report) for report in given]


def test_reports_are_taken_a_bounded_number_ahead(tmp_path):
    taken = []

    def given():
        for report in reports(*["good"] * 50):
            taken.append(report)
            yield report

    outcomes = done_by(make_executor("processes", jobs=2), Faulty(tmp_path), given())
    next(outcomes)
    assert len(taken) <= 8

    outcomes.close()
    assert threading.active_count() < 20


@pytest.mark.parametrize(("size", "jobs"), [(10, 1), (50_000, 1), (70_000, 4), (10_000_000, 4)])
@pytest.mark.parametrize("given", ["news.txt", ".", "*.txt"])
def test_a_little_is_coded_by_one(size, jobs, given, tmp_path, monkeypatch):
    monkeypatch.setattr("tacitus.scale.executors.cores", lambda: 4)
    monkeypatch.setattr("tacitus.scale.executors._memory", lambda: 2**40)
    (tmp_path / "news.txt").write_bytes(b"x" * size)

    assert default_jobs([str(tmp_path / given)]) == jobs


def test_workers_are_not_more_than_there_is_memory_for(tmp_path, monkeypatch):
    monkeypatch.setattr("tacitus.scale.executors.cores", lambda: 64)
    monkeypatch.setattr("tacitus.scale.executors._memory", lambda: 8 * 10**9)

    assert default_jobs(["s3://bucket/news.jsonl"]) == 8
    assert default_jobs(["-", "missing.txt"]) == 1


@pytest.mark.parametrize(
    "given",
    [
        {"name": "processes", "address": "auto"},
        {"name": "serial", "jobs": 2},
    ],
)
def test_options_that_contradict_each_other_are_refused(given):
    with pytest.raises(TacitusError) as error:
        make_executor(**given)

    assert error.value.problem.code == "bad-executor"


def test_without_ray_it_is_said_what_to_install(monkeypatch):
    monkeypatch.setattr("tacitus.scale.on_ray.find_spec", lambda _: None)
    with pytest.raises(TacitusError) as error:
        make_executor("ray")

    assert error.value.problem.code == "no-ray"
    assert "tacitus[ray]" in error.value.problem.fix


def lines(executor):
    given = list(read_paths([EXAMPLES / "rival-accounts.jsonl", EXAMPLES / "wire-colombia.txt"]))
    outcomes = code_all(given, engine="rules", executor=executor)
    return [coded_to_line(one) if isinstance(one, Coded) else one for one in outcomes]


@pytest.mark.slow
def test_claims_are_the_same_bytes_whatever_the_executor(executor):
    told = lines(executor)

    assert len(told) > 3
    assert told == lines(Serial())


@pytest.mark.slow
def test_a_node_killed_in_mid_run_loses_nothing(tmp_path, monkeypatch):
    pytest.importorskip("ray", reason="Ray is not installed: pip install 'tacitus[ray]'")
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))
    monkeypatch.setenv("RAY_ENABLE_UV_RUN_RUNTIME_ENV", "0")
    monkeypatch.setattr("tacitus.scale.on_ray._ROOM", 10.0)
    import ray
    from ray.cluster_utils import Cluster

    if ray.is_initialized():
        ray.shutdown()
    node = {"num_cpus": 1, "object_store_memory": 10**8}
    cluster = Cluster(initialize_head=True, head_node_args=node | {"include_dashboard": False})
    other = cluster.add_node(**node)
    given = reports(*["slow"] * 60)
    try:
        outcomes = []
        for outcome in done_by(
            make_executor("ray", address=cluster.address), Faulty(tmp_path), given
        ):
            outcomes.append(outcome)
            if len(outcomes) == 5:
                cluster.remove_node(other, allow_graceful=False)
    finally:
        ray.shutdown()
        cluster.shutdown()

    workers = {process for file in tmp_path.iterdir() for process in file.read_text().split()}
    assert len(workers) > 1
    assert outcomes == [make_coded(report) for report in given]
