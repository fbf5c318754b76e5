"""Directories that are not what they seem: links, strange lists, somebody else's .partial."""

import json
import os

import pytest

SMALL = ("generate", "baseline", "--duration", "1h", "--orders-per-hour", "50", "--customers", "20")
RUN = (*SMALL, "--products", "10", "--format", "csv", "--quiet", "--out", "made")


def refused(shop, *more):
    answer = shop.ask(*RUN, *more)
    assert answer.status == 2 and "made" in answer.err, answer
    return answer


@pytest.mark.parametrize("path", ["thesis.txt", "up/thesis.txt", "../thesis.txt", "/thesis.txt"])
def test_overwrite_removes_only_parts(shop, path):
    made = shop.place / "made"
    made.mkdir()
    for thesis in (shop.place / "thesis.txt", made / "thesis.txt"):
        thesis.write_text("years of work")
    os.symlink("..", made / "up")
    listed = {"fauxmart": {}, "tables": {"orders": {"files": [{"path": path}]}}}
    (made / "manifest.json").write_text(json.dumps(listed))
    refused(shop, "--overwrite")
    assert (shop.place / "thesis.txt").read_text() == "years of work"
    assert (made / "thesis.txt").read_text() == "years of work"


def test_a_folder_that_is_a_link(shop):
    shop.make("made", *SMALL[2:])
    outside = shop.place / "outside"
    (shop.place / "made" / "orders").rename(outside)
    os.symlink("../outside", shop.place / "made" / "orders")
    refused(shop, "--overwrite")
    assert list(outside.iterdir()) and (shop.place / "made" / "manifest.json").exists()


def test_a_temporary_name_that_is_a_link(shop):
    made = shop.place / "made"
    made.mkdir()
    victim = shop.place / "victim"
    victim.write_text("precious")
    os.symlink("../victim", made / ".tmp-dictionary.json")
    answer = shop.ask(*RUN)
    assert answer.status == 1 and ".tmp-dictionary.json" in answer.err, answer
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("names", [["mine.txt"], ["request.json", "mine.json"]])
def test_somebody_elses_partial(shop, names):
    partial = shop.place / "made" / ".partial"
    partial.mkdir(parents=True)
    for name in names:
        (partial / name).write_text('{"mine": 1}')
    refused(shop)
    refused(shop, "--overwrite")
    assert sorted(p.name for p in partial.iterdir()) == sorted(names)


def test_merge_looks_before_it_removes(shop):
    for shard in ("1", "2"):
        answer = shop.ask(*RUN[:-1], f"shard{shard}", "--tables", "orders", "--shard", f"{shard}/2")
        assert answer.status == 0, answer
    before = shop.make("made", *SMALL[2:])
    manifest = (before / "manifest.json").read_bytes()
    part = next((shop.place / "shard1" / "orders").iterdir())
    part.write_bytes(part.read_bytes() + b"x")
    answer = shop.ask("merge", "shard1", "shard2", "--out", "made", "--overwrite")
    assert answer.status == 2 and "is not what its shard wrote" in answer.err, answer
    assert (before / "manifest.json").read_bytes() == manifest
