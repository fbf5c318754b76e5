"""What --io gives: the same job to memory, to disk and to a slow pipe, in each mode, in turn.

usage: bench/io.py [--runs 3] [--binary build/release/fauxmart] [--disk DIR]

The pipe's reader takes a megabyte at a time and rests between, so that it reads about as fast as
rows can be made: the case in which doing both at once helps most.
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
JOB = ["generate", "baseline", "--duration", "24h", "--intensity", "5"]
RATE = ["--orders-per-hour", "20000", "--quiet"]
MODES = ["sync", "async", "auto"]
PIPE_BYTES_A_SECOND = 200e6


def to_directory(binary: Path, mode: str, parent: str) -> float:
    with tempfile.TemporaryDirectory(dir=parent) as folder:
        begin = time.perf_counter()
        command = [binary, *JOB, *RATE, "--io", mode, "--out", f"{folder}/out"]
        subprocess.run(command, check=True, capture_output=True)
        return time.perf_counter() - begin


def to_pipe(binary: Path, mode: str) -> float:
    begin = time.perf_counter()
    table = ["--tables", "orders", "--format", "csv", "--out", "-"]
    command = [binary, *JOB, *RATE, "--io", mode, *table]
    with subprocess.Popen(command, stdout=subprocess.PIPE, bufsize=0) as process:
        taken = 0
        while piece := process.stdout.read(1 << 20):
            taken += len(piece)
            ahead = taken / PIPE_BYTES_A_SECOND - (time.perf_counter() - begin)
            if ahead > 0:
                time.sleep(ahead)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--binary", type=Path, default=ROOT / "build/release/fauxmart")
    parser.add_argument("--disk", default=str(ROOT))
    options = parser.parse_args()
    memory = "/dev/shm" if Path("/dev/shm").is_dir() else tempfile.gettempdir()
    targets = {
        "memory": lambda mode: to_directory(options.binary, mode, memory),
        "disk": lambda mode: to_directory(options.binary, mode, options.disk),
        "a pipe read at 200 MB/s": lambda mode: to_pipe(options.binary, mode),
    }
    print("| target | sync | async | auto |", "|---|---|---|---|", sep="\n")
    for name, run in targets.items():
        seconds = {mode: [] for mode in MODES}
        for _ in range(options.runs):
            for mode in MODES:
                seconds[mode].append(run(mode))
        cells = [f"{statistics.median(seconds[mode]):.2f} s" for mode in MODES]
        print("|", name, "|", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
