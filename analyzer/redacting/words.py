"""What may be shown of one value: of a text, a header field, a setting. Every rule of what stays or goes ends here."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from analyzer import lazy_re
from analyzer.model import Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.pseudonyms.sentences import is_nobody
from analyzer.privacy.scrubbing import scrub_lines
from analyzer.protocols.http import MESSAGE
from analyzer.reference import headers, vocabulary
from analyzer.reference.passwords import PASSWORDS
from analyzer.reference.vocabulary import REMOVED

ANSWERS = (Kind.C4C_DUMP, Kind.API_ANSWER)
"""Documents of answers: of their data only what tells of errors stays."""
PLAIN = lazy_re.compile(
    r"\s*+(?:-?\d{1,9}(?:\.\d{1,9})?|true|false|null|\d{4}-\d\d-\d\d(?:T[\d:.]{5,20}(?:Z|[+-]\d\d:\d\d)?)?|P(?=[\d.]{0,20}[YMWDT])[\dTYMWDHS.]{1,30})?\s*+",
    re.IGNORECASE,
)
"""Numbers, switches, times and durations."""
_BLANK = lazy_re.compile(r"(?:\s|\\{1,2}[rnt]|\[\\[rn]\])*+")
_KEY = lazy_re.compile(r"\(([^()]{0,5})'[^'()]{1,100}'\)")
_FOUR_NUMBERS = lazy_re.compile(r"\s*+\d{1,5}(?:\.\d{1,7}){1,3}\s*+")
_INDENT = lazy_re.compile(r"[ \t]{1,200}(?:- {1,9}(?=\S))?")
_GONE = lazy_re.compile(r"(?:\[removed\]|\s)++")
_CONTEXT = "$metadata#"
_PARAMETER = lazy_re.compile(r";[\w.-]{1,60}=[^/;?()]{1,4000}+")
"""A parameter of a path, in which servers put the session: `;jsessionid=…`."""
_OPAQUE = lazy_re.compile(r"(?<=/)(?=[\w%=+-]{0,200}\d)(?=[\w%=+-]{0,200}[A-Za-z])[\w%=+-]{24,}(?=/|\Z)")
"""The id of a record as a part of a path, as Graph writes it."""
_OF_MESSAGES = ("code", "message", "severity")
_MOST_DETAILS = 40
_SECRET_NUMBER = lazy_re.compile(
    rf"(?:[\w.-]{{0,60}}[_.-])?(?:{'|'.join(PASSWORDS)}|pwd?|pin|otp|totp|tan|cvv|(?:mfa|sms|verification|auth|login)_?code)",
    re.IGNORECASE,
)
_LEAST_DIGITS = 4
_ANSWERED = lazy_re.compile(r"yes|no|on|off|\d{1,12}", re.IGNORECASE)
_SETTING_WORD = lazy_re.compile(r"[A-Za-z0-9_.]{1,40}")
_BOUNDARY = lazy_re.compile(r"\bboundary=\"?(?P<name>[^\s\";,]{1,80})", re.IGNORECASE)
_PARTS = lazy_re.compile(r"[^\W_]+")
_PLAIN_PART = lazy_re.compile(r"[A-Za-z]{0,40}\d{0,5}")
_ADDRESS = lazy_re.compile(r"https?://\S{1,300}", re.IGNORECASE)


def is_secret_number(name: str, value: str) -> bool:
    """Whether digits are a secret by the name of what holds them, which else may be shown: `"otp": 302778`."""
    return (
        _SECRET_NUMBER.fullmatch(name.replace(" ", "_")) is not None and sum(map(str.isdigit, value)) >= _LEAST_DIGITS
    )


def lines_of(text: str) -> str:
    """The line ends of a text that goes."""
    return "\n" * text.count("\n")


def on_lines(new: str, text: str) -> str:
    """What stands for a text, on as many lines as that."""
    return new + "\n" * (text.count("\n") - new.count("\n"))


def is_version(name: str, value: str) -> bool:
    """Whether four numbers are a version by the name of what holds them; an address looks the same."""
    return "version" in name.lower() and _FOUR_NUMBERS.fullmatch(value) is not None


def is_blank(text: str) -> bool:
    """Whether there is nothing in a text, in the way of any log."""
    return _BLANK.fullmatch(text) is not None


def gone(text: str) -> str:
    """What stands for a text that goes, on as many lines."""
    return (
        text
        if is_blank(text) or _GONE.fullmatch(text) is not None
        else REMOVED + lines_of(text) + text[len(text.rstrip(" ")) :]
    )


def gone_line(line: str) -> str:
    """The same for a line that goes on with a value above it, with its indent and the dash of a list in YAML."""
    found = _INDENT.match(line)
    return found[0] + gone(line[found.end() :]) if found is not None else gone(line)


def _challenge(said: str) -> str:
    """The schemes that are offered; one that goes on with a handshake is told by what is left of its message."""
    going_on = {found["scheme"].lower() for found in MESSAGE.finditer(said)}
    schemes = headers.schemes(said).split(", ")
    return ", ".join(f"{scheme} {REMOVED}" if scheme.lower() in going_on else scheme for scheme in schemes)


class Words:
    """The values of one case: who is named in them becomes a token."""

    def __init__(self, names: Pseudonyms) -> None:
        self.names = names
        self.clean = lru_cache(maxsize=4096)(self.clean_long)
        """Free text without secrets, with tokens; texts that come again and again are remembered."""
        self.field = lru_cache(maxsize=4096)(self._field)
        """The value of a header field: of one that is not listed, nothing."""

    def clean_long(self, text: str) -> str:
        """The same for a text that hardly comes again."""
        return self.names.replace(scrub_lines(text))

    def user(self, text: str) -> str:
        """The token of whoever a text names, with the space around it."""
        return on_lines(text.replace(text.strip(), self.names.user(text.strip())), text)

    def boundary(self, name: str) -> str:
        """What stands for the border between parts of a body, the same in the head that names it and in each line."""
        is_plain = all(map(_PLAIN_PART.fullmatch, _PARTS.findall(name)))
        return name if is_plain and self.clean(name) == name else self.names.id(name)

    def account(self, said: str) -> str:
        """The token of the account or the address that a member holds; nothing where it may be anything else."""
        bare = said.strip()
        if not vocabulary.ACCOUNT.fullmatch(bare):
            return REMOVED
        if "@" not in bare and "\\" not in bare and all(map(is_nobody, bare.split())):
            return REMOVED  # a plain word would be a token wherever it stands
        return self.user(said)

    def _field(self, name: str, value: str) -> str:
        low = name.lower().strip()
        said = value.strip()
        if not said or said == "<redacted>" or (low == "x-csrf-token" and said.lower() in ("required", "fetch")):
            return value
        if low == "sap-message":
            return self._sap_message(said)
        if low in vocabulary.SECRET_FIELDS or (headers.spelling(low) is None and low not in vocabulary.KEPT_FIELDS):
            return REMOVED
        if low in ("www-authenticate", "proxy-authenticate"):
            return _challenge(said)
        if low in ("location", "x-ms-location"):
            return self.names.url(said) if "://" in said else self.names.replace(said.partition("?")[0])
        if low == "content-type" and (border := _BOUNDARY.search(value)) is not None:
            shown = self.boundary(border["name"])
            before, behind = value[: border.start("name")], value[border.end("name") :]
            return f"{self.clean(before)}{shown}{self.clean(behind)}"
        if low in vocabulary.KEPT_FIELDS:
            return self.clean(value)
        return self.names.field(low, scrub_lines(value))

    def _sap_message(self, said: str) -> str:
        """What SAP tells beside a good status: codes and messages; of a line that a log has broken, all but names."""
        try:
            told = json.loads(said)
        except (ValueError, RecursionError):
            return self.clean(said)
        return json.dumps(self._told(told), ensure_ascii=False, separators=(",", ":"))

    def _told(self, message: Any, *, inner: bool = False) -> dict[str, Any]:
        found = message if isinstance(message, dict) else {}
        kept: dict[str, Any] = {
            name: self.clean(value)
            for name, value in found.items()
            if name.lower() in _OF_MESSAGES and isinstance(value, str)
        }
        details = found.get("details")
        if isinstance(details, list) and details and not inner:
            kept["details"] = [self._told(detail, inner=True) for detail in details[:_MOST_DETAILS]]
        return kept

    def setting(self, name: str, value: str) -> str:
        """The value of a setting that can explain something: a number, a switch, a way of access, an address."""
        value = value.strip()
        if is_version(name, value):
            return value
        if vocabulary.PRIVATE_SETTING.search(name) or not value:
            return REMOVED if value else ""
        if PLAIN.fullmatch(value) or _ANSWERED.fullmatch(value):
            return value
        if vocabulary.SETTING_WORDS.search(name) and _SETTING_WORD.fullmatch(value):
            return value
        return self.names.url(value) if _ADDRESS.fullmatch(value) else REMOVED

    def target(self, target: str) -> str:
        """What a request asks for: the path without query and without the keys of records."""
        place, of_context, rest = target.partition(_CONTEXT)
        if of_context:  # of Graph: which kind of record is answered
            return f"{self.target(place)}{of_context}{self.target(rest)}"
        place, mark, _ = target.partition("?")
        place = _PARAMETER.sub(f";{REMOVED}", place)
        shown = self.names.url(place) if "://" in place else self.names.replace(place)
        if "'id-" not in shown:
            shown = _KEY.sub(r"(\1'" + REMOVED + "')", shown)
        shown = _OPAQUE.sub(lambda match: self.names.id(match[0]), shown)
        return shown + (f"?{REMOVED}" if mark else "")
