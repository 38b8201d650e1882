"""Codes of Windows in the column `sc-win32-status` of an IIS log, in words.

Sources: learn.microsoft.com/windows/win32/debug/system-error-codes; winerror.h (the SEC_E codes, as unsigned numbers);
learn.microsoft.com/troubleshoot/developer/webapps/iis/www-administration-management/http-status-code (sub-statuses).
"""

from __future__ import annotations

NO_CREDENTIALS = 2148074254
"""0x8009030E, SEC_E_NO_CREDENTIALS: nothing was sent to sign in with yet, the first step of a negotiation."""
ACCESS_DENIED = 5

WORDS = {
    2: "file not found",
    5: "access is denied",
    64: "the client was gone before the answer was sent",
    121: "the time for the answer ran out",
    995: "the request was aborted",
    1236: "the connection was aborted",
    1311: "no domain controller was there to check the sign-in",
    1317: "there is no such user",
    1326: "wrong user name or password",
    1327: "a restriction of the account forbids the sign-in",
    1328: "the account may not sign in at this hour",
    1330: "the password has expired",
    1331: "the account is disabled",
    1385: "the account may not sign in over the network",
    1793: "the account has expired",
    1907: "the password must be changed first",
    1909: "the account is locked",
    2148074241: "the handle of the sign-in is not valid",
    2148074248: "the token of the sign-in is not valid",
    2148074252: "wrong user name or password",
    2148074254: "no credentials were sent yet",
    2148074257: "no domain controller was there to check the sign-in",
    2148074310: "the channel binding of the sign-in is wrong: something on the way opens the encryption",
}

REFUSED = frozenset((1311, 1317, 1326, 1327, 1328, 1330, 1331, 1385, 1793, 1907, 1909, 2148074252, 2148074257))
"""The sign-in was looked at and refused: no step of a handshake."""


def number(text: str) -> int | None:
    """The code that a column holds: decimal, with its sign or without, or hexadecimal; None where it is no number."""
    try:
        value = int(text, 16 if text[:2].lower() == "0x" else 10) if len(text) <= 12 else None
    except ValueError:
        return None
    return None if value is None else value & 0xFFFFFFFF
