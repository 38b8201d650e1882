"""The page of a batch: what a team lead asks stands above the table, and no name becomes more than text."""

from __future__ import annotations

import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from analyzer.batch import index, page
from analyzer.batch.history import History
from tests.conftest import ROOT
from tests.support.hostile import PAYLOADS
from tests.support.nights import HOST, case, failing, night

SCHEMA = json.loads((ROOT / "docs" / "schema" / "index.schema.json").read_text("utf-8"))


def built(rows: Any = None, **options: Any) -> dict[str, Any]:
    return index.build(night() if rows is None else rows, "abc", **options)


def text_of(content: bytes) -> str:
    """What a reader sees, on one line."""
    shown = re.sub(r"<(style|script)\b.*?</\1>", " ", content.decode(), flags=re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", shown).split()))


def first(rows: Any = None) -> str:
    return text_of(page.render(built(rows))[page.NAME])


def test_the_document_has_its_published_form() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(built())
    jsonschema.Draft202012Validator(SCHEMA).validate(built([]))


def test_a_document_with_a_history_has_it_too(tmp_path: Path) -> None:
    found = built(history=History(str(tmp_path)))

    assert "weeks_before" in found["causes"][0]
    jsonschema.Draft202012Validator(SCHEMA).validate(found)


def test_an_outage_says_where_when_whom_and_why_it_is_none_by_chance() -> None:
    told = first()

    assert f"C4C host {HOST}" in told
    assert "5 organizations , 2026-11-12 01:00:00 to 01:04:00 UTC. Who acts: SAP API team" in told
    assert "Why this is no coincidence" in told
    assert "(at least 4 within 2 hours), and no upload shows a failure of theirs there in the day before" in told


def test_where_nothing_but_the_error_is_shared_no_place_is_blamed() -> None:
    told = first([failing(number) for number in range(5)])

    assert "Same error everywhere" in told
    assert "perhaps one cause behind 5 tickets" in told
    assert "one fault of that place" not in told


def test_the_text_for_the_incident_says_what_happened_and_names_no_customer() -> None:
    content = page.render(built())[page.NAME].decode()
    (text,) = re.findall(r"<pre>(.*?)</pre>", content, flags=re.DOTALL)

    assert f"Errors at C4C host {HOST}: c4c-internal-server-error." in text
    assert "First seen 2026-11-12 01:00:00 UTC, last seen 2026-11-12 01:04:00 UTC." in text
    assert "org0.example" not in text


def test_a_night_without_an_outage_says_so() -> None:
    assert "None: nowhere did 4 organizations begin to fail in one place within 2 hours." in first([case(1)])


def test_the_text_for_the_incident_tells_the_error_in_words_that_no_case_filled_in() -> None:
    document = built(titles=lambda rule: f"What {rule} says of itself")
    content = page.render(document)[page.NAME].decode()

    assert document["outages"][0]["titles"] == ["What c4c-internal-server-error says of itself"]
    assert f"Errors at C4C host {HOST}: What c4c-internal-server-error says of itself." in content
    jsonschema.Draft202012Validator(SCHEMA).validate(document)


def test_a_copy_of_an_upload_is_no_second_case_of_its_cause() -> None:
    document = built()
    causes = {cause["rule"]: page.count_of(cause, page.copies_in(document)) for cause in document["causes"]}

    assert page.copies_in(document)
    assert sum(causes.values()) == sum(len(cause["cases"]) for cause in document["causes"]) - 1


def test_when_a_log_ends_is_not_called_when_an_error_was_last_seen() -> None:
    assert "Log ends (UTC)" in first()
    assert "Last seen (UTC)" not in first()


def test_causes_come_with_who_acts_and_the_numbers_of_cases_and_organizations() -> None:
    told = first()

    assert "C4C returned an internal server error (500) outage SAP API team 5 5" in told
    assert "The authorization has expired Mailbox user 2 3" in told


def test_what_no_rule_explains_comes_with_the_command_that_drafts_a_rule() -> None:
    told = first()

    assert "Lease of <*> was lost 1 2 ssi-analyze rules new --from 0008.json --number 2" in told
    assert "Odd <*> 1 1 ssi-analyze rules new --from 0008.json" in told


def test_every_case_has_its_row_with_what_there_is_to_say_of_it() -> None:
    told = first()

    assert "0000.zip org0.example Error: C4C returned an internal server error (500)" in told
    assert "SAP API team 1 of 3 mailboxes 2026-11-12 01:00 part of outage 1" in told
    assert "0009.zip org9.example Not analysed: it is empty (not analysed)" in told
    assert "the same bytes as 0005.zip" in told


def test_what_rises_is_marked_and_a_history_that_has_just_begun_makes_nothing_rise(tmp_path: Path) -> None:
    history = History(str(tmp_path))
    assert not any(cause["rising"] for cause in built(history=history)["causes"])

    found = built()
    for cause, weeks in zip(found["causes"], ([1, 0, 2, 0], [4, 3, 5, 4]), strict=True):
        cause |= {"weeks_before": weeks, "rising": max(weeks) < 3}
    told = text_of(page.render(found)[page.NAME])

    assert told.count("rising") == 1
    assert "0 · 2 · 0 · 1 · 5 rising" in told


def test_the_worst_come_first_whatever_their_names() -> None:
    told = first([case(1, "a.zip"), failing(2, case="z.zip"), failing(3, case="m.zip", outcome="issue")])

    assert told.index("z.zip") < told.index("m.zip") < told.index("a.zip")


@pytest.mark.parametrize("text", PAYLOADS.values(), ids=PAYLOADS)
def test_a_hostile_name_is_text_and_no_more(text: str) -> None:
    rows = [
        failing(
            number,
            (text, text, text, "c4c"),
            case=f"{text}{number}",
            headline=text,
            c4c_hosts=(text,),
            report=f"{text}.html",
            json=f"{text}.json",
            unexplained=1,
            signatures=((text, 1),),
        )
        for number in range(4)
    ]
    rows.append(case(9, text, reason=text, report=text, organizations=(text,)))

    content = page.render(built(rows))[page.NAME].decode()
    plain, hostile = _Markup(), _Markup()
    plain.feed(page.render(built())[page.NAME].decode())
    hostile.feed(content)

    assert hostile.kinds <= plain.kinds
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]", content)
    assert [to for to in hostile.links if not re.fullmatch(r"[\w%.~-]*(?:#[\w.-]+)?|data:,", to)] == []


class _Markup(HTMLParser):
    """The elements of a page with the names of their attributes, and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.kinds: set[tuple[str, str]] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kinds |= {(tag, name) for name, _ in [*attrs, ("", None)]}
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_a_thousand_cases_are_one_file_below_its_limit() -> None:
    pages = page.render(built([failing(number) for number in range(1000)]))

    assert list(pages) == ["index.html"]
    assert len(pages["index.html"]) < page.MAX_BYTES


def test_more_than_a_thousand_are_pages_that_lead_to_each_other() -> None:
    pages = page.render(built([failing(number) for number in range(2001)]))

    assert list(pages) == ["index.html", "index-2.html", "index-3.html"]
    assert [content.decode().count("<tr data-k") + content.decode().count("<tr id") for content in pages.values()] == [
        1000,
        1000,
        1,
    ]
    assert all(b'href="index.html' in content for name, content in pages.items() if name != page.NAME)
    assert b'href="index-3.html' in pages["index.html"]


def test_names_that_grow_when_they_are_escaped_stay_below_the_limit_too() -> None:
    rows = [failing(number, case='"' * 250 + str(number), headline='"' * 900) for number in range(1000)]

    pages = page.render(built(rows))

    assert max(map(len, pages.values())) < page.MAX_BYTES
    assert sum(content.decode().count("data-k=") for content in pages.values()) == 1000


def test_the_same_rows_give_the_same_bytes_in_any_order() -> None:
    assert page.render(built()) == page.render(built(list(reversed(night()))))
