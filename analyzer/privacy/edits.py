"""Edits of a text: from where to where it says something else, and what.

Sample: `(12, 20, "[removed]")`. Evidence has marks, which have to stay at their words; so what goes is told as edits.
"""

from __future__ import annotations

from collections.abc import Iterable

from analyzer.reference.vocabulary import REMOVED

Edit = tuple[int, int, str]


def edited(text: str, edits: list[Edit]) -> str:
    """The text with other words in some places."""
    if not edits:
        return text
    parts, at = [], 0
    for start, stop, new in edits:
        parts += [text[at:start], new]
        at = stop
    return "".join([*parts, text[at:]])


def merged(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order; of two that touch the same words the one that begins first, and the longer one."""
    done: list[Edit] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if done and edit[0] < done[-1][1]:
            if edit[1] > done[-1][1]:
                done[-1] = (done[-1][0], edit[1], edit[2])
        else:
            done.append(edit)
    return done


def joined(edits: Iterable[Edit]) -> list[Edit]:
    """The edits, as one where `[removed]` would stand right behind another one: a second turn takes both for one."""
    done: list[Edit] = []
    for edit in edits:
        if done and done[-1][1] == edit[0] and done[-1][2].endswith(REMOVED) and edit[2].startswith(REMOVED):
            done[-1] = (done[-1][0], edit[1], done[-1][2] + edit[2][len(REMOVED) :])
        else:
            done.append(edit)
    return done
