"""A batch through the command: every case its row, whatever becomes of it, and nothing done twice."""

from __future__ import annotations

import errno
import io
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from analyzer.batch import Plan, analyze_cases, running, state
from analyzer.batch.cases import Found, search
from analyzer.batch.rows import Row, State
from analyzer.batch.running import Job
from analyzer.case import Order
from analyzer.errors import OutputError
from analyzer.report.files import Format
from tests.conftest import Ran

Called = Callable[..., Ran]

REFUSED = """<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:00:00Z">
HTTP/1.1 {status} Refused
X-FEServer: EXFE01

</Trace>
"""


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    (folder / "acme.xml").write_text(REFUSED.format(status=401))
    (folder / "globex.xml").write_text(REFUSED.format(status=403))
    (folder / "empty.xml").write_bytes(b"")
    (folder / "again.xml").write_text(REFUSED.format(status=401))
    return folder


def index(folder: str = "out") -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Path(folder) / "index.json").read_bytes())
    return found


def rows(folder: str = "out") -> dict[str, dict[str, Any]]:
    return {row["case"]: row for row in index(folder)["cases"]}


def test_a_quiet_batch_says_in_one_line_that_cases_could_not_be_analysed(called: Called, uploads: Path) -> None:
    ran = called("batch", uploads, "-q", "-o", "out", "--history", "none")

    assert ran.code == 6
    assert ran.stderr == "ssi-analyze: 1 of 4 cases could not be analysed; out/index.html says why\n"


def test_every_upload_has_its_row_and_its_reports(called: Called, uploads: Path) -> None:
    ran = called("batch", uploads, "-o", "deep/out", "--history", "none", "-f", "md", "-f", "csv", "-f", "html")

    assert ran.code == 6  # one of them is empty
    said = ran.stderr.splitlines()
    assert said[0] == "4 cases: 3 error, 1 not analysed."
    assert said[1].startswith("      1 ")  # a copy is counted once
    assert said[-1] == "Index: deep/out/index.html"
    found = rows("deep/out")
    assert list(found) == ["acme.xml", "again.xml", "empty.xml", "globex.xml"]
    assert (found["acme.xml"]["outcome"], found["acme.xml"]["rule"]) == ("error", "exchange-authentication")
    assert (found["empty.xml"]["state"], found["empty.xml"]["outcome"]) == ("not-analysable", None)
    assert "empty" in found["empty.xml"]["reason"]
    assert found["again.xml"]["duplicate_of"] == "acme.xml"
    for row in found.values():
        assert (Path("deep/out") / row["report"]).is_file()
        assert (Path("deep/out") / row["json"]).is_file()
    # Of each case the formats that were asked for beside the two that always come; and no history.
    reports = sorted(path.name for path in Path("deep/out").glob("acme*"))
    assert reports == ["acme.csv", "acme.json", "acme.md", "acme.report.html"]
    assert not list(Path("deep/out").glob("history*"))
    assert "weeks_before" not in index("deep/out")["causes"][0]
    # And nothing elsewhere.
    assert [path.name for path in Path().iterdir()] == ["deep"]
    assert sorted(path.name for path in uploads.iterdir()) == list(found)


def test_reports_that_lie_in_the_uploads_are_no_uploads(called: Called, uploads: Path) -> None:
    called("batch", uploads, "-o", uploads / "reports", "-q")
    called("batch", uploads, "-o", uploads / "reports", "-q")

    found = index(str(uploads / "reports"))
    assert len(found["cases"]) == 4
    assert found["notes"] == []


def test_reports_in_the_very_folder_of_the_uploads_are_refused(called: Called, uploads: Path) -> None:
    ran = called("batch", uploads, "-o", f"{uploads}/")

    assert ran.code == 2
    assert ran.stderr.endswith(": the reports would lie among the uploads; choose another folder with -o\n")
    assert len(list(uploads.iterdir())) == 4


def test_a_path_that_does_not_exist_makes_no_folder(called: Called) -> None:
    ran = called("batch", "nowhere", "-o", "out")

    assert ran.code == 2
    assert not Path("out").exists()


def test_the_same_uploads_give_the_same_bytes_however_many_processes(called: Called, uploads: Path) -> None:
    called("batch", uploads, "-o", "one", "-q", "--jobs", "1", "--history", "none")
    called("batch", uploads, "-o", "two", "-q", "--jobs", "3", "--history", "none")

    names = sorted(path.name for path in Path("one").iterdir() if not path.name.startswith("."))
    assert names == sorted(path.name for path in Path("two").iterdir() if not path.name.startswith("."))
    assert all((Path("one") / name).read_bytes() == (Path("two") / name).read_bytes() for name in names)


def test_what_did_not_change_is_not_analysed_again(called: Called, uploads: Path) -> None:
    called("batch", uploads, "-o", "out", "-q")
    first = {path.name: path.stat().st_mtime_ns for path in Path("out").glob("*.report.html")}
    before = (Path("out") / "index.json").read_bytes()
    (uploads / "globex.xml").write_text(REFUSED.format(status=503))

    called("batch", uploads, "-o", "out", "-q")

    changed = {path.name for path in Path("out").glob("*.report.html") if path.stat().st_mtime_ns != first[path.name]}
    assert changed == {"globex.report.html"}
    assert (Path("out") / "index.json").read_bytes() != before
    called("batch", uploads, "-o", "out", "-q", "--force")
    assert all(path.stat().st_mtime_ns != first[path.name] for path in Path("out").glob("*.report.html"))


def test_the_history_adds_the_weeks_before_and_never_the_batch_itself(called: Called, uploads: Path) -> None:
    called("batch", uploads, "-o", "out", "-q")
    first = (Path("out") / "index.json").read_bytes()
    called("batch", uploads, "-o", "out", "-q")
    assert (Path("out") / "index.json").read_bytes() == first
    assert index()["causes"][0]["weeks_before"] == [0, 0, 0, 0]

    before = uploads.parent / "before"
    before.mkdir()
    (before / "hooli.xml").write_text(REFUSED.format(status=401).replace("2026-10-12", "2026-10-09"))
    called("batch", before, "-o", "earlier", "-q", "--history", "out")
    called("batch", uploads, "-o", "out", "-q")

    assert index()["causes"][0]["weeks_before"] == [1, 0, 0, 0]


def test_paths_come_from_standard_input(called: Called, uploads: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{uploads / 'acme.xml'}\n\n"))

    ran = called("batch", "-", "-o", "out", "-q")

    assert ran.code == 0
    assert list(rows()) == ["acme.xml"]


def test_an_upload_that_cannot_be_read_costs_its_own_row(uploads: Path, tmp_path: Path) -> None:
    (uploads / "gone.xml").symlink_to(tmp_path / "nowhere")
    plan = Plan(folder=str(tmp_path / "out"), order=Order(formats=(Format.HTML, Format.JSON)))

    found = {row.case: row for row in analyze_cases(search([str(uploads)]).cases, plan)}

    assert found["gone.xml"].state is State.NOT_ANALYSABLE
    assert found["acme.xml"].state is State.ANALYSED


def _plan(tmp_path: Path, **options: float) -> Plan:
    (tmp_path / "out").mkdir(exist_ok=True)
    return Plan(folder=str(tmp_path / "out"), jobs=2, **options)  # type: ignore[arg-type]


def _jobs(uploads: Path) -> list[Job]:
    return [Job(found=case, stem=case.name) for case in search([str(uploads)]).cases]


def hang_on_globex(job: Job) -> running.Done:
    if job.found.name == "globex.xml":
        time.sleep(60)
    return running.Done(job=job, row=None)


def die_on_globex(job: Job) -> running.Done:
    if job.found.name == "globex.xml":
        os.kill(os.getpid(), signal.SIGKILL)
    return running.Done(job=job, row=None)


def swell_on_globex(job: Job) -> running.Done:
    if job.found.name == "globex.xml":
        return running.Done(job=job, row=None, key="x" * 4_000_000_000)
    return running.Done(job=job, row=None)


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (hang_on_globex, State.TIMED_OUT),
        (die_on_globex, State.FAILED),
        (swell_on_globex, State.OUT_OF_MEMORY),
    ],
)
def test_a_case_that_hangs_dies_or_swells_costs_itself_alone(
    uploads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: Callable[[Job], running.Done], state: State
) -> None:
    monkeypatch.setattr(running, "work", fault)
    plan = _plan(tmp_path, timeout=5)

    done = {one.job.found.name: one for one in running.run_all(_jobs(uploads), plan)}

    assert len(done) == 4
    row = done.pop("globex.xml").row
    assert row is not None
    assert row.state is state
    assert row.reason
    assert all(one.row is None for one in done.values())


def die_at_the_first_start(plan: Plan) -> None:
    with suppress(FileExistsError):
        (Path(plan.folder) / "started").touch(exist_ok=False)
        os.kill(os.getpid(), signal.SIGKILL)


def nothing(job: Job) -> running.Done:
    return running.Done(job=job, row=None)


def test_processes_that_are_ended_while_they_have_no_case_cost_none(
    uploads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "work", nothing)
    monkeypatch.setattr(running, "start", die_at_the_first_start)
    plan = replace(_plan(tmp_path), jobs=1)

    done = list(running.run_all(_jobs(uploads), plan))

    assert sorted(one.job.found.name for one in done) == ["acme.xml", "again.xml", "empty.xml", "globex.xml"]


@pytest.mark.parametrize(
    ("option", "value"), [("--case-timeout", "soon"), ("--case-memory", "0"), ("--outage-window", "2y")]
)
def test_a_time_or_a_size_that_is_none_is_wrong_usage(called: Called, uploads: Path, option: str, value: str) -> None:
    ran = called("batch", uploads, "-o", "out", option, value)

    assert ran.code == 2
    assert ran.stderr.startswith(f"ssi-analyze: {option} {value}: is no ")


def test_a_system_that_cannot_limit_memory_runs_a_batch_and_says_so(
    called: Called, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "MEMORY_IS_LIMITED", False)
    monkeypatch.setitem(sys.modules, "resource", None)  # an import of it fails, as on Windows
    monkeypatch.setattr(signal, "signal", lambda *_: None)

    running.start(Plan())
    ran = called("batch", uploads / "acme.xml", "-o", "out")

    assert ran.code == 0
    assert ran.stderr.startswith("This system has no limit for the memory of a case")


def test_a_machine_that_cannot_fork_starts_its_workers_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "get_all_start_methods", lambda: ["spawn"])
    asked: list[str] = []
    monkeypatch.setattr(running, "get_context", asked.append)

    running.pool(Plan())

    assert asked == ["spawn"]


def test_a_worker_notes_what_it_has_finished_before_it_tells(
    uploads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = replace(_plan(tmp_path), kept=str(tmp_path / "out"), order=Order(formats=(Format.HTML, Format.JSON)))
    monkeypatch.setattr(running._Worker, "plan", plan, raising=False)
    monkeypatch.setattr(running._Worker, "rules", None)
    (job,) = [job for job in _jobs(uploads) if job.found.name == "acme.xml"]

    done = running.work(job)

    assert state.read(str(tmp_path / "out")) == {"acme.xml": (done.key, done.row)}


def test_a_line_that_was_cut_off_costs_itself_alone(tmp_path: Path) -> None:
    def done(name: str) -> running.Done:
        found = Found(name=name, paths=(), size=0)
        return running.Done(job=Job(found=found, stem="x"), row=Row(case=name, headline="a\u2028b"), key="k")

    folder = str(tmp_path)
    state.append(folder, done("half \udcfc.xml"))
    with (tmp_path / state.NAME).open("a") as stream:
        stream.write('{"key": "5f0c')

    state.mend(folder)
    state.append(folder, done("next.xml"))

    assert list(state.read(folder)) == ["half \udcfc.xml", "next.xml"]


def no_room_for_globex(job: Job) -> running.Done:
    if job.found.name == "globex.xml":
        raise OutputError("/somewhere/out/globex.json: cannot be written (No space left on device); choose another")
    return running.Done(job=job, row=None)


def test_reports_that_do_not_fit_on_the_disk_cost_their_case_alone(
    uploads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "work", no_room_for_globex)

    done = {one.job.found.name: one for one in running.run_all(_jobs(uploads), _plan(tmp_path))}

    assert len(done) == 4
    row = done["globex.xml"].row
    assert row is not None
    assert row.reason == "its reports: cannot be written (No space left on device); choose another"


def test_a_disk_that_is_full_ends_the_batch_with_one_line(
    called: Called, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def full(path: Path, mode: str = "r", *more: int, **options: str) -> object:
        if path.name == state.NAME and "a" in mode:
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(path, mode, *more, **options)

    monkeypatch.setattr(Path, "open", full)

    ran = called("batch", uploads, "-o", "out", "--history", "none")

    assert ran.code == 5
    assert ran.stderr.count("\n") == 1
    assert "No space left on device" in ran.stderr
