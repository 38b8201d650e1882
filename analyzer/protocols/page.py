"""A page or a text that answers in the place of a service: portals, AD FS, proxies, log-on forms, error pages.

Samples: `<html><head><title>502 Bad Gateway</title></head>…` (nginx), `<title>Error 500 Server Error</title>` (Jetty),
`<title>IIS 10.0 Detailed Error - 404.0 - Not Found</title>`. Only the title or the first heading is kept, and a status
that it names, and a sentence of SAP that tells what is to be done (`sap_page.sentence`).
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.markup import unescape
from analyzer.model import Form
from analyzer.protocols import sap_page
from analyzer.protocols.said import Said

_TITLE = lazy_re.compile(r"<title\b[^<>]{0,200}>([^<>]{0,300})</title", re.IGNORECASE)
_HEADING = lazy_re.compile(r"<h[1-3]\b[^<>]{0,200}>((?:[^<>]{1,300}+|<(?!/?h)[^<>]{0,100}>){0,12}+)</h", re.IGNORECASE)
_TAG = lazy_re.compile(r"<[^<>]{0,200}>")
_STATUS = lazy_re.compile(
    r"(?:\b(?:error|status|http|code|fehler|erreur|errore|fout|fel|hiba)\b|b\u0142\u0105d|\u043e\u0448\u0438\u0431\u043a\u0430|\u30a8\u30e9\u30fc)"
    r"[\s:#/\u2013-]{0,5}(?:code|status|error|HTTP)?[\s:#\u2013-]{0,5}(?<![\d.])([45]\d\d)(?!\d)"
    r"|(?<![\d.:,-])([45]\d\d)(?:\.\d{1,2})?\s{0,3}[-:\u2013|]?\s{0,3}(?:error\b|bad\b|unauthori[sz]ed|forbidden|not\b|method\b|proxy\b"
    r"|request\b|conflict|gone\b|too many|internal\b|server\b|service\b|gateway\b|temporar|access\b|authentication\b)"
    r"|\A\s{0,9}([45]\d\d)\s{0,9}\Z",
    re.IGNORECASE,
)
_ADVICE = lazy_re.compile(
    r"\b(?:how|why|what|guide|blog|forum|documentation|tutorial|learn|wie|comment|c\u00f3mo|come)\b"
    r"|\bfix(?:e[ds]|ing)?\b|\b(?:solv|troubleshoot|beheb|l\u00f6s(?:en|ung)|resol|risol|r\u00e9sou)|\?",
    re.IGNORECASE,
)
"""Words of a page about an error, which is no answer with that status."""
_PASSWORD = lazy_re.compile(r"<input\b[^<>]{0,400}\btype\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_SEARCHED = 64 << 10
"""Characters of a page that are looked at; titles and log-on forms stand well before that."""


def read(body: str) -> Said:
    """What a page says of itself."""
    head = body[:_SEARCHED]
    if (of_sap := sap_page.read(head)) is not None:
        return of_sap
    said = [_plain(found[1]) for pattern in (_TITLE, _HEADING) if (found := pattern.search(head))]
    named = next((found for text in said if (found := _STATUS.search(text)) and not _ADVICE.search(text)), None)
    status = int(named[1] or named[2] or named[3]) if named else None
    form = Form.SIGN_IN if _PASSWORD.search(head) else Form.PAGE
    text = next((text for text in said if text), "")[:200]
    known = sap_page.sentence(head)
    return Said(
        form=form, status=status, text=text if known.lower() in text.lower() else f"{text}: {known}".lstrip(": ")
    )


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).split())
