"""A saved JSON, read again: checked against the published schema, so that every renderer can rely on its form.

The schema of the contract is the check itself: `docs/schema/analysis.schema.json`, JSON Schema draft 2020-12. Its few
keywords are interpreted here. jsonschema, which knows all of them, takes 180 ms to import and needs compiled parts;
fastjsonschema knows no draft after 7 and quotes the values that it refuses. The tests hold this module and jsonschema
against each other. What is wrong is named by its place, never by its content: a saved JSON can come from anywhere.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from analyzer import lazy_re
from analyzer.errors import SavedError, UploadError
from analyzer.privacy.scrubbing import scrub_path
from analyzer.report import document as written
from analyzer.report import ticket
from analyzer.report.document import SCHEMA_VERSION
from analyzer.report.files import exists

SCHEMA = "analysis.schema.json"

MAX_BYTES = 64 << 20
"""Largest saved JSON. That of a pack of a thousand files has some megabytes."""

MAX_BRACKETS = 1_000_000
"""Most lists and objects, and a quarter of the commas: parsed, each costs memory many times its own size."""

MAX_DEPTH = 32
"""Deepest nesting. An analysis has seven levels; writing one again takes some frames of Python's stack for each."""

AGAIN = "analyse the upload again with -f json"

_ESCAPED_SURROGATE = lazy_re.compile(r"\\u[dD][89a-fA-F]")

_TYPES: Mapping[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}


def read(path: str) -> dict[str, Any]:
    """The analysis that was saved with `-f json`, as it stands; `-` is standard input.

    Raises:
        UploadError: the path does not exist or cannot be read.
        SavedError: it is no analysis, or something in it has another form than the schema says.
    """
    document = _parsed(path, _bytes(path))
    if not isinstance(document, dict) or "schema_version" not in document:
        raise SavedError(f"{path}: is no analysis; name a file that -f json wrote")
    version = document["schema_version"]
    if type(version) is not int or version != SCHEMA_VERSION:
        told = f" {version}" if type(version) is int and 0 <= version < 10**9 else ""
        raise SavedError(
            f"{path}: has schema_version{told} at $.schema_version, this ssi-analyze reads {SCHEMA_VERSION}; "
            f"use the ssi-analyze that wrote it, or {AGAIN}"
        )
    problem = next(problems(document), None)
    if problem is not None:
        raise SavedError(f"{path}: {problem}; {AGAIN}")
    return document


def whole(document: dict[str, Any]) -> dict[str, Any]:
    """The document with the keys that an older version did not write, each with the default of the schema.

    One of this version comes back as it is. Keys of later versions stay.
    """
    filled: dict[str, Any] = _filled(document, schema())
    return filled if "texts" in filled else filled | {"texts": ticket.build(filled)}


def in_language(document: dict[str, Any], language: str) -> dict[str, Any]:
    """A whole document with the letter to the customer in another language, as if that had been asked for at first."""
    shown = document | {"made": {**document["made"], "letter_language": language}}
    letters = document["texts"].get("letters") or {}
    if language in letters:
        return shown | {"texts": {**document["texts"], "customer": letters[language]}}
    return shown | {"texts": ticket.build(shown)}  # an older version wrote one letter alone


def own_words(whole: Mapping[str, Any]) -> Iterator[str]:
    """What the leak check lets a saved analysis say by itself; a name that we would not have written is none of it."""
    ours = [row for row in whole["documents"] if scrub_path(row["name"]) == row["name"]]
    return written.own_words({**whole, "documents": ours})


@cache
def schema() -> dict[str, Any]:
    """The published schema: from the installed package, or from a checkout beside it."""
    package = Path(__file__).resolve().parent.parent
    for path in (package / "_schema" / SCHEMA, package.parent / "docs" / "schema" / SCHEMA):
        if path.is_file():
            found: dict[str, Any] = json.loads(path.read_text("utf-8"))
            return found
    raise FileNotFoundError(f"{SCHEMA} is neither in the installed package nor in a checkout beside it")


def problems(document: object) -> Iterator[str]:
    """What is wrong with a document, each by its place as a JSON path and by what the schema asks for there."""
    formal = True
    for at, wanted in _problems(document, schema(), "$"):
        formal = False
        yield f"{at} {wanted}"
    for at, row in _marked(document) if formal else ():
        end = 0
        for start, stop in row["marks"]:
            if not end <= start < stop <= len(row["excerpt"]):
                yield f"{at}.marks must lie in the excerpt, in order and apart"
                break
            end = stop


# -- reading ---------------------------------------------------------------------------------------------------------


def _bytes(path: str) -> bytes:
    if path == "-" and sys.stdin is None:
        raise UploadError("-: there is no standard input; name a file")
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            _refuse_pipe(path)
            with open(path, "rb") as stream:  # noqa: PTH123 - a path of the user, as it is
                data = stream.read(MAX_BYTES + 1)
    except UploadError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise UploadError(f"{path}: cannot be read ({reason}); check the path") from None
    if len(data) > MAX_BYTES:
        most = f"{MAX_BYTES >> 20} MB"
        raise SavedError(f"{path}: is larger than {most}, which no analysis is; name a file that -f json wrote")
    return data


def _refuse_pipe(path: str) -> None:
    """Nothing may ever come out of one."""
    if exists(path) and not Path(path).is_file() and not Path(path).is_dir():
        raise UploadError(f"{path}: is no file; name one, or - for standard input")


def _parsed(path: str, data: bytes) -> object:
    if data.count(b"[") + data.count(b"{") > MAX_BRACKETS or data.count(b",") > MAX_BRACKETS * 4:
        raise SavedError(f"{path}: holds more values than any analysis has; name a file that -f json wrote")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        remedy = "save it as UTF-8" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "name a file that -f json wrote"
        raise SavedError(f"{path}: is not UTF-8 (byte {error.start}); {remedy}") from None
    del data
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SavedError(f"{path}: is no JSON ({where}: {error.msg}); name a file that -f json wrote") from None
    except KeyError as error:
        twice = f"the key {error}" if f'"{error.args[0]}":' in json.dumps(schema()) else "a key"
        raise SavedError(f"{path}: names {twice} twice in one object; name a file that -f json wrote") from None
    except ValueError:  # NaN, an infinity, a number of thousands of digits
        raise SavedError(
            f"{path}: holds NaN, an infinity or an endless number; name a file that -f json wrote"
        ) from None
    except RecursionError:
        document = None
    if document is None or _is_deep(document):
        raise SavedError(f"{path}: is nested deeper than any analysis; name a file that -f json wrote")
    if _ESCAPED_SURROGATE.search(text) and not _is_text(document):
        raise SavedError(f"{path}: holds half of a character (a lone surrogate); name a file that -f json wrote")
    return document


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that comes twice would let two readers see two documents."""
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise KeyError(name)
        found[name] = value
    return found


def _finite(number: str) -> float:
    """A number; NaN and the infinities, which Python reads and JSON does not have, are none."""
    found = float(number)
    if not math.isfinite(found):
        raise ValueError
    return found


def _is_text(document: object) -> bool:
    try:
        json.dumps(document, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return False
    return True


# -- the keywords of the schema --------------------------------------------------------------------------------------


def _resolved(rule: Mapping[str, Any]) -> Mapping[str, Any]:
    """The rule a reference stands for, with what stands beside the reference."""
    if "$ref" not in rule:
        return rule
    name = rule["$ref"].removeprefix("#/$defs/")
    return {**schema()["$defs"][name], **rule}


def _problems(value: Any, rule: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    """Places and what is wanted there; nothing of the value itself."""
    rule = _resolved(rule)
    if "const" in rule and (value != rule["const"] or isinstance(value, bool)):
        yield at, f"must be {rule['const']}"
    elif "enum" in rule and not (isinstance(value, str) and value in rule["enum"]):
        yield at, f"must be one of {', '.join(rule['enum'])}"
    elif "type" in rule and not _is_a(value, rule["type"]):
        yield at, f"must be {_named(rule['type'])}"
    elif isinstance(value, dict):
        yield from _in_object(value, rule, at)
    elif isinstance(value, list):
        yield from _in_list(value, rule, at)
    elif isinstance(value, str):
        fits = "pattern" not in rule or re.search(rule["pattern"].replace("$", r"\Z"), value)  # ECMA 262 has no \Z
        timely = rule.get("format") == "date-time"
        if not fits or (timely and not _is_time(value)):
            yield at, "must be a time in UTC such as 2026-10-12T08:00:00Z" if timely else f"must fit {rule['pattern']}"
    elif isinstance(value, int) and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
        yield at, f"must be {_bounds(rule, 'imum')}"


def _in_list(value: list[Any], rule: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    if not rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", len(value)):
        yield at, f"must have {_bounds(rule, 'Items')} entries"
    for number, item in enumerate(value):
        yield from _problems(item, rule.get("items", {}), f"{at}[{number}]")


def _in_object(value: dict[str, Any], rule: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    properties = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in value:
            yield f"{at}.{name}", "is missing"
    for name, inner in properties.items():
        if name in value:
            yield from _problems(value[name], inner, f"{at}.{name}")
    others = rule.get("additionalProperties")
    if isinstance(others, dict):
        for number, (name, item) in enumerate(value.items()):
            if name not in properties:  # its name is content, too
                yield from _problems(item, others, f"{at}.*[{number}]")


def _is_a(value: object, types: str | list[str]) -> bool:
    for name in [types] if isinstance(types, str) else types:
        if isinstance(value, _TYPES[name]) and (name == "boolean" or not isinstance(value, bool)):
            return True
    return False


def _named(types: str | list[str]) -> str:
    words = {"object": "an object", "array": "a list", "string": "a text", "integer": "a whole number"}
    return " or ".join(words.get(name, name) for name in ([types] if isinstance(types, str) else types))


def _bounds(rule: Mapping[str, Any], what: str) -> str:
    return f"{rule.get(f'min{what}', 0)} to {rule.get(f'max{what}', 'any number')}"


def _is_time(text: str) -> bool:
    try:
        datetime.fromisoformat(re.sub(r"[.][0-9]*Z?\Z|Z\Z", "", text))
    except ValueError:
        return False
    return True


def _marked(document: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Evidence with marks, of a document that has the form of the schema."""
    for key in ("findings", "ignored", "unexplained"):
        for number, row in enumerate(document.get(key, ())):
            for place, one in enumerate(row["evidence"]):
                if one.get("marks"):
                    yield f"$.{key}[{number}].evidence[{place}]", one


def _filled(value: Any, rule: Mapping[str, Any]) -> Any:
    """The value with every key that the schema knows; what is complete comes back with its keys in their order."""
    rule = _resolved(rule)
    if isinstance(value, list) and "items" in rule:
        return [_filled(item, rule["items"]) for item in value]
    if not isinstance(value, dict):
        return value
    filled = dict(value)
    for name, inner in rule.get("properties", {}).items():
        known = _resolved(inner)
        if name in filled:
            filled[name] = _filled(filled[name], known)
        elif "default" in known:
            filled[name] = _filled(known["default"], known)
    return filled
