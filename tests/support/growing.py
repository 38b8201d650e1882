"""Uploads of any size that once cost more than their size, or might: `python -m tests.support.growing [NAME... | short]`.

Prints as JSON the lines of ours whose steps grow faster than the upload. Runs by itself, because the package must not have
been imported before it counts.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Callable

from . import steps

REPEATED = {
    # markup
    "brackets": b"<",
    "open tags": b"<a>",
    "unclosed tags": b'<a "',
    "comments": b"<!-- ",
    "sections": b"<![CDATA[",
    "envelopes": b"<s:Envelope >",
    "envelopes and edges": b"<s:Envelope></Trace>",
    "declarations": b"<?xml ",
    "document types": b"<!DOCTYPE x [",
    "pages": b"<html>",
    "records": b'<Trace Tag="EwsResponse" Tid="1">',
    "autodiscover": b'<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/">',
    "messages of no envelope": b'<m:GetItemResponseMessage ResponseClass="Error">',
    "messages among lines": b'<m:GetItemResponseMessage ResponseClass="Error"></m:GetItemResponseMessage>x\n',
    "rows of a ticket": b"| password | x\n",
    "labels": b"\nTermin: Quarz Lampe ",
    "sources": b'{"_source": {"message": "x"}} ',
    "texts that nothing ends": b"<Text>",
    "subjects": b"<t:Subject>",
    "bodies": b'<t:Body BodyType="Text">',
    "subjects in quotes": b"Subject='",
    "subjects of lines": b"\nSubject: x",
    "mails": b"From: a\nTo: b\nSubject: x\n\nQuarz Lampe\n\n",
    "mails without a blank line": b"From: a\nTo: b\nSubject: x\n\nQuarz Lampe\n",
    "mails that begin with a log": b"From: a\nDate: b\nBetreff: x\n\n<?xml \n",
    "filters": b"$filter=Name eq 'abc def'",
    "heads of forms": b'"params": [{"name": "a", "value": "b c"}',
    "cards": b"\nORG:Quarz;Lampe",
    "heads of columns": b"<tr><th>Subject</th><th>Id</th>",
    "rules of tables": b"Id  Subject\n--  -------\n",
    "blocks": b"\nnotes: |\n  Quarz Lampe",
    "names of no item": b"<t:Name>Quarzlampe</t:Name>",
    "entities": b"&amp;lt;t:Subject&amp;gt;",
    # HTTP
    "statuses": b"HTTP/1.1 404 Not Found\n\n",
    "header fields": b"X-FEServer: A\n",
    "parts": b"--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "requests": b"POST /EWS/Exchange.asmx HTTP/1.1\n\n",
    # lines
    "errors": b"2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] It failed\n",
    "one line": b"Authentication error ",
    "quotation marks": b"Authorization: '\"",
    "organizations": b'Organization "',
    "secrets": b"password=",
    "persons": b'user "Anna ',
    "addresses": b"a@b.example ",
    "addresses of the web, each in the one before": b"https://a.example/",
    "escapes without a blank": b"\\u003cPassword\\u003e",
    "hosts": b"mail.contoso.example. ",
    "words": b"Ab1 ",
    "letters": b"a",
    "digits": b"1",
    "dots": b"a.",
    "spaces": b" ",
    "slashes": b"/",
    "backslashes": b'\\"',
    "percents": b"%25",
    "base64": b"QUJD",
    # JSON, tables, YAML
    "brackets of JSON": b'{"a":',
    "lists of JSON": b"[",
    "members": b'"Subject":"',
    "objects behind words": b'x {"a":1} ',
    "errors of JSON": b'{"error":{"code":"ErrorX","message":"m"}}\n',
    "cells": b'a,"b',
    "rows": b"anna,Error,It broke\n",
    "keys": b"- request:\n",
}
"""Pieces that are repeated as often as it takes."""
SIZE = 2_600
"""Bytes at the first size: what grows with the square shows early, line by line, and the caps on depth are passed."""
_FEW = 50
_MOST = 2.7
"""As often again at twice the size: 2 is linear, 4 a square."""


def again(piece: bytes) -> Callable[[int], bytes]:
    """As many times a piece as it takes."""
    return lambda size: piece * (size // len(piece))


def numbered(form: bytes) -> Callable[[int], bytes]:
    """As many pieces as it takes, each with a number of its own."""
    return lambda size: b"".join(form.replace(b"%d", b"%07d" % place) for place in range(size // len(form) + 1))


def letters(place: int) -> str:
    """A word of its own for each number, without a digit."""
    return "".join(chr(97 + place // 26**power % 26) for power in range(4))


def names_with_one_first_name(size: int) -> bytes:
    """Each is a person of its own."""
    lines = (f'ERROR Exception: user "Anna {letters(place).title()}"\n' for place in range(size // 36))
    return "".join(lines).encode()


def many_contents(size: int) -> bytes:
    """Subjects, and as many error texts that say one of them."""
    told = [f"Rechnung {letters(place)} {letters(place * 7 + 1)} offen" for place in range(size // 120)]
    subjects = "".join(f"<t:Subject>{one}</t:Subject>\n" for one in told)
    return (subjects + "".join(f"ERROR Exception: could not save {one}\n" for one in told)).encode()


def many_sessions(size: int) -> bytes:
    """Whole sessions, one behind the other."""
    from .dialects import managed_api
    from .session import fault, item_error, ok, timed

    refused = fault("CreateItem", "ErrorAccessDenied", "No.")
    calls = [ok("GetFolder"), item_error("UpdateItem", "ErrorItemNotFound", "Gone."), refused]
    return managed_api(timed(calls * max(1, size // 3000)))


def capture(size: int) -> bytes:
    """A capture of a browser with many calls."""
    from . import graph

    error = graph.Exchange("GET", "/v1.0/me/messages", 403, graph.error("ErrorAccessDenied"))
    return graph.har(graph.numbered([error] * max(1, size // 800)))


def of_one_answer(inside: bytes) -> bytes:
    """An answer of Exchange with all of it."""
    return (
        b"POST /EWS/Exchange.asmx HTTP/1.1\n\nHTTP/1.1 200 OK\n\n"
        b'<s:Envelope xmlns:s="s" xmlns:m="m" xmlns:t="t"><s:Body>' + inside + b"</s:Body></s:Envelope>\n"
    )


SHAPES: dict[str, Callable[[int], bytes]] = {
    **{name: again(piece) for name, piece in REPEATED.items()},
    "attributes of one tag": lambda size: b"<Trace " + b'a="1" ' * (size // 6) + b">x</Trace>",
    "words in one tag": lambda size: b"<Trace " + b"aaaa " * (size // 5) + b">x</Trace>",
    "results of a cut envelope": lambda size: (
        b"<s:Envelope ><s:Body><m:GetItemResponse>"
        + b'<m:X ResponseClass="Error"><m:ResponseCode>ErrorA</m:ResponseCode>\n' * (size // 20)
    ),
    "changing prefixes": lambda size: b"<s:Envelope >" + numbered(b"<a%d:Subject>")(size),
    "open texts in a fault": lambda size: b"<s:Envelope ><s:Body><s:Fault>" + b"<Text>" * (size // 6),
    "codes of one message": lambda size: of_one_answer(
        b'<m:XResponseMessage ResponseClass="Error">'
        + numbered(b"<m:ResponseCode>Error%d</m:ResponseCode>")(size // 2)
        + b"<m:MessageXml>"
        + b'<t:Value Name="a">b</t:Value>' * (size // 60)
        + b"</m:MessageXml></m:XResponseMessage>"
    ),
    "codes of Autodiscover": lambda size: of_one_answer(
        b"<Response>" + b"<ErrorCode>Busy</ErrorCode>" * (size // 26) + b"</Response>"
    ),
    "messages with codes of their own": lambda size: of_one_answer(
        b"".join(
            b'<m:XResponseMessage ResponseClass="Error"><m:ResponseCode>Error%s</m:ResponseCode></m:XResponseMessage>'
            % letters(place).encode()
            for place in range(size // 100)
        )
    ),
    "strings that nothing closes": lambda size: (
        b'abc {"a":' + b'\\"x\\",' * (size // 7) + b"]\n2026-10-12 08:00:00 GET https://graph.microsoft.com/v1.0/me\n"
    ),
    "heads of a table on one line": lambda size: b"a|b\nc\n" + b"y" * 1100 + b"token | " * (size // 8),
    "names with one first name": names_with_one_first_name,
    "many contents": many_contents,
    "many sessions": many_sessions,
    "a capture": capture,
    "threads": numbered(b'<Trace Tag="EwsRequestHttpHeaders" Tid="%d">\nPOST / HTTP/1.1\n</Trace>'),
    "codes": numbered(b"ERROR Exception: code %d failed\n"),
    "snapshots": numbered(b"snapshot records is exceeded (%d/2/3)\n"),
    "cookies": numbered(b"Set-Cookie: session=Ab%d; path=/\n"),
    "mailboxes": numbered(b"ERROR Exception: mailbox a%d@contoso.example refused\n"),
    "servers": numbered(b"HTTP/1.1 503 Busy\nX-FEServer: EX%d\n\n"),
    "ids": numbered(b"ERROR request 00000000-0000-0000-0000-00000%d failed\n"),
    "a long word in an error": lambda size: b"ERROR Exception: it failed " + b"a" * size,
    "words in brackets": numbered(b"line <word%d> goes on\n"),
    "machines": lambda size: b"".join(b"10.1.%d.%d\n" % divmod(place, 250) for place in range(size // 10)),
    "names of items": lambda size: "".join(
        f'ERROR Exception: item "Rechnung {letters(place)}" of user "{letters(place).title()}" failed\n'
        for place in range(size // 70)
    ).encode(),
    "log of Graph": lambda size: (
        b"error calling https://graph.microsoft.com/v1.0/me/messages status 503 ServiceUnavailable\n" * (size // 88)
    ),
}


def analyse(data: bytes, name: str = "upload") -> None:
    """From the upload to the document, standard and strict."""
    from analyzer.analysis import Options, analyze_sources
    from analyzer.intake.archives import documents
    from analyzer.intake.guarded import Budget
    from analyzer.limits import DEFAULT
    from analyzer.privacy.pseudonyms import Pseudonyms
    from analyzer.report import document
    from analyzer.report.strict import strict
    from analyzer.rules import catalogue

    sources = documents(name, io.BufferedReader(io.BytesIO(data)), Budget(DEFAULT))
    built = document.build(analyze_sources(sources, catalogue.load(), Options()))
    strict(built, Pseudonyms())


def redact(data: bytes) -> None:
    """The redacted text."""
    from analyzer.limits import DEFAULT
    from analyzer.privacy.pseudonyms import Pseudonyms
    from analyzer.redacting import redacted_text

    for _ in redacted_text([data.decode()], data, Pseudonyms(), DEFAULT):
        pass


def then(shape: Callable[[int], bytes], what: Callable[[bytes], None]) -> Callable[[int], None]:
    """An upload of a size, and what is done with it."""
    return lambda size: what(shape(size))


WAYS: dict[str, Callable[[int], None]] = {
    **{f"analyse: {name}": then(shape, analyse) for name, shape in SHAPES.items()},
    **{f"redact: {name}": then(shape, redact) for name, shape in SHAPES.items()},
    "analyse: the name of a member": lambda size: analyse(b"Authentication error", "a b/" * (size // 4)),
}


SHORT = (
    *(f"analyse: {name}" for name in list(SHAPES)[len(REPEATED) :]),
    "analyse: the name of a member",
    "analyse: open tags",
    "analyse: bodies",
    "analyse: members",
    "analyse: subjects in quotes",
    "analyse: subjects of lines",
    "analyse: envelopes and edges",
    "analyse: names of no item",
    "analyse: base64",
    "analyse: brackets of JSON",
    "analyse: autodiscover",
    "analyse: messages of no envelope",
    "analyse: rows of a ticket",
    "analyse: mails",
    "analyse: mails without a blank line",
    "analyse: filters",
    "analyse: heads of forms",
    "redact: machines",
    "redact: names of items",
    "redact: comments",
    "redact: errors of JSON",
    "redact: objects behind words",
    "redact: words in brackets",
    "redact: names with one first name",
    "redact: escapes without a blank",
    "redact: changing prefixes",
)
"""Those that the tests count; all of them take a minute."""


def counts(way: Callable[[int], None]) -> list[Counter[str]]:
    """The steps of each line at one, two and four times the size."""
    found = []
    for times in (1, 2, 4):
        steps.places = Counter()
        way(SIZE * times)
        found.append(steps.places)
    return found


def too_much(found: list[Counter[str]]) -> list[str]:
    """The lines that cost almost four times as much where the upload is twice as long, and again at the next doubling.

    What has a cap stops growing there, what is kept costs nothing the second time: neither is a matter of growth.
    """
    first, second, third = found
    return [
        f"{place}: {first[place]}, {second[place]}, {third[place]}"
        for place in sorted(third)
        if first[place] > _FEW and second[place] > _MOST * first[place] and third[place] > _MOST * second[place]
    ]


def main() -> None:
    """Count, and print what grows too much, by way."""
    steps.counting()
    names = list(SHORT) if sys.argv[1:] == ["short"] else sys.argv[1:] or list(WAYS)
    sys.stdout.write(json.dumps({name: lines for name in names if (lines := too_much(counts(WAYS[name])))}))


if __name__ == "__main__":
    main()
