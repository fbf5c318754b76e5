"""A run that was killed or interrupted leaves no dataset, and --resume goes on with it."""

import json
import signal
import time

import pytest
from shop import LARGE, TINY, assert_same, checksum, contents

RUN = (*LARGE, "--threads", 2)


@pytest.fixture(scope="module")
def whole(studio):
    return studio.make("whole", *LARGE)


def wait_for(process, condition):
    """Until the condition holds; the process must still be at work then."""
    deadline = time.monotonic() + 30
    while not condition():
        assert process.poll() is None, "it was done before"
        assert time.monotonic() < deadline
        time.sleep(0.001)


def sidecars(partial):
    return [path for path in partial.glob("*.json") if not path.name.startswith(".tmp-")]


def moments(made):
    """Where to kill: what must be on disk by then."""
    partial = made / ".partial"
    orders = made / "orders"
    return {
        "asked for": lambda: (partial / "request.json").exists(),
        "writing": lambda: orders.is_dir() and any(orders.rglob(".tmp-*")),
        "named one file": lambda: orders.is_dir() and any(orders.rglob("part-*")),
        "one part done": lambda: any("chunk" in path.name for path in sidecars(partial)),
        "three parts done": lambda: sum("chunk" in p.name for p in sidecars(partial)) >= 3,
    }


MOMENTS = ["asked for", "writing", "named one file", "one part done", "three parts done"]


def kill_at(shop, moment, *work):
    process = shop.start("made", *work)
    wait_for(process, moments(shop.place / "made")[moment])
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert not (shop.place / "made/manifest.json").exists()
    return shop.place / "made"


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_resumed(whole, shop, moment):
    made = kill_at(shop, moment, *RUN)
    finished = {
        entry["path"]: (made / entry["path"]).stat().st_mtime_ns
        for sidecar in sidecars(made / ".partial")
        if sidecar.name != "request.json"
        for entry in json.loads(sidecar.read_text())["parts"]
    }
    assert shop.make("made", *RUN, "--resume") == made
    assert_same(whole, made)
    # Finished parts are kept, not made again.
    for path, mtime in finished.items():
        assert (made / path).stat().st_mtime_ns == mtime, path


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_and_started_anew(shop, moment):
    """--overwrite removes what an unfinished run left, also files it had named but not listed."""
    made = kill_at(shop, moment, *RUN)
    other = (*TINY, "--format", "csv")
    shop.make("made", *other, "--overwrite")
    assert_same(shop.make("expected", *other), made)


def test_killed_twice(whole, shop):
    kill_at(shop, "one part done", *RUN)
    kill_at(shop, "three parts done", *RUN, "--resume")
    assert_same(whole, shop.make("made", *RUN, "--resume", "--batch-size", 1000))


def test_a_killed_shard_is_resumed(whole, shop):
    shard = (*LARGE, "--shard", "2/2", "--threads", 1)
    kill_at(shop, "one part done", *shard)
    shop.make("first", *LARGE, "--shard", "1/2")
    answer = shop.ask("merge", "first", "made", "--out", "merged")
    assert answer.status == 2 and "chunk-0000" in answer.err, answer
    shop.make("made", *shard, "--resume")
    shop.run("merge", "first", "made", "--out", "merged", "--quiet")
    assert_same(whole, shop.place / "merged")


@pytest.mark.parametrize("signal_", [signal.SIGINT, signal.SIGTERM], ids=lambda s: s.name)
@pytest.mark.parametrize("threads", [1, 2])
def test_interrupted(whole, shop, signal_, threads):
    """Exit 130 at once, nothing half-written under a real name, and it can go on."""
    work = (*LARGE, "--threads", threads)
    process = shop.start("made", *work)
    made = shop.place / "made"
    wait_for(process, moments(made)["one part done"])
    sent = time.monotonic()
    process.send_signal(signal_)
    _, err = process.communicate()
    # At once, when the machine is idle; but no time decides a test, and this only tells a hang.
    assert time.monotonic() - sent < 20
    assert process.returncode == 130, err
    assert b"--resume" in err
    assert not (made / "manifest.json").exists()
    assert not any(path.name.startswith(".tmp-") for path in made.rglob("*"))
    shop.make("made", *work, "--resume")
    assert_same(whole, made)


def test_interrupted_on_standard_output(shop):
    process = shop.start("-", *LARGE, "--tables", "orders", "--format", "csv")
    process.stdout.read(1 << 20)
    process.send_signal(signal.SIGINT)
    process.stdout.read()
    assert process.wait(timeout=5) == 130


def test_a_damaged_part_is_made_again(whole, shop):
    """Resuming trusts no file whose checksum is not its sidecar's."""
    made = kill_at(shop, "one part done", *RUN)
    listed = [
        made / entry["path"]
        for sidecar in sidecars(made / ".partial")
        if sidecar.name.startswith("chunk")
        for entry in json.loads(sidecar.read_text())["parts"]
    ]
    with listed[0].open("r+b") as file:
        file.seek(1000)
        byte = file.read(1)
        file.seek(1000)
        file.write(bytes([byte[0] ^ 1]))
    listed[1].unlink()
    shop.make("made", *RUN, "--resume")
    assert_same(whole, made)


def test_a_damaged_sidecar(whole, shop):
    """It is said, or made again, and never believed."""
    made = kill_at(shop, "one part done", *RUN)
    victim = next(path for path in sidecars(made / ".partial") if path.name.startswith("chunk"))
    text = victim.read_text()
    victim.write_text(text[: len(text) // 2])
    answer = shop.ask("generate", "baseline", *RUN, "--out", "made", "--resume", "--quiet")
    if answer.status == 0:
        assert_same(whole, made)
    else:
        assert answer.status in (1, 2) and f"made/.partial/{victim.name}" in answer.err, answer
        assert not (made / "manifest.json").exists()
        shop.make("made", *RUN, "--overwrite")
        assert_same(whole, made)


def test_resuming_something_else_is_refused(shop):
    made = kill_at(shop, "one part done", *RUN)
    before = contents(made)
    for other in [("--seed", "4"), ("--seed", "3", "--format", "csv")]:
        window = [word for word in RUN if word not in ("--seed", "3")]
        answer = shop.ask("generate", "baseline", *window, *other, "--out", "made", "--resume")
        assert answer.status == 2 and "--resume" in answer.err, answer
        assert contents(made) == before


def test_resume_of_nothing_starts(shop):
    """So that a job can always say --resume."""
    made = shop.make("made", *TINY, "--resume")
    assert_same(shop.make("expected", *TINY), made)


def test_resume_of_a_whole_dataset_changes_nothing(shop):
    made = shop.make("made", *TINY)
    before = {path: (checksum(path), path.stat().st_mtime_ns) for path in files(made)}
    answer = shop.ask("generate", "baseline", *TINY, "--out", "made", "--resume")
    assert answer.status in (0, 2), answer
    assert {path: (checksum(path), path.stat().st_mtime_ns) for path in files(made)} == before


def files(made):
    return [path for path in made.rglob("*") if path.is_file()]
