"""mlcroissant accepts the description, and loads every row of a dataset by it."""

import json

import pyarrow.parquet as pq
import pytest


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_mlcroissant_loads_the_records(program, shop, tool, form):
    dataset = shop(form)
    described = dataset / "croissant.json"
    described.write_text(program("describe", "--format", "croissant", "--from", dataset))
    done = tool("judge_croissant.py", "croissant.json", cwd=dataset)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["errors"] == []
    tables = json.loads((dataset / "manifest.json").read_text())["tables"]
    counts = {name: found[0] for name, found in answer["sets"].items()}
    assert counts == {name: table["rows"] for name, table in tables.items()}
    order = answer["sets"]["orders"][1]
    first = pq.read_table(shop("parquet") / "orders").slice(0, 1).to_pylist()[0]
    assert order["orders/order_id"] == first["order_id"]
    assert order["orders/channel"] == first["channel"]
    assert order["orders/total_amount"] == float(first["total_amount"])


def test_references_and_keys(program, dictionary):
    croissant = json.loads(program("describe", "--format", "croissant"))
    for table in croissant["recordSet"]:
        declared = dictionary[table["name"]]
        for found, wanted in zip(table["field"], declared["columns"], strict=True):
            to = None
            if "references" in found:
                files = found["references"]["fileSet"]["@id"].removesuffix("-files")
                to = f"{files}.{found['references']['extract']['column']}"
            assert to == wanted["references"]
        key = table.get("key", {}).get("@id")
        assert key == (f"{table['name']}/{declared['key']}" if declared["key"] else None)
