"""Digests and proofs go where words say what they are of; digests of files stay."""

from __future__ import annotations

import pytest

from analyzer.privacy.scrubbing import scrub

HEX = "e579c151bcafc131af483377e52f1ff9"


@pytest.mark.parametrize(
    "text",
    [
        f"NT hash {HEX}{HEX} wrong",
        f"sha256(password)={HEX}{HEX}",
        f"PasswordDigest {HEX}",
        f"api signature {HEX} wrong",
        f"request signature is {HEX}",
        f"ntlmv2 proof {HEX} refused",
        f'Digest of the client: response="{HEX}"',
        f"keytab key 0x{HEX}",
        f"krbtgt aes256 {HEX}{HEX}",
        f"secretsdump -hashes :{HEX}",
        "<RSAKeyValue><Modulus>x</Modulus><D>sqi/EokNSZqXsfsMGSplBWsp</D></RSAKeyValue>".replace(
            "sqi/EokNSZqXsfsMGSplBWsp", f"{HEX}/Eok"
        ),
        f"Private-MAC: {HEX}",
    ],
)
def test_a_digest_of_a_secret_goes(text: str) -> None:
    assert HEX not in scrub(text)


@pytest.mark.parametrize(
    "text",
    [
        f"sha256 of job.log: {HEX}{HEX}",
        f"ETag {HEX} changed",
        f"fault bucket signature {HEX}",
        "<p>Authentifizierungsfehler</p>",
    ],
)
def test_other_digests_stay(text: str) -> None:
    assert scrub(text) == text
