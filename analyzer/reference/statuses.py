"""The names of HTTP statuses, in lower case: `service unavailable` is 503.

Sources: RFC 9110, section 15, as the standard library has it; RFC 7231 and RFC 4918 for names that were given up since,
which servers still write, and which of them the library has depends on its version.
"""

from __future__ import annotations

from http import HTTPStatus

NAMES = {status.phrase.lower(): status.value for status in HTTPStatus if status >= HTTPStatus.OK} | {
    "request entity too large": 413,
    "payload too large": 413,
    "content too large": 413,
    "unprocessable entity": 422,
    "unprocessable content": 422,
}
"""Of every status that ends a request."""
REFUSALS = {name: status for name, status in NAMES.items() if status >= HTTPStatus.BAD_REQUEST}
"""Of those that refuse it."""
