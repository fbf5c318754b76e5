"""The documents are true: their commands run, their links lead somewhere, nothing is left out.

A block marked bash is run, after the earlier ones of its document and in the same directory. One
marked python is a program of its own, run behind them.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from world_keys import keys_of

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
DOCUMENTS += sorted([*ROOT.glob("examples/*.md"), *ROOT.glob("tests/**/*.md")])
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LANGUAGES = {"bash", "console", "python", "text"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path, language: str = "bash") -> list[str]:
    return [text for kind, text in FENCE.findall(path.read_text()) if kind == language]


def prose(path: Path) -> str:
    """A document without its blocks and code spans."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", path.read_text()))


@pytest.fixture(scope="module")
def surroundings(fauxmart, tmp_path_factory):
    """The environment of the blocks: fauxmart and python3 on the PATH, and nothing of CI's."""
    programs = tmp_path_factory.mktemp("bin")
    (programs / "fauxmart").symlink_to(fauxmart)
    path = f"{programs}:{ROOT / '.venv/bin'}:{os.environ['PATH']}"
    package = os.environ.get("FAUXMART_PYTHON_PACKAGE", str(ROOT / "build/release/python"))
    return {"PATH": path, "HOME": str(programs), "LC_ALL": "C.UTF-8", "PYTHONPATH": package}


@pytest.fixture
def scratch():
    """An empty directory, in memory where there is room: the blocks write, and flush, a lot."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 1 << 30
    with tempfile.TemporaryDirectory(dir=memory if roomy else None, prefix="fauxmart-") as place:
        yield Path(place)


def run(command: list[str], **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **options,
    )


# ---- commands ------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d)], ids=name_of)
def test_the_commands_run(document, surroundings, scratch):
    month = ["fauxmart", "generate", "baseline", "--quiet", "--no-sync", "--out", "out/baseline"]
    made = run(["env", *month], cwd=scratch, env=surroundings)
    assert made.returncode == 0, made.stderr
    shutil.copytree(ROOT / "worlds", scratch / "worlds")
    for block in blocks(document):
        script = ["bash", "-euo", "pipefail", "-c", block]
        done = run(script, cwd=scratch, env=surroundings)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if blocks(d, "python")], ids=name_of)
def test_the_python_runs(document, surroundings, scratch):
    for block in blocks(document, "python"):
        done = run(["env", "python3", "-c", block], cwd=scratch, env=surroundings)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"


def test_every_block_says_what_it_is():
    for document in DOCUMENTS:
        for kind, text in FENCE.findall(document.read_text()):
            assert kind in LANGUAGES, f"{name_of(document)}: a block marked '{kind}':\n{text}"


def test_the_first_two_commands():
    first = blocks(ROOT / "README.md", "console")[0]
    assert first.splitlines()[-2:] == ["$ ./dev run", "$ ./dev test"]


def test_the_summary_shown_is_a_real_one(fauxmart, scratch):
    """But for the time it took."""
    shown = blocks(ROOT / "README.md", "text")[0].splitlines()
    printed = []
    for name in ("baseline", "payment_outage"):
        asked = [str(fauxmart), "generate", name, "--out", f"out/{name}", "--no-sync"]
        real = run(asked, cwd=scratch, env={"LC_ALL": "C.UTF-8"})
        printed += (real.stdout + real.stderr).splitlines()

    def lasting(lines):
        return [re.sub(r" in [\d.]+ s \(.*", "", line) for line in lines]

    there = lasting(printed)
    assert [line for line in lasting(shown) if line != "  ..." and line not in there] == []
    assert lasting(shown)[0].split(", ")[-2] in (ROOT / "docs/formats.md").read_text()


def test_dev_run_builds_once_and_shows_the_summary(fauxmart):
    if fauxmart != ROOT / "build/release/fauxmart":
        pytest.skip("another build is under test")
    for attempt in (1, 2):
        before = fauxmart.stat().st_mtime_ns
        done = run([str(ROOT / "dev"), "run"])
        assert done.returncode == 0, done.stderr
        assert "baseline: 374,072 orders, " in done.stderr + done.stdout
        assert (ROOT / "out/baseline/manifest.json").is_file()
        if attempt == 2:
            assert fauxmart.stat().st_mtime_ns == before
            assert "Installing" not in done.stderr
            assert "Building" not in done.stderr


def test_the_next_step_of_dev_run_works(surroundings, scratch):
    """What ./dev run proposes, on the datasets that it made: the outage shows, and its labels."""
    dev = (ROOT / "dev").read_text()
    proposed = re.findall(r'^  \.venv/bin/python (-c ".*?")$', dev, re.MULTILINE | re.DOTALL)
    made = re.findall(r"^  build/release/fauxmart (generate .*)$", dev, re.MULTILINE)
    assert len(proposed) == 2 and len(made) == 2
    for command in made:
        asked = ["env", "fauxmart", *command.split(), "--quiet", "--no-sync"]
        assert run(asked, cwd=scratch, env=surroundings).returncode == 0
    for command, shown in zip(proposed, (r"0\.[56]\d", "psp_outage"), strict=True):
        done = run(["bash", "-euc", f"python3 {command}"], cwd=scratch, env=surroundings)
        assert done.returncode == 0, done.stderr
        assert re.search(shown, done.stdout), done.stdout


def test_the_tutorials_scenario_is_short():
    """A tenth scenario takes under twenty lines and no program; its commands run above."""
    tutorial = (ROOT / "docs/tutorial.md").read_text()
    scenario = re.search(
        r"^cat > flood.yaml <<'END'\n(.*?)^END$", tutorial, re.MULTILINE | re.DOTALL
    )
    assert scenario and len(scenario[1].splitlines()) < 20


# ---- links ---------------------------------------------------------------------------------------


def anchors(path: Path) -> set[str]:
    """The headings of a document, as links name them."""
    headings = re.findall(r"^#+ (.*)$", FENCE.sub("", path.read_text()), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h).strip().lower().replace(" ", "-") for h in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_lead_somewhere(document):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        path = (document.parent / file).resolve() if file else document
        assert path.exists(), f"{name_of(document)}: {target}"
        assert path.is_relative_to(ROOT), f"{name_of(document)}: {target} leads out of here"
        assert not anchor or anchor in anchors(path), f"{name_of(document)}: {target}"


def test_the_readme_names_every_document():
    readme = (ROOT / "README.md").read_text()
    for document in ROOT.glob("docs/*.md"):
        assert f"(docs/{document.name})" in readme


# ---- nothing is left out -------------------------------------------------------------------------


def test_tables_md_is_what_describe_prints(fauxmart):
    described = run([str(fauxmart), "describe"]).stdout
    assert (ROOT / "docs/tables.md").read_text() == described, "renew it: ./dev docs --renew"


def test_every_key_of_the_world_is_explained():
    keys = keys_of((ROOT / "worlds/default.yaml").read_text())
    assert len(keys) > 100 and "orders.tax_rate" in keys, keys
    told = set(re.findall(r"`([^`\n]+)`", FENCE.sub("", (ROOT / "docs/world.md").read_text())))
    assert sorted(keys - told) == []


def test_the_limits_of_the_world_are_the_programs(fauxmart, scratch):
    """A sample of the limits in world.md: just beyond is refused, the limit itself is not."""
    beyond = {
        "correlations.variation.tickets": ("0.499", "0.5"),
        "customers.history_days": ("3660", "3661"),
        "customers.lifetime_value": ("{mu: 7, sigma: 1}", "{mu: 7.1, sigma: 1}"),
        "products.categories.books.price": ("{mu: 4.8, sigma: 1}", "{mu: 4.9, sigma: 1}"),
        "products.price_min": ("900000", "900001"),
        "orders.early_hours": ("23", "24"),
        "abandonment.rate": ("0.99", "0.991"),
        "returns.wait_days": ("[0, 366]", "[0, 367]"),
        "metrics.turnover_hours": ("876000", "876001"),
        "tickets.first_response.sigma": ("1", "1.1"),
    }
    for key, (limit, more) in beyond.items():
        for value, status in ((limit, 0), (more, 2)):
            asked = ["generate", "baseline", "--dry-run", "--set", f"world.{key}={value}"]
            assert run([str(fauxmart), *asked], cwd=scratch).returncode == status, (key, value)


def test_the_digests_definition_is_the_headers():
    comment = []
    for line in (ROOT / "src/output/digest.h").read_text().splitlines():
        if not line.startswith("//"):
            break
        comment.append(line[2:].strip())
    definition = " ".join(comment[next(i for i, t in enumerate(comment) if "Definition" in t) :])
    quoted = " ".join(" ".join(blocks(ROOT / "docs/determinism.md", "text")).split())
    assert " ".join(definition.split()) in quoted


def test_the_metadata_and_manifest_keys_are_explained(fauxmart, scratch):
    asked = ["generate", "baseline", "--duration", "1h", "--out", "set", "--quiet", "--no-sync"]
    assert run([str(fauxmart), *asked], cwd=scratch).returncode == 0
    formats = (ROOT / "docs/formats.md").read_text()
    manifest = json.loads((scratch / "set/manifest.json").read_text())
    inner = (manifest["run"], manifest["statistics"], manifest["tables"]["orders"])
    for key in (*manifest, *(key for part in inner for key in part)):
        assert f"`{key}`" in formats, key
    for key in manifest["request"]:
        if key != "data_version":
            assert key in formats, key
