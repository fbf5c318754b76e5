"""Measures fauxmart, its rivals and the machine's limits side by side, in one run.

usage: bench/run.py [--runs 5] [--only REGEX] [--scale] [--record] [--disk DIR]
                    [--binary build/release/fauxmart]

All jobs take turns, round by round, so that a drift of the machine meets all of them. Prints
Markdown tables, or writes them to docs/performance.md with --record. No time makes it fail.
"""

import argparse
import os
import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import jobs
import measure
import results

ROOT = jobs.ROOT
DOCUMENT = ROOT / "docs/performance.md"
NEEDED = 8 << 30


def scratch() -> Path:
    """Memory if there is room, so that the disk is not what is measured."""
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > NEEDED:
        return memory
    return Path(tempfile.gettempdir())


def cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.processor() or platform.machine()


def filled(job: jobs.Job, out: Path, data: Path) -> list[str]:
    places = {"{out}": str(out), "{data}": str(data)}
    return [places.get(word, word) for word in job.command]


def measured(job: jobs.Job, out: Path, data: Path) -> dict:
    """One run of a job, whose files are gone afterwards."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    found = measure.run(filled(job, out, data))
    told = measure.reported(found)
    facts = {
        "seconds": told["seconds"] if job.inner else found["wall"],
        "cpu": found["user"] + found["sys"],
        "peak": found["peak"],
        "bytes": measure.written(out),
        "cells": measure.cells(out),
        "work": told.get("bytes", 0),
    }
    shutil.rmtree(out)
    return facts


def about(options, chosen: list[jobs.Job], place: Path, load: float) -> list[str]:
    program = subprocess.run([options.binary, "--version"], capture_output=True, text=True)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = [" ".join(program.stdout.split())]
    versions += [f"{name} {version(name)}" for name in ("pyarrow", "duckdb")]
    if jobs.installed():
        pinned = (ROOT / "bench/requirements.txt").read_text()
        versions += [
            f"{n} {v}" for n, v in re.findall(r"^(numpy|Faker|mimesis)==(.*)$", pinned, re.M)
        ]
    if any(job.key == "tpchgen" for job in chosen):
        versions.append(f"tpchgen-cli {jobs.tpchgen.VERSION}")
    busy = ": others had work too, so this is to be recorded again" if load > 1 else ""
    rows = [
        ("date", f"{datetime.now(UTC):%Y-%m-%d}, {options.runs} rounds"),
        ("load at the start", f"{load:.1f}{busy}"),
        ("machine", f"{cpu()}, {os.cpu_count()} cores, {memory / (1 << 30):.0f} GiB"),
        ("system", f"{platform.system()} {platform.release()}, Python {platform.python_version()}"),
        ("versions", "; ".join(versions)),
        ("standard job", f"`fauxmart {jobs.DAY} --threads 2`, files flushed"),
        ("written to", f"`{place}`; on disk: the repository's file system, or `--disk`"),
    ]
    return ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]


def choose(options) -> list[jobs.Job]:
    every = jobs.all_jobs(options.binary, sys.executable)
    pattern = re.compile(options.only)
    return [
        job
        for job in every
        if pattern.search(f"{job.section}/{job.key}")
        and (options.scale or not job.key.startswith("scale_100_"))
    ]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=5, help="rounds")
    parser.add_argument(
        "--only", default="", metavar="REGEX", help="of section/key, as --list shows"
    )
    parser.add_argument("--list", action="store_true", help="show the jobs' commands")
    parser.add_argument("--scale", action="store_true", help="also 100 million orders")
    parser.add_argument(
        "--rivals", action="store_true", help="for ./dev bench: install all rivals first"
    )
    parser.add_argument("--record", action="store_true", help="write to docs/performance.md")
    parser.add_argument("--disk", type=Path, default=ROOT / "out", help="a folder on a disk")
    parser.add_argument("--binary", type=Path, default=ROOT / "build/release/fauxmart")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    chosen = choose(options)
    if options.list:
        for job in chosen:
            print(f"{job.section}/{job.key}: {shlex.join(job.command)}")
        return
    options.disk.mkdir(parents=True, exist_ok=True)
    place, load = scratch(), os.getloadavg()[0]
    rounds: dict[str, list[dict]] = {job.key: [] for job in chosen}
    with (
        tempfile.TemporaryDirectory(dir=place, prefix="fauxmart-bench-") as folder,
        tempfile.TemporaryDirectory(dir=options.disk, prefix="fauxmart-bench-") as disk,
    ):
        data = Path(folder) / "data"
        measure.run([options.binary, *jobs.DAY.split(), "--quiet", "--out", data])
        for turn in range(options.runs):
            for job in chosen:
                out = Path(disk if job.section == "disk" else folder) / "out"
                facts = measured(job, out, data)
                rounds[job.key].append(facts)
                done = f"{turn + 1}/{options.runs} {job.section}/{job.key}"
                print(f"{done}: {facts['seconds']:.3f} s", file=sys.stderr)
        sizes = measure.run([sys.executable, jobs.HERE / "sizes.py", data])
        found = results.Results(
            chosen,
            rounds,
            measure.written(data),
            measure.reported(sizes) if not options.only else {},
        )
    body = results.document(found, about(options, chosen, place, load))
    if options.record:
        DOCUMENT.write_text(results.record(DOCUMENT.read_text(), body, "bench"))
        print(f"recorded in {DOCUMENT.relative_to(ROOT)}", file=sys.stderr)
    else:
        print(body, end="")


if __name__ == "__main__":
    main()
