"""Words come last: rooms hand on codes with values, and the report has a sentence for each of them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from string import Formatter

import analyzer
from analyzer.model import Note, Problem, Remark, Term, remarks
from analyzer.report.remarks import CODES, WORDS, code_of, sentence, spoken

PACKAGE = Path(analyzer.__file__).resolve().parent
KINDS = [kind for kind in vars(remarks).values() if isinstance(kind, type) and issubclass(kind, StrEnum)]


def made() -> Iterator[tuple[str, str, set[str]]]:
    """Where a remark is made, its code, and the names of its values."""
    codes = {kind.__name__ for kind in KINDS} - {"Problem"}
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
    used = " ".join(path.read_text("utf-8") for path in PACKAGE.rglob("*.py") if path.parent.name != "report")

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


def test_the_kinds_of_warnings_are_those_that_the_readme_of_the_format_names() -> None:
    assert {*CODES.values(), "not-read"} == {
        *("not-read", "cut", "damaged", "unzoned", "clock", "unknown-form", "hearsay", "reader-failed", "more"),
    }
