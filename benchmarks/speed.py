"""Measures `ssi-analyze` beside the tools that people know, on the same bytes, in one run, and prints the table.

    python -m benchmarks.speed [--megabytes N] [--rounds N] [--tool COMMAND] [--instructions]
                               [--seed N] [--errors SHARE]

| column | what it does with the dump |
|---|---|
| `ssi-analyze` | from shell to HTML report |
| `xmllint` | `xmllint --stream --noout` on the same bytes, made well-formed: the least that a parser needs |
| `iterparse` | lxml's iterparse over them and pandas for a table of response codes: what an engineer would write |
| `rg` | ripgrep counting the lines that hold one of the literals we look for: what an engineer would type |

The last rows are a tenth of the size as a dump of C4C, a zipped pack, and a folder with the size in ten documents.
Of each the median of the rounds, and how often `xmllint` fits into it; of us the peak memory as well. A tool that is
not installed has a dash. The second table is the start: 100 kB to HTML, `--help` and `--version`, beside the import of
the libraries that any such tool needs. With `--instructions`, valgrind counts those of reading 3 MB.
"""

from __future__ import annotations

import argparse
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.dumps import MEGABYTE, pack, well_formed, write

MIXES = ("big", "real", "small")
_DOCUMENTS = 10
"""Of the folder that two processes read side by side."""
_LITERALS = r"ResponseClass=.Error|faultcode|HTTP/1\.1 [45]|ErrorServerBusy|marked for removal|snapshot records"
_ITERPARSE = """
import sys
import lxml.etree
import pandas
rows = []
for _, element in lxml.etree.iterparse(sys.argv[1], huge_tree=True, recover=True):
    if element.tag.endswith("ResponseCode"):
        rows.append(element.text)
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]
print(pandas.Series(rows).value_counts())
"""
_IMPORTS = "import lxml.etree, jinja2, typer"


@dataclass(frozen=True, slots=True)
class Spent:
    """What one command took."""

    seconds: float
    """From start to end, by the clock."""
    memory: int
    """Most bytes of the process, without those it started."""


def run(command: Sequence[str]) -> Spent:
    """Run a command to its end; its output is thrown away."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Spent(time.perf_counter() - began, usage.ru_maxrss * 1024)


def median(rounds: int, commands: dict[str, Sequence[str]]) -> dict[str, Spent]:
    """Every command once in each round, so that all meet the same weather; the median time and the largest memory."""
    seen: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            seen[name].append(run(command))
    return {
        name: Spent(statistics.median(one.seconds for one in spent), max(one.memory for one in spent))
        for name, spent in seen.items()
    }


def dumps(asked: argparse.Namespace, tool: Sequence[str], folder: Path) -> list[str]:
    """The table of the three mixes, of a dump of C4C, and of cases with several documents."""
    megabytes, rounds, more = asked.megabytes, asked.rounds, {"seed": asked.seed, "errors": asked.errors}
    rows = [
        f"| {megabytes} MB | ssi-analyze | memory | xmllint | iterparse | rg | ssi-analyze : xmllint |",
        "|---|---|---|---|---|---|---|",
    ]
    for mix in MIXES:
        dump, clean = folder / f"{mix}.xml", folder / f"{mix}-clean.xml"
        with dump.open("wb") as to:
            write(mix, megabytes * MEGABYTE, to, **more)
        well_formed(dump, clean)
        commands: dict[str, Sequence[str]] = {"ours": _ours(tool, dump, folder)}
        commands["iterparse"] = [sys.executable, "-c", _ITERPARSE, str(clean)]
        if shutil.which("xmllint"):
            commands["xmllint"] = ["xmllint", "--stream", "--noout", "--huge", str(clean)]
        if shutil.which("rg"):
            commands["rg"] = ["rg", "--count", _LITERALS, str(dump)]
        spent = median(rounds, commands)
        ratio = f"{spent['ours'].seconds / spent['xmllint'].seconds:.1f}" if "xmllint" in spent else "–"
        rows.append(
            f"| {mix} | {_seconds(spent, 'ours')} | {spent['ours'].memory / MEGABYTE:.0f} MB | "
            f"{_seconds(spent, 'xmllint')} | {_seconds(spent, 'iterparse')} | {_seconds(spent, 'rg')} | {ratio} |"
        )
        dump.unlink()
        clean.unlink()
    for name, upload in _others(megabytes * MEGABYTE, more, folder):
        spent = median(rounds, {"ours": _ours(tool, upload, folder)})
        rows.append(
            f"| {name} | {_seconds(spent, 'ours')} | {spent['ours'].memory / MEGABYTE:.0f} MB | – | – | – | – |"
        )
    return rows


def _others(size: int, more: dict[str, Any], folder: Path) -> Iterator[tuple[str, Path]]:
    """Uploads that are no XML document, which nobody else reads."""
    c4c, zipped, several = folder / "c4c.txt", folder / "pack.zip", folder / "several"
    with c4c.open("wb") as to:
        write("c4c", size // 10, to, **more)
    yield "C4C, a tenth of it", c4c
    pack(size, zipped, **more)
    yield "zipped pack", zipped
    several.mkdir()
    for number in range(_DOCUMENTS):
        with (several / f"{number}.xml").open("wb") as to:
            write("real", size // _DOCUMENTS, to, seed=more["seed"] + number, errors=more["errors"])
    yield f"{_DOCUMENTS} documents", several


def starts(rounds: int, tool: Sequence[str], seed: int, folder: Path) -> list[str]:
    """The table of the start."""
    dump = folder / "start.xml"
    with dump.open("wb") as to:
        write("real", MEGABYTE // 10, to, seed=seed)
    commands: dict[str, Sequence[str]] = {
        "imports": [sys.executable, "-c", _IMPORTS],
        "100 kB to HTML": _ours(tool, dump, folder),
        "--help": [*tool, "--help"],
        "--version": [*tool, "--version"],
    }
    spent = median(max(rounds, 5), commands)
    base = spent["imports"].seconds
    rows = ["| start | seconds | : imports |", "|---|---|---|", f"| `{_IMPORTS}` | {base:.3f} | 1 |"]
    return rows + [
        f"| {name} | {spent[name].seconds:.3f} | {spent[name].seconds / base:.1f} |" for name in list(commands)[1:]
    ]


def instructions(tool: Sequence[str], seed: int, folder: Path) -> list[str]:
    """Instructions for 3 MB of each mix, by valgrind: they do not depend on what else the machine does."""
    rows = ["| 3 MB | instructions |", "|---|---|"]
    for mix in MIXES:
        dump = folder / f"{mix}-3.xml"
        with dump.open("wb") as to:
            write(mix, 3 * MEGABYTE, to, seed=seed)
        script, *ours = _ours(tool, dump, folder)
        program = [sys.executable, shutil.which(script) or script, *ours]
        valgrind = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'callgrind'}"]
        said = subprocess.run([*valgrind, *program], capture_output=True, text=True, check=False).stderr
        counted = next((line.split(":")[-1].strip() for line in said.splitlines() if "Collected" in line), "–")
        rows.append(f"| {mix} | {counted} |")
    return rows


def _ours(tool: Sequence[str], dump: Path, folder: Path) -> list[str]:
    return [*tool, str(dump), "-q", "-o", str(folder / "report.html")]


def _seconds(spent: dict[str, Spent], name: str) -> str:
    return f"{spent[name].seconds:.1f} s" if name in spent else "–"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measures the tool beside others and prints the tables.")
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--errors", type=float, default=0.02, help="share of calls that fail")
    parser.add_argument("--tool", default="ssi-analyze", help="how it is called")
    parser.add_argument("--instructions", action="store_true")
    asked = parser.parse_args()
    tool = shlex.split(asked.tool)
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    print(f"{datetime.now(UTC):%Y-%m-%d}, {machine}\n")
    tables: list[Callable[[Path], list[str]]] = [
        lambda folder: dumps(asked, tool, folder),
        lambda folder: starts(asked.rounds, tool, asked.seed, folder),
    ]
    if asked.instructions:
        tables.append(lambda folder: instructions(tool, asked.seed, folder))
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        for table in tables:
            print("\n".join(table(Path(name))), end="\n\n", flush=True)


if __name__ == "__main__":
    main()
