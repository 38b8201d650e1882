"""Settings that can explain a finding."""

from __future__ import annotations

import pytest

from analyzer.model import Setting
from tests.conftest import Analyse
from tests.support.reading import records_of, taken_for


@pytest.mark.parametrize(
    "text",
    [
        '<Settings><Setting Name="SnapshotLimit" Value="5000"/></Settings>',
        '<configuration><add key="SnapshotLimit" value="5000"/></configuration>',
        "<Settings><SnapshotLimit>5000</SnapshotLimit></Settings>",
        '{"sync": {"SnapshotLimit": 5000, "name": "x"}}',
        "[Sync]\nSnapshotLimit=5000\nName=Anna\n",
    ],
    ids=["attributes", "add", "element", "json", "ini"],
)
def test_a_limit_is_told_in_whatever_way_it_is_written(text: str) -> None:
    found = [record for record in records_of(text) if isinstance(record, Setting)]

    assert [(setting.name, setting.value) for setting in found] == [("SnapshotLimit", "5000")]


def test_what_explains_nothing_is_not_told() -> None:
    assert (
        records_of('<Settings><Setting Name="Password" Value="5000"/><Setting Name="Limit" Value="a b"/></Settings>')
        == []
    )


def test_a_text_with_one_line_of_its_own_is_no_ini_file() -> None:
    assert taken_for("[Sync]\nLimit=5\n") == "configuration"
    assert taken_for("[Sync]\nLimit=5\nand then it failed\n") != "configuration"


WHOLE = '{"sync": {"SnapshotLimit": 5000, "list": [1, 2]}}'


@pytest.mark.parametrize(
    "text",
    [
        WHOLE[:-1],
        WHOLE.replace("[1, 2]", "[1, 2,]"),
        WHOLE.replace('"sync":', '"sync"'),
        WHOLE.replace("5000", "007"),
        WHOLE + "}",
        WHOLE.replace("1", "[" * 50_000),
    ],
    ids=["cut", "comma", "colon", "number", "bracket", "deep"],
)
def test_settings_that_are_no_whole_json_are_said_to_be_so(analyse: Analyse, text: str) -> None:
    assert analyse(WHOLE)["documents"][0]["warnings"] == []
    (found,) = analyse(text)["documents"]

    assert found["kind"] == "configuration"
    assert "no whole JSON" in found["warnings"][0]


@pytest.mark.parametrize(
    "text",
    [
        '{"errors": {"retry": 3, "ErrorServerBusy": "Try again."}, "exchangeUrl": "https://mail.contoso.example"}',
        '{"statusCode": 500, "exchangeUrl": "https://mail.contoso.example", "trace": true}',
    ],
)
def test_settings_that_begin_with_those_of_errors_are_settings(text: str) -> None:
    assert taken_for(text) == "configuration"
