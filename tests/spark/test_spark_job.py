"""fauxmart-spark: a whole dataset, or none that could be taken for one."""

import json
import subprocess
import sys

import duckdb
import pyarrow.parquet as pq
import pytest
from plain_rows import check_equal

JOB = [sys.executable, "-c", "from fauxmart._spark_job import main; main()"]


def test_a_whole_dataset(fm, environment, run, tmp_path):
    """As a program, from one end to the other; its manifest makes the same dataset again."""
    out = tmp_path / "shop"
    done = subprocess.run(
        [*JOB, "payment_outage", "--seed", "7", "--out", f"file://{out}", "--master", "local[2]"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    made = json.loads((out / "_fauxmart.json").read_text())
    assert not list(out.glob("_fauxmart.unfinished*"))
    shop = fm.generate("payment_outage", seed=7)
    for table in shop:
        wanted, entry = table.to_pyarrow(), made["tables"][table.name]
        check_equal(table.name, pq.read_table(out / entry["folder"]), wanted)
        files = f"'{out}/{entry['folder']}/*.parquet'"
        counted = duckdb.sql(f"SELECT count(*) FROM {files}").fetchall()[0][0]
        assert counted == entry["rows"] == wanted.num_rows
    assert f"{sum(each['rows'] for each in made['tables'].values()):,} rows" in done.stderr
    again = run("generate", "--from", out / "_fauxmart.json", "--out", tmp_path / "again")
    assert again.returncode == 0, again.stderr
    assert pq.read_table(tmp_path / "again/orders").num_rows == shop.plan_orders


@pytest.fixture
def job(spark, monkeypatch, capsys):
    """(words) -> (exit status, standard error), in the Spark that is there."""
    from fauxmart import _spark_job

    monkeypatch.setattr(type(spark), "stop", lambda self: None)

    def job(*words):
        with pytest.raises(SystemExit) as ended:
            _spark_job.main([str(word) for word in words])
        return ended.value.code, capsys.readouterr().err

    return job


def test_half_a_dataset_is_not_taken_for_one(job, tmp_path):
    small = ("baseline", "--duration", "1h", "--customers", "10", "--tables", "customers,orders")
    out = tmp_path / "shop"
    status, err = job(*small, "--out", out, "--format", "no_such_format")
    assert status == 1 and "no_such_format" in err
    assert not (out / "_fauxmart.json").exists() and (out / "_fauxmart.unfinished.json").exists()
    status, err = job(*small, "--out", out)
    assert status == 2 and "unfinished run; --overwrite" in err
    status, err = job(*small, "--out", out, "--overwrite")
    assert status == 0 and (out / "_fauxmart.json").exists()
    assert not (out / "_fauxmart.unfinished.json").exists()
    status, err = job(*small, "--out", out)
    assert status == 2 and "a dataset already" in err
    # One that is replaced by half of another is none.
    status, err = job(*small, "--out", out, "--overwrite", "--option", "compression=none_such")
    assert status == 1 and "none_such" in err
    assert not (out / "_fauxmart.json").exists()


def test_nothing_of_others_is_touched(job, tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir")
    for words in ((), ("--overwrite",)):
        status, err = job("baseline", "--out", tmp_path, *words)
        assert status == 2 and "not ours" in err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_lists_in_csv(fm, job, tmp_path):
    words = ("flash_sale", "--tables", "campaigns,incidents", "--format", "csv")
    status, err = job(*words, "--out", tmp_path / "shop")
    assert status == 0, err
    rows = duckdb.sql(
        f"SELECT target_categories::JSON::VARCHAR[] AS lists, start_ts "
        f"FROM read_csv('{tmp_path}/shop/campaigns/*.csv', header = true, types = "
        f"{{'start_ts': 'TIMESTAMPTZ', 'target_categories': 'VARCHAR'}})"
    ).to_arrow_table()
    campaigns = fm.generate("flash_sale").campaigns.to_pyarrow()
    assert rows["lists"].to_pylist() == campaigns["target_categories"].to_pylist()
    assert rows["start_ts"].to_pylist() == campaigns["start_ts"].to_pylist()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("payment_outge", "--out", "x"), "did you mean payment_outage?"),
        (("baseline", "--out", "x", "--sed", "1"), "did you mean --seed?"),
        (("baseline", "--out", "x", "--threads", "1"), "--threads has no meaning here"),
        (("baseline", "--out", "x", "--seed", "1", "--seed", "2"), "--seed is given 2 times"),
        (("baseline", "--out", "x", "--tables", "ordres"), "did you mean orders?"),
        (("baseline", "--out", "x", "--conf", "a"), "'a' is not KEY=VALUE"),
        (("baseline",), "--out"),
        (("--out", "x"), "generate needs a scenario"),
        (("no.yaml", "--out", "x"), "no.yaml"),
    ],
)
def test_wrong_words(fm, words, said, capsys, tmp_path, monkeypatch):
    """Before any Spark is started."""
    from fauxmart import _spark_job

    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        _spark_job.main(list(words))
    err = capsys.readouterr().err
    assert ended.value.code == 2 and said in err and err.startswith("fauxmart-spark: ")
    assert not list(tmp_path.iterdir())


def test_help_has_every_flag(fm, capsys):
    from fauxmart import _options, _spark_job

    with pytest.raises(SystemExit) as ended:
        _spark_job.main(["--help"])
    shown = capsys.readouterr().out
    assert ended.value.code == 0 and "examples:" in shown
    assert all(flag in shown for flag in _options.flags())


def test_interrupted(fm, capsys, monkeypatch, tmp_path):
    from fauxmart import _spark_job

    def interrupted(given):
        raise KeyboardInterrupt

    monkeypatch.setattr(_spark_job, "_session", interrupted)
    with pytest.raises(SystemExit) as ended:
        _spark_job.main(["baseline", "--out", str(tmp_path)])
    assert ended.value.code == 130 and "--overwrite" in capsys.readouterr().err
