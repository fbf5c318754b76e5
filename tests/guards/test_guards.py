"""Speed that was won stays: counts that repeat, against those recorded. No clock decides."""

import json
import platform
import shutil
import subprocess
from pathlib import Path

import count
import pytest

# Allocations are compared exactly. What the processor's model and the kernel have a say in, within
# a margin; better is always welcome, and then recorded.
MARGINS = {"instructions": 1.03, "page_faults": 1.15}
RENEW = "if it is meant to be: python tests/guards/count.py --record, and say why in the commit"


@pytest.fixture(scope="session")
def counted(fauxmart):
    if platform.machine() != "x86_64" or "avx2" not in Path("/proc/cpuinfo").read_text():
        pytest.skip("the figures are those of x86-64 with AVX2")
    version = subprocess.run([fauxmart, "--version"], capture_output=True, text=True, check=True)
    if "g++" not in version.stdout or "release" not in str(fauxmart):
        pytest.skip("the figures are those of g++'s release build")
    if not shutil.which("valgrind"):
        pytest.fail("valgrind is missing: run ./dev setup")
    return count.counts(fauxmart)


@pytest.fixture(scope="session")
def recorded():
    return json.loads(count.RECORD.read_text())


def test_allocates_as_often_as_recorded(counted, recorded):
    assert counted["allocations"] == recorded["allocations"], RENEW


def test_allocates_for_row_groups_and_not_for_rows(counted):
    """48,000 orders more, with all their rows: some hundred allocations more."""
    more = counted["allocations"]["large"] - counted["allocations"]["small"]
    assert more < 1000


@pytest.mark.parametrize("kind", sorted(MARGINS))
def test_costs_no_more_than_recorded(counted, recorded, kind):
    for size, before in recorded[kind].items():
        assert counted[kind][size] <= before * MARGINS[kind], f"{size}: {RENEW}"
