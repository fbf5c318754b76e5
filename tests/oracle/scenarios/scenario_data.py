"""What the SQL of this folder reads: a scenario's dataset, its twin without the incident, the plan.

A check starts at `-- @ name: what must hold.` and returns rows of

    what, planned, measured, tolerance

and holds where measured lies within tolerance of planned. The tolerance is 0 where the plan binds
a count, a bound of the rounding where it binds it up to rounding, and else 4 standard errors,
computed in the SQL. A check reads, beside what tests/oracle/README.md lists,

- twin.TABLE: the same tables of the twin, made with --without all
- curve(hour, rate): base x intensity x m(hour), the orders of an hour before they are rounded down
- region_of(city, region): where a city lies, from worlds/default.yaml
- se(p, n): the standard error of a count of n that each happen with p

None of it comes from the program but the files.
"""

import math
from dataclasses import dataclass
from pathlib import Path

import oracle_data
from oracle_data import Check, Run

HERE = Path(__file__).resolve().parent

MACROS = """
CREATE MACRO se(p, n) AS sqrt(greatest(n * p * (1 - p), 0));
CREATE MACRO region_of() AS TABLE
  SELECT DISTINCT regexp_extract(path, '/cities/([^/]+)/', 1) AS city,
         regexp_extract(path, 'regions/([^/]+)/', 1) AS region
  FROM world WHERE path LIKE 'customers/regions/%/cities/%';
"""


@dataclass
class ScenarioRun(Run):
    """A request of a built-in scenario. Run's numbers are what is resolved, flags what is asked."""

    scenario: str = "baseline"

    def arguments(self, out: Path, *more: str) -> list[str]:
        return [
            "generate", self.scenario, "--out", str(out), "--no-sync", "--quiet",
            "--seed", str(self.seed), *self.flags, *more,
        ]  # fmt: skip


def run(scenario, hours, intensity=1.0, base=800.0, start="2025-01-01T00:00:00Z", **asked):
    """The request; what is asked besides the scenario's own becomes a flag."""
    own_base = 1000.0 if scenario == "flash_sale" else 800.0
    flags = list(asked.pop("flags", ()))
    if base != own_base:
        flags += ["--orders-per-hour", f"{base:g}"]
    return ScenarioRun(
        scenario=scenario, hours=hours, intensity=intensity, base=base, start=start,
        flags=tuple(flags), **asked,
    )  # fmt: skip


# Each file of checks runs on these. Sizes are the scenarios' own where counts are published, and
# otherwise as few orders as show the effect: no check depends on the size.
RUNS = {
    "baseline": run("baseline", 5 * 24, flags=["--duration", "5d"]),
    "flash_sale": run("flash_sale", 4, 8.5, 1000.0),
    "flash_sale-longer": run("flash_sale", 9, 8.5, 1000.0, seed=2, flags=["--duration", "9h"]),
    "returns_wave": run("returns_wave", 14 * 24, 1.2, 300.0, "2025-12-26T00:00:00Z"),
    "supply_disruption": run("supply_disruption", 14 * 24, 0.8, 400.0),
    "payment_outage": run("payment_outage", 6, 1.5),
    "payment_outage-larger": run("payment_outage", 6, 1.5, 40000.0, seed=2),
    "viral_moment": run("viral_moment", 24, 2.5),
    "customer_segments": run("customer_segments", 180 * 24, 1.0, 60.0),
    "seasonal_planning": run("seasonal_planning", 60 * 24, 1.8, 70.0, "2025-07-15T00:00:00Z"),
    "multi_channel": run("multi_channel", 90 * 24, 1.0, 120.0),
}


def curve(run: ScenarioRun) -> list[tuple[int, float]]:
    first = int(run.start[11:13])
    return [
        (hour, run.base * run.intensity * (
            0.3 + 0.7 * (0.5 + 0.5 * math.sin(2 * math.pi * (first + hour - 6) / 24))))
        for hour in range(run.hours)
    ]  # fmt: skip


def open_with_twin(directory: Path, twin: Path, run: ScenarioRun):
    """oracle_data.open_dataset, and what this folder adds to it."""
    db = oracle_data.open_dataset(directory, run)
    db.execute("CREATE SCHEMA twin")
    for table in oracle_data.SHOP:
        db.execute(f"CREATE VIEW twin.{table} AS FROM read_parquet('{twin / table}/*.parquet')")
    db.execute("CREATE TABLE curve (hour BIGINT, rate DOUBLE)")
    oracle_data.insert(db, "curve", curve(run))
    db.execute(MACROS)
    return db


def checks_of(name: str) -> list[Check]:
    """The checks of a run: those of its scenario's file."""
    return oracle_data.read_checks(HERE / f"{RUNS[name].scenario}.sql")


@dataclass
class Result:
    what: str
    planned: float
    measured: float
    tolerance: float

    @property
    def holds(self) -> bool:
        return abs(self.measured - self.planned) <= self.tolerance + 1e-9

    @property
    def z(self) -> float:
        """In standard errors, where the tolerance is four of them."""
        gap = self.measured - self.planned
        if abs(gap) <= 1e-9:
            return 0.0
        return 4 * gap / self.tolerance if self.tolerance > 0 else math.inf

    def __str__(self):
        return (
            f"{self.what}: planned {self.planned:.6g}, measured {self.measured:.6g},"
            f" tolerance {self.tolerance:.3g} (z {self.z:+.1f})"
        )


def results_of(db, check: Check) -> list[Result]:
    cursor = db.execute(check.sql)
    columns = [column[0] for column in cursor.description]
    assert columns == ["what", "planned", "measured", "tolerance"], f"{check.id}: {columns}"
    rows = cursor.fetchall()
    assert rows, f"{check.id}: no rows"
    for row in rows:
        assert None not in row[1:], f"{check.id}: {row}"
    return [Result(str(what), *map(float, numbers)) for what, *numbers in rows]
