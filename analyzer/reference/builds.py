"""The product behind an Exchange version number.

Names and ends of support stand in `exchange_builds.csv` alone. 15.20 is Exchange Online; 15.2 is Exchange Server SE
from build 2562 on and 2019 before; 15.1 is Exchange 2016 (and was Exchange Online until about 2017, which the number
alone does not tell).
Source: learn.microsoft.com/exchange/new-features/build-numbers-and-release-dates.
"""

from __future__ import annotations

from datetime import date
from functools import cache

from analyzer import lazy_re
from analyzer.reference.numbers import number

_DAY = lazy_re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LEAST = 3
_OLDEST = 8
"""The first version that has EWS: Exchange 2007."""
_ONLINE = "Exchange Online"
_OF_ONLINE = (15, 20)


def product(version: str) -> str:
    """The name of the product; "unknown" for numbers that no Exchange has."""
    numbers = _numbers(version)
    if len(numbers) != 4:
        return "unknown"
    if numbers[:2] == _OF_ONLINE:
        return _ONLINE
    line = _products().get(numbers[:2]) or _products().get(numbers[:1], [])
    begun = [name for first, name in line if first <= numbers[2]]
    return begun[-1] if begun else line[0][1] if line else "unknown"


@cache
def _products() -> dict[tuple[int, ...], list[tuple[int, str]]]:
    """The products by the first two numbers of their versions, each with the first build of it that is listed.

    Where all versions of a first number are of one product, that number alone names it, too.
    """
    first: dict[tuple[tuple[int, ...], str], int] = {}
    for numbers, row in _table():
        if len(numbers) >= _LEAST and numbers[0] >= _OLDEST:
            key = (numbers[:2], row["product"])
            first[key] = min(numbers[2], first.get(key, numbers[2]))
    found: dict[tuple[int, ...], list[tuple[int, str]]] = {}
    for (line, name), build in sorted(first.items(), key=lambda item: item[1]):
        found.setdefault(line, []).append((build, name))
    named: dict[tuple[int, ...], set[str]] = {}
    for line, listed in found.items():
        named.setdefault(line[:1], set()).update(name for _, name in listed)
    alone = {major: [(0, name) for name in names] for major, names in named.items() if len(names) == 1}
    return found | alone


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
    end = end_of_support(product(version))
    return end.isoformat() if end is not None else None


@cache
def end_of_support(name: str) -> date | None:
    """The last day of Microsoft's extended support of a product; None where the table names none."""
    told = {row["end_of_support"] for _, row in _table() if row["product"] == name}
    return next((date.fromisoformat(end) for end in sorted(told) if _DAY.fullmatch(end)), None)


def update(version: str) -> str | None:
    """The newest update in the table with the same build that is not newer; None for builds it does not know."""
    numbers = _numbers(version)
    known = [(revision, name) for revision, name in _updates().get(numbers[:3], ()) if revision <= numbers[3]]
    return max(known)[1] if known else None


@cache
def _updates() -> dict[tuple[int, ...], list[tuple[int, str]]]:
    found: dict[tuple[int, ...], list[tuple[int, str]]] = {}
    for numbers, row in _table():
        if len(numbers) == 4:
            found.setdefault(numbers[:3], []).append((numbers[3], row["name"]))
    return found


@cache
def _table() -> list[tuple[tuple[int, ...], dict[str, str]]]:
    """The rows, each with the numbers of its version."""
    from analyzer.reference import rows

    return [(_numbers(row["version"]), row) for row in rows("exchange_builds.csv")]


def _numbers(version: str) -> tuple[int, ...]:
    found = [number(part) for part in version.split(".")]
    return tuple(part for part in found if part is not None) if None not in found else ()
