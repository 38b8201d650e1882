"""Recordings in YAML stay YAML when they are redacted, and the JSON in their strings stays JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.analysis import analyze
from analyzer.limits import DEFAULT
from analyzer.redacting import differences
from analyzer.redacting.cassettes import _FOLDED, json_in_single_quotes
from analyzer.report.document import build
from tests.test_privacy_levels import run

__all__ = ["run"]

Run = Callable[..., tuple[int, str]]

RECORDING = r"""interactions:
- request:
    body: null
    headers:
      Authorization:
      - Bearer eyJhbGciOiJub25lIn0.ZmljdGl2ZXRva2Vu.c2ln
      Accept:
      - application/json
    method: GET
    uri: https://graph.microsoft.com/v1.0/me/messages
  response:
    body:
      string: {string}
    headers:
      Content-Type: [application/json]
    status: {{code: {code}, message: OK}}
version: 1
"""
STRINGS = {
    "a list on one line": (
        200,
        r'"{\"value\":[{\"subject\":\"Zusage Steinadler\",\"from\":{\"name\":\"Petra Winkelmann\"}}]}"',
    ),
    "an error on several lines": (
        403,
        r'"{\"error\":{\"code\":\"ErrorAccessDenied\",\"message\":\"Access is denied. Check'
        + '\\\n        \\ credentials",\\"notes\\":\\"Zusage isn\'t \\xE9 Steinadler\\"}}"'.replace(
            'credentials",', 'credentials\\",'
        ),
    ),
    "an error that is laid out": (404, r'"{\n  \"error\": {\n    \"code\": \"ErrorItemNotFound\"\n  }\n}"'),
}


def value(text: str) -> str:
    """What a single-quoted string of YAML says."""
    quoted = text.split("string: '", 1)[1].split("'\n", 1)[0]
    return " ".join(quoted.split()).replace("''", "'")


@pytest.mark.parametrize("name", STRINGS)
def test_json_in_double_quotes_is_redacted_as_json(run: Run, tmp_path: Path, name: str) -> None:
    code, string = STRINGS[name]
    upload, out, again = (tmp_path / f"{part}.yaml" for part in ("upload", "out", "again"))
    upload.write_text(RECORDING.format(code=code, string=string), "utf-8")

    assert run("redact", upload, "-o", out)[0] == 0
    text = out.read_text("utf-8")
    before, after = (build(analyze([str(path)])) for path in (upload, out))

    assert differences(before, after) == []
    assert after["http"] == before["http"]
    assert after["response_codes"] == before["response_codes"]
    assert json.loads(value(text))
    assert "\n      - [removed]\n      Accept:\n      - application/json\n" in text
    assert [word for word in ("Steinadler", "Winkelmann", "eyJ") if word in text] == []
    assert text.count("\n") == upload.read_text("utf-8").count("\n")
    assert run("redact", out, "-o", again)[0] == 0
    assert again.read_text("utf-8") == text


@pytest.mark.parametrize(
    "text",
    [
        'string: "{no JSON}"\n',
        'string: "{\\"a\\": 1"\n',
        'string: "{\\"a\\": 1}\n',
        'string: "{\\"a\\": \\UFFFFFFFF}"\n',
        'string: "[1]"\n',
        "string: '{\"a\": 1}'\n",
    ],
)
def test_what_is_no_json_stays_as_it_stands(text: str) -> None:
    assert "".join(json_in_single_quotes([text], DEFAULT)) == text


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_the_signs_of_yaml_are_what_they_stand_for(size: int) -> None:
    text = '  body: "{\\"a\\": \\"it\'s \\xE4\\_\\u00e9\\",\\\n    \\ \\"b\\":\n    1}" # more\n'

    said = "".join(json_in_single_quotes((text[at : at + size] for at in range(0, len(text), size)), DEFAULT))

    assert said == '  body: \'{"a": "it\'\'s ä\xa0\u00e9", "b": 1}\n    \n    \' # more\n'


def test_an_empty_line_and_blanks_around_the_end_of_a_line_are_blanks() -> None:
    text = 'a: "{\\"a\\": 1, \\\n   \n \t\\"b\\":   \n\n  2,     \\"c\\": 3}"\n'

    said = "".join(json_in_single_quotes([text], DEFAULT))

    assert said.partition("\n")[0] == 'a: \'{"a": 1,  "b":  2,     "c": 3}'


def test_the_end_of_a_line_is_looked_for_from_the_first_blank_of_several_alone() -> None:
    blanks = "x" + " \t" * 50 + "x  \n"

    assert [at for at in range(len(blanks)) if _FOLDED.match(blanks, at)] == [102, 104]


def test_a_string_that_never_ends_is_let_go() -> None:
    text = 'string: "{\\"a\\":\n' + "x\n" * 5000
    small = type(DEFAULT)(frame=1000)

    assert "".join(json_in_single_quotes([text], small)) == text
