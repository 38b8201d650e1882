"""Secrets in addresses that let in whoever has them: of resets, invitations, shares, hooks and calendars.

Samples: `/reset-password/6f2c…`, `/invitations/accept?t=6f2c…`, `hooks.zapier.com/hooks/catch/1/…`.

One entry each, as in `secrets.py`: the table there takes these in where they count, for the first that fits decides.
"""

from __future__ import annotations

from analyzer.privacy.shapes import Shape
from analyzer.privacy.values import RANDOM

_LETTING_IN = (
    *(
        "reset",
        "pwreset",
        "passwordreset",
        "verif",
        "invit",
        "activat",
        "confirm",
        "magic",
        "unsubscribe",
        "webhook",
        "hook",
        "share",
        "ical",
    ),
    *("join/", "feed", "cal/", "dl/", "s/", "onetime/", "public/"),
)
"""How a part of the path of such an address begins."""
_NO_NAME = (
    r"(?-i:(?=[\w-]{0,40}?\d[A-Za-z]{1,40}\d)(?:[a-z][\w-]{0,60}?[A-Z]|[A-Z][\w-]{0,60}?[a-z])"
    r"|\d[a-z]{1,20}\d{1,9}[a-z]{1,20}\d{1,9}[a-z]{1,20}\d)"
)
"""Letters of both kinds, or more digits, around letters and between them; not `SyncReport2024`, `ui5_ui5`, `v1`."""
_IS_ONE = (
    r"(?P<value>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![\w-])|(?=[a-f]{0,60}\d)[0-9a-f]{24,200}(?![\w-])"
    rf"|(?=\S{{16}}){RANDOM}|(?=[\w-]{{0,60}}?{_NO_NAME})[\w-]{{16,400}}+(?!\.\w)"
    r"|(?-i:(?=[A-Za-z]{0,30}?[A-Z]{2}[a-z]{1,4}[A-Z])(?=[A-Za-z]{0,60}?[a-z][A-Z]{1,3}[a-z]{1,2}[A-Z])[A-Za-z]{20,60})(?![\w-]))"
)
LINKS: tuple[Shape, ...] = (
    Shape(  # https://…/reset-password/…, https://…/invitations/accept?t=…
        "a key or token",
        tuple(f"/{word}" for word in _LETTING_IN),
        r"/(?:(?:pw|password)?reset|verif(?:y|ication)|invit(?:e|ations?)|activat(?:e|ion)|confirm(?:ation)?|magic|unsubscribe|(?:web)?hooks?(?:/catch/\d{1,9})?"
        r"|shares?|ical|join|feeds?|cal|dl|s|onetime|public)"
        r"(?:-[a-z]{2,12}){0,2}(?:/[a-z]{1,10}){0,2}(?:/|\?(?:[\w-]{1,20}=[^\s&=]{0,60}&){0,3}[\w-]{1,20}=)"
        rf"{_IS_ONE}",
        before=0,
    ),
    Shape(  # magic link https://…?t=…
        "a key or token",
        ("magic link", "reset link", "login link"),
        rf"(?:magic|reset|login) link:?\s{{1,3}}\"?https?://[^\s\"'<>]{{1,200}}?[=/](?P<value>(?=\S{{16}}){RANDOM})",
        before=0,
    ),
    Shape(  # hooks that nobody signs in to
        "a key or token",
        ("hooks.zapier.com/", ".make.com/", "maker.ifttt.com/"),
        r"(?:hooks\.zapier\.com/hooks/\w{2,20}/\d{1,12}/|\bhook\.[a-z\d.]{0,12}make\.com/|maker\.ifttt\.com/[^\s\"'<>]{1,80}/key/)"
        r"(?P<value>[\w-]{6,100})",
        before=12,
    ),
    Shape(  # a calendar that is shared by its address: …/private-…/basic.ics, …/reachcalendar.ics
        "a key or token",
        ("/private-", "/calendar/", "/published/"),
        r"(?:/private-(?=[0-9a-f]{24})|/calendar/(?!calendarview/|events/)[^\s/\"'<>]{8,200}/|/published/\d/)(?P<value>(?=[a-z]{0,60}\d)[\w-]{16,400})(?=[/\s\"'<>?]|\Z)",
        before=0,
    ),
    Shape(  # https://api.telegram.org/bot123456789:…/sendMessage
        "a key or token", ("/bot",), r"/bot(?P<value>\d{6,12}:[\w-]{30,60})", before=0
    ),
    Shape(
        "a key or token",
        ("hooks.slack.com/", "/services/t", "/api/webhooks/", "webhook.office.com/"),
        r"(?:hooks\.slack\.com/services/|(?-i:/services/T[A-Z\d]{1,12}/B[A-Z\d]{1,12}/)|/api/webhooks/|webhook\.office\.com/)(?P<value>[^\s\"'<>?]{16,400})",
        before=0,
    ),
)
"""What an address tells."""
