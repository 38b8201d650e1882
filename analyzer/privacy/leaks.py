"""The last look: finished output is searched for everything that was removed, and for the shapes of secrets.

What was removed `watch` has told by its own means; it is looked for in the bytes that are about to be written. A hit
refuses the output; the message names the kind and never the value.
"""

from __future__ import annotations

import html
import re
from collections.abc import Container, Iterable
from urllib.parse import quote

from analyzer import lazy_re
from analyzer.errors import LeakError
from analyzer.privacy import secrets
from analyzer.privacy.beginnings import LEAST, Beginnings
from analyzer.privacy.failures import is_plain
from analyzer.privacy.shapes import begun, compiled, matches
from analyzer.privacy.telling import is_said
from analyzer.privacy.watch import LONGEST, MAIL, Removed, groups, is_telling, own_part, where
from analyzer.reference.vocabulary import REMOVED

REPLACED = "an address, name, host or id that was replaced"
_NAME_BEFORE = lazy_re.compile(r"[\w.-]{1,60}\s?[=:]\s?[\"']?\Z")


def _left_of(value: str) -> list[str]:
    """What is there of a value of which something was removed: `Password=[removed]` tells nothing."""
    *before, last = own_part(value).split(REMOVED)
    return [*(_NAME_BEFORE.sub("", piece) for piece in before), last]


_SAFE = r"(?!\[?removed|\[|\{|<|%s|invalid|expired|required|undefined|redacted|\*)"
_SHAPES: tuple[tuple[str, str, str], ...] = (
    ("a bearer token", "bearer", r"\bbearer[^\S\r\n]{1,5}(?=[\w.~+/-]{0,200}\d)[\w.~+/-]{20,}"),
    ("credentials", "basic", r"\bbasic[^\S\r\n]{1,5}(?=[A-Za-z+/]{0,200}\d)[A-Za-z0-9+/]{12,}={0,2}(?![\w.-])"),
    ("a JSON web token", "eyj", r"(?<![\w+/-])(?-i:eyJ)[\w-]{8,}\.[\w-]{8,}"),
    ("a cookie", "cookie", r"\b(?:set-)?cookie2?\s{0,3}:\s{0,3}[\w!#$%.~-]{1,100}=" + _SAFE + r"[^\s;,\"'<>]{8,}"),
    ("a private key", "private key-----", r"-----begin [a-z ]{0,40}private key-----"),
    ("a signed URL", "sig=", r"[?&;]sig=" + _SAFE + r"[\w%+/-]{16,}"),
    ("a signed URL", "x-amz-signature=", r"x-amz-signature=[0-9a-f]{32,}"),
    ("a cloud key", "akia", r"(?<![\w/+-])(?-i:AKIA)[A-Z0-9]{16}(?!\w)"),
    (
        "a SAML assertion",
        "assertion",
        r"<(?:\w{1,40}:)?assertion\s[^<>]{0,400}?\b(?:issueinstant|id)=[\"'](?!\[removed)",
    ),
    ("a SAML assertion", "samlresponse", r"samlresponse=" + _SAFE + r"[\w%+/-]{20,}"),
    ("an NTLM message", "tlrmtvnt", r"(?-i:TlRMTVNT)[\w+/]{12,}"),
    (
        "a client secret",
        "client_secret",
        r"client_secret[\"']?\s{0,3}[=:]\s{0,3}[\"']?" + _SAFE + r"[^\s\"'<>&]{8,}",
    ),
    (
        "a refresh token",
        "refresh_token",
        r"refresh_token[\"']?\s{0,3}[=:]\s{0,3}[\"']?" + _SAFE + r"[^\s\"'<>&]{16,}",
    ),
    *(
        (
            "a password",
            word,
            rf"\b{word}[\"']?\s{{0,3}}[=:]\s{{0,3}}[\"']?{_SAFE}(?P<value>[^\s\"'<>&;,\[\]]{{8,}})",
        )
        for word in ("password", "passwd", "pwd", "kennwort")
    ),
)
_WHITE = lazy_re.compile(r"\\(?:[nrt]|u00[01][\da-fA-F](?:\[[\d;]{0,12}m)?)")
"""A character of control, as JSON and our reports show it, with the colour that it begins: `\\u001b[0m`."""
_DOCTYPE = 20
_END_TAG = lazy_re.compile(r"</[a-z][a-z0-9]{0,15}>")
"""Of our own page."""
_ESCAPED = lazy_re.compile(r"\\([\W_])")
_SPELLED_IN_URLS = lazy_re.compile(r"[^A-Za-z0-9_.~-]")
"""A sign that stands in a URL as its number."""


class Check:
    """A search for removed and replaced values, made once for all outputs of a case."""

    def __init__(
        self,
        removed: Removed,
        replaced: Iterable[str] = (),
        said: Iterable[str] = (),
        people: Container[str] = (),
    ) -> None:
        self.people = people
        """Names of users in lower case that are shown, though somebody wrote the same over a mail."""
        self.said = frozenset(word.lower() for word in said)
        """Names of the documents and of rules, and digests: behind `token` in a sentence of ours they look like one."""
        known = ((value.lower(), kind) for value, kind in removed.values.items())
        wanted: dict[str, str] = {value: kind for value, kind in known if value not in removed.public}
        for value, kind in [*wanted.items()]:
            if kind != MAIL and _SPELLED_IN_URLS.search(value):
                wanted.setdefault(quote(value, safe="").lower(), kind)
        for value in replaced:
            if len(value) >= LEAST:
                wanted.setdefault(value.lower()[:LONGEST], REPLACED)
        self.wanted = wanted
        self.index = Beginnings(wanted)

    def find(self, data: bytes | str, *, mail: bool = False, ours: Iterable[str] = ()) -> str | None:
        """The kind of the first leak in an output; None where there is none.

        Args:
            data: the output.
            mail: mail content is none.
            ours: what the output says whatever was uploaded, such as the style of a page, as it stands there. No shape
                is looked for in it, for its words alone cost a start a tenth; values of the upload are.
        """
        text = data if isinstance(data, str) else data.decode("utf-8", "replace")
        left = text
        for said in ours:
            left = left.replace(said, "\n")
        if left[:_DOCTYPE].lower().startswith("<!doctype html"):
            left = _END_TAG.sub("\n", left)  # a value ends before it, and has no digit of `</h3>`
        return self._shaped(_plain(left)) or self._known(_plain(text).lower(), mail=mail)

    def _shaped(self, plain: str) -> str | None:
        low = plain.lower()
        for kind, needle, pattern in _SHAPES:
            found = compiled(pattern).finditer(plain) if needle in low else ()
            if any(is_telling(match[match.lastgroup]) if match.lastgroup else True for match in found):
                return kind
        coded = low.encode("utf-8", "replace")
        words = where(coded, mail=True)
        searched, asked = begun(plain)
        for group in groups(secrets.SHAPES):
            if group.words.isdisjoint(words):
                continue
            present = group.present(group.standing(words, coded))
            for shape in group.shapes:
                found = matches(shape, searched, asked, present)
                lefts = (left for match in found for left in _left_of(match["value"]))
                if any(is_telling(left) and left.lower() not in self.said for left in lefts):
                    return shape.kind
        return None

    def _known(self, low: str, *, mail: bool) -> str | None:
        for start, stop in self.index.places(low):
            kind = self.wanted[low[start:stop]]
            if kind == MAIL and (mail or self._tells_nothing(low[start:stop])):
                continue
            apart = not low[start - 1 : start].isalnum() and not low[stop : stop + 1].isalnum()
            if apart or stop - start >= 16:  # so much of a secret is one, whatever stands around it
                return kind
        return None

    def _tells_nothing(self, said: str) -> bool:
        """Whether a subject tells nothing of anybody, quotes an error, or is the name of a user the report is about.

        What servers say may be the same: `Access to the mailbox`, and `Access to the mailbox was denied`.
        """
        return said in self.people or is_said(said) or is_plain(said)

    def refuse(self, path: str, data: bytes | str, *, mail: bool = False, ours: Iterable[str] = ()) -> None:
        """Look at one output, as `find` does.

        Raises:
            LeakError: something is in it that must not be; the message says what kind, never the value.
        """
        if (kind := self.find(data, mail=mail, ours=ours)) is not None:
            raise LeakError(f"{path}: not written: the leak check found {kind} in it; please report this")


def _plain(text: str) -> str:
    """A text without the escapes of markup and JSON."""
    plain = html.unescape(text) if "&" in text else text
    return _ESCAPED.sub(r"\1", _WHITE.sub(_white, plain)) if "\\" in plain else plain


def _white(found: re.Match[str]) -> str:
    return "\n" if found[0] in ("\\n", "\\r") else " "
