"""Reads what a customer uploads when a mailbox no longer synchronizes, and says what broke and who acts.

The public API is `analyze(uploads, options, progress) -> Analysis`; its types live in `analyzer.model`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Analysis", "Options", "__version__", "analyze"]

if TYPE_CHECKING:
    from analyzer.analysis import Options, analyze
    from analyzer.model import Analysis


def __getattr__(name: str) -> Any:
    """Import the stages only when they are used: `ssi-analyze --version` needs none of them."""
    if name in ("Options", "analyze"):
        from analyzer import analysis

        return getattr(analysis, name)
    if name == "Analysis":
        from analyzer.model import Analysis

        return Analysis
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
