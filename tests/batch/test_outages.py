"""An outage is one place, many organizations, one stretch of time; everything else is a coincidence."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from analyzer.batch.outages import Measure, outages
from analyzer.batch.rows import Row

NIGHT = datetime(2026, 11, 12, 1, 0, tzinfo=UTC)
HOST = "my345678.crm.ondemand.com"


def row(
    number: int,
    minutes: int,
    *,
    rule: str = "c4c-internal-server-error",
    system: str = "c4c",
    outcome: str = "error",
    organization: str | None = None,
    **places: tuple[str, ...],
) -> Row:
    at = (NIGHT + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")
    finding = {"rule": rule, "title": rule, "system": system, "owner": "sap-api-team", "outcome": outcome}
    finding |= {"count": 1, "first_seen": at, "last_seen": at}
    owner = organization if organization is not None else f"org{number}.example"
    organizations = (owner,) if owner else ()
    return Row(case=f"{number:03}.zip", organizations=organizations, rule=rule, findings=(finding,), **places)


def on_host(*minutes: int) -> list[Row]:
    return [row(number, minute, c4c_hosts=(HOST,)) for number, minute in enumerate(minutes)]


def test_four_organizations_on_one_host_within_two_hours_are_an_outage() -> None:
    (found,) = outages(on_host(0, 30, 60, 119))

    assert (found.kind, found.value, found.organizations) == ("c4c-host", HOST, 4)
    assert found.cases == ("000.zip", "001.zip", "002.zip", "003.zip")
    assert (found.first_seen, found.last_seen) == ("2026-11-12T01:00:00Z", "2026-11-12T02:59:00Z")


def test_three_organizations_are_a_coincidence() -> None:
    assert outages(on_host(0, 30, 60)) == []


def test_four_that_are_spread_over_the_night_are_a_coincidence() -> None:
    assert outages(on_host(0, 130, 260, 390)) == []


def test_four_cases_of_one_organization_are_its_own_trouble() -> None:
    rows = [row(number, number, organization="acme.example", c4c_hosts=(HOST,)) for number in range(6)]

    assert outages(rows) == []


def test_cases_that_name_no_organization_prove_nothing() -> None:
    rows = [row(number, number, organization="", c4c_hosts=(HOST,)) for number in range(6)]

    assert outages(rows) == []


def test_who_had_it_the_day_before_is_not_counted() -> None:
    before = [row(number, -300, organization=f"org{number % 100}.example", c4c_hosts=(HOST,)) for number in (100, 101)]

    assert outages([*on_host(0, 10, 20, 30), *before]) == []


def test_who_had_it_the_day_before_is_none_of_those_without_a_place_either() -> None:
    """The day before it was told under its place; it was there all the same."""
    before = [
        row(
            100 + n,
            -1200 + n,
            rule="exchange-unavailable",
            system="exchange",
            organization=f"org{n}.example",
            forests=("EUR1",),
        )
        for n in range(4)
    ]
    again = [row(n, n, rule="exchange-unavailable", system="exchange", forests=("EUR1",)) for n in range(4)]

    (found,) = outages([*before, *again])

    assert set(found.cases) == {one.case for one in before}


def test_issues_are_no_outage() -> None:
    rows = [row(number, number, outcome="issue", c4c_hosts=(HOST,)) for number in range(6)]

    assert outages(rows) == []


def test_an_error_of_exchange_says_nothing_of_the_c4c_host() -> None:
    rows = [row(n, n, system="exchange", rule=f"r{n}", c4c_hosts=(HOST,)) for n in range(6)]

    assert outages(rows) == []


def test_different_findings_in_one_place_are_one_outage_named_by_the_most_frequent() -> None:
    rows = on_host(0, 10, 20)
    rows += [row(number, 30, rule="c4c-no-response", c4c_hosts=(HOST,)) for number in (10, 11)]

    (found,) = outages(rows)

    assert found.rule == "c4c-internal-server-error"
    assert found.rules == ("c4c-internal-server-error", "c4c-no-response")
    assert len(found.cases) == 5


def test_the_same_finding_everywhere_at_once_is_an_outage_without_a_place() -> None:
    rows = [row(n, n, rule="exchange-unavailable", system="exchange", forests=(f"f{n}.example",)) for n in range(5)]

    (found,) = outages(rows)

    assert (found.kind, found.value) == ("rule", "exchange-unavailable")


def test_what_many_customers_have_every_day_is_no_outage() -> None:
    rows = [row(n, 40 * n, rule="exchange-oauth-refresh-token", system="exchange") for n in range(36)]

    assert outages(rows) == []


def test_a_few_of_those_who_have_it_all_night_fall_together_by_chance() -> None:
    minutes = (0, 130, 160, 170, 185, 300, 390, 460)
    rows = [row(n, at, rule="exchange-ews-retired", system="exchange") for n, at in enumerate(minutes)]

    assert outages(rows) == []

    burst = [row(50 + n, 200 + n, rule="exchange-ews-retired", system="exchange") for n in range(8)]
    assert len(outages([*rows, *burst])) == 1


def test_the_scale_unit_is_named_where_it_says_more_than_the_forest() -> None:
    places = {"forests": ("deup281.prod.outlook.com",), "scale_units": ("fr2p281",)}
    rows = [row(n, n, rule="exchange-unavailable", system="exchange", **places) for n in range(5)]

    (found,) = outages(rows)

    assert (found.kind, found.value) == ("scale-unit", "fr2p281")


def test_two_outages_of_one_host_on_two_nights_are_two() -> None:
    later = [row(number, 3 * 1440 + number, c4c_hosts=(HOST,)) for number in range(50, 54)]

    assert len(outages([*on_host(0, 1, 2, 3), *later])) == 2


def test_the_numbers_can_be_changed() -> None:
    assert len(outages(on_host(0, 150), Measure(window=timedelta(hours=3), organizations=2))) == 1


def test_an_outage_that_lasts_the_night_is_one() -> None:
    (found,) = outages(on_host(*range(0, 400, 25)))

    assert found.organizations == 16
    assert found.last_seen == "2026-11-12T07:15:00Z"


def test_a_forest_on_which_somebody_fails_all_night_has_no_outage() -> None:
    forest = {"system": "exchange", "forests": ("deup281.prod.outlook.com",)}
    night = [row(n, 20 * n, rule=f"r{n % 5}", **forest) for n in range(24)]

    assert outages(night) == []

    burst = [row(100 + n, 200 + n, rule="exchange-unavailable", **forest) for n in range(15)]
    (found,) = outages([*night, *burst])
    assert found.rule == "exchange-unavailable"
    assert {f"{100 + n}.zip" for n in range(15)} <= set(found.cases)


def test_what_a_place_explains_makes_no_outage_of_the_rest() -> None:
    elsewhere = [row(50, 5, c4c_hosts=("my1.crm.ondemand.com",))]

    (found,) = outages([*on_host(0, 10, 20, 30, 40), *elsewhere])

    assert found.value == HOST
    assert len(found.cases) == 5


def test_three_on_one_host_and_one_on_another_have_nothing_in_common() -> None:
    rows = [row(n, n, c4c_hosts=(HOST,)) for n in range(3)]

    assert outages([*rows, row(50, 5, c4c_hosts=("my1.crm.ondemand.com",))]) == []


def test_a_finding_without_a_time_has_that_of_a_short_log() -> None:
    rows = on_host(0, 10, 20, 30)
    undated = [replace(one, findings=({**one.findings[0], "first_seen": None, "last_seen": None},)) for one in rows]
    dated = [
        replace(bare, first_seen=one.findings[0]["first_seen"], last_seen=one.findings[0]["last_seen"])
        for bare, one in zip(undated, rows, strict=True)
    ]

    assert outages(undated) == []
    assert len(outages(dated)) == 1
    long = [replace(one, first_seen="2026-11-01T00:00:00Z") for one in dated]
    assert outages(long) == []


def test_ten_thousand_organizations_that_fail_at_once_are_told_at_once() -> None:
    rows = [row(n, n % 100, rule="exchange-unavailable", system="exchange") for n in range(10_000)]

    (found,) = outages(rows)

    assert found.organizations == 10_000
