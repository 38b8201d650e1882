"""Tokens for third parties alone: `--privacy customer`, for the customer's own administrator.

Their mailboxes, users, servers and tenant stay, and so do ids of requests, which they look up in their logs. Whoever
else is named gets a token: `partner@fabrikam.example` is `user-1@domain-1`, `my300200.crm.ondemand.com` is
`tenant-1.crm.ondemand.com` where the customer's tenant is another one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from ipaddress import ip_network
from typing import Any

from msgspec import Struct

from analyzer import lazy_re
from analyzer.model import Warn
from analyzer.privacy.edits import Edit
from analyzer.privacy.pseudonyms import Pseudonyms, addresses, hosts, ids
from analyzer.privacy.pseudonyms.tokens import PHONE
from analyzer.reference import public

_AT = lazy_re.compile(r"@|%40")
_WORDS = lazy_re.compile(r"[._ -]{1,3}")
_WORDS_OF_NAME = lazy_re.compile(r"[^\W_]+")
_BANK = lazy_re.compile(ids.IBAN)
_INSIDE = tuple(map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fe80::/10")))
"""Addresses of private networks: nobody outside is named by one. RFC 1918, RFC 4193, RFC 4291."""
_MACHINE = lazy_re.compile(r"[\w.-]{3,255}")


class Own(Struct, frozen=True):
    """What is the customer's own, in lower case."""

    domains: frozenset[str]
    """Domains of their mailboxes."""
    hosts: frozenset[str]
    """Their tenant of C4C, and servers that answered for them."""
    persons: frozenset[str]
    """Their users, by account and by name."""

    def holds(self, place: str) -> bool:
        """Whether a domain, a host or a tenant is theirs."""
        low = place.strip().strip(".").lower()
        if low in self.hosts or any(low == domain or low.endswith(f".{domain}") for domain in self.domains):
            return True
        vendors = any(low.endswith(zone) for zone, _ in public.CUSTOMER_ZONES)
        return vendors and hosts.owner(low) in {hosts.owner(domain) for domain in self.domains} - {""}


def own_of(document: Mapping[str, Any]) -> Own:
    """What a document shows to be the customer's own: mailboxes that were acted on, users, the tenant, servers.

    Of two customers in one upload it is the one with most requests.
    """
    counts: Counter[str] = Counter()
    users: list[str] = []
    for name, count in _users(document):
        users.append(name.lower())
        local, at, domain = name.lower().rpartition("@")
        if local and at and domain:
            counts[domain] += count
    several = any(row["code"] == Warn.SEVERAL_CUSTOMERS.value for row in document["warnings"])
    domains = sorted(counts, key=lambda domain: (-counts[domain], domain))[: 1 if several else None]
    machines = [row["host"] for row in document["hosts"] if row["system"] == "c4c"]
    for row in document["servers"]:
        if row["header"].lower() in public.MACHINE_FIELDS:
            machines += _MACHINE.findall(row["value"])
    names = [] if several else [part.lower() for host in machines for part in (host, host.partition(".")[0])]
    ours = [user for user in users if "@" not in user or user.rpartition("@")[2] in domains]
    return Own(
        domains=frozenset(domains),
        hosts=frozenset(names),
        persons=frozenset(name for user in ours for name in _names(user)),
    )


def _users(document: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    yield from ((str(row["mailbox"]), int(row["count"])) for row in document["mailboxes"])
    yield from ((str(row["user"]), 1) for row in document["sessions"] if row["user"])


def _names(user: str) -> Iterable[str]:
    """`anna.berg@contoso.example` is also anna.berg, Anna Berg and Berg, Anna."""
    local = user.partition("@")[0]
    words = [word for word in _WORDS.split(local) if word]
    reversed_ = [words[-1], *words[:-1]] if words else []
    return {user, local, " ".join(words), " ".join(reversed_), ", ".join([*reversed_[:1], " ".join(reversed_[1:])])}


class ThirdParties(Pseudonyms):
    """The tokens of all but the customer's own names."""

    def __init__(self, own: Own, most: int = 200_000) -> None:
        super().__init__(most)
        self.own = own
        self._handlers["address"] = self._part("address", self.user)
        self._handlers["dn"] = self._part("dn", self._in_directory)
        self._handlers["encapsulated"] = self._part("encapsulated", self._in_directory)
        for form in ("phone", "iban"):
            self._handlers[form] = self._part(form, super().id)
        self._handlers["site"] = self._part("site_name", self._site)

    def id(self, value: str) -> str:
        """As it stands: the administrator looks it up; but a telephone or an account at a bank is somebody's."""
        of_person = PHONE.fullmatch(value.strip()) or _BANK.match(value.strip())
        return super().id(value) if of_person else value

    def forest(self, value: str) -> str:
        """As it stands: it is Microsoft's."""
        return value

    def path(self, name: str, *, own: bool = False) -> str:
        """As it stands: the customer sent it."""
        del own
        return name

    def user(self, value: str) -> str:
        """The token of somebody who is not the customer's own."""
        parts = _AT.split(value.strip(), maxsplit=1)
        if (len(parts) == 2 and self.own.holds(parts[1])) or value.strip().lower() in self.own.persons:
            return value
        return super().user(value)

    def host(self, value: str) -> str:
        """The token of a machine of somebody else; a name without a domain is one of the customer's own network."""
        found = addresses.parsed(value.strip())
        if found is not None:
            return self._ip(value)
        return value if self.own.holds(value) or "." not in value.strip(".") else super().host(value)

    def _canonical(self, match: re.Match[str]) -> Iterator[Edit]:
        """Nothing of a name in the customer's own directory."""
        if not self.own.holds(match["canonical_domain"]):
            yield *match.span("canonical_domain"), self.host(match["canonical_domain"])
            yield *match.span("canonical_path"), f"/{super().id(match['canonical_path'])}"

    def _in_directory(self, said: str) -> str:
        """A name in a directory is that of a person, and no id, unless it lies in the customer's own."""
        words = set(_WORDS_OF_NAME.findall(said.lower()))
        return said if words & {*self._owners(), *self.own.persons} else super().id(said)

    def _site(self, said: str) -> str:
        """What somebody has at SharePoint is named by his address: `anna_berg_contoso_example`."""
        places = (domain.replace(".", "_") for domain in self.own.domains)
        return said if "_" not in said or said.lower().endswith(tuple(places)) else super().id(said)

    def _owners(self) -> set[str]:
        """What the customer's organization is called in its domains."""
        return {hosts.owner(domain) for domain in self.own.domains} - {""}

    def _account(self, said: str) -> str:
        """An account without a domain is one of the customer's own network, as a machine is."""
        domain, slash, _ = said.lower().partition("/")
        if slash and domain not in self._owners():
            return super().id(said)
        return said if said.lower() not in self.tokens.known else super()._account(said)

    def _domain_alone(self, said: str) -> str:
        return said if said.lower() not in self.tokens.known else super()._domain_alone(said)

    def tenant(self, value: str) -> str:
        """The token of another organization."""
        return value if self.own.holds(value) else super().tenant(value)

    def _ip(self, value: str) -> str:
        found = addresses.parsed(value)
        inside = found is not None and any(found in network for network in _INSIDE)
        return value if found is None or inside else super()._ip(value)

    def _login(self, match: re.Match[str]) -> Iterator[Edit]:
        if match["netbios"].lower() in self._owners():
            return
        yield from super()._login(match)

    def _is_content(self, said: str) -> bool:
        low = said.strip().lower()
        is_own = low in self.own.persons or self.own.holds(_AT.split(low)[-1])
        return not is_own and super()._is_content(said)
