"""What the commands say and where: data on standard output, words on standard error."""

import json
import re
import shutil
import subprocess
import sys

import duckdb
import pytest

COMMANDS = [
    *("generate", "preview", "scenarios", "describe", "merge", "diff"),
    *("perf", "completions", "man"),
]


def test_no_arguments_is_a_welcome(run):
    answer = run()
    assert answer.status == 0
    assert answer.out.count("\n  fauxmart ") == 3


@pytest.mark.parametrize("command", [None, *COMMANDS, "help"])
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_has_an_example(run, command, flag):
    answer = run(*filter(None, [command]), flag)
    assert (answer.status, answer.err) == (0, "")
    assert "Example" in answer.out
    assert answer.out.startswith("Usage: fauxmart")
    assert "\033" not in answer.out


def test_help_of_a_command_by_its_name(run):
    assert run("help", "generate").out == run("generate", "--help").out
    assert run("help").out == run("--help").out


def test_help_for_programs(run):
    """Everything that the help for people names, with the values of flags and the exit statuses."""
    told = json.loads(run("help", "--json").out)
    commands = {command["name"]: command for command in told["commands"]}
    assert {"", "validate", *COMMANDS} <= set(commands)
    for name, command in commands.items():
        shown = run(*filter(None, [name]), "--help").out
        for flag in command["flags"]:
            assert f"  {flag['name']}" in shown or flag["name"] == "--help", flag
        assert len(command["flags"]) == len(re.findall(r"^  (?:-h, )?--", shown, re.MULTILINE)), (
            name
        )
        assert json.loads(run("help", *filter(None, [name]), "--json").out) in (command, told)
    flags = {flag["name"]: flag for flag in commands["generate"]["flags"]}
    assert flags["--format"]["values"] == ["parquet", "feather", "csv", "jsonl"]
    assert "orders" in flags["--tables"]["values"]
    assert (flags["--threads"]["minimum"], flags["--threads"]["maximum"]) == (1, 1024)
    assert "minimum" not in flags["--out"]
    assert [each["status"] for each in told["exit_statuses"]] == [0, 1, 2, 3, 130]


def test_version(run, repo):
    version = (repo / "VERSION").read_text().strip()
    assert run("--version").out.startswith(f"fauxmart {version} ")
    about = json.loads(run("--version", "--json").out)
    assert list(about) == ["version", "data_version", "commit", "compiler", "arrow"]
    assert about["version"] == version
    assert about["arrow"].startswith("25.")


def test_scenarios(run, repo):
    listed = run("scenarios")
    assert listed.status == 0
    assert listed.out == run("scenarios", "list").out
    names = [line.split()[0] for line in listed.out.splitlines()[1:]]
    assert sorted(names) == sorted(path.stem for path in (repo / "scenarios").glob("*.yaml"))
    shown = run("scenarios", "show", "baseline").out
    assert shown == (repo / "scenarios/baseline.yaml").read_text()


def test_a_shown_scenario_is_a_request(run, tmp_path, small):
    (tmp_path / "mine.yaml").write_text(run("scenarios", "show", "baseline").out)
    assert run("generate", "mine.yaml", *small).status == 0
    assert (tmp_path / "out/mine/manifest.json").exists()


def test_preview(run):
    answer = run("preview", "customers", "--rows", "3")
    assert (answer.status, answer.err) == (0, "")
    assert len(answer.out.splitlines()) == 3 + 4 + 1
    assert "customer_id" in answer.out
    assert "3 of 15,000 rows" in answer.out
    assert answer.out == run("preview", "baseline", "customers", "--rows", "3").out
    ascii_only = run("preview", "customers", "--rows", "3", env={"LC_ALL": "C"}).out
    assert ascii_only.isascii()
    assert "order_id" in run("preview").out
    assert re.search(r"order_items: 10 of ~[\d,]+ rows", run("preview", "order_items").out)
    assert re.search(r"orders: 10 of [\d,]+ rows", run("preview", "orders").out)
    assert "incident_id" in run("preview", "truth/incidents").out


def test_dry_run_writes_nothing(run, tmp_path):
    answer = run("generate", "baseline", "--dry-run")
    assert (answer.status, answer.err) == (0, "")
    assert "374,072" in answer.out
    plan = json.loads(run("generate", "baseline", "--dry-run", "--json").out)
    orders = next(table for table in plan["tables"] if table["table"] == "orders")
    assert (orders["rows"], orders["exact"]) == (374072, True)
    assert sum(plan["hourly_orders"]) == 374072
    assert all(isinstance(table["bytes"], int) for table in plan["tables"])
    assert "chunk" not in answer.out
    quiet = run("generate", "baseline", "--dry-run", "--quiet")
    assert (quiet.status, quiet.out, quiet.err) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


def test_summary_is_for_people_and_json_for_programs(run, tmp_path):
    args = ["generate", "baseline", "--duration", "4h", "--intensity", "2", "--no-sync"]
    answer = run(*args, "--out", "a")
    assert (answer.status, answer.out) == (0, "")
    assert "2,178 orders" in answer.err
    assert "Try: " in answer.err
    assert "\r" not in answer.err and "\033" not in answer.err
    answer = run(*args, "--out", "b", "--json")
    assert answer.err == ""
    summary = json.loads(answer.out)
    assert summary["orders"] == 2178
    assert summary["complete"] is True
    assert {"table", "rows", "files", "bytes", "digest"} == set(summary["tables"][0])
    answer = run(*args, "--out", "c", "--quiet")
    assert (answer.out, answer.err) == ("", "")


@pytest.mark.parametrize("format_", ["parquet", "csv", "jsonl"])
def test_the_next_step_works(run, tmp_path, format_):
    (tmp_path / "bin").mkdir()
    args = ["generate", "baseline", "--duration", "4h", "--no-sync", "--format", format_]
    without = run(*args, "--out", "a", env={"PATH": str(tmp_path / "bin")})
    line = re.search(r'^Try: python3 -c "(.*)"$', without.err, re.MULTILINE)
    assert len(line[0]) <= 100
    subprocess.run([sys.executable, "-c", line[1]], cwd=tmp_path, check=True, timeout=60)
    program = tmp_path / "bin/duckdb"
    program.touch(0o755)
    answer = run(*args, "--out", "a b", env={"PATH": f"/nowhere:{tmp_path / 'bin'}"})
    line = re.search(r'^Try: duckdb -c "(.*)"$', answer.err, re.MULTILINE)
    assert len(line[0]) <= 100
    step = line[1].replace("'a b/", f"'{tmp_path}/a b/")
    assert duckdb.sql(f'SELECT "count_star()" FROM ({step})').fetchall()[0][0] > 0


def test_from_makes_it_again(run, tmp_path, small):
    assert run("generate", "baseline", *small, "--seed", "9", "--out", "first").status == 0
    answer = run("generate", "--from", "first/manifest.json", "--out", "second", "--no-sync")
    assert answer.status == 0, answer
    answer = run("generate", "--from", "first", "--out", "third", "--no-sync", "--quiet")
    assert answer.status == 0, answer
    assert (tmp_path / "third/manifest.json").exists()
    parts = sorted(
        path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.parquet")
    )
    assert parts
    for part in parts:
        assert (tmp_path / "first" / part).read_bytes() == (tmp_path / "second" / part).read_bytes()


def test_one_table_to_standard_output(run, tmp_path, small):
    args = ["generate", "baseline", *small, "--tables", "orders", "--out", "-"]
    lines = run(*args, "--format", "csv").out.splitlines()
    assert lines[0].startswith("order_id,customer_id,")
    rows = [json.loads(line) for line in run(*args, "--format", "jsonl").out.splitlines()]
    assert len(rows) == len(lines) - 1
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_leaves_ends_it_quietly(fauxmart, tmp_path):
    command = f"'{fauxmart}' generate baseline --tables orders --format csv --out - | head -n 1"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=60)
    assert done.stdout.startswith(b"order_id,")
    assert done.stderr == b""


def test_a_full_disk_is_an_error(fauxmart, tmp_path):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [fauxmart, "describe"], stdout=full, stderr=subprocess.PIPE, cwd=tmp_path, timeout=60
        )
    assert done.returncode == 1
    assert b"standard output" in done.stderr


def test_shards_say_how_to_go_on(run, tmp_path, small):
    loud = [flag for flag in small if flag != "--quiet"]
    answer = run("generate", "baseline", *loud, "--shard", "2/3")
    assert answer.status == 0, answer
    assert "fauxmart merge" in answer.err
    assert "1 part for 3 shards: this shard has nothing to do" in answer.err
    first = run("generate", "baseline", *loud, "--shard", "1/3")
    assert "orders/s" in first.err and "orders an hour" not in first.err
    run("generate", "baseline", *loud, "--shard", "3/3")
    shards = [f"out/baseline-{index}-of-3" for index in (1, 2, 3)]
    merged = run("merge", *shards, "--out", "whole")
    assert merged.status == 0, merged
    assert "orders/s" not in merged.err
    assert (tmp_path / "out/baseline-2-of-3").is_dir()
    assert not (tmp_path / "out/baseline-2-of-3/manifest.json").exists()


def test_tables_may_have_blanks_and_folders(run, tmp_path, small):
    names = "orders , truth/incidents"
    assert run("generate", "baseline", *small, "--tables", names, "--out", "set").status == 0
    assert (tmp_path / "set/orders").is_dir() and (tmp_path / "set/truth/incidents").is_dir()


def test_a_file_beyond_the_limit_is_an_error(fauxmart, tmp_path):
    done = subprocess.run(
        ["bash", "-c", f"ulimit -f 64; '{fauxmart}' generate baseline --duration 1d --quiet"],
        capture_output=True,
        cwd=tmp_path,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"fauxmart: ")


def test_bash_completions_work(run, tmp_path):
    script = tmp_path / "fauxmart.bash"
    script.write_text(run("completions", "bash").out)
    words = {
        "g": {"generate"},
        "generate --form": {"--format"},
        "generate --format p": {"parquet"},
        "generate --tables orders,cu": {"orders,customers"},
        "preview --rows 5 baseline order_": {"order_items"},
        "scenarios sh": {"show"},
        "scenarios show base": {"baseline"},
        "describe --dialect s": {"spark"},
    }
    for line, expected in words.items():
        probe = f"source '{script}'; COMP_WORDS=(fauxmart {line}); "
        probe += "COMP_CWORD=$((${#COMP_WORDS[@]} - 1))"
        probe += "; _fauxmart 2>/dev/null; printf '%s\\n' \"${COMPREPLY[@]}\""
        done = subprocess.run(["bash", "-c", probe], capture_output=True, text=True, cwd=tmp_path)
        assert set(done.stdout.split()) == expected, line


@pytest.mark.parametrize(
    ("shell", "check"), [("bash", ["-n"]), ("zsh", ["-n"]), ("fish", ["--no-execute"])]
)
def test_completions_are_scripts(run, tmp_path, shell, check):
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    script = tmp_path / "script"
    script.write_text(run("completions", shell).out)
    done = subprocess.run([shell, *check, script], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_manual_page(run, tmp_path):
    page = run("man").out
    assert page.startswith(".TH FAUXMART 1")
    for command in COMMANDS:
        assert f'.SS "fauxmart {command}' in page
    assert "\\(dq${fpath[1]}/_fauxmart\\(dq" in page
    if shutil.which("groff"):
        done = subprocess.run(
            ["groff", "-man", "-ww", "-z", "-Tutf8"], input=page, capture_output=True, text=True
        )
        assert (done.returncode, done.stderr) == (0, "")
