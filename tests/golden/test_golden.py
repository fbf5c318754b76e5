"""Two promises, held against files in the repository.

Rows: a content digest a table, for ever the same for one data version. Files: their bytes, the same
within a release; another writer or codec may change them without changing a row.
"""

import json

import pytest
import renew


@pytest.fixture(scope="module", params=renew.REQUESTS)
def golden(request, fauxmart):
    """(what stands in the repository, what the program makes now)"""
    expected = json.loads(renew.path_of(request.param).read_text())
    return expected, renew.made_now(request.param, fauxmart)


def test_the_request_is_the_golden_one(golden):
    expected, found = golden
    assert found["request"] == expected["request"], "requests changed: python tests/golden/renew.py"


def test_rows(golden):
    expected, found = golden
    changed = renew.differing(expected["tables"], found["tables"])
    if not changed:
        assert found["data_version"] == expected["data_version"], (
            "DATA_VERSION was raised and these rows are as they were: if others changed, "
            "python tests/golden/renew.py; if none did, it need not be raised"
        )
        return
    assert found["data_version"] != expected["data_version"], (
        f"the rows of {changed} have changed under data version {found['data_version']}. If that "
        "was not meant, it is a defect. If it was, raise DATA_VERSION, say so in CHANGELOG.md, and "
        "then: python tests/golden/renew.py"
    )
    raise AssertionError("DATA_VERSION was raised: python tests/golden/renew.py")


def test_file_bytes(golden):
    expected, found = golden
    changed = renew.differing(expected["files"], found["files"])
    rows = "the same" if expected["tables"] == found["tables"] else "changed, see test_rows"
    assert not changed, (
        f"the bytes of {len(changed)} files have changed ({', '.join(changed[:5])}); rows are "
        f"{rows}. If only the way of writing was changed: python tests/golden/renew.py, and a line "
        "in CHANGELOG.md"
    )


def test_golden_datasets_are_worth_it(golden):
    """Every table has rows; those of effects only if something was planted."""
    expected, _ = golden
    empty = {table for table, entry in expected["tables"].items() if entry["rows"] == 0}
    assert empty <= {"campaigns", "incidents", "incident_labels"}
    assert not (empty and "--with" in expected["request"])
    # Labels have a part more than the facts: of what no chunk makes.
    assert len(expected["files"]) == 4 * (len(expected["tables"]) + 1)


def test_every_scenario_is_here():
    assert len(renew.SCENARIOS) >= 9
    assert {path.stem for path in renew.HERE.glob("*.json")} == set(renew.REQUESTS)


def test_no_two_are_the_same():
    digests = {
        json.loads(renew.path_of(name).read_text())["tables"]["orders"]["digest"]
        for name in renew.REQUESTS
    }
    assert len(digests) == len(renew.REQUESTS)
