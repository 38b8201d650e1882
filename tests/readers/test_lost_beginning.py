"""How many bytes at the beginning of a document are the rest of a record that nobody has."""

from __future__ import annotations

import pytest

from analyzer.readers.lost_beginning import rest

RECORD = '<Trace Tag="EwsRequest" Tid="1">'
REQUEST = "GET /a HTTP/1.1\n"


@pytest.mark.parametrize(
    ("lost", "behind"),
    [
        ("</s:Body></s:Envelope>", "\n<s:Envelope>x"),
        ('encoding="utf-8"?><a>x</a>', f"\n{REQUEST}"),
        ("<a><a>x</a></a></a>", f"\n{REQUEST}"),
    ],
    ids=["end tags", "the end of a declaration", "one end tag more than tags"],
)
def test_markup_that_was_not_opened_is_the_rest_of_a_record(lost: str, behind: str) -> None:
    assert rest((lost + behind).encode(), markup=True) == len(lost)


@pytest.mark.parametrize(
    "text",
    [
        f"<a>x</a>\n{REQUEST}",
        f'<?xml version="1.0"?><a>x</a>\n{REQUEST}',
        f"note\n2026-10-12 08:00:00 INFO quoted </Trace>\n{RECORD}",
    ],
    ids=["whole elements", "a declaration and a whole element", "an end tag in a line of a log"],
)
def test_markup_that_is_whole_is_not(text: str) -> None:
    assert rest(text.encode(), markup=True) == 0


@pytest.mark.parametrize("text", [f"rest of it</Trace>\n{RECORD}x</Trace>", f"Host: m\n\n{REQUEST}"])
def test_in_a_text_end_tags_and_fields_may_stand_alone(text: str) -> None:
    assert rest(text.encode(), markup=False) == 0


@pytest.mark.parametrize("name", ["Error", "Fatal", "AxiosError"])
def test_lines_that_tell_errors_before_a_request_are_no_fields_of_a_head(name: str) -> None:
    lines = f"{name}: Request failed with status code 401\n" * 2

    assert rest(f"{lines}POST https://mail.contoso.example/EWS/Exchange.asmx\n".encode(), markup=True) == 0


@pytest.mark.parametrize("name", ["X-OWA-Error", "X-AutoDiscovery-Error", "X-BEServerException"])
def test_a_field_whose_name_ends_like_an_error_is_one_of_a_head(name: str) -> None:
    lost = f"Server: Microsoft-IIS/10.0\n{name}: Fabrikam.Exchange.Lost\nDate: Mon, 12 Oct 2026 10:00:00 GMT\n\n"

    assert rest(f"{lost}{REQUEST}".encode(), markup=True) == len(lost)
