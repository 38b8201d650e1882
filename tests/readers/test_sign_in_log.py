"""Sign-in logs of Microsoft Entra and the audit log of Microsoft 365: each entry is about one sign-in."""

from __future__ import annotations

import json

import pytest

from tests.conftest import Analyse, loud

STATUS = {"errorCode": 50158, "failureReason": "External security challenge was not satisfied."}
SIGNED_IN = {
    "createdDateTime": "2026-10-12T08:00:00Z",
    "userPrincipalName": "anna.berg@contoso.example",
    "resourceDisplayName": "Office 365 Exchange Online",
    "status": STATUS,
}
OF_MONITOR = {
    "time": "2026-10-12T08:00:00.1234567Z",
    "category": "NonInteractiveUserSignInLogs",
    "resultType": "50158",
    "resultDescription": "External security challenge was not satisfied.",
    "properties": {key: value for key, value in SIGNED_IN.items() if key != "createdDateTime"},
}
AUDITED = {
    "CreationTime": "2026-10-12T08:00:00",
    "Operation": "UserLoginFailed",
    "UserId": "anna.berg@contoso.example",
    "ErrorNumber": "50158",
    "LogonError": "ExternalSecurityChallenge",
}
FORMS = {
    "one line": json.dumps(SIGNED_IN),
    "pretty": json.dumps(SIGNED_IN, indent=2),
    "list": json.dumps([SIGNED_IN], indent=2),
    "answer of Graph": json.dumps({"value": [SIGNED_IN]}, indent=2),
    "monitor": json.dumps(OF_MONITOR) + "\n",
    "monitor without properties": json.dumps({k: v for k, v in OF_MONITOR.items() if k != "properties"}),
    "audit": json.dumps(AUDITED),
    "lines": f"{json.dumps(AUDITED)}\n{json.dumps(AUDITED | {'Operation': 'UserLoggedIn', 'ErrorNumber': '0'})}\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_refused_sign_in_is_its_code_and_an_issue_at_most(analyse: Analyse, form: str) -> None:
    document = analyse(FORMS[form])

    assert document["documents"][0]["kind"] == "plain-text"
    assert loud(document) == {"AADSTS50158": "issue"}
    (finding,) = document["findings"]
    assert finding["count"] == 1
    assert finding["first_seen"][:19] == "2026-10-12T08:00:00"


@pytest.mark.parametrize(
    "entry",
    [
        SIGNED_IN | {"status": {"errorCode": 0, "failureReason": "Other."}},
        OF_MONITOR | {"resultType": "0", "properties": {}},
        AUDITED | {"Operation": "UserLoggedIn", "ErrorNumber": "0"},
    ],
)
def test_a_sign_in_that_went_well_tells_nothing(analyse: Analyse, entry: object) -> None:
    document = analyse(json.dumps(entry))

    assert (document["findings"], document["unexplained"]) == ([], [])
    assert document["verdict"]["outcome"] == "inconclusive"


@pytest.mark.parametrize(
    "entry",
    [
        {"status": {"errorCode": 50158}, "name": "retry"},
        {"category": "AuditLogs", "resultType": "50158"},
        {"Operation": "Update", "ErrorNumber": "50158", "CreationTime": "2026-10-12T08:00:00"},
        SIGNED_IN | {"status": {"errorCode": "50158x"}},
    ],
)
def test_a_number_elsewhere_is_no_code_of_the_sign_in_service(analyse: Analyse, entry: object) -> None:
    assert loud(analyse(json.dumps(entry))) == {}


@pytest.mark.parametrize(
    "text", ["SIGN-IN STATUS:  Failure\nSIGN-IN ERROR CODE:  53004\n", "Sign-in error code: 53004"]
)
def test_the_code_in_words_of_the_portal_is_that_code(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert loud(document) == {"AADSTS53004": "issue"}
    assert document["verdict"]["owner"] == "m365-admin"


def test_a_sentence_about_the_code_is_none(analyse: Analyse) -> None:
    assert loud(analyse("Filter the log by sign-in error code: 53004 to see them")) == {}


def test_an_entry_that_says_something_else_is_one_of_a_log(analyse: Analyse) -> None:
    said = {"level": "error", "message": "ExchangeConnector: (503) Server Unavailable"}

    assert "exchange-unavailable" in loud(analyse(json.dumps(said | {"appId": "x", "status": {"errorCode": 5}}) + "\n"))


def test_a_list_of_graph_with_sign_ins_is_read(analyse: Analyse) -> None:
    entry = SIGNED_IN | {"status": {"errorCode": 50076, "failureReason": "MFA"}}
    answer = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns", "value": [entry]}

    assert "AADSTS50076" in json.dumps(analyse(json.dumps(answer)))
