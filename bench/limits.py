"""What a generator on this machine cannot be faster than.

usage: bench/limits.py {writer,copy,store} --dataset DIR --out DIR [--processes 2]

writer   Arrow's Parquet writer alone: the dataset's own rows, already in memory, written with the
         encodings, codecs and row groups that its files have
copy     the memory: a large block copied to another; bytes counts what is read and what is written
store    the file system: the bytes of the dataset's files, already in memory, written to files

The work is dealt out to processes that begin together. Prints seconds and bytes as JSON.
"""

import argparse
import json
import time
from multiprocessing import get_context
from pathlib import Path

BLOCK = 256 << 20
COPIES = 8


def settings(footer) -> dict:
    """Options of pyarrow's writer that encode columns as those of a file are encoded."""
    codecs, encodings, dictionaries, statistics = {}, {}, [], []
    group = footer.row_group(0)
    for index in range(group.num_columns):
        column = group.column(index)
        name = column.path_in_schema
        codecs[name] = column.compression if column.compression != "UNCOMPRESSED" else "NONE"
        if column.is_stats_set:
            statistics.append(name)
        if column.has_dictionary_page or "RLE_DICTIONARY" in column.encodings:
            dictionaries.append(name)
        else:
            encodings[name] = next(e for e in column.encodings if e != "RLE")
    return {
        "compression": codecs,
        "column_encoding": encodings,
        "use_dictionary": dictionaries or False,
        "write_statistics": statistics or False,
        "store_decimal_as_integer": True,
        "store_schema": False,
        "row_group_size": 65_536,
    }


def load_tables(paths) -> list:
    """Tables in memory with the options to write them; files without rows are left out."""
    import pyarrow.parquet as pq

    loaded = []
    for path in paths:
        footer = pq.read_metadata(path)
        if footer.num_rows:
            loaded.append((path, pq.read_table(path, use_threads=False), settings(footer)))
    return loaded


def write_tables(loaded, out: Path) -> int:
    import pyarrow.parquet as pq

    for path, table, options in loaded:
        pq.write_table(table, out / f"{path.parent.name}-{path.name}", **options)
    return sum(path.stat().st_size for path, _, _ in loaded)


def load_bytes(paths) -> list:
    return [(path, path.read_bytes()) for path in paths]


def store_bytes(loaded, out: Path) -> int:
    for path, content in loaded:
        (out / f"{path.parent.name}-{path.name}").write_bytes(content)
    return sum(len(content) for _, content in loaded)


def load_blocks(paths) -> tuple:
    # Touched, so that no page is first made while time runs.
    return memoryview(bytearray(b"a") * BLOCK), memoryview(bytearray(b"b") * BLOCK)


def copy_blocks(loaded, out: Path) -> int:
    source, target = loaded
    for _ in range(COPIES):
        target[:] = source
    return 2 * COPIES * BLOCK


LIMITS = {
    "writer": (load_tables, write_tables),
    "store": (load_bytes, store_bytes),
    "copy": (load_blocks, copy_blocks),
}


def work(limit: str, paths, out: Path, barrier, results) -> None:
    load, act = LIMITS[limit]
    loaded = load(paths)
    barrier.wait()
    begin = time.perf_counter()
    size = act(loaded, out)
    # All processes have the same clock: the last end counts.
    results.put((begin, time.perf_counter(), size))


def deal(paths: list[Path], hands: int) -> list[list[Path]]:
    """Files by falling size, each to who has least: equal work for all."""
    dealt, sizes = [[] for _ in range(hands)], [0] * hands
    for path in sorted(paths, key=lambda path: (-path.stat().st_size, path)):
        least = sizes.index(min(sizes))
        dealt[least].append(path)
        sizes[least] += path.stat().st_size
    return dealt


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("limit", choices=LIMITS)
    parser.add_argument("--dataset", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    context = get_context("spawn")
    barrier, results = context.Barrier(options.processes), context.Queue()
    for share in deal(list(options.dataset.rglob("*.parquet")), options.processes):
        asked = (options.limit, share, options.out, barrier, results)
        context.Process(target=work, args=asked, daemon=True).start()
    ended = [results.get(timeout=300) for _ in range(options.processes)]
    begins, ends, sizes = zip(*ended, strict=True)
    print(json.dumps({"seconds": max(ends) - min(begins), "bytes": sum(sizes)}))


if __name__ == "__main__":
    main()
