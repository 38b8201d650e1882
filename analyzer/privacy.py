"""What may be shown: secrets are taken out of every text before it is kept. Imports only model.

Readers hand on no header field that is not listed as harmless, and no request or response body. What can still hold a
secret is free text: fault and exception texts, log lines, reason phrases. `scrub` is for those.
"""

from __future__ import annotations

import re

REMOVED = "[removed]"

_RULES = (
    # Authorization and cookie fields wherever they are quoted, to the end of the line or of the quoted value.
    (
        re.compile(r"""(?i)(["']?\b(?:proxy-)?authorization\b\s*["']?\s*[:=]\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\n"'}<]+)"""),
        rf"\1{REMOVED}",
    ),
    (
        re.compile(
            r"""(?i)(["']?\b(?:set-cookie2?|cookie|x-csrf-token|x-backendcookie|x-user-identity-token)\b\s*["']?\s*[:=]\s*)"""
            r"""(?:"[^"\n]*"|'[^'\n]*'|[^\n"'}<]+)"""
        ),
        rf"\1{REMOVED}",
    ),
    (re.compile(r"(?i)\b(bearer|basic|negotiate|ntlm|kerberos)\s+[A-Za-z0-9+/_.~=-]{8,}"), rf"\1 {REMOVED}"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{5,}(?:\.[A-Za-z0-9_-]+){0,4}"), REMOVED),  # JSON web token
    (re.compile(r"\bTlRMTVNT[A-Za-z0-9+/=]+"), REMOVED),  # NTLMSSP
    (re.compile(r"\bYI[A-Za-z0-9+/=]{10,}"), REMOVED),  # SPNEGO
    (re.compile(r"(?is)<(\w+:)?(Assertion|EncryptedData)\b.*?(?:</(?:\w+:)?\2>|\Z)"), REMOVED),  # SAML
    (
        re.compile(
            r"""(?i)(["']?\b(?:pass(?:word|wd|phrase)?|pwd|passwort|secret|client_?secret|api_?key|(?:access|refresh|id)_?token|"""
            r"""code_verifier|client_assertion|assertion|sas_?token|signature|sig|sessionid|samlresponse|token)\b["']?\s*"""
            r"""(?:[:=]|\bis\b)\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\s,;&"'<>]+)"""
        ),
        rf"\1{REMOVED}",
    ),
    (re.compile(r"(?i)\b([a-z][a-z0-9+.-]*://)[^\s/@:]+:[^\s/@]+@"), rf"\1{REMOVED}@"),  # user and password in a URL
    (re.compile(r"\b[01]\.A[A-Za-z0-9_-]{60,}"), REMOVED),  # Entra refresh token
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL), REMOVED),
    (re.compile(r"(?<![\w/+-])(?=[A-Za-z0-9+/_-]*\d)(?=[A-Za-z0-9+/_-]*[A-Z])[A-Za-z0-9+/_-]{64,}={0,2}"), REMOVED),
)


def scrub(text: str) -> str:
    """The text without credentials, tokens, cookies, passwords and keys."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
