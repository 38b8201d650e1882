"""Names of elements, attributes, keys and header fields, by what becomes of what stands in them. All in lower case."""

from __future__ import annotations

import re

SECRETIVE = re.compile(
    r"pass(?:word|wd|wort|phrase)|pwd|kennwort|secret|token(?!type)|cookie|credential|assertion|signature|samlresponse"
    r"|session_?id|authorization|api_?key|private_?key|canary",
    re.IGNORECASE,
)
"""What holds a secret, whatever it is inside of."""

CONTENT = re.compile(
    r"subject|textbody|uniquebody|normalizedbody|body|preview|location|mimecontent|content|notes?|displayname|description"
    r"|items?|attachments?|conversationtopic|remarks?|betreff|title",
    re.IGNORECASE,
)
"""What people wrote, and what describes it."""

BULK = re.compile(
    r"subject|textbody|uniquebody|normalizedbody|mimecontent|preview|assertion|encrypteddata|binarysecuritytoken",
    re.IGNORECASE,
)
"""Content that goes as a whole, with the markup in it."""

PEOPLE = re.compile(
    r"user|user_?name|mailbox|owner|organizer|account|login|e?mail|email_?address|primarysmtpaddress|smtpaddress",
    re.IGNORECASE,
)
"""What names a person or a mailbox."""

CONTAINERS = frozenset(
    "items folders rootfolder changes attachments resolutionset conversations people persona notifications "
    "notification userconfiguration rooms roomlists dlexpansion mailtips searchmailboxesresult freebusyview "
    "oofsettings itemchanges".split()
)
"""Elements of EWS in which nothing the server says of itself stands."""

SAID = frozenset(
    "responsecode messagetext descriptivelinkkey faultcode faultstring faultactor errorcode errormessage "
    "exceptiontype".split()
)
"""What a server says of itself, wherever it stands in an envelope."""

SAID_BELOW = {
    "value": frozenset(("messagexml", "code", "subcode")),
    "text": frozenset(("reason",)),
    "message": frozenset(("detail", "fault")),
    "code": frozenset(("fault", "detail")),
}
"""The same for names that say so below certain other elements alone."""

MAILBOXES = frozenset("primarysmtpaddress smtpaddress principalname sid emailaddress email".split())
"""Elements of a request that name the mailbox it is about."""

KEPT_ATTRIBUTES = frozenset(
    "responseclass version majorversion minorversion majorbuildnumber minorbuildnumber name lang bodytype "
    "traversal type nil actor mustunderstand encoding standalone tag tid thread threadid time timestamp "
    "datetime starttime start date operation action method status statuscode httpstatus httpstatuscode "
    "entitysetname hasreadaccess haswriteaccess count records".split()
)
"""Attributes that tell form, place or time."""

TOLD = re.compile(
    r"\w{0,20}status|\w{0,20}error_?(?:text|message)|messages?|errors?|exceptions?|warnings?|issues?|result|reason|entry|event"
    r"|text|code|description",
    re.IGNORECASE,
)
"""Elements of logs and sync dumps in which free text stands."""

RECORDED = re.compile(r"records?|fields?|values?|items?|objects?|propert(?:y|ies)|subject|body|name", re.IGNORECASE)
"""Elements of a sync dump in which records of people stand."""

ODATA = frozenset(
    "code message transactionid severity entitysetname hasreadaccess haswriteaccess lang timestamp".split()
)
"""Keys of an OData answer that SAP's guide asks for."""

SETTING_WORDS = re.compile(
    r"access_?type|impersonat|delegat|auth(?:entication)?_?(?:type|method)|strategy|version|enabled?", re.IGNORECASE
)
"""Settings whose words explain a finding."""

PRIVATE_SETTING = re.compile(
    r"pass|pwd|session|sid\b|secret|token|credential|key|cookie|user(?!_?limit)|login|mail|subject|name$", re.IGNORECASE
)
"""Settings that name a person or hold a secret."""

KEPT_FIELDS = frozenset(
    "accept accept-encoding accept-language accept-charset connection keep-alive cache-control content-encoding "
    "content-length content-type content-transfer-encoding transfer-encoding vary pragma expires date "
    "soapaction expect odata-version dataserviceversion maxdataserviceversion prefer x-http-method upgrade "
    "allow last-modified content-language strict-transport-security".split()
)
"""Header fields beyond `reference/headers.py` that tell how a request was made."""

SECRET_FIELDS = frozenset(
    (
        "authorization",
        "proxy-authorization",
        "cookie",
        "cookie2",
        "set-cookie",
        "set-cookie2",
        "x-csrf-token",
        "x-owa-canary",
        "x-user-identity",
    )
)
"""Header fields whose value is a secret."""
