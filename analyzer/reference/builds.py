"""The product behind an Exchange version number.

15.20 is Exchange Online; 15.2 is Exchange Server SE from build 2562 on and 2019 before; 15.1 is Exchange 2016 (and was
Exchange Online until about 2017, which the number alone does not tell).
Source: learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates.
"""

from __future__ import annotations

from functools import cache

from analyzer.reference.numbers import number

_PRODUCTS = {
    (8,): "Exchange Server 2007",
    (14,): "Exchange Server 2010",
    (15, 0): "Exchange Server 2013",
    (15, 1): "Exchange Server 2016",
    (15, 2): "Exchange Server 2019",
    (15, 20): "Exchange Online",
}
_SE_BUILD = 2562
_SUPPORT_ENDS = {
    "Exchange Server 2007": "2017-04-11",
    "Exchange Server 2010": "2020-10-13",
    "Exchange Server 2013": "2023-04-11",
    "Exchange Server 2016": "2025-10-14",
    "Exchange Server 2019": "2025-10-14",
}
"""Last day of Microsoft's extended support. Source: learn.microsoft.com/lifecycle."""


def product(version: str) -> str:
    """The name of the product; "unknown" for numbers that no Exchange has."""
    numbers = _numbers(version)
    if len(numbers) != 4:
        return "unknown"
    if numbers[:2] == (15, 2) and numbers[2] >= _SE_BUILD:
        return "Exchange Server SE"
    return _PRODUCTS.get(numbers[:2]) or _PRODUCTS.get(numbers[:1], "unknown")


def four_numbers(text: str) -> str | None:
    """The version of an Exchange server as Exchange itself writes it, without leading zeros; None for anything else.

    `15.01.2375.007` of a log is `15.1.2375.7`.
    """
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isdecimal() and len(part) <= 5 for part in parts):
        return None
    version = ".".join(str(int(part)) for part in parts)
    return version if product(version) != "unknown" else None


def support_ends(version: str) -> str | None:
    """The last day of support of the product, as a date; None for products that have none yet."""
    return _SUPPORT_ENDS.get(product(version))


def update(version: str) -> str | None:
    """The newest update in the table with the same build that is not newer; None for builds it does not know."""
    numbers = _numbers(version)
    known = [(revision, name) for revision, name in _updates().get(numbers[:3], ()) if revision <= numbers[3]]
    return max(known)[1] if known else None


@cache
def _updates() -> dict[tuple[int, ...], list[tuple[int, str]]]:
    from analyzer.reference import rows

    found: dict[tuple[int, ...], list[tuple[int, str]]] = {}
    for row in rows("exchange_builds.csv"):
        numbers = _numbers(row["version"])
        if len(numbers) == 4:
            found.setdefault(numbers[:3], []).append((numbers[3], row["name"]))
    return found


def _numbers(version: str) -> tuple[int, ...]:
    found = [number(part) for part in version.split(".")]
    return tuple(part for part in found if part is not None) if None not in found else ()
