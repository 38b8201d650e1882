"""An echo is found however a program wrote it: with escapes inside, without accents, with signs for letters."""

from __future__ import annotations

import pytest

from analyzer.privacy.content import Content
from analyzer.privacy.spellings import inner


def shown(what: str, said: str) -> str:
    content = Content()
    content.look(f"<t:CalendarItem><t:Subject>{what}</t:Subject></t:CalendarItem>".encode())
    text = f"Cannot save {said} in the list"
    content.for_texts([text])
    return content.without(text)


def mojibake(said: str, charset: str = "latin-1") -> str:
    return said.encode().decode(charset)


def octal(said: str) -> str:
    return "".join(rf"\{byte:03o}" if byte > 127 else chr(byte) for byte in said.encode())


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("Zwiebeln fuer Tante Ottilie", r"Zwiebeln fuer\nTante Ottilie"),
        ("Zwiebeln fuer Tante Ottilie", r"Zwiebeln fuer\r\nTante\tOttilie"),
        ("Zwiebeln fuer Tante Ottilie", r"Zwiebeln fuer \\n Tante Ottilie"),
        ("Zwiebeln fuer Tante Ottilie", "Zwiebeln fuer<br/>Tante<BR>Ottilie"),
        ("Schůzka s Kvitten ohledně Kelter", "Schuzka s Kvitten ohledne Kelter"),
        ("Ședință Kvitten și Kelter", "Sedinta Kvitten si Kelter"),
        ("Spotkanie żółw Kwitten łódź", "Spotkanie zolw Kwitten lodz"),
        ("Grüße über Kwitten", "Gruesse ueber Kwitten"),
        ("Møde på Kvittengård", "Mode pa Kvittengard"),
        ("Schůzka s Kvitten ohledně Kelter", "Sch?zka s Kvitten ohledn? Kelter"),
        ("Megbeszélés Kvitten űrral – ügy", "Megbesz?l?s Kvitten ?rral ? ?gy"),
        ("Megbeszélés Kvitten űrral", "Megbeszélés Kvitten ?rral"),
        ("Встреча Квиттен и Кельтер", octal("Встреча Квиттен и Кельтер")),
        ("Büro Kwittenhof links", octal("Büro Kwittenhof links")),
        ("Встреча Квиттен", "".join(f"\\u{{{ord(c):x}}}" if c > "\x7f" else c for c in "Встреча Квиттен")),
        ("פגישה עם גבגבכי בנושא", mojibake("פגישה עם גבגבכי בנושא")),
        ("פגישה עם גבגבכי בנושא", mojibake("פגישה עם גבגבכי בנושא").replace("\xa0", " ")),
        ("اجتماع كفيتن كلتر", mojibake("اجتماع كفيتن كلتر")),
        ("会議室クヴィッテン", mojibake("会議室クヴィッテン")),
    ],
)
def test_an_echo_goes_whole(what: str, said: str) -> None:
    assert shown(what, said) == "Cannot save [removed] in the list"


@pytest.mark.parametrize(
    "text",
    [
        r"C:\new\table\reports failed",
        r"NORDWIND\320 is locked, exit \3 and \033[0m",
        "Why? no? Really?yes",
        "3×4 and Ø 12, KØBENHAVN, é…»",
        r"\u{} and \u{zz}",
        "first<br/>second",
    ],
)
def test_what_only_looks_like_one_stays(text: str) -> None:
    content = Content()
    content.look("<t:Subject>Schůzka s Kvitten ohledně Kelter</t:Subject>".encode())
    content.for_texts([text])

    assert content.without(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (r"\320\237\321\203\321\202\321\214 x", "Путь x"),
        (r"\u{41f}\u{443}", "Пу"),
        (mojibake("שלום"), "שלום"),
        (mojibake("نعم"), "نعم"),
    ],
)
def test_what_stands_behind_the_escapes(text: str, read: str) -> None:
    found = inner(text)
    assert found is not None
    assert found[0] == read


@pytest.mark.parametrize("text", [r"DOMAIN\320 and \377", "3×4", "Ø 12", "é…»"])
def test_what_is_no_escape_is_read_as_it_stands(text: str) -> None:
    found = inner(text)
    assert found is None or found[0] == text
