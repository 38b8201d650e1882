"""A batch for callers in Python: every case as it comes, with all that it amounts to, and nothing written.

for case in analyze_batch("uploads/"):
    print(case.name, case.state, case.verdict.headline if case.verdict else case.reason)
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from multiprocessing import current_process
from os import PathLike, fspath
from typing import Any

from msgspec import Struct

from analyzer import batch
from analyzer.batch import veil
from analyzer.batch.cases import search
from analyzer.batch.rows import Row, State
from analyzer.batch.running import MEMORY, TIMEOUT, Job, Plan
from analyzer.case import Answer, Case, Order, Uploads
from analyzer.errors import UploadError
from analyzer.model import Finding
from analyzer.report.files import Format
from analyzer.rules import catalogue


class Outcome(Struct, frozen=True, kw_only=True):
    """What became of one case of a batch."""

    row: Row
    """The case in a line, as the index has it: organizations, hosts, forests, first and last time."""
    case: Case | None = None
    """What it amounts to; None where it could not be read, took too long, or its process died."""

    @property
    def name(self) -> str:
        """The path below what was given, with `/`; at strict a token."""
        return self.row.case

    @property
    def state(self) -> State:
        """Analysed, not-analysable, failed, timed-out or out-of-memory."""
        return self.row.state

    @property
    def reason(self) -> str | None:
        """Why it was not analysed."""
        return self.row.reason

    @property
    def verdict(self) -> Answer | None:
        """Error, issue, clean or inconclusive; the headline, who acts, how sure."""
        return self.case.verdict if self.case is not None else None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The known errors that the uploads prove, worst first."""
        return self.case.findings if self.case is not None else ()

    @property
    def reports(self) -> tuple[tuple[Format, bytes], ...]:
        """The reports that the order asks for."""
        return self.case.reports if self.case is not None else ()

    def to_dict(self) -> dict[str, Any]:
        """The document of docs/contract.md, as the JSON of the case has it; empty where there is no case."""
        return self.case.to_dict() if self.case is not None else {}


def analyze_batch(
    uploads: Uploads,
    order: Order | None = None,
    *,
    by_folder: bool = False,
    jobs: int | None = None,
    cluster: str = "",
    case_timeout: float = TIMEOUT,
    case_memory: int = MEMORY,
) -> Iterator[Outcome]:
    """Analyse many cases in processes of their own, and hand on each as it ends. Nothing is written.

    A script that calls this does so below `if __name__ == "__main__":`, as always where processes are started.

    Args:
        uploads: files and folders, here or at addresses; each file, archive and unpacked pack is a case.
        order: what is wanted of each case: reports, rules, limits, the level of privacy.
        by_folder: every folder that holds files is one case.
        jobs: how many cases at once; else what cores and memory allow.
        cluster: the address of a scheduler of Dask, whose workers run the cases.
        case_timeout: seconds that one case may take.
        case_memory: bytes of memory that one case may take.

    Raises:
        UploadError: a path does not exist, or there are no uploads in it.
        CatalogueError: a rule file is wrong.
    """
    if getattr(current_process(), "_inheriting", False):
        return iter(())  # a worker that reads the caller's script again, which calls this without a guard
    order = order or Order()
    paths = [fspath(path) for path in ([uploads] if isinstance(uploads, str | PathLike) else uploads)]
    known = catalogue.load(order.rules)
    strict = order.privacy.hides_uploads
    found = search(paths, by_folder=by_folder).cases
    if not found:
        raise UploadError(f"{', '.join(paths)[:200] or 'nothing'}: no uploads in it; name files or folders")
    plan = Plan(
        order=order,
        catalogue=known.digest,
        jobs=batch.jobs_for(jobs),
        timeout=case_timeout,
        memory=case_memory,
        key=secrets.token_hex(16) if strict else "",
        cluster=cluster,
        hand_on=True,
    )
    return _each([Job(found=case, stem="") for case in (veil.named(found) if strict else found)], plan)


def _each(jobs: list[Job], plan: Plan) -> Iterator[Outcome]:
    for done in batch.run_cases(jobs, plan):
        assert done.row is not None, "nothing is known from an earlier run"
        yield Outcome(row=done.row, case=done.case)
