"""Each scenario shows in its rows what it says: see scenario_data.py for how a check is written.

And what rules the shop keeps, it keeps in a bad hour too: the queries of tests/oracle/violations.
"""

import oracle_data
import pytest
import scenario_data

CHECKS = [(name, check) for name in scenario_data.RUNS for check in scenario_data.checks_of(name)]


def label(name, check):
    return f"{check.file}:{check.name}{name.removeprefix(scenario_data.RUNS[name].scenario)}"


def by_check(checks):
    return pytest.mark.parametrize(
        ("name", "check"), checks, ids=[label(name, check) for name, check in checks]
    )


@by_check(CHECKS)
def test_scenario(scenario, name, check):
    results = scenario_data.results_of(scenario(name), check)
    bad = [str(result) for result in results if not result.holds]
    assert not bad, f"{check.says} {len(bad)} of {len(results)} do not: {'; '.join(bad[:8])}"


# What holds without the incident too: rules of the shop, and counts that it does not change.
HOLDS_WITHOUT = {
    "flash_sale": {"came_with_it", "others_in_proportion", "load"},
    "returns_wave": {"twin", "same_orders", "failed_payments"},
    "payment_outage": {"survivors", "ticket_rows", "recovered"},
    "supply_disruption": {
        *("most_popular", "only_lines", "lost_orders", "lost_orders_share", "late", "late_tickets"),
        "orders",
    },
    "viral_moment": {"late_alike", "lost_carts", "wanted_alone"},
    "customer_segments": {"orders", "channels", "payments", "contact"},
    "seasonal_planning": {"orders", "among_themselves"},
    "multi_channel": {"no_app_before", "before_the_launch", "mobile_web_before"},
}


@by_check([(n, c) for n, c in CHECKS if n in HOLDS_WITHOUT and c.name not in HOLDS_WITHOUT[n]])
def test_check_can_fail(unharmed, name, check):
    """Of the shop without the incident it says that it is not there."""
    try:
        results = scenario_data.results_of(unharmed(name), check)
    except AssertionError:
        return  # nothing to count
    assert not all(result.holds for result in results)


# Rules of tests/oracle/violations that are about an undisturbed shop, and what breaks them.
CAMPAIGN = {"no_campaign_no_discount", "six_an_hour"}
OTHERWISE = {
    "flash_sale": {"hourly_counts", "page_load", *CAMPAIGN},
    "supply_disruption": {"hourly_counts", "reason_fits_the_stage", "carts_sorted"},
    "payment_outage": {
        *("hourly_counts", "reasons_exist", "category_fits_the_order", "payment_tickets"),
        "hidden_payment_has_a_failure_behind",
    },
    "viral_moment": {
        *("hourly_counts", "page_load", "category_fits_the_order", "reason_fits_the_stage"),
        *("carts_sorted", *CAMPAIGN),
    },
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_rules_of_the_shop(scenario, name):
    broken = {
        check.name: rows
        for check in oracle_data.all_checks("violations")
        if (rows := oracle_data.offenders(scenario(name), check)[1])
    }
    assert set(broken) == OTHERWISE[name] | {"truth_is_empty"}, broken
