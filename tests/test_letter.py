"""The letter to the customer: what it says, to whom, and what it never says."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from lxml import html as markup

from analyzer.case import Order, analyze, run
from analyzer.errors import CatalogueError
from analyzer.model import Owner, Privacy
from analyzer.report import html, letter, saved, ticket
from analyzer.report.letter_words import frames
from analyzer.rules import catalogue, speaking, telling
from tests.conftest import ROOT, Analyse
from tests.support.dialects import managed_api
from tests.support.session import fault, ok, refused, timed

EXAMPLES = ROOT / "examples"
INTERNAL = re.compile(r"\b(?:finding|engine|dump|ssi-analyze|SSI|catalogue|rule)\b|\bthe customer\b|\?\?|\{\w+\}|  ")


def case(*uploads: str, **order: Any) -> dict[str, Any]:
    return dict(run([str(EXAMPLES / name) for name in uploads], Order(**order)).document)


def told(document: Any, language: str = "en") -> str:
    return str(letter.letters(document)[language])


def hit(document: Any, *names: str, more: int = 0) -> Any:
    """The document with the first finding about these mailboxes."""
    first, *others = document["findings"]
    return document | {"findings": [first | {"mailboxes": list(names), "mailboxes_more": more}, *others]}


@pytest.fixture(scope="module")
def expired() -> dict[str, Any]:
    return case("oauth-expired.xml")


# -- what it says ----------------------------------------------------------------------------------------------------


def test_it_has_a_subject_names_the_mailbox_numbers_its_steps_and_says_what_comes_next(expired: Any) -> None:
    assert told(expired) == (
        "Subject: Please renew the mailbox authorization of ingrid.dahl@contoso.example\n"
        "\n"
        "Hello,\n"
        "\n"
        "SAP Cloud for Customer can no longer sign in to the mailbox of ingrid.dahl@contoso.example, and nothing is "
        "synchronized there. The authorization that was given to it has expired or was withdrawn. "
        "The logs show it on 14 September 2026 at 12:15 UTC.\n"
        "\n"
        "Please pass these steps on to ingrid.dahl@contoso.example:\n"
        "\n"
        "1. In SAP Cloud for Customer, open E-Mail Integration > Sync Settings > E-Mail Configuration, and choose to "
        "update the authorization.\n"
        "2. In the window that opens, sign in as the owner of the mailbox and agree to the access it lists.\n"
        "3. On the main page, switch the synchronization on again.\n"
        "\n"
        "Entries made since then are kept, and follow with the next session. Should the sign-in not succeed, a copy of "
        "the message on the screen will help us.\n"
        "\n"
        "Kind regards"
    )


def test_it_is_there_in_german_too_with_dates_and_numbers_as_germans_write_them() -> None:
    said = told(case("snapshot-limit.xml"), "de")

    assert said.startswith("Betreff: Synchronisierung von sofia.lindqvist@contoso.example angehalten")
    assert "10.040 Datensätze ausgewählt, möglich sind 10.000" in said
    assert "am 5. Oktober 2026 um 04:09 Uhr UTC" in said
    assert said.endswith("Mit freundlichen Grüßen")


def test_three_mailboxes_are_named_and_the_others_counted(expired: Any) -> None:
    names = ["a@x.example", "b@x.example", "c@x.example", "d@x.example", "e@x.example"]

    assert told(hit(expired, *names[:2])).startswith(
        "Subject: Please renew the mailbox authorization of a@x.example and 1 other\n"
    )
    assert "of a@x.example, b@x.example and c@x.example, and nothing" in told(hit(expired, *names[:3]))
    assert "of a@x.example, b@x.example, c@x.example and 2 others, and nothing" in told(hit(expired, *names))
    assert "und 1.202 weitere" in told(hit(expired, *names, more=1200), "de")


def test_where_no_mailbox_is_known_the_sentence_is_another(expired: Any) -> None:
    said = told(hit(expired) | {"mailboxes": [], "sessions": []})

    assert said.startswith("Subject: Please renew the mailbox authorization\n")
    assert "can no longer sign in to the mailbox, and nothing" in said
    assert "pass these steps on to the users concerned:" in said


def test_a_value_that_the_upload_lacks_leaves_no_hole() -> None:
    document = case("snapshot-limit.xml")
    first = document["findings"][0] | {"parameters": {}}

    assert "more records are selected for it than are possible" in told(document | {"findings": [first]})
    assert INTERNAL.search(told(document | {"findings": [first]})) is None


def test_who_has_nothing_to_do_is_told_so_and_asked_for_nothing() -> None:
    said = told(case("pack-c4c-side.zip"))

    assert "no action is needed from you" in said
    assert "You will hear from us when there is news." in said
    assert "\n1. " not in said


def test_several_causes_have_a_paragraph_each_and_one_numbered_list() -> None:
    one, other = case("oauth-expired.xml"), case("snapshot-limit.xml")
    said = told(one | {"findings": [*one["findings"], *other["findings"]]})
    numbers = re.findall(r"^(\d+)\. ", said, re.MULTILINE)

    assert "\nIn addition: synchronization between" in said
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert len(numbers) == 6
    assert said.count("Entries made since then are kept") == 1


def test_what_happened_twice_by_the_same_cause_is_said_once(expired: Any) -> None:
    twice = [*expired["findings"], expired["findings"][0] | {"rule": "AADSTS700082"}]

    assert told(expired | {"findings": twice}) == told(expired)


def test_what_passed_is_not_said_to_have_stopped(analyse: Analyse) -> None:
    calls = [
        ok("GetFolder"),
        fault("GetItem", "ErrorServerBusy", "The server cannot service this request right now."),
        ok("GetItem"),
        ok("GetFolder"),
    ]
    document = analyse(managed_api(timed(calls)))
    busy = next(finding for finding in document["findings"] if finding["rule"] == "ErrorServerBusy")

    assert busy["recovered"]
    assert "after which it went on" in told(document)
    assert "has stopped" not in told(document)


def test_of_one_mailbox_for_which_nothing_works_that_is_said_though_others_go_on(expired: Any) -> None:
    first = expired["findings"][0] | {"outcome": "issue"}
    name = first["mailboxes"][0]
    dead = {
        "mailboxes": [{"mailbox": name, "count": 2, "failed": 2}, {"mailbox": "b@x.example", "count": 9, "failed": 0}]
    }
    alive = {"mailboxes": [{"mailbox": name, "count": 9, "failed": 2}]}

    assert "can no longer sign in to the mailbox of" in told(expired | {"findings": [first]} | dead)
    assert "show an error in the synchronization of" in told(expired | {"findings": [first]} | alive)


def test_to_two_customers_there_is_no_letter_but_a_sentence_that_says_so() -> None:
    document = case("organization-removed.xml")
    mixed = document | {"warnings": [{"code": "several-customers", "text": "…"}]}

    assert "fabrikam" in told(document)
    assert told(mixed).startswith("The upload holds several customers: run each alone.")
    assert all("\n" not in said and "fabrikam" not in said for said in letter.letters(mixed).values())


def test_more_than_three_are_listed_below(expired: Any) -> None:
    names = ["a@x.example", "b@x.example", "c@x.example", "d@x.example"]

    assert "\n\nAll of them: a@x.example, b@x.example, c@x.example and d@x.example.\n" in told(hit(expired, *names))
    assert "c@x.example, d@x.example and 5 others.\n" in told(hit(expired, *names, more=5))
    assert "All of them" not in told(hit(expired, *names[:3]))


def test_of_several_errors_of_one_table_each_names_its_own_users(analyse: Analyse) -> None:
    table = (
        "User;Run;Status;Objects;Failures;Error Source;Exception\n"
        "anna@x.example;2026-10-12 08:01:00;Errors;0;0;Microsoft Exchange;"
        "Authentication error – OAuthRefreshToken might have expired\n"
        "ben@x.example;2026-10-12 08:03:00;Errors;0;0;Synchronization Engine;"
        "A limit on the number of snapshot records is exceeded (10000/10040/0)\n"
    )
    said = told(analyse(table, names=["panel.csv"]))

    assert "the mailbox of anna@x.example, and nothing" in said
    assert "the mailbox of ben@x.example has stopped" in said
    assert "users concerned" not in said


def test_the_time_of_an_unknown_error_is_not_asked_for_where_the_log_has_it(analyse: Analyse) -> None:
    dated = "2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory] The flux of Quill is inverted\n"

    assert "the day and the time" not in told(analyse(dated))
    assert "the day and the time" in told(analyse("ERROR TID:7 [SiteInMemory] The flux of Quill is inverted\n"))


def test_a_clean_letter_says_what_was_covered_and_what_to_send_if_something_is_missing() -> None:
    said = told(case("healthy-ntlm.xml"))

    assert "Synchronization worked in the time they cover (on 12 October 2026 from 05:00 to 05:02 UTC)" in said
    assert "If something is still missing, please send us:\n\n1. " in said


def test_a_clean_letter_claims_no_more_than_is_proved() -> None:
    document = case("healthy-ntlm.xml")
    doubted = document["verdict"]["confidence"] | {"level": "likely"}

    said = told(document | {"verdict": document["verdict"] | {"confidence": doubted}})

    assert "As far as they go, synchronization worked" in said


def test_an_upload_that_proves_nothing_is_answered_by_what_we_need(analyse: Analyse) -> None:
    said = told(analyse("nothing of ours\n"))

    assert said.startswith("Subject: Synchronization: we need some more information")
    assert "\n1. the logs of a session in which" in said
    assert "\n2. the day and the time at which you saw the error" in said


def test_an_error_that_nothing_explains_is_ours_to_look_into(analyse: Analyse) -> None:
    said = told(analyse(managed_api(timed([refused("GetItem", 418, "Teapot")]))))

    assert "an error whose cause is not clear yet" in said
    assert "418" not in said


# -- languages and places --------------------------------------------------------------------------------------------


def test_the_language_that_is_asked_for_stands_first_and_the_other_is_there(expired: Any) -> None:
    german = case("oauth-expired.xml", letter_language="de")

    assert expired["texts"]["customer"] == expired["texts"]["letters"]["en"]
    assert german["texts"]["customer"] == german["texts"]["letters"]["de"] == expired["texts"]["letters"]["de"]
    assert next(saved.problems(german), None) is None


def test_a_saved_analysis_of_an_older_version_has_letters_all_the_same(expired: Any) -> None:
    older = {key: value for key, value in expired.items() if key != "texts"}
    older["findings"] = [
        {key: value for key, value in finding.items() if key not in ("tell", "mailboxes", "mailboxes_more")}
        for finding in expired["findings"]
    ]

    whole = saved.whole(older)

    assert "has stopped for ingrid.dahl@contoso.example" in whole["texts"]["letters"]["en"]
    assert "ist für ingrid.dahl@contoso.example unterbrochen" in whole["texts"]["letters"]["de"]


def test_at_strict_names_are_tokens_in_the_letter_too() -> None:
    document = case("oauth-expired.xml", privacy=Privacy.STRICT)

    for said in document["texts"]["letters"].values():
        assert "ingrid" not in said
        assert "contoso" not in said
        assert "user-1@domain-1" in said


def test_commands_are_code_and_what_comes_from_the_upload_ends_none() -> None:
    document = case("forbidden-online.xml")
    first = document["findings"][0]
    odd = first | {"parameters": first["parameters"] | {"mailbox": "a`b {who}@x.example"}}
    said = told(document | {"findings": [odd]})

    assert "a'b" not in said
    assert "a`b" not in said
    assert "`Get-CASMailbox <mailbox> | Format-List Ews*`" in said
    assert ("Get-OrganizationConfig | Format-List Ews*", True) in letter.coded(said)
    assert said.count("`") % 2 == 0


def test_the_page_shows_the_whole_letter_in_both_languages_and_commands_as_code() -> None:
    document = case("forbidden-online.xml")

    page = markup.fromstring(html.render(document))

    for place, language in (("text-customer", "en"), ("text-customer-de", "de")):
        shown = page.get_element_by_id(place)
        assert shown.text_content() == document["texts"]["letters"][language].replace("`", "")
        assert shown.xpath("code/text()")[-1] == "Get-OrganizationConfig | Format-List Ews*"
    assert [one.get("id") for one in page.xpath("//input[@name='letter'][@checked]")] == ["letter-en"]


# -- the letters of the catalogue ------------------------------------------------------------------------------------


def test_every_shared_letter_is_used_and_fits_whoever_acts() -> None:
    used = []
    for rule in catalogue.load().rules:
        for words in speaking.wordings(rule):
            if words.tell is not None:
                used.append(words.tell)
                assert list(telling.faults(words.tell, words.owner)) == [], rule.id

    assert [name for name, tell in telling.shared().items() if tell not in used] == []


def test_no_sentence_that_every_letter_may_have_is_about_the_reader_or_in_our_words() -> None:
    for frame in frames().values():
        for said in re.findall(r"'([^']+)'", repr(frame)):
            assert " " not in said or telling.plain_fault(said) is None, said


def test_what_has_no_letter_of_its_own_makes_one_without_a_hole_whoever_acts() -> None:
    base = case("oauth-expired.xml")
    finding = base["findings"][0]
    for owner in Owner:
        for outcome in ("error", "issue"):
            for recovered in (True, False):
                for system in ("exchange", "c4c", "engine", "unknown"):
                    for rule in ("some-rule", "ErrorSome"):
                        one = finding | {
                            "rule": rule,
                            "owner": owner.value,
                            "outcome": outcome,
                            "recovered": recovered,
                            "system": system,
                            "tell": None,
                            "parameters": {},
                            "first_seen": None,
                        }
                        verdict = base["verdict"] | {"rule": rule, "owner": owner.value}
                        for said in letter.letters(base | {"findings": [one], "verdict": verdict}).values():
                            assert INTERNAL.search(said) is None, (owner, outcome, said)
                            assert len(said.splitlines()) > 6


LETTER = """
readers = ["exchange-admin"]
[en]
subject = "The server {text}"
happened = "it fails."
why = "It is full."
[de]
subject = "Der Server"
happened = "er schlägt fehl."
why = "Er ist voll."
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("[de]", "[fr]"), "may not hold 'fr'"),
        (('happened = "er schlägt fehl."\n', ""), "tell.de lacks happened"),
        (('why = "Er ist voll."', 'why = "Er ist voll."\nsteps = ["Leeren Sie ihn."]'), "steps in one language only"),
        (('"exchange-admin"', '"everybody"'), "readers must be owners"),
        (('why = "It is full."', 'why = ""'), "tell.en.why must be a text"),
        (("[de]", "[de]\nsoon = 1"), "tell.de may not hold 'soon'"),
    ],
)
def test_a_letter_that_is_not_whole_is_refused(change: tuple[str, str], said: str) -> None:
    with pytest.raises(CatalogueError, match=re.escape(said)):
        telling.read(tomllib.loads(LETTER.replace(*change)))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("", ""), "its last sentence needs a value"),
        (("The server {text}", "The customer's server"), "says 'The customer'"),
        (("The server {text}", "The dump of SSI"), "says 'dump'"),
    ],
)
def test_a_letter_that_nobody_can_send_is_a_problem_of_its_rule(change: tuple[str, str], said: str) -> None:
    tell = telling.read(tomllib.loads(LETTER.replace(*change)))
    assert tell is not None

    assert said in " ".join(telling.faults(tell, Owner.EXCHANGE_ADMIN))
    assert "tell is for exchange-admin" in " ".join(telling.faults(tell, Owner.C4C_KEY_USER))


# -- the note for the ticket -----------------------------------------------------------------------------------------


def test_the_note_says_what_whom_who_and_every_step_and_cuts_no_id() -> None:
    document = case("pack-exchange-side.zip")
    note = document["texts"]["ticket"].splitlines()

    assert note[0] == f"ERROR: {document['verdict']['headline']}"
    assert "Affected: anna.berg@contoso.example (1 of 1 mailbox)" in note
    assert [line.partition(". ")[2] for line in note if re.match(r"[0-9]+\. ", line)] == document["findings"][0][
        "solution"
    ]
    assert "Known error: ErrorImpersonateUserDenied (Exchange (EWS)), once, 2026-10-12 08:00:12 UTC" in note
    assert all(f"  {name}: {value}" in note for name, value in document["findings"][0]["evidence"][0]["ids"].items())
    assert "Also found: ErrorItemNotFound (2 times, nobody has to act); ErrorIrresolvableConflict (once, nobody" in str(
        note
    )


def test_the_note_counts_one_as_one(analyse: Analyse) -> None:
    note = analyse(managed_api(timed([refused("GetItem", 418, "Teapot")])))["texts"]["ticket"]

    assert "Not explained: 1 error event of 1 kind\n" in note


def test_the_ready_texts_hold_both_letters(tmp_path: Path) -> None:
    upload = tmp_path / "upload.txt"
    upload.write_text("nothing\n")

    assert ticket.build(analyze(upload).document)["letters"].keys() == frames().keys()
