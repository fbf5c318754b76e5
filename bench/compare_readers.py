"""Whether a dataset's Parquet files say the same to pyarrow, DuckDB, polars and Spark.

usage: bench/compare_readers.py [DATASET] [--binary FILE] [--readers duckdb,polars,spark]

Of every column: its nulls; of numbers the sum, of times the least and the greatest, of categories
and booleans the count of each value, of texts their lengths' sum, of lists their elements' count.
pyarrow's answers are what the others' are held against. Prints a Markdown table, and ends with 1
if any answer differs. Without DATASET, a day of the baseline is generated. Runs in the
environment of bench/requirements.txt; Spark needs Java 17.
"""

import argparse
import math
import subprocess
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parent.parent


def kind_of(kind: pa.DataType) -> str:
    """What is asked of a column."""
    tests = {
        "counts": lambda t: pa.types.is_dictionary(t) or pa.types.is_boolean(t),
        "range": pa.types.is_timestamp,
        "length": pa.types.is_string,
        "elements": pa.types.is_list,
        "float": pa.types.is_floating,
        "sum": lambda t: pa.types.is_integer(t) or pa.types.is_decimal(t),
    }
    return next(name for name, test in tests.items() if test(kind))


def kinds(files: list[Path]) -> dict[str, str]:
    return {field.name: kind_of(field.type) for field in pq.read_schema(files[0])}


# Every reader returns the rows and, by column, the nulls and the answer.


def with_pyarrow(files, columns) -> tuple:
    table = pa.concat_tables(pq.ParquetFile(file).read() for file in files).unify_dictionaries()
    answers = {}
    for name, kind in columns.items():
        column = table[name]
        if kind == "counts":
            if pa.types.is_dictionary(column.type):
                column = column.cast(pa.string())
            answer = {e["values"]: e["counts"] for e in pc.value_counts(column).to_pylist()}
            answer.pop(None, None)
        elif kind == "range":
            least = pc.min_max(column.cast(pa.int64()))
            answer = (least["min"].as_py(), least["max"].as_py())
        elif kind == "length":
            answer = pc.sum(pc.utf8_length(column)).as_py()
        elif kind == "elements":
            answer = pc.sum(pc.list_value_length(column)).as_py()
        elif kind == "float":
            answer = pc.sum(column).as_py()
        else:
            scale = column.type.scale if pa.types.is_decimal(column.type) else 0
            answer = pc.sum(column.cast(pa.decimal128(38, scale))).as_py()
        answers[name] = (column.null_count, answer)
    return table.num_rows, answers


SQL = {
    "counts": None,
    "range": ("min({micros})", "max({micros})"),
    "length": ("sum({length}({c}))",),
    "elements": ("sum({size}({c}))",),
    "float": ("sum({c})",),
    "sum": ("sum(CAST({c} AS {wide}))",),
}


def with_sql(ask, columns, source, words) -> tuple:
    """ask(query) returns rows; one query for all columns and one for each that is counted."""
    parts, places = ["count(*)"], {}
    for name, kind in columns.items():
        quoted = words["quote"].format(name)
        micros = words["micros"].format(c=quoted)
        asked = [f"count({quoted})"]
        for form in SQL[kind] or ():
            wide = words["wide"].get(name, words["wide"][None])
            asked.append(form.format(c=quoted, micros=micros, wide=wide, **words["functions"]))
        places[name] = slice(len(parts), len(parts) + len(asked))
        parts += asked
    (found,) = ask(f"SELECT {', '.join(parts)} FROM {source}")
    rows, answers = found[0], {}
    for name, kind in columns.items():
        present, *values = found[places[name]]
        answer = tuple(values) if kind == "range" else values[0] if values else None
        if kind == "counts":
            quoted = words["quote"].format(name)
            query = f"SELECT {quoted}, count(*) FROM {source} WHERE {quoted} IS NOT NULL GROUP BY 1"
            answer = dict(map(tuple, ask(query)))
        answers[name] = (rows - present, answer)
    return rows, answers


def widths(files) -> dict:
    """The type in which the sums of a column are exact, by column."""
    wide = {None: "DECIMAL(38, 0)"}
    for field in pq.read_schema(files[0]):
        if pa.types.is_decimal(field.type):
            wide[field.name] = f"DECIMAL(38, {field.type.scale})"
    return wide


def with_duckdb(files, columns) -> tuple:
    import duckdb

    words = {
        "quote": '"{}"',
        "micros": "epoch_us({c})",
        "wide": widths(files),
        "functions": {"length": "length", "size": "len"},
    }
    source = f"read_parquet({[str(file) for file in files]})"
    return with_sql(lambda query: duckdb.sql(query).fetchall(), columns, source, words)


def with_polars(files, columns) -> tuple:
    import polars as pl

    frame = pl.read_parquet([str(file) for file in files])
    answers = {}
    for name, kind in columns.items():
        column = frame[name]
        if kind == "counts":
            if column.dtype != pl.Boolean:
                column = column.cast(pl.String)
            answer = dict(Counter(value for value in column.to_list() if value is not None))
        elif kind == "range":
            micros = column.dt.epoch("us")
            answer = (micros.min(), micros.max())
        elif kind == "length":
            answer = column.str.len_chars().sum()
        elif kind == "elements":
            answer = column.list.len().sum()
        elif kind == "sum" and column.dtype.is_integer():
            answer = column.cast(pl.Int128).sum()
        else:
            answer = column.sum()
        answers[name] = (column.null_count(), answer)
    return frame.height, answers


def with_spark(files, columns, session=[]) -> tuple:  # noqa: B006 - one session for all tables
    if not session:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.ui.showConsoleProgress", "false")
        builder = builder.config("spark.sql.session.timeZone", "UTC")
        session.append(builder.config("spark.sql.shuffle.partitions", "2").getOrCreate())
        session[0].sparkContext.setLogLevel("ERROR")
    session[0].read.parquet(*map(str, files)).createOrReplaceTempView("asked")
    words = {
        "quote": "`{}`",
        "micros": "unix_micros({c})",
        "wide": widths(files),
        "functions": {"length": "char_length", "size": "size"},
    }
    return with_sql(lambda query: session[0].sql(query).collect(), columns, "asked", words)


READERS = {"duckdb": with_duckdb, "polars": with_polars, "spark": with_spark}


def same(a, b) -> bool:
    """Sums of nothing are null or 0; those of floats depend on their order in the last digits."""
    if isinstance(a, dict | tuple):
        return a == b
    if isinstance(a, float) or isinstance(b, float):
        return math.isclose(a or 0, b or 0, rel_tol=1e-9)
    return Decimal(a or 0) == Decimal(b or 0)


def differences(ours, theirs) -> list[str]:
    found = [] if ours[0] == theirs[0] else [f"rows: {ours[0]} and {theirs[0]}"]
    for name, (nulls, answer) in ours[1].items():
        other = theirs[1][name]
        if nulls != other[0]:
            found.append(f"{name}: {nulls} and {other[0]} nulls")
        if not same(answer, other[1]):
            found.append(f"{name}: {answer} and {other[1]}"[:200])
    return found


def compare(dataset: Path, readers: list[str]) -> bool:
    print("| table | rows | columns | " + " | ".join(readers) + " |")
    print("|---|--:|--:|" + "---|" * len(readers))
    wrong = []
    for folder in sorted({path.parent for path in dataset.rglob("*.parquet")}):
        files = sorted(folder.glob("*.parquet"))
        columns = kinds(files)
        expected = with_pyarrow(files, columns)
        cells = []
        for reader in readers:
            try:
                found = differences(expected, READERS[reader](files, columns))
            except Exception as error:  # a reader that refuses the file is a result too
                found = [f"{type(error).__name__}: {error}"[:300]]
            wrong += [f"{folder.name}, {reader}: {line}" for line in found]
            cells.append("differs" if found else "equal")
        row = [folder.name, f"{expected[0]:,}", str(len(columns)), *cells]
        print(f"| {' | '.join(row)} |", flush=True)
    print(*wrong, sep="\n", file=sys.stderr, end="\n" if wrong else "")
    return not wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dataset", nargs="?", type=Path)
    parser.add_argument("--readers", default=",".join(READERS))
    parser.add_argument("--binary", type=Path, default=ROOT / "build/release/fauxmart")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="fauxmart-readers-") as folder:
        dataset = options.dataset
        if dataset is None:
            dataset = Path(folder) / "day"
            request = "generate baseline --duration 1d --quiet --out"
            subprocess.run([options.binary, *request.split(), dataset], check=True)
        equal = compare(dataset, options.readers.split(","))
    sys.exit(not equal)


if __name__ == "__main__":
    main()
