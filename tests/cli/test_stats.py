"""--stats and --progress: what a run tells while it goes on, and what that may never do to it."""

import json
import math
import os
import re
import signal
import subprocess
import time

import pytest

TABLES = [
    *("customers", "suppliers", "products", "campaigns", "orders", "order_items"),
    *("support_tickets", "cart_abandonment", "returns", "system_metrics"),
    *("incidents", "incident_labels"),
]
STAGES = ["plan", "generate", "encode", "write", "finish"]
LONG = ("generate", "baseline", "--duration", "365d", "--orders-per-hour", "20000", "--no-sync")


def lines_of(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def manifest_of(place):
    return json.loads((place / "manifest.json").read_text())


def same_files(one, other):
    """Equal bytes in all files but the manifests, and equal manifests but for the run."""
    for left, right in ((one, other), (other, one)):
        for path in left.rglob("*"):
            if path.is_file() and path.name != "manifest.json":
                twin = right / path.relative_to(left)
                assert path.read_bytes() == twin.read_bytes(), path
    left, right = manifest_of(one), manifest_of(other)
    del left["run"], right["run"]
    assert left == right


def stopped_when(fauxmart, tmp_path, enough, *args):
    """A long run that is interrupted once `enough(what it has said)`; its status and words."""
    said = tmp_path / "said"
    with open(said, "wb") as words:
        process = subprocess.Popen(
            [fauxmart, *LONG, "--out", "set", *args],
            cwd=tmp_path,
            stdout=subprocess.DEVNULL,
            stderr=words,
        )
        deadline = time.monotonic() + 60
        while not enough(said.read_text()):
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        status = process.wait(60)
    return status, said.read_text()


# ---- lines ---------------------------------------------------------------------------------------


def test_the_last_line_is_the_dataset(run, tmp_path, small):
    (tmp_path / "run.jsonl").write_text("something old\n")
    request = ("generate", "payment_outage", *small, "--threads", "2", "--out", "set")
    answer = run(*request, "--stats", "run.jsonl")
    assert (answer.status, answer.out, answer.err) == (0, "", "")
    last = lines_of(tmp_path / "run.jsonl")[-1]
    tables = manifest_of(tmp_path / "set")["tables"]
    assert list(tables) == TABLES
    assert last["rows"] == {name: table["rows"] for name, table in tables.items()}
    assert last["bytes"] == {name: table["bytes"] for name, table in tables.items()}
    assert (last["final"], last["state"]) == (True, "done")
    assert last["orders"] == tables["orders"]["rows"] == last["orders_planned"]
    assert list(last["stage_seconds"]) == STAGES
    assert all(seconds > 0 for seconds in last["stage_seconds"].values())
    assert last["generate_seconds"]["orders"] > 0 and last["encode_seconds"]["orders"] > 0
    assert sum(last["encode_seconds"].values()) == pytest.approx(
        last["stage_seconds"]["encode"], abs=1e-4
    )
    assert last["threads"] == 2 and last["threads_busy"] == 0 and last["queue_depth"] == 0
    assert last["peak_bytes"] >= last["resident_bytes"] > 0
    assert last["rows_per_second"]["orders"] > 0


def test_a_line_twice_a_second(fauxmart, tmp_path):
    path = tmp_path / "run.jsonl"

    def enough(_):
        return path.exists() and path.read_text().count("\n") >= 3

    status, _ = stopped_when(fauxmart, tmp_path, enough, "--stats", path, "--quiet")
    assert status == 130
    lines = lines_of(path)
    assert [line["final"] for line in lines] == [False] * (len(lines) - 1) + [True]
    assert lines[-1]["state"] == "interrupted"
    for before, after in zip(lines, lines[1:], strict=False):
        if not after["final"]:
            assert after["seconds"] - before["seconds"] >= 0.5
        assert after["orders"] >= before["orders"]
        assert all(after["rows"][table] >= before["rows"][table] for table in TABLES)
        assert after["threads_busy"] <= after["threads"]
    assert 0 < lines[-1]["orders"] < lines[-1]["orders_planned"]


def test_the_dataset_is_the_same(run, tmp_path, small):
    request = ("generate", "flash_sale", *small)
    assert run(*request, "--out", "without").status == 0
    assert run(*request, "--out", "with", "--stats", "run.jsonl").status == 0
    assert run(*request, "--out", "metrics", "--stats", "run.prom").status == 0
    same_files(tmp_path / "without", tmp_path / "with")
    same_files(tmp_path / "without", tmp_path / "metrics")


def test_a_failure_is_told_too(run, refused, tmp_path, small):
    request = ("generate", "baseline", *small, "--out", "set")
    assert run(*request).status == 0
    assert run(*request, "--stats", "run.jsonl").status == 2
    (last,) = lines_of(tmp_path / "run.jsonl")
    assert (last["final"], last["state"]) == (True, "failed")


# ---- where it may not be, and what it may not do -------------------------------------------------


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("-", "standard output"),
        ("set/run.jsonl", "lies in the dataset"),
        ("./set/../set/deep/run.prom", "lies in the dataset"),
        ("link/run.jsonl", "lies in the dataset"),
        ("set", "lies in the dataset"),
        ("apart/run.jsonl", "lies in the truth"),
        ("nowhere/run.jsonl", "cannot be opened"),
        ("nowhere/run.prom", "cannot be written"),
        ("folder", "is a directory"),
        ("folder.prom", "is a directory"),
        ("pipe", "no file that can be written at any time"),
        ("pipe.prom", "no file that can be written at any time"),
    ],
)
def test_places_that_are_refused(refused, tmp_path, small, file, says):
    (tmp_path / "link").symlink_to("set")
    for name in ("folder", "folder.prom"):
        (tmp_path / name).mkdir()
    for name in ("pipe", "pipe.prom"):
        os.mkfifo(tmp_path / name)
    request = ("generate", "baseline", *small, "--out", "set", "--truth", "apart")
    refused(*request, "--stats", file, says=("--stats", says))


def test_what_goes_with_nothing_to_measure_is_refused(refused):
    refused("generate", "baseline", "--dry-run", "--stats", "f", says="--stats")
    stream = ("--tables", "orders", "--format", "csv", "--out", "-")
    refused("generate", "baseline", *stream, "--stats", "f", says="--stats")


def test_a_full_disk_does_not_harm_the_dataset(run, tmp_path, small):
    assert run("generate", "baseline", *small, "--out", "without").status == 0
    answer = run("generate", "baseline", *small, "--out", "set", "--stats", "/dev/full")
    assert answer.status == 0, answer
    assert answer.err.count("warning: --stats /dev/full: cannot be written") == 1
    same_files(tmp_path / "without", tmp_path / "set")


def test_a_folder_that_goes_away_does_not_harm_it(fauxmart, tmp_path):
    """Told once, and the run goes on: here until it is interrupted."""
    path = tmp_path / "place/run.prom"
    path.parent.mkdir()
    warning = "warning: --stats place/run.prom: cannot be written"
    warned = []

    def enough(said):
        if path.exists():
            path.parent.rename(tmp_path / "elsewhere")
        if warning in said and not warned:
            warned.append(time.monotonic())
        return warned and time.monotonic() > warned[0] + 1.5  # time for two more

    status, said = stopped_when(fauxmart, tmp_path, enough, "--stats", "place/run.prom")
    assert status == 130
    assert said.count(warning) == 1


# ---- metrics -------------------------------------------------------------------------------------

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABELS = r'\{[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"\}'
NUMBER = r"-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?"


def parse_metrics(text):
    """{family: (type, {labels: value})}, held to OpenMetrics: one block a family, HELP and TYPE
    before its samples, counters in _total, the end marked."""
    assert text.endswith("# EOF\n") and text.count("# EOF") == 1
    families, current = {}, None
    for line in text.removesuffix("# EOF\n").splitlines():
        if head := re.fullmatch(rf"# HELP ({NAME}) (\S.*)", line):
            current = head[1]
            assert current not in families, f"{current} comes twice"
            families[current] = (None, {})
        elif head := re.fullmatch(rf"# TYPE ({NAME}) (counter|gauge)", line):
            assert head[1] == current and families[current][0] is None, line
            families[current] = (head[2], {})
        else:
            sample = re.fullmatch(rf"({NAME})({LABELS})? ({NUMBER})", line)
            assert sample, f"no metric: {line!r}"
            type_, samples = families[current]
            assert sample[1] == current + ("_total" if type_ == "counter" else ""), line
            assert sample[2] not in samples, line
            assert math.isfinite(float(sample[3])) and float(sample[3]) >= 0, line
            samples[sample[2]] = float(sample[3])
    assert all(type_ for type_, _ in families.values())
    return families


@pytest.mark.parametrize(
    "text",
    [
        "# EOF",
        "# HELP a b\n# TYPE a gauge\na 1\n",
        "# HELP a b\n# TYPE a counter\na 1\n# EOF\n",
        "# HELP a b\n# TYPE a gauge\na 1\na 1\n# EOF\n",
        "# HELP a b\n# TYPE a gauge\na nan\n# EOF\n",
        "# HELP a b\na 1\n# EOF\n",
        '# HELP a b\n# TYPE a gauge\na{b="c} 1\n# EOF\n',
        "# HELP a b\n# TYPE a gauge\na 1\n\n# EOF\n",
    ],
)
def test_the_grammar_is_strict(text):
    with pytest.raises((AssertionError, KeyError)):
        parse_metrics(text)


def test_metrics_are_the_dataset(run, tmp_path, small):
    (tmp_path / "run.prom").write_text("something old")
    request = ("generate", "payment_outage", *small, "--threads", "2", "--out", "set")
    assert run(*request, "--stats", "run.prom").status == 0
    metrics = parse_metrics((tmp_path / "run.prom").read_text())
    assert all(name.startswith("fauxmart_") for name in metrics)
    tables = manifest_of(tmp_path / "set")["tables"]
    for name, key in (("fauxmart_rows", "rows"), ("fauxmart_bytes", "bytes")):
        expected = {f'{{table="{table}"}}': entry[key] for table, entry in tables.items()}
        assert metrics[name] == ("counter", expected)
    assert metrics["fauxmart_orders"] == ("counter", {None: tables["orders"]["rows"]})
    assert set(metrics["fauxmart_stage_seconds"][1]) == {f'{{stage="{name}"}}' for name in STAGES}
    assert metrics["fauxmart_run_state"][1]['{state="done"}'] == 1
    assert sum(metrics["fauxmart_run_state"][1].values()) == 1
    assert metrics["fauxmart_threads"] == ("gauge", {None: 2})
    assert metrics["fauxmart_peak_bytes"][1][None] > 1e6
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {"run.prom", "set"}, "a temporary name has stayed"


def test_a_reader_never_finds_a_part(fauxmart, tmp_path):
    path = tmp_path / "run.prom"
    seen = set()

    def enough(_):
        for _ in range(100 if path.exists() else 0):
            text = path.read_text()
            parse_metrics(text)
            seen.add(text)
        return len(seen) > 4

    status, _ = stopped_when(fauxmart, tmp_path, enough, "--stats", path, "--quiet")
    assert status == 130
    assert parse_metrics(path.read_text())["fauxmart_run_state"][1]['{state="interrupted"}'] == 1


# ---- progress ------------------------------------------------------------------------------------

LINE = re.compile(r" *\d+ %  [\d.,]+( [kMG])? orders/s(  .* left)?(  [\d.]+ [KMG]iB memory)?")


def test_lines_where_nobody_looks(fauxmart, tmp_path):
    status, err = stopped_when(
        fauxmart, tmp_path, lambda said: said.count("\n") >= 2, "--progress", "always"
    )
    assert status == 130
    lines = err[: err.index("fauxmart: interrupted")].splitlines()
    assert len(lines) >= 3  # the last is that of the end
    assert all(LINE.fullmatch(line) for line in lines), lines
    assert not re.search(r"[\x00-\x09\x0b-\x1f]", err)


def test_always_has_a_last_line(run, small):
    loud = [flag for flag in small if flag != "--quiet"]
    answer = run("generate", "baseline", *loud, "--json", "--progress", "always")
    assert answer.status == 0
    assert json.loads(answer.out)["scenario"] == "baseline"
    lines = answer.err.splitlines()
    assert lines and all(LINE.fullmatch(line) for line in lines), answer.err
    assert lines[-1].startswith("100 %")


@pytest.mark.parametrize("flags", [("--progress", "never"), ("--progress", "auto"), ()])
def test_nothing_unless_asked(run, small, flags):
    loud = [flag for flag in small if flag != "--quiet"]
    answer = run("generate", "baseline", *loud, "--json", *flags)
    assert (answer.status, answer.err) == (0, "")


def test_quiet_is_quiet(run, small):
    answer = run("generate", "baseline", *small, "--progress", "always")
    assert (answer.status, answer.out, answer.err) == (0, "", "")


# ---- the manifest --------------------------------------------------------------------------------


def test_the_manifest_has_the_figures(run, tmp_path, small):
    request = ("generate", "payment_outage", *small, "--threads", "2")
    assert run(*request, "--out", "set", "--stats", "run.jsonl").status == 0
    about = manifest_of(tmp_path / "set")["run"]
    assert list(about["stages"]) == STAGES
    assert all(seconds > 0 for seconds in about["stages"].values())
    last = lines_of(tmp_path / "run.jsonl")[-1]
    for stage in ("plan", "generate", "encode", "write"):
        assert about["stages"][stage] == pytest.approx(last["stage_seconds"][stage], abs=1e-5)
    rows = sum(last["rows"].values())
    assert about["rows_per_second"] == pytest.approx(rows / about["seconds"], rel=0.01)
    assert about["threads"] == 2
    assert about["peak_bytes"] > 1e6


def test_a_blind_manifest_tells_no_figures(run, tmp_path, small):
    """Twins take time and memory, and labels are rows: the figures would tell of both."""
    request = ("generate", "payment_outage", *small, "--out", "set", "--truth", "apart")
    assert run(*request, "--stats", "run.jsonl").status == 0
    about = manifest_of(tmp_path / "set")["run"]
    assert set(about) == {"seconds", "threads", "commit", "compiler"}
    assert lines_of(tmp_path / "run.jsonl")[-1]["rows"]["incident_labels"] > 0
