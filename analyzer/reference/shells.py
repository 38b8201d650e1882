"""Which names of an upload may stand in a command that somebody copies and runs.

    Get-Mailbox anna.berg@contoso.example           as it stands
    Get-Mailbox MAILBOX                             where a request calls its mailbox `x;Remove-Mailbox anna`

Names in an upload are whatever somebody wrote there. No shell takes apart what is plain here: neither PowerShell nor
cmd nor those of Unix.
"""

from __future__ import annotations

from analyzer import lazy_re

_PLAIN = lazy_re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@+-]{0,254}")


def is_plain(value: str) -> bool:
    """Whether a value is one word of a command, and no option."""
    return _PLAIN.fullmatch(value) is not None
