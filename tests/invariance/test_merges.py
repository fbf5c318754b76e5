"""A merge takes all shards of one request, as they were written, and harms none of them."""

import os
import shutil
import signal
import subprocess
import time

import pytest
from shop import LARGE, QUICK, assert_same, contents, opened


@pytest.fixture
def shards(shop):
    names = []
    for i in (1, 2, 3):
        # Large enough for several parts, few tables to be quick.
        shop.make(f"shard-{i}", *SHARDED, "--shard", f"{i}/3")
        names.append(f"shard-{i}")
    return names


SHARDED = (*LARGE, "--tables", "suppliers,returns,system_metrics")
MERGED = ("--out", "merged")


def test_merge_refuses_what_is_not_all_shards_once(shop, refused, shards):
    shop.make("other", *SHARDED, "--shard", "3/3", "--format", "csv")
    shop.make("whole", *QUICK)
    refused("merge", *shards[:2], *MERGED, status=2, says=["chunk-00002"])
    refused("merge", *shards[1:], *MERGED, status=2, says=["suppliers"])
    refused("merge", *shards, shards[1], *MERGED, status=2, says=["shard-2"])
    refused("merge", *shards[:2], "other", *MERGED, status=2, says=["other"])
    refused("merge", *shards, "whole", *MERGED, status=2, says=["whole"])
    refused("merge", *shards, "nowhere", *MERGED, status=2, says=["nowhere"])
    refused("merge", *shards, "--out", "whole", status=2, says=["whole", "--overwrite"])


def test_merge_never_eats_a_shard(shop, refused, shards):
    """The directory to merge into is none of those that are merged."""
    for flags in ([], ["--overwrite"]):
        refused("merge", *shards, "--out", "shard-1", *flags, status=2, says=["shard-1"])


def test_merge_of_a_damaged_sidecar(shop, refused, shards):
    path = shop.place / "shard-2/.partial/chunk-00001.json"
    text = path.read_text()
    for damaged in ["", text[:100], text.replace('"parts"', '"pats"'), "[]", "{}"]:
        path.write_text(damaged)
        refused("merge", *shards, *MERGED, status=2, says=["shard-2", "chunk-00001"])


def test_merge_of_a_damaged_part(shop, refused, shards):
    path = shop.place / "shard-2/returns/part-00001.parquet"
    whole = path.read_bytes()
    path.write_bytes(whole[:2000] + bytes([whole[2000] ^ 1]) + whole[2001:])
    answer = shop.ask("merge", *shards, *MERGED)
    assert answer.status in (1, 2) and "shard-2/returns/part-00001.parquet" in answer.err, answer
    assert not (shop.place / "merged").exists()
    # A merge cannot go on with what one that was killed left, and does not say so.
    path.write_bytes(whole)
    shutil.copytree(shop.place / "shard-1", shop.place / "merged")
    answer = refused("merge", *shards, *MERGED, status=2, says=["merged", "--overwrite"])
    assert "--resume" not in answer.err
    # It starts anew, without more words than an --overwrite.
    shop.run("merge", *shards, *MERGED, "--quiet", "--overwrite")
    assert_same(shop.make("expected", *SHARDED), shop.place / "merged")


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
def test_an_interrupted_merge(shop, shards, signal_):
    """It stops between two files, harms no shard, and says how to start anew."""
    before = contents(shop.place)
    path = shop.place / "shard-2/returns/part-00001.parquet"
    whole = path.read_bytes()
    path.unlink()
    os.mkfifo(path)
    process = subprocess.Popen(
        shop.command("merge", *shards, *MERGED), cwd=shop.place, stderr=subprocess.PIPE
    )
    try:
        deadline = time.monotonic() + 30
        while (writer := opened([path])) is None:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.001)
        process.send_signal(signal_)
        time.sleep(0.1)
        os.close(writer)
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130 and b"--overwrite" in said, said
    path.unlink()
    path.write_bytes(whole)
    assert contents(shop.place) == before
    shop.run("merge", *shards, *MERGED, "--quiet", "--overwrite")
    assert_same(shop.make("expected", *SHARDED), shop.place / "merged")
