"""Every cap, in one frozen value, each with the reason for its size. Imports nothing of ours."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from analyzer import lazy_re


class Limits(Struct, frozen=True, kw_only=True):
    """Caps that keep memory bounded whatever the upload holds. Sizes are in bytes unless the name says otherwise."""

    chunk: int = 1 << 20
    """How much is read at once: large enough for speed, small next to the caps below."""

    frame: int = 32 << 20
    """Longest single envelope or text held in memory. EWS answers with attachments reach some ten megabytes."""

    tag: int = 64 << 10
    """Longest start tag. libxml2 refuses longer names too; a `<` without its `>` in this distance is plain text."""

    text_node: int = 64 << 10
    """Longer text inside an envelope is cut before parsing: only attachments and mail bodies are that long."""

    elements: int = 500_000
    """Most elements in one envelope that the XML parser gets: a million of them cost it some 140 MB."""

    nesting: int = 64
    """Deepest element nesting that is followed outside envelopes; real dumps have three levels."""

    payload_depth: int = 3
    """How often a payload may hold an escaped payload: one level is real, more is an attack."""

    header_lines: int = 400
    """Most header fields of one request or response; servers refuse far fewer."""

    parts: int = 5_000
    """Most requests or answers of one batch that are read; Graph takes 20, SAP Gateway some hundred."""

    message: int = 16 << 10
    """Longest exception or log message that is kept and searched, in characters: a stack trace fits."""

    excerpt: int = 600
    """Longest excerpt of one piece of evidence, in characters: a phrase of proof, not a document."""

    events: int = 20_000
    """Most distinct error events kept apart; further ones are counted by kind, side, status and code only."""

    values: int = 2_000
    """Most distinct values kept apart of header fields, versions, operations, codes, mailboxes, sessions; the report
    says so where there are more."""

    threads: int = 10_000
    """Most threads followed at the same time in one document; the one that was quiet longest is closed first."""

    samples: int = 5
    """Pieces of evidence kept for one event; the contract shows at most five."""

    members: int = 25_000
    """Most members of all archives and folders of one upload: twenty packs of a thousand files each are plausible."""

    inflated: int = 20 << 30
    """Most bytes that all archives of one upload may expand to; the largest real packs have a few gigabytes."""

    ratio: int = 200
    """Most times a compressed stream may expand: repetitive logs reach fifty, bombs a thousand."""

    ratio_free: int = 10 << 20
    """Bytes a stream may expand to before its ratio is judged: small files of one repeated line are harmless."""

    nesting_archives: int = 3
    """How deep an archive may stand in archives; a folder of packs has one level."""

    held: int = 256 << 20
    """Largest archive held in memory because it cannot be read in place: from standard input, or inside another. A
    pack has some ten megabytes; more would be most of what the tool may use."""

    json_nodes: int = 3_000_000
    """Most brackets in a capture, and an eighth of the commas: JSON is parsed whole, a list costs 56 bytes."""

    cells: int = 2_000_000
    """Most cells that are read of a table: pandas needs some hundred bytes for each."""

    table_rows: int = 100_000
    """Most rows that are read of a table; a year of sessions every ten minutes has half of that."""

    table_columns: int = 64
    """Most columns that are read of a table; the widest of the sync panel has some twenty."""

    workbook: int = 64 << 20
    """Largest workbook, unpacked: its texts are held in memory together."""

    workbook_parts: int = 4 << 20
    """Most bytes of styles, names and relations in a workbook: three million styles packed into 131 kB took 2.4 GB."""

    kept: int = 4 << 20
    """How much of a document is kept while its reader finds nothing in it, to be read again as text."""

    answer: int = 4 << 20
    """Longest body that is read as one answer of a service; those with more hold lists of records."""

    warnings: int = 20
    """Warnings kept for one document; further ones are counted in a last one."""


DEFAULT = Limits()

_SETTING = lazy_re.compile(r"([a-z_]{1,40})=(\d{1,15})([kMG]?)")
_UNITS = {"": 1, "k": 1 << 10, "M": 1 << 20, "G": 1 << 30}


def changed(settings: Iterable[str]) -> Limits:
    """Our caps with some of them changed, each written as `members=50000` or `inflated=40G`.

    Raises:
        ValueError: a setting has another form, names no cap, or is zero; the message says which names there are.
    """
    names = Limits.__struct_fields__
    wanted: dict[str, int] = {}
    for setting in settings:
        found, name = _SETTING.fullmatch(setting), setting.partition("=")[0].strip()
        if name in names and (found is None or int(found[2]) == 0):
            raise ValueError(f"--limit {setting[:60]}: gives no number above 0; write {name}=50000 or {name}=40G")
        if found is None or found[1] not in names or int(found[2]) == 0:
            raise ValueError(f"--limit {setting[:60]} is not NAME=NUMBER; the names are {', '.join(names)}")
        wanted[found[1]] = int(found[2]) * _UNITS[found[3]]
    return replace(DEFAULT, **wanted)
