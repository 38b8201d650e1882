"""The sync dump."""

from __future__ import annotations

import pytest

from analyzer.limits import Limits
from analyzer.model import Cut, Message, Session, Stored, System
from analyzer.readers import sync_dump
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window
from tests.conftest import Analyse


def read(text: str, notes: Notes | None = None) -> list[object]:
    limits = Limits()
    return list(sync_dump.read(Window(iter([text.encode()])), limits, notes or Notes(limits)))


def test_the_last_status_is_that_of_the_session() -> None:
    found = read("<SyncDump><Status>SW0002</Status><Status>SW0001</Status></SyncDump>")

    assert [record.status for record in found if isinstance(record, Session)] == ["SW0001"]


def test_records_are_counted_by_storage_and_type() -> None:
    rows = '<Storage Id="C4C"><Record Type="Contact"/><Record Type="Contact"/></Storage><Type Name="Task" Count="5" Storage="X"/>'

    stored = [record for record in read(f"<SyncDump>{rows}</SyncDump>") if isinstance(record, Stored)]

    assert [(row.storage, row.type, row.count) for row in stored] == [("C4C", "Contact", 2), ("X", "Task", 5)]


def test_a_record_that_names_no_type_is_counted_under_none() -> None:
    rows = '<Record Id="7" Count="3"/><Record Name="Anna" Storage="X"/>'

    assert not [record for record in read(f"<SyncDump>{rows}</SyncDump>") if isinstance(record, Stored)]


FORBIDDEN = "The remote server returned an error: (403) Forbidden."


@pytest.mark.parametrize(
    ("message", "system"),
    [
        (f"<Message>[SiteInMemory:C4CConnector] {FORBIDDEN}</Message>", System.C4C),
        (f'<Message Source="C4CConnector">{FORBIDDEN}</Message>', System.C4C),
        (f'<Message Component="ExchangeConnector" Text="{FORBIDDEN}"/>', System.EXCHANGE),
        (f"<Message>{FORBIDDEN}</Message>", System.ENGINE),
        ("<Message>SI0013: ExchangeConnector: synchronization failed to complete</Message>", System.ENGINE),
    ],
)
def test_a_message_is_of_the_connector_that_it_names(message: str, system: System) -> None:
    (found,) = (record for record in read(f"<SyncDump>{message}</SyncDump>") if isinstance(record, Message))

    assert found.at.system is system


@pytest.mark.parametrize(("level", "failed"), [("Error", True), ("Information", False)])
def test_a_message_of_an_error_level_is_one_whatever_its_words(level: str, failed: bool) -> None:
    said = f'<Message Level="{level}">Basic authentication is disabled</Message>'

    (found,) = (record for record in read(f"<SyncDump>{said}</SyncDump>") if isinstance(record, Message))

    assert found.exception is failed


def test_a_dump_that_ends_inside_an_element_is_cut() -> None:
    notes = Notes(Limits())

    assert any(isinstance(record, Cut) for record in read("<SyncDump><Status>SW0001</Status>", notes))
    assert notes.cut


def test_the_report_of_another_synchronizer_is_no_sync_dump(analyse: Analyse) -> None:
    report = (
        '<?xml version="1.0" encoding="utf-16"?>\n<SynchronizationReport xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        "  <ProfileName>private</ProfileName>\n  <EntitySynchronizationReports>\n    <EntitySynchronizationReport>\n"
        "      <BId />\n    </EntitySynchronizationReport>\n  </EntitySynchronizationReports>\n</SynchronizationReport>\n"
    )

    assert analyse(report)["documents"][0]["kind"] == "unknown"
    assert (
        analyse("<SynchronizationReport><Status>SW0001</Status></SynchronizationReport>")["documents"][0]["kind"]
        == "sync-dump"
    )
