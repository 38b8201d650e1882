"""HTTP heads in text: request lines, status lines and header fields, in every spelling that EWS clients log.

Forms: `HTTP/1.1 200 OK`, `HTTP/1 200 OK`, `HTTP/2 200`, `200 OK` (SOAPe),
`200 text/xml; charset=utf-8` (EWS Java API), `POST /EWS/Exchange.asmx HTTP/1.1`, `POST URL: https://…` (SOAPe).
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from analyzer import lazy_re
from analyzer.model import Credential
from analyzer.reference import headers as fields
from analyzer.reference.marks import METHODS

_BY_PASSWORD = ("basic", "ntlm", "negotiate", "kerberos", "digest")
_LONGEST_TOKEN = 16_000
"""Characters of a field; a token of Microsoft has some two thousand."""

_NOTED = r"(?=https?://)\S{4,4000}+(?=[ \t]{0,9}\r?\n(?:[!-9;-~]{1,80}:[^\n]{0,2000}\n){0,40}+\s{0,9}+HTTP/\d)"
"""The address of a request that people note without its version; the answer follows at once."""
_START = lazy_re.compile(
    rf"^[ \t]{{0,20}}+(?:(?P<method>{METHODS})[ \t]{{1,9}}+(?:(?P<noted>{_NOTED})"
    r"|(?P<target>\S{1,4000}+|(?:https?://|/)\S{1,4000}+(?:[ \t](?!HTTP/\d)\S{1,400}+){1,30}+)"
    r"[ \t]{1,9}+HTTP/\d(?:\.\d)?)"
    r"|HTTP/\d(?:\.\d)?[ \t]{1,9}+(?P<status>\d{3}|undefined)(?!\d)(?P<reason>[^\r\n]{0,500}+))[ \t]{0,9}+\r?$",
    re.MULTILINE,
)
_LOOSE_REQUEST = lazy_re.compile(
    rf"(?P<method>{METHODS})[ \t]{{1,9}}+(?:URL:[ \t]{{0,9}}+)?(?P<target>\S{{1,4000}}+)[^\r\n]*+"
)
_LOOSE_STATUS = lazy_re.compile(r"(?P<status>[1-5]\d\d)(?!\d)(?P<reason>[^\r\n]*+)")
_FIELD = lazy_re.compile(r"[ \t]*+([!-9;-~]{1,200}+)[ \t]*+:(.*)")
_NAME = lazy_re.compile(r"([!-9;-~]{1,200}+)[ \t]{0,9}+")
_SCHEMES = ("WWW-Authenticate", "Proxy-Authenticate")
_BEHIND_MACHINES = lazy_re.compile(r"(?<!,) .*")
"""No machine has a blank in its name: the rest of a mail stands behind it, where the upload has a hole."""
_SHORT = 8_000
"""Characters in which the blank line behind a head is looked for; no more, for a text may hold thousands of heads."""
_USUAL_URL = lazy_re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]++)(?::\d{1,5}+)?(?P<path>(?:/[!-\"$->@-~]*+)?)(?:\?[!-\"$-~]*+)?"
)
"""An address as nearly all are; for these `urlsplit` finds the same in ten times the time."""
_USUAL_PATH = lazy_re.compile(r"(?P<path>/(?!/)[!-\"$->@-~]*+)(?:\?[!-\"$-~]*+)?")
"""The same where the client logs only the path."""
MESSAGE = lazy_re.compile(
    r"\b(?P<scheme>NTLM|Negotiate|Kerberos)[ \t]{1,9}+(?:[A-Za-z0-9+/]{8,}+={0,2}|\[removed\])(?=[\s,]|$)",
    re.IGNORECASE,
)
"""A scheme with a message of a handshake, or with what is left of one in a redacted upload."""
_LONGEST_VALUE = 8000
"""Characters of one header field that are kept; IIS refuses longer ones by default (maxFieldLength 16 kB in all)."""


Fields = tuple[tuple[str, str], ...]


class Head(NamedTuple):
    """One request or status line with its header fields."""

    start: int
    """Offset in the text."""
    stop: int
    """Offset behind the blank line that ends the fields."""
    method: str = ""
    target: str = ""
    status: int | None = None
    """None for a request, and for a response that never came (`HTTP/1 undefined undefined`)."""
    reason: str = ""
    raw: Fields = ()
    """All fields as they stand; they may hold secrets and must not leave the reader."""

    @property
    def is_request(self) -> bool:
        """Whether this is a request."""
        return bool(self.method)


def heads(text: str, limit: int, at: int = 0) -> Iterator[Head]:
    """All heads in a text from an offset on, in order; `limit` is the most fields that are read of each."""
    while match := _START.search(text, at):
        head = _head(text, match, limit)
        yield head
        at = head.stop


def loose_head(text: str, limit: int, *, request: bool) -> Head | None:
    """The head that a record of header fields begins with, also in the short forms that need that context."""
    bare = text.lstrip()
    match = _START.match(bare) or (_LOOSE_REQUEST if request else _LOOSE_STATUS).match(bare)
    if match is None:
        return None
    return _head(bare, match, limit, len(text) - len(bare))


def _head(text: str, match: re.Match[str], limit: int, shift: int = 0) -> Head:
    groups = match.groupdict()
    fields_, stop = read_fields(text, match.end(), limit)
    status, reason = groups.get("status"), (groups.get("reason") or "").strip()
    if "/" in reason.split(";")[0] and " " not in reason.split(";")[0]:
        reason = ""  # EWS Java API writes the content type in its place
    return Head(
        start=match.start() + shift,
        stop=stop + shift,
        method=groups.get("method") or "",
        target=groups.get("target") or groups.get("noted") or "",
        status=int(status) if status and status.isdigit() else None,
        reason=reason,
        raw=fields_,
    )


def read_fields(text: str, at: int, limit: int) -> tuple[Fields, int]:
    """Header fields from the line end at `at` to the first line that is none, and where that line is."""
    found: list[tuple[str, str]] = []
    if (usual := _usual_fields(text, at)) is not None and len(usual[0]) < limit:
        return usual
    while len(found) < limit:
        start = text.find("\n", at)
        if start < 0:
            return tuple(found), len(text)
        start += 1
        stop = text.find("\n", start)
        line = text[start : stop if stop >= 0 else len(text)].rstrip("\r")
        if not line.strip():
            return tuple(found), start + len(line)
        if line[0] in " \t" and found and not _FIELD.fullmatch(line[:_LONGEST_VALUE]):
            name, value = found[-1]  # a folded value (RFC 9112, obsolete)
            found[-1] = (name, f"{value} {line.strip()}" if len(value) < _LONGEST_VALUE else value)
        elif match := _FIELD.fullmatch(line):
            found.append((match[1], match[2][:_LONGEST_VALUE].strip()))
        else:
            return tuple(found), start
        at = start + len(line)
    return tuple(found), at


def _usual_fields(text: str, at: int) -> tuple[Fields, int] | None:
    """The same where each line is a field, up to a blank line or the end; None where one is folded, or none at all."""
    stop = _blank_line(text, at)
    if stop <= at or text[at] != "\n":
        return None
    found = []
    for line in text[at + 1 : stop].split("\n"):
        before, _, value = line.partition(":")
        name = _name(before)
        if name is None or len(before) == len(line) or len(value) > _LONGEST_VALUE:
            return None
        found.append((name, value.strip()))
    return tuple(found), min(stop + 1, len(text))


def _blank_line(text: str, at: int) -> int:
    """Where the line before a blank one ends, or the last one; -1 where neither is near."""
    end = at + _SHORT
    plain = text.find("\n\n", at, end)
    stop = text.find("\n\r\n", at, plain + 1 if plain >= 0 else end)
    if plain >= 0 or stop >= 0:
        return stop if stop >= 0 else plain
    if len(text) > end:
        return -1
    return len(text) - (2 if text.endswith("\n\r") else text.endswith(("\n", "\r")))


@lru_cache(maxsize=1024)
def _name(before: str) -> str | None:
    """The name of a field by what stands before the colon; None where that is none."""
    found = _NAME.fullmatch(before)
    return found[1] if found is not None else None


def shown(raw: Fields) -> Fields:
    """The fields that may be shown, in their documented spelling; of authentication only the scheme names."""
    return tuple(field for _, field in numbered(raw))


def numbered(raw: Fields) -> list[tuple[int, tuple[str, str]]]:
    """The fields that may be shown, each with its number among all fields, from 0."""
    kept = []
    for number, known in _known(tuple([name for name, _ in raw])):
        said = raw[number][1]
        if known in _SCHEMES:
            said = fields.schemes(said)
        elif known == "Location":
            said = without_query(said)
        elif known in fields.ROUTE and " " in said:
            said = _BEHIND_MACHINES.sub("", said)
        kept.append((number, (known, said[:500])))
    return kept


@lru_cache(maxsize=64)
def _known(names: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """Number and documented spelling of the fields that may be shown; the answers of a server have the same names."""
    told = ((number, fields.spelling(name)) for number, name in enumerate(names))
    return tuple((number, known) for number, known in told if known is not None)


def value_of(found: Fields, name: str) -> str:
    """The first value of a field, or an empty string."""
    low = name.lower()
    for known, value in found:
        if len(known) == len(low) and known.lower() == low:
            return value
    return ""


def authorized(raw: Fields) -> bool:
    """Whether a request carried credentials."""
    return bool((value_of(raw, "Authorization") or value_of(raw, "Proxy-Authorization")).strip())


def credential(raw: Fields) -> Credential | None:
    """Of what kind the credentials of a request were: the scheme, and of a token whether a user or nobody is in it.

    `Authorization: Bearer eyJ0eXAi….eyJzY3AiOi….x` has the claim `scp` where a user granted it, `roles` where the
    application has it for itself (learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
    """
    value = value_of(raw, "Authorization").strip()[:_LONGEST_TOKEN]
    scheme, _, rest = value.partition(" ")
    if scheme.lower() in _BY_PASSWORD and rest:
        return Credential.PASSWORD
    if scheme.lower() != "bearer" or not rest:
        return None
    claims = _claims(rest.strip())
    if "scp" in claims:
        return Credential.USER_TOKEN
    return Credential.APP_TOKEN if "roles" in claims or claims.get("idtyp") == "app" else Credential.TOKEN


def _claims(token: str) -> dict[str, Any]:
    """What a token says of itself; nothing where it is no JWT or was masked."""
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def midway(raw: Fields) -> bool:
    """Whether a refusal goes on with a handshake: it offers a scheme together with a message of its own."""
    known = _known(tuple([name for name, _ in raw]))
    return any(name in _SCHEMES and MESSAGE.search(raw[number][1]) for number, name in known)


def without_query(url: str) -> str:
    """A URL without query, fragment and user: those can carry tokens."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" if parts.scheme and host else parts.path


def host_and_path(target: str, found: Fields) -> tuple[str, str]:
    """Host and path a request goes to; the host may be unknown (the EWS Managed API logs only the path)."""
    if (usual := _USUAL_URL.fullmatch(target)) is not None:
        return usual["host"].lower(), _without_markup(usual["path"]) or "/"
    if (alone := _USUAL_PATH.fullmatch(target)) is not None:
        host, path = "", alone["path"]
    else:
        try:
            parts = urlsplit(target)
        except ValueError:
            return "", ""
        host, path = parts.hostname or "", parts.path
    host = host or value_of(found, "Host").partition(":")[0]
    return ("" if host == "<redacted>" else host.lower()), _without_markup(path) or "/"


def _without_markup(path: str) -> str:
    """A path up to a quote or a bracket: what stands behind is the rest of a tag, where an upload has a hole.

    `<company>`, which somebody wrote over a name, is part of it.
    """
    path = path.partition('"')[0]
    before, closed, _ = path.partition(">")
    if closed and "<" not in before:
        return before
    opened = path.rfind("<")
    return path if opened < 0 or ">" in path[opened:] else path[:opened]
