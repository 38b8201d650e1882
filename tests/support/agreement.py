"""Whether a document agrees with itself: what the answer says against what findings, tables, charts and letter say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from analyzer.report import answer, charts

HEDGED = re.compile(r"\b(?:most likely|probably|perhaps|may be)\b", re.IGNORECASE)
SIDES = {"exchange": ("Exchange", "Microsoft Graph"), "c4c": ("C4C",)}
ADDRESS = re.compile(r"[\w.+-]+@[\w.-]+\w")

Document = Mapping[str, Any]


def quarrels(document: Document) -> list[str]:
    """Every sentence or number that another one contradicts."""
    checks = (_hit, _lead, _proof, _reasons, _confirmed, _coverage, _places, _charts, _letter, _times)
    return [said for check in checks for said in check(document)]


def _hit(document: Document) -> Iterator[str]:
    verdict = document["verdict"]
    hit, names = verdict["hit"], verdict["mailboxes"]
    failing, every = hit["mailboxes_failing"], hit["mailboxes"]
    if names and (failing != len(names) if len(names) < 20 else (failing or 0) < 20):
        yield f"{failing} mailboxes are hit and {len(names)} are named"
    if not names and failing and verdict["rule"] is not None:
        yield f"{failing} mailboxes are hit and none is named"
    for name in ("mailboxes", "sessions"):
        if (hit[f"{name}_failing"] or 0) > (hit[name] or 0):
            yield f"{hit[f'{name}_failing']} of {hit[name]} {name} are hit"
    if len(set(names)) != len(names):
        yield "a mailbox is named twice"
    if verdict["outcome"] == "clean" and any(hit[name] for name in ("mailboxes_failing", "sessions_failing")):
        yield "nothing failed and somebody is hit"
    told = answer.of(document)
    if names and every and f"of {every:,} mailbox" not in told.affected:
        yield f"affected does not count the mailboxes: {told.affected}"


def _lead(document: Document) -> Iterator[str]:
    verdict, lead = document["verdict"], answer.lead_of(document)
    others = [row for row in document["findings"] if row is not lead and row["outcome"] != "info"]
    if [row["rule"] for row in others] != [row["rule"] for row in verdict["others"]]:
        yield "the other errors are not those of the findings"
    if verdict["rule"] is not None and lead is None:
        yield "the verdict rests on a finding that is not there"
    if lead is None:
        if verdict["since"] or verdict["mailboxes"]:
            yield "nothing is found, and it is said since when or for whom"
        return
    if lead["owner"] != verdict["owner"]:
        yield f"the verdict is for {verdict['owner']}, its finding for {lead['owner']}"
    if verdict["since"] != lead["first_seen"]:
        yield "since is not when the finding was first seen"
    if lead["solution"] and verdict["first_step"] != lead["solution"][0]:
        yield "the first step is not that of the finding"
    if lead["outcome"] == "info" or (lead["outcome"] == "issue" and verdict["outcome"] == "error" and not others):
        yield f"the verdict is {verdict['outcome']} and rests on what is only {lead['outcome']}"


def _proof(document: Document) -> Iterator[str]:
    verdict, lead = document["verdict"], answer.lead_of(document)
    if lead is None:
        return
    if not lead["evidence"]:
        yield "the finding of the verdict has no proof"
        return
    first = lead["evidence"][0]
    whole = " ".join(str(part) for part in (first["excerpt"], first["document"], *first["ids"].values())).lower()
    whole = re.sub(r"(?<=\d)[.,](?=\d{3}\b)", "", whole)
    for name, value in lead["parameters"].items():
        said = str(value).lower()
        if len(said) > 3 and said in verdict["headline"].lower() and said not in whole and name != "wait":
            yield f"the headline names {value!r}, the proof shows another: {first['excerpt'][:160]}"
    if first["marks"] and not any(stop <= len(first["excerpt"]) for _, stop in first["marks"]):
        yield "a mark lies outside of its proof"


def _reasons(document: Document) -> Iterator[str]:
    verdict = document["verdict"]
    confidence, lead = verdict["confidence"], answer.lead_of(document)
    there = {str(row["system"]) for row in (*document["operations"], *document["hosts"], *document["http"])}
    there |= {str(row["system"]) for row in document["findings"]}
    for side, names in SIDES.items():
        for sentence in confidence["for"]:
            if side not in there and any(name in sentence for name in names):
                yield f"a plus about {side}, which is not in the upload: {sentence}"
    again = any("worked again" in sentence for sentence in (*confidence["for"], *confidence["against"]))
    if lead is not None and again != bool(lead["recovered"]):
        yield f"reasons say {'' if again else 'not '}that it worked again, the finding says otherwise"
    if lead is not None and any(re.search(r"No request to .* worked", sentence) for sentence in confidence["for"]):
        good = [
            row for row in document["operations"] if row["system"] == lead["system"] and row["count"] > row["failed"]
        ]
        if good:
            yield f"no request worked, and {good[0]['count'] - good[0]['failed']} of {good[0]['operation']} did"


def _confirmed(document: Document) -> Iterator[str]:
    verdict = document["verdict"]
    confidence = verdict["confidence"]
    if confidence["level"] == "confirmed":
        if confidence["against"]:
            yield f"confirmed, and against it: {confidence['against'][0]}"
        if HEDGED.search(verdict["headline"]):
            yield f"confirmed, and hedged: {verdict['headline']}"
        if not confidence["for"]:
            yield "confirmed for no reason"


def _coverage(document: Document) -> Iterator[str]:
    asked = sum(row["count"] for row in document["requests"])
    named = sum(row["count"] for row in document["operations"])
    if named > asked:
        yield f"{named} requests have an operation, of {asked}"
    sides = {str(row["system"]) for row in document["requests"]}
    for sentence in document["coverage"]["looked_at"]:
        counted = re.match(r"([\d,]+) requests?(?: to|, [\d,]+ to)", sentence)
        if counted is None:
            continue
        shares = [int(share.replace(",", "")) for share in re.findall(r"([\d,]+) to ", sentence)]
        whole = int(counted[1].replace(",", ""))
        if shares and len(shares) > 1 and sum(shares) != whole:
            yield f"the shares are not the whole: {sentence}"
        if whole < asked:
            yield f"coverage counts {whole} requests, the sides {asked}"
        for side, names in SIDES.items():
            if side in sides and not any(name in sentence for name in (*names, "sign-in service", "that nothing")):
                yield f"coverage leaves out {side}: {sentence}"
    if document["coverage"]["explained_events"] > document["coverage"]["error_events"]:
        yield "more errors are explained than there are"


def _places(document: Document) -> Iterator[str]:
    rows = [one for row in (*document["findings"], *document["unexplained"]) for one in row["evidence"]]
    names = {row["name"] for row in document["documents"]}
    for row in (*rows, *document["timeline"], *document["settings"], *document["sessions"]):
        if row["line"] < 1:
            yield f"line {row['line']} of {row['document']}"
        if row["document"] not in names:
            yield f"a place in {row['document']}, which is not in the upload"


def _charts(document: Document) -> Iterator[str]:
    for chart in charts.build(document, [], 10_000):
        if chart.table is None or chart.requests is None:
            continue
        heads = [column.head for column in chart.table.columns]
        wanted = [heads.index(head) for head in ("Requests", "Times", "Worked", "Failed") if head in heads]
        total = sum(int(re.sub(r"\D", "", row[place].text) or 0) for row in chart.table.rows for place in wanted)
        if total != chart.requests:
            yield f"the chart {chart.caption} shows {chart.requests}, its table {total}"
    for system in ("exchange", "c4c", "other"):
        asked = [row for row in document["requests"] if row["system"] == system]
        drawn = [row for row in document["activity"] if row["system"] == system]
        count, failed = sum(row["count"] for row in asked), sum(row["failed"] for row in asked)
        shown, badly = sum(row["ok"] + row["failed"] for row in drawn), sum(row["failed"] for row in drawn)
        if shown > count or badly > failed:
            yield f"{system}: {shown} requests are drawn, {badly} failed; counted are {count}, {failed} failed"


def _letter(document: Document) -> Iterator[str]:
    verdict, letter = document["verdict"], document["texts"]["customer"] or ""
    known = {str(row["mailbox"]).lower() for row in document["mailboxes"]} | {
        str(row["user"]).lower() for row in document["sessions"]
    }
    hit = {str(name).lower() for finding in document["findings"] for name in finding.get("mailboxes", ())}
    for address in ADDRESS.findall(letter):
        if address.lower() in known - hit and hit and address.lower() not in {n.lower() for n in verdict["mailboxes"]}:
            yield f"the letter names {address}, whom nothing hits"
    if verdict["outcome"] == "clean" and re.search(r"has stopped|does not work|cannot sign in", letter):
        yield "the letter tells of an error, the verdict of none"


def _times(document: Document) -> Iterator[str]:
    period = document["period"]
    for finding in document["findings"]:
        first, last = finding["first_seen"], finding["last_seen"]
        if first and last and _key(first) > _key(last):
            yield f"{finding['rule']} was first seen after it was last seen"
        if first and period["first"] and _key(first) < _key(period["first"]):
            yield f"{finding['rule']} was seen before the upload begins"
        if last and period["last"] and _key(last) > _key(period["last"]):
            yield f"{finding['rule']} was seen after the upload ends"


def _key(moment: str) -> str:
    return moment.rstrip("Z").ljust(23, "0") if "." in moment else f"{moment.rstrip('Z')}.000"
