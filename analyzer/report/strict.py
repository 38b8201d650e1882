"""The document for reports that leave the house: `--privacy strict`. A pure function from document to document.

It takes the document before its sentences are written: a remark says by the type of each value what is personal in it.
Addresses, persons, hosts, tenants, forests, ids, IP addresses and the upload's own names become tokens; outcomes,
rules, codes, counts, times and what everybody knows stay. Whatever is rendered afterwards comes from what it gives.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from analyzer.model import Filled, Name, Protocol, Quote, Remark, User, Value
from analyzer.privacy.echoes import shifted
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.pseudonyms.ids import is_id
from analyzer.reference.vocabulary import PARAMETERS

if TYPE_CHECKING:
    from analyzer.report.typed import Whole

STRICT = "strict"
_OURS = frozenset(
    "schema_version tool outcome rule owner confidence severity basis source references kind sha256 system header"
    " protocol warning_codes"
    " level since first last first_seen last_seen time from to until run product update support_ends version"
    " hint tell letter_language zone".split()
)
"""Keys whose values are ours or public: ids, codes, times, links."""
_COUNTED = (
    *("http", "steps", "servers", "exchange_versions", "snapshots", "removed_organizations", "response_codes"),
    *(
        "hosts",
        "engine_codes",
        "operations",
        "response_times",
        "mailboxes",
        "back_off",
        "requests",
        "access",
        "stored_records",
        "unexplained",
    ),
)


def strict(document: Whole, names: Pseudonyms, own: Sequence[str] = (), level: str = STRICT) -> Whole:
    """The document with tokens for everything personal; a document that is strict already is handed back as it is.

    Args:
        document: as `report.document.build` makes it.
        names: gets all values and their tokens.
        own: names of the uploaded files themselves; they are replaced whatever they consist of.
        level: what the document then says of itself; `names` decides what stays.
    """
    if document["made"]["privacy"] == STRICT:
        return document
    shown = {part["name"]: names.path(part["name"], own=_is_own(part["name"], own)) for part in document["documents"]}
    shown |= {name: names.path(name, own=True) for name in sorted({*own} - {""}) if name not in shown}
    shown |= {part["name"]: names.path(part["name"], own=True) for part in document["uploads"]}
    _learn_codes(document, names)
    _learn(document, names)
    known = names.tokens.changes
    walked = _all_walked(document, names, shown)
    if names.tokens.changes != known:  # now everything is known that the end of the document tells of its beginning
        walked = _all_walked(document, names, shown)
    for key in _COUNTED:
        if key in walked:
            walked[key] = sorted(
                walked[key], key=lambda row: (-row["count"], json.dumps(row, sort_keys=True, ensure_ascii=False))
            )
    made = document["made"]
    options = [names.replace(said) for said in made["options"]]
    walked["made"] = made | {"options": [*options, f"privacy: {level}"], "privacy": level}
    return cast("Whole", walked)


def _is_own(name: str, own: Sequence[str]) -> bool:
    """A document that was given itself, by its base name or with the folders that tell it from another."""
    return _base(name) in own or _base(name.rpartition("/")[2]) in own


def _base(name: str) -> str:
    """The name of a document without the number that tells it from another of the same name."""
    return name.partition(" (")[0] if name.endswith(")") and " (" in name else name


def _learn_codes(document: Mapping[str, Any], names: Pseudonyms) -> None:
    """Know the codes of OData, of which some look like ids."""
    for row in document["response_codes"]:
        if row["protocol"] == Protocol.ODATA:
            names.code(row["code"])


def _learn(document: Mapping[str, Any], names: Pseudonyms) -> None:
    """Meet first what the document says in a place of its own, so that texts that quote it are understood."""
    for row in document["mailboxes"]:
        names.user(row["mailbox"])
    for row in document["sessions"]:
        if row["user"]:
            names.user(row["user"])
    for row in document["removed_organizations"]:
        names.tenant(row["organization"])
        if row["forest"]:
            names.forest(row["forest"])
    for row in document["servers"]:
        names.field(row["header"], row["value"])
    findings = [finding["evidence"] for finding in (*document["findings"], *document["ignored"])]
    for evidence in (*findings, *(row["evidence"] for row in document["unexplained"])):
        for one in evidence:
            for name, value in one["ids"].items():
                names.field(name, value)
            names.edits(one["excerpt"], quoted=False)


def _all_walked(document: Whole, names: Pseudonyms, paths: Mapping[str, str]) -> dict[str, Any]:
    return {key: _walked(value, key, names, paths) for key, value in document.items() if key != "texts"}


def _walked(value: Any, key: str, names: Pseudonyms, paths: Mapping[str, str]) -> Any:
    if key in _OURS:
        return value
    if isinstance(value, Remark | Filled):
        return _valued(value, names, paths)
    if isinstance(value, str):
        return _SPECIAL.get(key, _text)(value, names, paths)
    if isinstance(value, list):
        return [_walked(item, key, names, paths) for item in value]
    if not isinstance(value, dict):
        return value
    if key == "ids":
        return {name: names.field(name, said) for name, said in value.items()}
    if key == "parameters":
        return {name: _parameter(name, said, names) for name, said in value.items()}
    if "excerpt" in value:
        edits = names.edits(value["excerpt"], proof=value.get("marks", ()))
        said = {name: _walked(item, name, names, paths) for name, item in value.items() if name != "marks"}
        return said | {"marks": [[shifted(at, edits) for at in mark] for mark in value.get("marks", ())]}
    if key == "servers":
        return value | {"value": names.field(value["header"], value["value"])}
    return {name: _walked(item, name, names, paths) for name, item in value.items()}


def _valued(value: Value, names: Pseudonyms, paths: Mapping[str, str]) -> Value:
    """A value of a remark, which says by its type what it is."""
    match value:
        case Remark():
            return Remark(value.code, tuple((name, _valued(said, names, paths)) for name, said in value.values))
        case tuple():
            return tuple(_valued(said, names, paths) for said in value)
        case Name():
            return Name(paths.get(value) or names.path(value))
        case Quote():
            return Quote(names.replace(value))
        case User():
            return User(names.user(value))
        case Filled():
            return value.changed(lambda name, said: _parameter(name, said, names))
    return value


def _parameter(name: str, said: str, names: Pseudonyms) -> str:
    """A value that a rule captured, by its name."""
    shown: str = getattr(names, PARAMETERS.get(name, "replace"))(said)
    return shown


def _text(said: str, names: Pseudonyms, _paths: Mapping[str, str]) -> str:
    return names.replace(said)


def _document(said: str, _names: Pseudonyms, paths: Mapping[str, str]) -> str:
    return paths.get(said, said)


def _user(said: str, names: Pseudonyms, _paths: Mapping[str, str]) -> str:
    return names.user(said)


_SPECIAL: dict[str, Callable[[str, Pseudonyms, Mapping[str, str]], str]] = {
    "document": _document,
    "name": lambda said, names, paths: paths.get(said) or names.replace(said),
    "first_case": lambda said, names, _: names.path(said, own=True),
    "mailbox": _user,
    "mailboxes": _user,
    "user": _user,
    "organization": lambda said, names, _: names.tenant(said),
    "forest": lambda said, names, _: names.forest(said),
    "host": lambda said, names, _: names.host(said),
    "operation": lambda said, names, _paths: names.member(said),  # a file of C4C names it, whoever named the file
    "code": lambda said, names, _paths: names.id(said) if is_id(said) else said,  # SAP gives errors of its own a GUID
}
