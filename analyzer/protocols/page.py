"""A page or a text that answers in the place of a service: portals, AD FS, proxies, log-on forms, error pages.

Sample: `<html><head><title>502 Bad Gateway</title></head>…`. Only the title is kept, and a status that it names.
"""

from __future__ import annotations

import re

from analyzer.markup import unescape
from analyzer.model import Form
from analyzer.protocols.said import Said

_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<>]{0,300})</title", re.IGNORECASE)
_STATUS = re.compile(r"(?<![\d.:])([45]\d\d)(?![\d.])")
_PASSWORD = re.compile(r"<input\b[^<>]{0,400}\btype\s{0,3}=\s{0,3}[\"']?password", re.IGNORECASE)
_SEARCHED = 64 << 10
"""Characters of a page that are looked at; titles and log-on forms stand well before that."""


def read(body: str) -> Said:
    """What a page says of itself."""
    head = body[:_SEARCHED]
    title = _TITLE.search(head)
    said = " ".join(unescape(title[1]).split()) if title else ""
    named = _STATUS.search(said)
    form = Form.SIGN_IN if _PASSWORD.search(head) else Form.PAGE
    return Said(form=form, status=int(named[1]) if named else None, text=said[:200])
