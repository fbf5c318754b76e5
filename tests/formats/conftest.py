"""The helpers of tests/invariance, and one small shop in every format."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "invariance"))

from shop import FORMATS, TINY, Shop, new_place


@pytest.fixture
def shop(fauxmart):
    with new_place() as place:
        yield Shop(fauxmart, place)


@pytest.fixture(scope="session")
def tiny(fauxmart):
    """Datasets of one small request by format."""
    with new_place() as place:
        shop = Shop(fauxmart, place)
        yield {name: shop.make(name, *TINY, "--format", name) for name in FORMATS}


@pytest.fixture(scope="session")
def wide(fauxmart):
    """The same with more rows than a row group holds, in two parts."""
    with new_place() as place:
        shop = Shop(fauxmart, place)
        window = ("--duration", "18h", "--orders-per-hour", "26000", "--customers", "70000")
        yield {name: shop.make(name, *window, "--format", name) for name in FORMATS}
