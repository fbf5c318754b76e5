"""Every input that fuzzing has kept is run once more: nothing crashes, hangs or breaks its word."""

import os
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
TARGETS = sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.cc"))
CORPUS = HERE / "corpus"


def replays(repo: Path) -> list[Path]:
    """The release build's, and that of sanitizers if there is one."""
    release = repo / "build/release/fauxmart_fuzz_replay"
    other = repo / "build/asan-ubsan/fauxmart_fuzz_replay"
    return [release, other] if other.exists() else [release]


def replay(program: Path, *words) -> subprocess.CompletedProcess:
    options = {"ASAN_OPTIONS": "detect_container_overflow=0:allocator_may_return_null=1"}
    return subprocess.run(
        [str(program), *map(str, words)],
        env=os.environ | options,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=120,
    )


def test_every_target_is_replayed(repo):
    assert replay(replays(repo)[0], "--list").stdout.split() == TARGETS
    assert sorted(path.name for path in CORPUS.iterdir()) == TARGETS


@pytest.mark.parametrize("target", TARGETS)
def test_replay(repo, target):
    inputs = sorted((CORPUS / target).iterdir())
    assert inputs
    for program in replays(repo):
        answer = replay(program, target, CORPUS / target)
        # The last name that was said is that of the input at fault.
        assert answer.returncode == 0, answer.stderr[-3000:]
        assert int(answer.stdout) == len(inputs)


def test_what_cannot_be_replayed_is_an_error(repo, tmp_path):
    assert replay(replays(repo)[0], "time", tmp_path / "nothing").returncode == 2
    assert replay(replays(repo)[0], "tiem", tmp_path).returncode == 2
