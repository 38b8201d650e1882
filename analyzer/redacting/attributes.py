"""Attributes of tags as they may be shown: `<Trace Tag="EwsResponse" Tid="7">` keeps its own, a record loses them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from analyzer import lazy_re
from analyzer.model import Kind
from analyzer.redacting.words import PLAIN, Words, is_secret_number, is_version, on_lines
from analyzer.reference import vocabulary
from analyzer.reference.vocabulary import REMOVED

_ATTRIBUTE = lazy_re.compile(
    r"(?P<name>[\w:.-]{1,100})(?P<equals>\s{0,9}=\s{0,9})"
    r"(?P<open>\"|'|&(?:amp;){0,3}(?:quot|apos|\#3[49]);)(?P<value>.*?)(?P=open)",
    re.DOTALL,
)
_CODE = lazy_re.compile(vocabulary.ENGINE_CODE)
_NAMED = frozenset((*vocabulary.RECORD_TYPES, *vocabulary.STORAGES))
_TOLD = frozenset((*vocabulary.TOLD_ATTRIBUTES, *vocabulary.STAMPS))
_ID_OF_FORM = lazy_re.compile(r"[a-z]{3,30}")
FIELDS = ("header", "httpheader")
"""Elements that hold a header field."""
_MOST_KNOWN = 4096


def are_attributes(text: str) -> bool:
    """Whether nothing else stands in a tag: a part of a text may look like one."""
    return not text or not _ATTRIBUTE.sub("", text).strip(" \t\r\n/?\\")


class Attributes:
    """What is shown of the attributes of one document."""

    def __init__(self, words: Words, kind: Kind) -> None:
        self.words = words
        self.kind = kind
        self.known: dict[tuple[str, str], tuple[str, str]] = {}
        """Those in envelopes, as they are shown: the same tags come again and again."""

    def shown(self, name: str, text: str, around: Sequence[str], *, in_envelope: bool) -> tuple[str, str]:
        """The attributes as they may be shown, and the field or setting that the element's text is the value of.

        `around`: the names of the elements that are open around this one, in lower case.
        """
        if not text or text == "/":
            return text, ""
        if not in_envelope:
            return self._shown(name, text, around, in_envelope=False)
        known = self.known.get((name, text))
        if known is None:
            if len(self.known) > _MOST_KNOWN:
                self.known.clear()
            known = self.known[name, text] = self._shown(name, text, around, in_envelope=True)
        return known

    def _shown(self, name: str, text: str, around: Sequence[str], *, in_envelope: bool) -> tuple[str, str]:
        found = {m["name"].rpartition(":")[2].lower(): m["value"] for m in _ATTRIBUTE.finditer(text)}
        told = next((found[key] for key in vocabulary.SETTING_NAMES if key in found), "")

        def shown(match: re.Match[str]) -> str:
            full, value = match["name"], match["value"]
            key = full.rpartition(":")[2].lower()
            if is_secret_number(key, value):
                new = REMOVED
            elif full.startswith("xmlns"):
                new = self.words.names.replace(value)
            elif in_envelope:
                new = self._in_envelope(key, value, told)
            else:
                new = self._value(name, key, value, told, around)
            return f"{full}{match['equals']}{match['open']}{on_lines(new, value)}{match['open']}"

        return _ATTRIBUTE.sub(shown, text), told

    def _secret(self, key: str, told: str) -> bool:
        of_value = key in vocabulary.SETTING_VALUES and vocabulary.SECRETIVE.search(told)
        return bool(vocabulary.SECRETIVE.search(key) or of_value)

    def _in_envelope(self, key: str, value: str, told: str) -> str:
        if self._secret(key, told):
            return REMOVED
        kept = key in vocabulary.KEPT_ATTRIBUTES or (key == "id" and _ID_OF_FORM.fullmatch(value))
        if PLAIN.fullmatch(value) or is_version(key, value):
            return value
        return self.words.clean(value) if kept else REMOVED

    def _value(self, name: str, key: str, value: str, told: str, around: Sequence[str]) -> str:
        if self._secret(key, told):
            return REMOVED
        is_value = key in vocabulary.SETTING_VALUES
        if name in FIELDS and is_value:
            return self.words.field(told, value)
        if PLAIN.fullmatch(value) or is_version(told if is_value else key, value):
            return value
        match self.kind:
            case Kind.CONFIGURATION:
                return self.words.setting(told, value) if is_value else self.words.clean(value)
            case Kind.SYNC_DUMP:
                return self._recorded((*around, name), key, value)
            case Kind.C4C_DUMP | Kind.API_ANSWER:
                kept = key in vocabulary.KEPT_ATTRIBUTES and key != "name"
                return self.words.clean(value) if kept else REMOVED
            case _:
                if vocabulary.TITLED.fullmatch(key):
                    return REMOVED
                person = vocabulary.PEOPLE.fullmatch(key)
                return self.words.names.user(value) if person else self.words.clean(value)

    def _recorded(self, names: Sequence[str], key: str, value: str) -> str:
        """An attribute of a sync dump: codes and plain names of types and storages; records are what people wrote."""
        plain = vocabulary.PLAIN_NAME.fullmatch(value)
        if key in _NAMED:
            return value if plain else REMOVED
        if any(map(vocabulary.RECORDED.fullmatch, names)):
            return REMOVED
        if key in ("id", "name"):
            return self.words.clean(value) if plain else REMOVED
        return self.words.clean(value) if key in _TOLD or _CODE.search(value) else REMOVED
