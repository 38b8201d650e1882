"""Records as readers give them, with defaults: an EWS request of one thread and its answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from analyzer.model import (
    Form,
    Message,
    Place,
    RequestBody,
    RequestHead,
    ResponseBody,
    ResponseHead,
    Service,
    System,
)
from analyzer.reference import services

START = datetime(2026, 10, 12, 8, tzinfo=UTC)
Fields = tuple[tuple[str, str], ...]


def place(thread: str = "1", service: Service = services.EWS, *, seconds: float | None = None, **more: Any) -> Place:
    time = None if seconds is None else START + timedelta(seconds=seconds)
    return Place(1, system=service.system, protocol=service.protocol, thread=thread, time=time, **more)


def asked(
    at: Place | None = None, path: str = "/EWS/Exchange.asmx", method: str = "POST", headers: Fields = (), **more: Any
) -> RequestHead:
    return RequestHead(at=at or place(), method=method, path=path, headers=headers, **more)


def asked_for(operation: str, mailbox: str | None = None, at: Place | None = None) -> RequestBody:
    return RequestBody(at=at or place(), operation=operation, mailbox=mailbox)


def answered(status: int, at: Place | None = None, headers: Fields = (), **more: Any) -> ResponseHead:
    return ResponseHead(at=at or place(), status=status, headers=headers, **more)


def body(form: Form = Form.SOAP, at: Place | None = None, **more: Any) -> ResponseBody:
    return ResponseBody(at=at or place(), operation=None, form=form, **more)


def said(text: str, *, exception: bool = True, thread: str = "", **more: Any) -> Message:
    return Message(
        at=place(thread, Service(System.UNKNOWN, services.OTHER.protocol)), text=text, exception=exception, **more
    )
