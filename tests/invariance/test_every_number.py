"""Every number of the world that an effect may change changes rows, and says which.

A number that can be named but that nothing reads would be an incident without a trace.
"""

import json
from pathlib import Path

import duckdb
import pytest

SCHEMA = Path(__file__).resolve().parents[2] / "schemas/scenario.schema.json"
KINDS = json.loads(SCHEMA.read_text())["$defs"]
NUMBERS = KINDS["number_path"]["enum"]
RANGES = KINDS["range_path"]["enum"]

# Its people can serve a fraction of the orders: what depends on load is seen too.
SCENARIO = """
name: one_number
description: One number is another one.
duration: 12h
intensity: 1
orders_per_hour: 60
customers: 300
products: 120
incidents: {{other: {{kind: k, title: t, description: d, root_cause: r, severity: low}}}}
effects:
  crowd: {{lever: capacity, scale: 0.2}}
  number: {{lever: {path}, {change}, incident: other}}
"""


def labels(shop, path, change):
    """Table and number of labels."""
    scenario = shop.place / "one_number.yaml"
    scenario.write_text(SCENARIO.format(path=path, change=change))
    dataset = shop.make("one_number", "--overwrite", scenario=scenario)
    truth = f"read_parquet('{dataset}/truth/incident_labels/*.parquet')"
    found = duckdb.sql(f"SELECT table_name::VARCHAR, count(*) FROM {truth} GROUP BY ALL").fetchall()
    return dict(found)


@pytest.mark.parametrize("path", NUMBERS)
def test_number(shop, path):
    assert labels(shop, path, "scale: 0.3"), "no row is touched"


@pytest.mark.parametrize("path", RANGES)
def test_range(shop, path):
    assert labels(shop, path, "set: [3, 4]"), "no row is touched"


def test_noise_touches_page_load_alone(shop):
    found = labels(shop, "metrics.page_load_seconds.noise", "set: 0.5")
    assert found == {"system_metrics": 12}
