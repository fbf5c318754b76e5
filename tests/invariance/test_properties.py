"""Whatever the request: it succeeds, threads leave no trace, ids are unique, windows extend."""

import datetime

import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shop import DIMENSIONS, FACTS, Shop, digests, manifest, new_place, read

FIRST = datetime.datetime(1990, 1, 1)
LAST = datetime.datetime(2060, 1, 1)

requests = st.fixed_dictionaries(
    {
        "--seed": st.integers(0, 2**64 - 1),
        "--start": st.integers(0, int((LAST - FIRST).total_seconds()) // 3600).map(
            lambda hours: (FIRST + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
        ),
        "--orders-per-hour": st.integers(1, 3000),
        "--customers": st.integers(1, 500),
        "--products": st.integers(1, 50),
    }
)
# The same examples on every machine; --long looks further.
calm = settings(
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    suppress_health_check=list(HealthCheck),
    print_blob=True,
)
thorough = settings(calm, max_examples=500)


def flags(request):
    return [word for pair in request.items() for word in pair]


def check(fauxmart, request, hours, more, threads, batch):
    with new_place() as place:
        shop = Shop(fauxmart, place)
        base = flags(request)
        made = shop.make("made", *base, "--duration", f"{hours}h", "--threads", 1)
        work = ("--threads", threads, "--batch-size", batch)
        other = shop.make("other", *base, "--duration", f"{hours}h", *work, "--format", "jsonl")
        assert digests(made) == digests(other)
        longer = shop.make("longer", *base, "--duration", f"{hours + more}h", *work)
        for table in DIMENSIONS:
            assert digests(made)[table] == digests(longer)[table]
        for table in (*FACTS, "system_metrics"):
            rows = read(made, table)
            assert rows.equals(read(longer, table).slice(0, rows.num_rows)), table
        for table in (*DIMENSIONS, *FACTS, "system_metrics"):
            rows = read(made, table)
            assert rows.num_rows == manifest(made)["tables"][table]["rows"]
            key = rows[rows.column_names[0]]
            assert pc.count_distinct(key).as_py() == rows.num_rows, table


examples = given(
    request=requests,
    hours=st.integers(1, 30),
    more=st.integers(1, 30),
    threads=st.integers(2, 5),
    batch=st.sampled_from([1, 3, 64, 1000, 10000]),
)


def test_any_request(fauxmart):
    @calm
    @examples
    def run(**example):
        check(fauxmart, **example)

    run()


@pytest.mark.long
def test_many_requests(fauxmart):
    @thorough
    @examples
    def run(**example):
        check(fauxmart, **example)

    run()
