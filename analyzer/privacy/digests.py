"""Secrets as digests, proofs and keys: hashes of passwords, answers of NTLM and Digest, keys of Kerberos and RSA.

Samples: `NT hash 6f2c…`, `sha256(password)=6f2c…`, `$argon2id$v=19$…`, `svc::CONTOSO:<challenge>:<proof>:<blob>`.

One entry each, as in `secrets.py`: the table there takes these in where they count, for the first that fits decides.
"""

from __future__ import annotations

from analyzer.privacy.shapes import Shape
from analyzer.privacy.values import IS

_HEX = r"(?P<value>[0-9a-f]{32,128})(?![0-9a-f])"
_TOLD = ("api key", "api-key", "access token", "csrf token", "csrf-token", "ntlm response", "invalid key")
_OWN_KEYS = (
    *("our key", "my key", "your key", "the key we", "the key is", "unser schlüssel", "der schlüssel", "notre clé"),
    *("la clé est", "nuestra clave", "la clave es", "la nostra chiave", "nossa chave", "onze sleutel", "nasz klucz"),
)
"""Whose keys open something; those of tables and of items are keys of another kind."""
_OTHER_IDS = (
    r"\w{0,12}id\b|for\b|of\b|thumb|client\b|tenant\b|app|user|object|request"
    r"|aud|resource|correlat|trace|activity|scope|issuer|operation|item|entit|record|version"
)
"""Behind words for a token, what an id is the id of that anybody may know."""
DIGESTS: tuple[Shape, ...] = (
    Shape(  # password hash …
        "a password",
        ("word hash", "wort hash", "wort-hash", "wordhash", "worthash", "pwhash"),
        rf"(?:word|wort|\bpw)[ -]?hash(?:es)?(?:\s{IS})?\s?[:=]?\s?"
        r"(?P<value>[0-9a-f]{16,128})(?![0-9a-f])",
        before=0,
    ),
    Shape(  # the hash of a password as Windows keeps it, for LM and for NT
        "a password",
        ("hash",),
        r"hash[^\r\n]{0,40}?\b(?P<value>[0-9a-f]{32,64}:[0-9a-f]{32,64})(?![0-9a-f])",
        before=0,
    ),
    Shape(  # keys of Kerberos: aes256-cts-hmac-sha1-96 …, rc4_hmac: …
        "a key",
        (
            "cts-hmac",
            "cts_hmac",
            "rc4-hmac",
            "rc4_hmac",
            "arcfour-hmac",
            "des-cbc-",
            "des3-cbc-",
            "aes256_hmac",
            "aes128_hmac",
        ),
        r"(?:(?:cts|rc4|arcfour|aes\d{3})[-_]hmac|des3?-cbc)[\w-]{0,20}[^\w\r\n]{1,5}(?:0x)?(?P<value>[0-9a-f]{16,64})(?![0-9a-f])",
        before=0,
    ),
    Shape(
        "a key",
        ("krbtgt", "kerberos", "keytab"),
        r"(?:krbtgt|kerberos|keytab)\s(?:hash|key|aes\d{3}|rc4)[\s:=]{1,3}(?:0x)?(?P<value>[0-9a-f]{32,64})(?![0-9a-f])",
        before=0,
    ),
    Shape(  # what is asked of Kerberos to be guessed: $krb5asrep$23$svc@CONTOSO:…, $krb5tgs$…
        "a password", ("$krb5",), r"\$krb5\w{2,10}\$(?P<value>[^\s\"'<>]{16,4000}+)", before=0
    ),
    Shape(  # an answer of NTLM: svc::CONTOSO:<challenge>:<proof>:<blob>
        "credentials",
        ("::",),
        r"::[\w.-]{0,60}:[0-9a-f]{16,48}:(?P<value>[0-9a-f]{32,48}:[0-9a-f]{16,4000}+)",
        before=0,
    ),
    Shape(  # SCRAM-SHA-256$4096:…$…:…
        "a password",
        ("scram-sha-",),
        r"SCRAM-SHA-\d{1,3}\$(?P<value>\d{1,6}:[\w+/=]{4,100}\$[\w+/=:]{8,200})",
        before=0,
    ),
    Shape(  # the hash of a password as programs keep it: $6$…, $argon2id$v=19$…, pbkdf2_sha256$260000$…
        "a password",
        ("$1$", "$2a$", "$2b$", "$2y$", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "$pbkdf2", "$scrypt$", "pbkdf2_"),
        r"(?P<value>(?:\$(?:[156y]|2[aby]|apr1|argon2\w{1,2}|pbkdf2[\w-]{0,20}|scrypt)|pbkdf2_sha\d{1,3})\$[\w./+$=,-]{20,400}+)",
        before=0,
    ),
    Shape(
        "a password",
        ("nt-hash", "nt hash", "ntlm-hash", "ntlm hash", "lm-hash", "lm hash", "ntlmv2 hash", "ntlmv2-hash"),
        r"(?:nt|lm|ntlm(?:v2)?)[ -]hash:?\s{1,3}"
        r"(?P<value>[0-9a-f]{32,64}(?![0-9a-f])|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})",
        before=0,
    ),
    Shape(  # svc:<LM>:<NT>:::
        "a password", (":::",), r":(?P<value>[0-9a-f]{32}:[0-9a-f]{32,64}):::", before=110
    ),
    Shape(  # sha256(password)=…
        "a password",
        ("(password)", "(passwd)", "(pwd)", "(passwort)", "(kennwort)"),
        rf"\b(?:md5|sha[\d-]{{1,5}}|hash|digest)\((?:passw(?:or)?[dt]|pwd|kennwort)\)\s?[:=]\s?[\"']?{_HEX}",
        before=10,
    ),
    Shape(  # stored hash … of password
        "a password",
        ("hash ",),
        rf"hash\s{_HEX}\s(?:of|for|von|für|de)\s(?:the |das |la )?(?:passw(?:or)?[dt]|kennwort|pwd)",
        before=0,
    ),
    Shape("a password", ("ha1=", "{sha}"), rf"(?:\bha1=|\{{sha\}})[\"']?{_HEX}", before=0),
    Shape(  # PasswordDigest …
        "a password",
        ("worddigest", "word digest"),
        r"passw(?:or)?[dt][ _-]?digest[\s:=\"'>]{1,4}(?P<value>(?=[a-z+/]{0,60}\d)[\w+/=]{16,200})",
        before=6,
    ),
    Shape(  # request signature …, ntlmv2 proof …
        "a signature",
        (*(f"{word} signature" for word in ("api", "request", "webhook", "hmac", "url")), "ntlmv2 ", "ntproof"),
        r"(?:(?:api|request|webhook|hmac|url)\ssignature|ntlmv2\s(?:proof|response)|nt_?proof\w{0,4})"
        rf"(?:\s(?:is|was|mismatch|wrong|invalid))?[\s:=\"']{{1,4}}{_HEX}",
        before=0,
    ),
    # our key is 6f2c…, the bearer we send is 6f2c…, client secret (value) is 6aa4ac9b-…, ssh-key 6f2c…; no id of an
    # object of SAP, none that Microsoft gave its own applications
    Shape(
        "a key or token",
        ("bearer", "secret", "ssh-key", "ssh key", "relaystate", *_TOLD, *_OWN_KEYS),
        rf"(?:bearer|secret|ssh[ -]key|relaystate|{'|'.join((*_TOLD, *_OWN_KEYS))})"
        rf"(?:\s\(?(?!{_OTHER_IDS})[^\W\d_]{{1,12}}\)?){{0,3}}?\s?[\s:=]\s?[\"']?(?:{IS}\s)?[\"']?"
        r"(?!00(?:50|16)|fa163e|0{7}[\da-f]-)(?P<value>[0-9a-f]{32,128}|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})(?![\w-])",
        before=0,
    ),
    Shape("credentials", ('response="', "response='"), rf"\bresponse=[\"']{_HEX}", before=0),
    Shape(
        "credentials",
        ("-hashes ",),
        r"-hashes\s[\"']?(?P<value>(?:[0-9a-f]{32})?:[^\s\"':]{6,64})(?![^\s\"'])",
        before=0,
    ),
    Shape(  # the private part of <RSAKeyValue>
        "a private key",
        ("<d>", "<p>", "<q>", "<dp>", "<dq>", "<inverseq>"),
        r"<(?:(?-i:D[PQ]?|InverseQ)>|[PQ]>(?=[a-z+/]{0,60}\d))(?P<value>[\w+/=]{16,4000})(?=</|\Z)",
        before=0,
    ),
    Shape(  # of PuTTY
        "a private key",
        ("private-lines:", "private-mac:"),
        r"private-(?:lines:\s?\d{1,3}|mac:)\s{1,3}(?P<value>[\w+/=]{16,4000}+)",
        before=0,
    ),
)
"""What stands for a password or a key."""
