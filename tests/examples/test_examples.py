"""The examples run, and come to the conclusions that examples/README.md names."""

import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from python_package import PACKAGE

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"


@pytest.fixture
def main(monkeypatch):
    """The main function of an example, as the package of the build tree runs it."""
    if not (PACKAGE / "fauxmart").is_dir():
        pytest.fail(f"{PACKAGE}/fauxmart is missing: run ./dev build")
    monkeypatch.syspath_prepend(PACKAGE)
    return lambda name: runpy.run_path(str(EXAMPLES / f"{name}.py"))["main"]


def test_the_detector_finds_the_incidents(main, capsys):
    scores = main("anomaly_detection")(1)
    assert scores["incidents found"] == 1
    assert scores["precision"] > 0.85
    assert scores["recall"] > 0.85
    told = (EXAMPLES / "README.md").read_text()
    assert f"precision {scores['precision']:.2f}, recall {scores['recall']:.2f}" in told
    printed = re.findall(r"^(\S+) +\d+ +\d+  after [01] h$", capsys.readouterr().out, re.MULTILINE)
    assert printed == ["psp_outage", "flash_sale", "psp_outage@557h", "viral_spike"]


def test_the_dashboard_shows_the_outage(main, tmp_path):
    answers = main("dashboard")(str(tmp_path / "page.html"))
    _, worst = answers["worst hours"]
    assert {hour for hour, *_ in worst[:3]} == {f"05 Jan {hour}:00" for hour in (10, 11, 12)}
    assert {reason for *_, reason in worst[:3]} == {"gateway_down"}
    _, carts = answers["carts left behind"]
    assert carts[0][1] > carts[-1][1] > 0
    page = (tmp_path / "page.html").read_text()
    assert page.count('src="data:image/png;base64,') == 6
    assert "http" not in re.sub(r"base64,[^\"]*", "", page)


def test_the_sale_lost_money(main):
    effect = main("flash_sale_effect")(1)
    revenue = effect.loc["revenue"]
    assert revenue.naive > 1_000_000
    assert -800_000 < revenue.truth < -700_000
    # The better estimate is near the truth, of which the naive one is far.
    assert ((effect.estimate - effect.truth).abs() <= effect.error).all()
    assert ((effect.naive - effect.truth).abs() > 5 * effect.error).all()
    assert effect.naive.orders > 3 * effect.truth.orders


def test_they_run_as_programs_and_are_all_listed(tmp_path):
    listed = re.findall(r"^\| \[(\w+\.py)\]", (EXAMPLES / "README.md").read_text(), re.MULTILINE)
    assert sorted(listed) == sorted(path.name for path in EXAMPLES.glob("*.py"))
    done = subprocess.run(
        [sys.executable, EXAMPLES / "dashboard.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out/dashboard.html").is_file()
