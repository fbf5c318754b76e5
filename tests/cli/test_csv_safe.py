"""--csv-text safe, as commands that read, resume and merge datasets see it."""

import json
import re
import signal
import subprocess
import time

import pytest

FEW = ("baseline", "--duration", "2h", "--customers", "50", "--products", "40", "--no-sync")
SAFE = ("--format", "csv", "--csv-text", "safe")
# A part a third of a second: long enough to be killed at work.
LARGE = ("baseline", "--duration", "24h", "--orders-per-hour", "78000", "--format", "csv")


@pytest.fixture
def make(run, tmp_path):
    def maker(out, *asked):
        answer = run("generate", *asked, "--quiet", "--out", out)
        assert (answer.status, answer.err) == (0, ""), answer
        return tmp_path / out

    return maker


def world_of(repo, path, brand):
    """The default world with another name for one brand."""
    world, times = re.subn(
        r"\bNexon\b", json.dumps(brand), (repo / "worlds/default.yaml").read_text()
    )
    assert times > 0
    path.write_text(world)
    return ("--world", path)


def spoil(dataset, change):
    manifest = json.loads((dataset / "manifest.json").read_text())
    change(manifest)
    (dataset / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("brand", ["=cmd|' /C calc'!A0", "'", "'=1", "@sum"])
@pytest.mark.parametrize("truth", [(), ("--truth", "apart")])
def test_validate_and_diff_read_what_was_meant(run, make, repo, tmp_path, brand, truth):
    """Also where the manifest is blind, and has no request."""
    world = world_of(repo, tmp_path / "world.yaml", brand)
    make("plain", *FEW, *world)
    safe = make("safe", *FEW, *world, *SAFE, *truth)
    assert json.loads((safe / "manifest.json").read_text())["csv_text"] == "safe"
    answer = run("validate", "safe")
    assert answer.status == 0, answer.out
    answer = run("diff", "plain", "safe")
    assert answer.status == 0, answer


def test_equal_bytes_may_be_other_rows(run, make, repo, tmp_path):
    """'=x in a plain file is not the =x of a safe one."""
    few = (*FEW, "--tables", "products")
    make("plain", *few, *world_of(repo, tmp_path / "one.yaml", "'=x"), "--format", "csv")
    make("safe", *few, *world_of(repo, tmp_path / "two.yaml", "=x"), *SAFE)
    plain, safe = (tmp_path / f"{name}/products/part-00000.csv" for name in ("plain", "safe"))
    text, marked = plain.read_bytes(), safe.read_bytes()
    assert b'"\'=x"' in marked and marked.replace(b'"', b"") == text.replace(b'"', b"")
    # Quoted as the other is: the same bytes, another meaning.
    plain.write_bytes(marked)
    entry = json.loads((tmp_path / "safe/manifest.json").read_text())["tables"]["products"]["files"]
    spoil(tmp_path / "plain", lambda m: m["tables"]["products"].update(files=entry))
    answer = run("diff", "plain", "safe", "--json")
    assert answer.status == 3
    (table,) = json.loads(answer.out)["tables"]
    assert set(table["changed_by_column"]) == {"brand", "name"}


@pytest.mark.parametrize(
    ("text", "cell"), [("\"'+1-", '"+1-'), ("\"'+1-", "\"'1-"), ("@example", "@example")]
)
def test_a_text_that_no_safe_file_has(run, make, text, cell):
    """A lost mark, or one too many, is said with its row; an address in the midst is fine."""
    safe = make("safe", *FEW, *SAFE)
    path = safe / "customers/part-00000.csv"
    path.write_bytes(path.read_bytes().replace(text.encode(), cell.encode(), 1))
    answer = run("validate", "safe")
    assert answer.status == (3 if text != cell else 0)
    assert ("row 0: phone: " in answer.out) == (text != cell), answer.out


def test_a_manifest_that_says_something_else(refused, run, make):
    safe = make("safe", *FEW, *SAFE)
    spoil(safe, lambda m: m.update(csv_text="bold"))
    assert 'has a csv_text that is not "safe"' in run("validate", "safe").out
    refused("diff", "safe", "safe", says='has a csv_text that is not "safe"')


@pytest.mark.parametrize("form", ["parquet", "feather", "jsonl"])
@pytest.mark.parametrize(
    "where", [("--out", "data"), ("--out", "-", "--tables", "orders"), ("--dry-run",)]
)
def test_other_formats_refuse(refused, form, where):
    asked = ("generate", *FEW, "--format", form, "--csv-text", "safe", *where)
    refused(*asked, says=["--csv-text", form, "--format csv"])


def test_a_setting_that_there_is_not(refused):
    refused("generate", *FEW, "--format", "csv", "--csv-text", "bold", says=["plain", "safe"])


def test_from_a_manifest(run, make, refused):
    """It goes with the format, and a flag replaces it."""
    safe = make("safe", *FEW, *SAFE)
    again = make("again", "--from", safe, "--no-sync")
    path = "customers/part-00000.csv"
    assert (again / path).read_bytes() == (safe / path).read_bytes()
    plain = make("plain", "--from", safe, "--csv-text", "plain", "--no-sync")
    unquoted = (safe / path).read_bytes().replace(b"\"'+1", b"+1").replace(b'",', b",")
    assert (plain / path).read_bytes() == unquoted
    make("parquet", "--from", safe, "--format", "parquet", "--no-sync")
    assert run("diff", "parquet", "safe").status == 0
    spoil(safe, lambda m: m["request"].update(csv_text="bold"))
    refused("generate", "--from", safe, "--out", "none", says="request.csv_text")


def kill_after_a_part(fauxmart, place, *asked):
    process = subprocess.Popen(
        [str(fauxmart), "generate", *asked, "--quiet", "--no-sync", "--out", "half"], cwd=place
    )
    deadline = time.monotonic() + 60
    while not list((place / "half/.partial").glob("chunk-*.json")):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_resuming_with_another_setting_is_refused(fauxmart, refused, run, tmp_path):
    kill_after_a_part(fauxmart, tmp_path, *LARGE, "--tables", "returns", "--csv-text", "safe")
    again = ("generate", *LARGE, "--tables", "returns", "--no-sync", "--quiet", "--out", "half")
    refused(*again, "--resume", says="was asked for something else")
    assert run(*again, "--csv-text", "safe", "--resume").status == 0


def test_shards_of_two_settings_are_no_dataset(make, refused):
    one = make("one", *FEW, "--format", "csv", "--shard", "1/2")
    two = make("two", *FEW, *SAFE, "--shard", "2/2")
    refused("merge", one, two, "--out", "whole", says="another request")
