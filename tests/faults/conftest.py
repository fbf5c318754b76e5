"""The places of the tests, and the table of what was survived, printed at the end."""

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "invariance"))

from disk import DISK_SHIM, Disk
from shop import Shop


class Ledger:
    """How many faults of each kind there were, and how many were survived."""

    def __init__(self):
        self.tried, self.survived = Counter(), Counter()

    def table(self):
        lines = [f"{'fault':34} {'survived':>9} {'of':>7}"]
        for kind in sorted(self.tried):
            lines.append(f"{kind:34} {self.survived[kind]:9,} {self.tried[kind]:7,}")
        survived, tried = self.survived.total(), self.tried.total()
        return [*lines, f"{'all':34} {survived:9,} {tried:7,}"]


LEDGER = Ledger()


def pytest_terminal_summary(terminalreporter):
    if LEDGER.tried:
        terminalreporter.section("faults")
        for line in LEDGER.table():
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def ledger():
    return LEDGER


@pytest.fixture
def scratch():
    """An empty directory, in memory where there is one: thousands of runs flush their files."""
    memory = Path("/dev/shm")
    place = Path(tempfile.mkdtemp(prefix="fauxmart-", dir=memory if memory.is_dir() else None))
    yield place
    shutil.rmtree(place)


@pytest.fixture
def disks(fauxmart, scratch):
    """Makes a new directory for a job: one for each thread of work."""
    if not DISK_SHIM.exists():
        pytest.fail(f"{DISK_SHIM} is not built: ./dev build release")
    numbers = iter(range(1_000_000))
    return lambda job: Disk(fauxmart, scratch / f"disk-{next(numbers)}", job)


@pytest.fixture
def shop(fauxmart, scratch):
    return Shop(fauxmart, scratch)
