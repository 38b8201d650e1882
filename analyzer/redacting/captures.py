"""Rewrites browser captures: of a HAR file what tells requests, answers and their SOAP; of a SAZ its raw messages."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from analyzer import lazy_re
from analyzer.errors import DocumentError
from analyzer.limits import Limits
from analyzer.model import Form, Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.protocols import form_of
from analyzer.readers.http_capture import content_of, entries_of
from analyzer.readers.notes import Notes
from analyzer.redacting.rewriter import Redactor
from analyzer.reference.vocabulary import REMOVED

_EPOCH = (1980, 1, 1, 0, 0, 0)
_RAW = lazy_re.compile(r"raw/\d{1,30}_[cs]\.txt|\[Content_Types\]\.xml", re.IGNORECASE)


def redacted_har(text: str, names: Pseudonyms, limits: Limits) -> str:
    """A HAR file with the same entries; one that broke off has no end afterwards, so that nobody takes it for whole.

    Raises:
        DocumentError: it is no complete HAR file, or has more parts than any browser writes.
    """
    if text.count("[") + text.count("{") > limits.json_nodes or text.count(",") > limits.json_nodes * 8:
        raise DocumentError("it has more parts than any browser writes")
    notes = Notes(limits)
    try:
        entries = entries_of(text.encode("utf-8", "replace"), notes)
    except RecursionError as error:
        raise DocumentError(f"it is no complete HAR file ({type(error).__name__})") from None
    made = []
    for entry in entries:
        with suppress(KeyError, TypeError, ValueError, AttributeError):  # one that is not complete costs itself
            made.append(_entry(entry, names, limits))
    if not made and '"request"' in text:
        raise DocumentError("none of its entries is complete")
    whole = json.dumps({"log": {"version": "1.2", "entries": made}}, ensure_ascii=False, indent=1) + "\n"
    return whole[: whole.rindex("]")] if notes.cut else whole


def _entry(entry: dict[str, Any], names: Pseudonyms, limits: Limits) -> dict[str, Any]:
    request, response = entry["request"], entry["response"]
    redactor = Redactor(names, Kind.HAR, limits)
    asked = content_of(request.get("postData") or {}, limits) or ""
    answered = content_of(response.get("content") or {}, limits) or ""
    new: dict[str, Any] = {
        "startedDateTime": entry.get("startedDateTime"),
        "time": entry.get("time"),
        "request": {
            "method": redactor.words.clean(str(request["method"])[:20]),
            "url": redactor.words.target(str(request["url"])),
            "headers": _fields(request.get("headers"), redactor),
        },
        "response": {
            "status": response.get("status"),
            "statusText": redactor.words.clean(str(response.get("statusText") or "")[:500]),
            "headers": _fields(response.get("headers"), redactor),
            "content": {"text": _body(answered, names, limits)},
        },
    }
    if asked:
        new["request"]["postData"] = {"text": _body(asked, names, limits)}
    return new


def _fields(fields: Any, redactor: Redactor) -> list[dict[str, str]]:
    found = [field for field in fields if isinstance(field, dict)] if isinstance(fields, list) else []
    pairs = [(str(field.get("name"))[:200], str(field.get("value"))) for field in found]
    return [{"name": redactor.words.clean(name), "value": redactor.words.field(name, value)} for name, value in pairs]


def _body(text: str, names: Pseudonyms, limits: Limits) -> str:
    """A body of a request or an answer: SOAP, JSON, the parts of a batch, a page; of any other text nothing."""
    if text.strip() in ("{}", "[]", "null"):
        return text
    form = form_of(text)
    if form is Form.EMPTY or (form is Form.TEXT and not text.lstrip().startswith("--")):
        return REMOVED if text else ""
    redactor = Redactor(names, Kind.EXCHANGE_DUMP if form is Form.SOAP else Kind.C4C_DUMP, limits)
    redactor.lines.in_body = True
    return redactor.feed(text[: limits.frame]) + redactor.finish()


def redacted_saz(
    data: bytes,
    names: Pseudonyms,
    limits: Limits,
    damaged: Callable[[str], None] = lambda _: None,
    cut: Callable[[str], str] = str,
) -> bytes:
    """A Fiddler capture with its raw requests and answers; its index and the notes of the program are left out.

    Args:
        data: the capture.
        names: tokens by what they stand for.
        limits: what it may cost.
        damaged: told the kind of damage of a member, which costs itself.
        cut: takes from a text what an earlier turn left in it.

    Raises:
        DocumentError: it is damaged or encrypted as a whole.
    """
    out = io.BytesIO()
    written, error = 0, None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
            for name in filter(_RAW.fullmatch, old.namelist()):
                try:
                    with old.open(name) as stream:
                        text = stream.read(limits.frame).decode("utf-8", "replace")
                except MemoryError:
                    raise
                except Exception as raised:  # noqa: BLE001 - a damaged or encrypted member raises many kinds
                    error = error or type(raised).__name__
                    continue
                redactor = Redactor(names, Kind.EXCHANGE_DUMP, limits)
                shown = text if name.startswith("[") else redactor.feed(text) + redactor.finish()
                new.writestr(zipfile.ZipInfo(name, _EPOCH), cut(shown).encode(), zipfile.ZIP_DEFLATED)
                written += 1
    except MemoryError:
        raise
    except Exception as raised:  # noqa: BLE001 - so does an archive
        raise DocumentError(type(raised).__name__) from None
    if error is not None and not written:
        raise DocumentError(error)
    if error is not None:
        damaged(error)
    return out.getvalue()
