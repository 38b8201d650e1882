"""The report as a page: what stands where, what is counted when it does not fit, and that pictures and tables agree."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as markup

from analyzer.analysis import analyze
from analyzer.report import charts, html
from analyzer.report.causes import with_causes
from analyzer.report.document import build
from tests.conftest import ROOT, Analyse
from tests.support.dialects import managed_api
from tests.support.session import failing, fault, ok, timed

EXAMPLES = ROOT / "examples"


def page(document: Any) -> markup.HtmlElement:
    return markup.fromstring(html.render(document))


def said(element: markup.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def example(*names: str) -> Any:
    return build(analyze([str(EXAMPLES / name) for name in names]))


def test_the_report_tells_what_matters_first() -> None:
    report = page(example("pack-exchange-side.zip"))

    assert [one.get("id") for one in report.xpath("//main//*[self::section[@class='answer'] or self::h2]")] == [
        "answer",
        "todo",
        "why",
        "findings",
        "texts",
        "pictures",
        "facts",
        "unread",
        "made",
    ]


def test_the_answer_says_what_broke_for_whom_who_acts_the_first_step_how_sure_and_the_proof() -> None:
    report = page(example("pack-exchange-side.zip"))

    assert said(report.xpath("//body/header")[0]) == (
        "contoso.example · my000000.crm.ondemand.com · Exchange Server SE RTM (15.2.2562.17) pack-exchange-side.zip, 9 files"
    )
    assert said(report.get_element_by_id("answer")) == (
        "Error – nothing synchronizes for this mailbox "
        "The SSI service account is not allowed to impersonate this mailbox "
        "Affected: anna.berg@contoso.example (1 of 1 mailbox) · since 12 October 2026, 08:00 UTC "
        "· no successful request to Exchange afterwards "
        "Who acts next Exchange administrator of the customer "
        "First step · 3 more steps The Exchange administrator lists who may impersonate: "
        "Get-ManagementRoleAssignment -Role ApplicationImpersonation -GetEffectiveUsers "
        "How sure Likely: Exchange said so itself, but this cause is our interpretation "
        "Also found: 2 issues. An item was no longer in the mailbox (ErrorItemNotFound), 2 times (nobody has to act) · "
        "An item was changed on both sides at the same time (ErrorIrresolvableConflict), once (nobody has to act) "
        "Proof: Logs/ExchangeDataDump.xml, line 474 · 2026-10-12 08:00:12 UTC · all of it "
        "SOAP fault ErrorImpersonateUserDenied: The account does not have permission to impersonate the requested user. "
        "· HTTP 500 · POST /EWS/Exchange.asmx (CreateItem) · request-id: 2548afb7-5f87-5d14-bfb6-800ff65caa13 "
        "Seen 1 time in 6 requests to Exchange "
        "Access OAuth, the application alone and service account with impersonation "
        "Gaps 1 document has a note. Coverage and gaps"
    )


def test_the_finding_on_which_the_answer_rests_comes_first_and_says_so() -> None:
    findings = page(example("pack-exchange-side.zip", "pack-c4c-side.zip")).xpath("//*[@id='list']/details")

    assert ["basis of the verdict" in said(finding) for finding in findings] == [True] + [False] * (len(findings) - 1)
    assert len(findings) > 3


def test_the_words_that_a_rule_looked_for_are_marked_in_the_evidence() -> None:
    report = page(example("snapshot-limit.xml"))

    assert [said(mark) for mark in report.xpath("//*[@id='proof']//mark")] == ["snapshot records"]


def test_each_picture_of_amounts_has_its_numbers_as_a_table() -> None:
    document = example("pack-exchange-side.zip")

    drawn = {figure.findtext("figcaption"): figure for figure in page(document).xpath("//figure")}

    rows = [[said(cell) for cell in row] for row in drawn["HTTP statuses"].xpath(".//tbody/tr")]
    names = {"exchange": "Exchange (EWS)", "c4c": "C4C"}
    assert rows == [[str(row["status"]), names[row["system"]], str(row["count"])] for row in document["http"]]
    assert "200 · Exchange (EWS): 5" in drawn["HTTP statuses"].find("svg").get("aria-label")


def test_every_number_on_the_time_line_is_that_of_a_finding_in_the_report() -> None:
    report = page(example("pack-exchange-side.zip"))
    linked = {said(link)[0]: link.get("href").removeprefix("#") for link in report.xpath("//*[@class='pinned']//a")}

    assert sorted(linked) == ["1", "2", "3"]
    for number, anchor in linked.items():
        assert said(report.get_element_by_id(anchor).xpath(".//*[@class='number']")[0]) == number


def test_an_upload_without_times_has_no_time_line_but_its_other_pictures(analyse: Analyse) -> None:
    captions = [chart.caption for chart in charts.build(analyse("HTTP/1.1 404 Not Found\n\n"), [], 40)]

    assert captions == ["HTTP statuses"]


def test_a_ready_text_is_whole_however_long_it_is(analyse: Analyse) -> None:
    calls = [
        fault("GetItem", code, "No.") for code in ("ErrorAccessDenied", "ErrorImpersonateUserDenied") for _ in "12345"
    ]
    document = analyse(managed_api(timed([*calls, ok("GetFolder")])))

    text = page(document).get_element_by_id("text-microsoft").text_content()

    assert text == document["texts"]["microsoft"]
    assert len(text) > html.CAPS[0].page.text


def test_a_usual_pack_makes_a_report_that_any_ticket_takes() -> None:
    sizes = {path.name: path.stat().st_size for path in EXAMPLES.glob("*.report.html")}

    assert {name: size for name, size in sizes.items() if size > 150_000} == {}


@pytest.mark.parametrize("text", ["<" * 4000, "Z" * 4000], ids=["that escaping makes longer", "plain"])
def test_a_case_of_any_size_stays_below_two_megabytes_and_counts_what_it_leaves_out(text: str) -> None:
    document = example("pack-exchange-side.zip")
    finding = document["findings"][0]
    evidence = [{**finding["evidence"][0], "excerpt": text, "document": text, "ids": {text: text}}] * 5
    many = {
        "findings": [
            {**finding, "rule": f"rule-{n}", "cause": text, "solution": [text] * 50, "references": [text] * 50,
             "evidence": evidence, "parameters": {"a": text}}
            for n in range(500)
        ],
        "documents": [{**document["documents"][0], "name": text, "warnings": [text] * 50}] * 5000,
        "unexplained": [{"signature": text, "count": 1, "evidence": evidence}] * 5000,
        "servers": [{"system": "exchange", "header": text, "value": text, "count": 1}] * 5000,
        "sessions": [{**document["sessions"][0], "user": text, "document": text}] * 5000,
        "timeline": [{"time": None, "what": text, "document": text, "line": n} for n in range(5000)],
        "texts": dict.fromkeys(document["texts"], f"{text}\n" * 5000)
        | {"letters": dict.fromkeys(document["texts"]["letters"], f"{text}\n" * 5000)},
    }  # fmt: skip

    report = html.render(document | many)

    assert len(report) < html.MAX_BYTES
    told = said(markup.fromstring(report))
    for counted in ("480 more findings are in the JSON", "4,992 more signatures are", "4,980 more documents are"):
        assert counted in told
    assert "more characters are in the JSON" in told


def test_where_something_recovered_the_answer_says_that_it_is_over(analyse: Analyse) -> None:
    calls = [fault("GetItem", "ErrorServerBusy", "The server cannot service this request right now."), ok("GetItem")]
    document = analyse(managed_api(timed([*calls, ok("GetFolder")])))

    answer = said(page(document).get_element_by_id("answer"))

    assert document["verdict"]["still_happening"] is False
    assert "it worked again afterwards" in answer


def test_an_empty_upload_has_a_report_that_says_what_to_ask_for(analyse: Analyse) -> None:
    document = analyse("")

    todo = said(page(document).xpath("//section[h2/@id='todo']")[0])

    assert todo.startswith("Steps Ask the customer for")
    assert "Ask for what is not in the upload:" in todo


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "system": st.sampled_from(["exchange", "c4c", "other"]),
            "from": st.integers(0, 4_000_000_000),
            "wide": st.integers(1, 100_000),
            "ok": st.integers(0, 10**9),
            "failed": st.integers(0, 10**9),
        }
    ),
    max_size=60,
)


@given(rows=ROWS, times=st.lists(st.integers(0, 4_000_000_000), max_size=40))
def test_nothing_on_a_time_line_lies_outside_of_it(rows: Sequence[dict[str, Any]], times: Sequence[int]) -> None:
    def moment(seconds: int) -> str:
        return f"{charts.datetime.fromtimestamp(seconds, charts.UTC):%Y-%m-%dT%H:%M:%SZ}"

    activity = [{**row, "from": moment(row["from"]), "to": moment(row["from"] + row["wide"])} for row in rows]
    pinned = [charts.Pinned(n + 1, f"finding-{n}", "title", [moment(time)]) for n, time in enumerate(times)]

    for chart in charts.build({"activity": activity}, pinned, 40):
        for bar in chart.bars:
            assert bar.x >= 0
            assert bar.x + bar.width <= 100.01
            assert 0 <= bar.y <= chart.height - bar.height
        assert all(0 <= pin.x <= 100 for pin in chart.pins)
        assert all(line.y1 <= chart.height for line in chart.lines)


def test_a_dump_cut_short_is_told_on_the_page(analyse: Analyse) -> None:
    whole = managed_api(failing())

    report = page(analyse(whole[: len(whole) // 2]))

    assert "A hint only: the upload breaks off" in said(report.get_element_by_id("answer"))
    assert "The upload breaks off; what came after is not known." in said(report)


# -- the cause beside each session -----------------------------------------------------------------------------------


def causes(document: Any) -> list[str | None]:
    return [row["cause"] for row in with_causes(document) or ()]


def test_every_session_of_an_export_that_failed_has_its_cause_beside_it_and_the_others_have_none() -> None:
    document = example("sync-export.csv")
    title = document["findings"][0]["title"]

    assert causes(document) == [title if row["failed"] else None for row in document["sessions"]]
    assert causes(document).count(title) == document["findings"][0]["count"] > len(document["findings"][0]["evidence"])


def test_the_session_of_a_pack_failed_because_of_the_error_of_its_documents() -> None:
    document = example("pack-exchange-side.zip")

    assert causes(document) == [document["findings"][0]["title"]]
    assert causes(example("pack-healthy.zip")) == [None]


def test_two_packs_beside_each_other_have_each_its_own_cause(tmp_path: Path) -> None:
    for name in ("pack-exchange-side", "pack-c4c-side"):
        with zipfile.ZipFile(EXAMPLES / f"{name}.zip") as pack:
            pack.extractall(tmp_path / name)

    document = build(analyze([str(tmp_path)]))
    found = {
        row["document"].partition("/Logs/")[0].rpartition("/")[2]: row["cause"] for row in with_causes(document) or ()
    }

    assert "impersonate" in found["pack-exchange-side"]
    assert "SAP Cloud for Customer" in found["pack-c4c-side"]


def test_a_status_that_no_rule_explains_has_no_cause_of_another_session() -> None:
    document = example("sync-export.csv")
    failing = next(row for row in document["sessions"] if row["failed"])
    other = {**failing, "status": "Something nobody has seen yet", "line": 99}

    assert causes({**document, "sessions": [*document["sessions"], other]})[-1] == "not known"


def test_a_table_of_sessions_shows_the_causes() -> None:
    table = page(example("sync-export.csv")).xpath("//table[caption[starts-with(., 'Sessions')]]")[0]

    assert "Cause" in [said(head) for head in table.xpath(".//thead//th")]
    assert "The Microsoft 365 authorization of the mailbox has expired (OAuth refresh token)" in said(table)


def test_what_every_report_says_stands_in_it_as_the_leak_check_is_told_and_beside_it_no_word_for_a_secret() -> None:
    report = html.render(example("healthy-ntlm.xml")).decode()
    said = [text for text in html.ours() if text in report]
    for text in said:
        report = report.replace(text, "")

    assert len(said) >= 4  # style, script, the sentence about privacy, at least one label
    assert not {word for word in ("token", "credential", "password", "ticket ", "cookie") if word in report.lower()}


def test_the_first_and_the_last_of_the_sessions_that_are_drawn_say_their_zone() -> None:
    report = page(example("sync-export.csv"))
    (drawn,) = [
        figure for figure in report.xpath("//figure") if figure.findtext("figcaption") == "From session to session"
    ]

    assert said(drawn).count(" UTC") >= 2
