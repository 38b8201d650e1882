"""Uploads are hostile: whatever they hold, an analysis comes back, and nothing of what must stay inside gets out."""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from html import unescape as html_unescape
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analyzer.analysis import analyze
from analyzer.report import html
from analyzer.report.document import build
from tests.conftest import Analyse, counts, rules_of
from tests.support.dialects import DIALECTS, managed_api
from tests.support.session import CONTENT, SECRETS, failing, fault, ok, refused, timed

WHOLE = managed_api(failing())


@pytest.mark.parametrize("cut", range(0, len(WHOLE), 211))
def test_a_dump_that_was_cut_keeps_what_came_before_and_counts_nothing_twice(analyse: Analyse, cut: int) -> None:
    whole = analyse(WHOLE)

    document = analyse(WHOLE[:cut])

    ends_with_challenge = not document["documents"][0]["warnings"]  # cut between two records: the 401 came last
    for key, name in (("http", "status"), ("response_codes", "code"), ("exchange_versions", "version")):
        before, after = counts(document, key, name), counts(whole, key, name)
        more = {row for row in before if before[row] > after.get(row, 0)}
        assert more <= ({401} if ends_with_challenge else set())
    assert "exchange-no-response" not in rules_of(document) or document["documents"][0]["warnings"] == []
    text = json.dumps(document, ensure_ascii=False)
    assert [secret for secret in (*SECRETS, *CONTENT) if secret in text] == []


def test_a_dump_that_ends_inside_a_record_says_so(analyse: Analyse) -> None:
    inside = WHOLE.index(b"</m:GetItemResponse>")

    assert "ends inside a record" in " ".join(analyse(WHOLE[:inside])["documents"][0]["warnings"])


def test_a_document_type_is_never_read_and_what_follows_it_is(analyse: Analyse) -> None:
    bomb = b'<!DOCTYPE log [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    document = analyse(b'<?xml version="1.0"?>\n' + bomb + b"\n<log><note>&b;&x;</note>\n" + WHOLE + b"</log>")

    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"
    assert "document type" in document["documents"][0]["warnings"][0]
    assert "lollol" not in json.dumps(document)
    assert "root:" not in json.dumps(document)


def test_a_document_type_inside_an_envelope_refuses_the_parser(analyse: Analyse) -> None:
    envelope = (
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/'
        'envelope/"><s:Body><s:Fault><faultcode>a:ErrorX</faultcode><faultstring>&e;</faultstring></s:Fault></s:Body>'
        "</s:Envelope>"
    )

    assert "root:" not in json.dumps(analyse(envelope))


def test_an_attachment_of_any_size_does_not_hide_the_codes_around_it(analyse: Analyse) -> None:
    attachment = "<t:Content>" + "QUJD" * 4_000_000 + "</t:Content>"
    calls = timed([ok("GetAttachment", attachment), fault("GetItem", "ErrorAccessDenied", "Access is denied.")])

    document = analyse(managed_api(calls))

    assert rules_of(document) == {"ErrorAccessDenied": "error"}
    assert counts(document, "http", "status") == {200: 1, 500: 1}


def test_an_envelope_over_the_cap_is_skipped_and_the_rest_is_read(analyse: Analyse) -> None:
    endless = ok("GetItem", "<t:Content>" + "A" * (40 << 20) + "</t:Content>")

    document = analyse(managed_api(timed([endless, refused("FindItem", 404, "Not Found")])))

    assert counts(document, "http", "status") == {200: 1, 404: 1}
    assert document["coverage"]["bytes_skipped"] > 30 << 20


def test_illegal_characters_are_replaced_and_legal_references_survive(analyse: Analyse) -> None:
    data = managed_api(timed([fault("GetItem", "ErrorAccessDenied", "Zugriff verweigert f&#252;r X")]))
    broken = data.replace(b"Zugriff", b"Zu\x01griff&#x1F;")

    document = analyse(broken)

    assert rules_of(document) == {"ErrorAccessDenied": "error"}


HOSTILE = {
    "brackets": b"<" * 400_000,
    "open tags": b"<a>" * 80_000,
    "unclosed tags": b'<a "' * 80_000,
    "unclosed comments": b"<!-- " * 80_000,
    "unclosed CDATA": b"<![CDATA[" * 100_000,
    "unclosed envelopes": b"<s:Envelope >" * 30_000,
    "envelopes and edges": b"<s:Envelope></Trace>" * 20_000,
    "unclosed declarations": b"<?xml " * 150_000,
    "document types": b"<!DOCTYPE x [" * 80_000,
    "pages": b"<html>" * 150_000,
    "trace starts": b'<Trace Tag="EwsResponse" Tid="1">' * 30_000,
    "threads": b"".join(
        b'<Trace Tag="EwsRequestHttpHeaders" Tid="%d">\nPOST / HTTP/1.1\n</Trace>' % n for n in range(8_000)
    ),
    "statuses": b"HTTP/1.1 404 Not Found\n\n" * 15_000,
    "header lines": b"HTTP/1.1 404 Not Found\n" + b"X-FEServer: A\n" * 60_000,
    "messages": b"".join(b"ERROR Exception: code %d failed\n" % n for n in range(10_000)),
    "snapshots": b"".join(b"snapshot records is exceeded (%d/2/3)\n" % n for n in range(10_000)),
    "organizations": b'Organization "' * 60_000,
    "one line": b"Authentication error " * 50_000,
    "quotes": b"Authorization: '\"" * 60_000,
    "surrogates": b"Authentication error \xed\xa0\x80\xff\xfe\n" * 1000,
    "deep": b"<a>" * 25_000 + b"</a>" * 25_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_content_is_analysed_within_bounded_time_and_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(HOSTILE[name])

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (60, 60))

    done = subprocess.run(
        [sys.executable, "-m", "analyzer", str(path), "-f", "json", "-o", "-"],
        capture_output=True,
        preexec_fn=bounded,
        check=False,
    )

    assert done.returncode in (0, 3)
    assert json.loads(done.stdout)["schema_version"] == 1
    assert b"internal error" not in done.stderr


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_any_bytes_give_an_analysis(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "upload"
    path.write_bytes(data)

    html.render(build(analyze([str(path)])))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    dialect=st.sampled_from(sorted(DIALECTS)),
    edits=st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2), st.binary(max_size=8)), max_size=4),
)
def test_damaged_dumps_of_every_dialect_leak_nothing(
    tmp_path: Path, dialect: str, edits: list[tuple[float, float, bytes]]
) -> None:
    data = DIALECTS[dialect](failing())
    for place, length, new in edits:
        start = int(place * len(data))
        data = data[:start] + new + data[start + int(length * len(data)) :]
    path = tmp_path / "upload"
    path.write_bytes(data)

    text = json.dumps(build(analyze([str(path)])), ensure_ascii=False)

    assert [word for word in CONTENT if word in text] == []


@pytest.mark.parametrize("rest", ["bject>Quarzlampe quote", "<b>Quarzlampe", ' Name="Quarzlampe quote'])
def test_words_of_a_status_into_which_a_hole_put_a_mail_are_not_shown(analyse: Analyse, rest: str) -> None:
    dump = DIALECTS["unknown_root_cdata"]([refused("GetItem", 401, f"Unauthorized{rest}")])
    document = analyse(dump)

    assert counts(document, "http", "status") == {401: 1}
    assert "Quarzlampe" not in json.dumps(document)


@pytest.mark.parametrize(
    ("field", "rest"),
    [
        ("request-id", 'body BodyType="Text">Quarzlampe quote'),
        ("request-id", "-Quarzlampe"),
        ("client-request-id", "Subject>Quarzlampe quote"),
        ("Date", '">Quarzlampe quote'),
        ("X-FEServer", ">Quarzlampe"),
    ],
)
def test_fields_into_which_a_hole_put_a_mail_are_not_shown(analyse: Analyse, field: str, rest: str) -> None:
    dump = managed_api([refused("GetItem", 401, "Unauthorized")])
    end = re.compile(rf"(?<=\n{field}: )(?:Mon, 12 Oct 2026|[\w-]{{2,13}})[^\r\n]*".encode())
    holed, times = end.subn(lambda found: found[0][:13] + rest.encode(), dump)
    assert times

    document = analyse(holed)

    assert counts(document, "http", "status") == {401: 1}
    assert "Quarzlampe" not in json.dumps(document)


PAYLOADS = ["<script>alert(1)</script>", "javascript:alert(1)", "</style><b>", '" onload="x', "\u202eevil", "\x1b[31m"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_string_of_the_upload_becomes_markup(analyse: Analyse, payload: str) -> None:
    text = f"ConnectorException: Unexpected Exchange error {payload}"
    harmless = "ConnectorException: Unexpected Exchange error xxxx"

    one, other = (html.render(analyse(said)).decode() for said in (text, harmless))

    assert one.count("<") == other.count("<")
    assert "\u202e" not in one
    assert "\x1b" not in one


def test_the_report_allows_its_own_style_and_script_by_hash_and_nothing_else(analyse: Analyse) -> None:
    report = html.render(analyse("Authentication error")).decode()
    script, style = (
        b64encode(sha256(re.search(f"<{tag}>(.*?)</{tag}>", report, re.DOTALL)[1].encode()).digest()).decode()
        for tag in ("script", "style")
    )

    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', report)[1]

    assert html_unescape(policy).split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{style}'",
        f"script-src 'sha256-{script}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert report.count("<script") == 1
    assert "style=" not in report
    assert "src=" not in report
