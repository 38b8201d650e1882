"""The pages of SAP: errors of the application server (ICM and ICF), and the log-on page in the place of data.

Sample: `<title>Application Server Error</title> … <p class="errorTextHeader"><span>403 Forbidden</span></p>
<p class="detailText"><span id="msgText">The request has been blocked by UCON.</span></p>`. The title names no
status, the header line does. Sources: help.sap.com (Internet Communication Manager, "Creating Dynamic Error Pages";
ICF, "System Logon").
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.markup import unescape
from analyzer.model import Form, Problem
from analyzer.protocols.said import Said
from analyzer.reference import services
from analyzer.reference.marks import SAP_LOG_ON

_SERVER_ERROR = lazy_re.compile(
    r"<title>\s{0,20}(?:Application Server Error|SAP Web Application Server|Logon Error Message)\s{0,20}</title>"
    r"|\bclass\s?=\s?[\"']?errorTextHeader\b",
    re.IGNORECASE,
)
_HEADER = lazy_re.compile(
    r"class\s?=\s?[\"']?errorTextHeader\b[^<>]{0,200}>(?:\s{0,99}<(?!/)[^<>]{0,200}>){0,5}\s{0,99}"
    r"(?P<status>[45]\d\d)?(?P<said>[^<>]{0,200})",
    re.IGNORECASE,
)
_DETAIL = lazy_re.compile(
    r"class\s?=\s?[\"']?detailText\b[^<>]{0,200}>(?:\s{0,99}<(?!/)[^<>]{0,200}>){0,5}(?P<said>[^<>]{1,300})",
    re.IGNORECASE,
)
"""The text of the element, or of one inside it; where it is empty, what follows is none of its own."""
_ERROR_ID = lazy_re.compile(r"\bICM(?:E[A-Z_]{3,40}|_[A-Z_]{3,60})\b")
_LOG_ON = lazy_re.compile(
    r"\bname\s?=\s?[\"']?(?:SAMLRequest|SAMLResponse|sap-(?:user|password|system-login|login-XSRF))\b"
    r"|/saml2/idp/(?:sso|acs)|\bid\s?=\s?[\"']?(?:USERNAME_FIELD|LOGIN_FORM|sap-user)\b"
    rf"|{SAP_LOG_ON}",
    re.IGNORECASE,
)
_OF_SAP = lazy_re.compile(
    r"\bsap-(?:user|password|system-login|login-XSRF)\b|accounts\d{0,5}\.(?:ondemand|sap)\.|/sap/"
    rf"|{SAP_LOG_ON}",
    re.IGNORECASE,
)


_IP = r"[0-9a-fA-F.:]{3,45}"
_SENTENCES = tuple(
    (lazy_re.compile(pattern, re.IGNORECASE), english)
    for pattern, english in (
        (r"Password logon no longer possible(?:\s?[-\u2013,;]\s?too many failed attempts)?", ""),
        (r"Kennwortanmeldung nicht mehr m\u00f6glich", "Password logon no longer possible"),
        (r"(?:Client, name,? or|User(?: name)? or|Name or) password is (?:not correct|incorrect)", ""),
        (r"(?:Name oder )?Kennwort ist (?:nicht korrekt|falsch)", "Name or password is not correct"),
        (r"(?:Your |The |Initial )?Password (?:has|is) expired", ""),
        (r"Kennwort ist abgelaufen", "Password has expired"),
        (r"Password is initial|Kennwort ist initial", "Initial password: it has to be changed first"),
        (r"User (?:account )?is (?:currently )?locked", ""),
        (r"Benutzer ist (?:zurzeit |zur Zeit )?gesperrt", "User is locked"),
        (rf"(?:Access|Logon) from (?:the )?IP[ -]address {_IP} (?:is )?(?:not (?:allowed|permitted)|denied)", ""),
        (rf"Zugriff von (?:der )?IP-Adresse {_IP} (?:ist )?nicht (?:erlaubt|zul\u00e4ssig)", ""),
        (rf"IP[ -]address(?: {_IP})? (?:is )?not (?:in the allowed range|allowed|permitted)", ""),
        (r"(?:TIME_OUT\W{1,5})?Time limit exceeded|\bTIME_OUT\b", ""),
        (r"Zeitgrenze \u00fcberschritten", "Time limit exceeded"),
        (r"\bTSV_TNEW_[A-Z_]{5,40}|\bMEMORY_NO_MORE_PAGING\b|\bSYSTEM_NO_ROLL\b", ""),
        (r"No more storage space available", ""),
        (
            r"(?:currently )?(?:under|scheduled|planned|for) maintenance\b|maintenance (?:window|mode|in progress)",
            "",
        ),
        (r"(?:zurzeit|derzeit) gewartet|\bWartungsarbeiten\b|\bmantenimiento\b|\bmanutenzione\b", "under maintenance"),
        (r"System upgrade in progress|\bplanned downtime\b", ""),
    )
)
"""What programs of SAP say on a page that tells what is to be done, and in English where that is not what it says: a
closed list, so that nothing else of a page is shown."""


_STATUS = lazy_re.compile(
    r"(?<![\w.#-])(?P<status>[45]\d\d) "
    r"(?:Internal Server Error|Bad Request|Forbidden|Unauthorized|Service Unavailable|Not Found)\b"
)
"""What a page says of its own status, which may break off behind it."""


def sentence(page: str) -> str:
    """A sentence of SAP on a page of whatever maker; empty where it has none that is known."""
    for pattern, english in _SENTENCES:
        if (found := pattern.search(page)) is not None:
            return english or " ".join(unescape(found[0]).split())
    return ""


def read(page: str) -> Said | None:
    """What a page of SAP says; None where it is none."""
    if _SERVER_ERROR.search(page):
        return _server_error(page)
    if _LOG_ON.search(page):
        service = services.SAP if _OF_SAP.search(page) else services.OTHER
        return Said(form=Form.SIGN_IN, service=service, text="a page to log on")
    return None


def _server_error(page: str) -> Said:
    found = _HEADER.search(page)
    if found is None and "</html" not in page.lower():  # it broke off before it says which, or nearly so
        if (told := _STATUS.search(page)) is not None:
            text = f"Application Server Error: {told[0]}"
            return Said(form=Form.PAGE, service=services.SAP, status=int(told["status"]), text=text)
        return Said(form=Form.UNREAD, service=services.SAP, text="Application Server Error", problem=Problem.CUT)
    status = int(found["status"]) if found and found["status"] else None
    said = [f"{found['status'] or ''}{found['said']}" if found else "", *_details(page)]
    if (error := _ERROR_ID.search(page)) is not None:
        said.append(error[0])
    parts = [" ".join(unescape(part).split()) for part in said if part.strip()]
    if (known := sentence(page)) and known.lower() not in " ".join(parts).lower():
        parts.append(known)
    text = ": ".join(parts)
    return Said(form=Form.PAGE, service=services.SAP, status=status, text=text[:300] or "Application Server Error")


def _details(page: str) -> list[str]:
    """The first sentence below the header; the time of the server stands below that."""
    return [found["said"] for found in _DETAIL.finditer(page) if found["said"].strip()][:1]
