"""Measures one large day: 24 hours at five times 20,000 orders an hour, 1,559,991 orders.

usage: bench/run.py [--runs 5] [--threads 2] [--binary build/release/fauxmart]

Prints a Markdown table: median of the runs, and what they ran on.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUEST = "generate baseline --duration 24h --intensity 5 --orders-per-hour 20000"


def scratch() -> str:
    """Memory if there is room, so that the disk is not what is measured."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > 4 << 30:
        return str(memory)
    return tempfile.gettempdir()


def run(command: list[str]) -> tuple[float, int]:
    """Wall seconds and peak resident bytes."""
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as process:
        message = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begin
    if process.returncode:
        sys.exit(f"{' '.join(command)}\nfailed:\n{message.decode()}")
    return seconds, usage.ru_maxrss * 1024


def cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--binary", type=Path, default=ROOT / "build/release/fauxmart")
    options = parser.parse_args()

    request = [*REQUEST.split(), "--threads", str(options.threads)]
    walls, peaks = [], []
    with tempfile.TemporaryDirectory(dir=scratch(), prefix="fauxmart-bench-") as folder:
        out = Path(folder) / "out"
        for _ in range(options.runs):
            shutil.rmtree(out, ignore_errors=True)
            wall, peak = run([str(options.binary), *request, "--out", str(out)])
            walls.append(wall)
            peaks.append(peak)
        # Not earlier: a child's peak memory begins at its parent's.
        import pyarrow.parquet

        parts = (out / "orders").glob("*.parquet")
        orders = sum(pyarrow.parquet.read_metadata(part).num_rows for part in parts)
        size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())

    wall = statistics.median(walls)
    version = subprocess.run([options.binary, "--version"], capture_output=True, text=True)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    rows = [
        ("command", f"`fauxmart {' '.join(request)}`"),
        ("orders", f"{orders:,}"),
        ("wall, median", f"{wall:.3f} s of {options.runs} ({min(walls):.3f} to {max(walls):.3f})"),
        ("orders a second", f"{orders / wall:,.0f}"),
        ("bytes written", f"{size:,} ({size / wall / 1e6:,.0f} MB/s)"),
        ("peak memory", f"{max(peaks) / 1e6:,.0f} MB"),
        ("written to", scratch()),
        ("machine", f"{cpu()}, {os.cpu_count()} cores, {memory / (1 << 30):.0f} GiB"),
        ("system", f"{platform.system()} {platform.release()}"),
        ("versions", f"{' '.join(version.stdout.split())}; Arrow {pyarrow.__version__}"),
    ]
    print("| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows), sep="\n")


if __name__ == "__main__":
    main()
