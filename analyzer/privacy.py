"""What may be shown: secrets are taken out of every text before it is kept. Imports only model.

Readers hand on no header field that is not listed as harmless, and no request or response body. What can still hold a
secret is free text: fault and exception texts, log lines, reason phrases. `scrub` is for those. It removes too much
rather than too little: behind a word such as `password` everything to the end of the value goes, whatever it is.
"""

from __future__ import annotations

import re

REMOVED = "[removed]"

_KEY = (
    r"[\w.-]{0,40}(?:pass(?:word|wd|phrase|wort)?|pwd|kennwort|mot de passe|secret|token|cookie|session_?id|sessid|csrf|canary"
    r"|api[-_]?key|credentials?|sso2|assertion|samlresponse|signature|sas_?key|code_verifier|code_challenge|samlart|session|authorization)[\w.-]{0,40}"
)
_SEPARATOR = (
    r"(?:\\?[\"'\]]|&quot;|%22){0,2}\s{0,5}(?:[:=,]>?|->|>|%3[aAdD]|\bis\b|\bist\b|\s(?=[\"']))"
    r"(?!\s{0,5}(?:\[removed|invalid|expired|not\b|required|missing|wrong|null\b|empty|the\b|an?\b|no\b|too\b|locked|incorrect))"
    r"\s{0,5}(?:\[|\(|b(?=[\"']))?\s{0,5}"
)
_VALUE = (
    r"(?:\\\"(?:(?!\\\").){0,4000}+(?:\\\")?|\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?"
    r"|&quot;.{0,2000}?(?:&quot;|\Z)|[^\s\"'<>][^\"'<>\n]*+)"
)

_RULES = (
    # Whole fields of HTTP, wherever they are quoted: everything behind them on the line goes.
    (re.compile(r"(?i)\b((?:proxy-)?authorization|set-cookie2?|cookie)\b([\"'\\]{0,3}\s{0,5}[:=,]\s{0,5})[^\r\n]*+"), rf"\1\2{REMOVED}"),
    (re.compile(r"(?i)\b(bearer|basic|negotiate|ntlm|kerberos|digest)\s{1,5}(?=\S{0,200}[\d+/=_.])[\w+/.~=-]{4,}+"), rf"\1 {REMOVED}"),
    (re.compile(r"\beyJ[\w-]{5,}+(?:\.[\w-]++){0,4}"), REMOVED),  # JSON web token
    (re.compile(r"\bTlRMTVNT[\w+/=]++"), REMOVED),  # NTLMSSP
    (re.compile(r"\bYI[A-Za-z0-9+/=]{10,}+"), REMOVED),  # SPNEGO
    (re.compile(r"(?is)<(?:\w{1,40}:)?(Assertion|AttributeValue|EncryptedData|BinarySecurityToken|Password|Secret|Subject|Body)\b.*?(?:</(?:\w{1,40}:)?\1>|\Z)"), REMOVED),
    (re.compile(rf"(?i)((?<![\w.-]){_KEY}{_SEPARATOR}){_VALUE}"), rf"\1{REMOVED}"),
    (re.compile(r"(?i)\b((?:pass(?:word|wd)|kennwort|token)\s{1,5})(?!for\b|of\b|is\b|was\b|has\b|might\b|expired|must\b|or\b|and\b|to\b)(?=\S{0,100}\d)\S++"), rf"\1{REMOVED}"),
    (re.compile(r"(?i)\b((?:passwd|kennwort|pin|otp)[\s:=]{1,5}|NetworkCredential\([^,()]{0,200},\s?|\s-u\s[^\s:]{1,80}:)[^\s\"'<>)]++"), rf"\1{REMOVED}"),
    (re.compile(rf"(?i)(\b(?:Subject|Betreff)\b{_SEPARATOR}){_VALUE}"), rf"\1{REMOVED}"),
    (re.compile(r"(?i)([?&](?:code|sig|key|state|nonce|id_token|ticket)=)[^\s&\"'<>]++"), rf"\1{REMOVED}"),
    (re.compile(r"(?i)(?<![a-z0-9+.-])([a-z][a-z0-9+.-]{0,20}://)[^\s/@\"'<>]{1,200}:[^\s\"'<>]{1,200}@"), rf"\1{REMOVED}@"),
    (re.compile(r"\b[01]\.A[\w-]{60,}+"), REMOVED),  # Entra refresh token
    (re.compile(r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)", re.DOTALL), REMOVED),
    (re.compile(r"(?<![\w/+-])(?=[\w+/-]{0,300}\d)(?=[\w+/-]{0,300}[A-Z])[\w+/-]{64,}+={0,2}"), REMOVED),
)  # fmt: skip


def scrub(text: str) -> str:
    """The text without credentials, tokens, cookies, passwords and keys."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
