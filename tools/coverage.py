#!/usr/bin/env python3
"""Which lines and branches of planner, labels and validator run in the tests.

usage: coverage.py BUILD [SUITE]...    a build of the preset coverage; suites of pytest

Runs the unit tests, the inputs that fuzzing has kept, and the suites. Prints a line a file, and
below all branches that were never taken one way or the other. A condition counts as two branches,
one for each answer. Copies of a template count once: taken in any, taken. Branches that a macro
brings along (ARROW_RETURN_NOT_OK: the way out with an error) are counted by themselves, because
what they lead to is a test of whoever makes the error.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("src/plan", "src/engine/label_", "src/engine/lane", "src/engine/chunk_reader")
FOLDERS += ("src/validate",)
# Those of the pytest suites that exercise them, where there are.
SUITES = ("tests/cli", "tests/validate", "tests/invariance", "tests/oracle/scenarios")


@dataclass
class File:
    path: str
    lines: int = 0
    covered_lines: int = 0
    # (line, column): how often the condition there was true, and false; its text.
    own: dict = field(default_factory=dict)
    macros: dict = field(default_factory=dict)


def run_tests(build: Path, suites: list[str]) -> bool:
    """Processes of the build leave their counts in BUILD/profiles by themselves."""
    shutil.rmtree(build / "profiles", ignore_errors=True)
    corpus = ROOT / "tests/fuzz/corpus"
    commands = [[build / "fauxmart_tests", "--gtest_brief=1"]]
    for target in sorted(corpus.iterdir()):
        commands.append([build / "fauxmart_fuzz_replay", target.name, target])
    suites = suites or [suite for suite in SUITES if (ROOT / suite).exists()]
    commands.append([sys.executable, "-m", "pytest", *suites])
    environment = os.environ | {"FAUXMART_BIN": str(build / "fauxmart")}
    passed = True
    for command in commands:
        quiet = subprocess.DEVNULL if "replay" in str(command[0]) else None
        done = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet, check=False
        )
        passed = passed and done.returncode == 0
    return passed


def merged(build: Path) -> Path:
    profile = build / "all.profdata"
    raw = sorted((build / "profiles").glob("*.profraw"))
    subprocess.run(["llvm-profdata-19", "merge", "-sparse", *raw, "-o", profile], check=True)
    return profile


def read(build: Path) -> list[File]:
    programs = [build / name for name in ("fauxmart", "fauxmart_tests", "fauxmart_fuzz_replay")]
    objects = [word for program in programs[1:] for word in ("-object", program)]
    command = ["llvm-cov-19", "export", "-format=text", f"-instr-profile={merged(build)}"]
    answer = subprocess.run([*command, programs[0], *objects], check=True, stdout=subprocess.PIPE)
    files = []
    (data,) = json.loads(answer.stdout)["data"]
    for entry in data["files"]:
        path = entry["filename"].removeprefix(f"{ROOT}/")
        if not (ROOT / path).is_file():
            continue
        lines = entry["summary"]["lines"]
        file = File(path, lines["count"], lines["covered"])
        source = (ROOT / path).read_text(encoding="utf-8").splitlines()
        for line, column, _, _, true, false, *_ in entry["branches"]:
            text = source[line - 1][column - 1 :].strip()
            branches = file.macros if re.match(r"[A-Z][A-Z_]+\(", text) else file.own
            before = branches.get((line, column), (0, 0, text))
            branches[line, column] = (before[0] + true, before[1] + false, text)
        files.append(file)
    return sorted(files, key=lambda file: file.path)


def taken(branches: dict) -> int:
    return sum((true > 0) + (false > 0) for true, false, _ in branches.values())


def of(part: int, whole: int) -> str:
    return f"{part} of {whole}"


def missing(file: File) -> list[str]:
    found = []
    for (line, column), (true, false, text) in sorted({**file.own, **file.macros}.items()):
        if true and false:
            continue
        never = "either" if not true and not false else "false" if true else "true"
        found.append(f"  {file.path}:{line}:{column}: never {never}: {text[:70]}")
    return found


def main() -> int:
    build, suites = Path(sys.argv[1]).absolute(), sys.argv[2:]
    passed = run_tests(build, suites)
    files = [
        file
        for file in read(build)
        if file.path.startswith(FOLDERS) and not Path(file.path).stem.endswith(("_test", "_util"))
    ]
    rows = [("file", "lines", "branches", "of macros")]
    for file in files:
        rows.append(
            (
                file.path,
                of(file.covered_lines, file.lines),
                of(taken(file.own), 2 * len(file.own)),
                of(taken(file.macros), 2 * len(file.macros)),
            )
        )
    for prefix in FOLDERS:
        some = [file for file in files if file.path.startswith(prefix)]
        rows.append(
            (
                f"all of {prefix}",
                of(sum(f.covered_lines for f in some), sum(f.lines for f in some)),
                of(sum(taken(f.own) for f in some), sum(2 * len(f.own) for f in some)),
                of(sum(taken(f.macros) for f in some), sum(2 * len(f.macros) for f in some)),
            )
        )
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
    print("\nNever taken:")
    for file in files:
        print("\n".join(missing(file)), end="\n" if missing(file) else "")
    return 0 if passed and files else 1


if __name__ == "__main__":
    sys.exit(main())
