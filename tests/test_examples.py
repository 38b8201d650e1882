"""What the examples promise by their names. tests/test_generated.py holds their reports."""

from __future__ import annotations

import pytest

from analyzer.analysis import analyze
from analyzer.report.document import build
from tests.conftest import ROOT

EXAMPLES = ROOT / "examples"
PROMISED = {
    "pack-c4c-side.zip": ("error", "c4c-internal-server-error", "sap-api-team"),
    "pack-exchange-side.zip": ("error", "ErrorImpersonateUserDenied", "exchange-admin"),
    "pack-issues-only.zip": ("issue", "SW0002", "c4c-key-user"),
    "pack-healthy.zip": ("clean", None, "nobody"),
    "sync-export.csv": ("error", "exchange-oauth-refresh-token", "customer-user"),
    "forbidden-online.xml": ("error", "exchange-forbidden", "m365-admin"),
    "healthy-ntlm.xml": ("clean", None, "nobody"),
    "kerio-connect.xml": ("error", "exchange-kerio-connect", "exchange-admin"),
    "oauth-expired.xml": ("error", "exchange-oauth-refresh-token", "customer-user"),
    "organization-removed.xml": ("error", "exchange-organization-removed", "m365-admin"),
    "snapshot-limit.xml": ("error", "snapshot-limit", "c4c-key-user"),
    "url-not-found.log": ("error", "exchange-ews-url-not-found", "c4c-key-user"),
}


def test_every_example_is_promised_here() -> None:
    dumps = {path.name for path in EXAMPLES.iterdir() if path.suffix in (".xml", ".log", ".zip", ".csv")}

    assert dumps == PROMISED.keys()


@pytest.mark.parametrize("name", PROMISED)
def test_an_example_gives_the_verdict_and_owner_that_its_name_promises(name: str) -> None:
    verdict = build(analyze([str(EXAMPLES / name)]))["verdict"]

    assert (verdict["outcome"], verdict["rule"], verdict["owner"]) == PROMISED[name]
