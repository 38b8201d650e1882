"""Makes uploads in which one thing is planted that no output may show: a secret, what somebody wrote, a person.

A planting is a value, a sentence of a language round it, a spelling of that sentence and a place in a document. All are
made up from a seed, so a run can be repeated; the words of a value stand in no other text.
"""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape

from .dialects import DIALECTS
from .session import Call, failure, item_error, messages, timed

Said = Callable[[str], str]
Place = Callable[[str], tuple[str, bytes]]

_SYLLABLES = "brun kel vor zim tal dru quo fent glim orb yel wup jax pim snor hul dak rez lim vex".split()
TIME = "2026-10-12 08:00:05,520"


@dataclass(frozen=True)
class Planting:
    """An upload with something in it."""

    name: str
    """What is planted, in which sentence, spelling and place."""
    files: Mapping[str, bytes]
    needles: tuple[str, ...]
    """What no output may hold, in whatever case."""
    levels: tuple[str, ...] = ("standard", "strict", "redact")


def word(rng: random.Random) -> str:
    """A word that no other text has."""
    return "".join(rng.choice(_SYLLABLES) for _ in range(3)).capitalize()


def number(rng: random.Random) -> str:
    return str(rng.randrange(10, 99))


# -- secrets -------------------------------------------------------------------------------------------------------------

PASSWORDS: tuple[Callable[[random.Random], tuple[str, tuple[str, ...]]], ...] = (
    lambda r: ((w := word(r)) + number(r) + "!", (w,)),
    lambda r: ((w := word(r)) + "-" + (v := word(r)) + number(r), (w, v)),
    lambda r: (number(r) + (w := word(r)) + "#" + (v := word(r)), (w, v)),
    lambda r: ((w := word(r)).lower() + "_" + number(r) + "$" + (v := word(r)), (w, v)),
    lambda r: ((w := word(r)) + "?" + number(r) + "(" + (v := word(r)) + ")", (w, v)),
    lambda r: ((w := word(r)) + number(r) + "{" + (v := word(r)) + "]", (w, v)),
    lambda r: ("Ä" + (w := word(r)) + "ß" + number(r) + "." + (v := word(r)), (w, v)),
)

TELLS: Mapping[str, str] = {
    "en": "password={}|Password: {}|password for svc_ssi: {}|The password of svc_ssi is {}|user svc_ssi, password {}|pwd={};|"
    "passphrase {}|client_secret={}|clientSecret: {}|api key {}|token={}|x-csrf-token: {}|MYSAPSSO2={}|--password {}|"
    "login with user svc_ssi and password {}|credentials: svc_ssi / {}|credentials (svc_ssi, {})|curl -u svc_ssi:{} https://x.example|"
    "https://svc_ssi:{}@mail.contoso.example/x|https://x.example/?sig={}&x=1|AccountKey={}|{{'password': '{}'}}|"
    '{{"password":"{}"}}|<Password>{}</Password>|<add key="Password" value="{}"/>|password [{}]|password -> {}|'
    "password was changed to {}|old password {} new|Cookie: SAP_SESSIONID={}|refresh_token={}|new NetworkCredential(svc, {})|"
    "secret={}|shared secret: {}|PASSWORD={}|Pass: {}|ConvertTo-SecureString '{}' -AsPlainText|sap-password={}|"
    "net use Z: /user:CONTOSO\\svc_ssi {}|wrong password '{}'|Invalid password \"{}\" for user",
    "de": "Kennwort: {}|Passwort lautet {}|Das Kennwort von svc_ssi ist {}|mit dem Kennwort {} angemeldet|Kennwort für svc_ssi: {}|"
    "Zugangsdaten: svc_ssi / {}|Passwort '{}' ist falsch|Das Passwort {} wurde abgelehnt|Benutzerkennwort={}",
    "es": "contraseña: {}|La contraseña de svc_ssi es {}|clave de acceso: {}|con la contraseña {}|Contraseña='{}'|Contrasena={}|"
    "La contraseña «{}» no es válida",
    "pt": "senha: {}|A senha do svc_ssi é {}|palavra-passe: {}|com a senha {}|Senha='{}'|senha de acesso: {}|A palavra-passe é {}",
    "nl": "wachtwoord: {}|Het wachtwoord van svc_ssi is {}|met wachtwoord {}|Wachtwoord='{}'|wachtwoord is gewijzigd in {}",
    "pl": "hasło: {}|Hasło użytkownika svc_ssi to {}|z hasłem {}|Hasło='{}'|haslo={}|hasła {} nie przyjęto",
    "fr": "mot de passe : {}|Le mot de passe de svc_ssi est {}|avec le mot de passe {}|Mot de passe='{}'|motdepasse={}|"
    "mot de passe « {} » refusé",
}


def _json(times: int) -> Said:
    def said(text: str) -> str:
        for _ in range(times):
            text = json.dumps({"info": text}, ensure_ascii=times % 2 == 0)
        return f"failed {text}"

    return said


SPELLINGS: Mapping[str, Said] = {
    "plain": lambda text: text,
    "json": _json(1),
    "json twice": _json(2),
    "json thrice": _json(3),
    "percent": lambda text: "failed ?x=" + quote(text),
    "percent twice": lambda text: "failed ?x=" + quote(quote(text)),
    "entities": lambda text: f"failed <info>{escape(text)}</info>",
    "entities twice": lambda text: f"failed &lt;info&gt;{escape(escape(text))}&lt;/info&gt;",
    "numbers": lambda text: "failed " + text.replace('"', "&#34;").replace("'", "&#39;"),
    "cdata": lambda text: f"failed <info><![CDATA[{text}]]></info>",
    "python": lambda text: f"failed {{'info': {text!r}}}",
    "folded": lambda text: text.replace(": ", ":\n  ", 1),
}

# -- what somebody wrote ---------------------------------------------------------------------------------------------------

ECHOES = (
    "The thing {} was refused",
    "Cannot save: {}",
    "{} could not be saved.",
    "Der Vorgang {} ist gesperrt",
    "Das Objekt „{}“ wurde nicht gefunden",
    "El elemento «{}» no se pudo guardar",
    "O compromisso {} não foi encontrado",
    "De afspraak '{}' bestaat niet",
    "Spotkanie „{}” jest zablokowane",
    "L'élément « {} » est introuvable",
    "Value '{}' of property is too long (max 40)",
    "conflict with [{}] at 10:00",
    "duplicate: {}; nothing done",
)

TITLES: tuple[Callable[[random.Random], tuple[str, tuple[str, ...]]], ...] = (
    lambda r: (f"{(w := word(r))} {(v := word(r))}", (w, v)),
    lambda r: (f"{(w := word(r))} Übergabe {(v := word(r))} {number(r)}", (w, v)),
    lambda r: (f"{(w := word(r))} & {(v := word(r))} GmbH", (w, v)),
    lambda r: (f'{(w := word(r))} "{(v := word(r))}" neu', (w, v)),
    lambda r: (f"Re: {(w := word(r))} – {(v := word(r))}", (w, v)),
    lambda r: (f"Gehalt {(w := word(r))}: {(v := word(r))}, 98.000 EUR", (w, v)),
    lambda r: ((w := word(r)) + word(r).lower(), (w,)),
    lambda r: (f"{(w := word(r))}'s {(v := word(r))} für José", (w, v)),
)

EWS_PLACES: Mapping[str, str] = {
    "subject": "<t:CalendarItem><t:Subject>{}</t:Subject></t:CalendarItem>",
    "body": '<t:Message><t:Body BodyType="Text">Guten Tag,\r\n{}\r\nGruss</t:Body></t:Message>',
    "html": '<t:Message><t:Body BodyType="HTML">&lt;p&gt;{}&lt;/p&gt;</t:Body></t:Message>',
    "location": "<t:CalendarItem><t:Location>{}</t:Location></t:CalendarItem>",
    "attachment": "<t:Message><t:Attachments><t:FileAttachment><t:Name>{}.docx</t:Name></t:FileAttachment></t:Attachments></t:Message>",
    "company": "<t:Contact><t:CompanyName>{}</t:CompanyName></t:Contact>",
    "file as": "<t:Contact><t:FileAs>{}</t:FileAs></t:Contact>",
    "notes": "<t:Contact><t:Notes>{}</t:Notes></t:Contact>",
    "category": "<t:Message><t:Categories><t:String>{}</t:String></t:Categories></t:Message>",
    "property": '<t:Message><t:ExtendedProperty><t:ExtendedFieldURI PropertyTag="0x37"/><t:Value>{}</t:Value></t:ExtendedProperty></t:Message>',
    "cdata": "<t:Message><t:Subject><![CDATA[{raw}]]></t:Subject></t:Message>",
}
JSON_PLACES: Mapping[str, str] = {
    "subject": '{{"Subject":"{}"}}',
    "spaced": '{{ "Subject" : "{}" }}',
    "name": '{{"Name":"{}"}}',
    "account": '{{"AccountFormattedName":"{}"}}',
    "notes": '{{"LeadNotes":[{{"Text":"{}"}}]}}',
    "description": '{{"Description":"{}"}}',
    "graph subject": '{{"subject":"{}"}}',
    "graph body": '{{"body":{{"contentType":"html","content":"<p>{}</p>"}}}}',
    "graph location": '{{"location":{{"displayName":"{}"}}}}',
    "graph attachment": '{{"attachments":[{{"@odata.type":"#microsoft.graph.fileAttachment","name":"{}.xlsx"}}]}}',
}

# -- places of a sentence --------------------------------------------------------------------------------------------------


def _fault(said: str) -> str:
    return (
        '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><s:Fault><faultcode>s:Client</faultcode>'
        f"<faultstring>{escape(said)}</faultstring></s:Fault></s:Body></s:Envelope>"
    )


def log_line(said: str) -> str:
    return f"{TIME} ERROR TID:41 [SiteInMemory:ExchangeConnector] {said}\n"


def log(said: str) -> str:
    """Some lines of a log, of which the last says it: so many that the words before each line are seen to be such."""
    return f"{TIME} INFO TID:41 [SiteInMemory:ExchangeConnector] running\n" * 3 + log_line(said)


def c4c(said: str, request: str = "{}", target: str = "LeadCollection") -> tuple[str, bytes]:
    error = json.dumps({"error": {"code": "APBP/7", "message": {"lang": "en", "value": said}}}, ensure_ascii=False)
    return "001_Create_c4codataapi.txt", (
        f"HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/{target} HTTP/1.1\nHost: my300100.crm.ondemand.com\n"
        f"Content-Type: application/json\n\n{request}\n\nHTTP Response\nHTTP/1.1 400 Bad Request\n"
        f"Content-Type: application/json\n\n{error}\n"
    ).encode()


def _har(said: str, *, coded: bool = False, request: str = "{}") -> tuple[str, bytes]:
    body = json.dumps({"error": {"code": "ErrorX", "message": said}})
    content = {"mimeType": "application/json", "size": len(body), "text": body}
    if coded:
        content |= {"text": base64.b64encode(body.encode()).decode(), "encoding": "base64"}
    entry = {
        "startedDateTime": "2026-10-12T08:00:00.000Z",
        "time": 5,
        "request": {
            "method": "POST",
            "url": "https://my300100.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/LeadCollection",
            "httpVersion": "HTTP/1.1",
            "headers": [],
            "queryString": [],
            "cookies": [],
            "headersSize": -1,
            "bodySize": -1,
            "postData": {"mimeType": "application/json", "text": request},
        },
        "response": {
            "status": 400,
            "statusText": "Bad Request",
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Content-Type", "value": "application/json"}],
            "cookies": [],
            "content": content,
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": {"send": 0, "wait": 5, "receive": 0},
    }
    whole = {"log": {"version": "1.2", "creator": {"name": "x", "version": "1"}, "entries": [entry]}}
    return "capture.har", json.dumps(whole, indent=1).encode()


def _graph(said: str) -> tuple[str, bytes]:
    body = json.dumps({"error": {"code": "ErrorInvalidRequest", "message": said}})
    return "graph.txt", (
        "POST https://graph.microsoft.com/v1.0/me/events HTTP/1.1\n\nHTTP/1.1 400 Bad Request\n"
        f"Content-Type: application/json\n\n{body}\n"
    ).encode()


def _odata_xml(said: str) -> tuple[str, bytes]:
    return "002_Create_c4codataapi.txt", (
        "HTTP Request\nPOST /sap/c4c/odata/v1/c4codataapi/LeadCollection HTTP/1.1\nHost: my300100.crm.ondemand.com\n\n\n"
        "HTTP Response\nHTTP/1.1 400 Bad Request\nContent-Type: application/xml\n\n"
        '<?xml version="1.0"?><error xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><code>APBP/7'
        f'</code><message xml:lang="en">{escape(said)}</message></error>\n'
    ).encode()


def _cell(said: str) -> str:
    return '"' + said.replace('"', '""') + '"'


def _docker(text: str) -> str:
    lines = ({"log": f"{line}\n", "stream": "stderr", "time": "2026-10-12T08:00:00.1Z"} for line in text.splitlines())
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def _base64(said: str) -> tuple[str, bytes]:
    return "job.log", log_line(
        "failed with " + base64.b64encode(f"<info>{escape(said)}</info>".encode()).decode()
    ).encode()


def _spoken(render: Callable[..., bytes]) -> Place:
    return lambda said: ("dump.xml", render(timed([item_error("CreateItem", "ErrorInvalidPropertySet", said)])))


PLACES: Mapping[str, Place] = {
    "job log": lambda said: ("job.log", log_line(said).encode()),
    "job log in UTF-16": lambda said: ("job.log", b"\xff\xfe" + log_line(said).encode("utf-16-le")),
    "job log in windows-1252": lambda said: ("job.log", log_line(said).encode("cp1252", "xmlcharrefreplace")),
    "trace of the job log": lambda said: (
        "job.log",
        (log_line("It failed") + f"java.lang.RuntimeException: {said}\n\tat com.sap.X.y(X.java:4)\n").encode(),
    ),
    "fault": lambda said: ("dump.xml", f'<Trace Tag="EwsResponse" Tid="4">\n{_fault(said)}\n</Trace>\n'.encode()),
    "C4C": c4c,
    "C4C in XML": _odata_xml,
    "Graph": _graph,
    "capture": _har,
    "capture in base64": lambda said: _har(said, coded=True),
    "export": lambda said: (
        "export.csv",
        f"User,Run,Status,Objects,Failures,Exception\nanna,2026-10-12 08:00:00,Error,3,3,{_cell(said)}\n".encode(),
    ),
    "JSON lines": lambda said: (
        "app.log",
        (json.dumps({"time": "2026-10-12T08:00:00Z", "level": "error", "msg": said}) + "\n").encode(),
    ),
    "docker": lambda said: ("app.log", _docker(log(said)).encode()),
    "kubernetes": lambda said: (
        "app.log",
        "".join(f"2026-10-12T08:00:00.123456789Z stderr F {line}\n" for line in log(said).splitlines()).encode(),
    ),
    "quoted mail": lambda said: ("mail.txt", "".join(f"> {line}\n" for line in log(said).splitlines()).encode()),
    "log in a table": lambda said: (
        "log.csv",
        f"Time,Level,Source,Message\n2026-10-12 08:00:00,ERROR,ExchangeConnector,{_cell(said)}\n".encode(),
    ),
    "python": lambda said: (
        "py.log",
        f'Traceback (most recent call last):\n  File "x.py", line 4, in y\nexchangelib.errors.ErrorInvalidRequest: {said}\n'.encode(),
    ),
    "node": lambda said: (
        "node.log",
        f"Error: Request failed with status code 400: {said}\n    at x (/app/y.js:4:2)\n".encode(),
    ),
    "event": lambda said: (
        "event.txt",
        f"Log Name: Application\nSource: MSExchange Web Services\nEvent ID: 3\nLevel: Error\nDescription:\nIt failed: {said}\n".encode(),
    ),
    "page": lambda said: (
        "page.html",
        f"<html><head><title>Error 500</title></head><body><h1>Error 500</h1><p>{escape(said)}</p></body></html>".encode(),
    ),
    "base64": _base64,
    **{name: _spoken(render) for name, render in DIALECTS.items()},
}
"""Where a sentence of a server or a client may stand; the names of the dialects are those of `dialects.py`."""


def ews_request(inner: str, said: str) -> Call:
    answer = messages("CreateItem", failure("CreateItem", "ErrorInvalidPropertySet", said))
    return Call("CreateItem", answer, request=f"<m:CreateItem><m:Items>{inner}</m:Items></m:CreateItem>")


# -- plantings -------------------------------------------------------------------------------------------------------------


def secret(seed: int) -> Planting:
    """A password, key or token that a sentence tells."""
    rng = random.Random(seed)
    value, needles = rng.choice(PASSWORDS)(rng)
    language = rng.choice(list(TELLS))
    sentence = rng.choice(TELLS[language].split("|"))
    spelling = rng.choice(list(SPELLINGS)) if rng.random() < 0.6 else "plain"
    place = rng.choice(list(PLACES))
    said = SPELLINGS[spelling](sentence.format(value))
    file, data = PLACES[place](said)
    return Planting(f"{language} | {sentence} | {value} | {spelling} | {place}", {file: data}, needles)


def content(seed: int) -> Planting:
    """What somebody wrote: it stands in a request, and an answer repeats it."""
    rng = random.Random(seed)
    value, needles = rng.choice(TITLES)(rng)
    echo = rng.choice(ECHOES)
    spelling = rng.choice(list(SPELLINGS)) if rng.random() < 0.3 else "plain"
    said = SPELLINGS[spelling](echo.format(value))
    way = rng.choice(("ews", "json", "key", "elsewhere", "capture"))
    if way == "ews":
        where, dialect = rng.choice(list(EWS_PLACES)), rng.choice(list(DIALECTS))
        call = ews_request(EWS_PLACES[where].format(escape(value), raw=value), said)
        files = {"dump.xml": DIALECTS[dialect](timed([call]))}
        where = f"{where} of {dialect}"
    elif way == "key":
        where = rng.choice(
            ("ContactCollection(LastName='{}',ID='7')", "ContactCollection?$filter=LastName%20eq%20'{}'")
        )
        files = dict([c4c(said, "", where.format(quote(value.replace("'", "''"))))])
    else:
        where = rng.choice(list(JSON_PLACES))
        body = JSON_PLACES[where].format(json.dumps(value, ensure_ascii=rng.random() < 0.5)[1:-1])
        if way == "json":
            files = dict([c4c(said, body)])
        elif way == "capture":
            files = dict([_har(said, request=body)])
        else:
            place = rng.choice(list(PLACES))
            file, data = PLACES[place](said)
            files = {f"a_{file}": data} | dict([c4c("It failed", body)])
            where = f"{where}, repeated in {place}"
    return Planting(f"{way} | {where} | {echo} | {value} | {spelling}", files, needles)


PERSONAL: Mapping[str, Callable[[str, str], str]] = {
    "mailbox": lambda one, two: f"{one}.{two}@{two}corp.example".lower(),
    "user": lambda one, two: f'user "{one} {two}" was not found',
    "owner": lambda one, two: f"mailbox of {one} {two} is locked",
    "host": lambda one, two: f"connection to {one}-mx1.{two}corp.co.uk refused".lower(),
    "login": lambda one, two: f"logon of {one.upper()}\\{two.lower()} failed",
    "url": lambda one, two: f"GET https://{one}.{two}corp.example/x?user={two} failed".lower(),
    "share": lambda one, two: f"cannot read \\\\{one}01\\logs\\x.log for {two.lower()}@{one.lower()}.example",
    "home": lambda one, two: f"C:\\Users\\{one}{two}\\x.log is missing",
    "tenant": lambda one, two: f"tenant {one}{two}.onmicrosoft.com is unknown".lower(),
    "site": lambda one, two: f"https://{one}{two}-my.sharepoint.com/x failed".lower(),
    "directory": lambda one, two: f"/o={one}/ou=First/cn=Recipients/cn={two} was not found",
    "dn": lambda one, two: f"CN={one} {two},OU=Staff,DC={two.lower()},DC=example not found",
    "german": lambda one, two: f"Postfach „{one} {two}“ nicht gefunden",
    "french": lambda one, two: f"L'utilisateur « {one} {two} » est introuvable",
    "spanish": lambda one, two: f"El usuario '{one} {two}' no existe",
    "dutch": lambda one, two: f"Gebruiker '{one} {two}' is niet gevonden",
    "polish": lambda one, two: f"Użytkownik „{one} {two}” nie istnieje",
    "portuguese": lambda one, two: f'Usuário "{one} {two}" não encontrado',
}


def personal(seed: int) -> Planting:
    """A person, a machine or a tenant: shown at standard, and nowhere else."""
    rng = random.Random(seed)
    one, two = word(rng), word(rng)
    what = rng.choice(list(PERSONAL))
    spelling = rng.choice(list(SPELLINGS)) if rng.random() < 0.3 else "plain"
    place = rng.choice(list(PLACES))
    file, data = PLACES[place](SPELLINGS[spelling](PERSONAL[what](one, two)))
    return Planting(f"{what} | {one} {two} | {spelling} | {place}", {file: data}, (one, two), ("strict", "redact"))
