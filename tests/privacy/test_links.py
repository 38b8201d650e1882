"""What an address tells goes where it lets in whoever has it."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub

VALUES = (
    "99d0ad3f82ac6966f184a6d7e03bc55b",
    "1a36d86c-9d1b-49d2-ef05-67d0ea1f481b",
    "EHDFTcVBBlwVQyYvuLUsObpEJlWE",
    "te71VIafSooolMZDxezD0iyh",
    "k3jx90a8sd7fq5g4h3w2",
)


@pytest.mark.parametrize(
    "link",
    [
        "reset-password/…",
        "verify-email/…?lang=de",
        "invitations/accept?t=…",
        "invite/accept?lang=de&t=…",
        "webhook/…/events",
        "share/s/…",
        "magic-login/…",
        "calendar/ical/…/basic.ics",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_lets_in_goes(link: str, value: str) -> None:
    text = f"GET https://portal.contoso.example/{link.replace('…', value)} failed with 410"

    assert value not in scrub(text)
    assert scrub(text).startswith("GET https://portal.contoso.example/")
    assert scrub(text).endswith("410")


@pytest.mark.parametrize(
    "text",
    [
        "GET https://portal.contoso.example/webhooks/calendar/events failed with 410",
        "GET https://graph.microsoft.com/v1.0/shares/root/children 404",
        "GET https://my123456.crm.ondemand.com/sap/public/bc/ui5_ui5/1.108.3/resources 404",
        "GET https://my123456.crm.ondemand.com/sap/public/bc/ur/nw5/css/login2024 404",
        "GET https://mail.contoso.com/public/Exchange2016Proxy 503",
        "GET https://portal.contoso.example/public/api/v2.0/me/calendarview 404",
        "POST https://portal.contoso.example/webhook/graph-notifications-v2 500",
        "POST https://portal.contoso.example/api/hooks/exchange/ews2016listener 500",
        "GET https://portal.contoso.example/share/SyncErrorReport2024 404",
        "GET https://portal.contoso.example/api/verify/order/4500012345678 404",
        "POST https://mail01/verify/SapBusinessPartnerReplicationIn 500",
        "GET https://mail01/orders/1a36d86c-9d1b-49d2-ef05-67d0ea1f481b 404",
    ],
)
def test_other_addresses_stay(text: str) -> None:
    assert scrub(text) == text
