"""What a sign-in service answers where a token was asked for: Microsoft Entra ID (v1, v2), AD FS, any of OAuth 2.0.

Sample: `{"error": "invalid_grant", "error_description": "AADSTS50076: Due to …", "error_codes": [50076]}`.
A redirect says the same in its address: `…?error=access_denied&error_description=AADSTS65004%3a+User+declined…`.
Sources: RFC 6749, sections 4.1.2.1 and 5; learn.microsoft.com/entra/identity-platform/reference-error-codes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.model import Form, Problem, Result
from analyzer.protocols.loose_json import DECODER, names_none
from analyzer.protocols.said import Said
from analyzer.reference import services

_SEARCHED = 20_000
"""Characters of a body that are looked at; an error of Microsoft has about one thousand, a token some three."""
_LONGEST_TEXT = 1000
_CODE = lazy_re.compile(r"\bAADSTS(\d{5,7})\b")
_WORD = lazy_re.compile(r"[A-Za-z][\w.-]{2,79}")
_DESCRIPTION = lazy_re.compile(r"\"error_description\"\s{0,9}:\s{0,9}\"((?:[^\"\\]|\\.){1,4000}+)")
_ERROR = lazy_re.compile(r"\"error\"\s{0,9}:\s{0,9}\"([A-Za-z][\w.-]{2,79})\"")
_TOKEN = lazy_re.compile(r"\"(?:access_token|id_token|refresh_token)\"\s{0,9}:\s{0,9}\"")
STAMP = lazy_re.compile(r"\bTimestamp\\?\"?\s?:\s{0,3}\\?\"?(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ)", re.IGNORECASE)
"""When Microsoft Entra refused, behind its sentence: `Timestamp: 2026-10-12 08:00:00Z`."""
_QUERY = lazy_re.compile(r"[?&#\s\"'](error=[\w.-]{3,80}&[^\s\"'<>]{1,4000}+)")
_PLACEHOLDER = lazy_re.compile(r"[{}<>\u2026]|\.\.\.")
"""What stands in an address of a manual, in the place of a description."""

GENERAL = ("70002", "70000", "90002313")
"""Codes that only say that something was refused; the one behind them says what (`AADSTS70002: … AADSTS50013: …`)."""


def read(body: str) -> Said | None:
    """What the answer of a token endpoint says; None where it is none."""
    text = body[:_SEARCHED].lstrip("\ufeff \t\r\n")
    if not text.startswith("{") or '"' not in text:
        return _broken(text) if text[:1] in ('"', ",") else None
    if names_none(body, "error", "_token"):
        return None
    try:
        document = DECODER.decode(body)
    except (ValueError, RecursionError):
        return _broken(text)
    if not isinstance(document, dict):
        return None
    error = document.get("error")
    if isinstance(error, str) and (
        "error_description" in document or "error_codes" in document or "suberror" in document
    ):
        said = str(document.get("error_description") or "")
        found = document.get("error_codes")
        numbers = [str(number) for number in found[:20]] if isinstance(found, list) else []
        ids = {
            name: str(document[key])[:80]
            for name, key in (("trace id", "trace_id"), ("correlation id", "correlation_id"))
            if document.get(key)
        }
        refused = _refused(error, said, numbers, str(document.get("suberror") or ""), ids)
        return replace(refused, date=refused.date or str(document.get("timestamp") or "")[:40])
    if isinstance(document.get("access_token"), str) and ("token_type" in document or "expires_in" in document):
        return Said(form=Form.JSON, service=services.TOKEN, successes=1)
    return None


def redirected(address: str) -> Said | None:
    """Why a sign-in was refused, by the address that the browser was sent back to; None where it says nothing."""
    found = _QUERY.search(f" {address[:_SEARCHED]}")
    if found is None:
        return None
    try:
        fields = dict(parse_qsl(found[1], max_num_fields=50))
    except ValueError:
        return None
    if not _WORD.fullmatch(fields.get("error", "")):
        return None
    said = fields.get("error_description", "") or fields.get("error_subcode", "")
    if not said or _PLACEHOLDER.search(said):
        return None
    return _refused(fields["error"], fields.get("error_description", ""), [], fields.get("error_subcode", ""), {})


def _broken(text: str) -> Said | None:
    """A body that broke off, or whose beginning is lost."""
    description, error = _DESCRIPTION.search(text), _ERROR.search(text)
    if description is None:
        found = _TOKEN.search(text) is not None and '"token_type"' in text
        return Said(form=Form.UNREAD, service=services.TOKEN, problem=Problem.CUT) if found else None
    try:
        said = str(json.loads(f'"{description[1]}"'))
    except ValueError:
        said = description[1]
    refused = _refused(error[1] if error else "", said, [], "", {})
    return replace(refused, problem=Problem.CUT)


def _refused(error: str, description: str, numbers: Iterable[str], suberror: str, ids: Mapping[str, str]) -> Said:
    text = " ".join(description[:_LONGEST_TEXT].split())
    named = list(dict.fromkeys((*_CODE.findall(text), *(number for number in numbers if number.isdigit()))))
    closer = [number for number in named if number not in GENERAL] or named
    codes = [f"AADSTS{number}" for number in closer[:1]] or [error[:80]]
    if not _CODE.search(text) and closer:
        text = f"{codes[0]}: {text}".rstrip(": ")
    if not text or not named:
        text = ": ".join(part for part in (error[:80], text) if part)
    if _WORD.fullmatch(suberror) and suberror not in text:
        text = f"{text} ({suberror})"
    missing = [f"{name} {value}" for name, value in ids.items() if value not in text]
    text = ", ".join((text, *missing))
    result = Result(line=0, code=codes[0] or None, text=text, fault=True)
    stamp = STAMP.search(description)
    return Said(form=Form.JSON, service=services.TOKEN, results=(result,), date=stamp[1] if stamp else "")
