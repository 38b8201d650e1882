"""A saved analysis: its published form, the same bytes again from it, and what happens to one that is none."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from referencing import Registry, Resource

from analyzer.analysis import analyze
from analyzer.report import diff_html, diff_text, document, outputs, saved, summary
from analyzer.report.diff import compare
from analyzer.report.document import build
from analyzer.report.files import Format
from analyzer.report.terminal import Look
from tests.conftest import ROOT, Document, Ran
from tests.support.dialects import DIALECTS
from tests.support.hostile import PAYLOADS, any_analysis, with_every_string
from tests.support.session import failing

Command = Callable[..., Ran]

SCHEMAS = ROOT / "docs" / "schema"
ANALYSIS = json.loads((SCHEMAS / "analysis.schema.json").read_text("utf-8"))
DIFF = json.loads((SCHEMAS / "diff.schema.json").read_text("utf-8"))
INDEX = json.loads((SCHEMAS / "index.schema.json").read_text("utf-8"))
REGISTRY: Registry[Any] = Registry().with_resources(
    [(schema["$id"], Resource.from_contents(schema)) for schema in (ANALYSIS, DIFF)]
)
UPLOADS = [
    *sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in (".xml", ".log", ".zip", ".csv")),
    *(ROOT / "tests" / "fixtures" / name for name in ("pack", "c4c", "exports/sessions.csv")),
]


def invalid(value: object, schema: Document = ANALYSIS) -> list[str]:
    validator = jsonschema.Draft202012Validator(schema, registry=REGISTRY)
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.fixture(scope="module")
def whole() -> Document:
    """An analysis with something in every list."""
    return build(
        analyze([str(ROOT / "examples" / "pack-exchange-side.zip"), str(ROOT / "tests" / "fixtures" / "pack")])
    )


# -- the letter in another language ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "json", "markdown"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_the_letter_of_a_saved_analysis_is_rendered_in_the_language_that_is_asked_for(
    command: Command, tmp_path: Path, whole: Document, form: str, language: str
) -> None:
    (tmp_path / "a.json").write_bytes(document.render(whole))
    asked = build(
        analyze([str(ROOT / "examples" / "pack-exchange-side.zip"), str(ROOT / "tests" / "fixtures" / "pack")]),
        language,
    )

    ran = command("render", tmp_path / "a.json", "--letter-language", language, "-f", form, "-o", "-")

    assert ran.stdout == outputs.render(Format(form), asked)


def test_an_analysis_of_a_version_with_one_letter_alone_has_it_in_german_too(whole: Document) -> None:
    older = {name: value for name, value in whole.items() if name != "made"}
    older["texts"] = {name: text for name, text in whole["texts"].items() if name != "letters"}

    german = saved.in_language(saved.whole(older), "de")

    assert german["texts"]["customer"].startswith("Betreff: ")
    assert invalid(german) == []


# -- the published form ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("schema", [ANALYSIS, DIFF, INDEX], ids=["analysis", "diff", "index"])
def test_a_schema_is_one_of_draft_2020_12(schema: Document) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_tool_checks_against_the_schema_that_is_published() -> None:
    assert saved.schema() == ANALYSIS


def keys(rule: Any, at: str = "$") -> Iterator[tuple[str, Document]]:
    if isinstance(rule, dict):
        for name, inner in {**rule.get("properties", {}), **rule.get("$defs", {})}.items():
            yield f"{at}.{name}", inner
        for name, inner in rule.items():
            yield from keys(inner, f"{at}.{name}")


@pytest.mark.parametrize("schema", [ANALYSIS, DIFF, INDEX], ids=["analysis", "diff", "index"])
def test_every_key_says_what_it_means_or_what_it_refers_to_does(schema: Document) -> None:
    assert [at for at, rule in keys(schema) if not {"description", "$ref"} & rule.keys()] == []


def test_every_object_takes_further_keys_as_the_contract_says() -> None:
    def closed(rule: Any, at: str) -> Iterator[str]:
        if isinstance(rule, dict):
            if "object" in rule.get("type", ()) and "additionalProperties" not in rule:
                yield at
            for name, inner in rule.items():
                yield from closed(inner, f"{at}.{name}")

    assert [*closed(ANALYSIS, "$"), *closed(DIFF, "$"), *closed(INDEX, "$")] == []


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda path: path.name)
def test_every_example_and_fixture_gives_json_of_the_published_form(upload: Path) -> None:
    content = json.loads(document.render(build(analyze([str(upload)]))))

    assert invalid(content) == []
    assert list(saved.problems(content)) == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_dialect_gives_json_of_the_published_form(tmp_path: Path, dialect: str) -> None:
    (tmp_path / "dump").write_bytes(DIALECTS[dialect](failing()))

    assert invalid(build(analyze([str(tmp_path / "dump")]))) == []


def test_a_comparison_has_its_published_form(whole: Document) -> None:
    other = build(analyze([str(ROOT / "examples" / "pack-issues-only.zip")]))

    assert invalid(compare(whole, other), DIFF) == []
    assert invalid(compare(other, whole), DIFF) == []
    assert invalid({**compare(whole, other), "resolved": 1}, DIFF) != []


def test_keys_of_the_document_that_the_schema_does_not_name_are_a_mistake(whole: Document) -> None:
    def unnamed(value: Any, rule: Document, at: str) -> Iterator[str]:
        if "$ref" in rule:
            rule = {**ANALYSIS["$defs"][rule["$ref"].removeprefix("#/$defs/")], **rule}
        if isinstance(value, list):
            for inner in value:
                yield from unnamed(inner, rule.get("items", {}), f"{at}[]")
        elif isinstance(value, dict) and "properties" in rule:
            for name, inner in value.items():
                if name not in rule["properties"]:
                    yield f"{at}.{name}"
                else:
                    yield from unnamed(inner, rule["properties"][name], f"{at}.{name}")

    assert set(unnamed(whole, ANALYSIS, "$")) == set()


# -- the same bytes again --------------------------------------------------------------------------------------------


def formats() -> Iterator[tuple[Format, bool]]:
    yield from ((form, False) for form in Format)
    yield Format.MARKDOWN, True


@pytest.mark.parametrize("upload", UPLOADS, ids=lambda path: path.name)
def test_a_saved_analysis_renders_the_bytes_of_the_first_run(tmp_path: Path, upload: Path) -> None:
    first = build(analyze([str(upload)]))
    (tmp_path / "a.json").write_bytes(document.render(first))
    again = saved.read(str(tmp_path / "a.json"))

    assert document.render(again) == (tmp_path / "a.json").read_bytes()
    for form, full in formats():
        assert outputs.render(form, saved.whole(again), full=full) == outputs.render(form, first, full=full)


def test_render_writes_what_the_first_run_wrote(command: Command, tmp_path: Path) -> None:
    folders = [tmp_path / "first", tmp_path / "again"]
    for folder in folders:
        folder.mkdir()
    every = [argument for form in Format for argument in ("-f", form.value)]
    command(ROOT / "examples" / "kerio-connect.xml", *every, "-o", folders[0])

    ran = command("render", folders[0] / "kerio-connect.report.json", *every, "-o", folders[1])

    assert ran.code == 0
    names = [sorted(path.name for path in folder.iterdir()) for folder in folders]
    assert names[0] == names[1] == [f"kerio-connect.report.{end}" for end in ("csv", "html", "json", "md", "txt")]
    assert [(folders[0] / name).read_bytes() for name in names[0]] == [
        (folders[1] / name).read_bytes() for name in names[0]
    ]


def test_names_that_are_no_unicode_come_back_alike(command: Command, tmp_path: Path) -> None:
    upload = tmp_path / "bad\udcff\u202e.txt"
    upload.write_text("Authentication error")
    report = command(upload, "-f", "html", "-o", "-").stdout
    (tmp_path / "a.json").write_bytes(command(upload, "-f", "json", "-o", "-").stdout)

    assert command("render", tmp_path / "a.json", "-o", "-").stdout == report
    assert b"Authentication error" in report


def test_standard_input_is_read_and_the_default_is_html_beside(
    command: Command, tmp_path: Path, whole: Document
) -> None:
    ran = command("render", "-", stdin=document.render(whole))

    assert ran.code == 0
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["stdin.report.html"]
    assert ran.stderr.splitlines()[-1] == "Report: stdin.report.html"


def test_the_saved_analysis_itself_is_never_replaced(called: Command, tmp_path: Path, whole: Document) -> None:
    path = tmp_path / "work" / "a.report.json"
    path.write_bytes(document.render(whole))

    ran = called("render", path, "-f", "json", "-o", path)

    assert ran.code == 2
    assert path.read_bytes() == document.render(whole)


def test_an_analysis_of_an_older_version_renders(called: Command, tmp_path: Path, whole: Document) -> None:
    required = ANALYSIS["required"]
    old = {key: whole[key] for key in required}
    old["verdict"] = {key: whole["verdict"][key] for key in ANALYSIS["properties"]["verdict"]["required"]}
    old["findings"] = [{key: row[key] for key in ANALYSIS["$defs"]["finding"]["required"]} for row in whole["findings"]]
    (tmp_path / "old.json").write_text(json.dumps(old))

    for form, full in formats():
        ran = called("render", tmp_path / "old.json", "-f", form.value, *(["--full"] if full else []), "-o", "-")
        assert (ran.code, bool(ran.stdout)) == (0, True)


def test_keys_of_a_later_version_stay(called: Command, tmp_path: Path, whole: Document) -> None:
    (tmp_path / "later.json").write_bytes(document.render({**whole, "moods": [{"x": 1.5}]}))

    assert called("render", tmp_path / "later.json", "-f", "json", "-o", "-").document["moods"] == [{"x": 1.5}]


# -- what is none ----------------------------------------------------------------------------------------------------


def broken(whole: Document) -> dict[str, tuple[bytes, str]]:
    """Bytes, and what the one line says."""
    text = document.render(whole)

    def changed(**keys: object) -> bytes:
        return json.dumps({**whole, **keys}).encode()

    def finding(**keys: object) -> bytes:
        return changed(findings=[{**whole["findings"][0], **keys}])

    def place(**keys: object) -> bytes:
        return finding(evidence=[{**whole["findings"][0]["evidence"][0], **keys}])

    without = {key: value for key, value in whole.items() if key != "verdict"}
    return {
        "empty": (b"", "is no JSON (line 1, column 1"),
        "text": (b"Authentication error", "is no JSON"),
        "HTML": (b"<!DOCTYPE html>", "is no JSON"),
        "cut": (text[: len(text) // 2], "is no JSON"),
        "two documents": (text + text, "is no JSON"),
        "random bytes": (bytes(range(256)), "is not UTF-8"),
        "UTF-16": (text.decode().encode("utf-16"), "save it as UTF-8"),
        "a list": (b"[1]", "is no analysis"),
        "a number": (b"1", "is no analysis"),
        "null": (b"null", "is "),
        "another document": (b'{"name": "x"}', "is no analysis"),
        "deep lists": (b"[" * 100_000 + b"]" * 100_000, "is nested deeper"),
        "deep objects": (b'{"a":' * 900_000 + b"1" + b"}" * 900_000, "is nested deeper"),
        "deep in a new key": (changed(x=json.loads("[" * 40 + "]" * 40)), "is nested deeper"),
        "many lists": (b"[" + b"[]," * 1_100_000 + b"[]]", "holds more values"),
        "a huge number": (
            changed().replace(b'"schema_version": 1', b'"schema_version": ' + b"9" * 5000),
            "an endless number",
        ),
        "NaN": (changed(x=float("nan")), "an endless number"),
        "infinity": (changed(x=float("inf")), "an endless number"),
        "a number beyond all": (
            changed().replace(b'"schema_version": 1', b'"schema_version": 1, "x": 1e999'),
            "an endless number",
        ),
        "a key twice": (
            changed().replace(b'"schema_version": 1', b'"schema_version": 1, "schema_version": 1'),
            "twice",
        ),
        "half a character": (place(excerpt="\ud800"), "surrogate"),
        "half a character in a key": (changed(**{"\udfff": 1}), "surrogate"),
        "version 2": (changed(schema_version=2), "has schema_version 2 at $.schema_version"),
        "version true": (changed(schema_version=True), "has schema_version at"),
        "version as text": (changed(schema_version="1"), "has schema_version at"),
        "version 1.0": (changed(schema_version=1.0), "has schema_version at"),
        "no verdict": (json.dumps(without).encode(), "$.verdict is missing"),
        "verdict as text": (changed(verdict="x"), "$.verdict must be an object"),
        "findings as object": (changed(findings={}), "$.findings must be a list"),
        "a finding as null": (changed(findings=[None]), "$.findings[0] must be an object"),
        "an outcome of its own": (finding(outcome="secret"), "$.findings[0].outcome must be one of"),
        "a list as outcome": (finding(outcome=["error"]), "$.findings[0].outcome must be one of"),
        "a count as text": (finding(count="1"), "$.findings[0].count must be a whole number"),
        "a count as truth": (finding(count=True), "$.findings[0].count must be a whole number"),
        "a negative count": (finding(count=-1), "$.findings[0].count must be 0 to"),
        "a count beyond all": (finding(count=10**300), "$.findings[0].count must be 0 to"),
        "a parameter as list": (finding(parameters={"secret": []}), "$.findings[0].parameters.*[0] must be a text"),
        "steps as text": (finding(solution="x"), "$.findings[0].solution must be a list"),
        "six pieces of evidence": (finding(evidence=whole["findings"][0]["evidence"] * 6), "must have 0 to 5 entries"),
        "a time of its own": (place(time="yesterday"), "must be a time in UTC"),
        "the 13th month": (place(time="2026-13-01T00:00:00Z"), "must be a time in UTC"),
        "a time with more after it": (place(time="2026-10-01T00:00:00Z\n"), "must be a time in UTC"),
        "line 0": (place(line=0), "$.findings[0].evidence[0].line must be 1 to"),
        "a mark beside the excerpt": (place(marks=[[0, 10**9]]), "marks must lie in the excerpt"),
        "a mark of three": (place(marks=[[0, 1, 2]]), "$.findings[0].evidence[0].marks[0] must have 2 to 2 entries"),
        "a hash of its own": (changed(documents=[{**whole["documents"][0], "sha256": "secret"}]), "must fit"),
    }


BROKEN = broken(build(analyze([str(ROOT / "examples" / "pack-exchange-side.zip")])))


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_analysis_is_one_line_and_exit_code_4(called: Command, tmp_path: Path, name: str) -> None:
    content, said = BROKEN[name]
    (tmp_path / "a.json").write_bytes(content)

    ran = called("render", "../a.json")

    assert (ran.code, ran.stderr.count("\n")) == (4, 1)
    assert said in ran.stderr
    assert "; " in ran.stderr  # what to do
    assert "secret" not in ran.stderr
    assert len(ran.stderr) < 500
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(
    "told",
    [
        "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz",
        "glpat-Abcd1234Efgh5678Ijkl.log",
    ],
)
def test_a_secret_in_the_name_of_a_document_of_a_saved_analysis_is_not_rendered(
    called: Command, tmp_path: Path, whole: Document, told: str
) -> None:
    planted = {**whole, "documents": [{**whole["documents"][0], "name": told}, *whole["documents"][1:]]}
    path = tmp_path / "planted.json"
    path.write_text(json.dumps(planted), encoding="utf-8")

    rendered = called("render", str(path), "-f", "html", "-o", str(tmp_path / "made.html"))

    assert rendered.code == 5
    assert not (tmp_path / "made.html").exists()
    assert told.split(".", maxsplit=1)[0] not in str(rendered.stdout) + str(rendered.stderr)


def test_a_comparison_refuses_what_is_no_analysis_alike(called: Command, tmp_path: Path, whole: Document) -> None:
    (tmp_path / "good.json").write_bytes(document.render(whole))
    (tmp_path / "bad.json").write_bytes(b'{"schema_version": 1}')

    for pair in (("good.json", "bad.json"), ("bad.json", "good.json")):
        ran = called("diff", *(tmp_path / name for name in pair))
        assert (ran.code, ran.stdout, ran.stderr.count("\n")) == (4, b"", 1)
        assert "bad.json: $.tool is missing" in ran.stderr


@pytest.mark.parametrize("call", [["render", "no.json"], ["diff", "a.json", "no.json"], ["diff", "no.json", "a.json"]])
def test_a_path_that_does_not_exist_is_wrong_usage(
    called: Command, tmp_path: Path, whole: Document, call: list[str]
) -> None:
    (tmp_path / "work" / "a.json").write_bytes(document.render(whole))

    ran = called(*call)

    assert (ran.code, ran.stderr.count("\n")) == (2, 1)
    assert "no.json: cannot be read (No such file or directory)" in ran.stderr


def test_a_folder_is_no_saved_analysis(command: Command, tmp_path: Path) -> None:
    assert command("render", tmp_path).code == 2


def test_standard_input_cannot_be_both_sides(command: Command) -> None:
    assert command("diff", "-", "-").code == 2


def test_a_file_that_is_named_like_a_command_is_still_reachable(command: Command, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "kerio-connect.xml", tmp_path / "work" / "render")

    assert command("./render", "-f", "json", "-o", "-").document["verdict"]["rule"] == "exchange-kerio-connect"


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [at]
    if isinstance(value, dict):
        found += [place for name, inner in value.items() for place in places(inner, (*at, name))]
    elif isinstance(value, list):
        found += [place for number, inner in enumerate(value[:2]) for place in places(inner, (*at, number))]
    return found


ODD: list[Any] = [
    *(None, True, 0, -1, 10**20, 1.5, "", "x", "\x1b[31m", "2026-10-12T08:00:00Z", "9999-12-31T23:59:59Z"),
    *([], {}, [None], [0, 1], {"x": "y"}, "error", "critical", "exchange", "confirmed", 2**53 - 1),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_check_refuses_what_the_schema_refuses_and_what_passes_renders(
    whole: Document, data: st.DataObject
) -> None:
    content = json.loads(document.render(whole))
    for _ in range(data.draw(st.integers(1, 4))):
        *way, last = data.draw(st.sampled_from(places(content)[1:]))
        target = content
        for step in way:
            target = target[step]
        if isinstance(target, dict) and data.draw(st.booleans()):
            del target[last]
        else:
            target[last] = data.draw(st.sampled_from(ODD))

    found = list(saved.problems(content)) if isinstance(content, dict) else ["is no object"]

    if found:
        return
    assert invalid(content) == []
    for form, full in formats():
        assert outputs.render(form, saved.whole(content), full=full)
    compare(saved.whole(content), saved.whole(whole))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_has_the_published_form_can_be_rendered_and_compared(seed: int) -> None:
    chance = random.Random(seed)
    one, other = any_analysis(chance), any_analysis(chance)

    assert list(saved.problems(one)) == []
    assert invalid(one) == []
    for form, full in formats():
        assert outputs.render(form, saved.whole(one), full=full)
    assert summary.render(saved.whole(one), ["report.html"], Look(40, colours=True)).endswith("report.html\n")
    comparison = compare(saved.whole(one), saved.whole(other))
    assert invalid(comparison, DIFF) == []
    assert diff_html.render(comparison)
    assert diff_text.markdown(comparison)
    assert diff_text.text(comparison, Look(40, colours=True))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_strings_stay_strings_in_the_json(
    called: Command, tmp_path: Path, whole: Document, payload: str
) -> None:
    hostile = with_every_string(whole, PAYLOADS[payload][:4_000])
    (tmp_path / "a.json").write_bytes(document.render(hostile))

    assert called("render", tmp_path / "a.json", "-f", "json", "-o", "-").document == hostile


def test_an_answer_with_a_code_alone_is_marked_so_that_it_can_be_read_again(command: Command, tmp_path: Path) -> None:
    upload, saved = tmp_path / "pasted.txt", tmp_path / "saved.json"
    upload.write_text('{"error":{"code":"UnknownError","message":""}}')

    assert command(upload, "-o", saved, "-q").code == 0
    assert command("render", saved, "-o", tmp_path / "page.html", "-q").code == 0
