"""Paths of Microsoft Graph: the operation with its ids replaced, and the mailbox that a path names.

Sample: `/v1.0/users/anna.berg@contoso.example/messages/AAMk…` → `/users/{id}/messages/{id}`.
Source: learn.microsoft.com/graph/api/overview.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from analyzer import lazy_re

_VERSION = lazy_re.compile(r"/(?:v\d\.\d|beta|api/(?:v\d\.\d|beta))(?=/|\Z)", re.IGNORECASE)
_KEYED = lazy_re.compile(r"([A-Za-z]{1,60})\((.*)\)")
_ADDRESS = lazy_re.compile(r"[^\s/@<>\"']{1,64}@[^\s/@<>\"']{1,255}")
_FUNCTION = lazy_re.compile(r"(?:microsoft\.graph\.)?[A-Za-z]{2,60}|\$(?:value|count|ref|batch|metadata|entity)")
_MOST = 12
"""Segments of a path that are looked at; the deepest of Outlook have nine."""

_SEGMENTS = frozenset(
    """
    acceptedSenders accept attachments attachment businessFlows calendar calendarGroups calendarPermissions calendars
    calendarView cancel categories checklistItems childFolders contactFolders contacts copy copyNotebook createForward
    createReply createReplyAll createUploadSession decline delta deltaLink dismissReminder drive events event
    exceptionOccurrences extensions findMeetingTimes findRooms forward getByIds getMailTips getSchedule groups
    groupLifecyclePolicies inferenceClassification instances joinedTeams linkedResources lists mailboxSettings
    mailFolders manager masterCategories me memberOf messageRules messages move multiValueExtendedProperties onenote
    organization outlook overrides owners people permanentDelete photo photos places presence reminderView reply
    replyAll rooms roomlists search send sendMail servicePrincipals singleValueExtendedProperties sites snoozeReminder
    subscriptions supportedLanguages supportedTimeZones tasks tasklists taskFolders teams channels tentativelyAccept
    timezone todo translateExchangeIds transitiveMemberOf unsubscribe users userPurpose validate domains devices
    directoryObjects applications communications chats planner batch reauthorize
    inbox outbox drafts sentitems deleteditems junkemail archive msgfolderroot clutter conflicts conversationhistory
    localfailures recoverableitemsdeletions scheduled searchfolders serverfailures syncissues
    """.split()
)
_KNOWN = {name.lower(): name for name in _SEGMENTS}
_OWNERS = ("users", "groups")
"""Whose mailbox a path names: the segment behind these."""


def segments(path: str) -> list[str]:
    """The segments of a path behind the version, without query."""
    path = path.partition("?")[0]
    version = _VERSION.search(path[:300])
    return [part for part in path[version.end() if version else 0 :].split("/") if part]


def operation(method: str, path: str) -> str | None:
    """Method and path with every id replaced; None where there is no path."""
    found = segments(path)
    if not found:
        return None
    names: list[str] = []
    for segment in found[:_MOST]:
        names += _names(segment, names[-1].lower() if names else "")
    return f"{method} /{'/'.join(names)}".strip()


def _names(segment: str, before: str) -> list[str]:
    """A segment as it is shown: a known name, a function, or `{id}`."""
    if keyed := _KEYED.fullmatch(segment):  # users('anna'), delta(changeType='created')
        name = _KNOWN.get(keyed[1].lower())
        return [name, "{id}"] if name and "=" not in keyed[2] else [name or "{id}"]
    if before in _OWNERS and segment.lower() != "delta" and segment[0] != "$":
        return ["{id}"]  # a user may be called anything
    if name := _KNOWN.get(segment.lower()):
        return [name]
    function = _FUNCTION.fullmatch(segment)
    return [segment] if function and ("." in segment or segment[0] == "$" or not before) else ["{id}"]


def mailbox(path: str) -> str | None:
    """The address of the user whose mailbox is asked; None for the own mailbox, or where an id stands in its place."""
    found = segments(path)
    if not found:
        return None
    keyed = _KEYED.fullmatch(found[0])
    name = keyed[1] if keyed else found[0]
    if name.lower() not in _OWNERS:
        return None
    named = keyed[2].strip("'") if keyed else found[1] if len(found) > 1 else ""
    named = unquote(named)[:320]
    return named.lower() if _ADDRESS.fullmatch(named) else None
