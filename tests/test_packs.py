"""Whole uploads: packs in every wrapping, the C4C side, exports; and archives that were made to do harm."""

from __future__ import annotations

import base64
import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
import zstandard
from markdown_it import MarkdownIt

from analyzer.analysis import Options, analyze
from analyzer.limits import Limits
from analyzer.report import csv_rows, markdown
from analyzer.report.document import build
from tests.conftest import Analyse, Document, Ran, counts, loud, rules_of
from tests.support.dialects import managed_api
from tests.support.session import failing, healthy

FIXTURES = Path(__file__).resolve().parent / "fixtures"
PACK = FIXTURES / "pack"


def members() -> dict[str, bytes]:
    """The fixture pack, with an Exchange dump of the kit."""
    found = {path.relative_to(PACK).as_posix(): path.read_bytes() for path in PACK.rglob("*") if path.is_file()}
    return {**found, "Logs/ExchangeDataDump.xml": managed_api(healthy())}


def zipped(files: dict[str, bytes], *, backwards: bool = False) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files, reverse=backwards):
            archive.writestr(name, files[name])
    return data.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return data.getvalue()


def test_a_server_that_is_no_exchange_explains_the_errors_of_its_own_documents_alone(analyse: Analyse) -> None:
    head = "HTTP/1.1 {}\nServer: {}\nContent-Type: text/xml\nContent-Length: 0\n\n"
    asked = "POST /EWS/Exchange.asmx HTTP/1.1\nHost: {}\n\n"
    kerio = asked.format("kerio.contoso.example") + head.format("500 Internal Server Error", "Kerio Connect 9.2.7")
    others = asked.format("ex01.contoso.example") + head.format("403 Forbidden", "Microsoft-IIS/10.0")
    documents = {"kerio.http": kerio.encode(), "others.http": others.encode() * 3}

    document = analyse(zipped(documents), names=["pack.zip"])

    found = {finding["rule"]: finding["count"] for finding in document["findings"]}
    assert found["exchange-kerio-connect"] == 1
    assert found["exchange-forbidden"] == 3


def test_a_pack_names_what_each_member_was_taken_for(analyse: Analyse) -> None:
    document = analyse(zipped(members()), names=["session.zip"])

    assert {d["name"]: d["kind"] for d in document["documents"]} == {
        "Logs/job.log": "job-log",
        "Logs/SyncDump.xml": "sync-dump",
        "Logs/Site.xml": "configuration",
        "Logs/Contact.json": "configuration",
        "Logs/ExchangeDataDump.xml": "exchange-dump",
        "Logs/C4C_Dump/ConnectorGeneric_0/005_QueryContacts_c4codataapi.txt": "c4c-dump",
    }


def test_a_pack_that_fails_on_the_c4c_side_goes_to_sap_and_counts_its_error_once(analyse: Analyse) -> None:
    document = analyse(zipped(members()), names=["session.zip"])

    assert document["verdict"]["rule"] == "c4c-internal-server-error"
    assert document["verdict"]["owner"] == "sap-api-team"
    finding = document["findings"][0]
    assert finding["count"] == 1
    assert {e["document"].rpartition("/")[2] for e in finding["evidence"]} >= {"job.log"}
    assert "0A1B2C3D4E5F60718293A4B5C6D7E8F9" in json.dumps(finding["evidence"])
    assert counts(document, "http", "system", "status")["exchange", 200] == 4


def test_what_people_named_their_records_is_not_read_from_the_sync_dump(analyse: Analyse) -> None:
    document = analyse(zipped(members()), names=["session.zip"])

    assert counts(document, "engine_codes", "code") == {"SW0003": 1}


@pytest.mark.parametrize("wrapping", ["backwards", "tar", "tar.gz", "tar.bz2", "tar.xz", "folder"])
def test_the_wrapping_of_a_pack_changes_nothing(tmp_path: Path, analyse: Analyse, wrapping: str) -> None:
    expected = analyse(zipped(members()), names=["session.zip"])
    path = tmp_path / "other" / "session.zip"
    path.parent.mkdir()
    if wrapping == "folder":
        for name, content in members().items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(content)
    elif wrapping == "backwards":
        path.write_bytes(zipped(members(), backwards=True))
    else:
        path.write_bytes(tarred(members(), wrapping.replace("tar", "w").replace(".", ":").replace("w", "w", 1)))

    assert build(analyze([str(path)])) == expected


@pytest.mark.parametrize("compress", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_a_compressed_dump_is_read_like_the_plain_one(analyse: Analyse, compress: Callable[[bytes], bytes]) -> None:
    document = analyse(compress(managed_api(failing())), names=["dump.xml.x"])

    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"


def test_an_archive_in_an_archive_is_named_by_its_way(analyse: Analyse) -> None:
    inner = zipped({"Logs/job.log": members()["Logs/job.log"]})

    document = analyse(zipped({"inner.zip": inner, "note.txt": b"hello"}), names=["outer.zip"])

    assert [d["name"] for d in document["documents"]] == ["inner.zip/Logs/job.log", "note.txt"]


@pytest.mark.parametrize(
    ("file", "rule", "owner"),
    [
        ("005_QueryContacts_c4codataapi.txt", "c4c-internal-server-error", "sap-api-team"),
        ("006_QueryAppointments_c4codataapi.txt", "c4c-internal-server-error", "sap-api-team"),
        ("007_Batch_c4codataapi.txt", "c4c-internal-server-error", "sap-api-team"),
        ("008_QueryContacts_c4codataapi.txt", "c4c-no-response", "sap-api-team"),
        ("009_QueryContacts_c4codataapi.txt", "c4c-connector-exception", "ssi-support"),
    ],
)
def test_the_c4c_side_is_triaged_as_the_vendor_does(file: str, rule: str, owner: str) -> None:
    document = build(analyze([str(FIXTURES / "c4c" / file)]))

    assert document["verdict"]["rule"] == rule
    assert document["verdict"]["owner"] == owner
    assert document["documents"][0]["kind"] == "c4c-dump"


def operation(response: str, exception: str = "", path: str = "ContactCollection") -> str:
    """A file of the C4C dump: one request, its response if there is one, and an exception block."""
    asked = f"HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/{path} HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
    answered = f"HTTP Response\nHTTP/1.1 {response}\nContent-Type: application/json\n\n{{}}\n\n" if response else ""
    return asked + answered + exception


TIMED_OUT = "Exception\nSystem.Net.WebException: The operation has timed out\n   at A.B()\n"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (operation("403 Forbidden", "Exception\nSystem.Net.WebException: error: (403) Forbidden.\n"), "c4c-forbidden"),
        (operation("", TIMED_OUT), "c4c-no-response"),
        (operation("200 OK", "Exception: System.FormatException: bad date\n"), "c4c-connector-exception"),
        ("Exception\nSystem.FormatException: bad date\n   at A.B()\n", "c4c-connector-exception"),
    ],
)
def test_an_exception_is_of_ssi_only_where_the_answer_of_c4c_was_fine(analyse: Analyse, text: str, rule: str) -> None:
    assert list(rules_of(analyse(text))) == [rule]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["before it", "after it"])
def test_beside_a_500_the_exception_of_the_connector_is_not_the_verdict(
    analyse: Analyse, order: tuple[int, int]
) -> None:
    failed = operation("500 Internal Server Error")
    odd = operation("200 OK", "Exception\nSystem.FormatException: String was not recognized as a valid DateTime.\n")
    files = [(failed, odd)[number] for number in order]

    verdict = analyse(*files, names=["000_Query_c4codataapi.txt", "001_Query_c4codataapi.txt"])["verdict"]

    assert (verdict["outcome"], verdict["rule"], verdict["owner"]) == (
        "error",
        "c4c-internal-server-error",
        "sap-api-team",
    )


def test_a_collection_that_c4c_does_not_know_is_found_though_others_are_served(analyse: Analyse) -> None:
    missing = operation("404 Not Found", path="NoSuchCollection")

    assert list(loud(analyse(managed_api(healthy()), missing, operation("200 OK")))) == ["c4c-not-found"]


@pytest.mark.parametrize(
    ("status", "rule"),
    [
        ("401) Unauthorized", "c4c-authentication"),
        ("403) Forbidden", "c4c-forbidden"),
        ("404) Not Found", "c4c-not-found"),
        ("500) Internal Server Error", "c4c-internal-server-error"),
    ],
)
def test_the_job_log_alone_is_enough_for_the_rule_of_a_status(analyse: Analyse, status: str, rule: str) -> None:
    log = (
        "2026-10-12 08:00:05,000 ERROR TID:79 [SiteInMemory:C4CConnector] "
        f"The request failed. The remote server returned an error: ({status}.\n"
    )

    assert list(rules_of(analyse(log))) == [rule]


@pytest.mark.parametrize(
    "body",
    [
        "<P><E HasReadAccess='true' HasWriteAccess='true' EntitySetName='Lead'/>\n"
        "<E HasReadAccess='false' HasWriteAccess='true' EntitySetName='Contact'/></P>",
        "<P>\n<E EntitySetName='Contact' HasReadAccess='false' HasWriteAccess='true'/></P>",
        "<e>\n<d:EntitySetName>Contact</d:EntitySetName><d:HasReadAccess>false</d:HasReadAccess></e>",
        '[{"HasReadAccess": true, "EntitySetName": "Lead"},\n {"HasReadAccess": false, "EntitySetName": "Contact"}]',
    ],
)
def test_a_missing_permission_names_its_entity_set_in_any_order(analyse: Analyse, body: str) -> None:
    (finding,) = analyse(operation("200 OK").replace("{}", body))["findings"]

    assert finding["parameters"] == {"entity": "Contact", "right": "HasReadAccess"}
    assert finding["evidence"][0]["line"] == 9 + 1  # the second line of the body


@pytest.mark.parametrize(
    ("dump", "code"),
    [
        ('<SyncDump Status="SW0003">\n<Messages/></SyncDump>', "SW0003"),
        ("<SyncDump>\n<SessionStatus>SW0003: Unknown internal error occurred</SessionStatus></SyncDump>", "SW0003"),
        ("<SyncDump>\n<ErrorText>SE0002: it failed</ErrorText></SyncDump>", "SE0002"),
    ],
)
def test_the_codes_of_a_sync_dump_are_found_in_any_plain_shape(analyse: Analyse, dump: str, code: str) -> None:
    assert code in counts(analyse(dump), "engine_codes", "code")


@pytest.mark.parametrize(
    ("file", "transaction"),
    [
        ("005_QueryContacts_c4codataapi.txt", "0A1B2C3D4E5F60718293A4B5C6D7E8F9"),
        ("006_QueryAppointments_c4codataapi.txt", "FFEEDDCCBBAA99887766554433221100"),
        ("007_Batch_c4codataapi.txt", "11112222333344445555666677778888"),
    ],
)
def test_the_transaction_id_of_an_odata_error_is_in_the_evidence(file: str, transaction: str) -> None:
    document = build(analyze([str(FIXTURES / "c4c" / file)]))

    assert transaction in document["findings"][0]["evidence"][0]["excerpt"]


def test_every_status_inside_a_batch_is_a_request_of_its_own() -> None:
    document = build(analyze([str(FIXTURES / "c4c" / "007_Batch_c4codataapi.txt")]))

    assert counts(document, "http", "system", "status") == {("c4c", 202): 1, ("c4c", 200): 1, ("c4c", 500): 1}


EXPORT = (FIXTURES / "exports" / "sessions.csv").read_text("utf-8")


def workbook() -> bytes:
    data = io.BytesIO()
    pd.read_csv(io.StringIO(EXPORT), dtype=str, keep_default_na=False).to_excel(data, index=False)
    return data.getvalue()


@pytest.mark.parametrize("dialect", ["comma", "semicolon", "tab", "bom", "utf-16", "xlsx"])
def test_an_export_gives_the_same_findings_in_every_dialect(analyse: Analyse, dialect: str) -> None:
    rows = pd.read_csv(io.StringIO(EXPORT), dtype=str, keep_default_na=False)
    contents = {
        "comma": EXPORT.encode(),
        "semicolon": rows.to_csv(index=False, sep=";").encode(),
        "tab": rows.to_csv(index=False, sep="\t").encode(),
        "bom": b"\xef\xbb\xbf" + EXPORT.encode(),
        "utf-16": EXPORT.encode("utf-16"),
        "xlsx": workbook(),
    }

    document = analyse(contents[dialect], names=["export"])

    assert document["documents"][0]["kind"] == "sync-export"
    assert rules_of(document) == {"exchange-oauth-refresh-token": "error", "snapshot-limit": "error"}
    assert [(s["user"], s["status"]) for s in document["sessions"]] == [
        ("anna.berg@contoso.example", "Finished"),
        ("ben.kraus@contoso.example", "Errors"),
        ("dirk.maas@contoso.example", "Errors"),
    ]


SESSIONS = "User,Run,Status,Failures,Issues,Conflicts,Error source,Exception\n"


def test_a_session_that_left_records_out_is_an_issue(analyse: Analyse) -> None:
    document = analyse(SESSIONS + "a@contoso.example,2026-10-12 08:00,Finished,2,2,1,,\n")

    assert document["verdict"]["outcome"] == "issue"
    assert document["findings"][0]["parameters"] == {"left": "2 failures, 2 issues, 1 conflicts"}


def test_a_table_with_a_failed_session_is_never_clean(analyse: Analyse) -> None:
    rows = (
        "a@contoso.example,2026-10-12 08:00,Finished,0,0,0,,\na@contoso.example,2026-10-12 09:00,Errors,0,0,0,Engine,\n"
    )

    assert analyse(SESSIONS + rows)["verdict"]["outcome"] != "clean"


def test_a_row_with_too_many_cells_is_read_and_named(analyse: Analyse) -> None:
    rows = "a@contoso.example,2026-10-12 08:00,Errors,0,0,0,Engine,SD0025: x,more,cells\nb@contoso.example,2026-10-12 09:00,Finished,0,0,0,,\n"

    document = analyse(SESSIONS + rows)

    assert [row["line"] for row in document["sessions"]] == [2, 3]
    assert any("more cells" in warning for warning in document["documents"][0]["warnings"])


def test_a_row_that_ends_early_and_an_empty_one_are_no_errors(analyse: Analyse) -> None:
    document = analyse(SESSIONS + "a@contoso.example,2026-10-12 08:00,Finished,0\n\n")

    assert document["verdict"]["outcome"] == "clean"
    assert len(document["sessions"]) == 1


def test_a_table_without_a_column_of_errors_says_so(analyse: Analyse) -> None:
    (document,) = analyse("User,Status,Error of ours\na@contoso.example,Errors,SD0025: x\n")["documents"]

    assert any("column of errors" in warning for warning in document["warnings"])


def test_a_title_may_stand_above_the_heads_of_a_workbook(analyse: Analyse) -> None:
    data = io.BytesIO()
    rows = [["Sync sessions", "", ""], ["User", "Status", "Exception"], ["a@contoso.example", "Errors", "SD0025: x"]]
    pd.DataFrame(rows).to_excel(data, index=False, header=False)

    (row,) = analyse(data.getvalue())["sessions"]

    assert (row["status"], row["line"]) == ("Errors", 3)


def test_a_row_of_an_export_is_found_again_by_its_line(analyse: Analyse) -> None:
    finding = next(f for f in analyse(EXPORT)["findings"] if f["rule"] == "snapshot-limit")

    assert "10000/10040/0" in EXPORT.split("\n")[finding["evidence"][0]["line"] - 1]


def har(status: int, url: str) -> str:
    entry = {
        "startedDateTime": "2026-10-12T08:00:00.000Z",
        "request": {"method": "POST", "url": url, "headers": [{"name": "Authorization", "value": "Bearer geheim"}]},
        "response": {"status": status, "statusText": "x", "headers": [], "content": {"text": "geheim"}},
    }
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}})


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://mail.contoso.example/EWS/Exchange.asmx", "exchange-ews-url-not-found"),
        ("https://my000000.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/X", "c4c-not-found"),
    ],
)
def test_a_browser_capture_is_told_apart_by_host(analyse: Analyse, url: str, rule: str) -> None:
    document = analyse(har(404, url))

    assert document["documents"][0]["kind"] == "har"
    assert document["verdict"]["rule"] == rule
    assert "geheim" not in json.dumps(document)


def test_a_fiddler_capture_is_read(analyse: Analyse) -> None:
    files = {
        "[Content_Types].xml": b"<Types/>",
        "raw/1_c.txt": b"POST https://mail.contoso.example/EWS/Exchange.asmx HTTP/1.1\r\nHost: mail.contoso.example\r\n\r\n",
        "raw/1_s.txt": b"HTTP/1.1 404 Not Found\r\nServer: Microsoft-IIS/10.0\r\n\r\n",
    }

    document = analyse(zipped(files), names=["capture.saz"])

    assert document["documents"][0]["kind"] == "saz"
    assert document["verdict"]["rule"] == "exchange-ews-url-not-found"


def warnings(document: Document) -> str:
    return " | ".join(f"{d['name']}: {'; '.join(d['warnings'])}" for d in document["documents"])


@pytest.mark.parametrize("name", ["../up.txt", "/absolute.txt", "C:\\drive.txt", "..\\back.txt", "~/home.txt"])
def test_a_member_whose_name_leads_outside_is_named_and_not_read(analyse: Analyse, name: str) -> None:
    document = analyse(zipped({name: b"Authentication error", **members()}), names=["session.zip"])

    assert "leads outside" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def test_a_damaged_member_keeps_what_came_before_and_the_rest_is_read(analyse: Analyse) -> None:
    data = bytearray(zipped(members()))
    at = data.index(b"Logs/SyncDump.xml") + len("Logs/SyncDump.xml") + 5
    data[at : at + 20] = b"\xff" * 20

    document = analyse(bytes(data), names=["session.zip"])

    assert "damaged" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


@pytest.mark.parametrize("magic", [b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"BZh9", b"\xfd7zXZ\x00"])
def test_a_damaged_compressed_file_is_named_and_the_rest_is_read(
    command: Callable[..., Ran], tmp_path: Path, magic: bytes
) -> None:
    (tmp_path / "bad").write_bytes(magic + b"\xff" * 100)
    (tmp_path / "good.xml").write_bytes(managed_api(healthy()))

    ran = command(tmp_path / "bad", tmp_path / "good.xml", "-f", "json", "-o", "-")

    assert ran.document["http"]
    assert any("damaged" in warning for entry in ran.document["documents"] for warning in entry["warnings"])


def test_a_damaged_member_of_a_fiddler_capture_is_named(analyse: Analyse) -> None:
    whole = zipped(
        {"[Content_Types].xml": b"<Types/>", "raw/1_c.txt": b"GET https://my1.crm.ondemand.com/ HTTP/1.1\r\n" * 9}
    )
    at = whole.index(b"raw/1_c.txt") + len(b"raw/1_c.txt")

    (document,) = analyse(whole[:at] + b"\xff" * 20 + whole[at + 20 :])["documents"]

    assert "raw/1_c.txt is damaged or encrypted" in document["warnings"]


def test_a_workbook_with_one_far_cell_is_read_within_the_caps(analyse: Analyse) -> None:
    data = io.BytesIO()
    rows = [["User", "Status", "Exception"], ["a@contoso.example", "Errors", "SD0025: x"]]
    with pd.ExcelWriter(data) as writer:
        pd.DataFrame(rows).to_excel(writer, index=False, header=False)
        writer.sheets["Sheet1"].cell(row=3000, column=16_384, value=1)

    assert len(analyse(data.getvalue())["sessions"]) == 1


def test_an_archive_without_its_end_gives_what_stands_before_and_says_so(analyse: Analyse) -> None:
    document = analyse(zipped(members())[:-200], names=["session.zip"])

    assert "session.zip: not analysed: its directory at the end is missing" in warnings(document)
    assert rules_of(document)


def test_a_member_of_zeros_is_stopped_and_the_rest_is_read(analyse: Analyse) -> None:
    document = analyse(zipped({"Logs/zeros.bin": b"A" * (60 << 20), **members()}), names=["session.zip"])

    assert "expands more than 200 times" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def clock_warnings(analyse: Analyse, job_log_hour: int) -> list[str]:
    """What is said of clocks about a job log without zone that begins at this hour, beside a dump from 8:00 GMT."""
    told = f"2026-10-12 {job_log_hour:02}:00:01,120 INFO TID:79 [SiteInMemory:C4CConnector] Initialize\n"
    answer = (
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my1.crm.ondemand.com\n\n"
        "HTTP Response\nHTTP/1.1 200 OK\nDate: Mon, 12 Oct 2026 08:00:03 GMT\n\n{}\n"
    )
    documents = analyse(told, answer)["documents"]
    return [warning for document in documents for warning in document["warnings"] if "clock" in warning]


@pytest.mark.parametrize(("hour", "zone"), [(10, "UTC+02:00"), (3, "UTC-05:00")])
def test_a_log_whose_clock_runs_by_another_zone_is_told(analyse: Analyse, hour: int, zone: str) -> None:
    (warning,) = clock_warnings(analyse, hour)

    assert zone in warning


def test_a_log_that_begins_together_with_the_dump_has_no_other_zone(analyse: Analyse) -> None:
    assert clock_warnings(analyse, 8) == []


def test_a_cap_can_be_changed_for_one_call(command: Callable[..., Ran], tmp_path: Path) -> None:
    pack = tmp_path / "session.zip"
    pack.write_bytes(zipped(members()))

    document = command(pack, "--limit", "members=2", "-f", "json", "-o", "-").document

    assert len([entry for entry in document["documents"] if entry["records"]]) <= 2
    assert "more than 2 members" in json.dumps(document["documents"])


@pytest.mark.parametrize("setting", ["members", "colour=7", "members=0", "members=-1", "members=1e9"])
def test_a_wrong_cap_is_refused_in_one_line_that_says_how_it_is_written(
    command: Callable[..., Ran], setting: str
) -> None:
    ran = command("-", "--limit", setting)

    assert ran.code == 2
    assert len(ran.stderr.splitlines()) == 1
    assert ("the names are" if setting == "colour=7" else "write members=50000") in ran.stderr


def test_links_and_devices_in_a_tar_are_named_and_not_followed(analyse: Analyse) -> None:
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        link = tarfile.TarInfo("Logs/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
        entry = tarfile.TarInfo("Logs/job.log")
        entry.size = len(members()["Logs/job.log"])
        archive.addfile(entry, io.BytesIO(members()["Logs/job.log"]))

    document = analyse(data.getvalue(), names=["session.tar"])

    assert "it is a link or a device" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def test_archives_too_deep_in_archives_are_not_opened(analyse: Analyse) -> None:
    data = b"Authentication error"
    for depth in range(6):
        data = zipped({f"level{depth}": data})

    document = analyse(data, names=["deep.zip"])

    assert document["findings"] == []
    assert "too deep" in warnings(document)


def test_members_beyond_the_cap_are_counted_out(analyse: Analyse) -> None:
    files = {f"{number}.txt": b"x" for number in range(30)}

    document = analyse(zipped(files), names=["many.zip"], options=Options(limits=Limits(members=20)))

    assert "more than 20 members" in warnings(document)
    assert len(document["documents"]) == 21


def session(day: int, status: str, told: str = "") -> bytes:
    """The log pack of one session; the failing ones say why in the job log."""
    line = f"2026-10-{day} 08:00:{{at}} {{level}} TID:79 [SiteInMemory:SynchronizationEngine] {{text}}\n"
    log = line.format(at="00,020", level="INFO", text="Session started")
    if told:
        log += line.format(at="09,020", level="ERROR", text=told)
    files = {"Logs/job.log": log, "Logs/SyncDump.xml": f"<SyncDump>\n<Status>{status}</Status>\n</SyncDump>"}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return data.getvalue()


def test_a_folder_of_packs_is_one_case_with_its_sessions_in_order(command: Callable[..., Ran], tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    told = "SD0019: Maximum snapshot records limit is exceeded (10000/10040/0)"
    (packs / "a.zip").write_bytes(session(14, "SW0003", told))
    (packs / "b.zip").write_bytes(session(12, "SW0000"))

    ran = command(packs, "-f", "json", "-o", "-")

    rows = ran.document["sessions"]
    assert [(row["run"], row["status"], row["snapshot"]) for row in rows] == [
        ("2026-10-12T08:00:00.020Z", "SW0000", None),
        ("2026-10-14T08:00:00.020Z", "SW0003", {"limit": 10000, "total": 10040, "pinned": 0}),
    ]


def test_what_several_documents_tell_stands_on_one_time_line(analyse: Analyse) -> None:
    log = "2026-10-12 {at} ERROR TID:79 [SiteInMemory:C4CConnector] The remote server returned an error: ({status}.\n"
    early, late = (
        log.format(at="08:00:05,000", status="403) Forbidden"),
        log.format(at="08:00:09,000", status="404) Not Found"),
    )

    rows = analyse(late, early)["timeline"]

    assert [row["time"] for row in rows] == sorted(row["time"] for row in rows)
    assert [(row["kind"], row["document"]) for row in rows if row["kind"] == "finding"] == [
        ("finding", "upload-1.txt"),
        ("finding", "upload-0.txt"),
    ]
    assert (rows[0]["kind"], rows[-1]["kind"]) == ("begin", "end")


def traced(at: str, status: str, mailbox: str = "anna@contoso.example") -> str:
    """One request of the mailbox and its answer, as an Exchange dump tells them."""
    trace = '<Trace Tag="Ews{which}HttpHeaders" Tid="1" Time="2026-10-{at}Z">\n{text}\n\n</Trace>\n'
    asked = f"POST /EWS/Exchange.asmx HTTP/1.1\nX-AnchorMailbox: {mailbox}"
    return trace.format(which="Request", at=at, text=asked) + trace.format(
        which="Response", at=at, text=f"HTTP/1.1 {status}"
    )


def test_the_time_line_tells_first_failures_last_successes_and_silences(analyse: Analyse) -> None:
    dump = traced("12 08:00:00", "200 OK") + traced("12 08:14:03", "503 Unavailable") + traced("12 08:14:05", "502 X")

    rows = analyse(dump)["timeline"]

    told = {row["kind"]: (row["time"], row["what"]) for row in rows if row["kind"] not in ("finding", "begin", "end")}
    assert told == {
        "success": ("2026-10-12T08:00:00Z", "the last request to Exchange that worked; failures follow"),
        "silence": ("2026-10-12T08:00:00Z", "nothing is told for 14 min 3 s"),
        "failure": ("2026-10-12T08:14:03Z", "the first failure of Exchange: HTTP 503"),
    }


def test_the_time_line_is_bounded_and_says_what_it_leaves_out(analyse: Analyse) -> None:
    rows = "".join(f"u{n}@contoso.example,2026-10-12 {n // 60:02}:{n % 60:02},Finished,0,0,0,,\n" for n in range(600))

    document = analyse(SESSIONS + rows)

    assert len(document["timeline"]) == 400
    assert document["timeline_left_out"] > 0


def pack_of(day: int, status: str, dump: str = "", told: str = "") -> bytes:
    """The log pack of one session with an Exchange dump."""
    with zipfile.ZipFile(io.BytesIO(session(day, status, told))) as plain:
        files = {name: plain.read(name) for name in plain.namelist()}
    return zipped({**files, "Logs/ExchangeDataDump.xml": dump.encode()} if dump else files)


ANNA, BEN = "anna@contoso.example", "ben@contoso.example"


@pytest.mark.parametrize(
    ("later", "recovered"),
    [
        (pack_of(14, "SW0000", traced("14 08:00:03", "200 OK", ANNA)), True),
        (pack_of(14, "SW0000"), True),
        (pack_of(14, "SW0000", traced("14 08:00:03", "200 OK", BEN)), False),
        (pack_of(14, "SW0003"), False),
        (pack_of(10, "SW0000", traced("10 08:00:03", "200 OK", ANNA)), False),
    ],
    ids=["same user", "unknown user", "another user", "fails too", "before"],
)
def test_a_request_that_failed_has_recovered_only_after_a_later_session_of_its_user_went_well(
    command: Callable[..., Ran], tmp_path: Path, later: bytes, recovered: bool
) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "packs" / "a.zip").write_bytes(pack_of(12, "SW0003", traced("12 08:00:03", "503 Unavailable", ANNA)))
    (tmp_path / "packs" / "b.zip").write_bytes(later)

    document = command(tmp_path / "packs", "-f", "json", "-o", "-").document
    finding = next(finding for finding in document["findings"] if finding["rule"] == "exchange-unavailable")

    assert (finding["recovered"], finding["outcome"]) == ((True, "issue") if recovered else (False, "error"))


@pytest.mark.parametrize(
    ("rows", "recovered"),
    [
        (["anna 08:00 Errors", "anna 09:00 Finished"], True),
        (["anna 09:00 Finished", "anna 08:00 Errors"], True),
        (["anna 07:00 Finished", "anna 08:00 Errors"], False),
        (["anna 08:00 Errors", "ben 09:00 Finished"], False),
        (["anna 08:00 Errors", "ben 08:00 Errors", "ben 09:00 Finished"], False),
    ],
)
def test_a_session_of_an_export_has_recovered_by_a_later_one_of_the_same_user(
    analyse: Analyse, rows: list[str], recovered: bool
) -> None:
    table = SESSIONS
    for row in rows:
        user, at, status = row.split()
        table += f"{user}@contoso.example,2026-10-12 {at},{status},0,0,0,,"
        table += "Authentication error\n" if status == "Errors" else "\n"

    finding = next(f for f in analyse(table)["findings"] if f["rule"] == "exchange-authentication")

    assert finding["recovered"] is recovered


@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        (("L/005_Query_c4codataapi.txt", "L/006_Query_c4codataapi.txt"), "issue"),
        (("L/006_Query_c4codataapi.txt", "L/005_Query_c4codataapi.txt"), "error"),
        (("L/005_Query_c4codataapi.txt", "M/006_Query_c4codataapi.txt"), "error"),
        (("a.txt", "b.txt"), "error"),
    ],
)
def test_files_without_times_prove_their_order_by_running_numbers_only(
    analyse: Analyse, names: tuple[str, str], outcome: str
) -> None:
    failed, worked = operation("500 Internal Server Error").encode(), operation("200 OK").encode()

    document = analyse(zipped(dict(zip(names, (failed, worked), strict=True))), names=["pack.zip"])

    assert rules_of(document) == {"c4c-internal-server-error": outcome}


def test_a_log_by_another_clock_proves_no_recovery(analyse: Analyse) -> None:
    log = "2026-10-12 03:00:{at} {level} TID:7 [SiteInMemory:ExchangeConnector] {said}\n"
    told = log.format(at="00", level="INFO", said="start") + log.format(
        at="20",
        level="ERROR",
        said="The request failed. The remote server returned an error: (503) Server Unavailable.",
    )

    document = analyse(told, traced("12 08:00:00", "200 OK") + traced("12 08:01:00", "200 OK"))

    assert loud(document) == {"exchange-unavailable": "error"}


def test_a_failure_before_a_session_that_went_well_is_told_as_recovered(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    told = "SD0019: Maximum snapshot records limit is exceeded (10000/10040/0)"
    (packs / "a.zip").write_bytes(session(12, "SW0003", told))
    (packs / "b.zip").write_bytes(session(14, "SW0000"))

    finding = command(packs, "-f", "json", "-o", "-").document["findings"][0]

    assert (finding["rule"], finding["outcome"], finding["recovered"]) == ("snapshot-limit", "issue", True)


def test_the_sync_dump_tells_its_records_by_storage_and_type_and_what_was_left(analyse: Analyse) -> None:
    document = analyse(
        """<?xml version="1.0"?>
<SyncDump>
  <Records>
    <Record Type="Contact" Storage="C4C" Id="1"/>
    <Record Type="Contact" Storage="C4C" Id="2"/>
    <Record Type="Contact" Storage="Exchange" Id="3"/>
  </Records>
  <Storage Id="Exchange"><Type Name="Appointment" Count="17"/></Storage>
  <Status>SW0002: Detected: 2 conflict(s), 1 duplicate(s), 3 issue(s), 4 confirmation(s)</Status>
</SyncDump>
"""
    )

    assert counts(document, "stored_records", "storage", "type") == {
        ("Exchange", "Appointment"): 17,
        ("C4C", "Contact"): 2,
        ("Exchange", "Contact"): 1,
    }
    told = document["sessions"][0]
    assert [told[key] for key in ("conflicts", "duplicates", "issues", "confirmations")] == [2, 1, 3, 4]


def test_how_long_c4c_took_is_what_it_says_itself(analyse: Analyse) -> None:
    answer = (
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my000000.crm.ondemand.com\n\n"
        "HTTP Response\nHTTP/1.1 200 OK\nc4c-odata-response-time: {took} ms\n\n{{}}\n"
    )

    times = analyse(answer.format(took=2061) + answer.format(took=39))["response_times"]

    assert times == [
        {"system": "c4c", "operation": "ContactCollection", "count": 2, "mean_ms": 1050, "longest_ms": 2061}
    ]


REFUSED, FETCHED = "ERROR CSRF token validation failed", "INFO CSRF token was fetched again"


@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        ([REFUSED], "error"),
        ([REFUSED, FETCHED], "info"),
        ([REFUSED, "INFO POST ContactCollection: 201 Created"], "info"),
        ([FETCHED, REFUSED], "error"),
        ([REFUSED, FETCHED, REFUSED], "error"),
        ([REFUSED, "INFO the token was not fetched again"], "error"),
        ([REFUSED, "ERROR POST ContactCollection: no success"], "error"),
    ],
)
def test_a_refused_token_is_no_failure_once_the_job_log_goes_on(
    analyse: Analyse, lines: list[str], outcome: str
) -> None:
    log = ""
    for second, line in enumerate(lines):
        level, _, said = line.partition(" ")
        log += f"2026-10-12 08:00:0{second},000 {level} TID:7 [SiteInMemory:C4CConnector] {said}\n"

    assert rules_of(analyse(log))["c4c-csrf"] == outcome


@pytest.mark.parametrize(
    ("response", "exception", "said"),
    [
        ("200 OK", "System.Xml.XmlException: Data at the root level is invalid in the answer", "{0}"),
        ("200 OK", "Some.Exception: it failed ---> System.FormatException: bad date in the record 12", "Query: {1}"),
        ("500 Internal Server Error", "System.InvalidOperationException: Sequence contains no elements", "{0}"),
    ],
    ids=["the same", "an inner exception", "after a failed answer"],
)
def test_a_log_line_that_quotes_an_exception_of_the_c4c_dump_is_no_second_error(
    analyse: Analyse, response: str, exception: str, said: str
) -> None:
    quoted = said.format(exception, exception.rpartition("---> ")[2])
    log = f"2026-10-12 08:00:01,000 ERROR TID:7 [SiteInMemory:C4CConnector] {quoted}\n"

    document = analyse(operation(response, f"Exception\n{exception}\n   at A.B()\n"), log)

    assert len(document["findings"]) == 1
    assert document["findings"][0]["count"] == 1
    assert document["unexplained"] == []


def test_an_exception_of_the_other_side_is_no_quote(analyse: Analyse) -> None:
    said = "System.FormatException: String was not recognized as a valid DateTime in the answer."
    log = f"2026-10-12 08:00:01,000 ERROR TID:7 [SiteInMemory:ExchangeConnector] {said}\n"

    assert len(analyse(operation("200 OK", f"Exception\n{said}\n"), log)["unexplained"]) == 1


def test_an_unknown_error_that_two_documents_tell_is_one_with_two_places(analyse: Analyse) -> None:
    said = "Some quite unknown error of the session"
    log = f"2026-10-12 08:00:01,000 ERROR TID:7 [SiteInMemory:SynchronizationEngine] {said}\n"

    (row,) = analyse(log, f"<SyncDump>\n<ErrorText>{said}</ErrorText></SyncDump>")["unexplained"]

    assert (row["count"], len(row["evidence"])) == (1, 2)


def test_a_log_that_quotes_what_the_c4c_dump_shows_leaves_nothing_unexplained(analyse: Analyse) -> None:
    said = "System.FormatException: String was not recognized as a valid DateTime in the answer."
    dump = (
        "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my000000.crm.ondemand.com\n\n"
        f"HTTP Response\nHTTP/1.1 200 OK\n\n{{}}\n\nException\n{said}\n"
    )

    document = analyse(dump, f"2026-10-12 08:00:01,000 ERROR TID:7 [SiteInMemory:C4CConnector] {said}\n")

    assert set(rules_of(document)) == {"c4c-connector-exception"}
    assert document["unexplained"] == []


def test_a_job_log_may_write_its_times_in_brackets(analyse: Analyse) -> None:
    line = "[2026-10-12T08:00:00.123+02:00] ERROR TID:7 [SiteInMemory:ExchangeConnector] Authentication error\n"

    assert analyse(line)["findings"][0]["first_seen"] == "2026-10-12T06:00:00.123Z"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ('<Site>\n<Setting Name="SnapshotRecordsLimit" Value="10000"/></Site>', ("SnapshotRecordsLimit", "10000", 2)),
        ('<Configuration><add key="AccessType" value="Delegation"/></Configuration>', ("AccessType", "Delegation", 1)),
        (
            "<Site>\n\n<EwsUrl>https://mail.contoso.example/EWS/Exchange.asmx</EwsUrl></Site>",
            ("EwsUrl", "https://mail.contoso.example/EWS/Exchange.asmx", 3),
        ),
        ('{"type": "Contact",\n "PageSize": 500}', ("PageSize", "500", 2)),
    ],
)
def test_a_setting_that_can_explain_a_finding_is_shown_with_its_line(
    analyse: Analyse, document: str, expected: tuple[str, str, int]
) -> None:
    (row,) = analyse(document)["settings"]

    assert (row["name"], row["value"], row["line"]) == expected


@pytest.mark.parametrize(
    "setting",
    [
        '<Setting Name="ApiKeyLimit" Value="abcdef0123456789"/>',
        '<Setting Name="ImpersonationPassword" Value="Winter2026"/>',
        '<Setting Name="ImpersonatedUser" Value="anna@contoso.example"/>',
        "<EwsUrl>https://anna:Winter2026@contoso.example/EWS</EwsUrl>",
        "<FilterEnabled>Anna Berger from Kassel</FilterEnabled>",
        '<Color Value="7"/>',
    ],
)
def test_a_setting_that_is_secret_personal_or_explains_nothing_is_not_shown(analyse: Analyse, setting: str) -> None:
    assert analyse(f"<Site>\n{setting}\n</Site>")["settings"] == []


def test_the_evidence_pack_holds_what_sap_asks_for_and_no_secret(command: Callable[..., Ran], tmp_path: Path) -> None:
    pack = tmp_path / "session.zip"
    pack.write_bytes(zipped(members()))

    ran = command(pack, "--evidence", tmp_path / "evidence", "-q")
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "evidence").iterdir()}
    sap = next(text for name, text in files.items() if name.startswith("sap-"))

    assert ran.code == 0
    assert "GET /sap/c4c/odata/v1/c4codataapi/ContactCollection" in sap
    assert "HTTP/1.1 500 Internal Server Error" in sap
    assert "ZmljdGl2ZTpmaWN0aXZl" not in "".join(files.values())
    assert "business data" in files["README.txt"]


SECRETS_OF_A_REQUEST = (
    "Authorization: Basic Y2Fy\n S3cr3tFold",
    "set-cookie: x=1;\n\tS3cr3tCookie",
    "sap-contextid: SID:ANON:ld_S3cr3t",
    '{"password":\n  "S3cr3t"}',
    '{"pw":"S3cr3t"}',
    "<Password>\nS3cr3t\n</Password>",
    '<ns:UserPassword xml:lang="x">S3cr3t</ns:UserPassword>',
    '<Property Name="Password" Value="S3cr3t"/>',
    '<add key="password" value="S3cr3t"/>',
    "-----BEGIN RSA PRIVATE KEY-----\nS3cr3t\n-----END RSA PRIVATE KEY-----",
)


@pytest.mark.parametrize("secret", SECRETS_OF_A_REQUEST)
def test_no_secret_stays_in_what_goes_to_sap(command: Callable[..., Ran], tmp_path: Path, secret: str) -> None:
    (tmp_path / "005_QueryContacts_c4codataapi.txt").write_text(
        "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my1.crm.ondemand.com\n"
        f"{secret}\n\nHTTP Response\nHTTP/1.1 403 Forbidden\n{secret}\n\n{secret}\n",
        "utf-8",
    )

    command(tmp_path / "005_QueryContacts_c4codataapi.txt", "--evidence", tmp_path / "evidence", "-q")
    (text,) = [path.read_text("utf-8") for path in (tmp_path / "evidence").glob("sap-*")]

    assert "S3cr3t" not in text
    assert "403 Forbidden" in text


def test_a_folder_that_is_in_use_takes_no_evidence(command: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("mine", "utf-8")
    (tmp_path / "dump.xml").write_bytes(managed_api(healthy()))

    ran = command(tmp_path / "dump.xml", "--evidence", tmp_path)

    assert ran.code == 5
    assert (tmp_path / "README.txt").read_text("utf-8") == "mine"


def test_a_file_of_an_uploaded_folder_is_not_replaced_by_the_report(
    command: Callable[..., Ran], tmp_path: Path
) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "dump.xml").write_bytes(managed_api(healthy()))

    ran = command(pack, "-f", "json", "-o", pack / "dump.xml")

    assert ran.code == 2
    assert (pack / "dump.xml").read_bytes() == managed_api(healthy())


def test_a_secret_in_the_name_of_a_file_is_not_shown(tmp_path: Path) -> None:
    (tmp_path / "x password=S3cr3t.xml").write_bytes(managed_api(healthy()))

    assert "S3cr3t" not in json.dumps(build(analyze([str(tmp_path / "x password=S3cr3t.xml")])))


def test_markdown_cannot_be_made_to_carry_markup(analyse: Analyse) -> None:
    hostile = "ConnectorException: Unexpected Exchange error <script>alert(1)</script> [x](javascript:y) **b** | c"

    text = markdown.render(analyse(hostile)).decode()

    blocks = MarkdownIt("commonmark").enable("table").parse(text)
    kinds = [token.type for block in blocks for token in (block, *(block.children or ()))]
    assert {"html_block", "html_inline", "link_open", "table_open"} & {*kinds} == set()
    assert kinds.count("strong_open") == 1  # ours, around the headline


def test_a_cell_of_the_csv_cannot_carry_a_formula(analyse: Analyse) -> None:
    document = analyse("Authentication error")
    document["findings"][0]["title"] = "=cmd|' /C calc'!A0"

    rows = csv_rows.render(document).decode("utf-8-sig").splitlines()

    assert rows[0].startswith('"rule","title"')
    assert "\"'=cmd" in rows[1]


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_a_tar_that_breaks_off_keeps_what_came_before_and_says_what_was_lost(analyse: Analyse, mode: str) -> None:
    files = {**members(), "Logs/zz.txt": random.Random(1).randbytes(60_000)}
    whole = tarred(files, mode)

    document = analyse(whole[: len(whole) - 40_000], names=["session.tar"])

    assert document["verdict"]["rule"] == "c4c-internal-server-error"
    assert "session.tar: not analysed: what follows its last readable member" in warnings(document)


def test_a_tar_with_a_header_that_cannot_be_read_does_not_end_in_silence(analyse: Analyse) -> None:
    data = bytearray(tarred({"a.txt": b"hello", "b.txt": b"hello", "c.txt": b"hello"}, "w"))
    data[1024 : 1024 + 512] = b"\xff" * 512

    document = analyse(bytes(data), names=["session.tar"])

    assert [entry["name"] for entry in document["documents"]] == ["a.txt", "session.tar"]


@pytest.mark.parametrize("compress", [gzip.compress, partial(lzma.compress, preset=0), zstandard.compress])
def test_a_compressed_dump_that_breaks_off_is_read_up_to_there(
    analyse: Analyse, compress: Callable[[bytes], bytes]
) -> None:
    noise = b"<Notes>" + random.Random(1).randbytes(400_000).hex().encode() + b"</Notes>"
    whole = compress(managed_api(failing()) + noise)

    document = analyse(whole[: len(whole) - 1000], names=["dump.xml.x"])

    assert document["verdict"]["rule"] == "ErrorImpersonateUserDenied"
    assert "damaged after" in warnings(document)


def test_a_request_whose_answer_is_damaged_is_not_one_that_nothing_answers(analyse: Analyse) -> None:
    asked = "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection HTTP/1.1\nHost: my300100.crm.ondemand.com\n\n\n"
    name = "Logs/C4C_Dump/ConnectorGeneric_0/000_QueryContacts_c4codataapi.txt"
    data = bytearray(zipped({name: asked.encode()}))
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF

    whole, damaged = (analyse(bytes(pack), names=["a.zip"]) for pack in (zipped({name: asked.encode()}), data))

    assert list(loud(whole)) == ["c4c-no-response"]
    assert list(loud(damaged)) == []


def test_a_zip_member_with_a_wrong_checksum_is_read_and_named(analyse: Analyse) -> None:
    data = bytearray(zipped(members()))
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF

    document = analyse(bytes(data), names=["session.zip"])

    assert "its checksum is wrong" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


@pytest.mark.parametrize("head", [b"MZ\x90\0" + b"\0" * 500, b"#!/bin/sh\nexit\n"])
def test_a_self_extracting_pack_is_read_like_the_plain_one(analyse: Analyse, head: bytes) -> None:
    plain, wrapped = zipped(members()), head + zipped(members())

    assert analyse(wrapped, names=["session.zip"]) == analyse(plain, names=["session.zip"])


def test_a_member_with_terabytes_of_holes_is_stopped_and_the_rest_is_read(analyse: Analyse) -> None:
    huge = 8 << 40
    entry = tarfile.TarInfo("holes")
    entry.type, entry.size = tarfile.GNUTYPE_SPARSE, 512
    head = bytearray(entry.tobuf(tarfile.GNU_FORMAT))
    for at, value in ((386, huge), (398, 512), (483, huge + 512)):  # offset and size of the one part, and the real size
        head[at : at + 12] = b"\x80" + value.to_bytes(11, "big")
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)

    document = analyse(bytes(head) + b"A" * 512 + tarred(members(), "w"), names=["session.tar"])

    assert "holes: not analysed: expands more than 200 times" in warnings(document)
    assert document["verdict"]["rule"] == "c4c-internal-server-error"


def test_bombs_in_archives_in_archives_are_stopped_by_what_was_uploaded(analyse: Analyse) -> None:
    inner = zipped({f"zeros{number}": b"\0" * (10 << 20) for number in range(10)})
    document = analyse(zipped({f"{number}.zip": inner for number in range(10)}), names=["bomb.zip"])

    assert "the upload expands more than 200 times" in warnings(document)


def test_a_pack_whose_names_have_the_separators_of_windows_has_the_names_of_the_contract(analyse: Analyse) -> None:
    windows = zipped({name.replace("/", "\\"): content for name, content in members().items()})

    assert analyse(windows, names=["session.zip"]) == analyse(zipped(members()), names=["session.zip"])


@pytest.mark.parametrize("before", range(0, 40, 3))
@pytest.mark.parametrize("filler", ['"xs": [{}], ', '"x": "{}", '], ids=["numbers", "text"])
def test_a_setting_of_a_cache_is_read_wherever_a_stretch_of_it_ends(analyse: Analyse, before: int, filler: str) -> None:
    limits = Limits(chunk=4096)
    text = "{\n" + filler.format(" " * (4096 - before - len(filler))) + '"PageSize": 500,\n"BatchSize": 7}'

    rows = analyse(text, options=Options(limits=limits))["settings"]

    assert [(row["name"], row["value"], row["line"]) for row in rows] == [("BatchSize", "7", 3), ("PageSize", "500", 2)]


def test_c4c_alone_proves_nothing_of_exchange_and_says_so(analyse: Analyse) -> None:
    document = analyse(operation("200 OK"))

    assert document["verdict"]["outcome"] == "inconclusive"
    assert "nothing of Exchange" in document["verdict"]["headline"]
    assert any("Exchange data dump" in missing for missing in document["coverage"]["missing"])


def test_an_archive_that_cannot_be_read_speaks_against_a_clean_verdict(analyse: Analyse) -> None:
    document = analyse(managed_api(healthy()), zipped(members())[:-200], names=["dump.xml", "session.zip"])

    assert document["verdict"]["confidence"]["against"] == ["A file could not be read."]


SOAP_FAULT = """<?xml version="1.0"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault>
<faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorImpersonateUserDenied</faultcode>
<faultstring>The account does not have permission to impersonate the requested user.</faultstring></s:Fault></s:Body>
</s:Envelope>"""
ODATA_ERROR = """{"error": {"code": "X/1", "message": {"value": "it broke"},
"innererror": {"transactionid": "0A1B2C3D4E5F60718293A4B5C6D7E8F9"}}}"""


def captured(url: str, body: str, encoding: str) -> str:
    """A HAR file of one failing request that took 1,234 ms."""
    text = base64.b64encode(body.encode()).decode() if encoding else body
    document = json.loads(har(500, url))
    (entry,) = document["log"]["entries"]
    entry["time"] = 1234
    entry["response"]["content"] = {
        "mimeType": "text/xml",
        "text": text,
        **({"encoding": encoding} if encoding else {}),
    }
    return json.dumps(document)


@pytest.mark.parametrize("encoding", ["", "base64"])
def test_the_bodies_of_a_capture_are_read_in_both_encodings(analyse: Analyse, encoding: str) -> None:
    exchange = captured("https://mail.contoso.example/EWS/Exchange.asmx", SOAP_FAULT, encoding)
    c4c = captured("https://my000000.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/X", ODATA_ERROR, encoding)

    document = analyse(exchange, c4c)
    excerpts = {finding["rule"]: finding["evidence"][0]["excerpt"] for finding in document["findings"]}

    assert set(excerpts) == {"ErrorImpersonateUserDenied", "c4c-internal-server-error"}
    assert "0A1B2C3D4E5F60718293A4B5C6D7E8F9" in excerpts["c4c-internal-server-error"]
    assert document["findings"][0]["first_seen"] == "2026-10-12T08:00:01.234Z"


@pytest.mark.parametrize("objects", ["1200", "1.200", "1,200", "1 200", "1'200", "1200.0", "1200,00"])
def test_a_number_of_a_table_is_read_as_any_program_writes_it(analyse: Analyse, objects: str) -> None:
    (row,) = analyse(f"User;Status;Objects;Exception\na@contoso.example;Finished;{objects};\n")["sessions"]

    assert row["objects"] == 1200


@pytest.mark.parametrize(
    "member",
    [
        '<Setting Name="Limit{n:04}" Value="{n}"/>',
        '<Record Type="T{n:04}" Storage="C4C"/>',
        "<Message>SD{n:04}: x</Message>",
    ],
)
def test_which_of_too_many_values_are_kept_does_not_depend_on_the_order_of_members(
    analyse: Analyse, member: str
) -> None:
    root = "Site" if "Setting" in member else "SyncDump"
    files = {
        f"{number:03}.xml": f"<{root}>{''.join(member.format(n=n) for n in range(number, 300, 29))}</{root}>".encode()
        for number in range(29)
    }
    options = Options(limits=Limits(values=20, events=20))

    forwards = analyse(tarred(files), names=["a.tar.gz"], options=options)
    backwards = analyse(tarred(dict(reversed(files.items()))), names=["a.tar.gz"], options=options)

    assert forwards == backwards
    assert any("not listed" in said for said in forwards["coverage"]["looked_at"])


def test_a_body_in_damaged_base64_is_passed_over_and_the_capture_is_read(analyse: Analyse) -> None:
    entry = {
        "startedDateTime": "2026-10-12T08:00:00Z",
        "request": {"method": "GET", "url": "https://my1.crm.ondemand.com/sap/c4c/odata/v1/x", "headers": []},
        "response": {"status": 500, "headers": [], "content": {"encoding": "base64", "text": "ab!c"}},
    }

    document = analyse(json.dumps({"log": {"entries": [entry, entry]}}))

    assert counts(document, "http", "system", "status") == {("c4c", 500): 2}


def test_a_very_wide_table_is_read_by_its_first_columns_and_says_so(analyse: Analyse) -> None:
    heads = ["User", "Run", "Status", "Exception", *(f"c{number}" for number in range(1000))]
    row = ["anna", "2026-10-12 08:00:00", "Errors", "Authentication error"]

    document = analyse(";".join(heads) + "\n" + ";".join(row) + "\n")

    assert rules_of(document) == {"exchange-authentication": "error"}
    assert any("columns of the table are read" in warning for warning in document["documents"][0]["warnings"])
