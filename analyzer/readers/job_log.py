"""The job log: what the connectors and the engine did, line by line.

The only published line is `INFO TID:79 [SiteInMemory:C4CConnector]`; the component says which side a line is about.
Source: revenuegrid.com/ssi/docs/kb/articles/c4c-api-responces-and-payloads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec.structs import replace

from analyzer import lazy_re
from analyzer.limits import Limits
from analyzer.model import Place, Record, System
from analyzer.readers.messages import messages
from analyzer.readers.notes import Notes
from analyzer.readers.plain_text import paragraphs
from analyzer.readers.window import Window

SIGNS = lazy_re.compile(rb"^[^<\n]{0,80}\b[A-Z]{4,11} TID:\d{1,20} \[[^\]:\n]{1,80}:[^\]\n]{1,80}\]", re.MULTILINE)

_NO_THREAD = "job log"
"""Before the number of a thread: they are those of SSI, not of a dump, and must pair with no request."""


def read(window: Window, limits: Limits, notes: Notes) -> Iterator[Record]:
    """Every message; threads of this log are not those of a dump, so they pair nothing."""
    for line, text in paragraphs(window, limits):
        for message in messages(text, Place(line, system=System.UNKNOWN), limits):
            if message.timed:
                notes.clock(message.offset)
            yield replace(message, narrated=True, at=replace(message.at, thread=f"{_NO_THREAD} {message.at.thread}"))
