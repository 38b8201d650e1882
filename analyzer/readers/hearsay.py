"""Texts in which people speak of errors: mails and release notes. What they name may have happened elsewhere, or never.

Samples:

    From: Anna Berg <anna@contoso.example>              # Release notes 4.2
    Subject: What does (401) Unauthorized mean?         - Fixed: "(401) Unauthorized" was shown too late

A mail may hold the error that it is about, so it is read as any text, and what only it tells is a hint
(`rules/confidence.py`). Release notes tell of no case at all. Sources: RFC 5322; keepachangelog.com.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.markup import decode
from analyzer.model import Note, Record
from analyzer.readers.notes import Notes
from analyzer.readers.recognition import Sign, Strength, without_mark
from analyzer.readers.window import Window
from analyzer.reference.vocabulary import MAIL_FIELDS, MAIL_SENDERS, MAIL_SENT, SUBJECTS, any_of, lower

_FIELD = lazy_re.compile(
    rf"(?P<name>{any_of((*MAIL_FIELDS, *MAIL_SENDERS, *MAIL_SENT))}|Para|Aan|À"
    r"|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|X-[\w-]{1,60})[ \t\xa0]{0,3}:",
    re.IGNORECASE,
)
_MAILED = lower(SUBJECTS)
_LINES_OVER_A_MAIL = 60
_NOTES = lazy_re.compile(
    r"[\s#*=_>-]{0,10}(?:[\w.+–—-]{1,40} ){0,5}"
    r"(?:release notes?|change ?log|what[’']?s new|version history|versionshinweise"
    r"|neuerungen|änderungsprotokoll|notes de (?:version|publication)|notas de (?:la )?versión|notas de lançamento"
    r"|note (?:di|sulla) (?:rilascio|versione))\b[^\n]{0,80}\n",
    re.IGNORECASE,
)
_POINT = lazy_re.compile(r"^[ \t]{0,8}(?:[-*•+]|\d{1,3}[.)])[ \t]{1,4}\S", re.MULTILINE)
_RECORDED = lazy_re.compile(
    r"\d\d:\d\d:\d\d|^[ \t]{0,8}HTTP/\d|^[ \t]{0,8}<[?!A-Za-z]|^[ \t]{0,8}(?:at|Caused by:) ?\S{1,200}\(", re.MULTILINE
)
"""What a program wrote: a time, a head, markup, a stack. With it a text is more than notes."""


def is_mail(head: bytes) -> bool:
    """It begins with the fields of a mail, a subject among them."""
    lines = decode(without_mark(head[:16_384])).split("\n")[:_LINES_OVER_A_MAIL]
    names: set[str] = set()
    for line in lines:
        field = _FIELD.match(line)
        if field is not None:
            names.add(field["name"].lower())
        elif not line.strip() or (line[:1] not in (" ", "\t") and not names):
            break
    return len(names) >= 3 and not names.isdisjoint(_MAILED)


def weigh(head: bytes) -> Sign | None:
    """Release notes have a title that says so, points, and nothing that a program wrote."""
    text = decode(without_mark(head))
    if _NOTES.match(text) is None or _RECORDED.search(text) is not None:
        return None
    return Sign(Strength.WHOLE) if len(_POINT.findall(text)) > 1 else None


def read(_window: Window, _limits: Limits, notes: Notes) -> Iterator[Record]:
    """Nothing: what release notes say of errors happened to nobody here."""
    notes.warn(Note.RELEASE_NOTES)
    yield from ()
