"""What an encoding costs: bytes, time to write and time to read in DuckDB, by kind of column.

usage: bench/encodings.py [--binary build/release/fauxmart] [--repeat 5] [--record]

Columns of the standard job's orders and order_items are written alone by pyarrow, one thread, row
groups of 65,536, in as many files as fauxmart writes, to memory. DuckDB then reads each with one
thread; of all times the least counts. fauxmart's own files are read the same way, so what its own
writer chose stands beside the candidates. Prints Markdown, or writes it to docs/performance.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import jobs
import pyarrow as pa
import pyarrow.parquet as pq
import results
from run import DOCUMENT, cpu, scratch

# A kind of column, with one column that stands for it.
KINDS = {
    "ascending ids": ("orders", "order_id"),
    "other ids": ("orders", "customer_id"),
    "timestamps": ("orders", "order_ts"),
    "money": ("order_items", "total_price"),
    "int32": ("order_items", "quantity"),
    "numbers that repeat": ("orders", "delivery_delay_hours"),
    "categories": ("orders", "order_status"),
    "many categories": ("order_items", "sku"),
    "bool": ("orders", "is_sla_breach"),
}


@dataclass(frozen=True)
class Candidate:
    encoding: str
    codec: str

    def options(self, column: str) -> dict:
        options = {
            "compression": self.codec,
            "store_decimal_as_integer": True,
            "store_schema": False,
            "row_group_size": 65_536,
        }
        if self.encoding == "dictionary":
            return {**options, "use_dictionary": [column]}
        return {**options, "use_dictionary": False, "column_encoding": {column: self.encoding}}


DELTA = Candidate("DELTA_BINARY_PACKED", "none")
PLAIN = [Candidate("PLAIN", codec) for codec in ("none", "snappy", "zstd")]
SPLIT = Candidate("BYTE_STREAM_SPLIT", "snappy")
DICTIONARY = [Candidate("dictionary", codec) for codec in ("none", "snappy", "zstd")]
RLE = Candidate("RLE", "none")


def candidates(kind: pa.DataType) -> list[Candidate]:
    if pa.types.is_boolean(kind):
        return [PLAIN[0], PLAIN[1], RLE]
    if pa.types.is_dictionary(kind):
        return [*DICTIONARY, *PLAIN]
    return [DELTA, *PLAIN, SPLIT, *DICTIONARY]


def query(kind: pa.DataType, column: str, files: list[Path]) -> str:
    """An aggregate that needs every value and that no statistics can answer."""
    value = f"sum({column})"
    if pa.types.is_boolean(kind):
        value = f"count_if({column})"
    elif pa.types.is_timestamp(kind):
        value = f"sum(epoch_us({column}))"
    elif pa.types.is_dictionary(kind):
        value = f"sum(strlen({column}))"
    return f"SELECT {value} FROM read_parquet({[str(file) for file in files]})"


def least(action, repeat: int) -> float:
    best = float("inf")
    for _ in range(repeat):
        begin = time.perf_counter()
        action()
        best = min(best, time.perf_counter() - begin)
    return best


def read_time(database, kind, column, files, repeat) -> float | None:
    """Seconds, or None where DuckDB refuses the files."""
    sql = query(kind, column, files)
    try:
        return least(lambda: database.execute(sql).fetchall(), repeat)
    except duckdb.Error:
        return None


def column_bytes(files: list[Path], column: str) -> int:
    """What the column's chunks take, without the footers."""
    size = 0
    for file in files:
        footer = pq.read_metadata(file)
        for group in range(footer.num_row_groups):
            chunks = (footer.row_group(group).column(i) for i in range(footer.num_columns))
            size += sum(c.total_compressed_size for c in chunks if c.path_in_schema == column)
    return size


def own_choice(file: Path, column: str) -> str:
    group = pq.read_metadata(file).row_group(0)
    chunks = (group.column(i) for i in range(group.num_columns))
    chunk = next(c for c in chunks if c.path_in_schema == column)
    if "RLE_DICTIONARY" in chunk.encodings:
        encoding = "dictionary"
    else:
        encoding = next((e for e in chunk.encodings if e != "RLE"), "RLE")
    codec = "none" if chunk.compression == "UNCOMPRESSED" else chunk.compression.lower()
    return f"{encoding}, {codec}"


def measure_kind(database, data: Path, folder: Path, title: str, repeat: int) -> list[list[str]]:
    table, column = KINDS[title]
    files = sorted((data / table).glob("*.parquet"))
    parts = [pq.read_table(file, columns=[column]).combine_chunks() for file in files]
    values = sum(part.num_rows for part in parts)
    kind = parts[0].schema.field(column).type
    targets = [folder / file.name for file in files]

    def row(name, size, written, read):
        nanoseconds = [s and f"{s / values * 1e9:.2f}" for s in (written, read)]
        return [title, name, f"{size / values:.2f}", nanoseconds[0], nanoseconds[1] or "refused"]

    # The time to write is missing: fauxmart's writer is measured within the program.
    own = f"**fauxmart: {own_choice(files[0], column)}**"
    read = read_time(database, kind, column, files, repeat)
    rows = [row(own, column_bytes(files, column), None, read)]
    rows[0][3] = ""
    for candidate in candidates(kind):
        options = candidate.options(column)

        def write(options=options):
            for part, target in zip(parts, targets, strict=True):
                pq.write_table(part, target, **options)

        written = least(write, min(repeat, 3))
        read = read_time(database, kind, column, targets, repeat)
        name = f"{candidate.encoding}, {candidate.codec}"
        rows.append(row(name, column_bytes(targets, column), written, read))
    return rows


def measure_all(binary: Path, repeat: int) -> str:
    database = duckdb.connect(config={"threads": 1})
    database.execute("SET parquet_metadata_cache = true")
    pa.set_cpu_count(1)
    rows = []
    with tempfile.TemporaryDirectory(dir=scratch(), prefix="fauxmart-bench-") as folder:
        data = Path(folder) / "data"
        request = [*jobs.DAY.split(), "--tables", "orders,order_items", "--quiet"]
        subprocess.run([binary, *request, "--out", data], check=True)
        for title, (table, column) in KINDS.items():
            print(f"{title}: {table}.{column}", file=sys.stderr)
            rows += measure_kind(database, data, Path(folder), title, repeat)
    versions = f"pyarrow {pa.__version__}, DuckDB {duckdb.__version__}"
    taken = f"{datetime.now(UTC):%Y-%m-%d}, {cpu()}, {versions}, load {os.getloadavg()[0]:.1f}."
    head = ["column", "encoding, codec", "bytes a value", "ns to write", "ns to read"]
    shown, before = [], None
    for kind, *rest in rows:
        shown.append(["" if kind == before else f"{kind} (`{KINDS[kind][1]}`)", *rest])
        before = kind
    return "\n".join([taken, "", *results.table(head, shown)])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--binary", type=Path, default=jobs.ROOT / "build/release/fauxmart")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--record", action="store_true", help="write to docs/performance.md")
    options = parser.parse_args()
    body = measure_all(options.binary, options.repeat)
    if options.record:
        DOCUMENT.write_text(results.record(DOCUMENT.read_text(), body, "encodings"))
    else:
        print(body)


if __name__ == "__main__":
    main()
