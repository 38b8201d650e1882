"""What is attacked, each a function of bytes that raises where something is wrong. Needs nothing but the package.

An error that is raised on purpose (`AnalyzerError`, and `ValueError` of a redactor) is an answer; all else is a fault.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from analyzer import protocols
from analyzer.analysis import Options, analyze_sources
from analyzer.errors import AnalyzerError
from analyzer.intake.archives import documents
from analyzer.intake.guarded import Budget
from analyzer.limits import DEFAULT
from analyzer.model import Form
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.protocols import autodiscover, ews, graph, odata, page, sap_page, token, unnamed
from analyzer.readers import ANY_MARKUP, ANY_TEXT, READERS, Reader, zip_reader_for
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from analyzer.redacting import redact, redacted_text
from analyzer.redacting.tables import redacted_csv, redacted_workbook
from analyzer.reference import services
from analyzer.report import document, html, saved
from analyzer.rules import catalogue

LIMITS = replace(DEFAULT, frame=1 << 16, held=1 << 20)
"""Small enough that inputs of some kilobytes reach the caps."""

Target = Callable[[bytes], None]


def case(data: bytes) -> None:
    """A whole case, from the upload to the page; nothing of it may stop the analysis."""
    sources = documents("upload", io.BufferedReader(io.BytesIO(data)), Budget(LIMITS))
    found = analyze_sources(sources, catalogue.load(), Options(limits=LIMITS))
    html.render(document.build(found))


def upload(data: bytes) -> None:
    """Archives and encodings: every document of an upload, read to its end."""
    for source in documents("upload", io.BufferedReader(io.BytesIO(data)), Budget(LIMITS)):
        for _ in source.chunks():
            pass


def reader(read: Reader, data: bytes) -> None:
    """One reader, whatever the input looks like."""
    for _ in read.read(Window([data]), LIMITS, Notes(LIMITS)):
        pass


def workbook(data: bytes) -> None:
    """What is a zip file by itself."""
    one = zip_reader_for(data, LIMITS)
    for _ in one.read(data, LIMITS, Notes(LIMITS)) if one is not None else ():
        pass


def body(data: bytes) -> None:
    """An answer of any protocol, from any service."""
    text = data.decode("utf-8", "replace")
    for service in (services.OTHER, services.EWS, services.GRAPH, services.ODATA, services.SAP, services.TOKEN):
        protocols.read(text, LIMITS, service)


def envelope(data: bytes) -> None:
    """A SOAP envelope, whole or cut."""
    ews.read(data, LIMITS)
    ews.read(data, LIMITS, complete=False)


def of_odata(data: bytes) -> None:
    """An answer of OData, in JSON, in XML and as a sentence."""
    text = data.decode("utf-8", "replace")
    odata.read(text, Form.JSON, services.SAP)
    odata.read(text, Form.XML)
    odata.plain(text)
    list(odata.entity_sets(text))


def of_graph(data: bytes) -> None:
    """An answer of Graph, and a request to it."""
    text = data.decode("utf-8", "replace")
    graph.read(text)
    graph.asked("GET", text)


def of_token(data: bytes) -> None:
    """An answer of a sign-in service, and what a redirect to one says."""
    text = data.decode("utf-8", "replace")
    token.read(text)
    token.redirected(text)


def of_page(data: bytes) -> None:
    """A page, of whomever."""
    text = data.decode("utf-8", "replace")
    page.read(text)
    sap_page.read(text)


def of_others(data: bytes) -> None:
    """Autodiscover, and JSON that no protocol knows."""
    text = data.decode("utf-8", "replace")
    autodiscover.read(text)
    unnamed.read(text)


def table(data: bytes) -> None:
    """A table, redacted, as text and as a workbook."""
    with suppress(ValueError):
        for _ in redacted_csv([data.decode("utf-8", "replace")], Pseudonyms(), LIMITS):
            pass
    if data.startswith(b"PK"):
        with suppress(ValueError):
            redacted_workbook(data, Pseudonyms(), LIMITS)


def rewritten(data: bytes) -> None:
    """A whole upload, redacted into a new file."""
    with suppress(AnalyzerError), tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "upload").write_bytes(data)
        redact(str(Path(folder) / "upload"), Path(folder) / "out", Pseudonyms(), LIMITS)


def redactor(data: bytes) -> None:
    """The text of a document, redacted; twice is once."""
    with suppress(ValueError):
        names = Pseudonyms()
        once = "".join(redacted_text([data.decode("utf-8", "replace")], data, names, LIMITS))
        again = "".join(redacted_text([once], once.encode("utf-8", "replace"), names, LIMITS))
        if len(again.split("\n")) != len(once.split("\n")):
            raise AssertionError("redacting twice moved a line")


def analysis(data: bytes) -> None:
    """A saved analysis that somebody made up."""
    with suppress(AnalyzerError), tempfile.NamedTemporaryFile(suffix=".json") as file:
        file.write(data)
        file.flush()
        html.render(saved.read(file.name))


TARGETS: dict[str, Target] = {
    "case": case,
    "upload": upload,
    "workbook": workbook,
    "body": body,
    "envelope": envelope,
    "odata": of_odata,
    "graph": of_graph,
    "token": of_token,
    "page": of_page,
    "others": of_others,
    "table": table,
    "rewritten": rewritten,
    "redactor": redactor,
    "analysis": analysis,
    **{f"reader-{number:02}-{one.kind.value}": partial(reader, one) for number, one in enumerate(READERS)},
    "reader-markup": partial(reader, ANY_MARKUP),
    "reader-text": partial(reader, ANY_TEXT),
}


def everything(data: bytes) -> None:
    """All of them, the first byte chooses."""
    names = sorted(TARGETS)
    if data:
        TARGETS[names[data[0] % len(names)]](data[1:])
