"""Places to work in: one for a test, one for a file of tests."""

import pytest
from shop import Shop, new_place


@pytest.fixture
def shop(fauxmart):
    """The program in an empty directory that goes with the test."""
    with new_place() as place:
        yield Shop(fauxmart, place)


@pytest.fixture(scope="module")
def studio(fauxmart):
    """The program in a directory that all tests of a file share: for what is made once."""
    with new_place() as place:
        yield Shop(fauxmart, place)
