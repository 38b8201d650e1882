"""What may be shown: secrets are taken out of every text before it is kept.

Readers hand on no header field that is not listed as harmless, and no request or response body. What can still hold a
secret is free text: fault and exception texts, log lines, reason phrases. `scrub` is for those. It removes too much
rather than too little: behind a word such as `password` everything to the end of the value goes, whatever it is.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from functools import lru_cache, partial

from analyzer import lazy_re
from analyzer.privacy import secrets, spellings
from analyzer.privacy.edits import edited
from analyzer.reference import vocabulary
from analyzer.reference.passwords import stem

REMOVED = "[removed]"
_SHORT = 300

_WORDS = (
    *vocabulary.SECRET_WORDS,
    *(
        r"pass",
        r"sessid",
        r"csrf",
        r"api-?key",
        r"(?:access|account|private)[-_]?key",
        r"sso2",
        r"sas_?key",
        r"context-id",
    ),
    *(r"\bpw\b", r"code_verifier", r"code_challenge", r"samlart", r"session", r"token", r"credentials?"),
)
_KEY = rf"[\w.-]{{0,40}}(?:{'|'.join(_WORDS)})[\w.-]{{0,40}}"
_STEMS = tuple(dict.fromkeys(map(stem, _WORDS)))
_SEPARATOR = (
    r"(?:\\{0,15}[\"'\]]|&(?:amp;){0,3}quot;|%(?:25){0,3}22){0,2}\s{0,5}"
    r"(?:[:=,]>?|->|>|%(?:25){0,3}3[aAdD]|\bis\b|\bist\b|\s(?=[\"']))"
    r"(?!\s{0,5}(?:\[removed|invalid|expired|not\b|required|missing|wrong|null\b|empty|the\b|an?\b|no\b|too\b|locked"
    r"|incorrect))"
    r"\s{0,5}(?:\[|\(|b(?=[\"']))?\s{0,5}"
)
_VALUE = (
    r"(?:\\{1,15}\"(?:(?!\\{1,15}\").){0,4000}+(?:\\{1,15}\")?|\"(?:[^\"\\]|\\.)*+\"?|'(?:[^'\\]|\\.)*+'?"
    r"|&(?:amp;){0,3}quot;.{0,2000}?(?:&(?:amp;){0,3}quot;|\Z)|[^\s\"'<>](?:[^\"'<>\n]|(?<=\S)[\"'<>](?=[\w!?$%&#*+.-]))*+)"
)

_FIELD = r"\b((?:proxy-)?authorization|set-cookie2?|cookie)\b([\"'\\]{0,3}\s{0,5}[:=,]\s{0,5})[^\r\n]*+"
_FIELD_IN_TABLE = r"(?m:^)([ \t]{0,20}(?:(?:proxy-)?authorization|set-cookie2?|cookie)(?:\t| {2})[ \t]{0,40})[^\r\n]++"
"""A row of a table of header fields, which has no colons."""
_SCHEME = (
    r"\b(bearer|basic|negotiate|ntlm|kerberos|digest)\s{1,5}"
    r"(?!token|auth|scheme|required|challenge|header|realm|login|is\b|was\b|not\b|or\b|and\b|the\b|for\b)[\w+/.~=-]{4,}+"
)
_ELEMENT = (
    rf"<(?:\w{{1,40}}:)?({vocabulary.any_of((*vocabulary.SIGNED, 'AttributeValue', 'Password', 'Secret'))})\b"
    r".*?(?:</(?:\w{1,40}:)?\1>|\Z)"
)
_SECRETIVE = rf"[\w:.-]{{0,40}}(?:{'|'.join(vocabulary.SECRET_WORDS)})[\w.-]{{0,40}}"
_FOLDED = r"(?m:^)((?:proxy-)?authorization|set-cookie2?|cookie)\s{0,5}:[^\r\n]*+(?:\r?\n[ \t]++[^\r\n]*+)++"
_NAMED_ELEMENT = rf"<({_SECRETIVE})(\s[^<>]{{0,400}})?>(?:<!\[CDATA\[.{{0,4000}}?(?:\]\]>|\Z)|[^<>]{{1,4000}}+)"
_NAMED_VALUE = (
    rf"(\b(?:name|key|id)\s{{0,5}}=\s{{0,5}}[\"']{_SECRETIVE}[\"']\s{{1,20}}val(?:ue)?\s{{0,5}}=\s{{0,5}})"
    r"(?:\"[^\"]*+\"?|'[^']*+'?)"
)
_SAID = (
    r"\b((?:pass(?:word|wd)|pwd?|kennwort|token)\s{1,5}|secret provided\s?:\s?)"
    r"(?!for\b|of\b|is\b|was\b|has\b|might\b|expired|must\b|or\b|and\b|to\b)"
    r"(?=\S{0,100}\d)\S++"
)
_SHORT_FORM = (
    r"\b((?:passwd|kennwort|pin|otp)(?:\s{0,3}[:=]\s{0,3}|\s{1,3}(?=\S{0,100}\d))|NetworkCredential\([^,()]{0,200},\s?|\s(?:-u|--user)\s[^\s:]{1,80}:)"
    r"[^\s\"'<>)]++"
)
_LT, _GT = r"(?:&(?:amp;){0,3}lt;|\\{1,15}u003c)", r"(?:&(?:amp;){0,3}gt;|\\{1,15}u003e)"
_ESCAPED_ELEMENT = rf"({_LT}{_SECRETIVE}(?:\s[^<>&\\]{{0,400}})?{_GT})(?:(?!{_LT})[^<>]){{1,4000}}+"
_QUERY = r"([?&](?:code|sig|key|state|nonce|id_token|ticket)=)[^\s&\"'<>]++"
_PRIVATE_KEY = r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----.*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|\Z)"

_FIELDS = ("authorization", "cookie")
_ANY = ("",)
_SECRETS = tuple(
    (needles, lazy_re.compile(pattern, re.IGNORECASE | re.DOTALL), replacement)
    for needles, pattern, replacement in (
        (_FIELDS, _FOLDED, rf"\1: {REMOVED}"),
        (("val",), _NAMED_VALUE, rf"\1{REMOVED}"),
        (("<",), _NAMED_ELEMENT, rf"<\1>{REMOVED}"),
        (("lt;", "u003c"), _ESCAPED_ELEMENT, rf"\1{REMOVED}"),
        (
            _FIELDS,
            _FIELD,
            rf"\1\2{REMOVED}",
        ),  # whole fields of HTTP, wherever they are quoted: the rest of the line goes
        (_FIELDS, _FIELD_IN_TABLE, rf"\1{REMOVED}"),
        (_ANY, _SCHEME, rf"\1 {REMOVED}"),
        (("<",), _ELEMENT, REMOVED),
        (_STEMS, rf"((?<![\w.-]){_KEY}{_SEPARATOR}){_VALUE}", rf"\1{REMOVED}"),
        (_ANY, _SAID, rf"\1{REMOVED}"),
        (_ANY, _SHORT_FORM, rf"\1{REMOVED}"),
        (("?", "&"), _QUERY, rf"\1{REMOVED}"),
        (("private key",), _PRIVATE_KEY, REMOVED),
    )
) + tuple(
    (needles, lazy_re.compile(pattern), REMOVED)
    for needles, pattern in (
        (("eyj",), r"\beyJ[\w-]{5,}+(?:\.[\w-]++){0,4}"),  # JSON web token
        (("tlrmtvnt",), r"\bTlRMTVNT[\w+/=]++"),  # NTLMSSP
        (("akia",), r"(?<![\w/+-])AKIA[A-Z0-9]{16}(?!\w)"),  # access key of a cloud
        (("gh", "xox"), r"\b(?:gh[pousr]_[A-Za-z0-9]{16,}|xox[abeprs]-[\w-]{10,})"),  # tokens of code hosts and chats
        (("yi",), r"\bYI[A-Za-z0-9+/=]{10,}+"),  # SPNEGO
        (("0.a", "1.a"), r"\b[01]\.A[\w-]{60,}+"),  # Entra refresh token
        (_ANY, r"(?<![\w/+.-])(?=[\w+/-]{0,300}\d)(?=[\w+/-]{0,300}[A-Z])[\w+/-]{64,}+={0,2}"),  # any long opaque value
        (
            ("/",),
            r"(?<![\w+-])(?=[\w+-]{0,300}\d)(?=[\w+-]{0,300}[A-Z])[\w+-]{64,}+={0,2}",
        ),  # the same as a part of a path
    )
)
"""What goes, by what stands in every such text: words in lower case of which it holds one, or it is not searched."""

_WRITTEN = vocabulary.any_of((*vocabulary.WRITTEN, vocabulary.BODY))
_CONTENT = (
    (
        ("attachment", "content"),
        # what is attached, and its name
        lazy_re.compile(
            rf"((?:<|{_LT})(?:\w{{1,40}}:)?(?:(?:File|Item|Reference)Attachment|Content(?:Bytes)?)(?:>|{_GT})).*?"
            rf"(?=(?:<|{_LT})/(?:\w{{1,40}}:)?(?:\w{{4,9}}Attachment|Content)|\Z)",
            re.IGNORECASE | re.DOTALL,
        ),
        rf"\1{REMOVED}",
    ),
    (
        ("</",),
        lazy_re.compile(rf"(?:\A|(?<=[<>]))[^<>]*+</(?:\w{{1,40}}:)?(?:{_WRITTEN})\s*>", re.IGNORECASE),
        REMOVED,
    ),  # its start is lost
    (
        ("&lt;/",),
        lazy_re.compile(
            rf"(?:\A|(?<=&gt;))(?:(?!&[lg]t;).)*+&lt;/(?:\w{{1,40}}:)?(?:{_WRITTEN})\s*&gt;", re.IGNORECASE | re.DOTALL
        ),
        REMOVED,
    ),
    (
        ("subject", "betreff"),
        lazy_re.compile(rf"(\b(?:Subject|Betreff)\b{_SEPARATOR}){_VALUE}", re.IGNORECASE | re.DOTALL),
        rf"\1{REMOVED}",
    ),
    (
        ("<",),
        lazy_re.compile(rf"<(?:\w{{1,40}}:)?({_WRITTEN})\b.*?(?:</(?:\w{{1,40}}:)?\1>|\Z)", re.IGNORECASE | re.DOTALL),
        REMOVED,
    ),
    (
        ("lt;", "u003c"),
        lazy_re.compile(
            rf"{_LT}(?:\w{{1,40}}:)?({_WRITTEN})\b"
            rf".*?(?:{_LT}/(?:\w{{1,40}}:)?\1{_GT}|\Z)",
            re.IGNORECASE | re.DOTALL,
        ),
        REMOVED,
    ),
    (
        ('"',),
        lazy_re.compile(rf'("(?:{_WRITTEN})"\s{{0,5}}:\s{{0,5}})"(?:[^"\\]|\\.)*+"?', re.IGNORECASE | re.DOTALL),
        rf"\1{REMOVED}",
    ),
    (
        ("element is invalid",),
        # what a validator of schemas says of an element that holds content
        lazy_re.compile(
            rf"((?:{_WRITTEN}|Location|DisplayName)' element is invalid - The value )'[^']*+'?", re.IGNORECASE
        ),
        rf"\1{REMOVED}",
    ),
)


Replace = Callable[[str, re.Match[str]], str]
Patterns = tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...]
Shapes = tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]


def _expanded(replacement: str, match: re.Match[str]) -> str:
    return match.expand(replacement)


def _expanded_on_lines(replacement: str, match: re.Match[str]) -> str:
    new = match.expand(replacement)
    return new + "\n" * (match[0].count("\n") - new.count("\n"))


@lru_cache(maxsize=4)
def _shapes(shapes: tuple[secrets.Shape, ...]) -> Shapes:
    """The shapes of the table, compiled when one of them is first needed."""
    return tuple((shape.needles, lazy_re.compile(shape.pattern, re.IGNORECASE)) for shape in shapes)


def _without_shapes(text: str, without: Callable[[re.Match[str]], str] | None = None) -> str:
    """The text without what has one of the shapes of the table; no such value has a line end in it."""
    low = text.lower()
    for needles, pattern in _shapes(secrets.SHAPES):
        if any(needle in low for needle in needles):
            text = pattern.sub(without or _without_value, text)
    return text


def _without_value(match: re.Match[str]) -> str:
    start, stop = match.start("value") - match.start(), match.end("value") - match.start()
    return match[0] if match["value"].startswith(REMOVED) else f"{match[0][:start]}{REMOVED}{match[0][stop:]}"


def _value_hidden(match: re.Match[str]) -> str:
    if match["value"].startswith(REMOVED):
        return match[0]
    start, stop = match.start("value") - match.start(), match.end("value") - match.start()
    return match[0][:start] + _HIDDEN * (stop - start) + match[0][stop:]


_HIDDEN = "\ue000"
"""Stands in the place of each character that goes: a text that is read through its escapes must keep its length."""
_GONE = lazy_re.compile(f"{_HIDDEN}+")
_CODED = lazy_re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/]{24,}+={0,2}(?![\w+/=-])")


def _hidden(replacement: str, match: re.Match[str]) -> str:
    """The match with `_HIDDEN` for what its replacement drops."""
    kept = match.end(2) if "\\2" in replacement else match.end(1) if "\\1" in replacement else match.start()
    if replacement.startswith("<"):
        kept = match.start() + match[0].index(">") + 1
    return match[0][: kept - match.start()] + _HIDDEN * (match.end() - kept)


def _inside(text: str, patterns: Patterns) -> str:
    """The text without what only shows when its escapes are read, as often as they were written."""
    read = spellings.inner(text)
    if read is None:
        return text
    said, back = read
    shown = _cleaned(_without_shapes(said, _value_hidden), patterns, _hidden)
    gone = [(back(found.start()), back(found.end())) for found in _GONE.finditer(shown)]
    return edited(text, [(start, stop, REMOVED + "\n" * text.count("\n", start, stop)) for start, stop in gone])


def _coded(match: re.Match[str]) -> str:
    """What stands for a stretch of base64: nothing where it holds a text of several words, or markup."""
    try:
        said = base64.b64decode(match[0] + "=" * (-len(match[0]) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return match[0]
    return REMOVED if said.isprintable() and any(mark in said for mark in " <{=:") else match[0]


def _cleaned(text: str, patterns: Patterns, replace: Replace) -> str:
    low = text.lower()
    for needles, pattern, replacement in patterns:
        if any(needle in low for needle in needles):
            text = pattern.sub(partial(replace, replacement), text)
    return text


def without_secrets(text: str) -> str:
    """The text without secrets, but with what people wrote: only for the evidence that SAP asks for."""
    return _inside(_cleaned(_without_shapes(text), _SECRETS, _expanded), _SECRETS)


def scrub(text: str) -> str:
    """The text without credentials, tokens, cookies, passwords and keys, and without subjects and bodies."""
    return _scrub_short(text) if len(text) <= _SHORT else _scrub(text)


def scrub_lines(text: str) -> str:
    """What `scrub` gives, on as many lines as before: places in a text stay where they are."""
    clean = _cleaned(_without_shapes(text), (*_SECRETS, *_CONTENT), _expanded_on_lines)
    return _CODED.sub(_coded, _inside(clean, (*_SECRETS, *_CONTENT)))


def scrub_path(path: str) -> str:
    """The path with each of its names scrubbed by itself: a long path is no opaque value."""
    return "/".join(map(scrub, path.split("/")))


@lru_cache(maxsize=4096)
def _scrub_short(text: str) -> str:
    """Header values and error texts are the same again and again."""
    return _scrub(text)


def _scrub(text: str) -> str:
    clean = _cleaned(_cleaned(_without_shapes(text), _SECRETS, _expanded), _CONTENT, _expanded)
    return _CODED.sub(_coded, _inside(clean, (*_SECRETS, *_CONTENT)))
