"""Whose a line of text is: the service that an address, a library or a product in it names.

    exchangelib.errors.ErrorAccessDenied: …                     Exchange, EWS
    URL:https://mail.contoso.example/EWS/Exchange.asmx          Exchange, EWS
    Max retries exceeded with url: /EWS/Exchange.asmx           Exchange, EWS
    HTTPSConnectionPool(host='login.microsoftonline.com', …)    the sign-in service
    GET https://api.fabrikam.example/v1/orders                  somebody else

Names of libraries are those of the clients that people send logs of; addresses are judged by `reference/services.py`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from analyzer import lazy_re
from analyzer.model import Protocol, Service, System
from analyzer.reference import services
from analyzer.reference.marks import METHODS, SAP_LOG_ON, SAP_PATH

_URL = lazy_re.compile(r"https?://[^\s\"'<>|\\)\]},;]{1,500}", re.IGNORECASE)
_HOST = lazy_re.compile(
    r"(?:\bhost\s?[=:]\s?['\"]?|ENOTFOUND |EAI_AGAIN |\bto host |for host |resolve host:? |resolve ')"
    r"(?P<host>[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
_HOST_PORT = lazy_re.compile(r"(?<![\w./@-])(?P<host>[a-zA-Z][\w-]{0,62}(?:\.[\w-]{1,63}){1,8}):(?:443|80|8080|8443)\b")
_BEFORE_HOSTS = ("host", "enotfound", "eai_again", "resolve")
_PORTS = (":443", ":80", ":8443")
"""What stands in a text with such a host, quickly looked for."""
_PATH = lazy_re.compile(rf"(?:\burl: |\b(?:{METHODS}) {{0,3}}[|(\"']? {{0,3}})(?P<path>/?[\w.$-]{{1,80}}/\S{{0,300}})")
_LIBRARIES = (
    (
        (
            "exchange",
            "davmail",
            "ews",
            "jamesiarmes",
            "viewpoint",
            "servicere",
            "soap client returned",
            "error in calling",
        ),
        lazy_re.compile(
            r"exchangelib|davmail|exchange\.?webservices|EwsHttpClientException|\bexchange_?calendar|ews-java-api|ews-javascript"
            r"|php-?ews|jamesiarmes|viewpoint(?:::|-)|\bews[-_.]api\b|ExchangeServiceBinding|ServiceRe(?:quest|sponse|mote)\w{0,20}Exception"
            r"|\bexchangecookie=|libews|evolution-ews|\bEWS\b|\bEWS_Exception\b|SOAP client returned status of \d"
            r"|Error in calling service, error code:\d"
            r"|akonadi[_-]ews|node-ews|Exchange Web Services?",
            re.IGNORECASE,
        ),
        services.EWS,
    ),
    (
        ("x-feserver", "x-beserver", "x-calculatedbetarget", "x-backendhttpstatus", "x-owa-version", "x-diaginfo"),
        lazy_re.compile(
            r"['\"]X-(?:FEServer|BEServer|CalculatedBETarget|BackEndHttpStatus|OWA-Version|DiagInfo)['\"]",
            re.IGNORECASE,
        ),
        services.EWS,
    ),
    (
        ("graph", "odataerror", "odata_error"),
        lazy_re.compile(
            rf"Microsoft\.Graph\b|graph\.microsoft|msgraph|microsoft-graph|{services.GRAPH_ERROR}", re.IGNORECASE
        ),
        services.GRAPH,
    ),
    (
        ("c4c", "ondemand", "/iw", "/sap/", "data-sap-ls-", "no service found"),
        lazy_re.compile(
            rf"c4codata|crm\.ondemand\.com|\bc4c\.?connector|C4CC Connector|/IW(?:FND|BEP)/|{SAP_PATH}|{SAP_LOG_ON}"
            r"|\bNo service found for namespace [^\n]{0,60}\bname '?\w{1,60}'?, version\b",
            re.IGNORECASE,
        ),
        services.ODATA,
    ),
    (
        ("msal", "adal", "oauth", "login.", "sts.windows", "aadsts", " token ", "flow failed"),
        lazy_re.compile(
            r"\bMSAL\b|msal[._]|\bMsal\w{2,30}Exception\b|\bMicrosoft\.Identity\.Client\b|\badal\b|oauthlib|login\.microsoftonline|login\.windows\.net|sts\.windows\.net|\bAADSTS\d"
            r"|\b(?:OAuth ?\w{0,3}|access|bearer) token (?:from|for|of) (?:365|Microsoft|Office|Azure|Entra)\b"
            r"|\bauthori[sz]ation flow failed for service \W{0,2}(?:Microsoft|Office|Azure)\b",
            re.IGNORECASE,
        ),
        services.TOKEN,
    ),
)
"""Words of which one must stand in the text, quickly looked for; the pattern; whose it is."""
_HELP = lazy_re.compile(r"^(?:learn|docs|go|aka|support|techcommunity|www|github|stackoverflow)\b|^aka\.ms$")
"""Pages that a message points to; they are no service that was asked."""
_MAIL_HOST = lazy_re.compile(
    r"^(?:mail\d{0,3}|owa|exchange\w{0,10}|ews|webmail|outlook|mbx\d{0,3}|ex\d{1,3})[.-]|^(?:mail|exchange|ews)\w{0,10}\."
)
"""Names that mail servers often have: no proof of Exchange, and no sign of another service either."""
_ELSEWHERE = lazy_re.compile(
    r"(?<!@)(?:\bredis\b|\bnpgsql|\bpostgres|\bpsqlexception\b|\bpsycopg|\bmysql|\bmariadb|\bmongo(?:db|client|server|network|error)"
    r"|\brabbitmq|\bamqps?:|\bjdbc\b|\bsqlexception\b|\bsqlalchemy\b|\bsqlstate\b|\bkafka\b|\bmemcached\b|\belasticsearch\b)"
    r"(?![\w.+-]{0,40}+@[\w-]{1,63}\.)"  # `franz.kafka@contoso.example`
    r"|(?<![:\d]):(?:1433|3306|5432|5672|6379|9092|9200|11211|27017)\b(?![.:])"
    r"|(?:\blocalhost|\b127\.0\.0\.1|\[::1\]):(?:25|110|143|389|465|587|636|993|995)\b",
    re.IGNORECASE,
)
"""Words and ports of what keeps a program's own data, or of services beside it on the same machine."""
_OF_WEB = lazy_re.compile(
    r":44[34]\b|\bHTTP(?:/\d(?:\.\d)?|Error| status)? [45]\d\d\b|\([45]\d\d\)(?! ?['\"]?[A-Z]{2,20}_[A-Z])"
    r"|\bstatus(?: code)?[ :=]{1,3}[45]\d\d\b"
    r"|\b[45]\d\d (?:Unauthorized|Forbidden|Not Found|Internal Server|Service Un|Bad |Too Many|Gateway)"
    r"|\b[45]\d\d (?:Client|Server) Error"
)
"""A status or a port of the web in a text: databases and queues have none, though a queue has codes such as
`(403) ACCESS_REFUSED`."""
_ON_WEB = lazy_re.compile(r"\belasticsearch\b|(?<![:\d]):9200\b(?![.:])", re.IGNORECASE)
"""A store that answers as servers of the web do."""
_LONGEST = 4000


@lru_cache(maxsize=200)
def named(text: str) -> Service | None:
    """The service that a text names; `other` where it names one that is neither side; None where it names none."""
    text = text[:_LONGEST]
    return _first(*_addresses(text), *_libraries(text))


def is_elsewhere(text: str) -> bool:
    """Whether a text is about a database, a cache or a queue: no mailbox is synchronized with one.

    A job that came from a queue, or that its worker keeps in one, fails at Exchange or C4C with a status all the same.
    """
    text = text[:_LONGEST]
    if _ELSEWHERE.search(text) is None:
        return False
    return _OF_WEB.search(text) is None or _ON_WEB.search(text) is not None


def addressed(text: str) -> Service | None:
    """The same by addresses alone: a log of one client names its library in every line, whomever it asks."""
    return _first(*_addresses(text[:_LONGEST]))


def _first(*services_found: Service | None) -> Service | None:
    found = [service for service in services_found if service is not None]
    return services.first_known(*found) if found else None


def _libraries(text: str) -> list[Service]:
    low = text.lower()
    return [
        service for words, pattern, service in _LIBRARIES if any(word in low for word in words) and pattern.search(text)
    ]


def _addresses(text: str) -> list[Service | None]:
    found: list[Service | None] = []
    if "://" in text:
        for match in list(_URL.finditer(text))[:5]:
            try:
                parts = urlsplit(match[0])
                host = (parts.hostname or "").lower()
            except ValueError:
                continue
            found.append(_judge(host, parts.path))
    low = text.lower()
    if any(word in low for word in _BEFORE_HOSTS):
        found += [_judge(match["host"].lower(), "") for match in list(_HOST.finditer(text))[:5]]
    if any(port in low for port in _PORTS):
        found += [_judge(match["host"].lower(), "") for match in list(_HOST_PORT.finditer(text))[:5]]
    if "/" in text:
        for match in list(_PATH.finditer(text))[:5]:
            path = match["path"].partition("?")[0]
            found.append(_judge("", path if path.startswith("/") else f"/{path}"))
    return found


def _judge(host: str, path: str) -> Service | None:
    if _HELP.search(host):
        return None
    service = services.asked(host, path)
    if service.system is System.OTHER and service.protocol is Protocol.OTHER:
        return None if _MAIL_HOST.search(host) or not path.strip("/") else services.OTHER
    return service
