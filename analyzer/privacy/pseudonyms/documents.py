"""Names of files and folders: those made of the words of log packs tell nothing, and stay.

Samples: `Logs/ExchangeDataDump_2026.xml` stays, `contoso-outlook.zip` is `file-1.zip`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzer import lazy_re
from analyzer.reference import public
from analyzer.reference.folders import FOLDERS as FOLDERS_OF_MAIL

_ADDRESS = lazy_re.compile(r"(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_PARTS = lazy_re.compile(r"[^\W_]+")
_CAMEL = lazy_re.compile(r"[A-ZÄÖÜ]?[a-zà-ÿ]+|[A-ZÄÖÜ]+(?![a-zà-ÿ])|\d+")


FOLDERS = (
    r"(?P<folders>(?<!\w)[A-Za-z]:(?:\\{1,8}|/(?!/))(?P<path>(?:[^\\/:*?\"'<>|\r\n,;()·]{1,80}[\\/]{1,8}){0,12}"
    r"[^\s\\/:*?\"'<>|,;()·“”]{1,80}))"
)
"""A path of a drive: `D:\\Logs\\Anna.Berg\\job.log`."""
UNIX = (
    r"(?P<unix>(?<![\w.:/~-])/(?:opt|srv|data|var|etc|tmp|mnt|media|root|export|nfs|volumes|u\d\d|usr/local|Volumes)/"
    r"(?P<unix_path>(?:[^\s/:*?\"'<>|,;()·“”\[\]]{1,80}/){0,12}[^\s/:*?\"'<>|,;()·“”\[\]]{1,80}))"
)
"""The same of other systems: `/opt/ssi/anna/conf.xml`; homes have a form of their own."""
_FOLDERS_OF_MAIL = "|".join(sorted(map(re.escape, FOLDERS_OF_MAIL), key=lambda name: (-len(name), name)))
MAIL = (
    rf"(?P<in_mailbox>(?<![\w/\\:.])[\\/]{{1,4}}(?i:{_FOLDERS_OF_MAIL})"
    r"(?P<mail_path>(?:[\\/]{1,4}[^\s\\/:*?\"'<>|,;()·“”]{1,80}){1,12}))"
)
"""A folder in a mailbox: `\\Inbox\\Customers\\Berg`."""
_PARTS_OF_PATH = lazy_re.compile(r"[^\\/]+")
_SOURCES = frozenset("asax asmx aspx c cjs cpp cs dll exe go h java js jsp mjs php pl ps1 py rb rs sys ts vb".split())


def parts_of_path(path: str) -> Iterator[re.Match[str]]:
    """The names in a path that tell something: none of programs and their sources."""
    if path.rpartition(".")[2].lower() in _SOURCES:
        return
    for part in _PARTS_OF_PATH.finditer(path):
        if not is_plain_name(part[0]) and part[0].lower() not in _OF_SYSTEM:
            yield part


_OF_SYSTEM = frozenset(
    (
        *("users", "windows", "system32", "program files", "program files (x86)", "programdata", "appdata", "local"),
        *("roaming", "temp", "tmp", "inetpub", "wwwroot", "microsoft", "exchange server", "v15", "v14", "bin", "src"),
        *("logging", "logfiles", "clientaccess", "frontend", "home", "desktop", "documents", "downloads", "daten"),
        *(
            "share",
            "dokumente und einstellungen",
            "documents and settings",
            "benutzer",
            "transportroles",
            "w3svc1",
            "w3svc2",
        ),
        *(
            "lib",
            "lib64",
            "log",
            "logs",
            "cache",
            "conf",
            "etc",
            "opt",
            "run",
            "spool",
            "www",
            "html",
            "nginx",
            "httpd",
        ),
        *(
            "apache2",
            "tomcat",
            "ssl",
            "certs",
            "pki",
            "tls",
            "private",
            "messages",
            "syslog",
            "ssi",
            "letsencrypt",
            "live",
        ),
    )
)


def is_plain_name(name: str) -> bool:
    """Whether a file or folder is named with nothing but the words of log packs, and short numbers."""
    if _ADDRESS.match(name) is not None:
        return False
    stem, dot, ending = name.rpartition(".")
    if dot and ending.lower() not in public.ENDINGS and not ending.isdigit():
        return False
    words = _PARTS.findall(stem if dot else name)
    parts = [part.lower() for word in words for part in _CAMEL.findall(word)]
    if sum(map(len, parts)) < sum(map(len, words)):  # letters of another alphabet, in which no pack names anything
        return False
    return {word.lower() for word in words} <= public.FILE_WORDS or all(
        (len(part) < 5 or re.fullmatch(r"20\d{6}", part))
        if part.isdigit()
        else part in public.FILE_WORDS or part in public.ENDINGS or len(part) == 1
        for part in parts
    )


def kept_ending(name: str) -> str:
    """The ending that a token of a document keeps, with its dot: it tells what kind of file it is."""
    stem, dot, ending = name.rpartition(".")
    if not dot or ending.lower() not in public.ENDINGS:
        return ""
    return f".tar.{ending.lower()}" if stem.lower().endswith(".tar") else f".{ending.lower()}"
