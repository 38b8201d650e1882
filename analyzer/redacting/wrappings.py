r"""Logs in which something wrote its own words before every line: redacted without these, which then come back.

Sample: `{"log":"< HTTP/1.1 401 Unauthorized\n","stream":"stderr","time":"…"}` of docker; the others that
`readers/wrapped.py` knows. A line stays a line, so each finds its words again.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.scrubbing import scrub_lines
from analyzer.readers import wrapped
from analyzer.readers.recognition import FIRST_PART
from analyzer.redacting.wire_logs import lines_in
from analyzer.reference.vocabulary import REMOVED

Wrap = Callable[[str], str]
"""Puts the words round a line back."""
_KEPT = ("stream", "time")
"""Members of a line of docker that name nobody."""


def unwrapping(head: bytes) -> wrapped.Unwrap | None:
    """What takes the words away, where a document that begins so has some."""
    return wrapped.of(head[:FIRST_PART])


def head_without(head: bytes, unwrap: wrapped.Unwrap) -> bytes:
    """The first part of the document without them."""
    return wrapped.text_without(head.decode("utf-8", "replace"), unwrap).encode("utf-8", "replace")


def redacted_inside(
    texts: Iterable[str],
    unwrap: wrapped.Unwrap,
    names: Pseudonyms,
    redacted: Callable[[Iterable[str]], Iterator[str]],
) -> Iterator[str]:
    """The text of a document, redacted without the words before its lines."""
    wraps: deque[Wrap] = deque()

    def plain() -> Iterator[str]:
        for line in lines_in(texts):
            said = unwrap(line)
            wraps.append(_around(line, said, names))
            yield f"{said}\n"

    half = ""
    for text in redacted(plain()):
        *lines, half = (half + text).split("\n")
        for line in lines:
            yield f"{wraps.popleft()(line) if wraps else line}\n"
    if half:
        yield f"{wraps.popleft()(half) if wraps else half}\n"


def _around(line: str, said: str, names: Pseudonyms) -> Wrap:
    """What puts back the words that were taken off a line."""
    if line.startswith("{") and said != line:
        return _of_docker(line, said, names)
    kept = 0 if line.endswith(said) else _alike(line, said)
    before = line[kept : len(line) - len(said) + kept]
    shown = names.replace(scrub_lines(before)) if before.strip() else before
    time = said[:kept]
    return lambda new: time + shown + new.removeprefix(time) if kept else shown + new


def _of_docker(line: str, said: str, names: Pseudonyms) -> Wrap:
    entry = json.loads(line)
    log = entry["log"]
    ends = log[len(log.rstrip("\r\n")) :]
    time = f"{entry.get('time')} " if said.startswith(f"{entry.get('time')} ") else ""
    others = {name: value if name in _KEPT else REMOVED for name, value in entry.items() if name != "log"}

    def wrap(new: str) -> str:
        shown = {name: f"{new.removeprefix(time)}{ends}" if name == "log" else others[name] for name in entry}
        return json.dumps({names.replace(name): value for name, value in shown.items()}, ensure_ascii=False)

    return wrap


def _alike(line: str, said: str) -> int:
    """How long the two begin alike: the time of a line stays where the lines have none of their own."""
    length = 0
    while length < min(len(line), len(said)) and line[length] == said[length]:
        length += 1
    return length
