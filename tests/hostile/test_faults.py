"""A machine that gives too little: few files, little memory, a full disk, closed folders, an end in the middle."""

from __future__ import annotations

import errno
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from msgspec.structs import replace

from analyzer.analysis import analyze
from analyzer.batch.history import History
from analyzer.batch.outputs import write_all
from analyzer.errors import OutputError
from analyzer.model import Record
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.readers import reader_for
from analyzer.redacting import redacted
from analyzer.report.document import build
from tests.conftest import Ran, rules_of
from tests.hostile.test_streams import env, shell
from tests.support.dialects import managed_api
from tests.support.session import failing

Called = Callable[..., Ran]
GOOD = managed_api(failing())
RULE = "ErrorImpersonateUserDenied"
COMMAND = f"{sys.executable} -m analyzer"
WIDE = '{"log": {"comment": "\U0001f600%s", "entries": []}}'


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    folder = tmp_path / "pack"
    folder.mkdir()
    (folder / "dump.xml").write_bytes(GOOD)
    return folder


def below(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


# -- too little memory


def test_a_table_takes_few_addresses_beside_its_bytes(tmp_path: Path) -> None:
    rows = "".join(f"user{n}@contoso.example;2026-10-12 08:00:00;Errors;It broke {n}\n" for n in range(50))
    (tmp_path / "sessions.csv").write_text("User;Run;Status;Exception\n" + rows)

    code, said = shell(f"ulimit -v 1450000; {COMMAND} sessions.csv -q -o report.html", tmp_path)

    assert (code, said) == (0, "")
    assert below(tmp_path) == ["report.html", "sessions.csv"]


# -- too few files and processes


def test_a_batch_that_may_open_too_few_files_says_so_in_one_line(pack: Path) -> None:
    code, said = shell(f"ulimit -n 16; {COMMAND} batch pack -q -o out", pack.parent)

    assert code == 2
    assert said.count("\n") == 1
    assert "the processes that run the cases cannot be started" in said
    assert "ulimit -n" in said


@pytest.fixture
def _no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("analyzer.batch.running.schedule", refused)


@pytest.mark.usefixtures("_no_processes")
def test_a_batch_that_cannot_start_its_processes_leaves_no_history_behind(pack: Path, called: Called) -> None:
    ran = called("batch", pack, "-q", "-o", "out")

    assert ran.code == 2
    assert "the processes that run the cases cannot be started" in ran.stderr
    assert "history.sqlite" not in below(Path("out"))


@pytest.mark.usefixtures("_no_processes")
def test_a_batch_that_cannot_start_its_processes_keeps_the_history_that_was_there(pack: Path, called: Called) -> None:
    Path("out").mkdir()
    before = History("out").key()

    assert called("batch", pack, "-q", "-o", "out").code == 2
    assert History("out").key() == before


def test_a_batch_takes_more_files_where_the_system_lets_it(pack: Path) -> None:
    code, said = shell(f"ulimit -Sn 16; {COMMAND} batch pack -q -o out", pack.parent)

    assert (code, said) == (0, "")


def test_the_processes_of_a_batch_whose_temporary_folder_is_cleared_end_without_a_word(tmp_path: Path) -> None:
    """Machines clear what lies there; the sockets of the processes are no loss at the end."""
    program = f"""
import shutil
from pathlib import Path
from analyzer.batch.running import own_server
with own_server():
    for place in Path({str(tmp_path)!r}).iterdir():
        shutil.rmtree(place)
"""
    words = [sys.executable, "-c", program]

    ran = subprocess.run(words, capture_output=True, text=True, env=env() | {"TMPDIR": str(tmp_path)}, check=False)

    assert (ran.returncode, ran.stderr) == (0, "")
    assert below(tmp_path) == []


# -- somebody ends it


def test_an_interrupted_batch_leaves_no_process_behind(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    for number in range(3):
        (tmp_path / "uploads" / f"{number}.xml").write_bytes(GOOD * 500)  # seconds of work
    words = [sys.executable, "-m", "analyzer", "batch", "uploads", "-q", "-o", "out", "--jobs", "2"]
    with subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, env=env(), start_new_session=True) as process:
        this = psutil.Process(process.pid)
        while len(this.children(recursive=True)) < 4 and process.poll() is None:  # two of them are workers
            time.sleep(0.05)
        workers = this.children(recursive=True)
        process.send_signal(signal.SIGHUP)
        _, said = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said.startswith(b"ssi-analyze: interrupted")
    assert said.count(b"\n") == 1
    assert not [worker for worker in workers if works(worker)]
    assert not [name for name in below(tmp_path / "out") if name.endswith(".part")]


def works(process: psutil.Process) -> bool:
    """Whether it runs cases, or starts who does: not what only waits to be taken note of."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE and "forkserver" in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


ENDED_TWICE = """
import os, signal
from analyzer.cli import streams
streams.prepare()
try:
    os.kill(os.getpid(), signal.SIGTERM)
except KeyboardInterrupt:
    os.kill(os.getpid(), signal.SIGHUP)
    print("cleaned")
exec("try:\\n raise streams._Interrupt\\nexcept KeyboardInterrupt:\\n pass")
"""


def test_a_second_signal_on_the_heels_of_the_first_does_not_end_the_cleaning() -> None:
    ran = subprocess.run([sys.executable, "-c", ENDED_TWICE], capture_output=True, text=True, check=False, env=env())

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "cleaned\n", "")


# -- a full disk


@pytest.mark.parametrize("blocks", [0, 4, 8, 32])
def test_a_history_that_finds_no_room_leaves_nothing_of_itself(tmp_path: Path, blocks: int) -> None:
    begin = "from analyzer.batch.history import History; History('.')"

    code, said = shell(f"ulimit -f {blocks}; trap '' XFSZ; {sys.executable} -c \"{begin}\"", tmp_path)

    assert code == 1
    assert "the history cannot be used" in said
    assert below(tmp_path) == []


def test_a_history_has_nothing_beside_it_but_while_it_is_written(tmp_path: Path) -> None:
    History(str(tmp_path)).key()

    assert below(tmp_path) == ["history.sqlite"]


def test_a_history_of_an_earlier_version_goes_on_without_its_log(tmp_path: Path) -> None:
    key = History(str(tmp_path)).key()
    with sqlite3.connect(tmp_path / "history.sqlite") as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    connection.close()

    assert History(str(tmp_path)).key() == key
    with sqlite3.connect(tmp_path / "history.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    connection.close()


def test_of_an_index_that_does_not_fit_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzer.batch.outputs.contents", lambda *_: {"index.html": b"first", "cases.csv": b"second"})
    (tmp_path / "cases.csv").mkdir()

    with pytest.raises(OutputError):
        write_all(str(tmp_path), {})

    assert below(tmp_path) == ["cases.csv"]


# -- too little memory


def test_a_capture_is_measured_before_it_is_redacted(called: Called) -> None:
    Path("large.har").write_text(WIDE % ("a" * 300_000))

    ran = called("redact", "large.har", "-o", "out.har", "--limit", "held=1M")

    assert ran.code == 3
    assert "too large to be read in one piece; export fewer of its requests" in ran.stderr
    assert "report it" not in ran.stderr
    assert not Path("out.har").exists()


def test_a_capture_without_a_wide_character_is_redacted(called: Called) -> None:
    Path("large.har").write_text((WIDE % ("a" * 300_000)).replace("\U0001f600", ""))

    assert called("redact", "large.har", "-o", "out.har", "--limit", "held=1M").code == 0


def no_memory(*_: object) -> Iterator[Record]:
    yield from ()
    raise MemoryError


def test_where_memory_ends_in_a_reader_the_rest_is_read(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (pack / "large.har").write_text(WIDE % "")
    monkeypatch.setattr(
        "analyzer.reading.reader_for",
        lambda head: replace(reader_for(head), read=no_memory) if head.startswith(b"{") else reader_for(head),
    )

    document = build(analyze([str(pack)]))

    assert RULE in rules_of(document)
    assert "too large for the memory of this machine" in document["documents"][1]["warnings"][0]
    assert "report it" not in document["documents"][1]["warnings"][0]


def test_where_memory_ends_in_redact_the_rest_is_redacted(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "large.har").write_text(WIDE % "")
    monkeypatch.setattr("analyzer.redacting.redacted_har", no_memory_at_once)

    ran = called("redact", pack, "-o", "out")

    assert ran.code == 0
    assert "too large for the memory of this machine" in ran.stderr
    assert below(Path("out")) == ["dump.xml"]


def test_where_memory_ends_anywhere_else_it_is_said_in_one_line(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analyzer.rules.verdict.conclude", no_memory_at_once)

    ran = called("redact", pack, "-o", "out")

    assert ran.code == 3
    assert ran.stderr.startswith("ssi-analyze: too large for the memory of this machine")
    assert not Path("out").exists()


def no_memory_at_once(*_: object, **__: object) -> Any:
    raise MemoryError


# -- folders and files that are closed to the user


def closed(monkeypatch: pytest.MonkeyPatch, call: str, name: str) -> None:
    """Have the system refuse a call for a name; root, as whom tests may run, is refused nothing."""
    allowed = getattr(Path, call)

    def refusing(path: Path, *words: Any, **named: Any) -> Any:
        if path.name == name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return allowed(path, *words, **named)

    monkeypatch.setattr(Path, call, refusing)


@pytest.mark.parametrize("call", ["open", "lstat"])
def test_a_file_that_may_not_be_read_is_named_and_the_rest_is_read(
    pack: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    (pack / "secret.xml").write_bytes(GOOD)
    closed(monkeypatch, call, "secret.xml")

    document = build(analyze([str(pack)]))

    assert RULE in rules_of(document)
    said = {row["name"]: row["warnings"] for row in document["documents"]}
    assert said["secret.xml"] == [
        "not analysed: the file cannot be opened (Permission denied); check your rights to it"
    ]


def test_links_and_pipes_in_a_folder_are_named(pack: Path) -> None:
    os.mkfifo(pack / "pipe")
    (pack / "link.xml").symlink_to("dump.xml")
    (pack / "elsewhere").symlink_to(pack.parent)

    document = build(analyze([str(pack)]))

    assert RULE in rules_of(document)
    said = {row["name"]: row["warnings"] for row in document["documents"] if row["warnings"]}
    assert list(said) == ["elsewhere", "link.xml", "pipe"]
    assert all(warnings == ["not analysed: it is a link or a device"] for warnings in said.values())


def test_a_batch_has_a_row_for_what_it_may_not_look_at(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "secret.xml").write_bytes(GOOD)
    closed(monkeypatch, "is_dir", "secret.xml")

    called("batch", pack, "-o", "out", "-q", "--history", "none")

    rows = json.loads(Path("out/index.json").read_bytes())["cases"]
    assert [row["case"] for row in rows] == ["dump.xml", "secret.xml"]


@pytest.mark.parametrize("words", [("batch",), ("redact",)])
def test_an_upload_in_a_closed_folder_is_said_in_one_line(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    closed(monkeypatch, "exists" if words == ("batch",) else "samefile", "dump.xml")
    Path("dump.xml").write_bytes(b"")

    ran = called(*words, pack / "dump.xml", "-o", "dump.xml")

    assert ran.code in (2, 5)
    assert ran.stderr.count("\n") == 1
    assert "Permission denied" in ran.stderr


# -- what cannot be redacted


def test_redact_writes_nothing_where_no_more_files_may_be_open(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> Iterator[str]:
        raise OSError(errno.EMFILE, "Too many open files")

    (pack / "notes.log").write_text("2026-10-12 08:00:00 ERROR Exception: (503) of no use\n")
    monkeypatch.setattr("analyzer.redacting._texts_of", full)

    ran = called("redact", pack, "-o", "out")

    assert (ran.code, ran.stderr.count("\n")) == (5, 1)
    assert "Too many open files" in ran.stderr
    assert not Path("out").exists()


def test_of_a_document_in_which_something_is_left_the_piece_is_cut_out(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "notes.log").write_text("2026-10-12 08:00:00 ERROR Exception: (503) of no use\n")
    monkeypatch.setattr("analyzer.redacting.redacted", leaving(redacted))

    ran = called("redact", pack, "-o", "out")

    assert ran.code == 0
    assert "left out: a part of notes.log: the leak check found a password in it" in ran.stderr
    assert below(Path("out")) == ["dump.xml", "notes.log"]
    assert Path("out/notes.log").read_text() == "first line\n[removed]\nlast line\n"


def test_what_is_left_in_the_only_document_does_not_cost_it(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "dump.xml").write_text("2026-10-12 08:00:00 ERROR Exception: (503) of no use\n")
    monkeypatch.setattr("analyzer.redacting.redacted", leaving(redacted))

    ran = called("redact", pack / "dump.xml", "-o", "out.xml")

    assert ran.code == 0
    assert "Zanzibar" not in Path("out.xml").read_text()


def test_a_document_that_cannot_be_cut_costs_itself_and_no_other(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pack / "notes.log").write_text("2026-10-12 08:00:00 ERROR Exception: (503) of no use\n")
    monkeypatch.setattr("analyzer.redacting.without_leaks", lambda texts, _: texts)
    monkeypatch.setattr(
        "analyzer.redacting.redacted", lambda texts, *_, **__: iter(["password=Zanzibar47x of Ann\n", *texts])
    )

    assert called("redact", pack, "-o", "out").code == 5  # all of it

    monkeypatch.setattr("analyzer.redacting.redacted", leaving(redacted))
    ran = called("redact", pack, "-o", "out")

    assert ran.code == 0
    assert "left out: notes.log: the leak check found a password in it" in ran.stderr
    assert below(Path("out")) == ["dump.xml"]


def leaving(rewrite: Callable[..., Iterator[str]]) -> Callable[..., Iterator[str]]:
    """What redacts a text, but for what it leaves in one that is of no use."""

    def left(texts: Iterator[str], *given: Any, **named: Any) -> Iterator[str]:
        text = "".join(texts)
        left = "first line\npassword=Zanzibar47x\nlast line\n"
        yield from [left] if "of no use" in text else rewrite(iter([text]), *given, **named)

    return left


@pytest.mark.parametrize(
    "value", ["a proxy said content-type and nothing-else to us", "x" * 300, "a;b <html> content-type"]
)
def test_words_in_the_field_of_a_host_are_no_hosts(value: str) -> None:
    names = Pseudonyms()

    names.field("Host", value)

    assert names.replace("content-type: nothing-else") == "content-type: nothing-else"


def test_hosts_that_proxies_put_in_a_row_are_hosts() -> None:
    names = Pseudonyms()

    assert names.field("X-Forwarded-Host", "mail.contoso.example, edge.contoso.example:8443") == "host-1, host-2:8443"


def test_an_entry_of_a_capture_that_is_not_complete_costs_itself(called: Called) -> None:
    entry = {"request": {"method": "GET", "url": "https://mail.contoso.example/EWS/Exchange.asmx", "headers": []}}
    whole = entry | {"response": {"status": 503, "headers": [], "content": {}}}
    broken = [{"request": 1, "response": []}, {"request": {}}, None, entry]
    Path("x.har").write_text(json.dumps({"log": {"entries": [*broken, whole]}}))

    assert called("redact", "x.har", "-o", "out.har").code == 0
    assert len(json.loads(Path("out.har").read_bytes())["log"]["entries"]) == 1


@pytest.mark.parametrize(
    "value",
    [
        "ann@contoso.example</t:PrimarySmtpAddress\r</t:ConnectingSID",
        '"Berg, Ann" <ann@contoso.example>',
        "ann@contoso.example\n\n<x",
    ],
)
def test_of_a_mailbox_that_a_cut_left_longer_the_address_alone_is_known(value: str) -> None:
    names = Pseudonyms()

    assert names.user(value) == "user-1@domain-1"
    assert names.replace("<a>ann@contoso.example</t:PrimarySmtpAddress>") == "<a>user-1@domain-1</t:PrimarySmtpAddress>"


def test_what_was_removed_is_no_host() -> None:
    names = Pseudonyms()

    assert names.url("https://[removed]/EWS/Exchange.asmx").startswith("https://[removed]/")
    assert names.replace("X-AnchorMailbox: [removed]") == "X-AnchorMailbox: [removed]"


def test_a_body_that_nothing_ends_takes_nothing_from_the_dump_beside_it(pack: Path, called: Called) -> None:
    (pack / "broken.xml").write_bytes(GOOD.replace(b">", b"\r"))
    before = build(analyze([str(pack / "dump.xml")]))

    ran = called("redact", pack, "-o", "out")

    assert ran.code == 0
    after = build(analyze(["out/dump.xml"]))
    assert [(row["rule"], row["count"]) for row in after["findings"]] == [
        (row["rule"], row["count"]) for row in before["findings"]
    ]


@pytest.mark.parametrize(
    "error",
    [
        ImportError("lib.so: failed to map segment from shared object"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
)
def test_where_memory_ends_in_the_words_of_the_system_it_is_said_in_ours(
    pack: Path, called: Called, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def raises(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("analyzer.rules.verdict.conclude", raises)

    ran = called(pack)

    assert (ran.code, ran.stderr.partition(";")[0]) == (3, "ssi-analyze: too large for the memory of this machine")
