"""PRIVACY.md is true sentence by sentence: every promise names the test that proves it, and none is without one."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.limits import DEFAULT
from analyzer.model import Privacy
from analyzer.privacy.beginnings import LEAST
from analyzer.privacy.content import LONGEST, MOST
from analyzer.privacy.leaks import Check
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.watch import Removed
from analyzer.redacting import redact
from analyzer.report.files import Format
from tests.conftest import ROOT
from tests.support.dialects import managed_api
from tests.support.session import failing

PAGE = (ROOT / "PRIVACY.md").read_text("utf-8")
PROMISES = {
    "lies between the two, for the customer's own administrator": "privacy/test_customer_level.py::test_the_examples_can_be_made_at_this_level_and_name_their_own",
    "What the upload shows to be theirs stays": "privacy/test_customer_level.py::test_what_is_their_own_stays",
    "Other addresses, organizations, tenants and persons become tokens": "privacy/test_customer_level.py::test_third_parties_go",
    "quoted strings go as at\nstrict": "privacy/test_customer_level.py::test_a_report_keeps_the_mailbox_and_the_ids_and_loses_who_else_is_named",
    "Of two customers in one upload": "privacy/test_customer_level.py::test_of_two_customers_the_one_with_most_requests_keeps_its_domain",
    "A batch shows its index as at standard": "privacy/test_customer_level.py::test_the_index_of_a_batch_names_the_organization",
    "runs on your machine": "test_privacy_promises.py::test_nobody_is_asked",
    "this page says what can be in it": "test_privacy_promises.py::test_every_promise_stands_on_the_page_and_has_its_test",
    "It asks nobody and sends nothing": "test_privacy_promises.py::test_nobody_is_asked",
    "- Credentials:": "test_privacy_levels.py::test_no_secret_is_in_any_output_at_any_setting",
    "`Authorization` and `Proxy-Authorization`": "test_privacy.py::test_a_secret_in_free_text_reaches_no_output",
    "a sentence tells them": "test_secrets.py::test_a_secret_of_any_shape_and_language_is_removed",
    "- What people wrote: subjects": "test_content.py::test_what_a_request_of_ews_shows_is_removed_from_the_answer",
    "records of C4C": "test_content.py::test_what_a_request_of_c4c_shows_is_removed_from_the_refusal",
    "keys of\n  records in URLs": "test_content.py::test_the_key_of_a_record_is_removed_from_the_refusal",
    "in columns of tables": "privacy/test_learned.py::test_a_column_whose_head_says_so_is_learned",
    "learned while reading": "test_content.py::test_content_of_one_document_is_removed_from_every_other_whatever_their_order",
    "Names of records in quotes": "test_quotes.py::test_the_quoted_name_of_a_record_goes_at_every_level",
    '`Item "…" could not be saved`': "test_quotes.py::test_the_quoted_name_of_a_record_goes_at_every_level",
    "- Everything the tool does not know": "test_privacy_levels.py::test_no_secret_is_in_any_output_at_any_setting",
    "`[removed]` stands in their place": "test_quotes.py::test_the_quoted_name_of_a_record_goes_at_every_level",
    "**One exception:**": "test_privacy_levels.py::test_no_secret_is_in_any_output_at_any_setting",
    "secrets are removed there too": "test_packs.py::test_the_evidence_pack_holds_what_sap_asks_for_and_no_secret",
    "A note in the folder": "test_packs.py::test_the_evidence_pack_holds_what_sap_asks_for_and_no_secret",
    "| mailbox addresses": "test_privacy_levels.py::test_tokens",
    "| hosts, machines": "test_privacy_levels.py::test_tokens",
    "| tenants": "test_privacy_levels.py::test_a_strict_report_has_no_address_no_name_no_host_and_no_tenant",
    "| ids of requests": "test_privacy_promises.py::test_ids_that_hold_a_mailbox_are_tokens_at_strict",
    "| quoted strings": "test_quotes.py::test_what_people_wrote_goes_at_strict_from_quotes_and_behind_labels",
    "| texts behind labels": "privacy/test_labelled.py::test_a_text_behind_a_label_goes",
    "| query of a URL": "test_privacy_promises.py::test_the_query_of_a_url_goes_at_strict",
    "| names of the upload": "test_privacy_levels.py::test_the_strict_report_of_a_customers_file_is_not_named_after_it",
    "| bodies of failing": "test_privacy_levels.py::test_strict_evidence_keeps_no_body_whatever_the_address_of_the_call",
    "| outcomes, rules": "test_privacy_levels.py::test_strict_changes_no_outcome_no_count_and_no_time",
    "| services and documentation": "test_privacy_levels.py::test_tokens",
    "The same value has the same token": "test_privacy_levels.py::test_tokens",
    "Numbers follow the order": "test_privacy_levels.py::test_strict_is_the_same_for_the_same_document_and_for_a_strict_one",
    "its default name": "test_privacy_levels.py::test_the_strict_report_of_a_customers_file_is_not_named_after_it",
    "Writes the upload again": "test_redact.py::test_a_redacted_dump_tells_the_same_in_every_dialect",
    "same lines": "test_redact_content.py::test_redacted_is_what_the_report_hides_on_the_same_lines",
    "redacting twice": "test_redact_content.py::test_redacted_is_what_the_report_hides_on_the_same_lines",
    "Text is UTF-8 afterwards": "test_privacy_promises.py::test_redacted_text_is_utf_8",
    "JSON in the double quotes": "test_redact_cassettes.py::test_json_in_double_quotes_is_redacted_as_json",
    "A workbook becomes": "test_redact.py::test_a_workbook_keeps_its_rows_and_loses_everything_else",
    "a browser capture is": "test_redact_answers.py::test_a_capture_keeps_the_errors_of_every_service_and_no_content",
    "left out, and named": "test_redact.py::test_what_cannot_be_redacted_is_left_out_and_named",
    "Comments, times and rights": "test_redact.py::test_the_structure_stays",
    "readable by you alone": "test_redact.py::test_tokens_are_those_of_the_strict_report_and_the_map_has_them",
    "Before anything is written": "test_privacy_levels.py::test_a_renderer_that_shows_a_secret_is_refused",
    "every value that was replaced": "test_privacy_levels.py::test_a_strict_renderer_that_shows_a_replaced_value_is_refused",
    "(`leak-cut`)": "test_privacy_levels.py::test_where_removing_failed_the_report_comes_without_that_piece",
    "with exit code 5": "test_privacy_levels.py::test_a_strict_renderer_that_shows_a_replaced_value_is_refused",
    "Nothing is written then": "test_privacy_levels.py::test_nothing_is_written_where_one_of_several_outputs_is_refused",
    "a few pieces\nwith a hit are cut out": "hostile/test_faults.py::test_of_a_document_in_which_something_is_left_the_piece_is_cut_out",
    "one with many is left out": "test_redact_last_cut.py::test_where_much_is_left_nothing_is_hidden_by_cutting",
    "an upload of nothing else is refused": "test_redact.py::test_the_redacted_upload_is_searched_too",
    "damaged ones what stands before the damage": "hostile/test_damage.py::test_redact_gives_what_a_damaged_file_holds_before_the_damage_or_says_why_not",
    "| words of error texts": "privacy/test_known_words.py::test_a_strict_report_shows_no_word_that_nobody_knows",
    "made of nothing but words of messages": "test_privacy_promises.py::test_what_is_not_covered_is_shown",
    "may be nobody's name": "privacy/test_known_words.py::test_the_same_word_has_the_same_token_and_is_told_in_the_map",
    "At standard, names": "privacy/test_known_words.py::test_standard_shows_words_whoever_knows_them",
    "A subject of nothing but plain words": "privacy/test_failures.py::test_the_last_look_knows_a_subject_by_its_words",
    "without quotes and nothing else": "test_privacy_promises.py::test_what_is_not_covered_is_shown",
    "At most 20,000 values": "test_privacy_promises.py::test_the_numbers_of_the_page_are_those_of_the_program",
    "A name of one plain word": "test_privacy_promises.py::test_what_is_not_looked_for_afterwards",
    "plain words too (`mail`": "test_privacy_promises.py::test_what_is_not_covered_is_shown",
    "Times, counts and error texts": "test_privacy_levels.py::test_strict_changes_no_outcome_no_count_and_no_time",
    "The digest of a file": "test_privacy_levels.py::test_strict_changes_no_outcome_no_count_and_no_time",
    "Paths you give on the command line": "test_command.py::test_no_absolute_path_of_the_machine_is_in_the_output",
    "`ssi-analyze batch` writes": "batch/test_strict.py::test_nothing_that_is_written_or_kept_names_anybody",
    "It holds of each case": "batch/test_history.py::test_the_command_searches_shows_exports_and_forgets",
    "no mail content, no bodies": "batch/test_strict.py::test_nothing_that_is_written_or_kept_names_anybody",
    "nor the folder of reports holds a name": "batch/test_strict.py::test_nothing_that_is_written_or_kept_names_anybody",
    "every night of one history": "batch/test_strict.py::test_an_organization_is_found_again_on_the_next_night",
    "Titles and signatures": "batch/test_strict.py::test_nothing_that_is_written_or_kept_names_anybody",
    "`ssi-analyze history forget`": "batch/test_history.py::test_what_is_forgotten_is_gone_with_all_its_parts",
    "names the first other case": "batch/test_earlier.py::test_at_strict_the_name_of_the_other_case_is_a_token",
    "A password in the address": "batch/test_history.py::test_a_database_that_cannot_be_used_is_said_without_its_password",
    "is copied into a folder": "batch/test_storage.py::test_uploads_are_copied_while_their_case_runs",
    "With `--cluster`": "batch/test_cluster.py::test_a_cluster_writes_what_this_machine_writes_though_a_worker_dies",
    "begins with `tls://`": "batch/test_cluster.py::test_an_address_that_is_no_scheduler_is_wrong_usage",
}
"""What the page says, and the test that proves it."""


def test_every_promise_stands_on_the_page_and_has_its_test() -> None:
    told = " ".join(PAGE.split())

    for said, proof in PROMISES.items():
        name, _, test = proof.partition("::")
        assert " ".join(said.split()) in told, said
        assert f"def {test}(" in (ROOT / "tests" / name).read_text("utf-8"), proof


def sentences(page: str) -> list[str]:
    """The sentences of the page, on one line each; a row of a table is one."""
    found = []
    for piece in re.split(r"\n\n|\n(?=[-|])", page):
        flat = " ".join(piece.split())
        if flat and not flat.startswith(("#", "|--", "| |")):
            found += [flat] if flat.startswith("|") else re.split(r"(?<=[.:])\s+(?=[A-Z`])", flat)
    return found


def test_no_sentence_of_the_page_is_without_a_promise() -> None:
    told = sentences(PAGE)

    assert len(told) >= 60
    assert [one for one in told if not any(" ".join(said.split()) in one for said in PROMISES)] == []


def test_the_numbers_of_the_page_are_those_of_the_program() -> None:
    assert f"At most {MOST:,}\n" in PAGE.replace(f"{MOST:,} ", f"{MOST:,}\n")
    assert f"first {LONGEST} characters" in PAGE
    assert LEAST == 8
    assert PAGE.count("fewer than eight characters") == 2


def test_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("the network is asked")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    (tmp_path / "dump.xml").write_bytes(managed_api(failing()))

    for level in Privacy:
        assert run([str(tmp_path / "dump.xml")], Order(formats=tuple(Format), privacy=level, evidence=True)).reports


def strictly(tmp_path: Path, said: str) -> str:
    """What every strict report says of an error."""
    upload = tmp_path / "job.log"
    upload.write_text(f"2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {said}\n")
    case = run([str(upload)], Order(formats=tuple(Format), privacy=Privacy.STRICT))
    return "\n".join(data.decode() for _, data in case.reports)


def test_ids_that_hold_a_mailbox_are_tokens_at_strict(tmp_path: Path) -> None:
    item, tenant = "AAMkAGI2NGVhZTVlLTI1OGMtNDI4Mw=", "6e1b0d3c-91aa-4a0e-8c5f-3b2f2a7d9e10"
    shown = strictly(
        tmp_path, f"odd item {item} is gone, Location: https://graph.microsoft.com/v2/{tenant}/directoryObjects/7"
    )

    assert item not in shown
    assert tenant not in shown
    assert "odd item id-1 is gone" in shown


def test_the_query_of_a_url_goes_at_strict(tmp_path: Path) -> None:
    shown = strictly(tmp_path, "odd answer of https://graph.microsoft.com/v1.0/users?search=quokka and so on")

    assert "quokka" not in shown
    assert "https://graph.microsoft.com/v1.0/users?[removed]" in shown


def test_two_words_with_capitals_are_a_name_at_strict(tmp_path: Path) -> None:
    shown = strictly(tmp_path, "it failed at the Quokka Zylinder because Petra Winkelmann saw Server Busy")

    assert "it failed at the user-1 because user-2 saw Server Busy" in shown
    assert "Quokka" not in shown
    assert "Winkelmann" not in shown


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("it failed because max was away", Privacy.STRICT),
        ("it failed because petra winkelmann was away", Privacy.STANDARD),
        ("it failed because Petra Winkelmann was away", Privacy.STANDARD),
        ("the mail service of the office failed for office@mail.example", Privacy.STANDARD),
        ("no Quitte was found", Privacy.STANDARD),
    ],
)
def test_what_is_not_covered_is_shown(tmp_path: Path, said: str, level: Privacy) -> None:
    """A gap that was closed is to leave the page."""
    upload = tmp_path / "job.log"
    upload.write_text(
        f"2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {said}\n<t:Subject>Quitte</t:Subject>\n"
    )

    case = run([str(upload)], Order(formats=(Format.TEXT,), privacy=level))

    assert said.partition(" for ")[0] in case.reports[0][1].decode()


def test_what_is_not_looked_for_afterwards() -> None:
    names = Pseudonyms()
    shown = names.replace('mailbox "Winkelmann" at ex1.fr, exch01.contoso.example')

    assert shown == 'mailbox "user-1" at host-1, host-2'
    assert Check(Removed(), names.telling()).find("Winkelmann at ex1.fr") is None
    assert Check(Removed(), names.telling()).find("exch01.contoso.example") is not None


def test_redacted_text_is_utf_8(tmp_path: Path) -> None:
    (tmp_path / "job.log").write_bytes(
        "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] Gerät fehlt\n".encode("utf-16")
    )

    redact(str(tmp_path / "job.log"), tmp_path / "out.log", Pseudonyms(), DEFAULT)

    assert "Gerät fehlt" in (tmp_path / "out.log").read_text("utf-8")
