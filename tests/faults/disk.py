"""Runs the program with one fault, looks at what it left, and makes good for it.

After a fault: exit status 1 and a message with a path and the cause, or, where the fault did no
harm, the undisturbed files; and never a manifest of other files. Then the same command with
--resume (or --overwrite where a command cannot resume) makes the undisturbed files and leaves no
others, temporary ones least of all.
"""

import errno
import os
import shutil
import signal
import struct
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from shop import checksum, contents, lasting

ROOT = Path(__file__).resolve().parents[2]
DISK_SHIM = ROOT / "build/release/libfauxmart_disk_faults.so"
ALLOC_SHIM = ROOT / "build/release/libfauxmart_alloc_faults.so"
STATE = struct.Struct("QQ496s")

TINY = (
    *("payment_outage", "--orders-per-hour", "30", "--customers", "60"),
    *("--products", "60", "--quiet"),
)


@dataclass(frozen=True)
class Fault:
    """`mode` is one of disk_shim.c; a harmless one is got over without a word."""

    kinds: str
    mode: str
    error: int = 0
    harmless: bool = False

    def __str__(self):
        name = "kill" if self.mode == "kill" else f"{self.kinds}-{self.mode}"
        return name + (f"-{errno.errorcode[self.error]}" if self.error else "")


KILLED = Fault("open,read,write,sync,rename,close,make,remove,lock,list,look", "kill")


@dataclass(frozen=True)
class Job:
    """A command, the directories it writes and those it reads, and how to go on after a fault."""

    name: str
    command: tuple
    first: tuple = ()  # what the command has the first time
    again: tuple = ("--resume",)  # and instead of that, after the fault
    writes: tuple = ("made",)
    reads: tuple = ()
    once: Callable | None = None  # makes what it reads; gets the Disk
    prepare: Callable | None = None  # makes what is there before each run
    before: str | None = None  # a whole dataset that is there before


class Disk:
    """A directory in which the program runs a job."""

    def __init__(self, program: Path, place: Path, job: Job):
        self.program, self.place, self.job = program, place, job
        place.mkdir()
        if job.once is not None:
            job.once(self)

    def ask(self, *arguments, under=(), **environment):
        """Runs the program, under another one if need be."""
        return subprocess.run(
            [*under, self.program, *arguments],
            cwd=self.place, env=dict(os.environ, LC_ALL="C.UTF-8", **environment),
            stdin=subprocess.DEVNULL, capture_output=True, timeout=120, text=True, check=False,
        )  # fmt: skip

    def run(self, *more, fault=None, nth=0):
        """The job: (status, stderr, whether the fault struck)"""
        if fault is None:
            done = self.ask(*self.job.command, *more)
            return done.returncode, done.stderr, False
        state = self.place.with_suffix(".state")
        state.write_bytes(bytes(STATE.size))
        done = self.ask(
            *self.job.command, *more,
            LD_PRELOAD=str(DISK_SHIM),
            FAULT_DIRS=":".join(str(self.place / name) for name in self.directories()),
            FAULT_KINDS=fault.kinds,
            FAULT_MODE=fault.mode,
            FAULT_ERRNO=str(fault.error),
            FAULT_NTH=str(nth),
            FAULT_STATE=str(state),
        )  # fmt: skip
        return done.returncode, done.stderr, STATE.unpack(state.read_bytes())[1] > 0

    def directories(self):
        return (*self.job.writes, *self.job.reads)

    def start(self):
        """As it is before the job."""
        for name in self.job.writes:
            shutil.rmtree(self.place / name, ignore_errors=True)
        if self.job.prepare is not None:
            self.job.prepare(self)

    def left(self):
        """The manifest, and a checksum of each file in the job's directories."""
        files = {
            str(path.relative_to(self.place)): checksum(path)
            for name in self.directories()
            for path in sorted((self.place / name).rglob("*"))
            if path.is_file()
        }
        if files.pop("made/manifest.json", None) is None:
            return None, files
        return lasting(self.place / "made"), files

    def undisturbed(self):
        """What the command makes where nothing was before."""
        status, said, _ = self.run()
        assert status == 0, said
        return self.left()

    def before(self):
        """The dataset that was there before, as left() has it."""
        inside = self.place / self.job.before
        files = {f"made/{name}": sum_ for name, sum_ in contents(inside).items()}
        files.pop("made/manifest.json")
        return lasting(inside), files


def check_manifest(disk, expected, what):
    """What looks like a dataset is one: the new one, or that which was there before."""
    manifest, files = disk.left()
    if manifest is None:
        return
    files = {name: sum_ for name, sum_ in files.items() if not name.startswith("made/.partial/")}
    whole = [expected]
    if disk.job.before is not None:
        whole.append(disk.before())
    assert (manifest, files) in whole, f"{what} left the manifest of other files"


def check_message(disk, said, cause, what):
    assert said.startswith("fauxmart: ") and len(said.splitlines()) <= 2, f"{what}: {said}"
    assert any(name in said for name in disk.directories()), f"{what} names no path: {said}"
    assert cause in said, f"{what} names no cause: {said}"


def make_good(disk, expected, what):
    """The same command again: the undisturbed files and no others."""
    status, said, _ = disk.run(*disk.job.again)
    done = status == 2 and "holds a dataset already" in said
    assert status == 0 or done, f"{what}, again: status {status}: {said}"
    manifest, files = disk.left()
    assert sorted(files) == sorted(expected[1]), f"{what}: other files"
    assert (manifest, files) == expected, f"{what}: other bytes"


def check_end(disk, status, expected, what):
    """A fault is over: the files are those of an undisturbed run, now or after making good."""
    check_manifest(disk, expected, what)
    if status == 0:
        assert disk.left() == expected, f"{what}: other files"
    else:
        make_good(disk, expected, what)


def survives(disk, fault, nth, expected) -> bool:
    """Runs the job with the fault and makes good for it. False if it had no Nth call."""
    what = f"{disk.job.name}: {fault} {nth}"
    disk.start()
    status, said, struck = disk.run(*disk.job.first, fault=fault, nth=nth)
    if not struck:
        assert status == 0, f"{what}: {said}"
        return False
    if fault.mode == "kill":
        assert status == -signal.SIGKILL, what
    elif status != 0 or fault.harmless:
        assert status == (0 if fault.harmless else 1), f"{what}: status {status}: {said}"
        if not fault.harmless:
            check_message(disk, said, os.strerror(fault.error), what)
    check_end(disk, status, expected, what)
    return True


def in_two_lanes(make_disk, survive, ledger, series):
    """Tries series of faults (kind, first N, step), two at a time, each in a directory of its own.

    survive(disk, kind, N) is False if there is no such fault and none after it, None if there may
    be others.
    """

    def lane(mine):
        disk = make_disk()
        for kind, nth, step in mine:
            struck = True
            while struck is not False:
                ledger.tried[str(kind)] += 1
                struck = survive(disk, kind, nth)
                ledger.survived[str(kind)] += bool(struck)
                ledger.tried[str(kind)] -= not struck
                nth += step

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lane, (series[::2], series[1::2])))


def halves(kind, stride):
    """One series of every stride-th N, cut in two."""
    return [(kind, 1, 2 * stride), (kind, 1 + stride, 2 * stride)]
