"""The description is true: the DDL makes tables that take the data, keys and all."""

import json

import duckdb
import pytest


def tables_of(run):
    return json.loads(run("describe", "--format", "json").out)["tables"]


def test_markdown_and_json_say_the_same(run):
    markdown = run("describe").out
    for table in tables_of(run):
        assert f"\n## {table['name']}\n" in markdown
        for column in table["columns"]:
            assert f"\n| {column['name']} | " in markdown
    assert run("describe", "orders").out.startswith("## orders\n")


def test_references_lead_somewhere(run):
    tables = {table["name"]: table for table in tables_of(run)}
    for table in tables.values():
        for column in table["columns"]:
            if column["references"]:
                name, target = column["references"].split(".")
                assert target in {c["name"] for c in tables[name]["columns"]}


@pytest.mark.parametrize("ids", ["int64", "uuid"])
@pytest.mark.parametrize("money", ["decimal", "float64"])
def test_ddl_runs_in_duckdb(run, ids, money):
    ddl = run("describe", "--format", "sql", "--ids", ids, "--money", money).out
    base = duckdb.connect()
    base.execute(ddl)
    for table in tables_of(run):
        made = base.execute(
            "SELECT column_name, is_nullable, data_type FROM information_schema.columns "
            "WHERE table_name = ? ORDER BY ordinal_position",
            [table["name"]],
        ).fetchall()
        assert [name for name, _, _ in made] == [c["name"] for c in table["columns"]]
        keys = (table["key"] or "").split(", ")
        for (_, nullable, type_), column in zip(made, table["columns"], strict=True):
            assert nullable == ("YES" if column["nullable"] else "NO"), column
            if column["name"] in keys and column["type"] == "int64":
                assert type_ == ("BIGINT" if ids == "int64" else "UUID")


def test_the_tables_take_the_data(run, tmp_path, small):
    assert run("generate", "baseline", *small, "--out", "set").status == 0
    ddl = run("describe", "--dialect", "duckdb").out
    base = duckdb.connect()
    base.execute(ddl)
    # In the order of the DDL: keys are checked as the rows come.
    order = [line.split()[2] for line in ddl.splitlines() if line.startswith("CREATE TABLE")]
    counts = {}
    for name in order:
        folder = next((tmp_path / "set").rglob(f"{name}/part-00000.parquet"))
        base.execute(f"INSERT INTO {name} BY NAME SELECT * FROM '{folder.parent}/*.parquet'")
        counts[name] = base.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
    assert counts["orders"] > 0
    for table in tables_of(run):
        for rule in table["rules"]:
            broken = f"SELECT count(*) FROM {table['name']} WHERE NOT ({rule['sql']})"
            assert base.execute(broken).fetchone() == (0,), (table["name"], rule)


@pytest.mark.parametrize("dialect", ["postgres", "spark"])
def test_other_dialects(run, dialect):
    ddl = run("describe", "--dialect", dialect).out
    assert ddl.count("CREATE TABLE") == len(tables_of(run))
    assert ("REFERENCES" in ddl) == (dialect == "postgres")


def test_a_dialect_goes_with_sql(refused):
    refused("describe", "--dialect", "spark", "--format", "json", says="--format sql")


def test_flags_of_metadata_go_with_metadata(refused):
    refused("describe", "--world", "mine.yaml", says="goes with --format dbt")
    refused("describe", "--format", "json", "--from", "set", says="goes with --format dbt")
    refused("describe", "--format", "odcs", "--from", ".", "--ids", "uuid", says="exclude each")
    refused("describe", "--format", "odcs", "--from", "nowhere", says="no such directory")


def test_metadata_speaks_of_the_world(run, repo, tmp_path, small):
    world = (repo / "worlds/default.yaml").read_text()
    (tmp_path / "mine.yaml").write_text(world.replace("WH_01", "DEPOT"))
    told = run("describe", "orders", "--format", "dbt", "--world", "mine.yaml")
    assert "DEPOT" in told.out and "WH_01" not in told.out, told
    flags = ("--world", "mine.yaml", *small)
    assert run("generate", "baseline", *flags, "--out", "set").status == 0
    (tmp_path / "mine.yaml").unlink()
    assert "DEPOT" in run("describe", "orders", "--format", "dbt", "--from", "set").out

    assert run("generate", "baseline", *small, "--out", "blind", "--truth", "truth").status == 0
    told = run("describe", "--format", "dbt", "--from", "blind").out
    assert "WH_01" not in told and "cancelled" in told and "incident" not in told


def test_the_dictionary_of_a_dataset_is_the_description(run, tmp_path, small):
    assert run("generate", "baseline", *small, "--out", "set").status == 0
    dictionary = json.loads((tmp_path / "set/dictionary.json").read_text())
    assert dictionary["tables"] == tables_of(run)
