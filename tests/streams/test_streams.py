"""The random numbers, addressed as rows address them, before dieharder.

Quick: a few tests of each addressing. --long: the whole battery, its figures in
out/streams/ADDRESSING.txt (FAUXMART_STREAMS_OUT names another folder).
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ADDRESSINGS = ["entities", "columns", "seeds", "keys"]

# Birthday spacings, 32x32 ranks, counted ones, runs, monobit. About 4 s an addressing.
QUICK = [["-d", "0"], ["-d", "2", "-p", "10"], ["-d", "8"], ["-d", "15"], ["-d", "100"]]

# dieharder's own marks: FAILED beyond one in a million, WEAK beyond one in two hundred. The seed is
# fixed, so a result stays what it is.
RESULT = re.compile(r"\|\s*(PASSED|WEAK|FAILED)\s*$")
RAW_FROM_STDIN = ["-g", "200"]
UNTIL_CLEAR = ["-Y", "1", "-k", "2"]  # more samples while a result is WEAK; exact p-values


@pytest.fixture(scope="session")
def streams(fauxmart: Path) -> Path:
    path = fauxmart.parent / "fauxmart_streams"
    if not path.is_file():
        pytest.fail(f"{path} is missing: run ./dev build")
    if not shutil.which("dieharder"):
        pytest.fail("dieharder is missing: run ./dev setup")
    return path


def dieharder(streams: Path, addressing: str, arguments: list[str]) -> list[str]:
    """The result lines of dieharder over one addressing."""
    source = subprocess.Popen([streams, addressing], stdout=subprocess.PIPE)
    try:
        command = ["dieharder", *arguments, *RAW_FROM_STDIN]
        run = subprocess.run(command, stdin=source.stdout, capture_output=True, text=True)
    finally:
        source.kill()
        source.stdout.close()
        source.wait()
    lines = [line for line in run.stdout.splitlines() if RESULT.search(line)]
    assert lines, run.stdout + run.stderr
    return lines


def failures(lines: list[str]) -> list[str]:
    return [line for line in lines if "FAILED" in line]


@pytest.mark.parametrize("addressing", ADDRESSINGS)
def test_passes_a_few_tests(streams, addressing):
    lines = [line for test in QUICK for line in dieharder(streams, addressing, test)]
    assert len(lines) >= len(QUICK)  # some tests have more than one figure
    assert not failures(lines), "\n".join(lines)


@pytest.mark.long
@pytest.mark.parametrize("addressing", ADDRESSINGS)
def test_passes_the_whole_battery(streams, addressing, repo):
    lines = dieharder(streams, addressing, ["-a", *UNTIL_CLEAR])
    folder = Path(os.environ.get("FAUXMART_STREAMS_OUT", repo / "out/streams"))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{addressing}.txt").write_text("\n".join(lines) + "\n")
    assert not failures(lines), "\n".join(failures(lines))


def test_tells_a_bad_stream(tmp_path):
    """The check itself can fail: a counter is not random."""
    counter = tmp_path / "counter"
    counter.write_text(
        "#!/usr/bin/env python3\n"
        "import array, sys\n"
        "n = 0\n"
        "while True:\n"
        "    sys.stdout.buffer.write(array.array('I', range(n, n + 65536)).tobytes())\n"
        "    n += 65536\n"
    )
    counter.chmod(0o755)
    assert failures(dieharder(counter, "entities", ["-d", "0"]))
