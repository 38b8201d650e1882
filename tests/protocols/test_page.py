"""What a page that answers in the place of a service says of itself: its title, a status in it, a log-on form."""

from __future__ import annotations

import pytest

from analyzer.model import Form, System
from analyzer.protocols import page


def titled(title: str, body: str = "") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("502 Bad Gateway", 502),
        ("Error 500 Server Error", 500),
        ("IIS 10.0 Detailed Error - 404.0 - Not Found", 404),
        ("403", 403),
        ("Fehler 503", 503),
        ("HTTP Status 401 \u2013 Unauthorized", 401),
    ],
)
def test_a_status_in_the_title_is_the_status_of_the_page(title: str, status: int) -> None:
    said = page.read(titled(title))

    assert (said.status, said.text, said.form) == (status, title, Form.PAGE)
    assert said.successes == 0


@pytest.mark.parametrize("title", ["Room 404 of the hotel", "500 years of beer", "Outlook", "Order 4500 Not Found", ""])
def test_a_number_that_names_no_error_is_no_status(title: str) -> None:
    assert page.read(titled(title)).status is None


def test_a_page_without_a_title_is_known_by_its_first_heading() -> None:
    said = page.read("<html><body><h1>503 Service <b>Unavailable</b></h1><h2>Try later</h2></body></html>")

    assert (said.status, said.text) == (503, "503 Service Unavailable")


def test_a_page_that_ends_inside_its_heading_is_read_in_no_more_time() -> None:
    """It took hours: the words of the heading could be parted in more ways than there are seconds."""
    said = page.read(f"<html><body><h1>{'The service is not there for now, please come back later. ' * 5}<b>")

    assert (said.form, said.text) == (Form.PAGE, "")


def test_the_text_of_a_page_beyond_its_title_is_never_kept() -> None:
    said = page.read(titled("Portal", "<p>Error 500: what a person wrote</p>"))

    assert (said.status, said.text) == (None, "Portal")


def test_a_page_that_asks_for_a_password_is_a_sign_in() -> None:
    form = '<form action="/logon"><input name="user"><input id="p" type="password"></form>'

    assert page.read(titled("Outlook", form)).form is Form.SIGN_IN
    assert page.read(titled("Outlook", '<input name="q" type="text">')).form is Form.PAGE


def test_a_page_alone_names_no_side() -> None:
    assert page.read(titled("502 Bad Gateway")).service.system is System.OTHER
