"""An upload again, for forwarding: the same structure and the same findings, without secrets, mail content and persons.

Three passes: the upload is analysed, so that the tokens are those of its strict report; it is written anew, member by
member; and what was written is analysed in its turn, so that nobody forwards what tells something else, or too much.
"""

from __future__ import annotations

import codecs
import errno
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from msgspec import Struct, field

from analyzer import lazy_re
from analyzer.errors import AnalyzerError, DocumentError
from analyzer.intake import Source, open_uploads
from analyzer.limits import Limits
from analyzer.model import Kind, Note, Remark
from analyzer.privacy.leaks import Check
from analyzer.privacy.pseudonyms import Pseudonyms
from analyzer.privacy.scrubbing import scrub_path
from analyzer.privacy.watch import stretches
from analyzer.readers import cassette, json_log, reader_for, zip_reader_for
from analyzer.readers.http_capture import width
from analyzer.redacting import wrappings
from analyzer.redacting.archives import Packer, compressed, form_by_name, form_of, spool
from analyzer.redacting.captures import redacted_har, redacted_saz
from analyzer.redacting.cassettes import json_in_single_quotes
from analyzer.redacting.last_cut import Find, cutter, without_leaks
from analyzer.redacting.server_logs import is_log_of_exchange, redacted_server_log
from analyzer.redacting.tables import names_secrets, redacted_csv, redacted_workbook
from analyzer.redacting.wire_logs import redacted

__all__ = ["LeakWatch", "Leaks", "Redacted", "differences", "leaking", "redact", "redacted_text"]

_OVERLAP = 16 << 10
_OF_MACHINE = (errno.EMFILE, errno.ENFILE)
"""No more files may be open: that is no fault of a document, and the next one would meet it, too."""
_ESCAPED = lazy_re.compile("[\udc80-\udcff]")
"""What `surrogateescape` makes of a byte that is not UTF-8."""
_WINDOWS = {0xDC00 + byte: bytes((byte,)).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
"""Such bytes are taken as windows-1252, as readers do."""


class _NotWritten(Exception):  # noqa: N818 - it is a way out, and never seen outside
    """What was redacted finds no place: that costs everything, unlike a fault in one document."""

    def __init__(self, error: OSError) -> None:
        self.error = error


class Leaks(Struct):
    """What the leak check found in the documents of an earlier turn, by their names in the redacted upload."""

    cut: dict[str, str] = field(default_factory=dict)
    """Documents that are written without the pieces in which something is found, with what that was."""
    without: dict[str, str] = field(default_factory=dict)
    """Documents that are not written: something is left in them even so."""
    check: Check | None = None
    """Finds what must not be in them."""


class Redacted(Struct):
    """What became of the members of an upload."""

    written: dict[str, None] = field(default_factory=dict)
    """Names of the members as they stand in the redacted upload."""
    left_out: list[tuple[str, str | Remark]] = field(default_factory=list)
    """Names, as they may be shown, and why."""
    leaks: Leaks = field(default_factory=Leaks)


class LeakWatch(Struct):
    """Looks at the redacted upload while it is analysed; stands in for what collects secrets."""

    check: Check
    kind: str | None = None
    """The kind of the first leak."""

    def watch(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        """The chunks as they are."""
        for chunk, stretch in stretches(chunks, _OVERLAP):
            yield chunk
            self.look(stretch)

    def look(self, data: bytes) -> None:
        """Look at one stretch."""
        self.kind = self.kind or self.check.find(data)

    @property
    def stand(self) -> None:
        """It has come nowhere: it knows no more than whether there was a leak."""

    def learned(self, _since: None) -> tuple[object, ...]:
        """Whether there was a leak, and of what kind."""
        return (self.kind,)

    def merge(self, learned: tuple[Any, ...]) -> None:
        """Know of a leak that another one saw."""
        self.kind = self.kind or learned[0]

    def look_into(self, archive: bytes, most: int) -> None:
        """Look into a document that is a zip file by itself; it is one of ours, so damage is an error."""
        with zipfile.ZipFile(io.BytesIO(archive)) as members:
            for name in members.namelist():
                with members.open(name) as stream:
                    self.look(stream.read(most))


def leaking(redacted: Path, check: Check, limits: Limits) -> dict[str, str]:
    """Documents of a redacted upload that hold what must not be in it, with its kind."""
    found: dict[str, str] = {}
    for source in open_uploads([str(redacted)], limits):
        watch = LeakWatch(check)
        if source.is_zip:
            watch.look_into(source.whole(), limits.frame)
        else:
            for _ in watch.watch(source.chunks()):
                pass
        if watch.kind is not None:
            found[source.name] = watch.kind
    return found


def redact(
    upload: str,
    target: Path,
    names: Pseudonyms,
    limits: Limits,
    progress: Callable[[str, int, int], None] | None = None,
    leaks: Leaks | None = None,
) -> Redacted:
    """Write an upload anew into a place that does not exist yet.

    Args:
        upload: a file, an archive or a folder.
        target: the place.
        names: tokens by what they stand for.
        limits: what it may cost.
        progress: told now and then.
        leaks: what an earlier turn left in it.

    Raises:
        UploadError: it cannot be read.
        OSError: it cannot be written.
    """
    said = Redacted(leaks=leaks or Leaks())
    try:
        _rewrite(upload, target, names, limits, said, progress)
    except _NotWritten as full:
        raise full.error from None
    return said


def _rewrite(
    upload: str,
    target: Path,
    names: Pseudonyms,
    limits: Limits,
    said: Redacted,
    progress: Callable[[str, int, int], None] | None,
) -> None:
    form = form_of(Path(upload))
    sources = open_uploads([upload], limits, as_packed=True)
    if form == "folder":
        _pack(Packer(form, target), sources, names, limits, said, progress)
    else:
        with target.open("xb") as stream:
            if form == "zip" or form.startswith("tar"):
                _pack(Packer(form, stream), sources, names, limits, said, progress)
            else:
                with compressed(stream, form) as plain:
                    for source in sources:
                        _one(source, plain, names, limits, said)


def _pack(
    packer: Packer,
    sources: Iterable[Source],
    names: Pseudonyms,
    limits: Limits,
    said: Redacted,
    progress: Callable[[str, int, int], None] | None,
) -> None:
    try:
        for source in sources:
            if progress is not None:
                progress("the upload", 0, 0)
            with spool() as content:
                kind = form_by_name(source.name.rpartition("/")[2])
                before = len(said.left_out)
                with compressed(content, kind if kind in ("gzip", "bzip2", "xz", "zstd") else "") as plain:
                    kept = _one(source, plain, names, limits, said)
                if kept or len(said.left_out) == before:
                    packer.add(next(reversed(said.written)), content)
    except BaseException:
        packer.abandon()
        raise
    packer.close()


def _one(source: Source, out: IO[bytes], names: Pseudonyms, limits: Limits, said: Redacted) -> bool:
    """Redact one document; whether anything of it was kept."""
    name = names.path(scrub_path(source.name))
    if name in said.written:  # two names that differed in what was removed
        folder, slash, last = name.rpartition("/")
        name = f"{folder}{slash}{len(said.written)}-{last}"
    if name in said.leaks.without:
        said.left_out.append((name, _leak(said.leaks.without[name])))
        return False
    find = _left_in(name, said)
    damage: list[str] = []
    try:
        if source.is_zip:
            _write(out, _zip(source, names, limits, damage.append, str if find is None else cutter(find)))
        else:
            texts = _texts_of(source, names, limits)
            for text in texts if find is None else without_leaks(texts, find):
                _write(out, text.encode("utf-8", "replace"))
    except (AnalyzerError, _NotWritten):
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is costs this document only
        said.left_out.append((name, _why(error)))
        return False
    refused = source.refused or source.sniffed.refused
    if refused is not None and refused.code is not Note.EMPTY:
        said.left_out.append((name, refused))
        return False
    if source.damage is not None:
        said.left_out.append((f"the end of {name}", source.damage))
        if not source.size:
            return False
    said.left_out += [(f"a part of {name}", f"it is damaged ({kind})") for kind in damage]
    said.written[name] = None
    return True


def _left_in(name: str, said: Redacted) -> Find | None:
    """What finds that which an earlier turn left in a document; None where it left nothing."""
    if name not in said.leaks.cut or said.leaks.check is None:
        return None
    said.left_out.append((f"a part of {name}", _leak(said.leaks.cut[name])))
    return said.leaks.check.find


def _leak(kind: str) -> str:
    return f"the leak check found {kind} in it; please report this"


def _why(error: Exception) -> str | Remark:
    """Why a document is not redacted; the message of a fault of ours could hold content and is not shown.

    Raises:
        _NotWritten: it is a fault of the machine, which costs everything.
    """
    if isinstance(error, OSError) and error.errno in _OF_MACHINE:
        raise _NotWritten(error)
    if isinstance(error, DocumentError):
        return f"it cannot be read ({error})"
    if isinstance(error, MemoryError):
        return Remark.of(Note.NO_MEMORY)
    return f"it cannot be redacted ({type(error).__name__}); please report it"


def _write(out: IO[bytes], data: bytes) -> None:
    try:
        out.write(data)
    except OSError as error:
        raise _NotWritten(error) from None


def _zip(
    source: Source, names: Pseudonyms, limits: Limits, damaged: Callable[[str], None], cut: Callable[[str], str]
) -> bytes:
    data = source.whole()
    reader = zip_reader_for(data, limits)
    if reader is None:
        raise DocumentError("it is an Office document that holds no table")
    rewrite = redacted_workbook if reader.kind is Kind.SYNC_EXPORT else redacted_saz
    return rewrite(data, names, limits, damaged, cut)


def _texts_of(source: Source, names: Pseudonyms, limits: Limits) -> Iterator[str]:
    chunks = source.chunks()
    first = next(chunks, b"")
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")

    def text(chunk: bytes, *, final: bool = False) -> str:
        said = decoder.decode(chunk, final)
        return said.translate(_WINDOWS) if _ESCAPED.search(said) else said

    def texts() -> Iterator[str]:
        yield text(first)
        for chunk in chunks:
            yield text(chunk)
        yield text(b"", final=True)

    if source.sniffed.refused is not None:
        for _ in chunks:
            pass
        return
    yield from redacted_text(texts(), source.head, names, limits)


def redacted_text(texts: Iterable[str], head: bytes, names: Pseudonyms, limits: Limits) -> Iterator[str]:
    """The text of one document, redacted by its format.

    Raises:
        DocumentError: it cannot be read as what it seems to be.
    """
    unwrap = wrappings.unwrapping(head)
    if unwrap is not None:
        inner = wrappings.head_without(head, unwrap)
        yield from wrappings.redacted_inside(texts, unwrap, names, lambda said: _by_format(said, inner, names, limits))
    else:
        yield from _by_format(texts, head, names, limits)


def _by_format(texts: Iterable[str], head: bytes, names: Pseudonyms, limits: Limits) -> Iterator[str]:
    reader = reader_for(head)
    kind = reader.kind
    if kind is Kind.SYNC_EXPORT or (kind is Kind.PLAIN_TEXT and names_secrets(head)):
        yield from redacted_csv(texts, names, limits)
    elif kind is Kind.IIS_LOG or (kind is Kind.PLAIN_TEXT and is_log_of_exchange(head)):
        yield from redacted_server_log(texts, names, limits)
    elif kind is Kind.HAR:
        yield redacted_har("".join(_at_most(texts, limits.held)), names, limits)
    else:
        of_events = reader.read is json_log.read
        texts = json_in_single_quotes(texts, limits) if reader.read is cassette.read else texts
        yield from redacted(texts, head.decode("utf-8", "replace"), names, kind, limits, of_events=of_events)


def _at_most(texts: Iterable[str], most: int) -> Iterator[str]:
    """The texts, as long as all of them together take so many bytes at most.

    Raises:
        DocumentError: they take more; one wide character makes all of them wide.
    """
    size = wide = 0
    for text in texts:
        size, wide = size + len(text), max(wide, width(text))
        if size * wide > most:
            raise DocumentError("it is too large to be read in one piece; export fewer of its requests")
        yield text


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What the redacted upload tells otherwise than the original: verdict, owner, findings and their counts."""
    said = [
        f"the {what} was {before['verdict'][what]} and is {after['verdict'][what]}"
        for what in ("outcome", "rule", "owner")
        if before["verdict"][what] != after["verdict"][what]
    ]
    old, new = ({finding["rule"]: finding["count"] for finding in document["findings"]} for document in (before, after))
    return said + [
        f"{rule}: {old.get(rule, 0)} times before, {new.get(rule, 0)} times now"
        for rule in sorted(old.keys() | new.keys())
        if old.get(rule) != new.get(rule)
    ]
