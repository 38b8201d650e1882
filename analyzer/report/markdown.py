"""The analysis as Markdown: a short form to paste into a ticket comment, a full form that holds what the report holds.

Nothing of the upload becomes markup. Two ways lead there, because trackers read a comment twice. What the Markdown
parser itself reads (emphasis, links, tables, lists, HTML) is escaped. What trackers look for in the finished text,
where no escape helps (mentions, references to issues, labels and commits, addresses and URLs that become links, emoji,
math), is put into code, which they leave alone. Sources: spec.commonmark.org/0.31.2, github.github.com/gfm,
docs.github.com/get-started/writing-on-github, docs.gitlab.com/user/markdown, and for the wiki markup of Jira
jira.atlassian.com/secure/WikiRendererHelpAction.jspa.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from analyzer import lazy_re
from analyzer.reference.numbers import counted
from analyzer.report import answer, commands, tables
from analyzer.report.characters import one_line, shown
from analyzer.report.words import BASES, KINDS, OWNERS, known_to_site, number, seen_before, size, span, when
from analyzer.report.words import once as _times

MAX_FINDINGS = 10
"""Findings of the short form: a comment is read on the phone, and the full form has the rest."""

MAX_EVIDENCE = 2
"""Pieces of evidence for each of the first findings of the short form; the others have one."""

MAX_PROVED = 3
"""Findings of the short form with more than one piece of evidence."""

MAX_EXCERPT = 300
"""Characters of a piece of evidence in the short form."""

_BETWEEN = " · "
"""Between the fields of an excerpt."""
_IDS = ("request-id:", "client-request-id:")
"""Fields that whoever is asked for help asks for first."""
MAX_ID = 100
"""Characters of such a field; a longer one is no id."""

MAX_SENTENCE = 600
"""Characters of a title, a step or another sentence in the short form: with the caps above, a comment stays below the
32,767 characters that Jira takes."""

MAX_TEXT = 1500
"""Characters of one text of the full form, as in the HTML report."""

MAX_READY = 20_000
"""Characters of one ready text of the full form."""

MAX_ROWS = 200
"""Rows of one table or list of the full form; the JSON has all."""

Document = Mapping[str, Any]

READY = (
    ("customer", "For the customer"),
    ("ticket", "For the ticket"),
    ("microsoft", "What Microsoft asks for"),
    ("sap", "What the SAP API team asks for"),
)

_SPECIAL = lazy_re.compile(r"([\\`*_{}\[\]#!~$^])")
_TAG = lazy_re.compile(r"<(?=[A-Za-z/!?])")
_LEADING = lazy_re.compile(r"[-+=^?:]")
_NUMBERED = lazy_re.compile(r"(\d{1,9})([.)])(?= |\Z)")
_FOUND_LATER = lazy_re.compile(
    r"@|://|#\w|\$|:(?=[\d_-]*[A-Za-z+])[\w+-]+:|\[\w+:|(?i:\bwww\.|mailto:|\bgh-\d)|(?:^|[^\w])[!%~&^][\w\"]"
    r"|\b[A-Z][A-Z0-9_]+-\d|\b[0-9a-f]{7,40}\b",
    re.ASCII,
)
"""Mentions and addresses; URLs; references of GitHub and GitLab (`#1`, `!1`, `%1`, `~label`, `&1`, `^alert#1`, `$1`,
`[issue:1]`, `GH-1`, commits); keys of Jira issues; emoji; math."""

_ENDS = ".,;"
"""What ends a sentence or a part of one, and no address: it stands behind the code."""

_WIKI = lazy_re.compile(r"(?<=[\[<])(?=[~!@#^])")
"""Where a space takes a mention of Jira's wiki markup apart, which knows no code in backticks."""

_LINK = lazy_re.compile(r"https://[A-Za-z0-9.-]{1,250}(?::\d{1,5})?(?:[/?#][\w.~:/?#@!$&'()*+,;=%-]{0,700})?", re.ASCII)


def render(document: Document, *, full: bool = False) -> bytes:
    """Markdown that trackers show alike.

    Args:
        document: the analysis, whole.
        full: all findings with cause, steps, sources and evidence, the facts as tables, what was read and how it was
            made; otherwise what fits into a comment.
    """
    lines = _full(document) if full else _short(document)
    return ("\n".join(lines) + "\n").encode("utf-8", "replace")


# -- the short form --------------------------------------------------------------------------------------------------


def _short(document: Document) -> Iterator[str]:
    verdict, findings = document["verdict"], document["findings"]
    yield f"**{verdict['outcome'].upper()}: {plain(verdict['headline'], MAX_SENTENCE)}**"
    yield ""
    yield f"Who acts next: {OWNERS.get(verdict['owner'], verdict['owner'])}"
    yield ""
    yield "\n\n".join(_standing(document))
    yield from _warnings(document)
    yield from _seen(document)
    lead = _lead(document)
    if lead is not None:
        yield from ("", "What to do:", "")
        yield from _steps(lead["solution"], MAX_SENTENCE)
    if findings:
        yield from ("", "Findings:", "")
    for place, finding in enumerate(findings[:MAX_FINDINGS]):
        basis = BASES.get(finding["basis"], finding["basis"])
        title = plain(finding["title"], MAX_SENTENCE)
        rule = "" if finding["rule"] in finding["title"] else f"{code(finding['rule'], 100)}, "
        yield f"- {finding['outcome']}: {title} ({rule}{_times(finding['count'])}; {basis})"
        said = ""
        for evidence in finding["evidence"][: MAX_EVIDENCE if place < MAX_PROVED else 1]:
            excerpt = code(_shortened(evidence))
            yield f"  - {_place(evidence, MAX_EXCERPT)}: {'the same' if excerpt == said else excerpt}"
            said = excerpt
    if len(findings) > MAX_FINDINGS:
        yield f"- and {len(findings) - MAX_FINDINGS:,} more in the report"
    yield from _ignored(document, "Ignored, because the site knows it:", MAX_FINDINGS)
    if rows := document["unexplained"]:
        yield from ("", "Not explained:", "")
        yield from (f"- {code(row['signature'], MAX_EXCERPT)} ({_times(row['count'])})" for row in rows[:5])
        if len(rows) > 5:
            yield f"- and {len(rows) - 5:,} more in the report"
    if missing := document["coverage"]["missing"]:
        yield from ("", "Not in the upload:", "")
        yield from (f"- {plain(name, MAX_SENTENCE)}" for name in missing[:5])
    if not findings:
        yield from ("", "Looked at:", "")
        yield from (f"- {plain(sentence, MAX_SENTENCE)}" for sentence in document["coverage"]["looked_at"][:20])
    yield from ("", _tool(document))


def _shortened(evidence: Mapping[str, Any]) -> str:
    """An excerpt without its last fields where it is long: none is cut in its middle, and a request-id stays."""
    text = one_line(evidence["excerpt"])
    if len(text) <= MAX_EXCERPT:
        return text
    first, *others = text.split(_BETWEEN)
    if len(first) > MAX_EXCERPT:
        first = f"{first[:MAX_EXCERPT].rpartition(' ')[0] or first[:MAX_EXCERPT]}…"
    kept, length = [first], len(first)
    for field in others:
        length += len(_BETWEEN) + len(field)
        if length <= MAX_EXCERPT or (field.startswith(_IDS) and len(field) <= MAX_ID):
            kept.append(field)
    return _BETWEEN.join(kept) + ("" if len(kept) > len(others) else " …")


def _ignored(document: Document, head: str, most: int) -> Iterator[str]:
    if document["ignored"]:
        yield from ("", head, "")
    for finding in document["ignored"][:most]:
        title = plain(finding["title"], MAX_SENTENCE)
        why = plain(known_to_site(finding), MAX_SENTENCE)
        yield f"- {finding['outcome']}: {title} ({code(finding['rule'], 100)}, {_times(finding['count'])}; {why})"
    yield from _left_out(len(document["ignored"]) - most)


def _seen(document: Document) -> Iterator[str]:
    if said := seen_before(document["seen_before"]):
        yield from ("", f"Before: {plain(said, MAX_SENTENCE)}")


def _warnings(document: Document) -> Iterator[str]:
    for warning in document["warnings"][:MAX_ROWS]:
        yield from ("", f"Warning: {plain(warning['text'], MAX_SENTENCE)}")


# -- the full form ---------------------------------------------------------------------------------------------------


def _full(document: Document) -> Iterator[str]:
    yield from _answer(document)
    lead = _lead(document)
    if lead is not None:
        yield from ("", "## What to do", "")
        yield from _steps(lead["solution"], MAX_TEXT)
    for name, title in READY:
        if document["texts"][name]:
            yield from ("", f"### {title}", "")
            yield from _block(document["texts"][name], MAX_READY)
    if document["findings"]:
        yield from ("", "## Findings")
    for finding in document["findings"][:MAX_ROWS]:
        yield from _finding(finding)
    yield from _left_out(len(document["findings"]) - MAX_ROWS)
    yield from _ignored(document, "## Ignored, because the site knows it", MAX_ROWS)
    yield from _facts(document)
    if document["unexplained"]:
        yield from ("", "## Not explained")
    for row in document["unexplained"][:MAX_ROWS]:
        yield from ("", f"### {code(row['signature'], MAX_EXCERPT)}", "", f"Seen {_times(row['count'])}.")
        yield from _evidence(row["evidence"])
    yield from _left_out(len(document["unexplained"]) - MAX_ROWS)
    yield from _coverage(document)
    yield from _made(document)


def _answer(document: Document) -> Iterator[str]:
    verdict = document["verdict"]
    yield f"# {verdict['outcome'].upper()}: {plain(verdict['headline'], MAX_TEXT)}"
    yield ""
    yield f"- Who acts next: {OWNERS.get(verdict['owner'], verdict['owner'])}"
    yield from (f"- {said}" for said in _standing(document))
    confidence = verdict["confidence"]
    yield from (f"  - for it: {plain(sentence, MAX_TEXT)}" for sentence in confidence["for"][:MAX_ROWS])
    yield from (f"  - against it: {plain(sentence, MAX_TEXT)}" for sentence in confidence["against"][:MAX_ROWS])
    if document["period"]["first"]:
        yield f"- The log covers: {span(document['period'])}"
    if said := seen_before(document["seen_before"]):
        yield f"- Before: {plain(said, MAX_TEXT)}"
    yield from (f"- Warning: {plain(warning['text'], MAX_TEXT)}" for warning in document["warnings"][:MAX_ROWS])


def _standing(document: Document) -> Iterator[str]:
    """Whom it hits, since when, and how sure that is."""
    told = answer.of(document)
    name, said = told.standing
    if said:
        yield f"{name}: {plain(said, MAX_SENTENCE)}"
    yield f"How sure: {plain(told.sure, MAX_SENTENCE)}"


def _facts(document: Document) -> Iterator[str]:
    recipes = (*tables.PICTURED, tables.TURNS, *tables.FACTS)
    found = [table for recipe in recipes if (table := tables.build(recipe, document, MAX_ROWS))]
    if found:
        yield from ("", "## Facts")
    for table in found:
        yield from ("", f"### {table.caption}", "")
        yield f"| {' | '.join(column.head for column in table.columns)} |"
        yield f"|{'|'.join(' ---: ' if column.style.startswith('n') else ' --- ' for column in table.columns)}|"
        for row in table.rows:
            yield f"| {' | '.join(plain(cell.text, MAX_EXCERPT) or '–' for cell in row)} |"
        yield from _left_out(table.left_out)
    if unseen := tables.unseen(document):
        yield from ("", f"Looked for and not seen: {', '.join(unseen)}.")


def _finding(finding: Mapping[str, Any]) -> Iterator[str]:
    yield from ("", f"### {finding['outcome']}: {plain(finding['title'], MAX_TEXT)}", "")
    yield f"- Known error: {code(finding['rule'], 100)}, {plain(finding['source'], MAX_TEXT)}"
    yield f"- Severity: {finding['severity']}"
    yield f"- Basis: {BASES.get(finding['basis'], finding['basis'])}"
    yield f"- Who acts: {OWNERS.get(finding['owner'], finding['owner'])}"
    seen = _times(finding["count"])
    if finding["first_seen"] or finding["last_seen"]:
        seen += f", {span({'first': finding['first_seen'], 'last': finding['last_seen']})}"
    yield f"- Seen: {seen}{'; it worked again afterwards' if finding['recovered'] else ''}"
    if finding["parameters"]:
        pairs = list(finding["parameters"].items())[:MAX_ROWS]
        yield "- Values: " + ", ".join(f"{code(name, 100)} = {code(value, MAX_EXCERPT)}" for name, value in pairs)
    if finding["cause"]:
        yield from ("", f"Why it happens: {ours(finding['cause'], MAX_TEXT)}")
    if finding["solution"]:
        yield from ("", "What to do:", "")
        yield from _steps(finding["solution"], MAX_TEXT)
    yield from _evidence(finding["evidence"])
    if finding["references"]:
        yield from ("", "Read more:", "")
        yield from (f"- {_reference(url)}" for url in finding["references"][:MAX_ROWS])


def _evidence(places: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for place in places:
        yield from ("", f"Evidence in {_place(place, MAX_TEXT)}:", "")
        yield from _block(place["excerpt"])


def _coverage(document: Document) -> Iterator[str]:
    coverage = document["coverage"]
    yield from ("", "## What was read, what is missing", "")
    yield f"- Read: {size(coverage['bytes_read'])}, {counted(coverage['records'], 'record')}"
    yield f"- Skipped: {size(coverage['bytes_skipped']) if coverage['bytes_skipped'] else 'nothing'}"
    yield from (f"- {plain(sentence, MAX_TEXT)}" for sentence in coverage["looked_at"][:MAX_ROWS])
    if coverage["missing"]:
        yield from ("", "Not in the upload:", "")
        yield from (f"- {plain(name, MAX_TEXT)}" for name in coverage["missing"][:MAX_ROWS])
        yield from _left_out(len(coverage["missing"]) - MAX_ROWS)
    if coverage["not_evaluated"]:
        yield from ("", "Known errors that could not be judged:", "")
        rows = coverage["not_evaluated"]
        yield from (f"- {code(row['rule'], 100)}: {plain(row['reason'], MAX_TEXT)}" for row in rows[:MAX_ROWS])
        yield from _left_out(len(rows) - MAX_ROWS)
    warned = [
        f"- {code(row['name'], MAX_TEXT)}: {plain(warning, MAX_TEXT)}"
        for row in document["documents"]
        for warning in row["warnings"]
    ]
    if warned:
        yield from ("", "Notes on the documents:", "", *warned[:MAX_ROWS])
        yield from _left_out(len(warned) - MAX_ROWS)


def _made(document: Document) -> Iterator[str]:
    yield from ("", "## How this was made", "", _tool(document))
    if options := document["made"]["options"]:
        yield from ("", "With:", "")
        yield from (f"- {plain(option, MAX_TEXT)}" for option in options[:MAX_ROWS])
    if document["documents"]:
        yield from ("", "| Document | Taken for | Size | Records | SHA-256 |", "| --- | --- | ---: | ---: | --- |")
    for row in document["documents"][:MAX_ROWS]:
        kind, length = KINDS.get(row["kind"], row["kind"]), size(row["bytes"])
        name = plain(row["name"], MAX_EXCERPT) or "–"
        yield f"| {name} | {kind} | {length} | {number(row['records'])} | {code(row['sha256'] or '–')} |"
    yield from _left_out(len(document["documents"]) - MAX_ROWS)


# -- pieces of both --------------------------------------------------------------------------------------------------


def _lead(document: Document) -> Mapping[str, Any] | None:
    rule = document["verdict"]["rule"]
    found: Iterable[Mapping[str, Any]] = document["findings"]
    return next((finding for finding in found if finding["rule"] == rule), None)


def _steps(steps: Sequence[str], most: int) -> Iterator[str]:
    yield from (f"{number}. {ours(step, most)}" for number, step in enumerate(steps[:MAX_FINDINGS], 1))
    if len(steps) > MAX_FINDINGS:
        yield f"{MAX_FINDINGS + 1}. and {len(steps) - MAX_FINDINGS:,} more in the report"


def _place(evidence: Mapping[str, Any], most: int) -> str:
    moment = f", {when(evidence['time'])}" if evidence["time"] else ""
    return f"{code(evidence['document'], most)}, line {evidence['line']}{moment}"


def _tool(document: Document) -> str:
    tool = document["tool"]
    return f"{plain(tool['name'], 100)} {plain(tool['version'], 100)}, catalogue {code(tool['catalogue'], 100)}"


def _left_out(count: int) -> Iterator[str]:
    if count > 0:
        yield from ("", f"{count:,} more are in the JSON.")


def _reference(url: str) -> str:
    return f"<{url}>" if _LINK.fullmatch(url) else code(url, MAX_TEXT)


# -- what cannot become markup ---------------------------------------------------------------------------------------


def plain(text: str, most: int | None = None) -> str:
    """A sentence on one line: markup escaped, what trackers look for in the finished text in code."""
    return _begun(" ".join(_word(word) for word in one_line(text, most).split(" ")))


def ours(text: str, most: int | None = None) -> str:
    """A sentence of ours, as `plain`, with its commands as code: nothing in them is escaped."""
    pieces = (
        code(part.text) if part.is_command else " ".join(_word(word) for word in part.text.split(" "))
        for part in commands.parts(one_line(text, most))
    )
    return _begun("".join(pieces))


def _begun(line: str) -> str:
    """A line that begins neither a quotation nor a list."""
    if line.startswith(">"):  # a quotation, at the beginning of a line alone; within one it is as legible as it stands
        line = f"&gt;{line[1:]}"
    return _NUMBERED.sub(r"\1\\\2", line, count=1) if _NUMBERED.match(line) else line


def code(text: str, most: int | None = None) -> str:
    """The text on one line as code spans, which nothing in it can close.

    What could begin a tag stands between two of them as an entity: some trackers look for HTML before they read code.
    """
    line = _WIKI.sub(" ", one_line(text, most)) or " "
    return "&lt;".join(_span(part) if part else "" for part in _TAG.split(line))


def _span(line: str) -> str:
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or (line[0] == line[-1] == " " and line.strip()) else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _word(word: str) -> str:
    if _FOUND_LATER.search(word):
        if (inner := word.rstrip(_ENDS)) and inner != word:
            return f"{_word(inner)}{word[len(inner) :]}"
        return "&#124;".join(code(part) if part else "" for part in word.split("|"))
    escaped = _SPECIAL.sub(r"\\\1", word)
    if _LEADING.match(escaped):
        escaped = f"\\{escaped}"
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;")


def _block(text: str, most: int = MAX_TEXT) -> Iterator[str]:
    """The text as a fenced block, its lines as they are."""
    whole = shown(text)
    cut = f"{whole[:most]}…" if len(whole) > most else whole
    fence = "`" * max(3, _longest_run(cut) + 1)
    yield fence
    yield from (_WIKI.sub(" ", line) for line in cut.expandtabs(4).split("\n"))
    yield fence


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
