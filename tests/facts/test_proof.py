"""What proves that a call worked, and what came in the place of an answer."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from analyzer.facts import proof
from analyzer.facts.calls import Call
from analyzer.model import Form, Result, Service
from analyzer.reference import services
from tests.support.records import answered, asked, body, place


def call(
    form: Form | None, service: Service = services.EWS, *, status: int = 200, method: str = "POST", path: str = "/x"
) -> Call:
    at = place(service=service)
    answers = () if form is None else (body(form, at),)
    return Call(head=asked(at, path, method), response=answered(status, at), answers=answers)


@pytest.mark.parametrize("form", [Form.PAGE, Form.SIGN_IN, Form.TEXT, Form.EMPTY, Form.CUT, Form.JSON, Form.XML])
def test_what_is_no_soap_came_in_the_place_of_an_answer_of_ews(form: Form) -> None:
    assert proof.instead(call(form)) is form


def test_soap_is_the_answer_of_ews() -> None:
    assert proof.instead(call(Form.SOAP)) is None


def test_an_error_in_json_is_an_answer_too() -> None:
    refused = replace(call(Form.JSON), answers=(body(Form.JSON, results=(Result(line=1, code="x", fault=True),)),))

    assert proof.instead(refused) is None


def test_json_that_names_no_code_of_exchange_is_none() -> None:
    unknown = Result(line=1, code=None, text="no route", fault=True)
    refused = replace(call(Form.JSON), answers=(body(Form.JSON, results=(unknown,)),))

    assert proof.instead(refused) is Form.JSON


def test_a_bad_status_says_enough_by_itself() -> None:
    assert proof.instead(call(Form.PAGE, status=500)) is None


def test_a_page_is_what_a_browser_asks_ews_for() -> None:
    assert proof.instead(call(Form.PAGE, method="GET")) is None
    assert proof.instead(call(Form.PAGE, services.ODATA, method="GET")) is Form.PAGE


@pytest.mark.parametrize(("kind", "form"), [("text/html; charset=utf-8", Form.PAGE), ("text/xml", None)])
def test_where_no_body_is_traced_the_content_type_tells_of_a_page(kind: str, form: Form | None) -> None:
    bare = replace(call(None), response=answered(200, headers=(("Content-Type", kind),)))

    assert proof.instead(bare) is form


@pytest.mark.parametrize(("path", "form"), [("/me/messages", Form.PAGE), ("/me/messages/1/$value", None)])
def test_a_mail_of_graph_may_be_a_page(path: str, form: Form | None) -> None:
    assert proof.instead(call(Form.PAGE, services.GRAPH, path=path)) is form


def test_only_ews_lacks_a_body_that_is_not_there() -> None:
    assert proof.lacks_body(call(None))
    assert not proof.lacks_body(call(None, services.GRAPH))
    assert not proof.lacks_body(call(None, services.ODATA))
    assert not proof.lacks_body(call(None, status=500))


def test_where_a_redirect_leads_is_told_without_its_query() -> None:
    moved = (("Location", "https://mail.contoso.example/owa/auth.owa"),)

    assert proof.leads_to(Call(response=answered(302, headers=moved))).startswith("redirect to")
    assert proof.leads_to(Call(response=answered(401, headers=moved))) == ""
    assert proof.leads_to(Call(response=answered(302))) == ""


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("X-OWA-Version", "15.2.1118.7", ["15.2.1118.7"]),
        ("X-ServerApplication", "Exchange/15.01.2507.009", ["15.1.2507.9"]),
        ("X-OWA-Version", "15.2.1118", []),
        ("X-OWA-Version", "15.2.x.7", []),
        ("Server", "Microsoft-IIS/10.0.1.1", []),
    ],
)
def test_a_version_has_four_numbers(name: str, value: str, found: list[str]) -> None:
    assert proof.versions(Call(response=answered(200, headers=((name, value),)))) == tuple(found)


def test_a_request_without_answer_at_the_end_of_a_cut_document_proves_nothing() -> None:
    assert proof.is_unanswered(Call(head=asked()))
    assert not proof.is_unanswered(Call(head=asked(), cut=True))
    assert not proof.is_unanswered(Call(response=answered(200)))
