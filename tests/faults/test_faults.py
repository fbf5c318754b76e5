"""No call of the system can fail in a way that loses or spoils a dataset.

The Nth call of a kind fails, N = 1, 2, 3 ... until a run has fewer: the way in which SQLite tests
itself (https://sqlite.org/testing.html, "I/O error testing"). After each: exit status 1 and a
message with a path and the cause, or, where the fault did no harm, the undisturbed bytes; never a
manifest without them. Then --resume makes the undisturbed run's files and leaves no others.

By default every seventh N is tried, with --long each of them, in two formats and also on resuming.
"""

import errno
import os
import shutil
import signal
import struct
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from shop import contents, lasting

ROOT = Path(__file__).resolve().parents[2]
SHIM = ROOT / "build/release/libfauxmart_disk_faults.so"
STATE = struct.Struct("QQ496s")
TINY = (
    *("generate", "payment_outage", "--orders-per-hour", "30", "--customers", "60"),
    *("--products", "60", "--threads", "1", "--quiet", "--out", "made"),
)
STRIDE = 7


@dataclass(frozen=True)
class Fault:
    kinds: str
    mode: str
    error: int = 0

    def __str__(self):
        return f"{self.kinds}-{self.mode}" + (
            f"-{errno.errorcode[self.error]}" if self.error else ""
        )


FAULTS = [
    Fault("open", "once", errno.EMFILE),
    Fault("open", "always", errno.EACCES),
    Fault("write", "once", errno.EIO),
    Fault("write", "always", errno.ENOSPC),
    Fault("sync", "once", errno.EIO),
    Fault("sync", "always", errno.EIO),
    Fault("rename", "once", errno.EIO),
    Fault("rename", "always", errno.EACCES),
    Fault("close", "once", errno.EIO),
    Fault("close", "always", errno.ENOSPC),
    Fault("make", "once", errno.ENOSPC),
    Fault("make", "always", errno.EACCES),
    Fault("remove", "once", errno.EIO),
    Fault("remove", "always", errno.EACCES),
    Fault("lock", "once", errno.ENOLCK),
]
# What a run must get over by itself.
HARMLESS = [
    Fault("write", "once", errno.EINTR),
    Fault("write", "short"),
    Fault("write", "always_short"),
]
KILLED = Fault("open,write,sync,rename,close,make,remove,lock", "kill")


class Disk:
    """Runs the program in a directory of its own, with one fault."""

    def __init__(self, program: Path, place: Path):
        self.program, self.place = program, place
        place.mkdir()

    def run(self, *arguments, fault=None, nth=0):
        """(status, stderr, whether the fault struck)"""
        environment = dict(os.environ, LC_ALL="C.UTF-8")
        state = self.place.with_suffix(".state")
        if fault is not None:
            state.write_bytes(bytes(STATE.size))
            environment |= {
                "LD_PRELOAD": str(SHIM),
                "FAULT_DIRS": str(self.place / "made"),
                "FAULT_KINDS": fault.kinds,
                "FAULT_MODE": fault.mode,
                "FAULT_ERRNO": str(fault.error),
                "FAULT_NTH": str(nth),
                "FAULT_STATE": str(state),
            }
        done = subprocess.run(
            [self.program, *arguments],
            cwd=self.place, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=60, text=True, check=False,
        )  # fmt: skip
        struck = fault is not None and STATE.unpack(state.read_bytes())[1] > 0
        return done.returncode, done.stderr, struck

    def dataset(self):
        made = self.place / "made"
        files = contents(made)
        files.pop("manifest.json")
        return lasting(made), files

    def empty(self):
        shutil.rmtree(self.place / "made", ignore_errors=True)


@pytest.fixture(scope="module")
def shim():
    if not SHIM.exists():
        pytest.fail(f"{SHIM} is not built: ./dev build release")


@pytest.fixture(scope="module")
def disk(shim, fauxmart, tmp_path_factory):
    """A new one for each thread of work."""
    place = tmp_path_factory.mktemp("disks")
    return lambda name: Disk(fauxmart, place / name)


@pytest.fixture(scope="module")
def undisturbed(disk):
    def make(format_):
        if format_ not in made:
            there = disk(f"whole-{format_}")
            assert there.run(*TINY, "--format", format_)[0] == 0
            made[format_] = there.dataset()
        return made[format_]

    made = {}
    return make


def check_stop(there, status, said, fault, what, expected):
    """How a run may end that did not get over its fault."""
    if fault.mode == "kill":
        assert status == -signal.SIGKILL, what
    else:
        assert status == 1, f"{what}: status {status}: {said}"
        assert "made" in said, f"{what} names no path: {said}"
        assert os.strerror(fault.error) in said, f"{what} names no cause: {said}"
    if (there.place / "made/manifest.json").exists():
        manifest, files = there.dataset()
        files = {name: sum_ for name, sum_ in files.items() if not name.startswith(".partial/")}
        assert (manifest, files) == expected, f"{what} left the manifest of other files: {said}"


def survives(there, fault, nth, arguments, expected, before=None) -> bool:
    """Runs with the fault and makes good for it. False if the run had no Nth call."""
    what = f"{fault} {nth}"
    there.empty()
    if before is not None:
        assert there.run(*arguments, fault=KILLED, nth=before)[0] == -signal.SIGKILL
    resume = () if before is None else ("--resume",)
    status, said, struck = there.run(*arguments, *resume, fault=fault, nth=nth)
    if not struck:
        assert status == 0, f"{what}: {said}"
        return False
    if status != 0:
        check_stop(there, status, said, fault, what, expected)
        status, said, _ = there.run(*arguments, "--resume")
        done = status == 2 and "holds a dataset already" in said
        assert status == 0 or done, f"{what}, resumed: {said}"
    assert there.dataset() == expected, f"{what}: other files"
    return True


def all_of(disk, name, fault, stride, arguments, expected, before=None) -> int:
    """Every stride-th N, in two processes at a time. How many there were."""

    def lane(first):
        there, count = disk(f"{name}-{first}"), 0
        nth = first
        while survives(there, fault, nth, arguments, expected, before):
            count += 1
            nth += 2 * stride
        return count

    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(lane, (1, 1 + stride)))


@pytest.mark.parametrize("fault", [*FAULTS, *HARMLESS, KILLED], ids=str)
def test_faults(disk, undisturbed, fault):
    stride = 1 if fault.kinds in ("make", "lock", "remove", "rename") else STRIDE
    count = all_of(disk, str(fault), fault, stride, TINY, undisturbed("parquet"))
    assert count > 0, "there is no such call"


@pytest.mark.parametrize("fault", HARMLESS, ids=str)
def test_what_is_no_failure_is_none(disk, undisturbed, fault):
    there = disk(f"harmless-{fault}")
    status, said, struck = there.run(*TINY, fault=fault, nth=3)
    assert (status, said, struck) == (0, "", True)
    assert there.dataset() == undisturbed("parquet")


@pytest.mark.long
@pytest.mark.parametrize("format_", ["parquet", "csv"])
@pytest.mark.parametrize("fault", [*FAULTS, *HARMLESS, KILLED], ids=str)
def test_every_fault(disk, undisturbed, fault, format_, record_property):
    asked = (*TINY, "--format", format_)
    expected = undisturbed(format_)
    made = all_of(disk, f"all-{fault}-{format_}", fault, 1, asked, expected)
    resumed = 0
    for before in (40, 120):
        name = f"resumed-{fault}-{format_}-{before}"
        resumed += all_of(disk, name, fault, 1, asked, expected, before)
    print(f"{fault} {format_}: {made} when made, {resumed} when resumed")
    record_property("survived", made + resumed)
