"""The card says what is true, finds every file, and gives no truth away; nobody's own is lost."""

import json
import re
import subprocess

import pyarrow.dataset
import pytest
import xxhash
import yaml

OUTAGE = ("payment_outage", "--duration", "1d", "--customers", "40", "--products", "30")
FLAGS = ("--orders-per-hour", "6", "--seed", "987654321", "--no-sync", "--quiet")


@pytest.fixture
def make(fauxmart, tmp_path):
    """make("--card") writes tmp_path/shop; -> exit status, message, directory."""

    def run(*more, out="shop", command=("generate", *OUTAGE, *FLAGS)):
        done = subprocess.run(
            [str(fauxmart), *command, *map(str, more), "--out", str(tmp_path / out)],
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stderr, tmp_path / out

    return run


def card_of(directory):
    """The front matter, and the text below."""
    _, front, body = (directory / "README.md").read_text().split("---\n", 2)
    return yaml.safe_load(front), body


@pytest.mark.parametrize("layout", [(), ("--partition-by", "date")], ids=["plain", "by date"])
def test_the_front_matter_finds_every_file(make, fauxmart, layout):
    status, message, directory = make("--card", *layout)
    assert status == 0, message
    front, body = card_of(directory)
    manifest = json.loads((directory / "manifest.json").read_text())
    assert front["license"] == "cc0-1.0"
    rows = sum(table["rows"] for table in manifest["tables"].values())
    assert front["size_categories"] == ["n<1K" if rows < 1000 else "1K<n<10K"]
    assert [c["config_name"] for c in front["configs"] if c.get("default")] == ["orders"]
    configs = {each["config_name"]: each["data_files"] for each in front["configs"]}
    assert list(configs) == list(manifest["tables"])
    for name, table in manifest["tables"].items():
        files = sorted(str(p.relative_to(directory)) for p in directory.glob(configs[name]))
        assert files == [each["path"] for each in table["files"]]
        read = pyarrow.dataset.dataset([directory / each for each in files], format="parquet")
        assert read.count_rows() == table["rows"]
        assert f"| {name} | {table['rows']} | " in body
    touched = manifest["tables"]["incident_labels"]["rows"]
    assert re.search(rf"\| psp_outage \| .+ \| {touched} \|", body)
    assert "987654321" in body and "payment_outage" in body
    checksum = xxhash.xxh3_128_hexdigest((directory / "README.md").read_bytes())
    assert manifest["card"] == {"path": "README.md", "xxh3_128": checksum}
    assert subprocess.run([str(fauxmart), "validate", str(directory)], check=False).returncode == 0


def test_a_blind_card_tells_nothing(make, tmp_path):
    assert make("--card", "--truth", tmp_path / "truth")[0] == 0
    text = (tmp_path / "shop/README.md").read_text()
    for secret in ("outage", "987654321", "incident", "2025", "psp", "truth/"):
        assert secret not in text, secret
    # Nor does its size: the twin without the incident has the same words around its numbers.
    assert make("--card", "--truth", tmp_path / "t2", "--without", "all", out="twin")[0] == 0
    twin = (tmp_path / "twin/README.md").read_text()
    assert re.sub(r"\d+", "N", twin) == re.sub(r"\d+", "N", text)


def test_the_same_card_again_in_shards_and_from_the_manifest(make, tmp_path, fauxmart):
    assert make("--card")[0] == 0
    card = (tmp_path / "shop/README.md").read_bytes()
    for shard in (1, 2):
        assert make("--card", "--shard", f"{shard}/2", out=f"part-{shard}")[0] == 0
        assert not (tmp_path / f"part-{shard}/README.md").exists()
    parts = [tmp_path / "part-1", tmp_path / "part-2"]
    assert make(*parts, out="merged", command=("merge", "--quiet"))[0] == 0
    again = ("generate", "--from", str(tmp_path / "shop"), "--no-sync", "--quiet")
    assert make(out="again", command=again)[0] == 0
    assert (tmp_path / "merged/README.md").read_bytes() == card
    assert (tmp_path / "again/README.md").read_bytes() == card


def test_overwriting_takes_our_card_and_no_other(make, tmp_path):
    shop, readme = tmp_path / "shop", tmp_path / "shop/README.md"
    assert make("--card")[0] == 0
    assert make("--overwrite")[0] == 0
    assert not readme.exists()
    assert "card" not in json.loads((shop / "manifest.json").read_text())

    readme.write_text("mine")
    assert make("--overwrite")[0] == 0 and readme.read_text() == "mine"
    status, message, _ = make("--card", "--overwrite")
    assert status == 2 and "README.md is in the way" in message
    assert readme.read_text() == "mine" and (shop / "manifest.json").exists()

    readme.unlink()
    assert make("--card", "--overwrite")[0] == 0
    readme.write_text(readme.read_text() + "edited")
    status, message, _ = make("--card", "--overwrite")
    assert status == 2 and "README.md was changed" in message
    assert readme.read_text().endswith("edited") and (shop / "manifest.json").exists()


def test_an_unfinished_run_goes_on(make, tmp_path):
    """As if it had been killed between its card and its manifest."""
    assert make("--card")[0] == 0
    card = (tmp_path / "shop/README.md").read_bytes()
    request = json.loads((tmp_path / "shop/manifest.json").read_text())["request"]
    assert request["card"] == "yes"
    half = tmp_path / "half"
    assert make("--card", "--shard", "1/2", out="half")[0] == 0
    (half / "README.md").write_bytes(card[:100])
    assert make("--card", "--resume", out="half")[0] == 0
    assert (half / "README.md").read_bytes() == card
    assert not list(half.glob(".*"))


def test_no_card_where_none_was_asked_for(make, tmp_path):
    assert make()[0] == 0
    assert not (tmp_path / "shop/README.md").exists()
