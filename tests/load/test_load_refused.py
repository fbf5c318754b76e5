"""What is not loaded: one message, the exit status, and nothing changed."""

import json
import os
import shutil
import subprocess

import pytest
from conftest import SMALL
from python_package import PACKAGE


def tables(server, database):
    return server.psql(
        database, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    )


@pytest.fixture
def copy(small, tmp_path):
    """The small dataset, to be spoiled."""
    return shutil.copytree(small, tmp_path / "copy")


def test_another_dataset(server, database, small, datasets, load, fm, dump):
    url = server.url(database)
    fm.load(small, url)
    before = dump(database)
    other = datasets("seed_8", of=[*SMALL[:2], "8", *SMALL[3:]])
    status, _, err = load(other, "--to", url)
    assert status == 2 and "the schema has another dataset's" in err and "--overwrite" in err
    assert dump(database) == before
    server.psql(database, "CREATE TABLE mine (id int)")
    status, out, err = load(other, "--to", url, "--overwrite", "--json")
    assert status == 0, err
    said = json.loads(out)
    assert all(table["new"] for table in said["tables"].values()) and said["foreign_keys"] == 13
    assert "mine" in tables(server, database)
    assert dump(database) != before
    assert fm.load(other, url).new == ()


def test_the_same_rows_in_another_format_are_no_other_dataset(server, database, datasets, fm):
    fm.load(datasets("parquet"), server.url(database), tables="suppliers")
    done = fm.load(datasets("csv", "--format", "csv"), server.url(database), tables="suppliers")
    assert done.new == ()


@pytest.mark.parametrize("flags", [[], ["--overwrite"]])
def test_tables_of_others_stay(server, database, small, load, flags):
    server.psql(database, "CREATE TABLE orders (mine int); INSERT INTO orders VALUES (1)")
    before = tables(server, database)
    status, _, err = load(small, "--to", server.url(database), *flags)
    assert status == 2 and "the schema has orders already, which fauxmart has not loaded" in err
    assert tables(server, database) == before
    assert server.psql(database, "SELECT * FROM orders") == "1"


def test_what_a_view_depends_on_is_not_dropped(server, database, small, load, fm):
    url = server.url(database)
    fm.load(small, url)
    server.psql(database, "CREATE VIEW late AS SELECT * FROM orders WHERE is_sla_breach")
    status, _, err = load(small, "--to", url, "--overwrite")
    assert status == 1 and "view late depends on table orders" in err
    assert err.count("\n") == 1
    assert int(server.psql(database, "SELECT count(*) FROM orders")) > 0


def test_a_damaged_file(server, database, copy, load):
    (part,) = (copy / "orders").iterdir()
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.write_bytes(content)
    status, _, err = load(copy, "--to", server.url(database))
    assert status == 1 and f"{part}: its checksum is not that in manifest.json" in err
    part.write_bytes(content[:-1])
    status, _, err = load(copy, "--to", server.url(database))
    assert status == 1 and f"{part}: has not the size that manifest.json says" in err
    assert server.psql(database, "SELECT to_regclass('orders') IS NULL") == "t"


@pytest.mark.parametrize("kind", ["server", "file"])
def test_rows_that_are_not_as_many_as_the_manifest_says(
    kind, server, database, copy, load, tmp_path
):
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["tables"]["suppliers"]["rows"] += 1
    (copy / "manifest.json").write_text(json.dumps(manifest))
    to = server.url(database) if kind == "server" else tmp_path / "shop.duckdb"
    status, _, err = load(copy, "--to", to)
    assert status == 1
    assert err == "fauxmart: suppliers: 8 rows were read, and the manifest has 9\n"
    if kind == "server":
        assert server.psql(database, "SELECT table_name FROM fauxmart_load") == "customers"
        assert server.psql(database, "SELECT to_regclass('suppliers') IS NULL") == "t"


def test_what_is_no_dataset(server, database, copy, load, tmp_path):
    to = ("--to", server.url(database))
    assert load(tmp_path / "none", *to)[::2] == (
        2,
        f"fauxmart: {tmp_path / 'none'}: there is no such directory\n",
    )
    whole = json.loads((copy / "manifest.json").read_text())
    for spoiled, words in (
        ("{", "is damaged"),
        ("[]", "not the manifest of a dataset"),
        (json.dumps({**whole, "fauxmart": {"data_version": 99}}), "of data version 99"),
        (json.dumps({**whole, "tables": {"t": {}}}), "there is no table 't'"),
        (
            json.dumps(whole).replace("orders/part-00000", "../../part-00000"),
            "leads out of the dataset",
        ),
    ):
        (copy / "manifest.json").write_text(spoiled)
        status, _, err = load(copy, *to)
        assert status == 2 and words in err, err
    (copy / "manifest.json").unlink()
    status, _, err = load(copy, *to)
    assert status == 2 and "name the directory of a complete dataset" in err
    assert tables(server, database) == ""


def test_a_user_who_may_not(server, database, small, load):
    server.psql("postgres", "DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN")
    status, _, err = load(small, "--to", server.url(database, "guest"))
    assert status == 1 and err.count("\n") == 1 and "permission denied for schema public" in err
    status, _, err = load(small, "--to", server.url(database, "guest"), "--schema", "own")
    assert status == 1 and err.count("\n") == 1 and "permission denied for database" in err


@pytest.mark.parametrize(
    "url",
    ["postgresql://me:s3cret@127.0.0.1:1/shop", "postgres://127.0.0.1:1/x?user=a&password=s3cret"],
)
def test_no_server_and_no_password_in_the_message(small, load, url):
    status, out, err = load(small, "--to", url)
    assert status == 1 and err.count("\n") == 1 and "Connection refused" in err
    assert "s3cret" not in out + err and "***" in err


@pytest.mark.parametrize("password", ["s3/cret", "s3cret%zz", "s3@cret", "s3:cret", "s3?cret"])
def test_a_password_that_is_not_spelled_as_urls_spell_it(small, load, password):
    status, out, err = load(small, "--to", f"postgresql://me:{password}@127.0.0.1:1/shop")
    assert status == 2 and "PGPASSWORD" in err and "cret" not in out + err


def test_wrong_words(small, load, run_bare, server, database):
    to = ("--to", server.url(database))
    for words, said in (
        ((small,), "--to"),
        ((small, "--to", "mysql://me:s3cret@h/x"), "FILE.duckdb"),
        ((small, *to, "--tables", "order"), "did you mean orders?"),
        ((small, *to, "--schema", ""), "--schema"),
        ((small, *to, "--schema", "x" * 64), "1 to 63 bytes"),
        ((small, *to, "--resume"), "--resume"),
        ((small, "postgresql://me:s3cret@h/x", *to), "***"),
    ):
        status, out, err = load(*words)
        assert status == 2 and said in err and out == "" and "s3cret" not in err, err
    assert tables(server, database) == ""


def test_a_table_the_dataset_has_not(server, database, datasets, load, tmp_path):
    blind = datasets("blind", "--truth", tmp_path / "truth")
    status, _, err = load(blind, "--to", server.url(database), "--tables", "incidents")
    assert status == 2 and "has no incidents; it has customers, suppliers" in err


@pytest.fixture
def run_bare(fauxmart):
    def run(*words):
        return subprocess.run(
            [fauxmart, *map(str, words)], capture_output=True, text=True, check=False
        )

    return run


def test_the_program_alone_says_where_load_is(run_bare, small, start):
    done = run_bare("load", small, "--to", "shop.duckdb")
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr == (
        "fauxmart: load is part of the Python package, and this program stands alone\n"
        "Get it: pip install 'fauxmart[load]'\n"
    )
    assert not os.path.exists("shop.duckdb")
    for words in (["load", "--help"], ["help", "load"]):
        out, _ = start(*words).communicate()
        assert out == run_bare(*words).stdout and "--overwrite" in out
    assert "load" in run_bare("--help").stdout and "fauxmart load" in run_bare("man").stdout
    for shell in ("bash", "zsh", "fish"):
        assert "load" in run_bare("completions", shell).stdout


@pytest.mark.parametrize("missing", ["adbc_driver_postgresql", "duckdb", "xxhash"])
def test_without_the_extra(small, start, missing, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules['{missing}'] = None\n")
    to = "postgresql://127.0.0.1:1/x" if missing.startswith("adbc") else tmp_path / "x.duckdb"
    process = start("load", small, "--to", to, env={"PYTHONPATH": f"{PACKAGE}:{tmp_path}"})
    _, err = process.communicate()
    assert process.returncode == 1 and "pip install 'fauxmart[load]'" in err, err
