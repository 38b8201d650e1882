"""`ssi-analyze redact UPLOAD -o OUT`: arguments in, exit code out."""

from __future__ import annotations

import json
import os
import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from analyzer.cli.options import Caps, Quiet, limits_of
from analyzer.errors import AnalyzerError, LeakError, NothingError, OutputError, UploadError
from analyzer.report.files import STDOUT, exists, is_folder, part_name

if TYPE_CHECKING:
    from analyzer.analysis import Options
    from analyzer.limits import Limits
    from analyzer.privacy.pseudonyms import Pseudonyms
    from analyzer.privacy.watch import Removed
    from analyzer.redacting import LeakWatch, Redacted
    from analyzer.report.typed import Whole

_AGAIN = 2
"""Further turns for names: one that the end of an upload tells stands at its beginning, too."""
_TURNS = 6
"""All turns, with those that leave out a document in which something was left."""


def redact(
    upload: Annotated[str, typer.Argument(metavar="UPLOAD", help="A file, an archive or a folder.")],
    output: Annotated[str, typer.Option("-o", "--output", metavar="OUT", help="The redacted upload: a new name.")],
    mapping: Annotated[
        str | None,
        typer.Option("--map", metavar="FILE", help="Also write which token stands for what; for your eyes only."),
    ] = None,
    limit: Caps = None,
    quiet: Quiet = False,
) -> None:
    """Write an upload again without secrets, mail content and personal data, for forwarding; it tells the same."""
    from analyzer.analysis import Options
    from analyzer.privacy.content import Content
    from analyzer.privacy.known_words import KnownWords
    from analyzer.privacy.pseudonyms import Pseudonyms
    from analyzer.privacy.watch import Removed
    from analyzer.redacting import differences
    from analyzer.report.remarks import words_of
    from analyzer.rules import catalogue

    limits = limits_of(limit)
    target = _target(upload, output, mapping)
    removed, content, names = Removed(), Content(), Pseudonyms(known=KnownWords(catalogue.load().words))
    before = _analysed(upload, Options(limits=limits, removed=removed, content=content), names)
    names.content = content
    beside = target.with_name(part_name(target))
    try:
        said, watch, after = _rewritten(upload, beside, names, removed, limits)
        if said.left_out and not said.written:
            raise NothingError(f"{upload}: nothing of it can be redacted: {words_of(said.left_out[0][1])}")
        if watch.kind is not None:
            raise LeakError(f"{output}: not written: the leak check found {watch.kind} in it; please report this")
        if mapping is not None:
            _write_map(mapping, names)
        if target.is_dir():
            target.rmdir()
        beside.replace(target)
    except OSError as error:
        raise _told(error, upload, output, beside) from None
    finally:
        _remove(beside)
    lines = [f"left out: {name}: {words_of(reason)}" for name, reason in said.left_out]
    lines += [f"note: the redacted upload tells something else: {what}" for what in differences(before, after)]
    if not quiet:
        lines.append(f"{len(said.written):,} documents redacted, {len(names.values):,} values replaced")
        lines.append(f"Redacted upload: {output}")
    sys.stderr.write("".join("".join(c if c.isprintable() else "?" for c in line) + "\n" for line in lines))


def _told(error: OSError, upload: str, output: str, beside: Path) -> AnalyzerError:
    """What an error of files means: which of the places is gone, closed or full."""
    if isinstance(error, UploadError) and exists(Path(upload)) and not exists(beside):
        return OutputError(f"{output}: cannot be written (what was written of it is gone)")
    if isinstance(error, AnalyzerError):
        return error
    if not exists(Path(upload)):
        return UploadError(f"{upload}: no such file; check the path")
    return OutputError(f"{output}: cannot be written ({error.strerror or 'output error'})")


def _analysed(upload: str, options: Options, names: Pseudonyms) -> Whole:
    """What the upload tells; all that its strict report names has its token from then on."""
    from analyzer.analysis import analyze
    from analyzer.privacy.people import People
    from analyzer.report import document
    from analyzer.report.strict import strict

    people = People()
    found = document.unworded(analyze([upload], replace(options, people=people)))
    before = document.worded(found)
    for name in sorted(people.names):  # whichever process read a document first
        names.persons.expect(name)
    strict(found, names, [Path(upload).name])
    return before


def _rewritten(
    upload: str, beside: Path, names: Pseudonyms, removed: Removed, limits: Limits
) -> tuple[Redacted, LeakWatch, Whole]:
    """Write the upload anew until nothing more can go; what was written, what is left in it, what it tells."""
    from analyzer.analysis import Options, analyze
    from analyzer.privacy.leaks import REPLACED, Check
    from analyzer.redacting import Leaks, LeakWatch, leaking
    from analyzer.redacting import redact as rewrite
    from analyzer.report import document

    leaks = Leaks()
    turn = 0
    while True:
        turn += 1
        _remove(beside)
        said = rewrite(upload, beside, names, limits, leaks=leaks)
        leaks.check = check = Check(removed, names.telling())
        watch = LeakWatch(check)
        after = document.build(analyze([str(beside)], Options(limits=limits, removed=watch)))
        watch.look("\n".join(said.written).encode("utf-8", "replace"))
        if watch.kind is None or turn == _TURNS:
            return said, watch, after
        if watch.kind == REPLACED and turn <= _AGAIN:
            continue
        found = leaking(beside, check, limits)
        if len(said.written) == 1:  # of one file the name is that of the output
            found = dict(zip(said.written, found.values(), strict=False))
        new = {name: kind for name, kind in found.items() if name not in leaks.cut}
        if not found or (not new and len(found) == len(said.written)):
            return said, watch, after
        if new:
            leaks.cut |= new  # the pieces in which something is left do not cost the rest of the document
        else:
            leaks.without |= found  # nor does the document cost the others


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):  # it may be gone with its folder, or never have been
        path.unlink(missing_ok=True)


def _target(upload: str, output: str, mapping: str | None) -> Path:
    """Refuse what would destroy something, before any work is done."""
    if upload == "-":
        raise UploadError("-: redact reads the upload more than once; name a file or a folder")
    if output == STDOUT:
        raise OutputError("-: redact writes a file or a folder; name one with -o")
    source, target = Path(upload), Path(output)
    if not exists(source):
        raise UploadError(f"{upload}: no such file; check the path")
    try:
        _refuse(source, target, mapping)
    except OSError as error:
        if isinstance(error, AnalyzerError):
            raise
        raise OutputError(f"{output}: cannot be looked at ({error.strerror}); check path and rights") from None
    return target


def _refuse(source: Path, target: Path, mapping: str | None) -> None:
    for path in [target, *([Path(mapping)] if mapping is not None else [])]:
        if not path.absolute().parent.is_dir():
            raise OutputError(f"{path}: the folder does not exist; create it or choose another")
        if exists(path) and not (path.is_file() or path.is_dir()):
            raise OutputError(f"{path}: is no regular file; choose another name")
        if exists(path) and path.samefile(source):
            raise AnalyzerError(f"{path}: is the upload itself; choose another name")
        if source.is_dir() and path.resolve().is_relative_to(source.resolve()):
            raise AnalyzerError(f"{path}: lies in the upload; choose a place outside")
    _check_map(mapping, target)
    if source.is_dir() and exists(target) and not target.is_dir():
        raise OutputError(f"{target}: is a file, and the upload a folder; choose another name with -o")
    if target.is_dir() and (not source.is_dir() or any(target.iterdir())):
        raise OutputError(f"{target}: is a folder that is in use; choose another name with -o")


def _check_map(mapping: str | None, target: Path) -> None:
    if mapping is not None and Path(mapping).resolve() == target.resolve():
        raise AnalyzerError(f"{mapping}: is the output itself; choose another name with --map")
    if mapping is not None and is_folder(mapping):
        raise OutputError(f"{mapping}: is a folder; name a file for --map")


def _write_map(path: str, names: Pseudonyms) -> None:
    """Tokens and what they stand for, readable by their owner alone.

    Raises:
        OutputError: it cannot be written.
    """
    target = Path(path)
    beside = target.with_name(part_name(target))
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            json.dump(names.values, stream, ensure_ascii=False, indent=2)
            stream.write("\n")
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise OutputError(f"{path}: cannot be written ({error.strerror}); choose another place with --map") from None
