"""Ways to break files, manifest and truth, and what must find them."""

import shutil

import pyarrow.parquet as pq
from breaking import (
    CENT,
    BreakFiles,
    everywhere,
    manifest_of,
    part_of,
    reseal,
    rewrite,
    setter,
    write_manifest,
)
from names import CHECKSUMS, COUNTS, DAYS, DIGEST, LABELLED, LISTED, READABLE, SEAL, TOTALS

FACTS = ["orders", "order_items", "support_tickets", "cart_abandonment", "returns"]
# Cells that no other check looks at.
CELLS = {
    "customers": {"phone": "+1-212-555-0177"},
    "suppliers": {"country": "FR"},
    "products": {"brand": "Another"},
    "campaigns": {"name": "Another"},
    "orders": {"campaign_id": 1},
    "order_items": {"order_item_id": lambda r: r["order_item_id"] + 7},
    "support_tickets": {"agent_id": lambda r: r["agent_id"] % 45 + 1},
    "cart_abandonment": {"cart_value": lambda r: r["cart_value"] + CENT},
    "returns": {"return_id": lambda r: r["return_id"] + 1},
    "system_metrics": {"metric_value": lambda r: r["metric_value"] + 0.001},
    "incidents": {"title": "Another"},
    "incident_labels": {"role": lambda r: "direct" if r["role"] == "downstream" else "downstream"},
}
# All columns of lines are looked at; a line that is labelled is missed.
MAY = {"order_items": [LABELLED]}
# Which row has such cells.
WHERE = {
    "orders": lambda r: r["campaign_id"] is None,
    "support_tickets": lambda r: r["agent_type"] == "human",
    "system_metrics": lambda r: r["metric_name"] == "site_load_time",
}


def flip_byte(dataset):
    """At the end of the metadata: a byte that a reader may pass over."""
    path = part_of(dataset, "customers")
    data = bytearray(path.read_bytes())
    data[-12] ^= 1
    path.write_bytes(data)


def one_file_more(dataset):
    shutil.copy(part_of(dataset, "orders"), part_of(dataset, "orders", 1))


def link_out(dataset):
    path = part_of(dataset, "orders")
    outside = dataset.parent / "elsewhere.parquet"
    path.rename(outside)
    path.symlink_to(outside)


def wrong_total(dataset):
    manifest = manifest_of(dataset)
    manifest["tables"]["orders"]["rows"] += 1
    write_manifest(dataset, manifest)


def wrong_statistic(dataset):
    manifest = manifest_of(dataset)
    manifest["statistics"]["measured"]["rate.late"] += 0.001
    write_manifest(dataset, manifest)


def another_truth(dataset):
    path = dataset / "truth/truth.json"
    path.write_text(path.read_text().replace('"kind": "outage"', '"kind": "attack"'))


def without_a_column(table):
    """A table that cannot be read, and nothing that needs it is checked."""

    def change(dataset):
        path = part_of(dataset, table)
        rows = pq.read_table(path)
        pq.write_table(rows.drop_columns(rows.column_names[1]), path)
        reseal(dataset)

    return change


def another_cell(table):
    """A cell changed and the files sealed again, but with the content digest as it was."""

    def change(dataset):
        [(column, value)] = CELLS[table].items()
        cell = setter(column, value, WHERE.get(table, everywhere))
        rewrite(dataset, table, cell, digest=False)

    return change


def to_another_day(tables, day="2025-03-07"):
    """Files and manifest say another day than the rows, or than the other tables."""

    def change(dataset):
        manifest = manifest_of(dataset)
        for table in tables:
            path = part_of(dataset, table)
            folder = path.parents[1]
            there = (folder / f"date={day}" if day else folder) / path.name
            there.parent.mkdir(exist_ok=True)
            path.rename(there)
            path.parent.rmdir()
            manifest["tables"][table]["files"][0]["path"] = str(there.relative_to(dataset))
        write_manifest(dataset, manifest)

    return change


def one_file_more_in_a_day(dataset):
    path = part_of(dataset, "returns")
    shutil.copy(path, path.with_name("part-00077.parquet"))


def one_day_more(dataset):
    (dataset / "orders/date=2025-03-07").mkdir()


BREAKS = {
    "another day": BreakFiles(to_another_day(FACTS), [DAYS], dataset="days"),
    "lines of another day": BreakFiles(to_another_day(["order_items"]), [DAYS], dataset="days"),
    "returns of no day": BreakFiles(to_another_day(["returns"], None), [DAYS], dataset="days"),
    "file too many in a day": BreakFiles(one_file_more_in_a_day, [LISTED], dataset="days"),
    "day too many": BreakFiles(one_day_more, [LISTED], dataset="days"),
    "flipped byte": BreakFiles(flip_byte, [CHECKSUMS], [("customers", READABLE)]),
    "file too many": BreakFiles(one_file_more, [LISTED]),
    "link out of the dataset": BreakFiles(link_out, [CHECKSUMS]),
    "wrong totals": BreakFiles(wrong_total, [TOTALS]),
    "wrong statistics": BreakFiles(wrong_statistic, [COUNTS]),
    "another truth": BreakFiles(another_truth, [SEAL]),
    **{
        f"{table} without a column": BreakFiles(without_a_column(table), [(table, READABLE)])
        for table in CELLS
    },
    **{
        f"another cell in {table}": BreakFiles(
            another_cell(table), [(table, DIGEST)], MAY.get(table, [])
        )
        for table in CELLS
    },
}
