"""Sources that are compiled together do not say two things by one name."""

import itertools

import pytest

UNIT = """#include "shop/shop.h"
namespace fauxmart {{
namespace {{
{}
}}  // namespace
}}  // namespace fauxmart
"""
HEADER = """enum class Colour { kRed };
inline constexpr double kLimit = 1;
"""


@pytest.fixture
def units(load):
    return load("translation_units")


@pytest.fixture
def place(units, tmp_path, monkeypatch):
    monkeypatch.setattr(units, "ROOT", tmp_path)
    (tmp_path / "src/shop").mkdir(parents=True)
    (tmp_path / "src/shop/shop.h").write_text(HEADER)
    return tmp_path / "src/shop"


@pytest.fixture
def sizes(units, place):
    """How many sources are in each group of those with these bodies, and of what else is there."""

    def sizes(*bodies):
        for i, body in enumerate(bodies):
            (place / f"{i}.cc").write_text(UNIT.format(body))
        return [len(group) for group in units.grouped(sorted(place.glob("*.cc")))]

    return sizes


def test_strangers_stand_together(sizes):
    assert sizes("int A() { return 1; }", "int B = 2;") == [2]


@pytest.mark.parametrize(
    "one, other",
    [
        ("int Same() { return 1; }", "int Same(int a) { return a; }"),
        ("constexpr int kSame = 1;", "constexpr int kSame = 2;"),
        ("struct Same {};", "int Same() { return 1; }"),
        ("using Json = int;", "int Json() { return 1; }"),
    ],
)
def test_equal_names_part(sizes, one, other):
    assert sizes(one, other) == [1, 1]


@pytest.mark.parametrize("taken", ["struct Colour {};", "constexpr int kLimit = 2;"])
def test_names_of_headers_part(sizes, place, taken):
    """A file that does not see the header may use its names."""
    (place / "apart.cc").write_text(UNIT.format(taken).replace('#include "shop/shop.h"', ""))
    assert sizes("int A = 1;") == [1, 1]


def test_our_sources(units):
    """Each is in one group, and no group has one name twice."""
    paths = sorted((units.ROOT / "src").rglob("*.cc"))
    made = units.grouped(paths)
    assert sorted(itertools.chain(*made)) == paths
    assert len(made) < len(paths) / 3
    for group in made:
        names = [name for path in group for name in units.own_names(path)]
        assert len(names) == len(set(names)), group
