"""Whether the uploads of one case look like those of several customers: a report is about one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from analyzer import lazy_re

_COMMON = frozenset(("mail", "email", "exchange", "example", "onmicrosoft", "outlook", "office365", "owa", "corp"))
"""Labels of domains that tell nobody from another."""
_LABEL = lazy_re.compile(r"[^\W_][\w-]{2,62}")


class Marks(Struct):
    """What one upload tells of the customer it comes from."""

    domains: set[str] = field(default_factory=set)
    """Mail domains of the mailboxes that were acted on."""
    hosts: set[str] = field(default_factory=set)
    """Hosts of C4C: a tenant each."""

    def add(self, mailboxes: Iterable[str], hosts: Iterable[str]) -> None:
        """Take in what one document of the upload tells."""
        self.domains |= {domain for name in mailboxes if (domain := name.rpartition("@")[2]) and domain != name}
        self.hosts |= set(hosts)


def several(uploads: Mapping[int, Marks]) -> tuple[str, ...]:
    """A name for each customer, where two uploads have nothing in common; empty where all may be one customer's.

    The domains `contoso.com` and `contoso.onmicrosoft.com` are one customer's, by the word they share.
    """
    known = [marks for _, marks in sorted(uploads.items()) if marks.domains or marks.hosts]
    found: list[Marks] = []
    for marks in known:
        if not any(_alike(marks, other) for other in found):
            found.append(marks)
    return tuple(min(marks.domains or marks.hosts) for marks in found) if len(found) > 1 else ()


def _alike(one: Marks, two: Marks) -> bool:
    """Nothing speaks against one customer: what both tell has something in common."""
    if one.domains and two.domains:
        return bool(_words(one.domains) & _words(two.domains))
    return not (one.hosts and two.hosts) or bool(one.hosts & two.hosts)


def _words(domains: Iterable[str]) -> set[str]:
    """The labels of domains that tell customers apart: all but the last one, and what is common."""
    return {
        label
        for domain in domains
        for label in domain.split(".")[:-1]
        if _LABEL.fullmatch(label) and label not in _COMMON
    }
