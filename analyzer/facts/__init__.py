"""Records become facts: requests with their answers, tallies, error events."""

from __future__ import annotations

from analyzer.facts.tally import Tally

__all__ = ["Tally"]
