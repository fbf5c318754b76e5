"""A wrong request: one clear message, exit 2 (or 1 for the disk), nothing written or lost."""

import json
import os
import stat

import pytest

NUMBERS = {
    "--threads": (["0", "1025", "-1", "two", "4x", "1.5", "1e2"], "from 1 to 1024"),
    "--batch-size": (["0", "1048577", "-1", "x"], "from 1 to 1048576"),
    "--intensity": (["0", "-1", "0.0009", "1001", "nan", "inf", "x", "1,5"], "from 0.001 to 1000"),
    "--orders-per-hour": (["0", "-5", "1e9", "nan", "many"], "from 0.001 to 100000000"),
    "--orders-per-day": (["0", "-5", "nan", "many"], "above 0"),
    "--customers": (["0", "-1", "1.5", "x", "50000001", "9" * 20], "from 1 to 50000000"),
    "--products": (["0", "-1", "1.5", "x", "5000001"], "from 1 to 5000000"),
    "--seed": (["-1", "18446744073709551616", "1.5", "x"], "0 to 18446744073709551615"),
    "--shard": (["8/7", "0/7", "1/0", "1", "a/b", "1/100001", "1/2/3"], "1 <= I <= N <= 100000"),
    "--data-version": (["0", "x"], "at least 1"),
}


@pytest.mark.parametrize(
    ("flag", "value", "range_"),
    [(flag, value, range_) for flag, (values, range_) in NUMBERS.items() for value in values],
)
def test_numbers_out_of_range(refused, flag, value, range_):
    refused("generate", "baseline", flag, value, says=(flag, f"'{value}'", range_))


@pytest.mark.parametrize("flag", ["--seed", "--threads", "--customers", "--intensity"])
def test_a_leading_zero_is_no_number(refused, flag):
    refused("generate", "baseline", flag, "007", says=(flag, "leading zero", "Write 7"))


@pytest.mark.parametrize("duration", ["0", "0h", "4x", "h", "-4h", "1.5h", "", "4 h", "99999999d"])
def test_durations(refused, duration):
    refused("generate", "baseline", f"--duration={duration}", says="duration")


@pytest.mark.parametrize(
    "start",
    ["soon", "2025-13-01", "2025-02-30", "2025-01-01T25:00:00Z", "2025-01-01T00:30:00Z", "1"],
)
def test_starts_that_are_no_time(refused, start):
    refused("generate", "baseline", "--start", start, says="start")


@pytest.mark.parametrize("hours", ["5", "5:5", "6:5", "-1:5", "a:b", "0:999999", "1:2:3", ":"])
def test_hours(refused, hours):
    refused("generate", "baseline", f"--hours={hours}", says="hours")


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["genrate"], "did you mean generate?"),
        (["generate", "baselin"], "did you mean baseline?"),
        (["generate", "baseline", "--sed", "1"], "did you mean --seed?"),
        (["generate", "baseline", "--format", "parqet"], "did you mean parquet?"),
        (["generate", "baseline", "--compression", "sappy"], "did you mean snappy?"),
        (["generate", "baseline", "--tables", "orders,retruns"], "did you mean returns?"),
        (["generate", "baseline", "--ids", "uid"], "did you mean uuid?"),
        (["preview", "baseline", "ordrs"], "did you mean orders?"),
        (["preview", "baselin"], "did you mean baseline?"),
        (["preview", "ordrs"], "did you mean orders?"),
        (["scenarios", "show", "baselin"], "did you mean baseline?"),
        (["scenarios", "shw"], "did you mean show?"),
        (["baseline"], "did you mean: fauxmart generate baseline?"),
        (["describe", "ordr"], "did you mean orders?"),
        (["preview", "ordr"], "did you mean orders?"),
        (["describe", "ordrs"], "did you mean orders?"),
        (["describe", "--dialect", "postgre"], "did you mean postgres?"),
        (["completions", "tcsh"], "bash, zsh, fish"),
        (["help", "generte"], "did you mean generate?"),
    ],
)
def test_unknown_names_have_a_suggestion(refused, args, says):
    refused(*args, says=says)


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "needs a scenario"),
        (["baseline", "surplus"], "no use for 'surplus'"),
        (["baseline", "--seed"], "--seed needs a value"),
        (["baseline", "--out", "--json"], "--out needs a value"),
        (["baseline", "--seed", "1", "--seed", "2"], "2 times"),
        (["baseline", "--tables", "orders,"], "empty name"),
        (["baseline", "--tables", "orders, returns,orders"], "names orders twice"),
        (["baseline", "--overwrite", "--resume"], "exclude each other"),
        (["baseline", "--orders-per-hour", "1", "--orders-per-day", "1"], "exclude each other"),
        (["baseline", "--from", "manifest.json"], "exclude each other"),
        (["baseline", "--data-version", "999"], "data version"),
        (["baseline", "--format", "csv", "--compression", "zstd"], "compress"),
        (["baseline", "--set", "world.no.such.key=1"], "no.such.key"),
        (["baseline", "--set", "nonsense"], "nonsense"),
        (["baseline", "--set", "world.customers.count=many"], "many"),
        (["baseline", "--out", "-"], "one table"),
        (["baseline", "--out", "-", "--tables", "orders,returns"], "one table"),
        (["baseline", "--out", "-", "--tables", "orders", "--shard", "1/2"], "--shard"),
        (["baseline", "--out", "-", "--tables", "orders", "--json"], "--json"),
        (["baseline", "--out", "-", "--tables", "orders", "--card"], "--card"),
    ],
)
def test_requests_that_make_no_sense(refused, args, says):
    refused("generate", *args, says=says)


def test_counts_that_overflow_are_refused_by_arithmetic(refused):
    refused("generate", "baseline", "--orders-per-hour", "1e15")
    refused("generate", "baseline", "--customers", "9000000000000000000")


@pytest.mark.parametrize("flag", ["--world", "--from"])
def test_files_that_are_not_there(refused, flag):
    scenario = [] if flag == "--from" else ["baseline"]
    status = 2 if flag == "--from" else (1, 2)
    refused("generate", *scenario, flag, "nowhere.file", says="nowhere.file", status=status)


def test_a_manifest_that_is_none(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    refused("generate", "--from", "empty", says=("empty", "manifest.json"))
    (tmp_path / "broken.json").write_text("{")
    refused("generate", "--from", "broken.json", says="broken.json")
    (tmp_path / "other.json").write_text('{"hello": 1}')
    refused("generate", "--from", "other.json", says="other.json")


def test_a_scenario_file_with_a_typo(refused, tmp_path):
    (tmp_path / "mine.yaml").write_text("name: mine\ndescription: x\nduraton: 4h\n")
    refused("generate", "mine.yaml", says=("mine.yaml", "duraton", "duration"))


def test_output_is_a_file(refused, tmp_path, small):
    (tmp_path / "taken").write_text("mine")
    for out in ["taken", "taken/inside"]:
        refused("generate", "baseline", *small, "--out", out, says="taken", status=(1, 2))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_output_is_not_writable(refused, tmp_path, small):
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked").chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused("generate", "baseline", *small, "--out", "locked/inside", status=1, says="locked")


def test_output_cannot_be_made(run, small):
    # Not even root can make a folder here.
    answer = run("generate", "baseline", *small, "--out", "/proc/nowhere/out")
    assert answer.status == 1, answer
    assert "/proc/nowhere" in answer.err


def test_foreign_files_are_never_removed(run, refused, tmp_path, small):
    (tmp_path / "photos/orders").mkdir(parents=True)
    (tmp_path / "photos/orders/cat.jpg").write_bytes(b"miaow")
    # In a folder of ours it would be taken for data by whoever reads orders/*.
    refused("generate", "baseline", *small, "--out", "photos", says="photos")
    refused("generate", "baseline", *small, "--out", "photos", "--overwrite", says="photos")
    (tmp_path / "photos/orders").rename(tmp_path / "photos/pets")
    for flags in [[], ["--overwrite"]]:
        assert run("generate", "baseline", *small, "--out", "photos", *flags).status == 0
        assert (tmp_path / "photos/pets/cat.jpg").read_bytes() == b"miaow"


def test_another_dataset_needs_overwrite(run, refused, tmp_path, small):
    assert run("generate", "baseline", *small, "--out", "set").status == 0
    other = ["generate", "baseline", *small, "--seed", "2", "--out", "set"]
    refused(*other, says="--overwrite")
    before = json.loads((tmp_path / "set/manifest.json").read_text())
    (tmp_path / "set/notes.txt").write_text("mine")
    assert run(*other, "--overwrite").status == 0
    assert json.loads((tmp_path / "set/manifest.json").read_text()) != before
    assert (tmp_path / "set/notes.txt").read_text() == "mine"


def test_merge_of_what_is_no_shard(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    refused("merge", "empty", "--out", "whole", says="empty")
    refused("merge", "nowhere", "--out", "whole", says="nowhere", status=(1, 2))
    refused("merge", "--out", "whole", says="DIR")
    refused("merge", "empty", says="--out")
