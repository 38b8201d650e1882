"""Makes everything in the repository that is written by a program, from what it is made of.

    python -m docs.generate            writes what differs, and names it
    python -m docs.generate --check    names what differs, and writes nothing; exit code 1 if anything does
    python -m docs.generate --all      also what differs in the digest of the rules alone, before a version is made

The pages of the known errors, from the catalogue; the example dumps, from their script; their reports, from the dumps;
the table of examples in the README, from what is said of them. Every report prints the digest of all rules and their
number, so any change of a rule would write every example anew: a report that differs in those alone is left as it is.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from analyzer.analysis import analyze
from analyzer.report import document, html
from analyzer.report.words import OFFICES
from docs.make_known_errors import FOLDER, pages
from examples.make_examples import examples

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples"
README = ROOT / "README.md"
BEGIN, END = "<!-- the examples; written by docs/generate.py -->\n", "<!-- end of the examples -->\n"

_OF_ALL_RULES = re.compile(
    rb"(?<=catalogue )[0-9a-f]{12}\b|(?<=catalogue</dt> <dd class=\"c\">)[0-9a-f]{12}\b"
    rb"|[0-9,]+(?= known errors were looked for)"
)
"""What a report says of all rules, whatever they say of its upload."""


def made() -> Iterator[tuple[Path, bytes]]:
    """Every file that is generated, with what it is to hold."""
    for name, text in pages().items():
        yield FOLDER / name, text.encode()
    told = {}
    for name, content in examples().items():
        path = EXAMPLES / name
        yield path, content
        if path.is_file():  # of a new one, only once it is written
            told[name] = document.build(analyze([str(path)]))
            yield path.with_suffix(".report.html"), html.render(told[name])
    yield README, with_table(README.read_text("utf-8"), told).encode()


def with_table(readme: str, told: Mapping[str, Mapping[str, Any]]) -> str:
    """The README with the table of the examples as it is to be."""
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{README.name}: has no place for the table of the examples; put {BEGIN.strip()} back")
    return "".join((before, begin, *table(told), end, after))


def table(told: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """A row for each example: what it amounts to, by which known error, and who acts."""
    yield "| example | outcome | known error | who acts |\n|---|---|---|---|\n"
    for name in sorted(told):
        verdict, report = told[name]["verdict"], Path(name).with_suffix(".report.html")
        rule = verdict["rule"]
        known = f"[`{rule}`](docs/known-errors/{rule}.md)" if rule else "–"
        office, _ = OFFICES[verdict["owner"]]
        shown = f"[`{name}`](examples/{name}), [report](examples/{report})"
        yield f"| {shown} | {verdict['outcome']} | {known} | {office} |\n"


def in_step(kept: bytes, wanted: bytes) -> bool:
    """Whether a file says what it is to say, but for what it says of all rules."""
    return _OF_ALL_RULES.sub(b"", kept) == _OF_ALL_RULES.sub(b"", wanted)


def differing(*, to_the_byte: bool = False) -> Iterator[tuple[Path, bytes | None]]:
    """The files that differ from what they are to hold; None for a page whose rule is gone."""
    wanted = set()
    for path, content in made():
        wanted.add(path)
        kept = path.read_bytes() if path.is_file() else None
        is_report = path.suffix == ".html" and not to_the_byte
        if kept is None or not (in_step(kept, content) if is_report else kept == content):
            yield path, content
    yield from ((path, None) for path in sorted(FOLDER.glob("*.md")) if path not in wanted)


def main() -> int:
    """Write, or name, what differs."""
    parser = argparse.ArgumentParser(description="Make everything that is generated.")
    parser.add_argument("--check", action="store_true", help="name what differs, and write nothing")
    parser.add_argument("--all", action="store_true", help="also what differs in the digest of the rules alone")
    asked = parser.parse_args()
    changed = 0
    for path, content in differing(to_the_byte=asked.all):
        changed += 1
        print(path.relative_to(ROOT))
        if asked.check:
            continue
        if content is None:
            path.unlink()
        else:
            path.write_bytes(content)
    if asked.check and changed:
        print(f"{changed} of them; run python -m docs.generate")
    return 1 if asked.check and changed else 0


if __name__ == "__main__":
    raise SystemExit(main())
