"""fauxmart perf: figures of real runs, nothing left behind, and no status that depends on them."""

import json
import os
import signal
import subprocess
import time

import pytest

COMMAND = ("perf", "--runs", "1")


@pytest.fixture(scope="module")
def measured(fauxmart, tmp_path_factory):
    """One measurement as JSON; what it left in its place."""
    place = tmp_path_factory.mktemp("place")
    done = subprocess.run(
        [fauxmart, *COMMAND, "--threads", "2", "--out", place, "--json"],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout), place


def test_what_is_measured_is_the_job(measured):
    report, place = measured
    month, day, rows, csv = (report["jobs"][name] for name in ("month", "day", "rows", "csv"))
    assert month["orders"] == csv["orders"] == 374072
    assert day["orders"] == rows["orders"] == 1559991
    assert month["rows"] == csv["rows"] > month["orders"] and csv["bytes"] > 4 * month["bytes"]
    assert rows["rows"] < 100 < day["rows"]
    assert report["place"] == str(place)
    assert (report["runs"], report["threads"]) == (1, 2)
    for job in report["jobs"].values():
        assert 0 < job["seconds"] < job["wall_seconds"] and job["peak_bytes"] > 1e6
        assert job["orders_per_second"] == pytest.approx(job["orders"] / job["wall_seconds"])


def test_stages_and_shares(measured):
    stages = {entry["stage"]: entry for entry in measured[0]["stages"]}
    total = stages.pop("total")
    assert list(stages)[:3] == ["plan", "dimension tables", "orders"]
    assert list(stages)[-3:] == ["encode", "write", "finish"]
    assert sum(entry["seconds"] for entry in stages.values()) == pytest.approx(total["seconds"])
    assert sum(entry["share"] for entry in stages.values()) == pytest.approx(1)
    assert stages["orders"]["rows"] == 374072
    assert all(stages[name]["seconds"] > 0 for name in ("plan", "orders", "encode", "write"))


def test_phase_and_targets(measured):
    report, _ = measured
    wall = report["jobs"]["month"]["wall_seconds"]
    assert report["phases"] == {"stretch": 50, "Phase 3": 65, "Phase 2": 75, "Phase 1": 120}
    reached = [name for name, limit in report["phases"].items() if wall < limit]
    assert report["phase"] == (reached[0] if reached else None)
    targets = {entry["target"]: entry for entry in report["targets"]}
    assert list(targets) == ["day", "rows", "memory", "month", "csv"]
    for entry in targets.values():
        at_least = entry["value"] >= entry.get("at_least", 0)
        assert entry["met"] == (at_least and entry["value"] <= entry.get("at_most", float("inf")))


def test_nothing_is_left(measured):
    assert list(measured[1].iterdir()) == []


def test_words_for_people(run, tmp_path):
    answer = run(*COMMAND, "--out", ".")
    assert (answer.status, answer.err) == (0, "")
    for words in ("374,072 orders", "one run", "dimension tables", "total", "phase", "wanted"):
        assert words in answer.out
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupt_leaves_nothing(fauxmart, tmp_path, number):
    process = subprocess.Popen(
        [fauxmart, "perf", "--runs", "100", "--out", "."],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("*/data")):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"interrupted" in err
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_nothing(fauxmart, tmp_path):
    """Files larger than the limit cannot be written."""
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 512; exec '{fauxmart}' perf --runs 1 --out ."],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"fauxmart: the run that was measured failed: ")
    assert list(tmp_path.iterdir()) == []


def test_what_is_refused(refused, tmp_path):
    (tmp_path / "file").touch()
    refused("perf", "--runs", "0", says="from 1 to 100")
    refused("perf", "--out", "nowhere", says="--out")
    refused("perf", "--out", "file", says="--out")
    if os.geteuid() != 0:
        (tmp_path / "closed").mkdir(mode=0o500)
        refused("perf", "--out", "closed", says="--out")
