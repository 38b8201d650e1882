"""A real browser for the report. These tests run with `-m browser`; they need Chromium and the extra `browser`."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from analyzer.analysis import analyze
from analyzer.report import html
from analyzer.report.document import build
from tests.conftest import ROOT

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@dataclass
class Tab:
    """A page in the browser, and everything it said or asked for while it was open."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, "these tests need Chromium; on Debian: apt-get install chromium"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Callable[..., Any]]:
    """Open a report in a context of its own, with the options of one."""
    contexts = []

    def open_(report: Path, anchor: str = "", **options: Any) -> Tab:
        context = browser.new_context(**options)
        contexts.append(context)
        opened = Tab(context.new_page())
        opened.page.on("console", lambda message: opened.said.append(message.text))
        opened.page.on("pageerror", lambda error: opened.said.append(str(error)))
        opened.page.on("dialog", lambda dialog: (opened.said.append(dialog.message), dialog.dismiss()))
        opened.page.on("request", lambda request: opened.asked.append(request.url))
        opened.page.goto(f"{report.as_uri()}{anchor}")
        return opened

    yield open_
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def violations() -> Callable[[Any], list[tuple[str, list[str]]]]:
    """What axe finds in an open page: the rule, and the elements that break it."""
    from axe_playwright_python.sync_playwright import Axe

    def found(page: Any) -> list[tuple[str, list[str]]]:
        response = Axe().run(page, options=RULES).response
        return [(rule["id"], [node["html"][:120] for node in rule["nodes"]]) for rule in response["violations"]]

    return found


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of one large case: three packs, an export and a dump together."""
    names = (
        "pack-exchange-side.zip",
        "pack-c4c-side.zip",
        "pack-issues-only.zip",
        "sync-export.csv",
        "kerio-connect.xml",
    )
    path = tmp_path_factory.mktemp("report") / "case.html"
    path.write_bytes(html.render(build(analyze([str(ROOT / "examples" / name) for name in names]))))
    return path


@pytest.fixture(scope="session")
def eleven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a pack of eleven files with four findings on both sides."""
    folder = tmp_path_factory.mktemp("eleven")
    calls = "Logs/C4C_Dump/ConnectorGeneric_0"
    with (
        zipfile.ZipFile(ROOT / "examples" / "pack-exchange-side.zip") as exchange,
        zipfile.ZipFile(ROOT / "examples" / "pack-c4c-side.zip") as c4c,
        zipfile.ZipFile(folder / "pack.zip", "w") as pack,
    ):
        for name in exchange.namelist():
            pack.writestr(name, exchange.read(name))
        failed = f"{calls}/003_QueryContacts_c4codataapi.txt"
        pack.writestr(failed, c4c.read(failed))
        good = exchange.read(f"{calls}/002_QueryAppointments_c4codataapi.txt")
        pack.writestr(f"{calls}/004_QueryTasks_c4codataapi.txt", good.replace(b"QueryAppointments", b"QueryTasks"))
    (folder / "pack.html").write_bytes(html.render(build(analyze([str(folder / "pack.zip")]))))
    return folder / "pack.html"
