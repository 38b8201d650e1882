"""The catalogue proves itself: every rule fires on its samples and stays silent on the others."""

from __future__ import annotations

import pytest

from analyzer.rules import catalogue
from analyzer.rules.schema import Rule
from tests.conftest import Analyse, rules_of

RULES = catalogue.load().rules
FIRES = [pytest.param(rule, text, id=f"{rule.id}-{n}") for rule in RULES for n, text in enumerate(rule.fires, 1)]
SILENT = [pytest.param(rule, text, id=f"{rule.id}-{n}") for rule in RULES for n, text in enumerate(rule.silent, 1)]

FIXED_IDS = {
    "exchange-authentication",
    "exchange-oauth-refresh-token",
    "snapshot-limit",
    "exchange-unexpected",
    "exchange-ews-url-not-found",
    "exchange-forbidden",
    "exchange-xml-ended",
    "exchange-organization-removed",
    "exchange-kerio-connect",
    "exchange-unsupported-server",
    "exchange-ews-retired",
    "exchange-account-locked",
    "exchange-unavailable",
    "exchange-no-response",
    "c4c-internal-server-error",
}


def test_the_ids_that_others_rely_on_are_there() -> None:
    assert {rule.id for rule in RULES} >= FIXED_IDS


@pytest.mark.parametrize(("rule", "text"), FIRES)
def test_a_rule_fires_on_its_samples(analyse: Analyse, rule: Rule, text: str) -> None:
    assert rule.id in rules_of(analyse(text))


@pytest.mark.parametrize(("rule", "text"), SILENT)
def test_a_rule_is_silent_where_it_must_be(analyse: Analyse, rule: Rule, text: str) -> None:
    assert rule.id not in rules_of(analyse(text))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_what_to_do_without_a_gap_left_in_its_words(analyse: Analyse, rule: Rule) -> None:
    finding = next(f for f in analyse(rule.fires[0])["findings"] if f["rule"] == rule.id)
    said = " ".join([finding["title"], finding["cause"], *finding["solution"]])

    assert finding["solution"]
    assert "{" not in said
    assert " ?" not in said
