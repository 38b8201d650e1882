"""One case in a process of its own kind: analysed, written, and told in a row, whatever becomes of it.

The pool is Pebble's: it ends a worker that runs over its time, starts another in its place, and knows which case it was
that took its process with it. Workers are started once and load the catalogue once.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures import TimeoutError as OverrunError
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from multiprocessing import current_process, get_all_start_methods, get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from msgspec import Struct, field, to_builtins
from msgspec.structs import replace

from analyzer import __version__
from analyzer.batch import storage, veil
from analyzer.batch.cases import Found
from analyzer.batch.rows import Row, State, Upload, of_document
from analyzer.case import Case, Order, run
from analyzer.errors import AnalyzerError, LeakError, OutputError, UploadError
from analyzer.model import Privacy
from analyzer.report import document
from analyzer.report.files import Format, suffix_of
from analyzer.rules import catalogue
from analyzer.rules.catalogue import Catalogue

_CHUNK = 1 << 20
MOST_UPLOADS = 200
"""Files of one case that its row names one by one."""
_MOST_POOLS = 3
"""Pools whose processes end, one after the other, before they have run a case."""
_FILES = 512
"""Open files that are asked for: each worker takes some six."""
TIMEOUT = 600.0
"""Seconds that one case may take where nobody says otherwise."""
MEMORY = 1_500_000_000
"""Bytes that one case may take where nobody says otherwise."""
MEMORY_IS_LIMITED = find_spec("resource") is not None
"""False on Windows, which has no such limit for a process."""


class Plan(Struct, frozen=True, kw_only=True):
    """How a batch is run."""

    folder: str = ""
    """Where reports go: a path, or an address; nowhere where it is empty."""
    order: Order = field(default_factory=Order)
    catalogue: str = ""
    """Digest of the rules: what was analysed by others is analysed again."""
    jobs: int = 1
    timeout: float = TIMEOUT
    """Seconds that one case may take."""
    memory: int = MEMORY
    """Bytes of address space that one case may take; without effect on Windows."""
    cluster: str = ""
    """The address of a scheduler of Dask, whose workers run the cases; else processes of this machine do."""
    hand_on: bool = False
    """Also hand on what every case amounts to, for a caller in Python."""
    kept: str = ""
    """A folder of this machine in which its processes note each case that they have finished, as soon as its reports
    are written: what a batch that is killed has done is not done again."""
    key: str = ""
    """At strict, what the digests of places are made with."""


class Job(Struct, frozen=True, kw_only=True):
    """One case to run."""

    found: Found
    stem: str
    """Name of its reports, without ending."""
    known: str = ""
    """What the last run in this folder said of the case: the key of what it had analysed."""


class Done(Struct, frozen=True, kw_only=True):
    """What became of a job."""

    job: Job
    row: Row | None
    """None where nothing changed since the last run: its row still holds."""
    key: str = ""
    case: Case | None = None
    """What it amounts to, where the plan asks for it and there is something."""


class _Worker:
    """What a worker process holds between two cases."""

    plan: Plan
    rules: Catalogue | None = None
    """Loaded with the first case that is analysed: a run in which nothing changed needs none."""

    @classmethod
    def catalogue(cls) -> Catalogue:
        """The catalogue, loaded once."""
        if cls.rules is None:
            cls.rules = catalogue.load(cls.plan.order.rules)
        return cls.rules


def run_all(jobs: Sequence[Job], plan: Plan) -> Iterator[Done]:
    """Run the cases, the largest first, and hand on what became of each as it ends.

    Raises:
        AnalyzerError: processes end before they take a case.
    """
    waiting, in_vain = largest_first(jobs), 0
    while waiting:
        left: list[Job] = []
        yield from _run(waiting, plan, left)
        in_vain = in_vain + 1 if len(left) == len(waiting) else 0
        if in_vain == _MOST_POOLS:
            raise AnalyzerError("the processes that run the cases end before they begin; try --jobs 1")
        waiting = left


def _run(jobs: Sequence[Job], plan: Plan, left: list[Job]) -> Iterator[Done]:
    """Run the cases in one pool; those that are left when its processes are ended while they have none go to `left`."""
    running = pool(plan)
    finished = False
    try:
        with _startable():
            futures = {schedule(running, job, plan): job for job in jobs}
        for future in as_completed(list(futures)):
            job = futures.pop(future)  # a case that was handed on is not held any more
            try:
                done = outcome(job, future.result, plan)
            except BrokenProcessPool:
                left.append(job)
                continue
            except OutputError as error:
                done = unwritten(job, error)
            yield done
        finished = not left
    finally:
        if finished:
            running.close()
        else:
            running.stop()
        running.join()


def largest_first(jobs: Sequence[Job]) -> list[Job]:
    """The order in which no long case is left for the end, when the others have nothing to do."""
    return sorted(jobs, key=lambda job: (-job.found.size, job.found.name))


@contextmanager
def own_server() -> Iterator[None]:
    """Have a process that starts the workers: quiet, with our modules, and deaf to Ctrl-C, as all that come of it.

    At a terminal that reaches every process, those that have hardly begun answer with a traceback, and the parent ends
    them all. For the command alone: it holds for everything that a program starts so. Windows has no such process.

    Raises:
        AnalyzerError: it cannot be started.
    """
    if _method() == "spawn":
        yield
        return
    from multiprocessing import forkserver, resource_tracker

    with _startable():
        folder = TemporaryDirectory(prefix="ssi-", ignore_cleanup_errors=True)
    with folder as place:
        # Else it makes one of its own, and ends with a traceback where somebody has cleared TMPDIR before.
        settings: Any = getattr(current_process(), "_config", {})
        settings["tempdir"] = place
        try:
            with _startable():
                _more_files()
                resource_tracker.ensure_running()  # else it is started within what follows, and opens the ears again
                get_context(_method()).set_forkserver_preload(["analyzer.quiet", __name__])
                before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
                try:
                    forkserver.ensure_running()
                finally:
                    signal.pthread_sigmask(signal.SIG_SETMASK, before)
            yield
        finally:
            _end_server()
            settings.pop("tempdir", None)


def _end_server() -> None:
    """End it before the command does: nobody is to find a process of a batch that has returned."""
    from multiprocessing import forkserver

    server: Any = getattr(forkserver, "_forkserver", None)  # its own names: without them it ends a moment later
    if (process := getattr(server, "_forkserver_pid", None)) is not None and hasattr(server, "_stop"):
        with suppress(OSError):
            os.kill(process, signal.SIGTERM)
            server._stop()  # noqa: SLF001 - it has no other


def _more_files() -> None:
    """Have as many files open as the pipes of many workers need, as far as the system allows."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextmanager
def _startable() -> Iterator[None]:
    """What the system refuses to processes that are started, in a line that says what to do about it."""
    try:
        yield
    except (OSError, RuntimeError) as error:  # the last of a thread, and of a pool that knows no more than that
        cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
        reason = getattr(cause, "strerror", None) or "the system allows no more"
        advice = "give fewer with --jobs, or allow more open files and processes (ulimit -n, ulimit -u)"
        if isinstance(cause, FileNotFoundError):  # their socket has no place
            advice = "set TMPDIR to a folder that can be written"
        raise AnalyzerError(f"the processes that run the cases cannot be started ({reason}); {advice}") from None


def pool(plan: Plan) -> Any:
    """Processes that run cases under the limits of the plan; they start with the first case."""
    from pebble import ProcessPool

    return ProcessPool(max_workers=plan.jobs, initializer=start, initargs=(plan,), context=get_context(_method()))


def _method() -> str:
    """How processes are started; Windows has the second alone."""
    return "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


def schedule(running: Any, job: Job, plan: Plan) -> Future[Done]:
    """Have the pool run a case."""
    future: Future[Done] = running.schedule(work, args=(job,), timeout=plan.timeout)
    return future


def outcome(job: Job, result: Callable[[], Done], plan: Plan) -> Done:
    """What became of a job, or what its process died of."""
    from pebble import ProcessExpired

    try:
        return result()
    except OverrunError:
        reason = f"it took longer than {plan.timeout:g} seconds; give it more with --case-timeout"
        return lost(job, State.TIMED_OUT, reason)
    except MemoryError:
        return lost(job, State.OUT_OF_MEMORY, _memory_reason(plan))
    except ProcessExpired:
        return lost(job, State.FAILED, "its process ended without a word; analyse it alone to see why")


def lost(job: Job, state: State, reason: str) -> Done:
    """The row of a case that was not analysed."""
    uploads = tuple(Upload(name=Path(path).name, bytes=0, sha256="") for path in job.found.paths)
    return Done(job=job, row=Row(case=job.found.name, uploads=uploads, state=state, reason=reason))


def unwritten(job: Job, error: OutputError) -> Done:
    """The row of a case whose reports do not fit any more; those of another case may."""
    return lost(job, State.FAILED, f"its reports: {str(error).rpartition(': ')[2]}")


def _memory_reason(plan: Plan) -> str:
    return f"it needs more memory than {plan.memory // 1_000_000:,} MB; give it more with --case-memory"


def start(plan: Plan) -> None:
    """Begin a worker process: its limits, and what it has to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends its workers
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (plan.memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    _Worker.plan = plan


def work(job: Job) -> Done:
    """Run one case in a worker that was started."""
    from analyzer.batch import state

    plan = _Worker.plan
    done = nameless(run_one(job, plan, _Worker.catalogue), plan)
    if plan.kept:
        with suppress(OutputError):  # its reports are there; at worst the next run makes them again
            state.append(plan.kept, done)
    return done


def nameless(done: Done, plan: Plan) -> Done:
    """What became of a case, at strict without the names of its files."""
    if done.row is None or not plan.order.privacy.hides_uploads:
        return done
    return replace(done, row=veil.kept(done.row, done.job.found))


def run_one(job: Job, plan: Plan, rules: Callable[[], Catalogue]) -> Done:
    """Analyse one case, write its reports, and say what became of it."""
    paths = list(job.found.paths)
    try:
        with storage.at_hand(job.found.paths) as paths:
            uploads = list(uploads_of(paths))
            key = key_of(job, uploads, plan)
            if key == job.known and all(storage.is_file(path) for _, path in _places(job, plan)):
                return Done(job=job, row=None, key=key)
            case = run(paths, plan.order, rules=rules())
    except MemoryError:
        return lost(job, State.OUT_OF_MEMORY, _memory_reason(plan))
    except LeakError as error:
        return lost(job, State.FAILED, str(error))
    except OutputError:  # about the place of the reports, not about the upload
        raise
    except (UploadError, OSError) as error:
        reason = _named(error, paths) if isinstance(error, AnalyzerError) else f"cannot be read ({error.strerror})"
        return lost(job, State.NOT_ANALYSABLE, reason)
    except AnalyzerError as error:
        return lost(job, State.FAILED, str(error))
    except Exception as error:  # noqa: BLE001 - one case must not cost the others; its text may hold content
        return lost(job, State.FAILED, f"internal error ({type(error).__name__}); please report it")
    row = of_document(job.found.name, uploads[:MOST_UPLOADS], case.document, analysed=case.analysis.analysed)
    row = _without_others(row, case, plan)
    pairs = list(zip(_places(job, plan), case.reports, strict=bool(plan.folder)))
    storage.write_all([(path, data) for (_, path), (_, data) in pairs])
    names = {form: path.rpartition("/")[2] for (form, path), _ in pairs}
    row = replace(row, report=names.get(Format.HTML), json=names.get(Format.JSON))
    return Done(job=job, row=row, key=key, case=case if plan.hand_on else None)


def _without_others(row: Row, case: Case, plan: Plan) -> Row:
    """The row with as much of its places as the level of privacy allows."""
    level = plan.order.privacy
    if level is Privacy.STANDARD:
        return row
    plain = document.build(case.analysis)
    return veil.veiled(row, plain, plan.key) if level.hides_uploads else veil.of_the_customer(row, plain)


def _named(error: AnalyzerError, paths: Sequence[str]) -> str:
    """What is wrong with an upload, by its name alone: where it lay is no matter of the index."""
    said = str(error)
    for path in paths:
        said = said.replace(path, Path(path).name)
    return said


def _places(job: Job, plan: Plan) -> list[tuple[Format, str]]:
    """Where the reports of a case go: `<name>.report.html` and `<name>.json`."""
    folder = plan.folder.rstrip("/") or plan.folder[:1]
    return (
        []
        if not folder
        else [
            (form, f"{folder}/{job.stem}{'.report' if form is Format.HTML else ''}{suffix_of(form)}")
            for form in plan.order.formats
        ]
    )


def uploads_of(paths: Sequence[str]) -> Iterator[Upload]:
    """Every file of a case with its digest."""
    for path in paths:
        root = Path(path)
        for file in [root] if not root.is_dir() else sorted(storage.below(root)):
            name = file.name if file == root else file.relative_to(root).as_posix()
            digest = hashlib.sha256()
            size = 0
            with file.open("rb") as stream:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
            yield Upload(name=name, bytes=size, sha256=digest.hexdigest())


def key_of(job: Job, uploads: Sequence[Upload], plan: Plan) -> str:
    """What an analysis depends on: content and names of the uploads, tool, catalogue, options."""
    order = to_builtins(plan.order) | {"rules": ()}
    parts = (
        __version__,
        plan.catalogue,
        job.found.name,
        job.stem,
        [(upload.name, upload.sha256) for upload in uploads],
        order,
        plan.key,
    )
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def writable(folder: str) -> None:
    """Make the folder of the reports.

    Raises:
        OutputError: it cannot be made.
    """
    if storage.is_address(folder):
        return  # services know no empty folders
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made a folder ({error.strerror}); choose another with -o") from None
