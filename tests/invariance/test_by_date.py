"""--partition-by date: the same rows in a folder a day, and all that is promised of directories."""

import json
import re
import shutil

import pytest
from shop import FACTS, LARGE, TABLES, TINY, assert_same, contents, manifest
from test_resume import MOMENTS, kill_at

DATE = ("--partition-by", "date")
# Three days, the first and the last of them not whole.
DAYS = (*TINY[2:], "--duration", "36h", "--start", "2025-02-27T18:00")
THE_DAYS = ["2025-02-27", "2025-02-28", "2025-03-01"]
# Two days of some parts each.
LONG = (*LARGE, "--start", "2025-01-01T12:00", *DATE)


def folders(place):
    return sorted(str(path.relative_to(place)) for path in place.rglob("*") if path.is_dir())


def rows_are_equal(shop, one, other):
    answer = shop.run("diff", one, other)
    assert b"equal: 10 tables" in answer.out, answer


def test_facts_lie_by_day_and_nothing_else(shop):
    made = shop.make("made", *DAYS, *DATE, scenario="payment_outage")
    numbers = {}
    for table in TABLES:
        files = [file["path"] for file in manifest(made)["tables"][table]["files"]]
        if table not in FACTS:
            assert all(re.fullmatch(r"(truth/)?\w+/part-\d{5}\.parquet", path) for path in files)
            continue
        found = [re.fullmatch(rf"{table}/date=(.{{10}})/part-(\d{{5}})\.parquet", p) for p in files]
        assert [match[1] for match in found] == THE_DAYS
        numbers[table] = [match[2] for match in found]
    assert numbers == dict.fromkeys(FACTS, ["00000", "00001", "00002"])
    assert manifest(made)["request"]["partition_by"] == "date"
    assert shop.ask("validate", "made").status == 0
    plain = shop.make("plain", *DAYS, scenario="payment_outage")
    assert "partition_by" not in manifest(plain)["request"]
    rows_are_equal(shop, "made", "plain")


def test_hours_larger_than_a_part(shop):
    """Cuts inside an hour stay where they are; carts of lost orders are sorted within them."""
    large = ("--duration", "2h", "--start", "2025-01-01T23:00", "--orders-per-hour", "900000")
    tables = ("--tables", "orders,cart_abandonment")
    one = shop.make("one", *large, *tables, scenario="viral_moment")
    made = shop.make("made", *large, *tables, *DATE, scenario="viral_moment")
    assert len(manifest(made)["tables"]["orders"]["files"]) > 2
    answer = shop.run("diff", one, made)
    assert b"equal: 2 tables" in answer.out


def test_same_bytes(shop):
    made = shop.make("made", *LONG, "--threads", 1)
    assert len(manifest(made)["tables"]["orders"]["files"]) > 4
    assert_same(made, shop.make("four", *LONG, "--threads", 4, "--batch-size", 1000))
    assert_same(made, shop.make_sharded("merged", 3, *LONG))
    assert_same(made, shop.make("again", "--from", made, scenario=None))


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_resumed(shop, moment):
    made = kill_at(shop, moment, *LONG, "--threads", 2)
    shop.make("made", *LONG, "--resume")
    assert_same(shop.make("whole", *LONG), made)


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_started_anew(shop, moment):
    """In other days, or in none: no file and no folder of the first run stays."""
    for name, other in (("dated", (*DAYS, *DATE)), ("plain", (*DAYS, "--format", "csv"))):
        made = kill_at(shop, moment, *LONG, "--threads", 2)
        shop.make("made", *other, "--overwrite")
        expected = shop.make(name, *other)
        assert_same(expected, made)
        assert folders(made) == folders(expected)
        assert shop.ask("validate", "made").status == 0
        shutil.rmtree(made)


def test_replaced_by_another_layout(shop):
    layouts = [("made", *DAYS), ("made", *DAYS, *DATE), ("made", *TINY, *DATE), ("made", *TINY)]
    for layout in layouts:
        made = shop.make(*layout, "--overwrite")
        expected = shop.make("expected", *layout[1:])
        assert_same(expected, made)
        assert folders(made) == folders(expected)
        shutil.rmtree(expected)


def test_what_is_in_the_way(shop, refused):
    made = shop.make("made", *DAYS, *DATE)
    foreign = made / "orders/date=2025-02-28/mine.parquet"
    foreign.write_text("mine")
    again = ("generate", "baseline", *DAYS, *DATE, "--out", "made", "--overwrite")
    refused(*again, status=2, says=["made/orders/date=2025-02-28/mine.parquet", "in the way"])
    foreign.unlink()
    elsewhere = made / "orders/date=today"
    elsewhere.mkdir()
    refused(*again, status=2, says=["made/orders/date=today", "in the way"])
    elsewhere.rmdir()
    shop.run(*again, "--quiet")


def test_a_day_of_nobody_is_in_the_way(shop, refused):
    """It would be taken for one of the dataset's."""
    day = shop.place / "made/orders/date=2025-03-07"
    day.mkdir(parents=True)
    for layout in ((), DATE):
        asked = ("generate", "baseline", *TINY, *layout, "--out", "made")
        refused(*asked, status=2, says=["made/orders/date=2025-03-07", "in the way"])
    day.rmdir()
    day.write_text("a file")
    refused(*asked, status=2, says=["made/orders/date=2025-03-07", "in the way"])


def test_a_link_instead_of_a_day(shop, refused):
    """Nothing outside is removed or written, and nobody reads it for a part."""
    made = shop.make("made", *DAYS, *DATE)
    day = made / "orders/date=2025-02-28"
    day.rename(shop.place / "outside")
    day.symlink_to(shop.place / "outside")
    before = contents(shop.place / "outside")
    for layout in ((), DATE):
        again = ("generate", "baseline", *DAYS, *layout, "--out", "made", "--overwrite")
        refused(*again, status=2, says=["made/orders/date=2025-02-28", "a symbolic link"])
    assert contents(shop.place / "outside") == before
    assert b"is a link" in shop.ask("validate", "made").out


def test_what_cannot_be(shop, refused):
    asked = ("generate", "baseline", *TINY)
    refused(*asked, "--partition-by", "hour", status=2, says=["--partition-by", "hour", "date"])
    stream = (*asked, *DATE, "--out", "-", "--tables", "orders")
    refused(*stream, status=2, says=["--out -", "--partition-by"])
    dated = shop.make("dated", *TINY, *DATE)
    shop.make("one", *TINY, *DATE, "--shard", "1/2")
    shop.make("two", *TINY, "--shard", "2/2")
    refused("merge", "one", "two", "--out", "whole", status=2, says=["another request"])
    plain = shop.make("plain", "--from", dated, "--partition-by", "none", scenario=None)
    assert_same(shop.make("expected", *TINY), plain)


def test_none_is_none(shop):
    stream = ("generate", "baseline", *TINY, "--out", "-", "--tables", "orders", "--quiet")
    assert shop.run(*stream, "--partition-by", "none").out == shop.run(*stream).out


def test_small_files_are_foreseen(shop):
    """Every file has a beginning and an end of its own, which is most of a small one."""
    year = ("--duration", "90d", "--orders-per-hour", "50", "--customers", "100", *DATE)
    answer = shop.run("generate", "baseline", *year, "--dry-run", "--json")
    planned = sum(table["bytes"] for table in json.loads(answer.out)["tables"])
    made = shop.make("made", *year)
    written = sum(table["bytes"] for table in manifest(made)["tables"].values())
    assert 0.75 < planned / written < 1.25


def test_the_next_step_finds_the_files(shop):
    for name in ("parquet", "csv", "jsonl"):
        answer = shop.ask("generate", "baseline", *DAYS, *DATE, "--format", name, "--out", name)
        assert f"{name}/orders/*/*.{name}" in answer.err
