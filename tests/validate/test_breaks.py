"""Each way to break a sound dataset is found by the checks that it breaks, and by no others; and
there is no check that nothing breaks."""

import json

import broken_files
import broken_follow_ups
import broken_lines
import broken_orders
import broken_shop
import broken_tickets
import pytest
from breaking import REQUESTS

BREAKS = {
    f"{suite.__name__.removeprefix('broken_')}: {name}": one
    for suite in (
        *(broken_files, broken_orders, broken_lines),
        *(broken_tickets, broken_follow_ups, broken_shop),
    )
    for name, one in suite.BREAKS.items()
}


@pytest.mark.parametrize("name", REQUESTS)
def test_sound_datasets_pass(validate, sound, name):
    answer = validate(sound(name), "--json")
    assert answer.status == 0, answer.failed
    document = json.loads(answer.out)
    assert document["valid"] and document["failed"] == 0
    assert document["passed"] + document["skipped"] == len(document["checks"])
    assert all(c["reason"] for c in document["checks"] if c["outcome"] == "skipped")


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_found(validate, broken, name):
    one = BREAKS[name]
    dataset = broken(one.dataset)
    one.apply(dataset)
    answer = validate(dataset, "--json")
    assert answer.status == 3, answer
    found, must = set(answer.failed), set(one.must)
    assert must <= found, f"not found: {must - found}; found {found}"
    assert found <= must | set(one.may), f"too much: {found - must - set(one.may)}"
    for check in found:
        assert answer.checks[check]["rows"], check


def test_every_check_is_proven(validate, sound):
    """What a check of a sound dataset looks at, some breakage must make it fail."""
    proven = {check for one in BREAKS.values() for check in one.must}
    made = set()
    for name in REQUESTS:
        checks = validate(sound(name), "--json").checks
        made |= {check for check, c in checks.items() if c["outcome"] == "passed"}
    assert made - proven == set(), "no breakage must fail these"
    assert proven - made == set(), "there are no such checks"
