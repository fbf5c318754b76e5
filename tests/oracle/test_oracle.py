"""Datasets against SQL that shares nothing with the program: see README.md in this folder."""

import json
import shutil
import subprocess

import oracle_data
import pytest
from oracle_data import Run

LIMIT = 4.0  # standard errors

VIOLATIONS = oracle_data.all_checks("violations")
RATES = oracle_data.all_checks("rates")


def read(name):
    return oracle_data.read_checks(oracle_data.HERE / name)


@pytest.mark.parametrize("name", ["baseline", "small"])
@pytest.mark.parametrize("check", VIOLATIONS, ids=lambda check: check.id)
def test_no_violation(dataset, name, check):
    count, rows = oracle_data.offenders(dataset(name), check)
    assert count == 0, f"{check.says} {count} rows do not, as: {rows}"


@pytest.fixture(scope="session")
def declared(fauxmart):
    """table -> its rules, as the program declares them."""
    done = subprocess.run(
        [str(fauxmart), "describe", "--format", "json"], capture_output=True, check=True
    )
    return {t["name"]: t["rules"] for t in json.loads(done.stdout)["tables"]}


@pytest.mark.parametrize("name", ["baseline", "small"])
@pytest.mark.parametrize("table", oracle_data.SHOP + oracle_data.TRUTH)
def test_declared_rules_hold(dataset, declared, name, table):
    for rule in declared[table]:
        sql = f"SELECT * FROM {table} WHERE NOT coalesce(({rule['sql']}), false)"
        check = oracle_data.Check("describe", table, rule["description"], sql)
        count, rows = oracle_data.offenders(dataset(name), check)
        assert count == 0, f"{table}: {rule['description']} {count} rows do not, as: {rows}"


def assert_within(db, check):
    results = oracle_data.deviations(db, check)
    bad = [f"{what}: {words} (z {z:+.1f})" for what, z, words in results if abs(z) > LIMIT]
    assert not bad, f"{check.says} {len(bad)} of {len(results)} do not: {'; '.join(bad[:8])}"


@pytest.mark.parametrize("check", RATES, ids=lambda check: check.id)
def test_rate(dataset, check):
    assert_within(dataset("baseline"), check)


@pytest.mark.parametrize("check", read("poisson.sql"), ids=lambda check: check.id)
def test_arrivals_are_poisson(dataset, check):
    assert_within(dataset("baseline"), check)


@pytest.mark.parametrize("name", ["year", "august"])
@pytest.mark.parametrize("check", read("seasons.sql"), ids=lambda check: check.id)
def test_seasons(dataset, name, check):
    assert_within(dataset(name), check)


@pytest.mark.parametrize("seed", range(1, 11))
@pytest.mark.parametrize("check", read("correlations.sql"), ids=lambda check: check.id)
def test_correlations(make, check, seed):
    run = Run(seed=seed, tables=("orders", "support_tickets", "cart_abandonment"))
    with oracle_data.open_dataset(make(f"correlations-{seed}", run), run) as db:
        assert_within(db, check)


# The origin's published runs: hours, intensity, base, orders.
PUBLISHED = [
    (1, 1, 800, 240),
    (4, 2, 800, 2_178),
    (8, 3, 800, 9_084),
    (24, 5, 20_000, 1_559_991),
    (720, 1, 800, 374_072),
]


@pytest.mark.parametrize(("hours", "intensity", "base", "orders"), PUBLISHED)
@pytest.mark.parametrize("check", read("counts.sql"), ids=lambda check: check.id)
def test_exact_counts(make, work, check, hours, intensity, base, orders):
    run = Run(hours=hours, intensity=intensity, base=base, tables=("orders",))
    name = f"count-{hours}"
    with oracle_data.open_dataset(make(name, run), run) as db:
        assert db.execute(check.sql).fetchall() == [(orders, hours)]
    shutil.rmtree(work / name)
