"""Words come last: rooms hand on codes with values, and the report has a sentence for each of them."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from string import Formatter

import analyzer
from analyzer.model import Filled, Form, Kind, Note, Party, Problem, Remark, Term, remarks
from analyzer.report.remarks import CODES, NAMES, WORDS, code_of, sentence, spoken
from analyzer.rules import confidence
from tests.conftest import Ran

PACKAGE = Path(analyzer.__file__).resolve().parent
KINDS = remarks.Code.__subclasses__()


def made() -> Iterator[tuple[str, str, set[str]]]:
    """Where a remark is made, its code, and the names of its values."""
    codes = {kind.__name__ for kind in KINDS}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first = node.args[0]
            for part in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in codes:
                    values = {word.arg for word in node.keywords if word.arg is not None}
                    yield f"{path.name}:{node.lineno}", f"{part.value.id}.{part.attr}", values


def places(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name}


def test_every_code_has_its_sentence_and_is_used_somewhere() -> None:
    codes = {code for kind in KINDS for code in kind}
    used = " ".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.name != "remarks.py")

    assert codes == WORDS.keys()
    assert [code for code in codes if not re.search(rf"\b{type(code).__name__}\.{code.name}\b", used)] == []


def test_every_remark_gives_the_values_that_its_sentence_wants() -> None:
    by_name = {f"{type(code).__name__}.{code.name}": words for code, words in WORDS.items()}
    wrong = [
        f"{where}: {code} gives {sorted(values)}, its sentence wants {sorted(places(by_name[code]))}"
        for where, code, values in made()
        if values != places(by_name[code])
    ]

    assert wrong == []


def test_every_kind_of_value_has_its_words() -> None:
    shown = {Form.PAGE, Form.SIGN_IN, Form.TEXT, Form.EMPTY, Form.CUT, Form.JSON, Form.XML}

    assert {kind: set(words) for kind, words in NAMES.items()} == {
        Party: {*Party},
        Problem: {*Problem},
        Form: shown,
        Kind: confidence.OWN,
    }


def test_a_sentence_is_written_from_its_values() -> None:
    inner = Remark.of(Note.DAMAGED_AFTER, bytes=12_345, error=Term("BadZipFile"))

    assert sentence(Remark.of(Note.NOT_ANALYSED, why=inner)) == "not analysed: damaged after 12,345 bytes (BadZipFile)"
    assert sentence(Remark.of(Note.BODY_PROBLEM, problem=Problem.CUT, line=12_345)).startswith("a body is cut off;")
    assert spoken({"warnings": [inner], "count": 1}) == {
        "warnings": ["damaged after 12,345 bytes (BadZipFile)"],
        "count": 1,
    }


def test_a_warning_that_is_repeated_is_of_the_same_kind() -> None:
    assert code_of(Remark.of(Note.REPEATED, what=Remark.of(Note.CUT), times=3)) == "cut"
    assert code_of(Remark.of(Note.LONG_LINE, line=3)) == "not-read"


def test_the_kinds_of_warnings_stay_what_others_know_them_by() -> None:
    assert {*CODES.values(), "not-read"} == {
        *("not-read", "cut", "damaged", "unzoned", "clock", "unknown-form", "hearsay", "reader-failed", "more"),
        *("same-bytes", "several-customers", "window", "not-ignored"),
    }


def test_no_word_of_ours_becomes_a_token_at_strict(called: Callable[..., Ran], tmp_path: Path) -> None:
    """The user is called `a`: nobody looks for it in a sentence that the report itself writes."""
    heads = "User,Run,Status,Exception\n"
    (tmp_path / "runs.csv").write_text(f'{heads}a,2026-10-12 08:00,Errors,"Authentication error"\nb,2026-10-12,"Fin')

    document = called(tmp_path / "runs.csv", "-f", "json", "-o", "-", "--privacy", "strict").document

    assert document["sessions"][0]["user"] == "user-1"
    assert document["documents"][0]["warnings"][0] == "the table ends inside a cell; that row is not read"
    assert any("by a known error" in said for said in document["coverage"]["looked_at"])


def test_a_name_in_a_remark_has_the_token_that_it_has_elsewhere(called: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "contoso dump.pdf").write_bytes(b"%PDF-1.7")

    document = called(tmp_path / "contoso dump.pdf", "-f", "json", "-o", "-", "--privacy", "strict").document

    assert document["verdict"]["headline"].startswith("upload-1.pdf was not analysed: it is a PDF")
    assert document["documents"][0]["name"] == "upload-1.pdf"


def test_what_is_quoted_is_cut_after_its_names_have_tokens(called: Callable[..., Ran], tmp_path: Path) -> None:
    """A host of which the row of the time line has room for the first half is nobody's host any more, and stays."""
    said = f"strange weather {'a' * 67} mail.contoso-archive.example is gone"
    (tmp_path / "job.log").write_text(f"2026-10-12 08:00:01,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] {said}\n")

    document = called(tmp_path / "job.log", "-f", "json", "-o", "-", "--privacy", "strict").document

    assert [row["kind"] for row in document["timeline"]].count("failure") == 1
    assert "contoso" not in json.dumps(document)


def test_no_word_of_a_rule_becomes_a_token_at_strict(called: Callable[..., Ran], tmp_path: Path) -> None:
    heads = "User,Run,Status,Exception\n"
    (tmp_path / "runs.csv").write_text(f'{heads}a,2026-10-12 08:00,Errors,"Authentication error"\n')

    strict = called(tmp_path / "runs.csv", "-f", "json", "-o", "-", "--privacy", "strict").document
    plain = called(tmp_path / "runs.csv", "-f", "json", "-o", "-").document

    assert strict["sessions"][0]["user"] == "user-1"
    assert [row["solution"] for row in strict["findings"]] == [row["solution"] for row in plain["findings"]]
    assert [row["cause"] for row in strict["findings"]] == [row["cause"] for row in plain["findings"]]


def test_what_a_site_writes_into_its_own_rules_is_searched_as_a_whole(
    called: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "site.toml").write_text(
        '[[rule]]\nid = "site-weather"\ntitle = "mail.contoso.example has strange weather: {what}"\n'
        'source = "ExchangeConnector"\nowner = "ssi-support"\nseverity = "low"\noutcome = "issue"\nbasis = "inferred"\n'
        'cause = "Ask anna.berg@contoso.example."\nsolution = ["{Owner} asks."]\nfires = ["strange weather: hail"]\n'
        'silent = ["sun"]\nwhen = { contains = "strange weather", text = \'strange weather: (?P<what>\\w+)\' }\n'
    )
    (tmp_path / "job.log").write_text("strange weather: hail\n")

    (finding,) = called(
        tmp_path / "job.log", "--rules", tmp_path / "site.toml", "-f", "json", "-o", "-", "--privacy", "strict"
    ).document["findings"]

    assert finding["title"] == "host-1 has strange weather: word-1"
    assert finding["cause"] == "Ask user-1@domain-1."


def test_a_sentence_is_made_again_of_what_it_was_made_of() -> None:
    said = Filled.of(
        "{count} requests of {mailbox|the mailbox} in {forest|no forest}", {"count": "1", "mailbox": "anna"}
    )

    assert said == "1 request of anna in no forest"
    assert (
        said.changed(lambda name, value: "user-1" if name == "mailbox" else value) == "1 request of user-1 in no forest"
    )
    assert Filled("Nothing to fill in: {x}").changed(lambda *_: "y") == "Nothing to fill in: {x}"
