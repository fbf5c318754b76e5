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
    DAYS,
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


# One effect each, of levers and filters that nothing above has; and where checks are left out.
OTHERS = {
    "of a supplier": {"lever": "return_rate", "scale": 3, "where": {"supplier": "Germany Premium"}},
    "of the top": {"lever": "demand", "scale": 3, "where": {"top": 3}},
    "conversion": {"lever": "conversion", "scale": 0.5},
    "conversion of some": {"lever": "conversion", "scale": 0.5, "where": {"channel": "web"}},
    "abandonment": {"lever": "abandonment", "scale": 1.5},
    "abandonment of some": {"lever": "abandonment", "scale": 2, "where": {"channel": "app"}},
    "capacity": {"lever": "capacity", "scale": 0.4},
    "tickets": {"lever": "ticket_rate", "scale": 3},
    "tickets of some": {"lever": "ticket_rate", "scale": 3, "where": {"cohort": "gen_z"}},
    "before the window": {"lever": "payment_failure", "set": 0.9, "to": "1h"},
}


@pytest.mark.parametrize("name", OTHERS)
def test_any_effect_passes(validate, generate, tmp_path, name):
    scenario = {"name": "one", "description": "One effect.", "duration": "48h", "intensity": 1,
                "effects": {"it": OTHERS[name]}}  # fmt: skip
    (tmp_path / "one.yaml").write_text(yaml.safe_dump(scenario))
    daily = ("--set", "world.correlations.block_hours=24", "--overwrite")
    for window in (("--hours", "2:48"), daily):
        answer = validate(generate(str(tmp_path / "one.yaml"), *window), "--json")
        assert answer.status == 0, answer.failed


# Where a rate is none or all, and a spread is none: what would be divided by nothing.
EDGES = {
    "all is delivered": ["orders.statuses={delivered: 1, shipped: 0, processing: 0, cancelled: 0}"],
    "nothing is late": ["orders.late_rate=0"],
    "no payment fails": ["orders.payment_failure_rate=0"],
    "every payment fails": ["orders.payment_failure_rate=1"],
    "no chatbots": ["tickets.chatbots=0"],
    "no tickets": ["tickets.rate=0"],
    "tickets of all": ["tickets.rate=1", "orders.late_rate=0.5"],
    "no carts": ["abandonment.rate=0"],
    "no returns": ["returns.rate=0"],
    "customers alike": ["customers.activity_sigma=0", "customers.lifetime_value.sigma=0"],
    "products alike": ["products.popularity_exponent=0"],
    "answers alike": ["tickets.first_response.sigma=0", "tickets.resolution_minutes.sigma=0"],
    "five lines of four": ["orders.items=[0,0,0,0,1]", "orders.quantities=[0,0,0,1]"],
    "Poisson": ["arrivals.process=poisson", "correlations.block_hours=24"],
    "blocks of a day": ["correlations.block_hours=24", "arrivals.capacity=3"],
    "beyond capacity": ["correlations.block_hours=24", "arrivals.capacity=0.5"],
    "tickets by chance": [
        "correlations.block_hours=24",
        "arrivals.capacity=3",
        "correlations.variation={tickets: 0.49, delays: 0.36, abandonment: 0.25}",
    ],
    "blocks of no day": ["correlations.block_hours=36"],
    "no variation": ["correlations.variation={tickets: 0, delays: 0, abandonment: 0}"],
}


@pytest.mark.parametrize("name", EDGES)
def test_worlds_at_their_edges_pass(validate, generate, name):
    few = ("--duration", "4d", "--customers", "400", "--products", "200")
    world = [word for setting in EDGES[name] for word in ("--set", f"world.{setting}")]
    answer = validate(generate("baseline", *few, *world, "--orders-per-hour", "200"), "--json")
    assert answer.status == 0, answer.failed


def test_days_of_follow_ups_alone_are_not_seen(validate, generate):
    by_date = ("--partition-by", "date", "--tables", "returns,order_items")
    answer = validate(generate("baseline", "--duration", "2d", *by_date), "--json")
    assert answer.status == 0 and answer.checks[DAYS]["outcome"] == "skipped"
    assert "neither orders" in answer.checks[DAYS]["reason"]


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
