"""The evidence pack: what the next team asks for, taken from the uploads by reading them once more.

For the SAP API team one file for each failing operation of C4C, with request and response as they stand in the dump:
the vendor's guide asks for exactly that, and warns of sending the exceptions of SSI. For Microsoft one block of ids for
each failing request. Secrets are removed; bodies of the failing C4C operations stay, and a note in the folder says so.
Source: revenuegrid.com/ssi/docs/kb/articles/c4c-api-responces-and-payloads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from analyzer.intake import open_uploads
from analyzer.limits import Limits
from analyzer.model import Kind
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.scrubbing import scrub_path, without_secrets
from analyzer.readers import failing_c4c_requests, reader_for
from analyzer.readers.window import Window
from analyzer.redacting.wire_logs import redacted

MAX_FILES = 200
"""Failing operations that get a file; SAP asks for the failing one, not for all of its repetitions."""


def files(
    uploads: Sequence[str], document: Mapping[str, Any], limits: Limits, names: Pseudonyms | None = None
) -> Iterator[tuple[str, str]]:
    """Name and content of every file of the pack; with `names`, persons and machines in them become tokens.

    Raises:
        UploadError: an upload cannot be read again.
    """
    notes = []
    number = 0
    for name, text in _for_sap(uploads, limits, names):
        number += 1
        if number > MAX_FILES:
            notes.append(f"More than {MAX_FILES} operations of C4C failed; the first ones are here.")
            break
        yield f"sap-{number:03d}-{name}.txt", text
    microsoft = document["texts"]["microsoft"]
    if microsoft:
        yield "microsoft.txt", f"{microsoft}\n"
    if "-" in uploads:
        notes.append("Standard input could be read once only: failing operations of C4C in it are not here.")
    if names is not None:
        notes.append("Privacy level strict: tokens stand for persons, machines and ids, and bodies hold errors only.")
    yield "README.txt", _note(number, bool(microsoft), notes)


def _for_sap(uploads: Sequence[str], limits: Limits, names: Pseudonyms | None) -> Iterator[tuple[str, str]]:
    for source in open_uploads([upload for upload in uploads if upload != "-"], limits):
        if source.is_zip:
            continue
        chunks = source.chunks()
        first = next(chunks, b"")
        if source.sniffed.refused is not None or reader_for(source.head).kind is not Kind.C4C_DUMP:
            continue
        shown = scrub_path(source.name) if names is None else names.path(scrub_path(source.name))
        for failing in failing_c4c_requests(Window(chain([first], chunks)), limits):
            status = "no response" if failing.status is None else f"status {failing.status}"
            head = f"From {shown}, line {failing.line}: {status}.\n\n"
            safe = re.sub(r"[^A-Za-z0-9._-]", "_", shown.rpartition("/")[2])[:80].strip("._") or "operation"
            text = failing.text  # the redactor goes first: it has to know the lines of the protocol when it sees them
            if names is not None:
                text = "".join(redacted([text], "", names, Kind.C4C_DUMP, limits))
            yield safe.removesuffix(".txt"), head + without_secrets(text)


def _note(operations: int, microsoft: bool, notes: Sequence[str]) -> str:
    said = [
        "What is in this folder",
        "",
        f"sap-*.txt: {operations} failing operations of SAP Cloud for Customer with request and response, for the SAP",
        "API team. They hold business data of the customer: send them to SAP only. Passwords, tokens and cookies are",
        "removed.",
    ]
    if microsoft:
        said.append("microsoft.txt: ids of the failing requests to Exchange, for a case with Microsoft.")
    return "\n".join([*said, *notes]) + "\n"
