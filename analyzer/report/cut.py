"""A document without the pieces in which the leak check found something: the engineer gets the rest, and is told.

Nothing is repaired: a string with a leak goes as a whole, wherever it stands in the document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from analyzer.report import ticket

if TYPE_CHECKING:
    from analyzer.report.typed import Whole

CODE = "leak-cut"
GONE = "[removed by the leak check]"


def cut(document: Whole, find: Callable[[str], str | None]) -> Whole | None:
    """The document without what `find` finds, and with a warning that says so; None where no string of it holds a leak.

    Args:
        document: as `report.document.build` or `report.strict` makes it.
        find: the kind of a leak in a text; None where there is none.
    """
    kinds: Counter[str] = Counter()

    def walked(value: Any) -> Any:
        if isinstance(value, str):
            kind = find(value) if value else None
            if kind is None:
                return value
            kinds[kind] += 1
            return GONE
        if isinstance(value, list):
            return [walked(item) for item in value]
        if not isinstance(value, dict):
            return value
        new = {name: walked(inner) for name, inner in value.items()}
        return new | {"marks": []} if new.get("excerpt") == GONE else new

    new = cast("Whole", {key: walked(value) for key, value in document.items() if key != "texts"})
    if not kinds:
        return None
    pieces = "1 piece of text was" if kinds.total() == 1 else f"{kinds.total():,} pieces of text were"
    said = f"{pieces} cut, because the leak check found {', '.join(sorted(kinds))} in them; please report this."
    new["warnings"] = [*new["warnings"], {"code": CODE, "text": said}]
    new["texts"] = ticket.build(new)
    return new
