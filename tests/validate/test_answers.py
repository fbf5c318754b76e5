"""Datasets of other forms, and the form of the answer."""

import pytest
from breaking import CENT, SALE, rewrite, setter
from names import DIGEST, LABELLED, METRICS, SEVERITIES


@pytest.mark.parametrize("form", ["csv", "jsonl", "feather"])
def test_other_formats(validate, generate, form):
    answer = validate(generate(*SALE, "--format", form, "--ids", "uuid"), "--json")
    assert answer.status == 0, answer.failed
    assert answer.checks["orders", DIGEST]["outcome"] == "passed"


def test_money_in_float64(validate, generate):
    answer = validate(generate(*SALE, "--money", "float64"), "--json")
    assert answer.status == 0, answer.failed


def test_blind_dataset(validate, generate, tmp_path):
    answer = validate(generate(*SALE, "--truth", str(tmp_path / "apart")), "--json")
    assert answer.status == 0, answer.failed
    assert answer.checks[LABELLED]["outcome"] == "skipped"
    for check in (METRICS, SEVERITIES):
        assert "no request" in answer.checks[check]["reason"]


def test_some_tables_only(validate, generate):
    answer = validate(generate(*SALE, "--tables", "orders,returns"), "--json")
    assert answer.status == 0, answer.failed
    assert answer.checks[SEVERITIES]["reason"] == "support_tickets was not written"


def test_same_answer_for_any_threads(validate, sound):
    answers = {validate(sound("month"), "--json", "--threads", n).out for n in ("1", "3")}
    assert len(answers) == 1


def test_statistics_have_figures(validate, sound):
    check = validate(sound("sale"), "--json").checks[SEVERITIES]
    figures = {figure["what"]: figure for figure in check["compared"]}
    assert set(figures) == {"low", "medium", "high", "critical"}
    assert check["z"] in [figure["z"] for figure in figures.values()]
    assert abs(check["z"]) == max(abs(figure["z"]) for figure in figures.values()) < 5
    low = figures["low"]
    assert low["of"] == check["examined"] / 4
    assert 0.3 < low["planned"] < 0.6  # .6 in the world, .3 while payments fail
    assert abs(low["measured"] - low["planned"]) < 0.2


def test_text_names_row_and_figures(validate, broken):
    dataset = broken()
    rewrite(dataset, "orders", setter("total_amount", lambda r: r["total_amount"] + CENT))
    answer = validate(dataset)
    assert answer.status == 3
    assert "failed: orders: The total adds up to the cent." in answer.out
    assert "furthest off" in answer.out
    assert "not valid; " in answer.out.splitlines()[-1]
