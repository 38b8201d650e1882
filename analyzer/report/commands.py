"""Commands inside a sentence, so that they can be shown as code and copied as they stand.

    The Exchange administrator lists who may impersonate: Get-ManagementRoleAssignment -Role ApplicationImpersonation
    -GetEffectiveUsers

The commands are those of PowerShell (Verb-Noun, with parameters and pipes) and of this tool; what a sentence has in
backticks is code, too. A command ends where a sentence goes on: at a word that is neither a parameter nor its value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from analyzer import lazy_re

_LONGEST = 20_000
"""Characters of a text that are looked at."""

_VERBS = (
    "Add|Clear|Connect|Disable|Dismount|Enable|Export|Format|Get|Import|Invoke|Mount|Move|New|Out|Remove|Repair|Reset"
    "|Resolve|Restart|Resume|Select|Set|Sort|Start|Stop|Suspend|Test|Update|Where"
)
_COMMAND = lazy_re.compile(
    rf"(?<![\w@/.`-])(?:{_VERBS})-[A-Z][A-Za-z]{{2,60}}+(?![\w-])|(?<![\w`-])ssi-analyze(?= [a-z])"
)
_WORD = lazy_re.compile(r"\s{1,4}(?P<word>'[^'\n]{1,300}'|\"[^\"\n]{1,300}\"|[^\s'\"]\S{0,300})")
_PARAMETER = lazy_re.compile(r"--?[A-Za-z][\w-]{0,60}")
_PIPED = frozenset({"select", "fl", "ft", "where", "sort", "measure"})
"""Short names of commands, which follow a pipe alone."""
_VALUE = lazy_re.compile(
    r"\$\w{1,40}|[A-Z][A-Z0-9_]{2,40}|[\w.+'-]{1,64}@[\w.-]{1,255}|[\w-]{0,60}\*[\w*]{0,60}|\d{1,12}"
    r"|(?:[\w.*-]{1,80},)*[\w.*-]{0,60}[a-z0-9][A-Z*][\w.*-]{0,60}(?:,[\w.*-]{1,80})*|<[a-z ]{1,40}>"
    r"|[A-Z][a-z]+(?:,[A-Z*][\w*]{1,60}){1,20}"
)
"""What is a value wherever it stands: an address, a placeholder, names with capitals inside, with commas or stars."""
_NAME = lazy_re.compile(r"[A-Z][\w.*,-]{0,200}|\S{0,60}[@*$\\/]\S{0,200}")
"""What is a value behind a parameter, or behind a command that lists properties."""
_LISTING = frozenset({"format-list", "format-table", "select-object", "where-object", "select", "fl", "ft"})
_FIELDS = frozenset({"Set-Cookie"})
"""What has the form of a command and is none."""
_TICKED = lazy_re.compile(r"`([^`\n]{1,500})`")


class Part(NamedTuple):
    """A piece of a sentence."""

    text: str
    is_command: bool

    @property
    def is_whole(self) -> bool:
        """It can be run as it stands; one that is only named (`Set-ThrottlingPolicy`) has to be completed first."""
        return self.is_command and (" " in self.text or self.text.startswith(("Get-", "Test-")))

    @property
    def words(self) -> Sequence[str]:
        """The words of a command, between which alone it may break into lines."""
        return self.text.split(" ")


def parts(text: str) -> list[Part]:
    """The sentence cut at its commands; nothing is left out but the backticks around one."""
    found: list[Part] = []
    done = 0
    for start, end, said in _found(text[:_LONGEST]):
        if start > done:
            found.append(Part(text[done:start], is_command=False))
        found.append(Part(said, is_command=True))
        done = end
    if done < len(text):
        found.append(Part(text[done:], is_command=False))
    return found


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    done = 0
    ticked = {match.start(): match for match in _TICKED.finditer(text)} if "`" in text else {}
    starts = sorted([*ticked, *(match.start() for match in _COMMAND.finditer(text))])
    for start in starts:
        if start < done:
            continue
        if (tick := ticked.get(start)) is not None:
            done = tick.end()
            yield start, done, tick[1]
        elif (command := _COMMAND.match(text, start)) is not None and command[0] not in _FIELDS:
            done = _end(text, command)
            yield start, done, text[start:done]


def _end(text: str, command: re.Match[str]) -> int:
    """Where a command ends that begins there."""
    end = command.end()
    before = command[0]
    own = before == "ssi-analyze"
    while (found := _WORD.match(text, end)) is not None:
        word = found["word"]
        bare = word if word[0] in "'\"" else word.rstrip(".,;:)")
        if not _goes_on(bare, before, own=own):
            break
        last = len(bare) < len(word)  # a sign of the sentence follows: the command is over, unless a list goes on
        before, end = bare, found.start("word") + len(bare)
        if last and _lists_on(text, end, before):
            before, end = f"{bare},", end + 1
        elif last:
            break
    return end - 2 if text[:end].endswith(" |") else end


def _goes_on(word: str, before: str, *, own: bool) -> bool:
    if not word:
        return False
    if own:
        return word[0] in "'\"-" or word.isupper() or before == "ssi-analyze" or before in ("rules", "history")
    if word == "|" or _PARAMETER.fullmatch(word) or word[0] in "'\"":
        return True
    if before == "|":
        return word.lower() in _PIPED or _COMMAND.fullmatch(word) is not None
    if _COMMAND.match(word):
        return False
    if before.lower() == "select":
        return _NAME.fullmatch(word[:1].upper() + word[1:]) is not None
    follows = _PARAMETER.fullmatch(before) or before.lower() in _LISTING or before.endswith(",")
    return _VALUE.fullmatch(word) is not None or (bool(follows) and _NAME.fullmatch(word) is not None)


def _lists_on(text: str, end: int, before: str) -> bool:
    """A list of properties with blanks behind its commas: `Format-List Name, AdminDisplayVersion`."""
    following = _WORD.match(text, end + 1) if text[end : end + 1] == "," else None
    if following is None or before.startswith("-"):
        return False
    word = following["word"].rstrip(".,;:)")
    return _VALUE.fullmatch(word) is not None and not _COMMAND.match(word)
