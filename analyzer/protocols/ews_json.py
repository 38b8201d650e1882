"""EWS in JSON, as Outlook on the web and its add-ins speak it to `/owa/service.svc`.

Sample: `{"Header": {"ServerVersionInfo": {…}}, "Body": {"ResponseMessages": {"Items": [{"__type":
"GetItemResponseMessage:#Exchange", "ResponseCode": "ErrorItemNotFound", "ResponseClass": "Error", …}]}}}`.
Clients that turn SOAP into objects print `{"ResponseMessages": {"GetItemResponseMessage": {"attributes":
{"ResponseClass": "Error"}, "ResponseCode": …}}}` (node-soap, SimpleXML of PHP).
Codes mean what they mean in SOAP. SSI does not speak it: that an answer went well proves nothing of a synchronization.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer import lazy_re
from analyzer.model import Form, Result
from analyzer.protocols.ews import VERSION_NAMES, operation_of
from analyzer.protocols.loose_json import DECODER, names_none
from analyzer.protocols.said import Said
from analyzer.reference import services

_NAMES = ("ResponseMessages", "responsemessages")
_CODE = lazy_re.compile(r"Error[A-Z]\w{1,80}")


def read(body: str) -> Said | None:
    """What such an answer says; None where it has not its form."""
    if names_none(body.lower(), _NAMES[-1]):
        return None
    try:
        document = DECODER.decode(body)
    except (ValueError, RecursionError):
        return None
    rows = response_messages(document) if isinstance(document, dict) else []
    if not rows:
        return None
    failed = [row for row in rows if _class(row) == "Error" and _CODE.fullmatch(str(row.get("ResponseCode")))]
    told = str(rows[0].get("__type") or "")
    return Said(
        form=Form.JSON if failed else Form.UNREAD,
        service=services.EWS if told.endswith("ResponseMessage") else services.EXCHANGE,
        operation=operation_of(told.partition(":")[0]),
        version=_version(document),
        results=tuple(_result(row) for row in failed),
    )


def response_messages(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The response messages of an answer, names of its outer members in any case; empty where it is something else."""
    outer = {str(name).lower(): value for name, value in document.items()}
    body = outer.get("body", outer)
    held = next((body[name] for name in _NAMES if body.get(name)), None) if isinstance(body, dict) else None
    rows = _rows(held) if isinstance(held, dict) else []
    whole = all(isinstance(row, dict) and "ResponseCode" in row and _class(row) for row in rows)
    return rows if whole else []


def _rows(held: Mapping[str, Any]) -> list[Any]:
    """The messages in a list, or by the name of their element, as what turns XML into objects has them."""
    if isinstance(items := held.get("Items"), list):
        return items
    named = [(name, value) for name, value in held.items() if name.endswith("ResponseMessage")]
    several = ((name, row) for name, value in named for row in (value if isinstance(value, list) else [value]))
    return [{"__type": name, **row} if isinstance(row, dict) else row for name, row in several]


def _class(row: Mapping[str, Any]) -> str:
    """The class of a message: a member of it, or one of what holds the attributes of its element."""
    held = (row, row.get("attributes"), row.get("$"), row.get("@attributes"))
    found = (of.get("ResponseClass") or of.get("@ResponseClass") for of in held if isinstance(of, dict))
    return next((told for told in found if isinstance(told, str)), "")


def _result(row: Mapping[str, Any]) -> Result:
    said = row.get("MessageText")
    text = " ".join(said.split())[:2000] if isinstance(said, str) else ""
    return Result(line=0, code=str(row["ResponseCode"]), text=text)


def _version(document: Mapping[str, Any]) -> str | None:
    header = next((value for name, value in document.items() if str(name).lower() == "header"), None)
    told = header.get("ServerVersionInfo") if isinstance(header, dict) else None
    numbers = [told.get(name) for name in VERSION_NAMES] if isinstance(told, dict) else []
    plain = len(numbers) == len(VERSION_NAMES) and all(
        isinstance(value, int) and 0 <= value < 10**6 for value in numbers
    )
    return ".".join(map(str, numbers)) if plain else None
