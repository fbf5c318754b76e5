"""How datasets are broken: by somebody who knows how, and renews files, manifest and digests."""

import json
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xxhash

sys.path.append(str(Path(__file__).resolve().parents[1] / "formats"))
from content_digest import combine, part_digest

CENT = Decimal("0.01")
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# An incident, a sale with a campaign, some thousand orders; and a whole block of hours.
SALE = (
    *("payment_outage", "--with", "flash_sale@0h", "--duration", "6h"),
    *("--orders-per-hour", "200", "--customers", "300", "--products", "200"),
)
REQUESTS = {
    "sale": SALE,
    "days": (*SALE, "--start", "2025-03-01T20:00", "--partition-by", "date"),
    "month": ("baseline", "--orders-per-hour", "400", "--customers", "300", "--products", "200"),
}


@dataclass
class Answer:
    """What validate said and how it ended."""

    status: int
    out: str
    err: str

    @property
    def checks(self):
        return {(c["table"], c["check"]): c for c in json.loads(self.out)["checks"]}

    @property
    def failed(self):
        return sorted(name for name, c in self.checks.items() if c["outcome"] == "failed")


@dataclass
class Break:
    """One way to break rows of a table: what must fail, and what may as well."""

    table: str
    change: object  # of the rows, a list of dicts
    must: list
    may: list = field(default_factory=list)
    dataset: str = "sale"

    def apply(self, dataset):
        rewrite(dataset, self.table, self.change)


@dataclass
class BreakFiles:
    """One way to break a dataset as a whole."""

    change: object  # of the dataset, a directory
    must: list
    may: list = field(default_factory=list)
    dataset: str = "sale"

    def apply(self, dataset):
        self.change(dataset)


def part_of(dataset, table, number=0):
    """Also where it lies in the folder of a day."""
    folder = dataset / ("truth/" + table if table.startswith("incident") else table)
    name = f"part-{number:05}.parquet"
    return next(folder.glob(f"date=*/{name}"), folder / name)


def manifest_of(dataset):
    return json.loads((dataset / "manifest.json").read_text())


def write_manifest(dataset, manifest):
    (dataset / "manifest.json").write_text(json.dumps(manifest))


def reseal(dataset, renewed=()):
    """The manifest anew, to fit the files; with the content digests of the parts `renewed`."""
    manifest = manifest_of(dataset)
    for table in manifest["tables"].values():
        for file in table["files"]:
            path = dataset / file["path"]
            data = path.read_bytes()
            file["bytes"] = len(data)
            file["xxh3_128"] = xxhash.xxh3_128_hexdigest(data)
            file["rows"] = pq.read_metadata(path).num_rows
            if path in renewed:
                file["digest"] = part_digest(pq.read_table(path))
        for total in ("bytes", "rows"):
            table[total] = sum(file[total] for file in table["files"])
        table["digest"] = combine([file["digest"] for file in table["files"]])
    write_manifest(dataset, manifest)


def rewrite(dataset, table, change, digest=True):
    """Lets `change` work on the rows (a list of dicts) of the first part of a table."""
    path = part_of(dataset, table)
    before = pq.read_table(path)
    rows = before.to_pylist()
    change(rows)
    pq.write_table(pa.Table.from_pylist(rows, before.schema), path)
    reseal(dataset, [path] if digest else [])


def first(rows, where):
    return next(row for row in rows if where(row))


def everywhere(row):
    return True


def setter(column, value, where=everywhere):
    """Changes a cell of the first row for which `where` holds; `value` may ask the row."""

    def change(rows):
        row = first(rows, where)
        row[column] = value(row) if callable(value) else value

    return change


def every(where=everywhere, **cells):
    """Changes cells of all rows for which `where` holds; a value may ask the row."""

    def change(rows):
        for row in rows:
            if where(row):
                row.update({k: v(row) if callable(v) else v for k, v in cells.items()})

    return change


def dropping(where):
    def change(rows):
        rows[:] = [row for row in rows if not where(row)]

    return change


def repeat(rows):
    """A row twice, which is not the last."""
    rows.insert(min(5, len(rows) - 1), dict(rows[min(5, len(rows) - 1)]))


def swap_times(rows):
    rows[3], rows[4] = rows[4], rows[3]


def delivered(row):
    return row["order_status"] == "delivered"


def unpaid(row):
    return row["payment_status"] == "failed"


def named(row):
    return row["order_id"] is not None
