"""The sync dump."""

from __future__ import annotations

from analyzer.limits import Limits
from analyzer.model import Cut, Session, Stored
from analyzer.readers import sync_dump
from analyzer.readers.notes import Notes
from analyzer.readers.window import Window


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


def test_a_dump_that_ends_inside_an_element_is_cut() -> None:
    notes = Notes(Limits())

    assert any(isinstance(record, Cut) for record in read("<SyncDump><Status>SW0001</Status>", notes))
    assert notes.cut
