"""Records become facts: pairs of request and answer, tallies, error events. May import model, limits, privacy, reference."""

from __future__ import annotations

from analyzer.facts.tally import Tally

__all__ = ["Tally"]
