"""What a sign-in service answers where a token was asked for: Microsoft Entra ID, AD FS, any OAuth 2.0 token endpoint.

Sample: `{"error": "invalid_grant", "error_description": "AADSTS50076: Due to a configuration change …"}`.
Sources: RFC 6749, section 5.2; learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

from __future__ import annotations

import re

from analyzer.model import Form, Result
from analyzer.protocols.said import Said
from analyzer.reference import services

_SIGN_IN_ERROR = re.compile(r'"error_description"\s{0,9}:\s{0,9}"(AADSTS\d{5,7}:[^"\\\r\n]{0,400}+)')
_SEARCHED = 20_000
"""Characters of a body in which a refusal of the sign-in is looked for; Microsoft's have about one thousand."""


def sign_in_error(body: str) -> str:
    """Why Microsoft gave no token: the description in the JSON of its token endpoint; empty where there is none.

    Source: learn.microsoft.com/entra/identity-platform/reference-error-codes (`error_description`).
    """
    found = _SIGN_IN_ERROR.search(body, 0, _SEARCHED)
    return found[1].strip() if found else ""


def read(body: str) -> Said | None:
    """What the answer of a token endpoint says; None where it is none."""
    said = sign_in_error(body)
    if not said:
        return None
    code = said.partition(":")[0]
    return Said(form=Form.JSON, service=services.TOKEN, results=(Result(line=0, code=code, text=said, fault=True),))
