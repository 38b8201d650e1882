"""The cases of a batch on the machines of a cluster: Dask gives them to its workers, those of a lost worker to others.

Beside each worker stand the same processes as on a single machine (`running.pool`): so a case that hangs, swells or
dies has the same limits, and the same row, wherever it runs. Every worker sees uploads and reports at the same
paths or addresses, and further rules at the same paths.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from multiprocessing import current_process
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from distributed import Client, KilledWorker, Worker, WorkerPlugin, as_completed, get_worker
from distributed.comm.addressing import resolve_address
from msgspec.structs import replace

from analyzer import __version__
from analyzer.batch import running, storage
from analyzer.batch.rows import State
from analyzer.batch.running import Done, Job, Plan
from analyzer.errors import AnalyzerError, OutputError
from analyzer.rules import catalogue

_CONNECT = 15
"""Seconds in which the scheduler has to answer."""
_FIRST = 60
"""Seconds in which it has to have a worker."""
_RETRIES = 2
"""How often Dask calls again where a report could not be written: storage behind a network has its moments."""


def run_all(jobs: Sequence[Job], plan: Plan) -> Iterator[Done]:
    """Run the cases on a cluster, the largest first, and hand on what became of each as it ends.

    Raises:
        AnalyzerError: the cluster does not answer, has no workers, or others than this version with these rules.
    """
    try:
        with _calm(), _client(plan.cluster) as client:
            yield from _run(client, jobs, _anywhere(plan))
    except AnalyzerError:
        raise
    except (OSError, CancelledError):
        raise AnalyzerError("--cluster: the scheduler is gone; call again to go on where it stopped") from None


def _run(client: Any, jobs: Sequence[Job], plan: Plan) -> Iterator[Done]:
    _check(client, plan)
    beside = _Beside(plan)
    client.register_plugin(beside, name=beside.name)
    try:
        yield from _results(client, jobs, beside.name)
    finally:
        with suppress(OSError):  # the scheduler may be gone
            client.unregister_worker_plugin(beside.name)


def _results(client: Any, jobs: Sequence[Job], name: str) -> Iterator[Done]:
    waiting: dict[str, Job] = {}
    futures = []
    for number, job in enumerate(running.largest_first(jobs)):
        future = client.submit(
            _one, _for_all(job), name, key=f"{name}-{number}", priority=-number, retries=_RETRIES, pure=False
        )
        waiting[future.key] = job
        futures.append(future)
    try:
        for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]  # Dask tells no types
            job = waiting.pop(future.key)
            yield replace(_outcome(job, future), job=job)
            future.release()
    finally:
        with suppress(OSError, CancelledError):
            client.cancel(futures)


def _outcome(job: Job, future: Any) -> Done:
    try:
        done: Done = future.result()
    except KilledWorker:
        reason = "every worker of the cluster that was given it ended; analyse it alone to see why"
        return running.lost(job, State.FAILED, reason)
    except OutputError as error:
        return running.unwritten(job, error)
    return done


class _Beside(WorkerPlugin):
    """What stands beside a worker of Dask while a batch runs: processes that take its cases, one for each thread."""

    def __init__(self, plan: Plan) -> None:
        self.name = f"ssi-analyze-{uuid4().hex}"
        self.plan = plan

    def setup(self, worker: Worker) -> None:
        """Begin: Dask calls this in every worker, in those too that come later."""
        # A worker is a daemon, and multiprocessing gives those no children; Python has no other way to say that this
        # one may have them. The pool's end when their worker does.
        current_process()._config["daemon"] = False  # type: ignore[attr-defined]  # noqa: SLF001
        self.plan = replace(self.plan, jobs=worker.state.nthreads)
        self.taken: set[Future[Done]] = set()
        self.renewing = Lock()
        self.pool = running.pool(self.plan)

    def teardown(self, worker: Worker) -> None:  # noqa: ARG002 - Dask hands it over
        """End, with whatever still runs."""
        for future in list(self.taken):
            future.cancel()  # a thread of the worker waits for it, and would wait for ever
        self.pool.stop()
        self.pool.join()

    def run(self, job: Job) -> Done:
        """Run a case and wait for it."""
        pool = self.pool
        try:
            future = running.schedule(pool, job, self.plan)
            self.taken.add(future)
            future.add_done_callback(self.taken.discard)
            return running.outcome(job, future.result, self.plan)
        except RuntimeError:  # somebody ended its processes while they had no case
            with self.renewing:
                if self.pool is pool:
                    self.pool = running.pool(self.plan)
            raise  # and Dask calls again


def _one(job: Job, name: str) -> Done:
    """What Dask calls in a worker."""
    beside = get_worker().plugins[name]
    assert isinstance(beside, _Beside)
    return beside.run(job)


@contextmanager
def _calm() -> Iterator[None]:
    """Keep Dask from telling at length, with tracebacks, what an error of ours says in a line."""
    logger = logging.getLogger("distributed.client")
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _client(address: str) -> Any:
    try:
        resolve_address(address)  # a wrong one costs no waiting
        return Client(address, timeout=_CONNECT, set_as_default=False)  # type: ignore[no-untyped-call]  # Dask tells no types
    except (OSError, ValueError, TypeError) as error:
        said = f"--cluster {address[:200]}: no scheduler of Dask answers there ({type(error).__name__})"
        raise AnalyzerError(f"{said}; write it as tcp://host:8786") from None


def _check(client: Any, plan: Plan) -> None:
    """Ask every worker whether it is the same tool with the same rules; only then are its reports the same."""
    try:
        client.wait_for_workers(1, timeout=_FIRST)
        said = client.run(_tool, plan.order.rules)
    except TimeoutError:
        raise AnalyzerError(f"--cluster: the scheduler has had no worker for {_FIRST} seconds; start some") from None
    except Exception:  # noqa: BLE001 - what a worker lacks comes in many forms
        told = f"a worker cannot run ssi-analyze {__version__} with these rules"
        raise AnalyzerError(f"--cluster: {told}; install it on all, and put rules where all see them") from None
    for address, (version, digest) in said.items():
        if version != __version__:
            raise AnalyzerError(f"--cluster: {address} has ssi-analyze {version}, not {__version__}; install the same")
        if plan.catalogue and digest != plan.catalogue:
            raise AnalyzerError(f"--cluster: {address} has other rules; put those of --rules where all see them")


def _tool(rules: Sequence[str]) -> tuple[str, str]:
    return __version__, catalogue.load(rules).digest


def _for_all(job: Job) -> Job:
    return replace(job, found=replace(job.found, paths=tuple(map(_path, job.found.paths))))


def _anywhere(plan: Plan) -> Plan:
    order = replace(plan.order, rules=tuple(map(_path, plan.order.rules)))
    return replace(plan, folder=_path(plan.folder), order=order)


def _path(path: str) -> str:
    """A path that does not depend on where its reader stands."""
    return path if storage.is_address(path) else str(Path(path).absolute())
