"""What a folder of reports knows of the run that made it: one line for each case, so that the next run goes on there.

{"key": "5f0c…", "row": {"case": "acme-0412.zip", …}}
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import to_builtins

from analyzer.batch.cases import STATE
from analyzer.batch.rows import Row, State, Upload
from analyzer.batch.running import Done
from analyzer.errors import OutputError

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


def mend(folder: str) -> None:
    """Begin or end the state of a folder with a whole line: the last run may have been cut off within one."""
    with _writing(folder), (Path(folder) / NAME).open("a+b") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            if stream.read(1) != b"\n":
                stream.write(b"\n")


def append(folder: str, done: Done) -> None:
    """Keep what became of a case, at once: a run can end at any time. Several processes may do so side by side."""
    if done.row is not None and done.key:
        line = json.dumps({"key": done.key, "row": to_builtins(done.row)}) + "\n"
        # Without a buffer it is one write, which the system puts at the end.
        with _writing(folder), (Path(folder) / NAME).open("ab", buffering=0) as stream:
            stream.write(line.encode("ascii"))


@contextmanager
def _writing(folder: str) -> Iterator[None]:
    """What the disk refuses, as one line: it is full, or the folder is gone."""
    try:
        yield
    except OSError as error:
        said = f"{folder}: what is done cannot be noted there ({error.strerror or 'output error'})"
        raise OutputError(f"{said}; choose another place with -o") from None


def _row(said: Mapping[str, Any]) -> Row:
    known = Row.__struct_fields__
    values: dict[str, Any] = {name: _value(value) for name, value in said.items() if name in known}
    values["uploads"] = tuple(Upload(**upload) for upload in said["uploads"])
    values["state"] = State(said["state"])
    values["findings"] = tuple(said["findings"])
    values["signatures"] = tuple((str(name), int(count)) for name, count in said["signatures"])
    return Row(**values)


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
