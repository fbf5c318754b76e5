"""What the SQL of this folder reads: a dataset's files, the world's numbers, the run's inputs.

None of it comes from the program: the world is a plain parse of worlds/default.yaml, and the few
numbers that need a formula (the orders of an hour, the seasons) are computed here from the text of
the specification.
"""

import datetime
import functools
import math
import re
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import yaml

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

FACTS = ("orders", "order_items", "support_tickets", "cart_abandonment", "returns")
SHOP = ("customers", "suppliers", "products", "campaigns", *FACTS, "system_metrics")
TRUTH = ("incidents", "incident_labels")

MACROS = """
-- num('orders/tax_rate'): a number of the world; an error if there is none of that name.
CREATE MACRO num(p) AS (
  SELECT CASE WHEN count(*) = 1 THEN any_value(value)::DOUBLE
              ELSE error('the world has no ' || p) END
  FROM world WHERE path = p);
-- mix('tickets/languages/*'): names and shares; mixes('customers/cohorts/*/channels/*'): by parent.
CREATE MACRO mix(pattern) AS TABLE
  SELECT regexp_extract(path, '^' || replace(pattern, '*', '([^/]+)') || '$', 1) AS name,
         value::DOUBLE AS share
  FROM world WHERE regexp_full_match(path, replace(pattern, '*', '([^/]+)'));
CREATE MACRO mixes(pattern) AS TABLE
  SELECT regexp_extract(path, '^' || replace(pattern, '*', '([^/]+)') || '$', 1) AS parent,
         regexp_extract(path, '^' || replace(pattern, '*', '([^/]+)') || '$', 2) AS name,
         value::DOUBLE AS share
  FROM world WHERE regexp_full_match(path, replace(pattern, '*', '([^/]+)'));
-- The same for texts.
CREATE MACRO names(pattern) AS TABLE
  SELECT regexp_extract(path, '^' || replace(pattern, '*', '([^/]+)') || '$', 1) AS parent, value
  FROM world WHERE regexp_full_match(path, replace(pattern, '*', '([^/]+)'));
-- Hours from the start of the run, and hours between two times.
CREATE MACRO hour_of(t) AS
  (epoch_us(t) - (SELECT epoch_us(start) FROM run)) // 3600000000;
CREATE MACRO hours_between(a, b) AS (epoch_us(b) - epoch_us(a)) / 3.6e9;
-- Cents, and a share of them rounded half up.
CREATE MACRO cents(amount) AS (amount * 100)::BIGINT;
CREATE MACRO share_of_cents(amount, share) AS
  (cents(amount) * round(share * 1e6)::BIGINT + 500000) // 1000000;
"""


@dataclass
class Run:
    """The request of a dataset: what the command line said."""

    start: str = "2025-01-01T00:00:00Z"
    hours: int = 720
    base: float = 800.0
    intensity: float = 1.0
    customers: int = 15000
    products: int = 2500
    seed: int = 1
    tables: tuple[str, ...] = SHOP + TRUTH
    flags: tuple[str, ...] = field(default=())

    def arguments(self, out: Path) -> list[str]:
        every = set(SHOP + TRUTH) == set(self.tables)
        return [
            "generate", "baseline", "--out", str(out), "--no-sync", "--quiet",
            "--start", self.start, "--duration", f"{self.hours}h", "--seed", str(self.seed),
            "--orders-per-hour", f"{self.base:g}", "--intensity", f"{self.intensity:g}",
            "--customers", str(self.customers), "--products", str(self.products),
            *([] if every else ["--tables", ",".join(self.tables)]),
            *self.flags,
        ]  # fmt: skip


FACTS_OF_SEASONS = ("products", "orders", "order_items")

# baseline: what the rates are measured on. small: another seed, few customers and products (so the
# rare cases are common), a start that is not midnight, a busier shop. year: the calendar.
RUNS = {
    "baseline": Run(),
    "small": Run(
        start="2025-11-20T05:00:00Z", hours=50, intensity=2.5, customers=300, products=40, seed=7
    ),
    "year": Run(
        start="2025-03-10T07:00:00Z", hours=365 * 24, base=60, seed=3, tables=FACTS_OF_SEASONS
    ),
    "august": Run(start="2025-08-01T00:00:00Z", seed=1, tables=FACTS_OF_SEASONS),
    "day": Run(hours=24, customers=2000, products=300, seed=11),
}


@functools.cache
def load_world() -> dict:
    return yaml.safe_load((ROOT / "worlds/default.yaml").read_text())


def flatten(value, path=""):
    """(path, text) of every leaf: a/b/c, list members by their index."""
    if isinstance(value, dict | list):
        members = value.items() if isinstance(value, dict) else enumerate(value)
        for name, member in members:
            yield from flatten(member, f"{path}/{name}" if path else str(name))
    else:
        yield path, str(value).lower() if isinstance(value, bool) else str(value)


def planned_orders(run: Run) -> list[tuple[int, int]]:
    """(hour of the run, orders) by the published formula, hours counted from midnight."""
    first = int(run.start[11:13])
    counts = []
    for hour in range(run.hours):
        m = 0.3 + 0.7 * (0.5 + 0.5 * math.sin(2 * math.pi * (first + hour - 6) / 24))
        counts.append((hour, math.floor(run.base * run.intensity * m)))
    return counts


def season_demand(points: dict[str, float], date: datetime.date) -> float:
    """Linear between the points of a year, which is a circle; 29 February counts as the 28th."""

    def day(month: int, day_of_month: int) -> int:
        if (month, day_of_month) == (2, 29):
            day_of_month = 28
        return datetime.date(2025, month, day_of_month).toordinal()

    if not points:
        return 1.0
    known = sorted((day(*map(int, key.split("-"))), value) for key, value in points.items())
    today = day(date.month, date.day)
    circle = [(known[-1][0] - 365, known[-1][1]), *known, (known[0][0] + 365, known[0][1])]
    for (d0, v0), (d1, v1) in zip(circle, circle[1:], strict=False):
        if d0 <= today < d1:
            return v0 + (v1 - v0) * (today - d0) / (d1 - d0)
    raise AssertionError("a day outside the year")


def demand_by_day(world: dict, run: Run) -> list[tuple[datetime.date, str, float]]:
    """(date, category, share of the lines of that day)."""
    start = datetime.datetime.fromisoformat(run.start)
    end = start + datetime.timedelta(hours=run.hours - 1)
    categories = world["products"]["categories"]
    rows = []
    for ordinal in range(start.date().toordinal(), end.date().toordinal() + 1):
        date = datetime.date.fromordinal(ordinal)
        shares = {
            name: category["share"] * season_demand(world["seasons"][category["seasonality"]], date)
            for name, category in categories.items()
        }
        total = sum(shares.values())
        rows += [(date, name, share / total) for name, share in shares.items()]
    return rows


def open_dataset(directory: Path, run: Run) -> duckdb.DuckDBPyConnection:
    """A DuckDB in which the tables of the dataset are views on its files.

    TABLE_rows has each row's part (a file name) and its place in it besides; files(table_name, ...)
    has the columns of every file; world, run, planned and demand hold what should come out.
    """
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'; SET threads = 2")
    db.execute(
        "CREATE TABLE files (table_name VARCHAR, part VARCHAR, position INT, column_name VARCHAR,"
        " type VARCHAR, nullable BOOLEAN)"
    )
    for table in run.tables:
        glob = directory / ("truth" if table in TRUTH else "") / table / "*.parquet"
        db.execute(f"CREATE VIEW {table} AS FROM read_parquet('{glob}')")
        db.execute(
            f"CREATE VIEW {table}_rows AS SELECT *, parse_filename(filename) AS part,"
            f" file_row_number AS place"
            f" FROM read_parquet('{glob}', filename = true, file_row_number = true)"
        )
        describe_files(db, table, sorted(glob.parent.glob("*.parquet")))
    db.execute("CREATE TABLE world (path VARCHAR, value VARCHAR)")
    world = load_world()
    insert(db, "world", list(flatten(world)))
    db.execute(
        "CREATE TABLE run AS SELECT ?::TIMESTAMPTZ AS start, ? AS hours, ?::DOUBLE AS base,"
        " ?::DOUBLE AS intensity, ? AS customers, ? AS products",
        [run.start, run.hours, run.base, run.intensity, run.customers, run.products],
    )
    db.execute("CREATE TABLE planned (hour BIGINT, orders BIGINT)")
    insert(db, "planned", planned_orders(run))
    db.execute("CREATE TABLE demand (day DATE, category VARCHAR, share DOUBLE)")
    insert(db, "demand", demand_by_day(world, run))
    db.execute(MACROS)
    return db


def describe_files(db, table: str, files: list[Path]) -> None:
    for file in files:
        required = dict(
            db.execute(
                "SELECT name, repetition_type = 'OPTIONAL' FROM parquet_schema(?)"
                " WHERE name NOT IN ('list', 'element') QUALIFY row_number() OVER () > 1",
                [str(file)],
            ).fetchall()
        )
        columns = db.execute(f"DESCRIBE FROM read_parquet('{file}')").fetchall()
        rows = [
            (table, file.name, i, column[0], column[1], required[column[0]])
            for i, column in enumerate(columns, 1)
        ]
        insert(db, "files", rows)


def insert(db, table: str, rows: list[tuple]) -> None:
    """Many rows in one statement: executemany takes seconds."""
    for first in range(0, len(rows), 500):
        block = rows[first : first + 500]
        marks = ", ".join("(" + ", ".join("?" * len(row)) + ")" for row in block)
        db.execute(f"INSERT INTO {table} VALUES {marks}", [x for row in block for x in row])


@dataclass
class Check:
    """One query of an SQL file: `-- @ name: what must hold`, then the query and a semicolon."""

    file: str
    name: str
    says: str
    sql: str

    @property
    def id(self) -> str:
        return f"{self.file}:{self.name}"


def read_checks(path: Path) -> list[Check]:
    pieces = re.split(r"^-- @ (\w+): *", path.read_text(), flags=re.MULTILINE)
    checks = []
    for name, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        says, sql = piece.split("\n", 1)
        file = str(path.relative_to(HERE))
        checks.append(Check(file, name, says.strip(), sql.strip().removesuffix(";")))
    assert checks, f"{path} has no check"
    return checks


def all_checks(kind: str) -> list[Check]:
    checks = [check for path in sorted((HERE / kind).glob("*.sql")) for check in read_checks(path)]
    assert len({check.id for check in checks}) == len(checks), "two checks of one name"
    return checks


def offenders(db, check: Check) -> tuple[int, list[tuple]]:
    """How many rows violate it, and the first of them as text."""
    rows = db.execute(f"SELECT COLUMNS(*)::VARCHAR FROM ({check.sql}\n)").fetchall()
    return len(rows), rows[:5]


def deviations(db, check: Check) -> list[tuple[str, float, str]]:
    """(what, z, in words) of each row of a rate check, in standard errors.

    The columns say which kind it is: what, count, n, p: binomial; what, observed, expected, se: a
    normal statistic; what, observed, low, high: z is 0 inside the bounds and infinite outside.
    """
    cursor = db.execute(check.sql)
    kind = [column[0] for column in cursor.description][1:]
    results = []
    for what, *numbers in cursor.fetchall():
        assert None not in numbers, f"{check.id}: {what}: {kind} = {numbers}"
        a, b, c = map(float, numbers)
        if kind == ["count", "n", "p"]:
            assert b > 0, f"{check.id}: {what}: nothing to count"
            z = score(a - b * c, math.sqrt(b * c * max(0.0, 1 - c)))
            words = f"{a:.0f} of {b:.0f} ({a / b:.5f}), expected {c:.5f}"
        elif kind == ["observed", "expected", "se"]:
            z = score(a - b, c)
            words = f"{a:.6g}, expected {b:.6g} +- {c:.3g}"
        else:
            assert kind == ["observed", "low", "high"], f"{check.id}: columns {kind}"
            z = 0.0 if b <= a <= c else math.inf
            words = f"{a:.6g}, expected {b:.6g} to {c:.6g}"
        results.append((str(what), z, words))
    assert results, f"{check.id}: no rows"
    return results


def score(difference: float, se: float) -> float:
    if abs(difference) < 1e-9:
        return 0.0
    return difference / se if se > 0 else math.inf
