"""No secret is in any output at any setting; a strict report names nobody; the leak check has the last word."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analyzer import cli
from analyzer.privacy.leaks import Check
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.watch import Removed
from analyzer.report import csv_rows, document, html, markdown
from analyzer.report.strict import strict
from tests.conftest import ROOT, Analyse, Ran
from tests.support import secrets
from tests.support.dialects import managed_api
from tests.support.session import ANNA, COOKIE, HOST, TOKEN, failing

Run = Callable[..., tuple[int, str]]
ALL_FORMATS = ("-f", "json", "-f", "html", "-f", "markdown", "-f", "csv")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, so that a test can break a part of it; gives exit code and standard error."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def call(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["ssi-analyze", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return int(ended.value.code or 0), capsys.readouterr().err

    return call


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    path = tmp_path / "contoso-pack.zip"
    path.write_bytes(secrets.pack())
    return path


def everything_below(folder: Path) -> str:
    return "\n".join(
        f"{path.relative_to(folder)}\n{path.read_bytes().decode('utf-8', 'replace')}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    )


@pytest.mark.parametrize("level", ["standard", "strict"])
def test_no_secret_is_in_any_output_at_any_setting(run: Run, pack: Path, tmp_path: Path, level: str) -> None:
    code, said = run(
        pack, *ALL_FORMATS, "-o", tmp_path / "work", "--privacy", level, "--evidence", tmp_path / "work" / "ev"
    )
    shown = everything_below(tmp_path / "work") + said

    assert code == 0
    assert "ErrorAccessDenied" in shown
    assert "sap-001" in shown
    mail = ("Quarzlampe", "Holunderweg")
    assert [word for word in secrets.FORBIDDEN if word in shown and word not in mail] == []
    for path in (tmp_path / "work").rglob("*"):
        bodies_stay = level == "standard" and path.name.startswith("sap-")  # they are what SAP asks for
        if path.is_file() and not bodies_stay:
            assert [word for word in mail if word in path.read_text("utf-8")] == []


def test_a_strict_report_has_no_address_no_name_no_host_and_no_tenant(run: Run, pack: Path, tmp_path: Path) -> None:
    run(pack, *ALL_FORMATS, "-o", tmp_path / "work", "--privacy", "strict", "--evidence", tmp_path / "work" / "ev")
    shown = everything_below(tmp_path / "work").lower()

    assert "user-1@domain-1" in shown
    assert [word for word in secrets.PERSONAL if word.lower() in shown] == []


def test_a_standard_report_keeps_what_the_engineer_needs(run: Run, pack: Path, tmp_path: Path) -> None:
    run(pack, "-f", "json", "-o", tmp_path / "work" / "x.json")
    shown = (tmp_path / "work" / "x.json").read_text("utf-8")

    assert "anna.berg@contoso.example" in shown
    assert "BE1P281MB0420" in shown


def test_the_strict_report_of_a_customers_file_is_not_named_after_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "contoso-4711.xml").write_bytes(managed_api(failing()))

    _, said = run(tmp_path / "contoso-4711.xml", "--privacy", "strict")

    assert [path.name for path in (tmp_path / "work").iterdir()] == ["upload-1.report.html"]
    assert "contoso" not in said + (tmp_path / "work" / "upload-1.report.html").read_text("utf-8")


def test_the_document_says_its_level(analyse: Analyse) -> None:
    standard = analyse(managed_api(failing()))
    level = strict(standard, Pseudonyms())

    assert standard["made"]["privacy"] == "standard"
    assert level["made"]["privacy"] == "strict"
    assert "privacy: strict" in level["made"]["options"]


def test_strict_changes_no_outcome_no_count_and_no_time(analyse: Analyse) -> None:
    before = analyse(managed_api(failing()))
    after = strict(before, Pseudonyms())

    for key in ("http", "response_codes", "operations", "exchange_versions", "coverage", "period", "snapshots"):
        assert after[key] == before[key]
    keys = ("rule", "outcome", "count", "first_seen", "references", "severity", "owner")
    assert [[f[k] for k in keys] for f in after["findings"]] == [[f[k] for k in keys] for f in before["findings"]]


def test_strict_is_the_same_for_the_same_document_and_for_a_strict_one(analyse: Analyse) -> None:
    before = analyse(managed_api(failing()))

    once = strict(before, Pseudonyms())

    assert once == strict(before, Pseudonyms())
    assert once == strict(once, Pseudonyms())


def test_marks_stay_at_their_words(analyse: Analyse) -> None:
    text = f"2026-10-12 Anna Berg at {HOST}, {ANNA}: Authentication error\n"
    before = analyse(text)["findings"][0]["evidence"][0]
    after = strict(analyse(text), Pseudonyms())["findings"][0]["evidence"][0]

    words = [[e["excerpt"][start:stop] for start, stop in e["marks"]] for e in (before, after)]
    assert words[0] == words[1] != []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("anna.berg@contoso.example, ANNA.BERG@Contoso.example", "user-1@domain-1, user-1@domain-1"),
        ("Berg, Anna wrote to anna.berg@contoso.example and Anna Berg", "user-1 wrote to user-1@domain-1 and user-1"),
        ("CONTOSO\\svc-sync at contoso.example", "domain-1\\user-1 at host-1"),
        ("https://outlook.office365.com/EWS/Exchange.asmx", "https://outlook.office365.com/EWS/Exchange.asmx"),
        ("https://login.microsoftonline.com/contoso.onmicrosoft.com/x", "https://login.microsoftonline.com/tenant-1/x"),
        (
            "https://help.sap.com/docs?x=1 Microsoft-IIS/10.0 ASP.NET",
            "https://help.sap.com/docs?x=1 Microsoft-IIS/10.0 ASP.NET",
        ),
        ("version 15.2.1118.7 at 10.1.2.3 and 15.20.9009.21", "version 15.2.1118.7 at ip-1 and 15.20.9009.21"),
        ("System.Net.WebException: job.log, SyncDump.xml", "System.Net.WebException: job.log, SyncDump.xml"),
        ("https://my312345.crm.ondemand.com/sap my312345", "https://tenant-1.crm.ondemand.com/sap tenant-1"),
        ('no mailbox "Petra Schulz"', 'no mailbox "user-1"'),
        ("08:00:02 and fe80::1:2:3:4", "08:00:02 and ip-1"),
    ],
)
def test_tokens(text: str, shown: str) -> None:
    names = Pseudonyms()
    names.replace(text)  # the first look learns, as the first part of a document does

    assert names.replace(text) == shown


# -- the leak check --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("planted", "kind"),
    [
        (f"Authorization: Bearer {TOKEN}", "a bearer token"),
        (TOKEN, "a JSON web token"),
        (f"x {COOKIE} y", "a cookie"),
        ("Set-Cookie: sid=Ab1234567890", "a cookie"),
        ("-----BEGIN PRIVATE KEY-----", "a private key"),
        ("https://x.example/y?sig=abc123abc123abc123abc123", "a signed URL"),
        ("client_secret=Zw1ebel~Kuchen", "a client secret"),
        ("password: Zw1ebelKuchen", "a password"),
        ('<saml:Assertion ID="_1" IssueInstant="2026-10-12">', "a SAML assertion"),
    ],
)
def test_a_renderer_that_shows_a_secret_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str, kind: str
) -> None:
    (tmp_path / "dump.xml").write_bytes(managed_api(failing()))
    monkeypatch.setattr(markdown, "render", lambda *_, **__: planted.encode())

    code, said = run(tmp_path / "dump.xml", "-f", "html", "-f", "markdown", "-o", tmp_path / "work")

    assert code == 5
    assert kind in said
    assert said.count("\n") == 1
    assert planted not in said
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize("planted", [ANNA, HOST, "Anna Berg"])
def test_a_strict_renderer_that_shows_a_replaced_value_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, planted: str
) -> None:
    text = (
        managed_api(failing()).decode() + f"<Exception>Authentication error of user 'Anna Berg' at {HOST}</Exception>"
    )
    (tmp_path / "dump.xml").write_text(text, "utf-8")
    monkeypatch.setattr(csv_rows, "render", lambda *_: planted.upper().encode())

    code, said = run(tmp_path / "dump.xml", "-f", "csv", "--privacy", "strict")

    assert code == 5
    assert "replaced" in said


@pytest.mark.parametrize("render", [document.render, html.render, markdown.render, csv_rows.render])
def test_the_leak_check_reads_through_what_a_format_escapes(
    analyse: Analyse, render: Callable[[dict[str, Any]], bytes]
) -> None:
    made = analyse(managed_api(failing()))
    made["findings"][0]["title"] = made["verdict"]["headline"] = "x Ku_chen*4711<w> y"
    removed = Removed()
    removed.look(b"Authorization: Digest Ku_chen*4711\r\n")

    assert Check(removed).find(render(made)) == "credentials"


def test_what_only_looks_like_a_secret_is_not_refused() -> None:
    text = (
        "Basic authentication is disabled. password has expired; Cookie: [removed] Authorization: [removed] "
        "The password: required. Bearer token missing. sig=[removed] X-CSRF-Token: Required "
    )

    assert Check(Removed()).find(text) is None


@pytest.mark.parametrize(
    "name", sorted(p.name for p in (ROOT / "examples").iterdir() if p.suffix in (".xml", ".zip", ".log", ".csv"))
)
def test_no_example_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    code, _ = run(ROOT / "examples" / name, "--privacy", "strict", *ALL_FORMATS, "-o", tmp_path / "work")

    assert code == 0
    assert json.loads((tmp_path / "work" / "upload-1.report.json").read_text("utf-8"))["made"]["privacy"] == "strict"


@pytest.mark.parametrize("name", ["case_4711_dump.xml", "dump.xml", "Anna.Berg.png"])
def test_a_strict_report_does_not_name_an_upload_that_is_cut_or_refused(run: Run, tmp_path: Path, name: str) -> None:
    whole = managed_api(failing())
    (tmp_path / name).write_bytes(b"\x89PNG\r\n\x1a\n0000" if name.endswith("png") else whole[: len(whole) // 3])

    code, said = run(tmp_path / name, "--privacy", "strict", "-f", "json", "-o", tmp_path / "work")

    written = "".join(path.read_text("utf-8") for path in (tmp_path / "work").iterdir())
    assert code in (0, 3)
    assert name.rpartition(".")[0] not in written.replace("exchange-dump", "") + said.replace(str(tmp_path), "")


def test_nothing_is_written_where_one_of_several_outputs_is_refused(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    saved = command(ROOT / "examples" / "kerio-connect.xml", "-f", "json", "-o", "-").document
    saved["findings"][0]["cause"] = "Authorization: Bearer abcdefghijklmnop1234567890"
    (tmp_path / "saved.json").write_text(json.dumps(saved))
    (tmp_path / "out").mkdir()

    ran = command("render", tmp_path / "saved.json", "-f", "csv", "-f", "html", "-o", tmp_path / "out")

    assert ran.code == 5
    assert list((tmp_path / "out").iterdir()) == []


def test_strict_evidence_keeps_no_body_whatever_the_address_of_the_call(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    (tmp_path / "003_QueryContacts_c4codataapi.txt").write_text(
        "HTTP Request\n"
        "POST /sap/c4c/odata/v1/c4codataapi/ContactCollection?$skiptoken=1000 HTTP/1.1\n"
        "Host: my345678.crm.ondemand.com\nX-Custom-Auth: hunterZQ06abcdefgh\n\n"
        '{"FirstName":"Anna","LastName":"Zqberg","Notes":"Confidential: merger","Phone":"+49 170 1234567"}\n\n'
        "HTTP Response\nHTTP/1.1 500 Internal Server Error\nContent-Type: application/json\n\n"
        '{"error": {"code": "X", "message": {"lang": "en", "value": "An internal error occurred"}}}\n'
    )

    ran = command(*tmp_path.glob("003*"), "--privacy", "strict", "--evidence", tmp_path / "ev", "-f", "json", "-o", "-")

    kept = "".join(path.read_text("utf-8") for path in (tmp_path / "ev").iterdir())
    assert ran.code == 0
    assert "An internal error occurred" in kept
    assert [word for word in ("Zqberg", "merger", "1234567", "hunterZQ06", "my345678") if word in kept] == []


@pytest.mark.parametrize("level", ["strict", "customer"])
def test_evidence_repeats_nothing_that_people_wrote(command: Callable[..., Ran], tmp_path: Path, level: str) -> None:
    """The errors of failing calls stand in no report, but what they repeat is removed from the evidence, too."""
    (tmp_path / "Logs").mkdir()
    (tmp_path / "Logs" / "004_CreateVisit_c4codataapi.txt").write_text(
        "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/VisitCollection HTTP/1.1\nHost: my345678.crm.ondemand.com\n\n"
        '{"Subject":"Zqworm harvest: plan B (internal)"}\n\nHTTP Response\nHTTP/1.1 400 Bad Request\n'
        "Content-Type: application/json\n\n"
        '{"error":{"code":"CX/7","message":{"lang":"en","value":"Zqworm harvest: plan B (internal) is locked"}}}\n'
    )

    ran = command(tmp_path / "Logs", "--privacy", level, "--evidence", tmp_path / "ev", "-f", "json", "-o", "-")

    kept = "".join(path.read_text("utf-8") for path in (tmp_path / "ev").iterdir())
    assert ran.code == 0
    assert "is locked" in kept
    assert [word for word in ("Zqworm", "harvest", "plan B") if word in kept] == []


def test_an_account_in_quotes_behind_user_is_a_token_at_strict(command: Callable[..., Ran], tmp_path: Path) -> None:
    said = "Exception: User \"zqberg\" is locked, mailbox 'zqanna' too"
    (tmp_path / "job.log").write_text(f"2026-10-12 08:00:03,020 ERROR TID:79 [SiteInMemory:ExchangeConnector] {said}\n")

    text = command(tmp_path / "job.log", "--privacy", "strict", "-f", "json", "-o", "-").stdout.decode()

    assert "is locked" in text
    assert [word for word in ("zqberg", "zqanna") if word in text] == []


@pytest.mark.parametrize("level", ["standard", "strict"])
def test_where_removing_failed_the_report_comes_without_that_piece(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, level: str
) -> None:
    monkeypatch.setattr("analyzer.privacy.scrubbing._found", lambda *_, **__: [])
    line = "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {}\n"
    (tmp_path / "job.log").write_text(
        line.format(f"Authentication error password=Zw1ebelKuchen77 at {level}") + line.format("something odd happened")
    )

    code, said = run(tmp_path / "job.log", "--privacy", level, *ALL_FORMATS, "-o", tmp_path / "work")

    written = everything_below(tmp_path / "work")
    shown = json.loads(next((tmp_path / "work").glob("*.json")).read_text("utf-8"))
    assert code == 0
    assert "Zw1ebelKuchen77" not in written + said
    assert "something odd happened" in written
    assert [row["rule"] for row in shown["findings"]] == ["exchange-authentication"]
    cut = ["leak-cut"] if level == "standard" else []  # at strict it is a word that nobody knows
    assert [one["code"] for one in shown["warnings"]] == cut
    assert all("a password" in one["text"] for one in shown["warnings"])


@pytest.mark.parametrize(
    "said", ["SAML assertion user mapping failed", "The cookie store is full", "Token signature could not be verified"]
)
def test_a_line_that_only_speaks_of_secrets_is_shown(run: Run, tmp_path: Path, said: str) -> None:
    (tmp_path / "job.log").write_text(f"2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {said}\n")

    code, _ = run(tmp_path / "job.log", *ALL_FORMATS, "-o", tmp_path / "work")

    assert code == 0
    assert said in everything_below(tmp_path / "work")


def test_a_code_of_sap_that_looks_like_an_id_is_shown_and_cuts_nothing(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    said = '{"error":{"code":"005056ZZ","message":{"lang":"en","value":"Property Zebra not found"}}}'
    (tmp_path / "answer.json").write_text(said.replace("005056ZZ", "005056A509B11EE1B9A8FEA8DE87F7AA"))

    ran = command(tmp_path / "answer.json", "--privacy", "strict", "-f", "json", "-o", "-")
    document = json.loads(ran.stdout)

    assert document["warnings"] == []
    assert document["response_codes"][0]["code"] == "005056A509B11EE1B9A8FEA8DE87F7AA"
