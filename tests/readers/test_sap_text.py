"""What people write of SAP's answers: statuses count near what only SAP writes, and nowhere else."""

from __future__ import annotations

import pytest

from tests.conftest import Analyse, counts, loud

ERROR = '{"error": {"code": "/IWFND/MED/170", "message": {"lang": "en", "value": "No service found"}}}'


def test_statuses_near_fields_of_sap_are_those_of_sap(analyse: Analyse) -> None:
    document = analyse("# Metadata (HTTP 200)\nsap-server: true\n# The next one (HTTP 404), port 8000\nno fields\n")

    assert counts(document, "http", "system", "status") == {("c4c", 200): 1, ("c4c", 404): 1}
    assert loud(document) == {"c4c-not-found": "error"}


def test_an_error_object_belongs_to_the_status_above_it(analyse: Analyse) -> None:
    document = analyse(f"## Sales\n- HTTP 403\n```\n{ERROR}\n```\n")

    assert counts(document, "http", "system", "status") == {("c4c", 403): 1}
    assert counts(document, "response_codes", "protocol", "code") == {("odata", "/IWFND/MED/170"): 1}
    assert loud(document) == {"sap-service-not-active": "error"}


def test_a_heading_parts_a_status_from_an_error(analyse: Analyse) -> None:
    document = analyse(f"## Sales\n- HTTP 200\n## Error\n{ERROR}\n")

    assert counts(document, "http", "system", "status") == {("c4c", 200): 1}
    assert counts(document, "response_codes", "protocol", "code") == {("odata", "/IWFND/MED/170"): 1}


def test_the_id_of_an_icm_error_is_the_reason_of_the_status_above(analyse: Analyse) -> None:
    document = analyse('Said: "400 Session Timed Out" at once\n### Cause\n"x-sap-icm-err-id": "ICMENOSESSION"\n')

    assert loud(document) == {"sap-session-ended": "issue"}
    assert document["findings"][0]["count"] == 1


def test_a_status_beside_another_side_is_not_of_sap(analyse: Analyse) -> None:
    document = analyse("The EWS address gives HTTP 404\nsap-server: true\n")

    assert counts(document, "http", "system", "status") == {}


def test_a_status_far_from_sap_is_none(analyse: Analyse) -> None:
    document = analyse("Our shop gave HTTP 503\n" + "words\n" * 20 + "sap-server: true\n")

    assert counts(document, "http", "system", "status") == {}


ALONE = [
    "{\n  date: 'Mon, 12 Oct 2026 08:00:00 GMT',\n  'content-length': '20',\n  'sap-perf-fesrec': '57516.000000',\n",
    "Headers of the answer:\ncontent-type: application/json\nsap-server: true\nsap-processing-info: ODataBEP=1\n",
    '{\n "server": "SAP NetWeaver",\n "sap-metadata-last-modified": "Mon, 12 Oct 2026 08:00:00 GMT"\n}\nwas all\n',
]


@pytest.mark.parametrize("text", ALONE)
def test_fields_of_sap_without_a_status_are_an_answer_of_c4c_in_which_nothing_failed(
    analyse: Analyse, text: str
) -> None:
    document = analyse(text)

    assert document["http"] == document["findings"] == document["unexplained"] == []
    assert "an answer of C4C without its status" in document["verdict"]["headline"]


def test_a_text_that_only_speaks_of_such_a_field_is_no_answer(analyse: Analyse) -> None:
    document = analyse("We saw the field sap-perf-fesrec and asked /sap/c4c/odata what it means: nothing.\n")

    assert "answer of C4C" not in document["verdict"]["headline"]


def test_the_sentence_of_sap_gateway_about_a_service_that_is_not_active_names_sap(analyse: Analyse) -> None:
    document = analyse(
        "ODataException: No service found for namespace /FAB/, name ORDERS_SRV, version 0001 [HTTP/1.1 403 Forbidden]"
    )

    assert set(loud(document)) == {"sap-service-not-active"}
    assert document["findings"][0]["source"] == "SAP Gateway"


QUOTED = '{"error":{"code":"SY/530","message":{"lang":"en","value":"The visit is odd"}}}'
GRAPH_GOOD = "2026-10-12 08:00:09 INFO GET https://graph.microsoft.com/v1.0/me/events -> 200 OK\n"


@pytest.mark.parametrize(
    "line",
    [
        f"2026-10-12 08:00:00 ERROR odata.Client: ODataException: HTTP/1.1 400 Bad Request: {QUOTED}",
        f"Error: Request failed with status code 400: {QUOTED}",
        f"ERROR POST https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/VisitCollection (400): {QUOTED}",
        f"2026-10-12 08:00:00 ERROR sync - it is over\n\tat Sync.run(S.java:1)\nCaused by: X: status 400 {QUOTED}\n\tat A.b(C.java:2)",
        f"2026-10-12 08:00:00 ERROR X: HTTP/1.1 400 Bad Request: {QUOTED}\nCaused by: Y: HTTP/1.1 400 Bad Request: {QUOTED}",
    ],
    ids=["log", "node", "address", "beneath another", "told again beneath"],
)
@pytest.mark.parametrize("after", ["", GRAPH_GOOD], ids=["alone", "beside Graph"])
def test_an_error_that_a_line_of_a_log_quotes_is_one_of_sap(analyse: Analyse, line: str, after: str) -> None:
    document = analyse(f"{line}\n{after}")

    assert counts(document, "response_codes", "protocol", "code") == {("odata", "SY/530"): 1}
    assert {(row["system"], row["status"]) for row in document["http"]} - {("exchange", 200)} == {("c4c", 400)}
    assert [(finding["rule"], finding["count"]) for finding in document["findings"]] == [("c4c-bad-request", 1)]
    assert not document["unexplained"]


def test_an_error_that_a_log_quotes_twice_happened_twice(analyse: Analyse) -> None:
    line = f"2026-10-12 08:01:00 ERROR X: HTTP/1.1 400 Bad Request: {QUOTED}\n"

    assert counts(analyse(line + line.replace("08:01", "08:05")), "response_codes", "code") == {"SY/530": 2}


@pytest.mark.parametrize(
    "line",
    [
        f"2026-10-12 08:00:00 DEBUG answer of the test server, status 400: {QUOTED}",
        'ERROR X: HTTP/1.1 400 Bad Request: {"error":{"code":"odd","message":"no object of SAP"}}',
    ],
    ids=["calm", "another service"],
)
def test_what_a_line_quotes_is_no_error_of_sap_where_it_is_none(analyse: Analyse, line: str) -> None:
    document = analyse(f"{line}\n")

    assert not any(row["protocol"] == "odata" for row in document["response_codes"])
    assert not any(rule.startswith("c4c-") for rule in loud(document))


def test_the_log_on_page_that_a_client_prints_tells_whose_the_status_is(analyse: Analyse) -> None:
    page = "b'<html data-sap-ls-system-isRtl=\"false\"><head><title>Anmelden</title></head><body></body></html>'"

    document = analyse(f"HttpError: the service document was refused, status code: 401, body:\n{page}\n")

    assert loud(document) == {"c4c-authentication": "error"}


def test_a_status_beside_an_exception_of_msal_is_one_of_the_sign_in_service(analyse: Analyse) -> None:
    document = analyse(
        "ErrorCode: invalid_client\nStatusCode 401\n"
        "Microsoft.Identity.Client.MsalServiceException: The client was refused.\n\tat X.Y(Z.cs:1)\n"
    )

    assert "sign-in service" in document["verdict"]["headline"]


ADDRESS = "https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/LeadCollection"
FEIGN = f"feign.FeignException$NotFound: [404 Not Found] during [GET] to [{ADDRESS}] [C4cClient#get()]"
SPRING = "org.springframework.web.client.HttpServerErrorException$InternalServerError"
LOGGED = f"2026-10-12 08:00:03,020 ERROR {ADDRESS}"


@pytest.mark.parametrize(
    ("line", "status", "rule"),
    [
        (f"{LOGGED} : 500 Internal Server Error: {QUOTED}", 500, "c4c-internal-server-error"),
        (f"2026-10-12 08:00:03 ERROR POST {ADDRESS} failed: 500 Internal Server Error: {QUOTED}", 500, ""),
        (f"{SPRING}: 500 Internal Server Error: [{QUOTED}]\n\tat a.B.post(B.java:80) {ADDRESS}", 500, ""),
        (
            f"requests.exceptions.HTTPError: 500 Server Error: Internal Server Error for url: {ADDRESS} {QUOTED}",
            500,
            "",
        ),
        (f"requests.exceptions.HTTPError: 404 Client Error:  for url: {ADDRESS} {QUOTED}", 404, "c4c-not-found"),
        (
            f"WebException: The remote server returned an error: (500) Internal Server Error. {ADDRESS} {QUOTED}",
            500,
            "",
        ),
        (f"{LOGGED} : 500 Internal Server Error: {QUOTED}\nX: 500 Internal Server Error: [{QUOTED}]", 500, ""),
        (f"{LOGGED} : 401 Unauthorized: [{QUOTED}]", 401, "c4c-authentication"),
        (f"{LOGGED} : 403 Forbidden: [{QUOTED}]", 403, "c4c-forbidden"),
        (f"{LOGGED} : HTTP 403 Forbidden: {QUOTED}", 403, "c4c-forbidden"),
        (f"{LOGGED} : HTTP 403: {QUOTED}", 403, "c4c-forbidden"),
        (f'{LOGGED} : 503 Service Unavailable: "{QUOTED}"', 503, "c4c-unavailable"),
        (f"{LOGGED} : returned 503: {QUOTED}", 503, "c4c-unavailable"),
        (f"{FEIGN}: [{QUOTED}]", 404, "c4c-not-found"),
        (f"{LOGGED} : tried again after 503 Service Unavailable, then 403 Forbidden: {QUOTED}", 403, "c4c-forbidden"),
    ],
)
@pytest.mark.parametrize("after", ["", GRAPH_GOOD], ids=["alone", "beside Graph"])
def test_a_status_in_words_before_an_error_that_a_line_quotes_is_its_verdict(
    analyse: Analyse, line: str, status: int, rule: str, after: str
) -> None:
    document = analyse(f"{line}\n{after}")

    assert counts(document, "response_codes", "protocol", "code") == {("odata", "SY/530"): 1}
    assert {(row["system"], row["status"]) for row in document["http"]} - {("exchange", 200)} == {("c4c", status)}
    found = [(finding["rule"], finding["count"]) for finding in document["findings"]]
    assert set(loud(document).values()) == {"error"}
    assert found == [(rule or "c4c-internal-server-error", 1)]
    assert not document["unexplained"]


def test_a_refused_sign_in_that_a_line_quotes_in_words_is_for_the_key_user(analyse: Analyse) -> None:
    assert analyse(f"{LOGGED} : 401 Unauthorized: [{QUOTED}]\n")["verdict"]["owner"] == "c4c-key-user"


@pytest.mark.parametrize(
    "told",
    [
        "500 Not Found",
        "500 Forbidden",
        "HTTP 403 Not Found",
        "404 Not Foundation",
        "500 leads",
        "sent (500 leads of them)",
        "500 Client Error: Not Found",
        "1500 Internal Server Error",
    ],
)
def test_a_number_without_its_own_words_is_no_status_of_an_error(analyse: Analyse, told: str) -> None:
    document = analyse(f"{LOGGED} : {told}: {QUOTED}\n")

    assert counts(document, "response_codes", "protocol", "code") == {("odata", "SY/530"): 1}
    assert not document["http"]
    assert set(loud(document)) == {"c4c-odata-error"}


FIELDS = [
    'sap-message: {"code":"V1/302","message":"Wrong party","severity":"error","target":"","details":[]}\n',
    '2026-10-12 08:00:00 ERROR head sap-message={"code":"V1/302","message":"Wrong party","severity":"error"}\n',
    '  \'sap-message\': \'{"code":"V1/302","message":"Wrong party","severity":"error"}\',\n',
    '2026-10-12 08:00:00 INFO {\\"sap-message\\":\\"{\\\\"code\\\\":\\\\"V1/302\\\\",\\\\"severity\\\\":\\\\"error\\\\"}\\"}\n'.replace(
        "\\\\", "\\"
    ),
]


@pytest.mark.parametrize("text", FIELDS)
def test_the_header_field_in_which_sap_tells_an_error_is_one_of_sap(analyse: Analyse, text: str) -> None:
    document = analyse(text)

    assert counts(document, "response_codes", "protocol", "code") == {("odata", "V1/302"): 1}
    assert document["verdict"]["owner"] == "sap-api-team"
    assert document["unexplained"] == []


def test_an_error_with_a_code_of_many_services_in_that_field_is_not_one_of_graph(analyse: Analyse) -> None:
    details = '[{"code":"/APBP/CENT:003","message":"Cannot maintain","severity":"error"}]'
    document = analyse(
        f'sap-message: {{"code":"ODATA_ERROR","message":"","severity":"error","target":"","details":{details}}}\n'
    )

    assert set(counts(document, "response_codes", "protocol")) == {"odata"}
    assert loud(document) == {"c4c-odata-error": "issue"}


def test_a_warning_in_that_field_is_no_error(analyse: Analyse) -> None:
    document = analyse('sap-message: {"code":"V1/302","message":"Saved","severity":"warning","target":""}\n')

    assert document["response_codes"] == []
    assert loud(document) == {}


PASTED = """POST https://my300001.crm.ondemand.com/sap/c4c/odata/v1/c4codataapi/AppointmentCollection
400 Bad Request
98 ms
Response Body
{
    "error": {
        "code": "SY/530",
        "message": {
            "lang": "en",
            "value": "Party role is not valid"
        }
    }
}
"""


def test_an_error_object_in_several_lines_and_the_status_with_its_name_above_it_are_read(analyse: Analyse) -> None:
    document = analyse(PASTED)

    assert counts(document, "http", "system", "status") == {("c4c", 400): 1}
    assert counts(document, "response_codes", "protocol", "code") == {("odata", "SY/530"): 1}
    assert loud(document) == {"c4c-bad-request": "issue"}


def test_a_number_with_other_words_is_no_status(analyse: Analyse) -> None:
    document = analyse(PASTED.replace("400 Bad Request", "400 Lead Requests"))

    assert counts(document, "http", "status") == {}


def test_a_status_and_the_same_with_its_name_below_are_one_answer(analyse: Analyse) -> None:
    document = analyse("my300001.crm.ondemand.com /sap/c4c/odata/v1\nSAP answered HTTP 404 Not Found\n404 Not Found\n")

    assert counts(document, "http", "system", "status") == {("c4c", 404): 1}
