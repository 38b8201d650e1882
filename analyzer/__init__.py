"""Reads what a customer uploads when a mailbox no longer synchronizes, and says what broke and who acts.

`analyze("dump.xml")` gives a `Case`: its verdict, findings and facts (`analyzer.model`), and `to_dict()` with the keys
of the JSON. An `Order` asks for more: rendered reports, strict privacy, further rules.
`analyze_batch("uploads/")` yields the `Outcome` of many cases as they come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Case", "Order", "Outcome", "__version__", "analyze", "analyze_batch"]

if TYPE_CHECKING:
    from analyzer.batch.outcomes import Outcome, analyze_batch
    from analyzer.case import Case, Order, analyze


def __getattr__(name: str) -> Any:
    """Import the stages only when they are used: `ssi-analyze --version` needs none of them."""
    if name in ("Case", "Order", "analyze"):
        from analyzer import case

        return getattr(case, name)
    if name in ("Outcome", "analyze_batch"):
        from analyzer.batch import outcomes

        return getattr(outcomes, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
