"""The letter to the customer, made of the document: subject, what happened, why, what to do, what comes next.

    Subject: Please renew the mailbox authorization of anna.berg@contoso.example

    Hello,

    SAP Cloud for Customer can no longer sign in to the mailbox of anna.berg@contoso.example. …

What is said of an error stands in its rule (`findings[].tell`, see rules/telling.py), or is said of every error of that
owner (`letter_words.py`). Whoever reads it did not see the logs: no rule, no file and no server is named. Commands
stand in backticks. Values are put in last, so that at every level of privacy names are what the document shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from analyzer import lazy_re
from analyzer.model import Warn
from analyzer.model.filling import AMOUNT, AMOUNTS
from analyzer.reference.owners import CUSTOMERS
from analyzer.reference.shells import is_plain
from analyzer.reference.vocabulary import ACCOUNT
from analyzer.report import words
from analyzer.report.characters import one_line
from analyzer.report.letter_words import ANY, Frame, frames

CAUSES = 4
"""Causes of one letter: who reads of more does nothing."""

_VALUE = 120
"""Characters of one value."""
_PLACE = lazy_re.compile(r"\{(\w+)\}")
_DATE = lazy_re.compile(r"\b20[0-9]{2}-[01][0-9]-[0-3][0-9]\b")
_AMOUNTS = AMOUNTS - {"milliseconds"}  # of which no customer is told
_CODE = lazy_re.compile(r"Error[A-Z]\w{2,80}|AADSTS\d{4,9}")
"""Codes of the vendor that an administrator can look up; our own names of errors are nobody's business."""
_SIDES = {"exchange": ("exchange-admin", "m365-admin"), "c4c": ("sap-api-team",)}
"""Who acts where requests to a side fail: what others have to do is not about requests."""
_MISSING = (
    ("the whole of", "cut"),
    ("unpacked or in a zip", "packed"),
    ("without a password", "locked"),
    ("copied as text", "shown"),
    ("Exchange data dump", "exchange"),
    ("answers", "answers"),
)
"""What tells in a sentence about what is missing which it is: the first that stands there."""

Document = Mapping[str, Any]


class _Cause(Struct, frozen=True):
    """A finding as the letter tells it."""

    owner: str
    subject: str
    happened: str
    why: str
    when: str
    """When the logs show it, a sentence of its own; empty where they do not tell."""
    steps: tuple[str, ...]
    after: str
    passed: bool
    told: bool
    """What is to be done stands in its rule; else the steps ask for an answer, and nothing is done with them."""
    who: Mapping[str, str]
    whole: str
    """All that it hits, where sentences name some of them only; else empty."""


def letters(document: Document) -> dict[str, str]:
    """The letter in every language."""
    return {language: "\n".join(_lines(document, frame)) for language, frame in frames().items()}


def language_of(document: Document) -> str:
    """The language that was asked for."""
    asked = str(document.get("made", {}).get("letter_language") or "en")
    return asked if asked in frames() else "en"


def coded(text: str) -> list[tuple[str, bool]]:
    """A letter cut at its backticks: the pieces, and whether each is code."""
    pieces = [(piece, place % 2 == 1) for place, piece in enumerate(text.split("`"))]
    return [(piece, is_code) for piece, is_code in pieces if piece]


def _lines(document: Document, frame: Frame) -> Iterator[str]:
    if any(row["code"] == Warn.SEVERAL_CUSTOMERS.value for row in document.get("warnings") or ()):
        yield frame.several
        return
    known = document["verdict"]["rule"] is not None  # else an error that nothing explains is the answer
    causes = [_cause(finding, document, frame) for finding in _told(document)] if known else []
    subject, body = _about(causes, frame) if causes else _without(document, frame)
    yield f"{frame.subject}: {subject}"
    yield from ("", frame.greeting, "")
    yield from body
    yield from ("", frame.closing)


# -- what goes into it -----------------------------------------------------------------------------------------------


def _told(document: Document) -> list[Document]:
    """The findings that concern the reader: that of the verdict, and every further one that they can do something for.

    Two of the same kind and owner are one cause; single records that passed are no cause of their own.
    """
    found = [finding for finding in document["findings"] if finding["outcome"] != "info"]
    rule = document["verdict"]["rule"]
    ordered = sorted(found, key=lambda finding: finding["rule"] != rule)
    told: list[Document] = []
    for finding in ordered:
        is_lead = finding["rule"] == rule
        theirs = finding["owner"] in CUSTOMERS or finding["outcome"] == "error"
        if not is_lead and (not theirs or finding["severity"] == "low" or finding["owner"] == "nobody"):
            continue
        if all(_kind(finding) != _kind(other) for other in told):
            told.append(finding)
    return told[:CAUSES]


def _kind(finding: Document) -> object:
    tell = finding.get("tell")
    return (finding["owner"], tell["en"]["subject"] if tell else (finding.get("system"), finding["outcome"]))


def _cause(finding: Document, document: Document, frame: Frame) -> _Cause:
    values = _values(finding, document, frame)
    who: dict[str, str] = {name: said for name, said in values.items() if name in ("who", "first")}
    owner = finding["owner"]
    tell = finding.get("tell")
    passed, stops = bool(finding.get("recovered")), finding["outcome"] == "error"
    said = values.get("said")
    key = "aadsts" if said and said.startswith("AADSTS") and owner == "m365-admin" else owner
    general = (frame.vendor.get(key) if said else None) or frame.general.get(owner) or frame.general["ssi-support"]
    if tell is None:
        side = str(finding.get("system")) if owner in _SIDES.get(str(finding.get("system")), ()) else ANY
        happened, subject = frame.stopped[side], frame.stopped_subject
        why, steps, after = general.why, general.steps or frame.general.get(owner, general).steps, ()
    else:
        own = tell[_language(frame)]
        happened, subject, why, after = own["happened"], own["subject"], own["why"], own.get("after") or ()
        steps = own.get("steps") or ()
    if tell is None or tell.get("stops"):
        if passed:
            happened, subject = frame.passed, frame.passed_subject
        elif not stops and not _is_dead(finding, document):
            happened, subject = frame.partly, frame.partly_subject
    filled = [_said([step] if isinstance(step, str) else step, values, frame) for step in steps]
    return _Cause(
        owner=owner,
        subject=_said(subject, values | ({"who": values["first"]} if "first" in values else {}), frame),
        happened=_said(happened, values, frame),
        why=_said(why, values, frame),
        when=_when(finding, frame),
        steps=tuple(filter(None, filled)),
        after=_said(after, values, frame),
        passed=passed,
        told=tell is not None,
        who=who,
        whole=_whole(finding, document, frame),
    )


def _whole(finding: Document, document: Document, frame: Frame) -> str:
    """All that a finding hits, as far as the document lists them."""
    names = _hit(finding, document)
    if len(names) <= words.NAMED:
        return ""
    return frame.all_of.format(names=_names(names, len(names), int(finding.get("mailboxes_more") or 0), frame))


def _is_dead(finding: Document, document: Document) -> bool:
    """Whether nothing worked for the mailboxes that a finding hits, though others went on."""
    rows = {str(row["mailbox"]): row for row in document.get("mailboxes") or ()}
    hit = [rows.get(str(name)) for name in finding.get("mailboxes") or ()]
    return bool(hit) and all(row is not None and row["failed"] == row["count"] for row in hit)


def _language(frame: Frame) -> str:
    return next(language for language, one in frames().items() if one is frame)


def _values(finding: Document, document: Document, frame: Frame) -> dict[str, str]:
    """What the letter can say of a finding: what it has read, whom it hits, since when."""
    values = {
        name: _number(one_line(str(value), _VALUE).replace("`", "'"), name, frame)
        for name, value in finding["parameters"].items()
        if value
    }
    values["count"] = _number(str(finding["count"]), "count", frame)
    if names := _hit(finding, document):
        values["who"] = _names(names, words.NAMED, int(finding.get("mailboxes_more") or 0), frame)
        values["first"] = _names(names, 1, int(finding.get("mailboxes_more") or 0), frame)
    for name, key in (("since", "first_seen"), ("last", "last_seen")):
        if (moment := _read(finding.get(key))) is not None:
            values[name] = _moment(moment, frame)
    if _CODE.fullmatch(str(finding["rule"])):
        values["said"] = str(finding["rule"])
    return values


def _hit(finding: Document, document: Document) -> list[str]:
    """Whom a finding hits; where it does not tell, the only mailbox or user of the upload."""
    own = [str(name) for name in finding.get("mailboxes") or ()]
    mailboxes = {str(row["mailbox"]) for row in document.get("mailboxes") or () if _is_mailbox(row["mailbox"])}
    users = {str(row["user"]) for row in document.get("sessions") or () if row.get("user")}
    users = {user for user in users if ACCOUNT.fullmatch(user)}
    own = [name for name in own or _of_sessions(finding, document) if _is_mailbox(name)]
    for found in (own, sorted(mailboxes), sorted(users)):
        if found:
            return [_name(one) for one in found] if found is own or len(found) == 1 else []
    return []


def _of_sessions(finding: Document, document: Document) -> list[str]:
    """The users whose sessions failed, where every one of these sessions is what the finding is about."""
    failing = [row for row in document.get("sessions") or () if row.get("failed")]
    places = {(row["document"], row["line"]) for row in failing}
    told = {(one["document"], one["line"]) for one in finding["evidence"]}
    if not told <= places:
        return []
    if len(told) == finding["count"]:
        failing = [row for row in failing if (row["document"], row["line"]) in told]
    elif len(failing) != finding["count"]:
        return []
    return list(dict.fromkeys(str(row["user"]) for row in failing if row.get("user")))


def _is_mailbox(name: str) -> bool:
    r"""Whether a letter may name it: `CONTOSO\svc-ssi` signs in, and tells not whether it has a mailbox, nor whose."""
    return "\\" not in name and ACCOUNT.fullmatch(name) is not None


def _name(name: str) -> str:
    return one_line(name, _VALUE).replace("`", "'").replace("{", "(").replace("}", ")")


def _names(names: Sequence[str], most: int, more: int, frame: Frame) -> str:
    """`anna.berg, max.huber and 3 others`."""
    shown, left = list(names[:most]), len(names) - most + more
    if left > 0:
        joined = ", ".join(shown)
        said = frame.and_one if left == 1 else frame.and_more
        return said.format(names=joined, count=_grouped(str(left), frame))
    if len(shown) < 2:
        return "".join(shown)
    return frame.one_more.format(first=", ".join(shown[:-1]), other=shown[-1])


def _number(value: str, name: str, frame: Frame) -> str:
    return _grouped(value, frame) if name in _AMOUNTS and AMOUNT.fullmatch(value) else value


def _grouped(digits: str, frame: Frame) -> str:
    return f"{int(digits):,}".replace(",", frame.thousands)


def _read(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value).removesuffix("Z")) if value else None
    except ValueError:
        return None


def _day(moment: datetime, frame: Frame) -> str:
    return frame.day.format(day=moment.day, month=frame.months[moment.month - 1], year=moment.year)


def _moment(moment: datetime, frame: Frame) -> str:
    return frame.moment.format(day=_day(moment, frame), time=f"{moment:%H:%M}")


def _when(finding: Document, frame: Frame) -> str:
    first, last = _read(finding.get("first_seen")), _read(finding.get("last_seen"))
    if first is None:
        return ""
    if last is None or f"{first:%F %H:%M}" == f"{last:%F %H:%M}":
        return frame.seen_once.format(since=_moment(first, frame))
    if first.date() == last.date():
        return frame.seen_on_day.format(day=_day(first, frame), begin=f"{first:%H:%M}", end=f"{last:%H:%M}")
    return frame.seen_from.format(since=_moment(first, frame), last=_moment(last, frame))


def _span(period: Document, frame: Frame) -> str:
    """The time that the logs cover."""
    first, last = _read(period.get("first")), _read(period.get("last"))
    if first is None or last is None:
        return ""
    if first.date() == last.date():
        said = frame.span_of_minute if f"{first:%H:%M}" == f"{last:%H:%M}" else frame.span_of_day
        return said.format(day=_day(first, frame), begin=f"{first:%H:%M}", end=f"{last:%H:%M}")
    return frame.span.format(since=_moment(first, frame), last=_moment(last, frame))


def _said(said: Sequence[str], values: Mapping[str, str], frame: Frame) -> str:
    """The first sentence all of whose values are known; nothing where there is none. Dates of ours are written out."""
    for sentence in said:
        if all(name in values for name in _PLACE.findall(sentence)) and _is_safe(sentence, values):
            dated = _DATE.sub(lambda found: _written(found[0], frame), sentence)
            return _PLACE.sub(lambda found: values[found[1]], dated)
    return ""


def _is_safe(sentence: str, values: Mapping[str, str]) -> bool:
    code = "".join(piece for piece, is_code in coded(sentence) if is_code)
    return all(is_plain(values[name]) for name in _PLACE.findall(code))


def _written(date: str, frame: Frame) -> str:
    day = _read(date)
    return _day(day, frame) if day is not None else date


# -- how it is said --------------------------------------------------------------------------------------------------


def _about(causes: Sequence[_Cause], frame: Frame) -> tuple[str, Iterator[str]]:
    return causes[0].subject, _body(causes, frame)


def _body(causes: Sequence[_Cause], frame: Frame) -> Iterator[str]:
    said: set[str] = set()
    for place, cause in enumerate(causes):
        happened = "" if cause.happened in said else cause.happened
        said.add(cause.happened)
        told = " ".join(part for part in (happened, cause.why, cause.when) if part)
        yield from ([told] if place == 0 else ["", frame.also.format(sentence=told)])
        yield from ["", cause.whole] if cause.whole else ()
    number = 0
    for owner in dict.fromkeys(cause.owner for cause in causes):
        theirs = [cause for cause in causes if cause.owner == owner]
        steps = list(dict.fromkeys(step for cause in theirs for step in cause.steps))
        if not steps:
            continue
        every = all(cause.passed for cause in theirs)
        begin = (frame.lest if every else frame.please).get(owner) or (frame.lest if every else frame.please)[ANY]
        yield from ("", _said(begin, theirs[0].who if len(theirs) == 1 else {}, frame), "")
        for step in steps:
            number += 1
            yield f"{number}. {step}"
    if after := list(_after(causes, frame, asked=number > 0)):
        yield from ("", " ".join(after))


def _after(causes: Sequence[_Cause], frame: Frame, *, asked: bool) -> Iterator[str]:
    """What comes next, each sentence once."""
    said = dict.fromkeys(cause.after for cause in causes if cause.after)
    ours = dict.fromkeys(frame.ours[cause.owner] for cause in causes if cause.owner in frame.ours and not cause.after)
    yield from said
    yield from list(ours)[:1]
    if asked and not said and any(cause.told and cause.steps for cause in causes):
        yield frame.done
    if not asked and not said:
        if not ours:
            yield frame.nothing
        yield frame.more_affected


def _without(document: Document, frame: Frame) -> tuple[str, Iterator[str]]:
    """A letter about no error: it worked, or nobody can tell yet."""
    outcome = document["verdict"]["outcome"]
    if outcome == "clean":
        return frame.clean_subject, _clean(document, frame)
    subject = frame.unknown_subject if document["unexplained"] else frame.unclear_subject
    return subject, _unclear(document, frame)


def _clean(document: Document, frame: Frame) -> Iterator[str]:
    span = _span(document.get("period") or {}, frame)
    known = [row for row in document["ignored"] if row["outcome"] != "info"]
    if document["verdict"]["confidence"]["level"] != "confirmed" and not known:
        yield frame.clean_likely
    else:
        yield frame.clean_but if known else _said(frame.clean, {"span": span} if span else {}, frame)
    yield from ("", frame.clean_ask, "")
    yield from (f"{number}. {needed}" for number, needed in enumerate(frame.clean_needed, 1))


def _unclear(document: Document, frame: Frame) -> Iterator[str]:
    missing = document["coverage"]["missing"]
    if document["unexplained"]:
        yield frame.unknown
        yield from ("", f"{frame.ours['ssi-support']}")
        is_dated = any(one["time"] for row in document["unexplained"] for one in row["evidence"])
        needed = ["message" if is_dated else ANY]
    else:
        yield _said(frame.unclear, {}, frame)
        named = (next((key for word, key in _MISSING if word in one), "exchange") for one in missing)
        needed = list(dict.fromkeys([*named, ANY]))
    yield from ("", frame.unclear_ask, "")
    yield from (f"{number}. {frame.unclear_needed[name]}" for number, name in enumerate(needed, 1))
