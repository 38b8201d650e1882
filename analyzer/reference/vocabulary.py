"""Names of elements, attributes, keys and fields that more than one room knows: what readers skip, `redacting` removes.

Each name stands here once, one a line, so that no list breaks where it is written anew. Names of EWS are spelt as EWS
spells them; `lower` and `any_of` make of a list what a comparison or a pattern needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from analyzer import lazy_re
from analyzer.reference.passwords import PASSWORDS


def lower(names: Iterable[str]) -> frozenset[str]:
    """The names in lower case, to look one up."""
    return frozenset(name.lower() for name in names)


def words(*lines: str) -> tuple[str, ...]:
    """The words of lines such as `"user, mailbox, service account"`, in order: a table of many reads best so."""
    return tuple(word for line in lines for word in line.split(", "))


def any_of(names: Iterable[str]) -> str:
    """A pattern for one of the names; longer ones first, so that none hides another."""
    return "|".join(re.escape(name) for name in sorted(set(names), key=lambda name: (-len(name), name)))


# -- the Exchange dump -----------------------------------------------------------------------------------------------

FRAMES = (
    "Trace",
    "EwsLogEntry",
)
"""Elements of the EWS Managed API that hold one trace record; records do not nest."""

CONTAINERS = (
    "Attachments",
    "Changes",
    "Conversations",
    "DLExpansion",
    "Folders",
    "FreeBusyView",
    "ItemChanges",
    "Items",
    "MailTips",
    "Notification",
    "Notifications",
    "OofSettings",
    "People",
    "Persona",
    "ResolutionSet",
    "RoomLists",
    "Rooms",
    "RootFolder",
    "SearchMailboxesResult",
    "UserConfiguration",
)
"""Elements of EWS in which nothing the server says of itself stands."""

BODY = "Body"
"""The body of an item, told from the body of an envelope by its attribute `BodyType`."""

WRITTEN = (
    "ConversationTopic",
    "MimeContent",
    "NormalizedBody",
    "NormalizedSubject",
    "Preview",
    "Subject",
    "TextBody",
    "UniqueBody",
)
"""Elements of EWS that hold what a person wrote, with the markup in it where the client does not escape."""

DESCRIBING = (
    "CompanyName",
    "Content",
    "DisplayCc",
    "DisplayName",
    "DisplayTo",
    "FileAs",
    "Location",
    "Name",
    "Notes",
    "Value",
)
"""Elements of EWS that describe an item in words of a person."""

SIGNED = (
    "Assertion",
    "BinarySecurityToken",
    "EncryptedData",
)
"""Elements of WS-Security that hold a credential as a whole."""

BULK = lower((*WRITTEN, *SIGNED))
"""Content that goes as a whole, with the markup in it."""

SAID = frozenset(
    (
        "descriptivelinkkey",
        "errorcode",
        "errormessage",
        "exceptiontype",
        "faultactor",
        "faultcode",
        "faultstring",
        "messagetext",
        "responsecode",
    )
)
"""What a server says of itself, wherever it stands in an envelope."""

SAID_BELOW = {
    "value": frozenset(("messagexml", "code", "subcode")),
    "text": frozenset(("reason",)),
    "message": frozenset(("detail", "fault")),
    "code": frozenset(("fault", "detail")),
}
"""The same for names that say so below certain other elements alone."""

MAILBOXES = (
    "PrimarySmtpAddress",
    "SmtpAddress",
    "PrincipalName",
)
"""Elements of a request that name the mailbox it acts for, the surest first."""

ADDRESSES = lower((*MAILBOXES, "SID", "EmailAddress", "Email"))
"""Elements of a request that name a mailbox in any way."""

# -- any markup, JSON and logs ---------------------------------------------------------------------------------------

SECRET_WORDS = (
    *PASSWORDS,
    r"pwd",
    r"(?:\b|_)pass\b",
    r"(?:smtp|imap|ftp|mail|db|ldap|ews|ssi|svc|user|admin|proxy|http|sql|redis|key|store)pass\b",
    r"nonce\b",
    r"secret",
    r"token(?!type)",
    r"cookie",
    r"credential(?!type)",
    r"assertion",
    r"ciphervalue",
    r"signature",
    r"samlresponse",
    r"session_?id",
    r"contextid",
    r"authorization",
    r"api_?key",
    r"private_?key",
    r"canary",
    r"client_?state",
)
"""Words in the names of elements, attributes and keys that hold a secret; each is a pattern."""

NAMING = r"\b(?:name|key|id)\s{0,5}=\s{0,5}"
"""What stands before the name that an element gives its text or its value, as a pattern."""

NAMES_OF_VALUES = ("key", "name", "field", "parameter", "string")
VALUES = ("value", "val", "string", "data")
"""Elements that name a value, and those beside them that hold it: `<key>password</key><string>…</string>`."""

SECRETIVE = lazy_re.compile("|".join(SECRET_WORDS), re.IGNORECASE)
"""What holds a secret, whatever it is inside of."""

CONTENT = lazy_re.compile(
    rf"{any_of((*WRITTEN, BODY, 'Content', 'DisplayName', 'Location'))}"
    r"|notes?|description|items?|attachments?|remarks?|betreff",
    re.IGNORECASE,
)
"""Elements of logs of any form in which people's words stand; readers pass over them."""

TITLED = lazy_re.compile(rf"{CONTENT.pattern}|title", re.IGNORECASE)
"""What of them goes where a document is forwarded: the title of a record too, which may be that of an error."""

PEOPLE = lazy_re.compile(
    r"user|user_?name|mailbox|owner|organizer|account|login|e?mail|email_?address|primarysmtpaddress|smtpaddress",
    re.IGNORECASE,
)
"""What names a person or a mailbox."""

ERROR_LEVELS = frozenset(("error", "severe", "fatal", "critical"))
"""Levels at which a logger tells of a failure, in lower case."""
CALM_LEVELS = frozenset(("info", "information", "notice", "debug", "trace", "verbose"))
"""Levels of lines that tell of the course of things; what they quote is a mail or a setting."""
LEVELS = (*CALM_LEVELS, "warn", "warning", *ERROR_LEVELS)
"""All of them, in lower case."""
SHORT_LEVELS = {
    "err": "error", "eror": "error", "fail": "error", "crit": "critical", "ftl": "fatal", "emerg": "fatal",
    "alert": "fatal", "panic": "fatal", "wrn": "warn", "inf": "info", "dbg": "debug", "dbug": "debug", "vrb": "verbose",
    "trce": "trace",
}  # fmt: skip
"""How Serilog, the console of .NET, syslog and Go shorten them, in lower case; some are words of sentences, too."""

ATTACHED = r"docx?|xlsx?|pptx?|pdf|msg|eml|ics|vcf|png|jpe?g|tiff?|gif|heic|bmp|rtf|od[st]"
"""Endings of files that people send each other and programs do not write, as a pattern."""
DOCUMENTS = rf"{ATTACHED}|txt|zip|csv"
"""Endings of files that people send each other, as a pattern."""

REMOVED = "[removed]"
"""What stands in the place of a secret and of what people wrote, in every output."""
TOKEN_KINDS = ("user", "domain", "host", "tenant", "forest", "ip", "id", "file", "folder", "upload", "word")
"""What stands for a value at strict is one of these and a number: `host-1`."""
A_TOKEN = rf"(?:{'|'.join(TOKEN_KINDS)})-\d"
"""How such a token begins, as a pattern."""
DIFFERING = ("<guid>", "<address>", "<time>", "<id>", "<number>")
"""What stands for what differs from one text to the next that says the same: `op <number> of <address>`."""
NOT_OF_ESCAPE = rf"(?!(?:{'|'.join(kind[1:] for kind in TOKEN_KINDS if kind[0] in 'bfnrt')})-\d)"
"""Behind a backslash and a letter: `\\tenant-1` is a token in a path, and no escape."""

SUBJECTS = (
    "Subject",
    "Betreff",
    "Objet",
    "Asunto",
    "Assunto",
    "Oggetto",
    "Onderwerp",
    "Temat",
    "Předmět",
    "Ämne",
    "Emne",
    "Aihe",
    "Konu",
    "Тема",
    "Θέμα",
    "件名",
    "主题",
    "主題",
    "主旨",
    "제목",
    "Tárgy",
    "Subiect",
    "Predmet",
    "Chủ đề",
    "หัวเรื่อง",
    "נושא",
    "الموضوع",
)
"""The subject of a mail, in the languages of those who paste."""

MAIL_FIELDS = (
    *SUBJECTS,
    "From",
    "Von",
    "To",
    "An",
    "Cc",
    "Bcc",
    "Reply-To",
)
"""Fields over a mail that was pasted with the error, in the languages of those who paste."""

MAIL_SENDERS = words(
    "From, Von, De, Da, Van, Från, Fra, Od, Lähettäjä, Feladó, Kimden, От, Від, Από, 差出人, 发件人, 寄件者",
    "보낸 사람, Từ",
)
"""Who sent a mail, over the text of one that was pasted."""
MAIL_SENT = words(
    "Date, Sent, Gesendet, Datum, Envoyé, Envoyé le, Fecha, Enviado, Enviado el, Enviada em, Data, Inviato, Verzonden",
    "Wysłano, Odesláno, Odoslané, Skickat, Sendt, Lähetetty, Elküldve, Gönderildi, Gönderilme, Отправлено, Дата",
    "Надіслано, Απεσταλμένα, Στάλθηκε, 送信日時, 发送时间, 寄件日期, 보낸 날짜, Đã gửi",
)
"""The same of when that was."""

KEPT_ATTRIBUTES = frozenset(
    (
        "action",
        "actor",
        "bodytype",
        "count",
        "date",
        "datetime",
        "encoding",
        "entitysetname",
        "hasreadaccess",
        "haswriteaccess",
        "httpstatus",
        "httpstatuscode",
        "lang",
        "majorbuildnumber",
        "majorversion",
        "method",
        "minorbuildnumber",
        "minorversion",
        "mustunderstand",
        "name",
        "nil",
        "operation",
        "records",
        "responseclass",
        "standalone",
        "start",
        "starttime",
        "status",
        "statuscode",
        "tag",
        "thread",
        "threadid",
        "tid",
        "time",
        "timestamp",
        "traversal",
        "type",
        "version",
    )
)
"""Attributes that tell form, place or time."""

ODATA = frozenset(
    (
        "code",
        "entitysetname",
        "hasreadaccess",
        "haswriteaccess",
        "lang",
        "message",
        "severity",
        "timestamp",
        "transactionid",
    )
)
"""Elements of an OData answer that SAP's guide asks for."""

# -- the sync dump ---------------------------------------------------------------------------------------------------

TOLD = lazy_re.compile(
    r"\w{0,20}status|\w{0,20}error_?(?:text|message)|messages?|errors?|exceptions?|warnings?|issues?|result|reason|entry|event"
    r"|text|code|description",
    re.IGNORECASE,
)
"""Elements of logs and sync dumps in which free text stands."""

RECORDED = lazy_re.compile(
    r"records?|fields?|values?|items?|objects?|propert(?:y|ies)|subject|body|name", re.IGNORECASE
)
"""Elements of a sync dump in which records of people stand."""

RECORD_TYPES = (
    "type",
    "typename",
    "objecttype",
    "type_name",
    "typeid",
)
"""Attributes that name the type of a record, in lower case; the first one counts."""

STORAGES = (
    "storage",
    "storageid",
    "storage_id",
    "source",
)
"""Attributes that name the storage of a record, in lower case; the first one counts."""

TOLD_ATTRIBUTES = (
    "code",
    "status",
    "text",
    "message",
)
"""Attributes in which the engine tells something, in the order in which it reads well."""

STAMPS = (
    "time",
    "timestamp",
    "datetime",
)
"""Attributes that tell when."""

ENGINE_CODE = r"\bS[CDEIW]\d{4}\b"
"""A code of the synchronization engine; the source of a pattern."""

ACCOUNT = lazy_re.compile(r"(?!(?=\w{0,100}\d)[A-Za-z\d]{20,}\Z)[\w.@\\'+$ ,()-]{1,200}")
"""Who may be named as the one that a failure hits: an address, an account, a name.

Anything else may carry a secret in it, as `user:password` and credentials in base64 do.
"""
PLAIN_NAME = lazy_re.compile(r"[A-Za-z]\w{0,40}")
"""The name of a type or a storage; what people wrote is none."""

# -- settings --------------------------------------------------------------------------------------------------------

SETTING_NAMES = (
    "name",
    "key",
    "id",
    "setting",
)
"""Attributes that name a setting, in lower case; the first one counts."""

SETTING_VALUES = (
    "value",
    "val",
)
"""Attributes that hold its value."""

ACCESS_SETTING = r"access_?type|impersonat|delegat|auth(?:entication)?_?(?:type|method)|strategy"
"""Settings that tell by what right a mailbox is read; the source of a pattern."""

SETTING_WORDS = lazy_re.compile(rf"{ACCESS_SETTING}|version|enabled?", re.IGNORECASE)
"""Settings whose words explain a finding."""

PRIVATE_SETTING = lazy_re.compile(
    r"pass|pwd|session|sid\b|secret|token|credential|key|cookie|user(?!_?limit)|login|mail|subject|name$", re.IGNORECASE
)
"""Settings that name a person or hold a secret."""

# -- header fields ---------------------------------------------------------------------------------------------------

KEPT_FIELDS = frozenset(
    (
        "accept",
        "accept-charset",
        "accept-encoding",
        "accept-language",
        "allow",
        "cache-control",
        "connection",
        "content-encoding",
        "content-language",
        "content-length",
        "content-transfer-encoding",
        "content-type",
        "dataserviceversion",
        "date",
        "expect",
        "expires",
        "keep-alive",
        "last-modified",
        "maxdataserviceversion",
        "odata-version",
        "pragma",
        "prefer",
        "soapaction",
        "strict-transport-security",
        "transfer-encoding",
        "upgrade",
        "vary",
        "x-http-method",
    )
)
"""Header fields beyond `reference/headers.py` that tell how a request was made."""

SECRET_FIELDS = frozenset(
    (
        "authorization",
        "cookie",
        "cookie2",
        "proxy-authorization",
        "set-cookie",
        "set-cookie2",
        "x-csrf-token",
        "x-owa-canary",
        "x-user-identity",
        "x-client-cert",
        "x-ssl-client-cert",
        "x-forwarded-client-cert",
        "x-arr-clientcert",
        "x-saml",
        "ticket",
        "sap-sso-ticket",
        "authentication-info",
        "proxy-authentication-info",
        "x-userinfo",
        "x-iis-windowsauth",
    )
)
"""Header fields whose value is a secret."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""As a report and the rules write them."""

PARAMETERS = {
    "mailbox": "user",
    "user": "user",
    "account": "user",
    "address": "user",
    "organization": "tenant",
    "tenant": "tenant",
    "forest": "forest",
    "host": "host",
    "guid": "id",
}
"""Parameters of an error that name somebody or something, and the kind of token that stands for each."""

NOT_SENT = "An error occurred sending the request."
"""What the client library of Graph for .NET says before the exception that kept a request from being sent or answered,
with the code `generalException`: no word of Graph itself. Source: github.com/microsoftgraph/msgraph-sdk-dotnet-core,
ErrorConstants.cs."""
