"""What redacting left is cut out of a document, and nothing else of it is lost."""

from __future__ import annotations

import pytest

from analyzer.redacting.last_cut import without_leaks

SECRET = "zanzibar47x"


def find(text: str) -> str | None:
    """Finds the secret, and a name of which the second half may stand in the next line."""
    low = text.lower()
    return "a secret" if SECRET in low or "anna\nberg" in low or "anna berg" in low else None


def cut(*texts: str) -> str:
    return "".join(without_leaks(texts, find))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a\nkey=1234Zanzibar47xabcd here\nb\n", "a\n[removed] here\nb\n"),
        ('{"a": "x Zanzibar47x", "b": [1]}', '{"a": "x [removed]", "b": [1]}'),
        ('{"a": "say \\"Anna Berg\\" so", "b": 1}', '{"a": "say \\"[removed]\\" so", "b": 1}'),
        ("<a>by Anna Berg</a><b>0</b>\n", "<a>[removed]</a><b>0</b>\n"),
        ("no secret\nin it\n", "no secret\nin it\n"),
        ("", ""),
    ],
)
def test_the_piece_goes_and_the_rest_stays(text: str, left: str) -> None:
    assert cut(text) == left


def test_what_stands_across_two_lines_costs_both() -> None:
    assert cut("one\ntwo anna\nberg three\nfour\n") == "one\n\n\nfour\n"


def test_lines_stay_where_they_are_however_a_document_comes() -> None:
    lines = [f"line {number}{' Zanzibar47x' if number % 4000 == 0 else ''}\n" for number in range(60_000)]
    text = "".join(lines)

    left = cut(*(text[at : at + 100_000] for at in range(0, len(text), 100_000)))

    assert left == text.replace("Zanzibar47x", "[removed]")


def test_where_much_is_left_nothing_is_hidden_by_cutting() -> None:
    """The document is left out then: what the check knows shows that redacting failed."""
    assert SECRET in cut("Zanzibar47x\n" * 40).lower()
