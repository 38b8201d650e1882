"""What Autodiscover answers in plain XML (POX); its SOAP answers are read with EWS, whose envelopes they share.

Sample: `<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006"><Response><Error
Time="10:33:57.9"><ErrorCode>600</ErrorCode><Message>Invalid Request</Message></Error></Response></Autodiscover>`.
Source: learn.microsoft.com/openspecs ([MS-OXDSCLI], section 2.2.4.1.1.3, Error).
"""

from __future__ import annotations

import re

from analyzer import lazy_re
from analyzer.markup import unescape
from analyzer.model import Form, Problem, Result
from analyzer.protocols.said import Said
from analyzer.reference import services

_ROOT = lazy_re.compile(
    r"\s{0,99}(?:<\?xml[^<>]{0,200}\?>\s{0,99})?(?:<!--[^<>]{0,500}-->\s{0,99})?<(?:\w{1,20}:)?Autodiscover[\s>]",
    re.IGNORECASE,
)
_ERROR = lazy_re.compile(r"<(?:\w{1,20}:)?Error\b[^<>]{0,400}>")
_CODE = lazy_re.compile(r"<(?:\w{1,20}:)?ErrorCode>\s{0,20}(\d{1,9})\s{0,20}</")
_TEXT = lazy_re.compile(r"<(?:\w{1,20}:)?Message>([^<>]{0,600})</")
_ALIVE = "600"
"""`Invalid Request`: what it answers to a GET, as a browser sends it. The address is right, nothing failed."""
_SEARCHED = 200_000


def read(body: str) -> Said | None:
    """What an answer of Autodiscover says; None where it is none."""
    if not _ROOT.match(body):
        return None
    head = body[:_SEARCHED]
    error = _ERROR.search(head)
    problem = None if len(body) > _SEARCHED or "Autodiscover>" in head[-200:] else Problem.CUT
    if error is None:
        return Said(form=Form.XML, service=services.AUTODISCOVER, problem=problem)
    code, text = _CODE.search(head, error.start()), _TEXT.search(head, error.start())
    if code is not None and code[1] == _ALIVE:
        return Said(form=Form.XML, service=services.AUTODISCOVER, problem=problem)
    told = " ".join(unescape(text[1]).split()) if text else ""
    line = head.count("\n", 0, error.start())
    said = f"Autodiscover error {code[1] if code else 'without code'}: {told}"
    return Said(
        form=Form.XML,
        service=services.AUTODISCOVER,
        results=(Result(line=line, code=None, text=said, fault=True),),
        problem=problem,
    )
