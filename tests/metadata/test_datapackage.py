"""Frictionless validates a dataset by its data package: types, keys, references, values."""

import json

import pytest


def rows_of(dataset):
    manifest = json.loads((dataset / "manifest.json").read_text())
    return {name: table["rows"] for name, table in manifest["tables"].items()}


@pytest.mark.parametrize("types", [(), ("--ids", "uuid", "--money", "float64")])
def test_frictionless_validates_a_dataset(program, shop, tool, types):
    dataset = shop("csv", *types)
    package = dataset / "datapackage.json"
    package.write_text(program("describe", "--format", "datapackage", "--from", dataset))
    done = tool("judge_datapackage.py", "datapackage.json", cwd=dataset)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["valid"], report
    assert {name: task[0] for name, task in report["tasks"].items()} == rows_of(dataset)


@pytest.mark.parametrize(
    ("table", "old", "new", "blamed"),
    [
        ("orders", ",delivered,", ",teleported,", "orders"),
        ("suppliers", "\r\n1,", "\r\n9000,", "products"),
    ],
    ids=["value", "reference"],
)
def test_it_finds_what_is_wrong(program, tool, tmp_path, table, old, new, blamed):
    dataset = tmp_path / "shop"
    program(
        *("generate", "baseline", "--duration", "2h", "--customers", "20", "--products", "20"),
        *("--orders-per-hour", "9", "--format", "csv", "--no-sync", "--quiet", "--out", dataset),
    )
    part = dataset / table / "part-00000.csv"
    before = part.read_bytes()
    part.write_bytes(before.replace(old.encode(), new.encode(), 1))
    assert part.read_bytes() != before
    (dataset / "datapackage.json").write_text(
        program("describe", "--format", "datapackage", "--from", dataset)
    )
    report = json.loads(tool("judge_datapackage.py", "datapackage.json", cwd=dataset).stdout)
    assert not report["valid"]
    wrong = {name for name, (_, errors) in report["tasks"].items() if errors}
    assert wrong == {blamed}, report


def test_any_dataset(program, dictionary):
    package = json.loads(program("describe", "--format", "datapackage"))
    assert [resource["name"] for resource in package["resources"]] == list(dictionary)
    assert package["resources"][4]["path"] == "orders/part-00000.csv"
    assert package["resources"][4]["schema"]["primaryKey"] == ["order_id"]
