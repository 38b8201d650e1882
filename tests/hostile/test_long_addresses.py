"""Addresses of the web that hold others, or are longer than any: nothing of them is left, at a cost that has a bound."""

from __future__ import annotations

import pytest

from analyzer.limits import DEFAULT
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.redacting import redacted_text


class Counted(Pseudonyms):
    """Counts the characters of all texts in which names are looked for."""

    characters = 0

    def replace(self, text: str, *, ours: bool = False, quoted: bool | None = None) -> str:
        self.characters += len(text)
        return super().replace(text, ours=ours, quoted=quoted)


def redacted(text: str) -> str:
    return "".join(redacted_text([text], text.encode(), Pseudonyms(), DEFAULT))


def test_an_address_in_another_one_loses_its_host_too() -> None:
    told = redacted("ERROR Exception: https://proxy.contoso.example/https://mail.fabrikam.example/EWS/x?y=z failed")

    assert told == "ERROR Exception: https://host-1/https://host-2/EWS/x?[removed] failed"


def test_each_of_many_addresses_in_one_another_is_looked_at_once() -> None:
    counted = Counted()
    many = "https://a.example/" * 1_000

    assert counted.url(many).count("host-1/") == 1_000
    assert counted.characters < len(many)


@pytest.mark.parametrize("longer", [100, 3_000, 20_000])
def test_a_query_goes_to_its_end_however_long_it_is(longer: int) -> None:
    """A request to sign in takes some thousand characters, and behind the first two thousand the rest was shown."""
    told = redacted(
        f"ERROR Exception: https://sso.contoso.example/saml?x={'Zwiebel%20Kuchen%20' * (longer // 19)} failed"
    )

    assert told == "ERROR Exception: https://host-1/saml?[removed] failed"
