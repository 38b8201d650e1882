"""The example dumps that lie beside this file; the same bytes on every run. `python -m docs.generate` writes them.

The shapes come from the test kit, reached by its place in the repository: whoever makes the examples anew has a
checkout, and a second renderer of the same formats would drift away from the first.
Everything in the dumps is invented: people, firms, hosts, tokens.
"""

from __future__ import annotations

import io
import zipfile
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from xml.sax.saxutils import escape

from tests.support.dialects import action, cdata, evolution, interleave, managed_api, unknown_root_escaped
from tests.support.session import (
    COOKIE,
    DECLARATION,
    EXCHANGE_ONLINE,
    KERIO,
    NTLM,
    ON_PREMISES,
    ONLINE,
    REQUEST_HEADERS,
    Call,
    Headers,
    Version,
    failing,
    failure,
    fault,
    healthy,
    messages,
    on_thread,
    refused,
    success,
    unanswered,
    with_ntlm,
)

PEOPLE = (
    "Anna Berg", "Martin Keller", "Sofia Lindqvist", "Jonas Weber", "Clara Moreau", "Piotr Nowak", "Elena Rossi",
    "Tomás Ferreira", "Ingrid Dahl", "Yusuf Demir", "Katrin Schäfer", "Oliver Brandt",
)  # fmt: skip
FIRMS = ("Contoso", "Fabrikam", "Northwind", "Adventure Works", "Litware", "Tailspin")
MEETINGS = (
    "Offer review", "Quarterly forecast", "Visit at the plant", "Price list for next year", "Kick-off of the rollout",
    "Complaint about pumps", "Service contract", "Trade fair planning", "Jour fixe", "Handover of the territory",
)  # fmt: skip
SENTENCES = (
    "Please bring the latest figures of your region.",
    "The customer asked for a second quote without the service part.",
    "We meet at the gate; visitors need an identity card.",
    "Delivery of the spare parts moves to week 42 because of the strike.",
    "Rabatt und Zahlungsziel sind noch offen, bitte vorab klären.",
    "The protocol of the last meeting is attached to the opportunity.",
    "Procurement wants three references from the chemical industry.",
    "If the room is taken we use the video link below.",
)
ALARMS = (
    "Since Monday the sync shows: Authentication error - OAuthRefreshToken might have expired. Can you have a look?",
    "The portal answered: The request failed. The remote server returned an error: (404) Not Found.",
    "Training slide 12: A limit on the number of snapshot records is exceeded (10000/10040/0).",
    "Server: Kerio Connect 9.0.3 was switched off last year, so forget 'Unsupported property field URI type'.",
    "IT wrote that Organization &quot;old.example&quot; is marked for removal; that is the test tenant.",
    "<ResponseCode>ErrorAccessDenied</ResponseCode> is what the old script printed.",
)


def token(text: str, number: int, length: int = 1) -> str:
    """An identifier as Exchange hands them out, which says that it is none."""
    return b64encode(f"fictive-{text}-{number:05d}".encode() * length).decode()


def address(name: str, firm: str) -> str:
    plain = name.lower().translate(str.maketrans("áäéöüß ", "aaeous."))
    return f"{plain}@{firm.lower().replace(' ', '')}.example"


def mailbox_xml(name: str, firm: str) -> str:
    return (
        f"<t:Mailbox><t:Name>{escape(name)}</t:Name><t:EmailAddress>{address(name, firm)}</t:EmailAddress>"
        "<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>Mailbox</t:MailboxType></t:Mailbox>"
    )


def item_id(number: int, tag: str = "ItemId") -> str:
    return f'<t:{tag} Id="{token("item", number, 3)}" ChangeKey="{token("key", number)}"/>'


def appointment(number: int, note: str = "") -> str:
    """A meeting with its people, as GetItem answers it with the default shape and a body."""
    firm = FIRMS[number % len(FIRMS)]
    day = datetime(2026, 9, 1, 7 + number % 9, tzinfo=UTC) + timedelta(days=number * 3 % 75)
    text = " ".join(SENTENCES[(number + step) % len(SENTENCES)] for step in range(2 + number % 4))
    guests = "".join(
        f"<t:Attendee>{mailbox_xml(PEOPLE[(number + step) % len(PEOPLE)], firm)}"
        "<t:ResponseType>Accept</t:ResponseType></t:Attendee>"
        for step in range(1, 2 + number % 3)
    )
    return (
        f"<t:CalendarItem>{item_id(number)}<t:ItemClass>IPM.Appointment</t:ItemClass>"
        f"<t:Subject>{escape(f'{firm}: {MEETINGS[number % len(MEETINGS)]}')}</t:Subject>"
        f"<t:Sensitivity>Normal</t:Sensitivity>"
        f'<t:Body BodyType="Text">{escape(f"{text} {note}".rstrip())}</t:Body>'
        f"<t:DateTimeReceived>{day - timedelta(days=9):%Y-%m-%dT%H:%M:%SZ}</t:DateTimeReceived>"
        f"<t:HasAttachments>false</t:HasAttachments><t:UID>{token('uid', number)}</t:UID>"
        f"<t:Start>{day:%Y-%m-%dT%H:%M:%SZ}</t:Start><t:End>{day + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}</t:End>"
        f"<t:LegacyFreeBusyStatus>Busy</t:LegacyFreeBusyStatus><t:Location>Room {number % 7 + 1}</t:Location>"
        f"<t:Organizer>{mailbox_xml(PEOPLE[number % len(PEOPLE)], 'Contoso')}</t:Organizer>"
        f"<t:RequiredAttendees>{guests}</t:RequiredAttendees></t:CalendarItem>"
    )


def contact(number: int) -> str:
    name, firm = PEOPLE[number % len(PEOPLE)], FIRMS[(number + 1) % len(FIRMS)]
    given, surname = name.split(" ", 1)
    return (
        f"<t:Contact>{item_id(number)}<t:ItemClass>IPM.Contact</t:ItemClass><t:Subject>{name}</t:Subject>"
        f"<t:FileAs>{surname}, {given}</t:FileAs><t:DisplayName>{name}</t:DisplayName>"
        f"<t:GivenName>{given}</t:GivenName><t:CompanyName>{firm}</t:CompanyName>"
        f'<t:EmailAddresses><t:Entry Key="EmailAddress1">{address(name, firm)}</t:Entry></t:EmailAddresses>'
        f'<t:PhoneNumbers><t:Entry Key="BusinessPhone">+49 30 23125 {number % 1000:03d}</t:Entry></t:PhoneNumbers>'
        f"<t:JobTitle>Purchasing</t:JobTitle><t:Surname>{surname}</t:Surname></t:Contact>"
    )


# One function for each operation that the connector uses


def get_folder(kind: str, total: int) -> Call:
    element, name = {"calendar": ("CalendarFolder", "Calendar"), "contacts": ("ContactsFolder", "Contacts")}.get(
        kind, ("Folder", kind.title())
    )
    request = (
        "<m:GetFolder><m:FolderShape><t:BaseShape>Default</t:BaseShape></m:FolderShape>"
        f'<m:FolderIds><t:DistinguishedFolderId Id="{kind}"/></m:FolderIds></m:GetFolder>'
    )
    inner = (
        f'<m:Folders><t:{element}><t:FolderId Id="{token(kind, 1, 4)}" ChangeKey="{token("key", total)}"/>'
        f"<t:DisplayName>{name}</t:DisplayName><t:TotalCount>{total}</t:TotalCount>"
        f"<t:ChildFolderCount>0</t:ChildFolderCount></t:{element}></m:Folders>"
    )
    return Call("GetFolder", messages("GetFolder", success("GetFolder", inner)), request=request)


def sync_items(kind: str, numbers: range) -> Call:
    element = "Contact" if kind == "contacts" else "CalendarItem"
    request = (
        "<m:SyncFolderItems><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>"
        f'<m:SyncFolderId><t:FolderId Id="{token(kind, 1, 4)}"/></m:SyncFolderId>'
        f"<m:SyncState>{token('state', numbers.start, 12)}</m:SyncState>"
        "<m:MaxChangesReturned>100</m:MaxChangesReturned></m:SyncFolderItems>"
    )
    changes = "".join(
        f"<t:{'Create' if number % 3 else 'Update'}><t:{element}>{item_id(number)}</t:{element}>"
        f"</t:{'Create' if number % 3 else 'Update'}>"
        for number in numbers
    )
    inner = (
        f"<m:SyncState>{token('state', numbers.stop, 12)}</m:SyncState>"
        f"<m:IncludesLastItemInRange>true</m:IncludesLastItemInRange><m:Changes>{changes}</m:Changes>"
    )
    return Call("SyncFolderItems", messages("SyncFolderItems", success("SyncFolderItems", inner)), request=request)


def get_items(numbers: range, notes: Sequence[str] = (), gone: int = 0) -> Call:
    """Every fifth item is a contact; `gone` items were deleted between the list and the reading."""
    wanted = "".join(item_id(number) for number in range(numbers.start, numbers.stop + gone))
    request = (
        "<m:GetItem><m:ItemShape><t:BaseShape>Default</t:BaseShape><t:BodyType>Text</t:BodyType>"
        '<t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/><t:FieldURI FieldURI="calendar:UID"/>'
        f"</t:AdditionalProperties></m:ItemShape><m:ItemIds>{wanted}</m:ItemIds></m:GetItem>"
    )
    found = [
        contact(number) if number % 5 == 4 else appointment(number, notes[number % len(notes)] if notes else "")
        for number in numbers
    ]
    parts = [success("GetItem", f"<m:Items>{item}</m:Items>") for item in found]
    parts += [failure("GetItem", "ErrorItemNotFound", "The specified object was not found in the store.")] * gone
    return Call("GetItem", messages("GetItem", *parts), request=request)


def find_items(numbers: range) -> Call:
    request = (
        '<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape><t:AdditionalProperties>'
        '<t:ExtendedFieldURI DistinguishedPropertySetId="PublicStrings" PropertyName="CrmObjectId"'
        ' PropertyType="String"/></t:AdditionalProperties></m:ItemShape>'
        '<m:IndexedPageItemView MaxEntriesReturned="100" Offset="0"'
        ' BasePoint="Beginning"/><m:ParentFolderIds><t:DistinguishedFolderId Id="calendar"/></m:ParentFolderIds>'
        "</m:FindItem>"
    )
    items = "".join(f"<t:CalendarItem>{item_id(number)}</t:CalendarItem>" for number in numbers)
    inner = (
        f'<m:RootFolder IndexedPagingOffset="{len(numbers)}" TotalItemsInView="{len(numbers)}"'
        f' IncludesLastItemInRange="true"><t:Items>{items}</t:Items></m:RootFolder>'
    )
    return Call("FindItem", messages("FindItem", success("FindItem", inner)), request=request)


def create_item(number: int) -> Call:
    body = appointment(number).replace(item_id(number), "", 1)
    request = f'<m:CreateItem SendMeetingInvitations="SendToNone"><m:Items>{body}</m:Items></m:CreateItem>'
    inner = f"<m:Items><t:CalendarItem>{item_id(number)}</t:CalendarItem></m:Items>"
    return Call("CreateItem", messages("CreateItem", success("CreateItem", inner)), request=request)


def update_item(number: int) -> Call:
    request = (
        '<m:UpdateItem ConflictResolution="AutoResolve" SendMeetingInvitationsOrCancellations="SendToNone">'
        f"<m:ItemChanges><t:ItemChange>{item_id(number)}<t:Updates><t:SetItemField>"
        '<t:FieldURI FieldURI="calendar:Location"/><t:CalendarItem>'
        f"<t:Location>Building {number % 4 + 1}</t:Location></t:CalendarItem></t:SetItemField></t:Updates>"
        "</t:ItemChange></m:ItemChanges></m:UpdateItem>"
    )
    inner = (
        f"<m:Items><t:CalendarItem>{item_id(number)}</t:CalendarItem></m:Items>"
        "<m:ConflictResults><t:Count>0</t:Count></m:ConflictResults>"
    )
    return Call("UpdateItem", messages("UpdateItem", success("UpdateItem", inner)), request=request)


def working_hour(first: int, rounds: int) -> list[Call]:
    """The usual run: folders, changes, then items read and written."""
    calls = [
        get_folder("calendar", 412),
        get_folder("contacts", 187),
        sync_items("calendar", range(first, first + 14)),
        sync_items("contacts", range(first + 14, first + 20)),
    ]
    for start in range(first, first + 4 * rounds, 4):
        calls += [get_items(range(start, start + 4)), update_item(start), create_item(start + 1000)]
    return calls


def placed(
    calls: Sequence[Call],
    start: datetime,
    mailbox: str,
    headers: Headers = ON_PREMISES,
    version: Version | None = None,
) -> list[Call]:
    """The calls in one mailbox on one server, a few uneven seconds apart."""
    seconds = accumulate(6 + number * 11 % 37 for number in range(len(calls)))
    return [
        replace(
            call,
            time=start + timedelta(seconds=second),
            mailbox=mailbox,
            headers=headers,
            version=version if call.version else None,
        )
        for call, second in zip(calls, seconds, strict=True)
    ]


# The dumps


def kerio_connect() -> bytes:
    """Folders and items work, the search by a named property does not: the server is no Exchange."""
    text = "Unsupported property field URI type"
    refusals = [
        replace(fault("FindItem", "ErrorInvalidPropertyRequest", text), request=find_items(range(0)).request)
    ] * 3
    calls = [*working_hour(1, 5), *refusals, get_folder("calendar", 412), *refusals[:1]]
    start = datetime(2026, 9, 22, 6, 30, tzinfo=UTC)
    return managed_api(placed(calls, start, "martin.keller@fabrikam.example", KERIO))


def snapshot_limit() -> bytes:
    """Exchange answers every call; the engine gives up because more records are in scope than it may take."""
    start = datetime(2026, 10, 5, 4, 0, tzinfo=UTC)
    calls = placed(working_hour(40, 6), start, "sofia.lindqvist@contoso.example", ONLINE, EXCHANGE_ONLINE)
    end = calls[-1].time
    counts = (("Appointment", 6120), ("Contact", 2870), ("Task", 1050))
    snapshots = "".join(
        f'  <Action Name="CreateSnapshot" Time="{end + timedelta(seconds=4 * at):%Y-%m-%dT%H:%M:%SZ}" Type="{kind}">'
        f"<Records>{count}</Records></Action>\n"
        for at, (kind, count) in enumerate(counts, 1)
    )
    text = (
        f'{DECLARATION}\n<ExchangeDataDump Mailbox="sofia.lindqvist@contoso.example">\n'
        f"{''.join(action(call, cdata) for call in calls)}{snapshots}"
        f'  <Exception Source="Synchronization engine" Time="{end + timedelta(seconds=15):%Y-%m-%dT%H:%M:%SZ}">\n'
        "    <Message>A limit on the number of snapshot records is exceeded (10000/10040/0)</Message>\n"
        "  </Exception>\n</ExchangeDataDump>\n"
    )
    return text.encode()


def organization_removed() -> bytes:
    """A tenant that Microsoft removes: the session before the switch still worked."""
    forest, tenant = "EURPR05A012.PROD.OUTLOOK.COM", "fabrikam-archive.onmicrosoft.com"
    text = (
        f'Organization "{forest}/Microsoft Exchange Hosted Organizations/{tenant} - '
        f'{forest}/ConfigurationUnits/{tenant}/Configuration" is marked for removal.'
    )
    blocked = [
        replace(fault(call.operation, "ErrorOrganizationAccessBlocked", text), request=call.request)
        for call in working_hour(80, 1)[:5]
    ]
    start = datetime(2026, 8, 31, 21, 56, tzinfo=UTC)
    calls = [*working_hour(80, 4), *blocked]
    return managed_api(placed(calls, start, "clara.moreau@fabrikam.example", ONLINE, EXCHANGE_ONLINE))


def oauth_expired() -> bytes:
    """A session that starts well and ends when the access token has to be renewed."""
    text = "Authentication error \N{EN DASH} OAuthRefreshToken might have expired"
    lost = [replace(unanswered(call.operation, text), request=call.request) for call in working_hour(130, 1)[:2]]
    start = datetime(2026, 9, 14, 12, 10, tzinfo=UTC)
    calls = [*working_hour(120, 3), *lost]
    return unknown_root_escaped(placed(calls, start, "ingrid.dahl@contoso.example", ONLINE, EXCHANGE_ONLINE))


def healthy_ntlm() -> bytes:
    """Nothing is wrong: handshakes on two threads, and people who write about errors in their mail."""
    start = datetime(2026, 10, 12, 5, 0, tzinfo=UTC)
    version = (15, 2, 2562, 17)

    def thread(number: int, first: int, mailbox: str) -> list[Call]:
        reads = [get_items(range(at, at + 3), ALARMS) for at in range(first, first + 6, 3)]
        calls = [*working_hour(first, 1)[:4], *reads, find_items(range(first, first + 10))]
        held = tuple(header for header in REQUEST_HEADERS if header[0] != "Authorization")
        # The connection keeps its authentication, so only some calls have to prove it again.
        shaken = [
            with_ntlm(call) if at % 4 == 0 else replace(call, request_headers=held) for at, call in enumerate(calls)
        ]
        begin = start + timedelta(milliseconds=100 * number)
        return on_thread(placed(shaken, begin, mailbox, ON_PREMISES, version), number)

    one = thread(9, 207, "jonas.weber@contoso.example")
    return interleave(one, thread(14, 261, "katrin.schaefer@contoso.example"))


def url_not_found() -> bytes:
    """A web server that authenticates and knows no EWS under this address."""
    headers: Headers = (
        ("Content-Type", "text/html"),
        ("Server", "Microsoft-IIS/10.0"),
        ("X-Powered-By", "ASP.NET"),
        ("Persistent-Auth", "true"),
    )
    agent: Headers = (
        ("User-Agent", "Evolution/3.54.1"),
        ("Connection", "Keep-Alive"),
        ("Content-Type", "text/xml; charset=utf-8"),
        ("Cookie", f"session={COOKIE}"),
        ("Authorization", "NTLM"),
    )
    page = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">'
        "<html><head><title>404 - File or directory not found.</title></head><body><div><h1>Server Error</h1>"
        "<h2>404 - File or directory not found.</h2><p>Nothing here has that name."
        f"{'<br>' * 40}</p></div></body></html>"
    )
    wanted = [get_folder(kind, 0) for kind in ("msgfolderroot", "calendar", "contacts", "inbox")] * 4
    calls = [
        replace(
            refused(call.operation, 404, "Not Found", page),
            request=call.request,
            request_headers=agent,
            challenges=NTLM if at % 4 == 0 else (),
        )
        for at, call in enumerate(wanted)
    ]
    start = datetime(2026, 9, 3, 9, 45, tzinfo=UTC)
    return evolution(placed(calls, start, "piotr.nowak@fabrikam.example", headers))


def forbidden_online() -> bytes:
    """Exchange Online refuses every call after the licences without EWS were cut off."""
    kinds = ("calendar", "contacts", "tasks", "inbox", "sentitems")
    wanted = [*(get_folder(kind, 0) for kind in kinds), sync_items("calendar", range(1, 2)), find_items(range(0))] * 3
    calls = [replace(refused(call.operation, 403, "Forbidden"), request=call.request) for call in wanted]
    start = datetime(2026, 7, 15, 7, 20, tzinfo=UTC)
    return managed_api(placed(calls, start, "oliver.brandt@contoso.example", ONLINE, EXCHANGE_ONLINE))


JOB = "{time} {level} TID:{thread} [SiteInMemory:{component}] {text}\n"
C4C_GOOD = (
    "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/{entity}?$top=1000 HTTP/1.1\nHost: my000000.crm.ondemand.com\n"
    "Accept: application/json\nAuthorization: Basic ZmljdGl2ZTpmaWN0aXZl\n\nHTTP Response\nHTTP/1.1 200 OK\n"
    'Content-Type: application/json\ndataserviceversion: 2.0\nc4c-odata-response-time: {ms} ms\n\n{{"d": {{"results": []}}}}\n'
)
C4C_BAD = (
    "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ContactCollection?$top=1000&$skip=2000 HTTP/1.1\n"
    "Host: my000000.crm.ondemand.com\nAccept: application/json\nAuthorization: Basic ZmljdGl2ZTpmaWN0aXZl\n\n"
    "HTTP Response\nHTTP/1.1 500 Internal Server Error\nContent-Type: application/json\ndataserviceversion: 2.0\n\n"
    '{"error": {"code": "CX_SY_OPEN_SQL_DB", "message": {"lang": "en", "value": "An internal error occurred"}, '
    '"innererror": {"transactionid": "5F2C9E0A41B34D7C8E6F1A2B3C4D5E6F", "errordetails": []}}}\n'
)
C4C_PERMISSIONS = (
    "HTTP Request\nGET /sap/c4c/odata/v1/c4codataapi/ServicePermissions HTTP/1.1\nHost: my000000.crm.ondemand.com\n\n"
    "HTTP Response\nHTTP/1.1 200 OK\nContent-Type: application/xml\n\n<Permissions>"
    "<EntitySet EntitySetName='AppointmentCollection' HasReadAccess='true' HasWriteAccess='true'/>"
    "<EntitySet EntitySetName='ContactCollection' HasReadAccess='true' HasWriteAccess='true'/></Permissions>\n"
)


def pack(status: str, dump: bytes, c4c: Sequence[str], job: Sequence[tuple[str, str, str]]) -> bytes:
    """A log pack as Download Logs gives it: level, component and text of the job log, and what the connectors traced."""
    lines = [("INFO", "SynchronizationEngine", "Session started"), *job]
    log = "".join(
        JOB.format(time=f"2026-10-12 08:00:{at:02d},020", level=level, thread=79, component=component, text=text)
        for at, (level, component, text) in enumerate(lines)
    )
    files = {
        "Logs/job.log": log,
        "Logs/SyncDump.xml": (
            f'{DECLARATION}\n<SyncDump>\n  <Storages><Storage Id="C4C"/><Storage Id="Exchange"/></Storages>\n'
            f"  <Status>{status}</Status>\n</SyncDump>\n"
        ),
        "Logs/Site.xml": f'{DECLARATION}\n<Site>\n  <Setting Name="SnapshotRecordsLimit" Value="10000"/>\n</Site>\n',
        "Logs/synchronization_scheme.xml": f'{DECLARATION}\n<synchronization_scheme><type id="Contact"/></synchronization_scheme>\n',
        "Logs/Contact.json": '{"type": "Contact", "fields": ["LastName", "Email"]}\n',
    }
    names = ("Initialize", "Permissions", "QueryAppointments", "QueryContacts", "QueryAccounts")
    folder = "Logs/C4C_Dump/ConnectorGeneric_0"
    files |= {f"{folder}/{n:03d}_{names[n]}_c4codataapi.txt": text for n, text in enumerate(c4c)}
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*files.items(), ("Logs/ExchangeDataDump.xml", dump)):
            archive.writestr(zipfile.ZipInfo(name, (2026, 10, 12, 8, 5, 0)), content, zipfile.ZIP_DEFLATED)
    return data.getvalue()


def packs() -> dict[str, bytes]:
    """Packs that fail on either side, one with issues only, and a healthy one."""
    good = [
        C4C_GOOD.format(entity="$metadata", ms=212),
        C4C_PERMISSIONS,
        C4C_GOOD.format(entity="AppointmentCollection", ms=348),
    ]
    begun = [("INFO", "C4CConnector", "Initialize c4codataapi"), ("INFO", "ExchangeConnector", "Open mailbox")]
    c4c = ("ERROR", "C4CConnector", "Remote server returned an error: (500) Internal server error")
    exchange = ("ERROR", "ExchangeConnector", "Unexpected Exchange error")
    left_out = "SW0002: Detected: 1 conflict(s), 0 duplicate(s), 2 issue(s), 0 confirmation(s)"
    fine = "SW0000: Synchronization was completed successfully"
    failed = "SW0003: Unknown internal error occurred"
    return {
        "pack-c4c-side.zip": pack(failed, managed_api(healthy()), [*good, C4C_BAD], [*begun, c4c]),
        "pack-exchange-side.zip": pack(failed, managed_api(failing()), good, [*begun, exchange]),
        "pack-issues-only.zip": pack(
            left_out, managed_api(healthy()), good, [*begun, ("WARN", "SynchronizationEngine", left_out)]
        ),
        "pack-healthy.zip": pack(fine, managed_api(healthy()), good, [*begun, ("INFO", "SynchronizationEngine", fine)]),
    }


def sync_export() -> bytes:
    """The session table of a customer with three mailboxes, as Excel writes it in Europe."""
    heads = (
        "User;Run;Status;Objects;Changes;Failures;Total Changes;Error Source;Error Category;Exception;Issues;Conflicts"
    )
    users = ("anna.berg@contoso.example", "ben.kraus@contoso.example", "cora.lind@contoso.example")
    texts = ("", "Authentication error – OAuthRefreshToken might have expired", "")
    rows = [heads]
    for run in range(12):
        for user, text in zip(users, texts, strict=True):
            status = "Errors" if text and run > 4 else "Finished"
            said = text if status == "Errors" else ""
            source = "Microsoft Exchange;Authentication" if said else ";"
            rows.append(
                f"{user};2026-10-12 {8 + run // 2:02d}:{run % 2 * 30:02d}:00;{status};120;4;0;4;{source};{said};0;0"
            )
    return ("\ufeff" + "\r\n".join(rows) + "\r\n").encode()


def examples() -> dict[str, bytes]:
    """File name and content of every example."""
    return {
        **packs(),
        "sync-export.csv": sync_export(),
        "forbidden-online.xml": forbidden_online(),
        "healthy-ntlm.xml": healthy_ntlm(),
        "kerio-connect.xml": kerio_connect(),
        "oauth-expired.xml": oauth_expired(),
        "organization-removed.xml": organization_removed(),
        "snapshot-limit.xml": snapshot_limit(),
        "url-not-found.log": url_not_found(),
    }
