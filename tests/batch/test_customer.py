"""A batch at customer: names of third parties are in the index no more than in the reports; the customer's own stay."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from analyzer.analysis import analyze
from analyzer.batch import veil
from analyzer.batch.rows import of_document
from analyzer.report.document import build
from tests.conftest import ROOT, Ran

Called = Callable[..., Ran]

CALL = """<Trace Tag="EwsRequestHttpHeaders" Tid="7" Time="2026-10-12 08:{minute:02}:00Z">
POST /EWS/Exchange.asmx HTTP/1.1
X-AnchorMailbox: anna@contoso.example

</Trace>
<Trace Tag="EwsResponseHttpHeaders" Tid="7" Time="2026-10-12 08:{minute:02}:01Z">
HTTP/1.1 503 Service Unavailable
Via: 1.1 proxy.{party}.example

</Trace>
"""


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    folder = tmp_path / "uploads"
    folder.mkdir()
    shutil.copy(ROOT / "examples" / "organization-removed.xml", folder)
    for minute, party in enumerate(("globex", "initech")):
        (folder / f"night-{minute}.xml").write_text(CALL.format(minute=minute, party=party))
    return folder


def test_the_index_names_the_customer_and_no_third_party(called: Called, uploads: Path) -> None:
    ran = called("batch", uploads, "-o", "plain", "-q", "--history", "none")
    assert ran.code == 0, ran
    called("batch", uploads, "-o", "out", "-q", "--history", "none", "--privacy", "customer")

    said = {folder: b"".join(path.read_bytes() for path in Path(folder).glob("*.*")) for folder in ("plain", "out")}
    parties = (b"fabrikam-archive", b"globex", b"initech")
    assert [name for name in parties if name not in said["plain"]] == []
    assert [name for name in parties if name in said["out"]] == []
    rows = {row["case"]: row for row in json.loads((Path("out") / "index.json").read_bytes())["cases"]}
    assert rows["night-0.xml"]["organizations"] == ["contoso.example"]
    assert "tenant-1" in rows["organization-removed.xml"]["headline"]


def test_tokens_of_two_third_parties_are_no_place_that_they_share(uploads: Path) -> None:
    document = build(analyze([str(uploads / "night-0.xml")]))
    row = of_document("night-0.xml", (), document, analysed=True)
    veiled = replace(row, proxies=("host-1.domain-1",), c4c_hosts=("tenant-1.crm.ondemand.com",))

    shown = veil.of_the_customer(veiled, document)

    assert (row.proxies, shown.proxies, shown.c4c_hosts) == (("proxy.globex.example",), (), ())
    assert shown.organizations == row.organizations == ("contoso.example",)


def test_of_a_table_the_domain_of_its_users_is_the_organization() -> None:
    document = build(analyze([str(ROOT / "examples" / "sync-export.csv")]))

    assert document["mailboxes"] == []
    assert of_document("panel", (), document, analysed=True).organizations == ("contoso.example",)
