"""What is written for whoever changes the tool is right: files exist, names stand where they are said to stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import analyzer
from analyzer.model import Privacy
from analyzer.privacy.pseudonyms.levels import LEVELS
from analyzer.readers import READERS
from analyzer.report.words import PRIVACY
from tests.conftest import ROOT

PACKAGE = Path(analyzer.__file__).resolve().parent
PAGES = ["CONTRIBUTING.md", "README.md", "PRIVACY.md", "docs/design.md", "docs/formats.md", "docs/rules.md"]
FILE = re.compile(r"`([\w./-]+(?:\.(?:py|toml|csv|md|j2|css|js|json|yml)|/))`")
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
TABLE = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("## Where do I change")[2].partition("\n## ")[0]
ROWS = [row for row in re.findall(r"^\| ([^|*]+) \| (.+) \|$", TABLE, re.MULTILINE) if row[0] != "what"]
WRITTEN = {
    "report.md",
    "index.json",
    "cases.csv",
    "known.toml",
    "my-rules/",
    "uploads/",
    "out/",
    "out/index.html",
    "x.json",
}
"""What a call writes or reads, and no file of ours."""


def placed(name: str) -> Path:
    """Where a file of that path is: the tests may meet an installed package instead of the checkout."""
    return PACKAGE / name.removeprefix("analyzer/") if name.startswith("analyzer/") else ROOT / name


def is_there(name: str) -> bool:
    """Whether a file of that name stands in the repository, by its path or by the end of it."""
    folders = (ROOT, ROOT / "examples", ROOT / "templates", ROOT / "tests", PACKAGE)
    return placed(name).exists() or any(next(folder.rglob(name), None) for folder in folders[1:])


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_a_page_names_exists(page: str) -> None:
    said = (ROOT / page).read_text("utf-8")
    named = {name for name in FILE.findall(said) if "<" not in name} - WRITTEN
    linked = [link for link in LINK.findall(said) if not (ROOT / page).parent.joinpath(link).exists()]

    assert [name for name in sorted(named) if not is_there(name)] == []
    assert linked == []


@pytest.mark.parametrize(("what", "where"), ROWS)
def test_a_row_of_the_table_leads_to_what_it_says(what: str, where: str) -> None:
    """To files that are there, with the name in them that the row says."""
    files = [name for name in FILE.findall(where) if name not in WRITTEN]

    assert files, f"{what} leads nowhere"
    assert [file for file in files if not placed(file).exists()] == []
    for name, file in re.findall(r"`(\w+)`(?: and [\w ]+)? in `([\w./-]+\.(?:py|j2))`", where):
        assert re.search(rf"\b{name}\b", placed(file).read_text("utf-8")), f"{name} is not in {file}"


def test_the_page_of_formats_names_every_reader() -> None:
    said = (ROOT / "docs" / "formats.md").read_text("utf-8")
    modules = {reader.read.__module__.rpartition(".")[2] for reader in READERS}
    protocols = {path.name for path in (PACKAGE / "protocols").glob("*.py")}

    assert [name for name in modules if f"`{name}.py`" not in said] == []
    assert (
        sorted(
            name
            for name in protocols - {"__init__.py", "said.py", "loose_json.py", "skeleton.py"}
            if f"`{name}`" not in said
        )
        == []
    )


def test_every_level_of_privacy_has_its_tokens_and_its_words() -> None:
    assert LEVELS.keys() == {*Privacy}
    assert PRIVACY.keys() == {level.value for level in Privacy}
