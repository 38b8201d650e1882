"""A batch is told apart by its boundary alone; each request and each answer in it is one of its own."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import Form, Problem, System
from analyzer.protocols import Said
from analyzer.reference import services

HEAD = "Content-Type: application/http\nContent-Transfer-Encoding: binary\n\n"
LIMITS = Limits()


def read(body: str, boundary: str = "r") -> Said:
    return protocols.read(body, LIMITS, services.ODATA, content_type=f"multipart/mixed; boundary={boundary}")


def answer(status: str, body: str = "", fields: str = "Content-Type: application/json\n") -> str:
    return f"--r\n{HEAD}HTTP/1.1 {status}\n{fields}\n{body}\n"


def test_every_answer_has_its_own_status_and_its_own_body() -> None:
    said = read(answer("200 OK", '{"d": {"results": []}}') + answer("404 Not Found", "", "") + "--r--\n")

    assert [(part.status, part.reason) for part in said.parts] == [(200, "OK"), (404, "Not Found")]
    assert said.parts[0].said is not None
    assert said.parts[0].said.successes == 1
    assert said.parts[1].said is None
    assert said.problem is None


def test_a_status_line_in_the_text_of_a_record_is_no_part() -> None:
    said = read(answer("201 Created", '{"d": {"Text": "it said\nHTTP/1.1 503 Service Unavailable\n"}}') + "--r--")

    assert [part.status for part in said.parts] == [201]


def test_a_boundary_is_a_whole_line() -> None:
    said = read(answer("200 OK", '{"d": {"Text": "--r2 is no boundary\nnor is --r\n"}}') + "--r--")

    assert [part.status for part in said.parts] == [200]


CHANGE = f"--c\n{HEAD}PATCH LeadCollection('A B') HTTP/1.1\nContent-Length: 5000\n\n{{}}\n"
OPEN = f"--b\nContent-Type: multipart/mixed; boundary=c\n\n{CHANGE}--c\n\n"
CLOSED = f"--b\nContent-Type: multipart/mixed; boundary=c\n\n{CHANGE}--c--\n"


@pytest.mark.parametrize("sets", [OPEN + CLOSED, CLOSED + OPEN, CLOSED + CLOSED], ids=["first", "second", "none"])
def test_a_change_set_that_is_left_open_ends_where_the_next_begins(sets: str) -> None:
    said = read(f"{sets}--b--\n", "b")

    assert [(part.method, part.target) for part in said.parts] == [("PATCH", "LeadCollection('A B')")] * 2
    assert not said.is_answer
    assert said.problem is None


def test_a_change_set_may_have_the_boundary_of_the_batch() -> None:
    said = read(f"--b\nContent-Type: multipart/mixed; boundary=b\n\n{CHANGE.replace('--c', '--b')}--b--\n", "b")

    assert [part.method for part in said.parts] == ["PATCH"]


def test_a_batch_is_known_without_its_content_type() -> None:
    said = protocols.read(answer("500 Internal Server Error", "", "dataserviceversion: 2.0\n") + "--r--", LIMITS)

    assert said.form is Form.MULTIPART
    assert said.service.system is System.C4C
    assert [part.status for part in said.parts] == [500]


def test_a_signature_with_two_hyphens_is_no_batch() -> None:
    assert protocols.read("--\nAnna\nContent-Type: application/http\n", LIMITS).form is Form.TEXT


def test_a_batch_that_breaks_off_is_said_to_be_cut() -> None:
    said = read(answer("200 OK", '{"d": {}}') + answer("200 OK", '{"d": {"Na'))

    assert said.problem is Problem.CUT
    assert len(said.parts) == 2


def test_the_lines_of_a_part_are_those_of_the_batch() -> None:
    said = read(answer("200 OK", "{}") + answer("400 Bad Request", '{"error": {"code": "X"}}') + "--r--")
    lines = (answer("200 OK", "{}") + answer("400 Bad Request", '{"error": {"code": "X"}}')).split("\n")

    assert [lines[part.line] for part in said.parts] == ["HTTP/1.1 200 OK", "HTTP/1.1 400 Bad Request"]
    assert [lines[part.body_line] for part in said.parts] == ["{}", '{"error": {"code": "X"}}']


def test_batches_in_batches_are_not_followed_for_ever() -> None:
    nested = "".join(f"--n\n{HEAD}HTTP/1.1 200 OK\nContent-Type: multipart/mixed; boundary=n\n\n" for _ in range(3000))

    assert read(nested, "n").form is Form.MULTIPART


def test_no_more_parts_are_read_than_the_limit_allows() -> None:
    body = f"--b\n{HEAD}HTTP/1.1 200 OK\n\n{{}}\n" * 5 + "--b--"

    said = protocols.read(body, replace(LIMITS, parts=2))

    assert len(said.parts) == 2
    assert said.problem is Problem.CUT
