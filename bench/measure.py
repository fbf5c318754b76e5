"""Measures a program from outside: wall time, processor time, peak memory, and what it wrote.

usage: bench/measure.py COMMAND...

Prints one line of JSON. Needs nothing but Python, and pyarrow only to count cells.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def run(command: list[str], environment: dict | None = None) -> dict:
    """Runs a command to its end: seconds of wall, user and system, peak bytes, what it printed.

    A child's peak memory begins at its parent's, as whose copy it starts. So the command gets a
    parent of its own: this file run as a program, which is small whatever the caller holds.
    """
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).resolve())]
    done = subprocess.run(
        [*launcher, *map(str, command)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env=environment,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(map(str, command))}\nfailed:\n{done.stderr}")
    return json.loads(done.stdout)


def reported(measured: dict) -> dict:
    """The JSON object that the command printed as its last line, or {}."""
    lines = measured["printed"].splitlines()
    try:
        last = json.loads(lines[-1]) if lines else {}
    except ValueError:
        return {}
    return last if isinstance(last, dict) else {}


def launch(command: list[str]) -> dict:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
        with subprocess.Popen(command, stdout=out, stderr=err) as process:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
        for stream in (out, err):
            stream.seek(0)
        if process.returncode:
            sys.exit(err.read().decode(errors="replace") or f"status {process.returncode}")
        return {
            "wall": wall,
            "user": usage.ru_utime,
            "sys": usage.ru_stime,
            "peak": usage.ru_maxrss * 1024,
            "printed": out.read().decode(errors="replace"),
        }


def written(folder: Path) -> int:
    """Bytes of all files under a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def rows(folder: Path) -> dict[str, tuple[int, int]]:
    """Rows and cells by table, as the footers of the Parquet files say; no row is read.

    A table is a folder of parts, or a file of its own. A cell is a value or null of one column.
    """
    import pyarrow.parquet

    counts: dict[str, tuple[int, int]] = {}
    for path in sorted(Path(folder).rglob("*.parquet")):
        table = path.stem if path.parent == Path(folder) else path.parent.name
        footer = pyarrow.parquet.read_metadata(path)
        before = counts.get(table, (0, 0))
        cells = footer.num_rows * footer.num_columns
        counts[table] = (before[0] + footer.num_rows, before[1] + cells)
    return counts


def cells(folder: Path) -> int:
    """Cells of all Parquet files under a folder."""
    return sum(count for _, count in rows(folder).values())


if __name__ == "__main__":
    print(json.dumps(launch(sys.argv[1:])))
