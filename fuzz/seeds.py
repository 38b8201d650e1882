"""What an attack begins with: one short session in every wrapping that the tests know, our fixtures, what was found.

Without them the fuzzer spends its minutes on guessing that a dump begins with `<Trace`.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from tests.support import graph
from tests.support.dialects import DIALECTS
from tests.support.session import appointment, fault, healthy, item_error, ok, refused, timed, unanswered

HERE = Path(__file__).parent
FOUND = HERE / "found"
"""Inputs that once broke something, a folder for each target; the tests run them all."""

SESSIONS = (
    healthy()[:1],
    timed([fault("CreateItem", "ErrorImpersonateUserDenied", "The account may not impersonate.")]),
    timed([item_error("UpdateItem", "ErrorIrresolvableConflict", "It does not match."), unanswered("GetItem")]),
    timed([ok("GetItem", appointment("Quarzlampe", "Kürbiskern &lt;b&gt;"))]),
    timed([refused("FindItem", 503, "Service Unavailable", "<html><title>503</title><body>Try later</body></html>")]),
)


def all_seeds() -> list[bytes]:
    """Every seed, the short ones first."""
    dumps = [render(calls) for render in DIALECTS.values() for calls in SESSIONS]
    exchanges = [
        *graph.healthy(),
        graph.Exchange("GET", "/v1.0/me/messages", 403, graph.error("ErrorAccessDenied", date="x")),
        graph.Exchange("GET", "/v1.0/me/messages", 429, graph.error("ApplicationThrottled")),
    ]
    dumps += [render(exchanges[-count:]) for render in graph.WRAPPINGS.values() for count in (1, 3)]
    folders = (HERE.parent / "tests" / "fixtures", FOUND)
    files = [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
    examples = [path.read_bytes() for path in (HERE.parent / "examples").glob("*.*") if path.suffix in {".zip", ".csv"}]
    return sorted({*dumps, *files, *examples}, key=len)


def write(folder: Path) -> None:
    """The seeds as files, as the fuzzer wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed in all_seeds():
        (folder / sha256(seed).hexdigest()[:16]).write_bytes(seed)
