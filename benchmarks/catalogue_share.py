"""What asking the whole catalogue costs, as a share of the time that reading a dump takes.

    python -m benchmarks.catalogue_share [MEGABYTES]

Writes a dump of that size (300 by default) into a temporary folder: a failing session, again and again, with lines of
a log between the sessions. Prints the time of the analysis, the time spent in the rules (looking for literals in texts,
and judging), and the share.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from analyzer import analysis
from analyzer.rules.index import Literals
from tests.support.dialects import managed_api
from tests.support.session import failing

COMPONENT = b"TID:79 [SiteInMemory:ExchangeConnector]"
LINES = (
    b"\n2026-10-12 08:00:03,020 INFO %b 120 items were compared with those of the last session"
    b"\n2026-10-12 08:00:03,020 ERROR %b The remote server returned an error: (503) Server Unavailable.\n"
) % (COMPONENT, COMPONENT)


def timed(function: Callable[..., Any], spent: list[float]) -> Callable[..., Any]:
    """The function, adding what it takes to `spent`."""

    def run(*arguments: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments)
        finally:
            spent.append(time.perf_counter() - began)

    return run


def main() -> None:
    """Measure and print."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    session = managed_api(failing())
    data = (session if isinstance(session, bytes) else session.encode()) + LINES
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dump.xml"
        with path.open("wb") as file:
            for _ in range(megabytes * 1_000_000 // len(data)):
                file.write(data)
        spent: list[float] = []
        Literals.any_in = timed(Literals.any_in, spent)  # type: ignore[method-assign]
        analysis.judge = timed(analysis.judge, spent)  # type: ignore[attr-defined]
        began = time.perf_counter()
        found = analysis.analyze([str(path)])
        whole = time.perf_counter() - began
    rules = sum(spent)
    print(f"{path.name}: {megabytes} MB, {len(found.findings)} findings, analysed in {whole:.1f} s")
    print(f"the catalogue: {rules:.3f} s in {len(spent):,} calls, {rules / whole:.2%} of the time")


if __name__ == "__main__":
    main()
