"""Sizes of a dataset's tables against the same rows written by pyarrow with its defaults.

usage: bench/sizes.py DATASET

Its defaults are snappy, a dictionary wherever one fits, and row groups of 1 Mi rows. Categories
are dictionaries in memory, as fauxmart's own schema has them. Prints JSON: bytes by table, as they
are and rewritten.
"""

import json
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as pq


def sizes(dataset: Path) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    with tempfile.TemporaryDirectory(dir=dataset) as folder:
        for path in sorted(dataset.rglob("*.parquet")):
            again = Path(folder) / "again.pq"
            pq.write_table(pq.read_table(path, partitioning=None), again)
            before = found.get(path.parent.name, (0, 0))
            now = (path.stat().st_size, again.stat().st_size)
            found[path.parent.name] = (before[0] + now[0], before[1] + now[1])
    return found


if __name__ == "__main__":
    print(json.dumps(sizes(Path(sys.argv[1]))))
