"""What one line of a log says of Microsoft Graph: the code that a library of Graph prints with its exception.

    Microsoft.Graph.ServiceException: Code: ErrorItemNotFound Message: The specified object was not found in the store.
    Microsoft.Graph.Models.ODataErrors.ODataError: Access is denied. Check credentials and try again.
    Code: SyncStateNotFound

The library of today prints the sentence alone, so the sentences stand for their codes here. A bare `Code: …` is meant
only where Graph alone has such a code. Sources: github.com/microsoftgraph (msgraph-sdk-dotnet), public logs of users.
"""

from __future__ import annotations

from analyzer import lazy_re
from analyzer.reference import graph_error_codes, response_codes
from analyzer.reference.vocabulary import NOT_SENT

_THROWN = lazy_re.compile(
    r"\bMicrosoft\.Graph(?:\.\w{1,40}){0,4}\.(?:ServiceException|ODataError)\b|\bGraphServiceException\b"
    r"|\bServiceException: Code: (?=[A-Za-z])|(?:^|[\s>:(])ODataError:"
)
_CODE = lazy_re.compile(r"\b(?:Error\.)?Code: ?[\"']?(?P<code>[A-Za-z][A-Za-z_.]{2,79}+)")
_BARE = lazy_re.compile(
    r"(?:^|[>:] )[\s*-]{0,8}Code: (?P<code>[A-Za-z][A-Za-z_]{2,79}+)(?=\s{0,3}(?:$|Message:|\r|\n))"
)
_SENTENCES = {
    "specified object was not found in the store": "ErrorItemNotFound",
    "specified folder could not be found in the store": "ErrorFolderNotFound",
    "access is denied. check credentials": "ErrorAccessDenied",
    "access to odata is disabled": "ErrorAccessDenied",
    "insufficient privileges to complete the operation": "Authorization_RequestDenied",
    "the mailbox is either inactive, soft-deleted, or is hosted on-premise": "MailboxNotEnabledForRESTAPI",
    "rest api is not yet supported for this mailbox": "MailboxNotEnabledForRESTAPI",
    "access token has expired": "InvalidAuthenticationToken",
    "access token is empty": "InvalidAuthenticationToken",
    "access token validation failure": "InvalidAuthenticationToken",
    "compacttoken parsing failed": "InvalidAuthenticationToken",
    "sync state generation is not found": "SyncStateNotFound",
    "sync state is not found": "SyncStateNotFound",
    "over its mailboxconcurrency limit": "ApplicationThrottled",
    "change key passed in the request does not match": "ErrorIrresolvableConflict",
    "cannot save changes made to an item to store": "ErrorQuotaExceeded",
}


def code(text: str) -> str | None:
    """The code of Graph that a text names as what went wrong."""
    low = text.lower()
    if "exception" not in low and "odataerror" not in low and "code:" not in low:
        return None
    if thrown := _THROWN.search(text):
        if NOT_SENT in text:
            return None
        if (named := _CODE.search(text, thrown.start())) and named["code"].lower() in graph_error_codes():
            return named["code"]
        return meant_by(text)
    bare = _BARE.search(text)
    if bare is None or bare["code"] in response_codes() or bare["code"].lower() not in graph_error_codes():
        return None
    return bare["code"]


def meant_by(text: str) -> str | None:
    """The code that a sentence of Graph stands for, where the sentence came without it."""
    low = text.lower()
    return next((name for sentence, name in _SENTENCES.items() if sentence in low), None)
