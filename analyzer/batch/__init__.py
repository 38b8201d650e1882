"""Many cases: what is a case, running them, and one page that says what goes on. May import case, report and below."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from analyzer.batch import names, running, state, storage
from analyzer.batch.cases import Found
from analyzer.batch.rows import Row
from analyzer.batch.running import Done, Job, Plan
from analyzer.errors import AnalyzerError

__all__ = ["Plan", "Progress", "analyze_cases", "jobs_for", "run_cases"]

_PER_JOB = 300_000_000
"""Bytes that a worker takes at its usual peak; so many workers as fit into half of the free memory."""


class Progress(Struct, frozen=True, kw_only=True):
    """How far a batch is."""

    done: int
    of: int
    case: str
    """The case that was finished last."""
    reused: bool
    """Nothing of it had changed since the last run."""


def jobs_for(asked: int | None) -> int:
    """How many cases to run at once: what was asked for, or what cores and memory allow."""
    if asked is not None:
        return max(1, asked)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return cores
    return max(1, min(cores, free // 2 // _PER_JOB))


def analyze_cases(
    found: Sequence[Found],
    plan: Plan,
    *,
    force: bool = False,
    told: Callable[[Progress], None] = lambda _: None,
    kept: str | None = None,
) -> Iterator[Row]:
    """Run all cases, keep what became of each beside the reports, and hand on their rows as they come.

    Args:
        found: the cases, each name once.
        plan: how to run them, and where their reports go.
        force: analyse also what did not change since the last run into this folder.
        told: of every case that is finished.
        kept: a folder of this machine for what became of each case; that of the reports where it is left out.

    Raises:
        OutputError: the folder cannot be made.
    """
    running.writable(plan.folder)
    kept = kept if kept is not None else plan.folder
    known = {} if force else state.read(kept)
    stems = names.safe(case.name for case in found)
    jobs = [Job(found=case, stem=stems[case.name], known=known.get(case.name, ("", None))[0]) for case in found]
    state.mend(kept)
    put = storage.putting(f"{kept}/{state.NAME}", f"{plan.folder}/{state.NAME}")
    for number, done in enumerate(run_cases(jobs, replace(plan, kept="" if plan.cluster else kept)), 1):
        if plan.cluster:  # its workers do not see this folder
            state.append(kept, done)
        put()
        told(Progress(done=number, of=len(jobs), case=done.job.found.name, reused=done.row is None))
        row = done.row if done.row is not None else known[done.job.found.name][1]
        yield replace(row, case=done.job.found.name)


def run_cases(jobs: Sequence[Job], plan: Plan) -> Iterator[Done]:
    """Run cases where the plan says, and hand on what became of each as it ends."""
    yield from (running.nameless(done, plan) for done in (_run(jobs, plan) if jobs else ()))


def _run(jobs: Sequence[Job], plan: Plan) -> Iterator[Done]:
    if not plan.cluster:
        return running.run_all(jobs, plan)
    try:
        from analyzer.batch import cluster
    except ImportError:
        raise AnalyzerError("--cluster: Dask is not installed; install ssi-analyze[cluster]") from None
    return cluster.run_all(jobs, plan)
