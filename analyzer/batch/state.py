"""What a folder of reports knows of the run that made it: one line for each case, so that the next run goes on there.

{"key": "5f0c…", "row": {"case": "acme-0412.zip", …}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import IO, Any

from analyzer.batch.cases import STATE
from analyzer.batch.rows import Row, State, Upload
from analyzer.batch.running import Done

NAME = STATE


def read(folder: str) -> dict[str, tuple[str, Row]]:
    """Key and row of every case that an earlier run finished, by name; a last line that was cut off is none."""
    found: dict[str, tuple[str, Row]] = {}
    try:
        lines = (Path(folder) / NAME).read_text("utf-8", "replace").splitlines()
    except OSError:
        return found
    for line in lines:
        try:
            said = json.loads(line)
            found[said["row"]["case"]] = (str(said["key"]), _row(said["row"]))
        except (ValueError, KeyError, TypeError, RecursionError):
            continue
    return found


def open_for(folder: str) -> IO[str]:
    """The state of a folder, to be added to."""
    return (Path(folder) / NAME).open("a", encoding="utf-8")


def add(stream: IO[str], done: Done) -> None:
    """Keep what became of a case, at once: a run can end at any time."""
    if done.row is not None and done.key:
        stream.write(json.dumps({"key": done.key, "row": asdict(done.row)}, ensure_ascii=False) + "\n")
        stream.flush()


def _row(said: Mapping[str, Any]) -> Row:
    known = {field.name for field in fields(Row)}
    values: dict[str, Any] = {name: _value(value) for name, value in said.items() if name in known}
    values["uploads"] = tuple(Upload(**upload) for upload in said["uploads"])
    values["state"] = State(said["state"])
    values["findings"] = tuple(said["findings"])
    values["signatures"] = tuple((str(name), int(count)) for name, count in said["signatures"])
    return Row(**values)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
