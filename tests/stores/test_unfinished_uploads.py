"""A run that ends in the middle leaves no dataset in the store, and --resume goes on with it."""

import json
import signal
import time

import pytest
from object_server import Dropped, environment
from test_object_stores import TINY, assert_same, said

# Three parts of the facts.
JOB = ("--duration", "24h", "--orders-per-hour", "40000", "--seed", "3", "--customers", "2000")
JOB += ("--tables", "customers,returns,support_tickets,system_metrics,incidents,incident_labels")
# One part of orders in several pieces, the first of them sent long before the last row is made.
LINES = ("--duration", "24h", "--orders-per-hour", "12000", "--format", "csv")
LINES += ("--tables", "orders", "--threads", "1")
FEW = (*TINY, "--tables", "orders,returns,incidents")

# What the server has seen when the run ends: (end of a key, how often, whether it was answered).
MOMENTS = {
    "asked for": ("/.partial/request.json", 1, True),
    "before its first part": (".parquet", 1, False),
    "one file": ("/returns/part-00000.parquet", 1, True),
    "one task, not yet written down": ("/.partial/chunk-00000.json", 1, False),
    "one task": ("/.partial/chunk-00000.json", 1, True),
    "all tasks": ("/.partial/chunk-00002.json", 1, True),
    "all but the manifest": ("/manifest.json", 1, False),
}


def ended_at(bucket, moment, end, *arguments):
    """Runs until the moment, and calls end(process) there; what is not answered never arrives."""
    suffix, times, after = MOMENTS[moment]
    count = 0
    process = None

    def watch(request, answered):
        nonlocal count
        if process is None or answered != after or not request.writes:
            return
        if not request.key.endswith(suffix):
            return
        count += 1
        if count == times:
            end(process)
            if not after:
                raise Dropped

    bucket.proxy.watcher = lambda *seen: watch(*seen)
    process = bucket.start(*arguments)
    out, err = process.communicate(timeout=120)
    bucket.proxy.watcher = None
    assert count >= times, (out, err)
    return process.returncode, err


def kill(process):
    process.kill()
    process.wait()


DATED = ("--start", "2025-01-01T12:00", "--partition-by", "date")


@pytest.mark.parametrize("moment", [moment for moment in MOMENTS if moment != "one file"])
def test_killed_by_date(bucket, local, moment):
    status, _ = ended_at(bucket, moment, kill, *JOB, *DATED, "--threads", 1)
    assert status == -signal.SIGKILL and "manifest.json" not in bucket.objects()
    bucket.make(*JOB, *DATED, "--resume")
    assert_same(bucket.objects(), local(*JOB, *DATED))
    ended_at(bucket, moment, kill, *JOB, *DATED, "--threads", 1, "--overwrite")
    bucket.make(*FEW, "--overwrite")
    assert_same(bucket.objects(), local(*FEW))


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_resumed(bucket, local, moment):
    status, _ = ended_at(bucket, moment, kill, *JOB, "--threads", 1)
    assert status == -signal.SIGKILL
    left = bucket.objects()
    assert "manifest.json" not in left
    # Tables that are sums are made at the end, each time.
    finished = [
        entry["path"]
        for name, text in left.items()
        if name.startswith((".partial/chunk-", ".partial/customers-"))
        for entry in json.loads(text)["parts"]
    ]
    assert set(finished) <= set(left)

    bucket.proxy.seen.clear()
    bucket.make(*JOB, "--resume")
    assert_same(bucket.objects(), local(*JOB))
    # Finished parts are kept, not made again.
    written = {each.key for each in bucket.proxy.seen if each.writes}
    assert not written & {f"{bucket.name}/shop/{path}" for path in finished}


def test_killed_behind_the_manifest(bucket, local):
    """It is a dataset; --resume removes what the run could not."""
    root = f"{bucket.name}/shop"

    def watch(request, answered):
        if answered and request.writes and request.key == f"{root}/manifest.json":
            kill(process)

    bucket.proxy.watcher = lambda *seen: watch(*seen)
    process = bucket.start(*FEW)
    process.communicate()
    bucket.proxy.watcher = None
    assert ".partial/request.json" in bucket.objects()
    bucket.make(*FEW, "--resume")
    assert_same(bucket.objects(), local(*FEW))


def test_parts_that_are_gone_or_changed_are_made_again(bucket, local):
    ended_at(bucket, "all tasks", kill, *JOB, "--threads", 1)
    bucket.s3.delete_object(Bucket=bucket.name, Key="shop/returns/part-00001.parquet")
    bucket.s3.put_object(
        Bucket=bucket.name, Key="shop/returns/part-00000.parquet", Body=b"something shorter"
    )
    bucket.make(*JOB, "--resume")
    assert_same(bucket.objects(), local(*JOB))


def test_interrupted(bucket, local):
    """Exit 130, no upload left open, no part of a file, and the command to go on with."""
    waiting = []

    def interrupt(request, answered):
        if not answered and "partNumber" in request.query and not waiting:
            waiting.append(request)
            process.send_signal(signal.SIGINT)
            time.sleep(1)  # so that it is seen while the piece is on its way; no end depends on it

    bucket.proxy.watcher = lambda *seen: interrupt(*seen)
    process = bucket.start(*LINES)
    _, err = process.communicate(timeout=120)
    bucket.proxy.watcher = None
    assert process.returncode == 130 and waiting, err
    assert "--resume" in err and f"s3://{bucket.name}/shop" in err
    assert bucket.uploads() == []
    for name, content in bucket.objects().items():
        assert name.startswith(".partial/") or content == local(*LINES)[name]
    bucket.make(*LINES, "--resume")
    assert_same(bucket.objects(), local(*LINES))


def test_a_store_that_fails(bucket, local):
    """An upload that is refused for good: one message, no manifest, no open upload."""

    def fail(request, answered):
        if not answered and request.query.get("partNumber") == ["1"]:
            raise Dropped

    bucket.proxy.watcher = lambda *seen: fail(*seen)
    done = bucket.ask("generate", "baseline", *LINES, "--out", bucket.uri(), "--quiet")
    bucket.proxy.watcher = None
    said(done, "cannot write", f"s3://{bucket.name}/shop/orders/part-00000.csv", status=1)
    assert "manifest.json" not in bucket.objects() and bucket.uploads() == []
    bucket.make(*LINES, "--resume")
    assert_same(bucket.objects(), local(*LINES))


# ---- what is there already -----------------------------------------------------------------------


def test_a_dataset_is_replaced_only_when_asked(bucket, local):
    bucket.make(*FEW)
    before = bucket.objects()
    other = (*FEW, "--seed", "2", "--format", "csv")
    for more in ([], ["--resume"]):
        done = bucket.ask("generate", "baseline", *other, "--out", bucket.uri(), *more)
        said(done, "holds a dataset already", "--overwrite", status=2)
        assert bucket.objects() == before
    bucket.s3.put_object(Bucket=bucket.name, Key="shop/notes.txt", Body=b"mine")
    bucket.proxy.seen.clear()
    bucket.make(*other, "--overwrite")
    now = bucket.objects()
    assert now.pop("notes.txt") == b"mine"
    assert_same(now, local(*other))
    # The manifest went before anything that it listed.
    gone = [
        each.key for each in bucket.proxy.seen if each.method == "DELETE" or "delete" in each.query
    ]
    assert gone[0] == f"{bucket.name}/shop/manifest.json"


def test_an_unfinished_run_is_told_apart(bucket, local):
    ended_at(bucket, "one task", kill, *JOB, "--threads", 1)
    before = bucket.objects()
    done = bucket.ask("generate", "baseline", *JOB, "--out", bucket.uri())
    said(done, "unfinished run", "--resume", status=2)
    done = bucket.ask("generate", "baseline", *TINY, "--out", bucket.uri(), "--resume")
    said(done, "asked for something else", status=2)
    assert bucket.objects() == before
    bucket.make(*FEW, "--overwrite")
    assert_same(bucket.objects(), local(*FEW))


def test_killed_while_it_replaces(bucket, local):
    """Neither the old dataset nor the new one, and both commands can go on."""
    bucket.make(*FEW)
    for more in ("--overwrite", "--resume"):
        ended_at(bucket, "all but the manifest", kill, *JOB, more)
        assert "manifest.json" not in bucket.objects()
    bucket.make(*JOB, "--resume")
    assert_same(bucket.objects(), local(*JOB))


def test_two_runs_at_once(bucket):
    """The store has no locks: the one whose request was replaced writes no manifest."""
    root = f"{bucket.name}/shop"
    others = []

    def meddle(request, answered):
        if not answered and request.key == f"{root}/dictionary.json" and not others:
            others.append(
                bucket.s3.put_object(
                    Bucket=bucket.name, Key="shop/.partial/request.json", Body=b"{}"
                )
            )

    bucket.proxy.watcher = lambda *seen: meddle(*seen)
    done = bucket.ask("generate", "baseline", *TINY, "--out", bucket.uri(), env=environment())
    said(done, "another run has been writing there", status=1)
    assert "manifest.json" not in bucket.objects()
