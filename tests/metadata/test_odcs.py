"""The data contract keeps the standard, and its quality checks hold of a dataset."""

import json

import duckdb
import yaml


def test_the_standard_accepts_it(program, tool, dictionary, tmp_path):
    contract = tmp_path / "contract.yaml"
    contract.write_text(program("describe", "--format", "odcs"))
    done = tool("judge_odcs.py", contract, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    columns = {name: len(table["columns"]) for name, table in dictionary.items()}
    assert json.loads(done.stdout) == columns

    contract.write_text(contract.read_text().replace("logicalType: object", "logicalType: thing"))
    assert tool("judge_odcs.py", contract, cwd=tmp_path).returncode != 0


def test_keys_and_quality(program, shop, dictionary):
    dataset = shop("parquet")
    contract = yaml.safe_load(program("describe", "--format", "odcs", "--from", dataset))
    base = duckdb.connect()
    for part in dataset.rglob("part-00000.parquet"):
        folder = part.parent
        base.execute(f"CREATE VIEW {folder.name} AS FROM '{folder}/*.parquet'")
    checks = 0
    for table in contract["schema"]:
        declared = dictionary[table["name"]]
        keys = [p["name"] for p in table["properties"] if p.get("primaryKey")]
        assert keys == ([declared["key"]] if declared["key"] else [])
        for found, wanted in zip(table["properties"], declared["columns"], strict=True):
            assert found["required"] == (not wanted["nullable"])
            to = [r["to"] for r in found.get("relationships", [])]
            assert to == ([wanted["references"]] if wanted["references"] else [])
            for check in found.get("quality", []):
                values = check["arguments"]["validValues"]
                query = f"SELECT count(*) FROM {table['name']} WHERE {found['name']} NOT IN ?"
                assert base.execute(query, [values]).fetchone() == (check["mustBe"],)
                checks += 1
        for check in table.get("quality", []):
            assert base.execute(check["query"]).fetchone() == (check["mustBe"],), check
            checks += 1
    assert checks > 60


def test_types_are_those_of_the_dataset(program, shop):
    def order_id(*args):
        contract = yaml.safe_load(program("describe", "orders", "--format", "odcs", *args))
        column = contract["schema"][0]["properties"][0]
        return column["logicalType"], column["physicalType"]

    assert order_id() == ("integer", "BIGINT")
    assert order_id("--ids", "uuid") == ("string", "UUID")
    assert order_id("--from", shop("parquet", "--ids", "uuid")) == ("string", "UUID")
