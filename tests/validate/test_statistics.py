"""What is planned follows the effects: sound datasets of all kinds pass, and what cannot be
expected of them is skipped, with the reason."""

import json

import pytest
import yaml
from breaking import manifest_of, write_manifest
from names import (
    BLOCKS,
    CATEGORIES,
    CHANNELS,
    ITEMS,
    LATE,
    LATE_HOURS,
    LINE_CATEGORIES,
    ORDER_COHORTS,
    PLANNED,
    PRICE,
    QUANTITIES,
    RETURNED,
    SEVERITIES,
    STATUSES,
)

SCENARIOS = (
    *("baseline", "customer_segments", "flash_sale", "multi_channel", "payment_outage"),
    *("returns_wave", "seasonal_planning", "supply_disruption", "viral_moment"),
)
# What an effect of each scenario keeps from being compared; everything else is.
SKIPPED = {
    "flash_sale": {BLOCKS},
    "multi_channel": {BLOCKS},
    "payment_outage": {BLOCKS},
    "returns_wave": {BLOCKS},
    "supply_disruption": {BLOCKS, ITEMS, QUANTITIES, LINE_CATEGORIES, LATE},
    "viral_moment": {BLOCKS, ITEMS, QUANTITIES, LINE_CATEGORIES},
}
CART_ITEMS = ("cart_abandonment", "Carts hold as many products.")
for name in ("supply_disruption", "viral_moment"):
    SKIPPED[name].add(CART_ITEMS)


def skipped(answer):
    return {check for check, c in answer.checks.items() if c["outcome"] == "skipped"}


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("seed", [2, 3])
def test_sound_scenarios_pass(validate, generate, scenario, seed):
    few = () if scenario in ("flash_sale", "payment_outage") else ("--orders-per-hour", "300")
    answer = validate(generate(scenario, "--seed", str(seed), *few), "--json")
    assert answer.status == 0, answer.failed
    assert skipped(answer) == SKIPPED.get(scenario, set())


EFFECTS = {
    "some visitors": (
        {"lever": "traffic", "scale": 2, "where": {"channel": "app"}},
        {ORDER_COHORTS, CHANNELS},
    ),
    "a mix of some": (
        {"lever": "severity", "set": {"low": 0.1}, "where": {"cohort": "gen_z"}},
        {SEVERITIES},
    ),
    "returns of some": (
        {"lever": "return_rate", "scale": 3, "where": {"cohort": "boomer"}},
        {RETURNED},
    ),
    "demand of a subcategory": (
        {"lever": "demand", "scale": 3, "where": {"subcategory": "skincare"}},
        {LINE_CATEGORIES},
    ),
    "lateness of some": (
        {"lever": "lateness", "scale": 3, "where": {"warehouse": "WH_01"}},
        {LATE},
    ),
    "prices": ({"lever": "price", "scale": 0.5, "where": {"category": "books"}}, {PRICE}),
    # These are expected as they are moved.
    "a number": ({"lever": "orders.late_hours", "set": [30, 40]}, set()),
    "another number": ({"lever": "tickets.named_share", "set": 0.2}, set()),
    "more are late": ({"lever": "lateness", "scale": 4}, set()),
    "few visitors": ({"lever": "traffic", "scale": 0.3}, set()),
    "all cohorts": ({"lever": "cohort", "add": {"boomer": 0.3}}, set()),
    "a category comes back": (
        {"lever": "return_rate", "scale": 4, "where": {"category": "books"}},
        set(),
    ),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_effects_move_what_is_planned(validate, generate, tmp_path, name):
    effect, moved = EFFECTS[name]
    scenario = {
        "name": "one",
        "description": "One effect.",
        "duration": "48h",
        "intensity": 1,
        "effects": {"it": effect},
    }
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(scenario))
    answer = validate(generate(str(tmp_path / "one.yaml")), "--json")
    assert answer.status == 0, answer.failed
    for check in moved:
        assert "the effect it" in answer.checks[check]["reason"]
    compared = {check for check, c in answer.checks.items() if "compared" in c}
    assert {CATEGORIES, STATUSES, LATE_HOURS} <= compared


def test_tiny_shops_pass(validate, generate):
    few = ("--customers", "3", "--products", "7", "--orders-per-hour", "2", "--duration", "5h")
    for seed in range(5):
        answer = validate(generate("baseline", *few, "--seed", str(seed), "--overwrite"), "--json")
        assert answer.status == 0, answer.failed


def test_another_world_is_noticed(validate, broken):
    """The request tells what to expect: rows of another world are not those that it says."""
    dataset = broken("month")
    manifest = manifest_of(dataset)
    manifest["request"]["set"] = ["world.correlations.orders_delays=0.6"]
    write_manifest(dataset, manifest)
    answer = validate(dataset, "--json")
    assert answer.failed == [BLOCKS]
    off = [f["what"] for f in answer.checks[BLOCKS]["compared"] if abs(f["z"]) > 5]
    assert off == ["from hour 0: orders and delays"]


def test_plan_of_another_hour_is_noticed(validate, broken):
    dataset = broken()
    path = dataset / "truth/truth.json"
    truth = json.loads(path.read_text())
    truth["plan"]["late_orders"][1] += 1
    path.write_text(json.dumps(truth))
    assert PLANNED in validate(dataset, "--json").failed
