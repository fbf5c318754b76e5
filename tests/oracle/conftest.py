"""Datasets made by the real program, each once a session, each with its DuckDB."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import oracle_data
import pytest


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
            opened[name] = oracle_data.open_dataset(
                make(name, oracle_data.RUNS[name]), oracle_data.RUNS[name]
            )
        return opened[name]

    yield opener
    for db in opened.values():
        db.close()
