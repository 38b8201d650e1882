"""A cell that is too long or written against the rules costs no other row of its table."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, rules_of

HEADS = "User;Run;Status;Exception"
ROW = "anna@contoso.example;2026-10-12 08:00:00;Error;Authentication error"
OTHER = 'bob@contoso.example;2026-10-12 09:00:00;Error;"Organization ""contoso"" is marked for removal"'
WIDE = ";" * 80


def found(analyse: Analyse, text: str | bytes) -> dict[str, list[int]]:
    """Each known error with the lines at which it was found."""
    document = analyse(text, names=["export.csv"])
    assert document["documents"][0]["kind"] == "sync-export"
    return {one["rule"]: [at["line"] for at in one["evidence"]] for one in document["findings"]}


@pytest.mark.parametrize(
    "odd",
    [
        "carl;x;Error;" + "x" * 200_000,
        'carl;x;Error;"' + "x\r" * 100_000 + '"',
        'carl;x;Error;"The item "Quarz" failed"',
        'carl;x;Error;"It failed" at once',
        '"carl"x;y;Error;""',
        'carl;x;"Error;"";"y"z',
    ],
)
@pytest.mark.parametrize("wide", ["", WIDE])
def test_an_odd_cell_costs_no_other_row(analyse: Analyse, odd: str, wide: str) -> None:
    text = "\n".join(f"{line}{wide}" for line in (HEADS, ROW, odd, OTHER)) + "\n"

    told = found(analyse, text)

    assert told["exchange-authentication"] == [2]
    assert told["exchange-organization-removed"] == [4]


def test_rows_behind_an_odd_cell_of_several_lines_keep_theirs(analyse: Analyse) -> None:
    odd = 'carl;x;Error;"The item "Quarz" failed\nfor all\nof them"'

    assert found(analyse, f"{HEADS}\n{ROW}\n{odd}\n{OTHER}\n")["exchange-organization-removed"] == [6]


def test_half_a_character_behind_the_last_row_costs_nothing(analyse: Analyse) -> None:
    text = f'{HEADS}\n{ROW}\nbob;2026-10-12 09:00:00;Error;"Mailbox not found"\n'

    assert found(analyse, text.encode("utf-16")[:-1])["exchange-authentication"] == [2]


@pytest.mark.parametrize("wide", ["", WIDE])
def test_a_wide_table_that_ends_inside_a_cell_is_cut_like_any_other(analyse: Analyse, wide: str) -> None:
    well = "anna@contoso.example;2026-10-12 08:00:00;Finished;"
    document = analyse(f'{HEADS}{wide}\n{well}{wide}\nbob@contoso.example;2026;"Err', names=["export.csv"])

    assert "the table ends inside a cell; that row is not read" in json.dumps(document["documents"][0]["warnings"])
    assert document["verdict"]["outcome"] == "inconclusive"


def test_a_row_of_more_cells_than_heads_is_said_among_odd_ones(analyse: Analyse) -> None:
    document = analyse(f'{HEADS}\n{ROW};and;more\ncarl;x;Error;"It "broke"\n{OTHER}\n', names=["export.csv"])

    assert "exchange-authentication" in rules_of(document)
    assert "a row has more cells than there are heads" in document["documents"][0]["warnings"][0]
