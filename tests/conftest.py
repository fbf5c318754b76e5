"""What all suites share: where the program is, and which tests are long."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="also run the tests marked long")


def pytest_collection_modifyitems(config, items):
    if config.getoption("--long"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session")
def repo() -> Path:
    """The root of the source tree."""
    return ROOT


@pytest.fixture(scope="session")
def fauxmart() -> Path:
    """The program under test: FAUXMART_BIN, or else the release build."""
    path = Path(os.environ.get("FAUXMART_BIN", ROOT / "build/release/fauxmart")).absolute()
    if not path.is_file():
        pytest.fail(f"{path} is missing: run ./dev build, or set FAUXMART_BIN")
    return path
