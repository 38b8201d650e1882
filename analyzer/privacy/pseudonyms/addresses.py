"""Addresses of machines: IPv4, IPv6, and of network cards.

Samples: `10.1.2.3`, `fe80::1:2:3:4`, `::ffff:10.1.2.3`, `00:1A:2B:3C:4D:5E`. What is one is for `ipaddress` to say; the
patterns only find what may be: `08:00:02` is a time, `15.2.1118.7` a version of Exchange, and neither is an address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, ip_address

from analyzer import lazy_re
from analyzer.privacy.pseudonyms.tokens import Tokens

IP4 = r"(?P<ip4>(?:(?<![\w.])|(?<=\\[nrt]))(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d))"
_SIGN = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\\{1,4}\.|\s?[\[({]dot[\])}]\s?)"
BROKEN = (
    r"(?P<broken>(?<![\w.])\d{1,3}" + _SIGN + r"\d{1,3}" + _SIGN + r"\d{1,3}" + _SIGN + r"\d{1,3}(?!\w|\.\d)"
    r"|(?<![\w.-])(?i:ip|ec2|host|node|dhcp|client|pc|pod|srv|server|static|dyn|dynamic|pool|vm)-"
    r"(?P<broken_ip>\d{1,3}(?:-\d{1,3}){3})(?!\w|-\w|\.\w))"
)
"""`10[.]1[.]2[.]3`, as people write one that nobody is to click, and `ip-10-1-2-3`, as clouds name their machines."""
_INSIDE = lazy_re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\d|\.\d)")
_OF_PROGRAM = lazy_re.compile(r"[A-Za-z][-_]\Z")
"""Behind the name of a program stands its version, `agent-2.3.1.4`, unless the address is of the network of a house."""
_NUMBER = lazy_re.compile(r"\d{1,3}")
_PADDED = lazy_re.compile(r"(?:\d{3}\.){3}\d{3}")
_LEAST_OF_ADDRESS = 100
"""Versions have no such number in their last place."""
IP6 = (
    r"(?P<ip6>(?<![\w:.])(?=[\da-fA-F:]{0,39}\d)(?:[\da-fA-F]{0,4}:){2,7}(?:(?:\d{1,3}\.){3}\d{1,3}|[\da-fA-F]{0,4})"
    r"(?!\w|:|\.\d))"
)
CARD = (
    r"(?P<card>(?<![\w:-])(?=[\d:-]{0,60}[a-fA-F])[\da-fA-F]{2}(?:(?::[\da-fA-F]{2}){5,31}|(?:-[\da-fA-F]{2}){5,31})"
    r"(?![\w:-])|(?<![\w.:-])(?=[\d.]{0,12}[a-f])[\da-f]{4}\.[\da-f]{4}\.[\da-f]{4}(?![\w.:-]))"
)
"""The number of a network card, also as switches write it, `001a.2b3c.4d5e`; the thumbprint of a certificate is written
the same way."""
_VERSION = lazy_re.compile(r"(?:15\.(?:0|1|2|20)|14\.[0-3]|8\.[0-3])\.")
_BEFORE_VERSION = lazy_re.compile(
    r"(?:(?<![\w.-])[A-Za-z][A-Za-z_-]{0,40}/|\bv\.?|\bver\."
    r"|(?:version[es]?|versi[óo]n|versie|versão|wersja)[\"']?[ :=]{0,3}[\"']?"
    r"|(?:build|release|revision) )\Z",
    re.IGNORECASE,
)
_PORT = lazy_re.compile(r":\d{1,5}\b")


def parsed(value: str) -> IPv4Address | IPv6Address | None:
    """The address, in whatever way it is written; None where it is none."""
    if _PADDED.fullmatch(value) is not None:  # 010.001.002.003
        value = ".".join(str(int(part)) for part in value.split("."))
    try:
        return ip_address(value)
    except ValueError:
        return None


def address(tokens: Tokens, value: str) -> str:
    """The token of an address: the same for each way in which it is written; unchanged where it is none."""
    found = parsed(value)
    if found is None or found.is_loopback or found.is_unspecified:  # the machine itself, wherever it is
        return value
    plain = found.ipv4_mapped or found if isinstance(found, IPv6Address) else found
    low = str(plain).lower()
    token = tokens.known.get(low) or tokens.token("ip", value)
    for spelling in (low, value.lower()):
        if spelling not in tokens.known:
            tokens.learn(spelling, token)
    return token


def mended(value: str) -> str:
    """An address in IPv4 that somebody wrote with other signs, or as the name of a machine."""
    return ".".join(_NUMBER.findall(value))


def inside(word: str) -> Iterator[re.Match[str]]:
    """The addresses in a longer word: `client10.1.2.3`, `443-10.1.2.3`."""
    for found in _INSIDE.finditer(word) if word.count(".") > 2 else ():
        address = parsed(found[0])
        of_program = _OF_PROGRAM.search(word, max(0, found.start() - 2), found.start()) is not None
        if address is not None and (address.is_private or not of_program):
            yield found


def is_version(text: str, start: int, value: str) -> bool:
    """Whether four numbers with dots at a place of a text are the version of a program.

    Java writes a machine with its address as `exch01/10.1.2.3:443`; behind a version stands no port.
    """
    if _PORT.match(text, start + len(value)) is not None:
        return False
    if text[max(0, start - 1) : start] in ("v", "V") and is_of_network(value):
        return False
    return bool(_VERSION.match(value) or _BEFORE_VERSION.search(text, max(0, start - 45), start))


def is_of_network(value: str) -> bool:
    """Whether an address is of the network of a house, and no version has such a number in its last place."""
    found = parsed(value)
    return found is not None and found.is_private and int(value.rpartition(".")[2]) >= _LEAST_OF_ADDRESS
