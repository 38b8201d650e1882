"""The nouns: documents, the records readers take from them, the facts they add up to, findings, and the analysis.

Everything is frozen. Times are UTC. This room imports nothing of ours.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.model.answer import (
        Analysis,
        Caution,
        Document,
        Finding,
        Ignored,
        NotEvaluated,
        Unexplained,
        Upload,
        Verdict,
    )
    from analyzer.model.facts import (
        AccessFact,
        ActivityFact,
        BackOffFact,
        CodeFact,
        EngineCodeFact,
        Event,
        Evidence,
        Facts,
        Gap,
        HeaderFact,
        HostFact,
        MailboxFact,
        OperationFact,
        OrganizationFact,
        PeriodFact,
        SessionFact,
        SettingFact,
        SideFact,
        SnapshotFact,
        StatusFact,
        StoredFact,
        VersionFact,
        Worked,
    )
    from analyzer.model.kinds import (
        COUNTS,
        SUCCESS,
        Access,
        Basis,
        Confidence,
        Credential,
        Deployment,
        EventKind,
        Form,
        Kind,
        Outcome,
        Owner,
        Privacy,
        Problem,
        Protocol,
        Service,
        Severity,
        System,
        VerdictOutcome,
    )
    from analyzer.model.records import (
        Build,
        Cut,
        Message,
        Place,
        Record,
        RequestBody,
        RequestHead,
        ResponseBody,
        ResponseHead,
        Result,
        Session,
        Setting,
        Stored,
    )
    from analyzer.model.remarks import Headline, Name, Note, Quote, Remark, Term, Value
    from analyzer.model.window import TimeWindow

__all__ = [
    "COUNTS",
    "SUCCESS",
    "Access",
    "AccessFact",
    "ActivityFact",
    "Analysis",
    "BackOffFact",
    "Basis",
    "Build",
    "Caution",
    "CodeFact",
    "Confidence",
    "Credential",
    "Cut",
    "Deployment",
    "Document",
    "EngineCodeFact",
    "Event",
    "EventKind",
    "Evidence",
    "Facts",
    "Finding",
    "Form",
    "Gap",
    "HeaderFact",
    "Headline",
    "HostFact",
    "Ignored",
    "Kind",
    "MailboxFact",
    "Message",
    "Name",
    "NotEvaluated",
    "Note",
    "OperationFact",
    "OrganizationFact",
    "Outcome",
    "Owner",
    "PeriodFact",
    "Place",
    "Privacy",
    "Problem",
    "Protocol",
    "Quote",
    "Record",
    "Remark",
    "RequestBody",
    "RequestHead",
    "ResponseBody",
    "ResponseHead",
    "Result",
    "Service",
    "Session",
    "SessionFact",
    "Setting",
    "SettingFact",
    "Severity",
    "SideFact",
    "SnapshotFact",
    "StatusFact",
    "Stored",
    "StoredFact",
    "System",
    "Term",
    "TimeWindow",
    "Unexplained",
    "Upload",
    "Value",
    "Verdict",
    "VerdictOutcome",
    "VersionFact",
    "Worked",
]
_MODULES = ("kinds", "window", "remarks", "records", "facts", "answer")
"""In the order of what they cost."""


def __getattr__(name: str) -> Any:
    """Import a noun's module when it is first asked for: `ssi-analyze --help` needs two of them, and no facts."""
    for module in _MODULES if name in __all__ else ():
        found = getattr(import_module(f"{__name__}.{module}"), name, None)
        if found is not None:
            globals()[name] = found
            return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
