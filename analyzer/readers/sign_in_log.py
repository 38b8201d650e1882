"""One entry of a sign-in log of Microsoft Entra, or of the audit log of Microsoft 365: why a sign-in was refused.

Samples, as members of one JSON object each:

    "category": "SignInLogs", "resultType": "50158", "properties": {"status": {"errorCode": 50158, …}}
    "createdDateTime": "…", "userPrincipalName": "…", "status": {"errorCode": 50076, "failureReason": "…"}
    "Operation": "UserLoginFailed", "ErrorNumber": "500121", "LogonError": "AuthenticationFailedSasError"

and in words, as the portal shows it: `Sign-in error code: 50076`. The number is that of an `AADSTS…`. Such a log tells
of every user and every application, so an entry is about one sign-in and never about a synchronization as a whole.
Sources: learn.microsoft.com/entra/identity/monitoring-health/concept-sign-in-log-activity-details and
learn.microsoft.com/purview/audit-log-activities.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from analyzer import lazy_re

_NUMBER = lazy_re.compile(r"[1-9]\d{4,6}")
_WORD = lazy_re.compile(r"[A-Za-z]\w{2,60}")
_TOLD = lazy_re.compile(r"\W{0,4}sign-?in error code\s{0,3}:\s{0,9}(?P<number>[1-9]\d{4,6})\b", re.IGNORECASE)
_ABOUT = frozenset(("userprincipalname", "appid", "appdisplayname", "resourcedisplayname", "serviceprincipalid"))
_SAYS_NOTHING = ("other", "other.", "none")


class Entry(Struct, frozen=True):
    """What one entry tells."""

    code: str = ""
    """`AADSTS50158`; empty where the sign-in went well."""
    why: str = ""
    user: str = ""
    time: str = ""

    @property
    def text(self) -> str:
        """As the sign-in service says it itself."""
        return f"{self.code}: {self.why}".rstrip(": ") if self.code else ""


def entry(found: Mapping[str, Any]) -> Entry | None:
    """The entry that an object with names in lower case is; None where it is something else."""
    inner = _low(found.get("properties"))
    status = _low(inner.get("status")) or _low(found.get("status"))
    time = str(found.get("time") or found.get("createddatetime") or inner.get("createddatetime") or "")[:40]
    user = str(inner.get("userprincipalname") or found.get("userprincipalname") or found.get("userid") or "")[:200]
    user = user if "@" in user else ""
    if "errorcode" in status and _ABOUT & (found.keys() | inner.keys()):
        return Entry(_code(status["errorcode"]), _why(status.get("failurereason")), user, time)
    if str(found.get("category")).lower().endswith("signinlogs") and "resulttype" in found:
        return Entry(_code(found["resulttype"]), _why(found.get("resultdescription")), user, time)
    if found.get("operation") in ("UserLoginFailed", "UserLoggedIn") and "creationtime" in found:
        word = str(found.get("logonerror") or "")
        why = word if _WORD.fullmatch(word) else ""
        return Entry(_code(found.get("errornumber")), why, user, str(found["creationtime"])[:40])
    return None


def told(line: str) -> str:
    """The code that a line of the portal tells, as `AADSTS53004`; empty where it tells none."""
    match = _TOLD.match(line)
    return f"AADSTS{match['number']}" if match else ""


def _code(value: object) -> str:
    number = str(value)[:9] if isinstance(value, int | str) else ""
    return f"AADSTS{number}" if _NUMBER.fullmatch(number) else ""


def _why(value: object) -> str:
    said = " ".join(value[:600].split()) if isinstance(value, str) else ""
    return "" if said.lower() in _SAYS_NOTHING else said


def _low(value: object) -> dict[str, Any]:
    return {str(name).lower(): held for name, held in value.items()} if isinstance(value, dict) else {}
