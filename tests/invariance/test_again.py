"""A manifest is a request: --from makes the same dataset again, whatever decided it."""

import json
from pathlib import Path

import pytest
from shop import TINY, Shop, assert_same, contents, digests, lasting, manifest

ROOT = Path(__file__).resolve().parents[2]
WORLD = ROOT / "worlds/default.yaml"
DATA_VERSION = (ROOT / "DATA_VERSION").read_text().strip()
SHORT = ("--orders-per-hour", "200", "--customers", "150", "--products", "70")

REQUESTS = {
    "plain": (*TINY, "--seed", "18446744073709551615"),
    "set": (*TINY, "--set", "world.arrivals.process=poisson", "--set", "scenario.intensity=2"),
    "hours": (*SHORT, "--duration", "20h", "--hours", "3:9", "--start", "2025-06-01T07:00:00Z"),
    "uuid": (*TINY, "--ids", "uuid", "--format", "csv"),
    "float64": (*TINY, "--money", "float64", "--format", "jsonl"),
    "codec": (*TINY, "--format", "feather", "--compression", "zstd"),
    "tables": (*TINY, "--tables", "system_metrics,customers"),
    "a day": ("--orders-per-day", "1234", "--duration", "1d", "--intensity", "0.7"),
    "shards": (*TINY, "--batch-size", 7, "--threads", 2),
}


@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS)
def test_from_manifest(shop, request_):
    made = shop.make("made", *request_)
    again = shop.make("again", "--from", "made/manifest.json", scenario=None)
    assert_same(made, again)


def test_from_the_manifest_of_merged_shards(shop):
    made = shop.make_sharded("made", 3, *TINY)
    assert_same(made, shop.make("again", "--from", "made/manifest.json", scenario=None))


@pytest.fixture
def own_files(shop):
    """A world and a scenario of the user's, each a little different from the built-in one."""
    scenario = shop.run("scenarios", "show", "baseline").out.decode()
    (shop.place / "quiet.yaml").write_text(scenario.replace("baseline", "quiet", 1))
    text = WORLD.read_text()
    assert text.count("China Main Electronics:") == 2  # the supplier, and who supplies what
    (shop.place / "world.yaml").write_text(
        text.replace("China Main Electronics:", '"\u00c9lan, \u201cLtd\u201d \u2028 & S\u00f6hne":')
    )
    return shop.place / "world.yaml", shop.place / "quiet.yaml"


def test_files_that_are_gone(shop, own_files):
    """The manifest carries the text of the world and the scenario it was made with."""
    world, scenario = own_files
    made = shop.make("made", *TINY, "--world", world, scenario=scenario)
    assert digests(made) != digests(shop.make("default", *TINY))
    world.unlink()
    scenario.unlink()
    again = shop.make("again", "--from", "made/manifest.json", scenario=None)
    assert_same(made, again)
    third = shop.make("third", "--from", "again/manifest.json", scenario=None)
    assert_same(made, third)


def test_files_elsewhere(shop, own_files):
    """Where the files stand is not part of the dataset."""
    world, scenario = own_files
    made = shop.make("made", *TINY, "--world", world, scenario=scenario)
    moved = shop.place / "moved"
    moved.mkdir()
    world.rename(moved / world.name)
    scenario.rename(moved / scenario.name)
    again = shop.make("again", *TINY, "--world", "moved/world.yaml", scenario="moved/quiet.yaml")
    assert_same(made, again)


def test_flags_beside_from_replace_what_it_says(shop):
    made = shop.make("made", *TINY, "--seed", "3")
    beside = ("--format", "csv", "--seed", "4")
    again = shop.make("again", "--from", "made/manifest.json", *beside, scenario=None)
    assert_same(again, shop.make("direct", *TINY, *beside))
    assert digests(made)["orders"] != digests(again)["orders"]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ('"seed": 1', '"seed": "one"', "seed"),
        ('"seed": 1', '"seed": -1', "seed"),
        ('"seed": 1', '"seed": 1.5', "seed"),
        ('"seed": 1', '"sead": 1', "sead"),
        ('"duration": "6h"', '"duration": "4x"', "4x"),
        ('"ids": "int64"', '"ids": "bytes"', "bytes"),
        ('"scenario": "baseline"', '"scenario": "basline"', "baseline"),
        (f'"data_version": {DATA_VERSION},\n    "scen', '"data_version": 99,\n    "scen', "99"),
        ('"request"', '"wish"', "manifest"),
    ],
)
def test_a_changed_manifest_is_checked(shop, before, after, says):
    made = shop.make("made", *TINY)
    text = (made / "manifest.json").read_text()
    assert before in text
    (made / "manifest.json").write_text(text.replace(before, after))
    answer = shop.ask("generate", "--from", "made/manifest.json", "--out", "again")
    assert (answer.status, answer.out) == (2, b""), answer
    assert says in answer.err and len(answer.err.splitlines()) <= 2, answer
    assert not (shop.place / "again").exists()


def test_poisson(shop):
    """Counts scatter around the exact ones, and are as reproducible."""
    base = ("--orders-per-hour", "500", "--duration", "5d", "--seed", "2")
    poisson = ("--set", "world.arrivals.process=poisson", "--tables", "orders,system_metrics")
    exact = shop.run("generate", "baseline", *base, "--dry-run", "--json").out
    expected = json.loads(exact)["hourly_orders"]
    made = shop.make("made", *base, *poisson, "--threads", 1)
    assert_same(made, shop.make("again", *base, *poisson, "--threads", 5, "--batch-size", 100))
    answer = shop.run("generate", "baseline", *base, *poisson, "--dry-run", "--json").out
    counts = json.loads(answer)["hourly_orders"]
    assert manifest(made)["tables"]["orders"]["rows"] == sum(counts)
    assert len(counts) == len(expected) == 120
    assert sum(a != b for a, b in zip(counts, expected, strict=True)) > 100
    assert abs(sum(counts) - sum(expected)) < 4 * sum(expected) ** 0.5
    # The index of dispersion of Poisson counts is 1; its standard error over n hours sqrt(2/n).
    scatter = [(a - b) ** 2 / b for a, b in zip(counts, expected, strict=True)]
    assert abs(sum(scatter) / 120 - 1) < 4 * (2 / 120) ** 0.5


def test_the_run_leaves_no_trace_in_the_manifest(shop):
    made = shop.make("made", *TINY, "--threads", 2)
    text = lasting(made)
    for word in (str(shop.place), "threads", "batch", "seconds", "shard"):
        assert word not in text
    assert sorted(contents(made)) == sorted(
        ["manifest.json", "dictionary.json", "truth/truth.json"]
        + [file["path"] for table in manifest(made)["tables"].values() for file in table["files"]]
    )


def test_another_directory_and_language(shop):
    """No locale, no time zone, no working directory in any byte."""
    made = shop.make("made", *TINY, "--format", "csv")
    elsewhere = Shop(shop.binary, shop.place / "made")
    environment = {"LC_ALL": "de_DE.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Kathmandu"}
    assert_same(made, elsewhere.make("../other", *TINY, "--format", "csv", env=environment))
