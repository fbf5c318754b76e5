"""How the real program is run: with clean surroundings, in an empty directory."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass
class Answer:
    """What a run said and how it ended."""

    status: int
    out: str
    err: str


@pytest.fixture
def run(fauxmart, tmp_path):
    """run("generate", ...): in tmp_path, where relative paths land."""
    clean = {k: v for k, v in os.environ.items() if k not in {"NO_COLOR", "COLUMNS", "LC_ALL"}}

    def runner(*args, env=None, cwd=None, stdin=subprocess.DEVNULL):
        done = subprocess.run(
            [str(fauxmart), *map(str, args)],
            cwd=cwd or tmp_path,
            env={**clean, "LC_ALL": "C.UTF-8", **(env or {})},
            stdin=stdin,
            capture_output=True,
            timeout=120,
        )
        return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())

    return runner


@pytest.fixture
def refused(run, tmp_path):
    """Runs what must be refused: one message, the right status, nothing on disk or on stdout.

    status: 2 for a wrong request, 1 for the disk; (1, 2) where either is fair.
    """

    def runner(*args, status=2, says=(), **options):
        before = listing(tmp_path)
        answer = run(*args, **options)
        assert answer.status in ([status] if isinstance(status, int) else status), answer
        assert answer.out == ""
        assert answer.err.startswith("fauxmart: "), answer.err
        assert answer.err.count("fauxmart: ") - answer.err.count(": fauxmart ") <= 1
        assert len(answer.err.splitlines()) <= 2, answer.err
        for word in [says] if isinstance(says, str) else says:
            assert word in answer.err, answer.err
        assert listing(tmp_path) == before, "something was written or lost"
        return answer

    return runner


def listing(directory: Path) -> dict[str, bytes | None]:
    """Every file with its bytes, every folder: to see that nothing has changed."""
    return {
        str(path.relative_to(directory)): path.read_bytes() if path.is_file() else None
        for path in sorted(directory.rglob("*"))
    }


SMALL = ("--duration", "2h", "--customers", "50", "--products", "40", "--no-sync", "--quiet")


@pytest.fixture
def small():
    """Flags of a dataset that is made in no time."""
    return SMALL
