"""Places to work in: one for a test, one for a file of tests."""

import pytest
from shop import Shop, new_place, state


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


@pytest.fixture
def refused(shop):
    """Runs what must be refused: one message with these words, and nothing changed anywhere."""

    def runner(*arguments, status, says):
        before = state(shop.place)
        answer = shop.ask(*arguments)
        assert answer.status == status, answer
        assert answer.out == b"" and answer.err.startswith("fauxmart: "), answer
        assert len(answer.err.splitlines()) <= 2, answer
        for word in says:
            assert word in answer.err, answer
        assert state(shop.place) == before, "something was written or lost"
        return answer

    return runner
