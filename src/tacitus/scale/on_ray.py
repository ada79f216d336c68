"""Work by the actors of a Ray cluster, or of a Ray of this machine's own (``tacitus[ray]``).

Of Ray this uses actors alone: each makes ready once (loads the models, say) and does an item at a
time. Order, faults and bounds are those of the crew.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from typing import Any

from tacitus.records import TacitusError
from tacitus.scale.crew import LostWorkerError, WorkerCrew
from tacitus.scale.executors import Work, cores
from tacitus.scale.serving import ONE_THREAD, Raised, answered, prepared

# Seconds that the cluster has to find room for an actor.
_ROOM = 60.0
# Bytes of shared memory of a Ray of this machine's own: reports and claims are small.
_SHARED = 128 * 1024 * 1024


class RayActors:
    """Works by actors.

    Args:
        jobs: how many; None for one a core of the cluster.
        address: of the cluster; None to start one on this machine for each run, unless the
            process is joined to one already.

    Raises:
        TacitusError: ``no-ray``.
    """

    def __init__(self, jobs: int | None = None, address: str | None = None) -> None:
        if find_spec("ray") is None:
            raise TacitusError(
                "no-ray",
                "--executor ray needs Ray, which is not installed.",
                "Install it: pip install 'tacitus[ray]'.",
            )
        self._jobs = jobs
        self._address = address

    @contextmanager
    def crew(self, work: Work[Any, Any]) -> Iterator[WorkerCrew]:
        """As ``Executor.crew``.

        Raises:
            TacitusError: ``no-cluster`` when the cluster cannot be reached, ``other-versions``
                when a node would work otherwise than this machine.
        """
        versions = dict(work.prepare())
        with _joined(self._address, self._jobs) as ray:
            size = self._jobs or max(1, int(ray.cluster_resources().get("CPU", 1)))
            with WorkerCrew(partial(_RayWorker, ray, work, versions), size) as crew:
                yield crew


@contextmanager
def _joined(address: str | None, jobs: int | None) -> Iterator[Any]:
    """Ray, joined to a cluster."""
    # nothing is sent to the makers of Ray
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    import ray

    if ray.is_initialized():
        yield ray
        return
    # a cluster has its own size
    own: dict[str, Any] = (
        {} if address else {"num_cpus": jobs or cores(), "object_store_memory": _SHARED}
    )
    if not address:
        own["include_dashboard"] = False
    try:
        ray.init(
            address=address or "local", log_to_driver=False, logging_level=logging.ERROR, **own
        )
    # Ray has no error of its own for it: ConnectionError, ValueError, RuntimeError and others
    except Exception as error:
        told = " ".join(str(error).split())[:300]
        raise TacitusError(
            "no-cluster",
            f"Ray cannot be reached at {address or 'this machine'} ({told}).",
            "See `ray status` on a node of the cluster, and --address.",
        ) from error
    try:
        yield ray
    finally:
        ray.shutdown()


class _Actor:
    """A worker on some machine."""

    def __init__(self, work: Work[Any, Any]) -> None:
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)
        self._work = work

    def prepare(self) -> Mapping[str, str] | Raised:
        return prepared(self._work)

    def do(self, item: Any) -> Any:
        return answered(self._work, item)


class _RayWorker:
    """A worker that is an actor.

    Args:
        ray: the library.
        work: what it does.
        versions: what it must work with.

    Raises:
        LostWorkerError: it ended before it was ready, or there is no room for it.
        TacitusError: as ``Work.prepare``, and ``other-versions``.
    """

    def __init__(self, ray: Any, work: Work[Any, Any], versions: Mapping[str, str]) -> None:
        self._ray = ray
        # What is to be done when one is lost is not for Ray to decide: it would do an item
        # that kills its worker again and again.
        kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Actor)
        self._actor = kind.remote(work)
        try:
            self._ready(versions)
        except BaseException:
            self.kill()
            raise

    def _ready(self, versions: Mapping[str, str]) -> None:
        there, _ = self._ray.wait([self._actor.__ray_ready__.remote()], timeout=_ROOM)
        if not there:
            raise LostWorkerError(f"the cluster had no room for it within {_ROOM:.0f} s")
        ready = self._got(self._actor.prepare.remote())
        if isinstance(ready, Raised):
            raise ready.error() or LostWorkerError(ready.told)
        other = {name for name in {*ready, *versions} if ready.get(name) != versions.get(name)}
        if other:
            told = ", ".join(
                f"{name} {ready.get(name)} for {versions.get(name)}" for name in sorted(other)
            )
            raise TacitusError(
                "other-versions",
                f"a node of the cluster has {told}.",
                "Install the same there, and lay files of your own at the same paths.",
            )

    def ask(self, item: Any) -> Any:
        """As ``Worker.ask``."""
        return self._got(self._actor.do.remote(item))

    def _got(self, reference: Any) -> Any:
        try:
            return self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            told = (str(error).strip() or type(error).__name__).splitlines()[0]
            raise LostWorkerError(told) from error

    def kill(self) -> None:
        """As ``Worker.kill``."""
        self._ray.kill(self._actor)

    def close(self) -> None:
        """As ``Worker.close``."""
        self.kill()
