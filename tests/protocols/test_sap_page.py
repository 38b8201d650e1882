"""Pages of SAP: errors of the application server, and forms to log on in the place of data."""

from __future__ import annotations

import pytest

from analyzer import protocols
from analyzer.limits import Limits
from analyzer.model import Form, Problem, System
from analyzer.protocols import Said


def read(body: str) -> Said:
    return protocols.read(body, Limits())


def page(header: str, detail: str = "") -> str:
    return f"""<!DOCTYPE html><html><head><title>Application Server Error</title><style>.errorTextHeader {{ a: b; }}</style>
</head><body><p class="errorTextHeader"> <span >{header}</span></p><p class="detailText"><span id="msgText">{detail}</span></p>
</body></html>"""


def test_a_page_of_the_application_server_has_its_status_in_its_header_line() -> None:
    said = read(page("404 Not found", "Service 500 of 503 is not reached"))

    assert (said.service.system, said.form, said.status) == (System.C4C, Form.PAGE, 404)
    assert said.text == "404 Not found: Service 500 of 503 is not reached"


def test_a_page_of_another_server_is_not_of_sap() -> None:
    assert read("<html><head><title>404 Not Found</title></head></html>").service.system is System.OTHER


def test_a_form_that_leads_to_the_identity_provider_is_a_sign_in() -> None:
    body = '<html><body><form action="https://x/saml2/idp/sso"><input name="SAMLRequest" type="hidden"></form></body></html>'

    assert read(body).form is Form.SIGN_IN
    assert read(body).service.system is System.OTHER


def test_a_form_that_asks_for_a_user_of_sap_is_from_there() -> None:
    said = read('<html><body><form><input name="sap-user"><input name="sap-password"></form></body></html>')

    assert (said.form, said.service.system) == (Form.SIGN_IN, System.C4C)


def test_the_id_of_an_error_of_the_internet_communication_manager_is_told() -> None:
    said = read(page("500 Connection timed out").replace("</body>", "<p>ICM_HTTP_TIMEOUT</p></body>"))

    assert said.text == "500 Connection timed out: ICM_HTTP_TIMEOUT"


def test_where_the_detail_is_empty_what_follows_is_not_taken_for_it() -> None:
    assert read(page("403 Forbidden").replace("</body>", "<p>Kind regards, Anna</p></body>")).text == "403 Forbidden"


def test_a_sentence_that_the_header_tells_is_not_told_again() -> None:
    assert read(page("401 User is locked")).text == "401 User is locked"
    assert read(page("401 Unauthorized").replace("</body>", "<p>User is locked</p></body>")).text == (
        "401 Unauthorized: User is locked"
    )


def test_what_stands_below_the_first_sentence_is_left_out() -> None:
    two = '<p class="detailText"><span>Blocked by UCON.</span></p><p class="detailText"><span>Server time 08:00</span></p>'

    assert read(page("403 Forbidden").replace("</body>", f"{two}</body>")).text == "403 Forbidden: Blocked by UCON."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Password logon no longer possible - too many failed attempts", "too many failed attempts"),
        ("Name oder Kennwort ist nicht korrekt", "Name or password is not correct"),
        ("Access from IP address 203.0.113.7 is not allowed", "Access from IP address 203.0.113.7 is not allowed"),
        ("Zeitgrenze überschritten.", "Time limit exceeded"),
        ("The tenant is currently under maintenance until Sunday", "currently under maintenance"),
    ],
)
def test_a_sentence_that_tells_what_is_to_be_done_is_told_whoever_made_the_page(written: str, said: str) -> None:
    body = f"<html><head><title>Logon Error Message</title></head><body><p>{written}</p></body></html>"

    assert said in read(body).text
    assert said in read(body.replace("Logon Error Message", "Oops")).text


def test_what_else_a_page_says_is_not_told() -> None:
    body = "<html><head><title>Oops</title></head><body>Dear Anna, maintenance of your car is due</body></html>"

    assert read(body).text == "Oops"


def test_a_page_that_breaks_off_before_its_error_is_not_read() -> None:
    begun = "<!DOCTYPE html>\n<html><head>\n<title>Application Server Error</title>\n<style>\nbody { back"

    said = read(begun)

    assert (said.form, said.problem) == (Form.UNREAD, Problem.CUT)


@pytest.mark.parametrize(
    "page_of_sap",
    [
        '<html data-sap-ls-system-device="" lang="en"><head><title>Logon</title></head><body></body></html>',
        '<html><head><link rel="icon" href="/sap/public/bc/ur/Login/assets/x.ico"><title>Logon</title></head></html>',
    ],
)
def test_the_log_on_page_of_the_application_server_is_of_sap(page_of_sap: str) -> None:
    said = read(page_of_sap)

    assert (said.form, said.service.system) == (Form.SIGN_IN, System.C4C)
