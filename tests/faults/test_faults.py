"""No call of the system can fail in a way that loses or spoils a dataset.

The Nth call of a kind fails, N = 1, 2, 3 ... until a run has fewer: the way in which SQLite tests
itself (https://sqlite.org/testing.html, "I/O error testing"). disk.py says what must hold after
each. By default every so many calls are tried, with --long each of them.
"""

import errno
import shutil
import signal

import pytest
from disk import KILLED, TINY, Fault, Job, halves, in_two_lanes, survives

# Once: the first error of its life. Always: a disk that is full, gone, or for somebody else to
# write. Flicker: one that fails now and then, also at what is done about the first failure.
FAULTS = [
    Fault("open", "once", errno.EMFILE),
    Fault("open", "always", errno.EACCES),
    Fault("open", "flicker", errno.EIO),
    Fault("read", "once", errno.EIO),
    Fault("read", "always", errno.EIO),
    Fault("write", "once", errno.EIO),
    Fault("write", "always", errno.ENOSPC),
    Fault("write", "flicker", errno.ENOSPC),
    Fault("sync", "once", errno.EIO),
    Fault("sync", "always", errno.ENOSPC),
    Fault("rename", "once", errno.EIO),
    Fault("rename", "always", errno.EACCES),
    Fault("close", "once", errno.EIO),
    Fault("close", "always", errno.ENOSPC),
    Fault("make", "once", errno.ENOSPC),
    Fault("make", "always", errno.EACCES),
    Fault("remove", "once", errno.EIO),
    Fault("remove", "always", errno.EACCES),
    Fault("lock", "once", errno.ENOLCK),
    Fault("list", "once", errno.EIO),
    Fault("list", "always", errno.EMFILE),
    Fault("look", "once", errno.EIO),
    Fault("look", "always", errno.EACCES),
    *(
        Fault(kind, "once", errno.EINTR, harmless=True)
        for kind in ("open", "read", "write", "sync", "close")
    ),
    *(
        Fault(kind, mode, harmless=True)
        for kind in ("read", "write")
        for mode in ("short", "always_short")
    ),
    KILLED,
]
# There are few of these calls.
RARE = ("make", "lock", "remove", "rename", "write")


def killed_at(nth):
    def prepare(disk):
        assert disk.run(fault=KILLED, nth=nth)[0] == -signal.SIGKILL

    return prepare


def make_shards(disk):
    for number, name in enumerate(("first", "second"), 1):
        made = disk.ask("generate", *TINY, "--shard", f"{number}/2", "--out", name)
        assert made.returncode == 0, made.stderr


def make_old(disk):
    made = disk.ask("generate", *TINY, "--seed", "2", "--format", "csv", "--out", "old")
    assert made.returncode == 0, made.stderr


def put_old(disk):
    shutil.copytree(disk.place / "old", disk.place / "made")


ONE = ("generate", *TINY, "--out", "made", "--threads", "1")
JOBS = [
    Job("generate", ONE),
    Job("csv", (*ONE, "--format", "csv")),
    Job("by date", (*ONE, "--start", "2025-01-01T22:00", "--partition-by", "date")),
    # Which call is the Nth differs from run to run; what must hold does not.
    Job("threads", ("generate", *TINY, "--out", "made", "--threads", "4", "--io", "async")),
    Job("resume early", ONE, first=("--resume",), prepare=killed_at(100)),
    Job("resume late", ONE, first=("--resume",), prepare=killed_at(300)),
    Job("truth", (*ONE, "--truth", "truth"), writes=("made", "truth")),
    Job(
        "overwrite", ONE, first=("--overwrite",), again=("--overwrite",),
        once=make_old, prepare=put_old, before="old",
    ),
    Job(
        "merge", ("merge", "first", "second", "--out", "made", "--quiet"), again=("--overwrite",),
        reads=("first", "second"), once=make_shards,
    ),
]  # fmt: skip


def try_all(disks, ledger, job, series):
    """How many faults struck."""
    expected = disks(job).undisturbed()
    before = ledger.tried.total()
    in_two_lanes(
        lambda: disks(job),
        lambda disk, fault, nth: survives(disk, fault, nth, expected),
        ledger,
        series,
    )
    return ledger.tried.total() - before


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_faults(disks, ledger, fault):
    count = try_all(disks, ledger, JOBS[0], halves(fault, 1 if fault.kinds in RARE else 7))
    assert count > 0 or fault.kinds == "read", "there is no such call"


@pytest.mark.parametrize("job", JOBS[2:], ids=lambda job: job.name)
def test_faults_of_other_jobs(disks, ledger, job):
    series = [
        (fault, 1 if fault.kinds in RARE else 1 + 5 * i % 31, 31) for i, fault in enumerate(FAULTS)
    ]
    assert try_all(disks, ledger, job, series) > len(FAULTS) // 2


@pytest.mark.long
@pytest.mark.parametrize("fault", FAULTS, ids=str)
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_fault(disks, ledger, job, fault):
    try_all(disks, ledger, job, halves(fault, 1))
