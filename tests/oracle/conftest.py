"""Datasets made by the real program, each once a session, each with its DuckDB."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import oracle_data
import pytest

FACTS_OF_SEASONS = ("products", "orders", "order_items")

# baseline: what the rates are measured on. small: another seed, few customers and products (so the
# rare cases are common), a start that is not midnight, a busier shop. year: the calendar.
RUNS = {
    "baseline": oracle_data.Run(),
    "small": oracle_data.Run(
        start="2025-11-20T05:00:00Z", hours=50, intensity=2.5, customers=300, products=40, seed=7
    ),
    "year": oracle_data.Run(
        start="2025-03-10T07:00:00Z", hours=365 * 24, base=60, seed=3, tables=FACTS_OF_SEASONS
    ),
    "august": oracle_data.Run(start="2025-08-01T00:00:00Z", seed=1, tables=FACTS_OF_SEASONS),
    "day": oracle_data.Run(hours=24, customers=2000, products=300, seed=11),
}


@pytest.fixture(scope="session")
def work():
    """A directory for datasets, in memory where there is one."""
    memory = Path("/dev/shm")
    enough = memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30
    directory = Path(tempfile.mkdtemp(prefix="fauxmart-oracle-", dir=memory if enough else None))
    yield directory
    shutil.rmtree(directory)


@pytest.fixture(scope="session")
def make(fauxmart, work):
    """make(name, run): the directory of that dataset."""

    def maker(name: str, run: oracle_data.Run) -> Path:
        out = work / name
        done = subprocess.run(
            [str(fauxmart), *run.arguments(out)], capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return out

    return maker


@pytest.fixture(scope="session")
def dataset(make):
    """dataset("baseline"): a DuckDB on that run of RUNS."""
    opened = {}

    def opener(name: str):
        if name not in opened:
            opened[name] = oracle_data.open_dataset(make(name, RUNS[name]), RUNS[name])
        return opened[name]

    yield opener
    for db in opened.values():
        db.close()
