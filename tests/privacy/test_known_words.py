"""What no list knows gets a token at strict and in `redact`, whatever its form, its language and the words around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.case import Order, run
from analyzer.model import Privacy
from analyzer.privacy.known_words import KnownWords, known_words
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.reference import ews, headers
from analyzer.reference.words import codes, listed, never
from analyzer.report.files import Format
from analyzer.rules import catalogue
from tests.conftest import Ran

LINE = "2026-10-12 08:00:05,520 ERROR TID:41 [SiteInMemory:ExchangeConnector] {}\n"

KNOWN = (
    "The calendar item could not be saved because the mailbox is locked: ErrorServerBusy after 30s, try the 2nd server.",
    "Der Kalendereintrag konnte nicht gespeichert werden, da die Stellvertreterberechtigungen des Postfachs fehlen.",
    "Le rendez-vous n'a pas pu être enregistré : la boîte aux lettres est introuvable.",
    "No se pudo guardar la cita porque el buzón está bloqueado.",
    "Nie można zapisać elementu kalendarza, ponieważ serwer nie odpowiada.",
    "Не удалось сохранить элемент календаря: почтовый ящик недоступен.",
    "予定アイテムを保存できませんでした",
    "无法连接到服务器",
    "javax.net.ssl.SSLHandshakeException: PKIX path building failed",
    "System.Security.Cryptography.X509Certificate2 via getCalendarView in SyncFolderHierarchyTask",
    "/IWBEP/CX_MGW_BUSI_EXCEPTION/022, SY/530, ZM/006, AADSTS50034, SW0002, 0x80070005",
    "2026-10-12T06:00:00.123Z and 12Oct2026 at T08:00",
    r"M\u00f6gliche Ursache: f\u00fcr C%3A%5CWindows &amp;amp; &#252;ber",
)
UNKNOWN = {
    "Layoff of Quittelbaum": ["Layoff", "Quittelbaum"],
    "the item quittelbaum was gone": ["quittelbaum"],
    "com.quittel.sync.CalendarWorker": ["quittel"],
    "tried as Sommer2026, lato64189, s4rw5a9n72 and as D2ba8wa": ["Sommer2026", "lato64189", "s4rw5a9n72", "D2ba8wa"],
    "予定アイテム山田太郎を保存": ["山田太郎"],
    "Ошибка сохранения Квиттельбаум": ["Квиттельбаум"],
    "QUITTELBAUM_2026-report": ["QUITTELBAUM"],
    "Quittel\u0301 failed": ["Quittel\u0301"],
    "x" * 2000: ["x" * 2000],
}


@pytest.mark.parametrize("text", KNOWN)
def test_what_messages_and_identifiers_are_made_of_is_known(text: str) -> None:
    assert [text[start:stop] for start, stop in known_words().unknown(text, 0, len(text))] == []


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_no_list_holds_is_unknown(text: str) -> None:
    assert [text[start:stop] for start, stop in known_words().unknown(text, 0, len(text))] == UNKNOWN[text]


def test_only_a_stretch_is_looked_at() -> None:
    assert list(known_words().unknown("Quitte and Kelter", 6, 17)) == [(11, 17)]


def test_a_word_behind_an_escape_is_left_to_whoever_takes_the_escape_off() -> None:
    assert Pseudonyms(known=known_words()).replace(r"Qu\u00efttel f\u00fcr alle") == r"word-1 f\u00fcr alle"


@pytest.mark.parametrize("word", ["Walker", "Porter", "Weber", "Merger", "offers"])
def test_no_ending_makes_a_name_or_a_private_matter_known(word: str) -> None:
    assert not known_words().knows(word)


def test_the_words_of_rules_are_known_where_they_are_given() -> None:
    assert not known_words().knows("quittel")
    assert KnownWords(frozenset(["quittel"])).knows("Quittel")


def test_everything_that_rules_look_for_and_headers_and_calls_are_named_by_is_known() -> None:
    known = KnownWords(catalogue.load().words)
    literals = {
        test.contains for rule in catalogue.load().rules for test in catalogue.event_tests(rule) if test.contains
    }
    names = [*literals, *ews.OPERATIONS, *headers.SERVERS, *headers.OTHERS]

    assert {text[start:stop] for text in names for start, stop in known.unknown(text, 0, len(text))} == set()


def test_the_lists_are_words_in_lower_case_and_none_is_in_two_minds() -> None:
    assert all(word == word.lower() and word.isalpha() for word in listed() if word.isascii())
    assert all(any(map(str.isdigit, word)) for word in codes())
    assert not listed() & never()


@pytest.mark.parametrize("said", ["Anlage Quittelbaum kaputt", "smbclient -U svc%Kx7mQzelter", "u/p svc/Quittel_77q"])
def test_a_strict_report_shows_no_word_that_nobody_knows(tmp_path: Path, said: str) -> None:
    upload = tmp_path / "job.log"
    upload.write_text(LINE.format(said))

    case = run([str(upload)], Order(formats=(Format.JSON, Format.HTML, Format.MARKDOWN), privacy=Privacy.STRICT))

    shown = b"".join(data for _, data in case.reports).decode().lower()
    assert "word-1" in shown or "[removed]" in shown
    assert not any(word in shown for word in ("quittel", "kx7m"))


def test_the_same_word_has_the_same_token_and_is_told_in_the_map(called: Callable[..., Ran], tmp_path: Path) -> None:
    (tmp_path / "job.log").write_text(LINE.format("no quittelbaum") + LINE.format("again QUITTELBAUM and kelterhof"))

    called("redact", tmp_path / "job.log", "-o", tmp_path / "out.log", "--map", tmp_path / "map.json")

    lines = (tmp_path / "out.log").read_text().splitlines()
    assert lines[0].endswith("no word-1")
    assert lines[1].endswith("again word-1 and word-2")
    assert '"word-1": "QUITTELBAUM"' in (tmp_path / "map.json").read_text()


def test_standard_shows_words_whoever_knows_them(tmp_path: Path) -> None:
    (tmp_path / "job.log").write_text(LINE.format("no quittelbaum"))

    case = run([str(tmp_path / "job.log")], Order(formats=(Format.JSON,)))

    assert b"no quittelbaum" in case.reports[0][1]
