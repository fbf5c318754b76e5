"""What a job costs in instructions, allocations and page faults: figures that repeat.

    python tests/guards/count.py           prints them for build/release/fauxmart
    python tests/guards/count.py --record  writes them to counts.json; the commit says why

One thread, a warm start and the vectors of AVX2, which is what valgrind knows, so that machines
with wider ones count alike.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RECORD = HERE / "counts.json"

# Two sizes of the same hours, so that what orders cost can be told from what a start costs.
SIZES = {"small": 1000, "large": 3000}
JOB = ["generate", "baseline", "--duration", "24h", "--threads", "1", "--quiet", "--no-sync"]
JOB += ["--io", "sync"]  # "auto" takes a queue and a thread for it where the disk is slow just then
# Arrow and glibc choose by the processor too.
PINNED = {"ARROW_USER_SIMD_LEVEL": "AVX2", "LC_ALL": "C", "PATH": os.environ.get("PATH", "")}


def command(fauxmart: Path, rate: int, out: Path) -> list[str]:
    return [str(fauxmart), *JOB, "--orders-per-hour", str(rate), "--out", str(out)]


def run(arguments: list[str]) -> str:
    done = subprocess.run(arguments, capture_output=True, text=True, env=PINNED, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
    return done.stderr


def instructions(fauxmart: Path, rate: int, folder: Path) -> int:
    tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder / 'callgrind'}"]
    printed = run([*tool, *command(fauxmart, rate, folder / "counted")])
    return int(re.search(r"Collected : (\d+)", printed)[1])


def allocations(fauxmart: Path, rate: int, folder: Path) -> int:
    tool = ["valgrind", "--tool=memcheck", "--undef-value-errors=no", "--leak-check=no"]
    printed = run([*tool, *command(fauxmart, rate, folder / "allocated")])
    return int(re.search(r"total heap usage: ([\d,]+) allocs", printed)[1].replace(",", ""))


def page_faults(fauxmart: Path, rate: int, folder: Path) -> int:
    run(command(fauxmart, rate, folder / "warm"))
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
    run(command(fauxmart, rate, folder / "faulted"))
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt - before


def counts(fauxmart: Path) -> dict[str, dict[str, int]]:
    """{"instructions": {"small": n, "large": n}, "allocations": ..., "page_faults": ...}"""
    kinds = {"instructions": instructions, "allocations": allocations, "page_faults": page_faults}
    result = {}
    for kind, count in kinds.items():
        result[kind] = {}
        for size, rate in SIZES.items():
            with tempfile.TemporaryDirectory() as folder:
                result[kind][size] = count(fauxmart, rate, Path(folder))
    return result


if __name__ == "__main__":
    found = counts(ROOT / "build/release/fauxmart")
    print(json.dumps(found, indent=2))
    if "--record" in sys.argv:
        RECORD.write_text(json.dumps(found, indent=2) + "\n")
