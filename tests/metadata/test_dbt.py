"""dbt reads the sources, and its tests pass on a dataset and fail on a broken one."""

import duckdb
import pytest
import yaml

PROFILE = {
    "shop": {
        "target": "dev",
        "outputs": {"dev": {"type": "duckdb", "path": "shop.duckdb", "threads": 4}},
    }
}
PROJECT = {"name": "shop", "version": "1.0.0", "profile": "shop", "model-paths": ["models"]}


@pytest.fixture
def project(tmp_path, program, shop):
    """A dbt project whose database has a dataset's tables."""
    dataset = shop("parquet")
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as base:
        base.execute("CREATE SCHEMA fauxmart")
        for part in sorted(dataset.rglob("part-00000.parquet")):
            base.execute(
                f"CREATE TABLE fauxmart.{part.parent.name} AS FROM '{part.parent}/*.parquet'"
            )
    (tmp_path / "models").mkdir()
    sources = program("describe", "--format", "dbt", "--from", dataset)
    (tmp_path / "models/sources.yml").write_text(sources)
    (tmp_path / "profiles.yml").write_text(yaml.safe_dump(PROFILE))
    (tmp_path / "dbt_project.yml").write_text(yaml.safe_dump(PROJECT))
    return tmp_path


def count_of_tests(path):
    [source] = yaml.safe_load(path.read_text())["sources"]
    columns = [column for table in source["tables"] for column in table["columns"]]
    return sum(len(column.get("data_tests", [])) for column in columns)


def test_dbt_tests_pass_and_fail(project, tool):
    flags = ("--no-use-colors", "--warn-error")
    done = tool("dbt", *flags, "test", cwd=project)
    count = count_of_tests(project / "models/sources.yml")
    assert count > 150
    assert done.returncode == 0, done.stdout
    assert f"PASS={count} WARN=0 ERROR=0" in done.stdout, done.stdout

    with duckdb.connect(str(project / "shop.duckdb")) as base:
        base.execute("DELETE FROM fauxmart.customers WHERE customer_id = 1")
        base.execute("UPDATE fauxmart.orders SET customer_id = 1, channel = 'fax'")
    done = tool("dbt", *flags, "test", "--select", "source:fauxmart.orders", cwd=project)
    assert done.returncode == 1
    assert "ERROR=2" in done.stdout, done.stdout


def test_sources_are_the_declaration(program, dictionary):
    [source] = yaml.safe_load(program("describe", "--format", "dbt"))["sources"]
    assert [table["name"] for table in source["tables"]] == list(dictionary)
    for table in source["tables"]:
        declared = dictionary[table["name"]]
        assert table["description"] == declared["description"]
        for column, wanted in zip(table["columns"], declared["columns"], strict=True):
            tests = column.get("data_tests", [])
            assert column["name"] == wanted["name"]
            assert wanted["description"] in column["description"]
            assert ("not_null" in tests) == (not wanted["nullable"])
            assert ("unique" in tests) == (wanted["name"] == declared["key"])
            related = [t["relationships"]["arguments"] for t in tests if "relationships" in t]
            if wanted["references"]:
                name, key = wanted["references"].split(".")
                assert related == [{"to": f"source('fauxmart', '{name}')", "field": key}]
            else:
                assert related == []


def test_one_table_refers_to_no_other(program):
    [source] = yaml.safe_load(program("describe", "orders", "--format", "dbt"))["sources"]
    [orders] = source["tables"]
    assert orders["name"] == "orders"
    assert "relationships" not in str(orders)
    status = next(c for c in orders["columns"] if c["name"] == "payment_status")
    values = {"values": ["paid", "failed", "pending"]}
    assert {"accepted_values": {"arguments": values}} in status["data_tests"]
