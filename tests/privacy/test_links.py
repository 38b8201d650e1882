"""What an address tells goes where it lets in whoever has it."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub

VALUES = (
    "99d0ad3f82ac6966f184a6d7e03bc55b",
    "1a36d86c-9d1b-49d2-ef05-67d0ea1f481b",
    "EHDFTcVBBlwVQyYvuLUsObpEJlWE",
    "te71VIafSooolMZDxezD0iyh",
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
        "POST https://mail01/verify/SapBusinessPartnerReplicationIn 500",
        "GET https://mail01/orders/1a36d86c-9d1b-49d2-ef05-67d0ea1f481b 404",
    ],
)
def test_other_addresses_stay(text: str) -> None:
    assert scrub(text) == text
