"""Memory that runs out at any place ends a run in good order.

Each call site of an allocation (alloc_shim.c says what one is) fails once: its first allocation in
the run. A first run lists the sites. After each failure: the undisturbed files, or exit status 1
and a message, or the C++ library's or the loader's own end with a word; never a crash, and never a
manifest of other files. Then --resume makes the undisturbed files. By default every so many sites
are tried, with --long each of them.
"""

import re
import signal
import struct

import pytest
from disk import ALLOC_SHIM, TINY, Disk, Job, check_end, halves, in_two_lanes

HEAD = struct.Struct("QQ496sQ")
SITE = struct.Struct("QQQ")
MOST_SITES = 1 << 16
# std::terminate, or the loader that finds no memory for a thread's variables.
LAST_WORDS = re.compile("bad_alloc|cannot allocate memory", re.IGNORECASE)

ONE = ("generate", *TINY, "--out", "made", "--threads", "1")
JOBS = [
    Job("generate", ONE),
    Job("csv", (*ONE, "--format", "csv")),
    Job("async", (*ONE, "--io", "async")),
]


def allocate(disk: Disk, site=None):
    """Runs the job: its end, whether the site struck, and the sites if none was to."""
    state = disk.place.with_suffix(".state")
    with state.open("wb") as file:
        file.truncate(HEAD.size + MOST_SITES * SITE.size)
    chosen = {} if site is None else {"ALLOC_SITE": f"{site:x}"}
    done = disk.ask(*disk.job.command, LD_PRELOAD=str(ALLOC_SHIM), ALLOC_STATE=str(state), **chosen)
    written = state.read_bytes()
    sites = sorted((place, hash_) for hash_, _, place in SITE.iter_unpack(written[HEAD.size :]))
    return done, HEAD.unpack_from(written)[1] > 0, [hash_ for _, hash_ in sites if hash_ != 0]


def survives(disk, site, place, expected):
    """None if the site was not reached: its stack is another one in another run."""
    what = f"{disk.job.name}: allocation {site:x} at {place}"
    disk.start()
    done, struck, _ = allocate(disk, site)
    status, said = done.returncode, done.stderr
    if not struck:
        assert status == 0, f"{what}: {said}"
        return None
    if status in (-signal.SIGABRT, 127):
        assert LAST_WORDS.search(said), f"{what}: no last words: {said}"
        assert not (disk.place / "made/manifest.json").exists(), f"{what} left a manifest"
    elif status != 0:
        assert status == 1, f"{what}: status {status}: {said}"
        assert said.startswith("fauxmart: "), f"{what}: {said}"
    check_end(disk, status, expected, what)
    return True


def every(stride, disks, ledger, job):
    expected = disks(job).undisturbed()
    done, _, sites = allocate(disks(job))
    assert done.returncode == 0 and len(sites) > 1000, (done, len(sites))
    missed = []

    def survive(disk, _, nth):
        if nth > len(sites):
            return False
        struck = survives(disk, sites[nth - 1], nth, expected)
        if struck is None:
            missed.append(nth)
        return struck

    in_two_lanes(lambda: disks(job), survive, ledger, halves("allocation", stride))
    assert len(missed) <= len(sites) // 50, f"{len(missed)} sites were not met again"


def test_allocations(disks, ledger):
    every(97, disks, ledger, JOBS[0])


@pytest.mark.long
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_allocation(disks, ledger, job):
    every(1, disks, ledger, job)
