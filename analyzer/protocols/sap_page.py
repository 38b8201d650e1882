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
from analyzer.model import Form
from analyzer.protocols.said import Said
from analyzer.reference import services

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
    r"|/saml2/idp/(?:sso|acs)|\bid\s?=\s?[\"']?(?:USERNAME_FIELD|LOGIN_FORM|sap-user)\b",
    re.IGNORECASE,
)
_OF_SAP = lazy_re.compile(
    r"\bsap-(?:user|password|system-login|login-XSRF)\b|accounts\d{0,5}\.(?:ondemand|sap)\.|/sap/", re.IGNORECASE
)


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
    status = int(found["status"]) if found and found["status"] else None
    said = [f"{found['status'] or ''}{found['said']}" if found else "", *_details(page)]
    if (error := _ERROR_ID.search(page)) is not None:
        said.append(error[0])
    text = ": ".join(" ".join(unescape(part).split()) for part in said if part.strip())
    return Said(form=Form.PAGE, service=services.SAP, status=status, text=text[:300] or "Application Server Error")


def _details(page: str) -> list[str]:
    """The first sentence below the header; the time of the server stands below that."""
    return [found["said"] for found in _DETAIL.finditer(page) if found["said"].strip()][:1]
