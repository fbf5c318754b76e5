"""Files that are missing, manifests that are none, parts that do not fit, and who asks at all."""

import json
import shutil

import pytest
from breaking import SALE, manifest_of, part_of, reseal, rewrite, setter, write_manifest
from names import CHECKSUMS, LINE, LINES, READABLE, SUBTOTAL, in_order, key, reference

NO_MANIFEST = ("manifest.json", "It is the manifest of a dataset.")


def test_lost_file(validate, broken):
    dataset = broken()
    part_of(dataset, "orders").unlink()
    answer = validate(dataset, "--json")
    assert answer.status == 3
    assert answer.failed == sorted([CHECKSUMS, ("orders", READABLE)])
    assert answer.checks[SUBTOTAL]["outcome"] == "skipped"
    assert answer.checks[SUBTOTAL]["reason"] == "orders cannot be read"
    # What does not need the orders is checked all the same.
    assert answer.checks[LINE]["outcome"] == "passed"


def test_link_is_named(validate, broken):
    dataset = broken()
    path = part_of(dataset, "orders")
    path.rename(dataset.parent / "elsewhere.parquet")
    path.symlink_to(dataset.parent / "elsewhere.parquet")
    assert "is a link" in validate(dataset, "--json").checks[CHECKSUMS]["rows"][0]


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"tables": {"orders": {"files": [{"path": "/etc/passwd"}]}}}']
)
def test_manifest_that_is_none(validate, broken, text):
    dataset = broken()
    (dataset / "manifest.json").write_text(text)
    answer = validate(dataset, "--json")
    assert answer.status == 3
    assert answer.failed == [NO_MANIFEST]


def test_manifest_without_bottom(validate, broken):
    dataset = broken()
    manifest = manifest_of(dataset)
    manifest["tables"]["orders"]["rows"] = "here"
    deep = "[" * 200_000 + "]" * 200_000
    (dataset / "manifest.json").write_text(json.dumps(manifest).replace('"here"', deep))
    answer = validate(dataset, "--json")
    assert answer.status == 3
    assert answer.failed == [NO_MANIFEST]


@pytest.mark.parametrize("more", [0.001, 1e-9, float("nan"), float("inf")])
def test_amount_between_two_cents(validate, generate, more):
    dataset = generate(*SALE, "--money", "float64")
    change = setter("subtotal", lambda row: row["subtotal"] + more)
    rewrite(dataset, "orders", change, digest=False)
    answer = validate(dataset, "--json")
    assert answer.failed == [("orders", READABLE)]
    assert "is no amount of ours" in answer.checks["orders", READABLE]["rows"][0]


def test_part_that_other_tables_have(validate, generate):
    month = generate("baseline")
    part_of(month, "order_items", 1).unlink()
    manifest = manifest_of(month)
    del manifest["tables"]["order_items"]["files"][1]
    write_manifest(month, manifest)
    reseal(month)
    found = validate(month, "--json").failed
    assert LINES in found
    assert SUBTOTAL in found


def test_parts_that_overlap(validate, generate):
    month = generate("baseline")
    shutil.copy(part_of(month, "orders"), part_of(month, "orders", 1))
    reseal(month)
    found = validate(month, "--json").failed
    assert key("orders", "order_id") in found
    assert in_order("orders", "order_ts") in found
    assert reference("order_items", "order_id", "orders") in found


def test_no_dataset(validate, tmp_path):
    answer = validate(tmp_path / "nothing")
    assert answer.status == 2
    assert "there is no such directory" in answer.err
