"""The catalogue: it proves itself, its pages are in step, and a rule that is wrong is refused with a remedy."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from analyzer.cli import main
from analyzer.model import Owner
from analyzer.proving import problems
from analyzer.reference.owners import acting, acts
from analyzer.rules import catalogue
from analyzer.rules.patterns import runaway
from analyzer.rules.schema import Rule
from tests.conftest import ROOT, Analyse, Ran

RULES = catalogue.load().rules

FIXED_IDS = {
    *("exchange-authentication", "exchange-oauth-refresh-token", "snapshot-limit", "exchange-unexpected"),
    *("exchange-ews-url-not-found", "exchange-forbidden", "exchange-xml-ended", "exchange-organization-removed"),
    *("exchange-kerio-connect", "exchange-unsupported-server", "exchange-ews-retired", "exchange-account-locked"),
    *("exchange-unavailable", "exchange-no-response", "c4c-authentication", "c4c-forbidden", "c4c-csrf"),
    *("c4c-not-found", "c4c-permissions", "c4c-internal-server-error", "c4c-no-response", "c4c-connector-exception"),
}

RULE = """\
# a rule of a site

[[rule]]
id = "site-frobnicator"
title = "The frobnicator is jammed"
source = "Site"
owner = "ssi-support"
severity = "high"
outcome = "error"
basis = "inferred"
cause = "It was not oiled."
solution = ["Oil it."]
references = ["https://example.com/frobnicator"]
when = { contains = "frobnicator", text = 'Frobnicator (?P<number>[0-9]{1,4}) is jammed' }
fires = ["Frobnicator 7 is jammed"]
silent = ["The frobnicator runs"]
"""

Command = Callable[..., Ran]


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """`ssi-analyze` in this process: the catalogue is then read once for all broken rules."""

    def run(*arguments: str | Path) -> Ran:
        monkeypatch.setattr("sys.argv", ["ssi-analyze", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out.encode(), said.err)

    return run


def test_the_ids_that_others_rely_on_are_there() -> None:
    assert {rule.id for rule in RULES} >= FIXED_IDS


def test_every_rule_fires_on_its_samples_and_on_no_other_rules_negative_ones(command: Command) -> None:
    ran = command("rules", "check")

    assert ran.stderr == ""
    assert ran.code == 0
    assert ran.stdout.decode().startswith(f"{len(RULES)} rules with ")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do_without_a_gap_left_in_its_words(analyse: Analyse, rule: Rule) -> None:
    finding = next(f for f in analyse(rule.fires[0].text)["findings"] if f["rule"] == rule.id)
    said = " ".join([finding["title"], finding["cause"], *finding["solution"]])

    assert finding["solution"]
    assert "{" not in said
    assert " ?" not in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('owner = "ssi-support"\n', "", "lacks owner; add what is missing"),
        ("cause =", "casue =", "unknown key 'casue' in rule; remove it or correct its spelling"),
        ('owner = "ssi-support"', 'owner = "somebody"', "owner is 'somebody'; use one of customer-user,"),
        ("[0-9]{1,4})", "(", "text is no valid pattern"),
        ("[0-9]{1,4}", "[0-9]+)+(?:", "can run away: a repeat without an end inside another one; give one of them"),
        ('contains = "frobnicator", ', "", "a text pattern needs contains, a literal to look for first; add it"),
        ('contains = "frobnicator"', 'contains = "is"', "contains 'is' is too short to look for first"),
        ('fires = ["Frobnicator 7 is jammed"]', "fires = []", "needs a sample that must fire it"),
        ('fires = ["Frobnicator 7', 'fires = ["Frob 7', "fires sample 1 does not make it fire; correct the condition"),
        ("frobnicator runs", "Frobnicator 8 is jammed", "silent sample 1 makes it fire; narrow the condition"),
        ("The frobnicator runs", "Authentication error", "makes 'exchange-authentication' fire too; narrow that rule"),
        ("https://example", "http://example", "reference 'http://example.com/frobnicator' is no https link"),
        ("jammed'", "jammed' ", ""),
        ("It was not oiled.", "It is {broken}.", "{broken} is captured by no pattern"),
        ("title", 'retired = ["site-frobnicator"]\ntitle', "unknown key 'retired' in rule"),
        ("silent = [", "silent = [1, ", "silent must be a list of texts, or of tables with a sample"),
        ('silent = ["The frobnicator runs"]', "silent = []", "needs a sample that must fire it and one that must not"),
        ('solution = ["Oil it."]', "solution = []", "solution has no step; say what to do first"),
        ('solution = ["Oil it."]', 'solution = "Oil it."', "solution must be a list of texts"),
        ('title = "The frobnicator is jammed"', "title = 5", "title must be a text that is not empty"),
        ("The frobnicator is jammed", "The \\u001b[31mfrobnicator", "title holds a control character; remove it"),
        ("site-frobnicator", "../frobnicator", "id must be letters, digits and hyphens; rename it"),
        ('severity = "high"', 'severity = "high"\nrank = -1', "rank must be a whole number that is not negative"),
        ('severity = "high"', 'severity = "high"\nside = "left"', "side is 'left'; use one of exchange, c4c, other"),
        ('severity = "high"', 'severity = "high"\ntakes_events = 1', "takes_events must be true or false"),
        (
            'severity = "high"',
            'severity = "high"\nfollows = ["frob"]',
            "follows names 'frob', which is no rule; correct",
        ),
        ('severity = "high"', 'severity = "loud"', "severity is 'loud'; use one of critical, high, medium, low, info"),
        ('outcome = "error"', 'outcome = "bad"', "outcome is 'bad'; use one of error, issue, info"),
        ('basis = "inferred"', 'basis = "rumour"', "basis is 'rumour'; use one of documented, inferred"),
        (
            'basis = "inferred"',
            'basis = "inferred"\nmaturity = "ripe"',
            "maturity is 'ripe'; use one of seen, published",
        ),
        ('contains = "frob', 'kind = "mail", contains = "frob', "kind is 'mail'; use one of http, fault"),
        ('contains = "frob', 'system = "outlook", contains = "frob', "system is 'outlook'; use one of exchange, c4c"),
        ('contains = "frob', 'status = "500", contains = "frob', "status must be one int or a list of them"),
        ('contains = "frob', 'since = "2026-10-01", contains = "frob', "since must be a date such as 2026-10-01"),
        ('contains = "frob', 'count = "frobs", contains = "frob', "unknown key 'contains' in when; remove it"),
        ("[0-9]{1,4}", "(?:a|a)*", "can run away: alternatives that begin alike inside a repeat"),
        ("[0-9]{1,4}", "[0-9]{1,900}[0-9]{1,900}[0-9]{1,900}", "can run away: two repeats side by side"),
        ("[0-9]{1,4}", "[^\\\\u0000-\\\\u4dff]+" * 4, "can run away: two repeats side by side"),
        ("[0-9]{1,4}", "(?:[^\\\\u0000-\\\\u4dff]|[^\\\\u0000-\\\\u4eff])*!", "can run away: alternatives"),
        ("[0-9]{1,4}", "ﬅ+ﬆ+ﬅ+ﬆ+!", "can run away: two repeats side by side"),
        ("[0-9]{1,4}", "(?:" + "|".join(f"w{number}" for number in range(5000)) + ")", "more than 20,000 characters"),
        ("[0-9]{1,4}", "(?:a{1,900}){1,900}", "can run away: a repeat without an end inside another one"),
        ("[0-9]{1,4}", "a{1,99999999999}", "text is no valid pattern (nested too deep, or a count too large)"),
        ("[0-9]{1,4}", "(" * 2000 + ")" * 2000, "text is no valid pattern (nested too deep, or a count too large)"),
        ('contains = "frobnicator"', 'path = "(a+)+", contains = "frobnicator"', "pattern '(a+)+' can run away"),
    ],
)
def test_a_rule_that_is_wrong_is_refused_with_file_line_and_remedy(
    check: Command, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in RULE
    path = tmp_path / "site.toml"
    path.write_text(RULE.replace(old, new))

    ran = check("rules", "check", path)

    assert said in ran.stderr
    assert ran.code == (4 if said else 0)
    assert ran.stderr.startswith(("site.toml:3: rule ", "ssi-analyze: site.toml:3: rule ")) == bool(said)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "site.toml: holds no rules; begin each one with [[rule]]"),
        (RULE.replace("[[rule]]", "[rule]").encode(), "site.toml: holds no rules; begin each one with [[rule]]"),
        (
            RULE.replace('severity = "high"', 'severity = high"').encode(),
            "site.toml:8: is no valid TOML (Invalid value",
        ),
        (RULE.encode() + b"# \xff", "site.toml:17: is not UTF-8; save the file in that encoding"),
        (RULE.encode("utf-16"), "site.toml:1: is not UTF-8; save the file in that encoding"),
        (b"x = " + b"[" * 20_000, "site.toml: is nested too deep"),
        (b"\na" + b".a" * 20_000 + b" = 1", "site.toml:2: a key is nested too deep"),
        (b'defaults = "x"\n' + RULE.encode(), "site.toml: defaults must be a table; write [defaults]"),
        (b"rule = [1]", "site.toml: rule 1: rule must be a table"),
        (RULE.encode() + b"#" * (9 << 20), "are read; spread the rules over several files"),
        (b'[defaults]\nid = "one"\n' + RULE.encode(), "[defaults] may not hold 'id'; write it into each rule"),
    ],
    ids=[
        *("empty", "no-list", "syntax", "not-utf-8", "utf-16", "too-deep", "deep-key", "no-defaults"),
        *("no-table", "too-large", "defaults"),
    ],
)
def test_a_file_that_is_no_list_of_rules_is_refused_with_a_remedy(
    check: Command, tmp_path: Path, data: bytes, said: str
) -> None:
    (tmp_path / "site.toml").write_bytes(data)

    ran = check("rules", "check", tmp_path / "site.toml")

    assert (ran.code, ran.stderr.count("\n")) == (4, 1)
    assert said in ran.stderr


@pytest.mark.parametrize(("name", "code"), [("empty", 4), ("missing.toml", 2)])
def test_a_folder_without_rules_and_a_path_that_is_not_there_are_refused(
    check: Command, tmp_path: Path, name: str, code: int
) -> None:
    (tmp_path / "empty").mkdir()

    ran = check("rules", "check", tmp_path / name)

    assert (ran.code, ran.stderr.count("\n")) == (code, 1)
    assert name in ran.stderr


def test_a_rule_file_may_have_a_byte_order_mark_and_line_ends_of_windows(check: Command, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_bytes(b"\xef\xbb\xbf" + RULE.replace("\n", "\r\n").encode())

    ran = check("rules", "check", tmp_path / "site.toml")

    assert (ran.code, ran.stdout) == (0, b"1 rules with 2 samples: all is well\n")


@pytest.mark.parametrize(
    "condition",
    [
        "{ header = \"Server\", value = '(a+)+$' }",
        "{ setting = '(a+)+$', value = 'x' }",
        "{ setting = 'x', value = '(a+)+$' }",
        "{ version = '(a+)+$' }",
        "{ none = [{ contains = \"frob\", text = '(a+)+$' }] }",
    ],
)
def test_a_pattern_that_can_run_away_is_refused_wherever_it_stands(
    check: Command, tmp_path: Path, condition: str
) -> None:
    start = RULE.index("when = ")
    end = RULE.index("\n", start)
    (tmp_path / "site.toml").write_text(RULE[:start] + f"when = {{ any = [{condition}] }}" + RULE[end:])
    (tmp_path / "upload.txt").write_text("Authentication error")

    for ran in (
        check("rules", "check", tmp_path / "site.toml"),
        check(tmp_path / "upload.txt", "--rules", tmp_path / "site.toml"),
    ):
        assert ran.code == 4
        assert "site.toml:3: rule 'site-frobnicator': pattern '(a+)+$' can run away" in ran.stderr


def test_two_rules_of_one_id_are_refused(check: Command, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(RULE + RULE[RULE.index("[[rule]]") :])

    ran = check("rules", "check", tmp_path / "site.toml")

    assert ran.code == 4
    assert "site.toml:17: id 'site-frobnicator' stands in site.toml:3 already; rename one" in ran.stderr


def test_a_rule_that_only_adds_something_leaves_its_events_to_others(check: Command, tmp_path: Path) -> None:
    (tmp_path / "upload.txt").write_text("Authentication error: Frobnicator 7 is jammed")
    for takes, others in (("true", set()), ("false", {"exchange-authentication"})):
        (tmp_path / "site.toml").write_text(RULE + f"rank = 90\ntakes_events = {takes}\n")

        ran = check(tmp_path / "upload.txt", "--rules", tmp_path / "site.toml", "-f", "json", "-o", "-", "-q")

        assert {finding["rule"] for finding in json.loads(ran.stdout)["findings"]} == {"site-frobnicator", *others}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Oil it.", "The key user oils it.", "step 1 'The key user oils it.' is not taken by SSI support, the owner"),
        (
            "Oil it.",
            "The key user asks SSI support to oil it.",
            "is not taken by SSI support, the owner; begin it with",
        ),
        ("Oil it.", "Oil it.", "step 1 'Oil it.' is not taken by SSI support"),
        (
            "It was not oiled.",
            "Other parts go on.",
            "outcome is error, and its cause says 'Other parts go on'; correct",
        ),
        ("is jammed", "{how|} : is jammed", "without values it says 'frobnicator :'; give the place words of its own"),
    ],
)
def test_the_words_of_a_rule_of_ours_are_held_against_its_keys(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, old: str, new: str, said: str
) -> None:
    rule = RULE.replace("Oil it.", "{Owner} oils it.").replace("(?P<number>", "(?P<how>")
    (tmp_path / "own.toml").write_text(rule.replace("{Owner} oils it." if old == "Oil it." else old, new, 1))
    known = catalogue.load([str(tmp_path / "own.toml")], own=False)
    monkeypatch.setattr("analyzer.proving.is_ours", lambda _: True)

    found = [problem.what for problem in problems(known, frozenset({"site-frobnicator"}))]

    assert len(found) == 1
    assert said in found[0]


def test_a_variant_with_another_owner_has_the_steps_with_the_other_name(tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text(
        RULE.replace("Oil it.", "{Owner} oils it.")
        + '[[rule.variants]]\nowner = "network-admin"\nwhen = { contains = "rusty" }\n'
    )

    rule = catalogue.load([str(tmp_path / "site.toml")], own=False).rule("site-frobnicator")

    assert rule.wording.solution == ("SSI support oils it.",)
    assert rule.variants[0].wording.solution == ("The network administrator oils it.",)


@pytest.mark.parametrize("table", ["response_codes.toml", "graph_codes.toml"])
def test_whoever_acts_on_a_code_of_a_table_takes_the_first_step(table: str) -> None:
    read = tomllib.loads((Path(catalogue.__file__).parent / table).read_text("utf-8"))
    told = list(read.get("steps", {}).items())
    for group in read.get("group", ()):
        told.append((group["owner"], group["steps"]))
        told.append((group.get("owner_online", group["owner"]), group.get("steps_online", group["steps"])))
        told += [(group["recovered_owner"], group["steps_recovered"])] if "recovered_owner" in group else []

    wrong = [(owner, steps[0]) for owner, steps in told if not acts(acting(steps[0], Owner(owner)), Owner(owner))]

    assert told
    assert wrong == []


def test_an_id_that_was_retired_is_not_used_again(check: Command, tmp_path: Path) -> None:
    (tmp_path / "site.toml").write_text('retired = ["site-frobnicator"]\n' + RULE)

    ran = check("rules", "check", tmp_path / "site.toml")

    assert ran.code == 4
    assert "was another rule's once; choose a new one" in ran.stderr


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        r"(\w+\s?)+$",
        r"\s*\s*x",
        ".*foo.*",
        r"(?:a|b+)+",
        r".*\d+",
        "(a|a)*b",
        "(?:a|ab|b)*",
        "(a{1,50}){1,50}",
        "(?:x{1,8}){1,120};",
        "(?>(?:x+)+;)",
        "(?:(?:x+)+;)*+",
        "(y)?(?(1)(?:x+)+;|z)",
        "(?=(?:x+)+;)x",
        "[\u0430-\u044f]+[\u0430-\u044f]+;",
        "[\U0001f600-\U0001f64f]+[\U0001f600-\U0001f64f]+;",
        "(?:x+|q)(?:x+|r);",
        r"(x{1,400})\1;",
        "(?:x|x){18};",
        "x?" * 24 + "x" * 24,
        "(?i:(?:xx|x)+);",
        "(?:xy(?:z|)|z)+;",
        "(?:x|xx|q)" * 20 + ";",
        "(?:(?=x)x|x)+;",
        "(?:x{0,3}[xy]){2,30};",
        r"(?:x?\w)*;",
        "x*[xy]x++.;",
        "-+?(?!-*)z",
        "[^x]+?(?=[^x]*y)z",
    ],
)
def test_a_pattern_that_tries_a_text_in_too_many_ways_is_found(pattern: str) -> None:
    assert runaway(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"\d+\.\d+",
        r"\s*foo\s*",
        r"(?:[a-z]{1,9}\.){1,8}",
        r"[^)]*\)",
        r"\w+-\w+",
        "(?:foo|bar)*",
        r"[\d.]+(?: patch \d+)?",
        "(?:xx?y){1,9}",
        "x?y?z?" * 4,
        "(?>x+)y(?:x+)",
        "(?:xy|x)+;",
        "[^,]*+,[^,]*+,x",
        "(?:[a-f]|[d-z])+;",
        "(?:x|y|zz)+;",
        "x+(?=y+)y",
        "(?=.*y)x",
    ],
)
def test_a_pattern_with_one_way_to_match_is_fine(pattern: str) -> None:
    assert runaway(pattern) is None


def test_the_list_tells_every_rule_as_a_table_and_as_json(command: Command) -> None:
    table = command("rules", "list").stdout.decode()
    document = command("rules", "list", "--format", "json").document

    assert len(table.splitlines()) == len(document) == len(RULES)
    assert {row["rule"] for row in document} == {rule.id for rule in RULES}  # type: ignore[index]


def test_the_card_of_a_rule_tells_what_why_who_and_its_samples(command: Command) -> None:
    card = command("rules", "show", "snapshot-limit").stdout.decode()

    for part in ("Too many records to synchronize", "c4c-key-user", "1. The key user", "It must fire on:", "https://"):
        assert part in card


def test_an_id_is_found_whatever_its_upper_and_lower_case(check: Command) -> None:
    assert check("rules", "show", "aadsts700082").stdout.decode().startswith("AADSTS700082\n")


@pytest.mark.parametrize("signature", ["exchange", "outlook · HTTP 418", "exchange ·  "])
def test_a_signature_without_anything_to_look_for_gives_no_draft(
    check: Command, analyse: Analyse, tmp_path: Path, signature: str
) -> None:
    saved = analyse("hello") | {"unexplained": [{"signature": signature, "count": 1, "evidence": []}]}
    (tmp_path / "saved.json").write_text(json.dumps(saved))

    ran = check("rules", "new", "--from", tmp_path / "saved.json")

    assert (ran.code, ran.stdout) == (2, b"")
    assert "names no error to look for" in ran.stderr


def test_a_draft_from_a_hostile_analysis_has_no_control_characters_and_no_second_rule(
    check: Command, analyse: Analyse, tmp_path: Path
) -> None:
    text = '\x1b[31m\n[[rule]]\n\u202e the mailbox """ is jammed'
    place = {"document": "a.log", "line": 1, "time": None, "excerpt": text}
    row = {"signature": f"exchange · {text}", "count": 1, "evidence": [place]}
    (tmp_path / "saved.json").write_text(json.dumps(analyse("hello") | {"unexplained": [row]}))

    draft = check("rules", "new", "--from", tmp_path / "saved.json").stdout
    (tmp_path / "site.toml").write_bytes(draft.replace(b"TODO ", b""))

    assert check("rules", "check", tmp_path / "site.toml").stdout.startswith(b"1 rules with 2 samples")
    assert b"\x1b" not in draft


def test_a_misspelt_id_is_answered_with_the_nearest_one(command: Command) -> None:
    ran = command("rules", "show", "snapshot-limits")

    assert ran.code == 2
    assert ran.stderr == "ssi-analyze: 'snapshot-limits' is no known error; did you mean snapshot-limit?\n"


def test_explain_tells_which_condition_failed_and_by_how_much(command: Command) -> None:
    upload = ROOT / "examples" / "forbidden-online.xml"

    found = command("explain", "exchange-forbidden", upload).stdout.decode()
    missed = command("explain", "exchange-ews-retired", upload).stdout.decode()

    assert found.startswith("exchange-forbidden was found.")
    assert "status 403 [21 events]" in found
    assert missed.startswith("exchange-ews-retired was not found.")
    assert (
        "since 2026-10-01 [none; nearest is exchange http 403 at forbidden-online.xml, line 37: it was seen" in missed
    )


@pytest.mark.parametrize(
    "upload",
    [
        "2026-10-12 08:00:00,020 ERROR TID:7 [SiteInMemory:ExchangeConnector] The frobnicator of a mailbox is jammed\n",
        "POST /EWS/Exchange.asmx HTTP/1.1\nHost: mail.contoso.example\n\nHTTP/1.1 418 I am a teapot\n\n",
    ],
)
def test_an_error_without_explanation_becomes_a_draft_that_proves_itself(
    command: Command, tmp_path: Path, upload: str
) -> None:
    (tmp_path / "upload.txt").write_text(upload)
    command(tmp_path / "upload.txt", "-f", "json", "-o", tmp_path / "analysis.json")

    draft = command("rules", "new", "--from", tmp_path / "analysis.json")
    assert command("rules", "new", tmp_path / "upload.txt").stdout == draft.stdout
    (tmp_path / "site.toml").write_bytes(draft.stdout)
    untouched = command("rules", "check", tmp_path / "site.toml")
    assert (untouched.code, "is a draft still; complete every line with TODO" in untouched.stderr) == (4, True)
    (tmp_path / "site.toml").write_bytes(draft.stdout.replace(b"TODO ", b""))
    checked = command("rules", "check", tmp_path / "site.toml")
    document = command(tmp_path / "upload.txt", "--rules", tmp_path / "site.toml", "-f", "json", "-o", "-").document

    assert checked.stderr == ""
    assert len(document["findings"]) == 1
    assert document["unexplained"] == []


@pytest.mark.parametrize(
    "line",
    ["ERROR [SiteInMemory:ExchangeConnector] The frobnicator is jammed", "the tumbler of the mailbox did not turn"],
)
def test_a_line_alone_becomes_a_draft_that_proves_itself(check: Command, tmp_path: Path, line: str) -> None:
    draft = check("rules", "new", line).stdout
    (tmp_path / "site.toml").write_bytes(draft.replace(b"TODO ", b""))

    assert check("rules", "check", tmp_path / "site.toml").stdout.startswith(b"1 rules with 2 samples: all is well")


def test_a_line_that_a_rule_explains_gives_no_draft(check: Command) -> None:
    ran = check("rules", "new", "[SiteInMemory:ExchangeConnector] Authentication error")

    assert (ran.code, ran.stdout) == (2, b"")
    assert "exchange-authentication explains this line already" in ran.stderr


@pytest.mark.parametrize("arguments", [(), ("a line of a log", "--from", "a.json"), ("no-such-upload.zip",)])
def test_a_draft_needs_an_upload_or_a_line_or_a_saved_analysis(check: Command, arguments: tuple[str, ...]) -> None:
    assert check("rules", "new", *arguments).code == 2


@pytest.mark.parametrize(
    "text",
    [
        "[1]",
        "{}",
        "[" * 100_000,
        '{"unexplained": [{}]}',
        '{"unexplained": [{"signature": 5, "evidence": []}]}',
        '{"unexplained": [{"signature": "exchange · x", "evidence": [{"excerpt": null}]}]}',
    ],
)
def test_a_draft_from_what_is_no_analysis_is_refused(check: Command, tmp_path: Path, text: str) -> None:
    (tmp_path / "broken.json").write_text(text)

    ran = check("rules", "new", "--from", tmp_path / "broken.json")

    assert (ran.code, ran.stderr.count("\n")) == (4, 1)
    assert ran.stderr.endswith("; name a file that -f json wrote\n")
