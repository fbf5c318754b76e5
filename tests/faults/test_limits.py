"""Real limits of a machine: full and read-only disks, a directory that goes away, ulimit.

After each: exit status 1 and a message with a path and the cause, and no manifest; and the same
command again, once there is room, makes the undisturbed files and leaves no others.
"""

import contextlib
import errno
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

import pytest
from disk import TINY, Job, check_manifest, check_message, make_good
from shop import LARGE, assert_same, contents

ONE = ("generate", *TINY, "--out", "made", "--threads", "1")
GENERATE = Job("generate", ONE)
MERGE = Job(
    "merge", ("merge", "first", "second", "--out", "made", "--quiet"), again=("--overwrite",)
)
# How libc, the C++ library and the loader end a program that they cannot help.
LAST_WORDS = re.compile("bad_alloc|cannot allocate memory|shared librar|cannot create", re.I)


def make_shards(disk):
    for number, name in enumerate(("first", "second"), 1):
        made = disk.ask("generate", *TINY, "--shard", f"{number}/2", "--out", name)
        assert made.returncode == 0, made.stderr


@pytest.fixture
def expected(disks):
    return disks(GENERATE).undisturbed()


def under(limit):
    return ("sh", "-c", f'ulimit {limit} && exec "$0" "$@"')


# ---- ulimit --------------------------------------------------------------------------------------


def try_limits(disks, ledger, kind, limits, expected, causes, may_abort=False):
    """Rising limits, from one that is too low to one that is enough."""
    disk = disks(GENERATE)
    ends = []
    for limit in limits:
        what = f"ulimit {limit}"
        ledger.tried[kind] += 1
        disk.start()
        done = disk.ask(*disk.job.command, under=under(limit))
        ends.append(done.returncode)
        if done.returncode == 0:
            assert disk.left() == expected, what
        else:
            if may_abort and done.returncode in (127, -signal.SIGABRT):
                assert LAST_WORDS.search(done.stderr), f"{what}: {done.stderr}"
            else:
                assert done.returncode == 1, f"{what}: status {done.returncode}: {done.stderr}"
                assert done.stderr.startswith("fauxmart: "), f"{what}: {done.stderr}"
                assert any(cause in done.stderr for cause in causes), f"{what}: {done.stderr}"
            check_manifest(disk, expected, what)
            make_good(disk, expected, what)
        ledger.survived[kind] += 1
    assert ends[0] != 0 and 1 in ends and ends[-1] == 0, ends


def test_file_size(disks, ledger, expected):
    """Not the signal that a limit of file sizes sends, but its error."""
    blocks = [*range(8), 16, 32, 64, 100_000]
    limits = [f"-f {count}" for count in blocks]
    too_large = os.strerror(errno.EFBIG)
    try_limits(disks, ledger, "ulimit -f", limits, expected, [too_large])


def test_open_files(disks, ledger, expected):
    limits = [f"-n {count}" for count in (*range(4, 16), 64)]
    too_many = os.strerror(errno.EMFILE)
    try_limits(disks, ledger, "ulimit -n", limits, expected, [too_many], may_abort=True)


@pytest.mark.parametrize(
    "step", [pytest.param(16, id="16 MiB"), pytest.param(1, id="1 MiB", marks=pytest.mark.long)]
)
def test_address_space(disks, ledger, expected, step):
    sizes = [*range(96, 512, step), 65_536]
    limits = [f"-v {size << 10}" for size in sizes]
    causes = ["memory", "thread", os.strerror(errno.ENOMEM)]
    try_limits(disks, ledger, "ulimit -v", limits, expected, causes, may_abort=True)


# ---- a directory that goes away ------------------------------------------------------------------


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("away", ["moved", "removed"])
def test_a_directory_that_goes_away(shop, ledger, threads, away):
    work = (*LARGE, "--threads", threads)
    ledger.tried[f"directory {away}"] += 1
    process = shop.start("made", *work)
    made = shop.place / "made"
    while not any(made.glob(".partial/chunk-*.json")):
        assert process.poll() is None, "it was done before"
        time.sleep(0.001)
    made.rename(shop.place / "gone")
    if away == "removed":
        shutil.rmtree(shop.place / "gone")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1, said
    check_words(said.decode(), "made/", os.strerror(errno.ENOENT))
    assert not made.exists()
    assert not (shop.place / "gone/manifest.json").exists()
    shop.make("made", *work, "--resume")
    assert_same(shop.make("expected", *work), made)
    ledger.survived[f"directory {away}"] += 1


def check_words(said, path, cause):
    assert said.startswith("fauxmart: ") and len(said.splitlines()) <= 2, said
    assert path in said and cause in said, said


# ---- who may not write ---------------------------------------------------------------------------


if os.geteuid() == 0:

    @pytest.mark.parametrize("denied", ["made", "made/.partial", "made/orders", "."])
    def test_a_directory_of_somebody_else(disks, ledger, expected, denied):
        """Root may write anywhere, so the run is somebody else's."""
        nobody = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")
        disk = disks(GENERATE)
        ledger.tried["not writable"] += 1
        for path in (disk.place.parent, disk.place):
            path.chmod(0o755)
        for name in ("made", "made/.partial", "made/orders"):
            (disk.place / name).mkdir(exist_ok=True)
        for path in (disk.place, *disk.place.rglob("*")):
            os.chown(path, 65534, 65534)
        if denied == ".":
            shutil.rmtree(disk.place / "made")
        (disk.place / denied).chmod(0o555)
        os.chown(disk.place / denied, 0, 0)
        done = disk.ask(*disk.job.command, under=nobody)
        assert done.returncode == 1, done
        check_message(disk, done.stderr, os.strerror(errno.EACCES), denied)
        check_manifest(disk, expected, denied)
        make_good(disk, expected, denied)
        ledger.survived["not writable"] += 1


# ---- disks that are full or read-only ------------------------------------------------------------


def mount(place, *options) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", ",".join(options), "tmpfs", place]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@contextlib.contextmanager
def small_disk(place, *options):
    place.mkdir()
    assert mount(place, *options)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


def can_mount() -> bool:
    if os.geteuid() != 0:
        return False
    with tempfile.TemporaryDirectory() as place:
        if not mount(place, "size=64k"):
            return False
        return subprocess.run(["umount", place], capture_output=True).returncode == 0


def remount(place, *options):
    options = ",".join(("remount", *options))
    subprocess.run(["mount", "-o", options, place], check=True)


if can_mount():

    @pytest.mark.parametrize("job", [GENERATE, MERGE], ids=lambda job: job.name)
    def test_a_disk_without_room_for_the_next_file(disks, ledger, expected, job):
        """Files run out as bytes do, and no estimate foresees it: from none to enough."""
        disk = disks(job)
        make_shards(disk)
        with small_disk(disk.place / "made", "nr_inodes=2"):
            for count in range(2, 60):
                what = f"{job.name} with {count} files"
                ledger.tried["full disk"] += 1
                for path in (disk.place / "made").iterdir():
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
                remount(disk.place / "made", f"nr_inodes={count}")
                done = disk.ask(*job.command)
                if done.returncode != 0:
                    assert done.returncode == 1, f"{what}: {done}"
                    check_message(disk, done.stderr, os.strerror(errno.ENOSPC), what)
                    check_manifest(disk, expected, what)
                    remount(disk.place / "made", "nr_inodes=1000")
                    make_good(disk, expected, what)
                assert disk.left() == expected, what
                ledger.survived["full disk"] += 1
                if done.returncode == 0:
                    break
            assert 20 < count < 59

    def test_a_disk_that_fills_up(shop):
        """It says which file and why, leaves no dataset, and goes on when there is room."""
        work = (*LARGE, "--tables", "orders,returns")
        expected = shop.make("expected", *work, "--threads", 1)
        need = sum(path.stat().st_size for path in expected.rglob("*"))
        with small_disk(shop.place / "disk", f"size={(need >> 10) + 4096}k") as disk:
            ballast = disk / "ballast"
            made = disk / "made"
            process = shop.start("disk/made", *work, "--threads", 1)
            while not (made / ".partial/chunk-00000.json").exists():
                assert process.poll() is None
                time.sleep(0.001)
            room = os.statvfs(disk)
            with contextlib.suppress(OSError), ballast.open("wb") as file:
                file.write(bytes(room.f_bavail * room.f_frsize))
            _, said = process.communicate(timeout=60)
            assert process.returncode == 1, said
            check_words(said.decode(), "disk/made/", os.strerror(errno.ENOSPC))
            assert not (made / "manifest.json").exists()
            assert (made / ".partial/chunk-00000.json").exists()
            ballast.unlink()
            shop.make("disk/made", *work, "--resume")
            assert_same(expected, made)

    def test_a_disk_that_is_too_small(shop):
        """Known beforehand from the plan: nothing is written."""
        with small_disk(shop.place / "disk", "size=1m") as disk:
            answer = shop.ask("generate", "baseline", *LARGE, "--out", "disk/made")
            assert answer.status == 1
            check_words(answer.err, "disk/made", "free")
            assert "GB" in answer.err
            assert list(disk.iterdir()) == []

    def test_a_disk_without_room_for_the_directory(shop):
        with small_disk(shop.place / "disk", "size=64k") as disk:
            (disk / "ballast").write_bytes(bytes(48 << 10))
            answer = shop.ask("generate", "baseline", *LARGE, "--out", "disk/made")
            assert answer.status == 1 and "disk/made" in answer.err, answer
            assert not (disk / "made/manifest.json").exists()

    @pytest.mark.parametrize("job", [GENERATE, MERGE], ids=lambda job: job.name)
    def test_a_read_only_disk(disks, ledger, expected, job):
        disk = disks(job)
        make_shards(disk)
        ledger.tried["read-only disk"] += 1
        with small_disk(disk.place / "made", "size=64m"):
            remount(disk.place / "made", "ro")
            done = disk.ask(*job.command)
            assert done.returncode == 1, done
            check_message(disk, done.stderr, os.strerror(errno.EROFS), job.name)
            assert contents(disk.place / "made") == {}
            remount(disk.place / "made", "rw")
            make_good(disk, expected, job.name)
        ledger.survived["read-only disk"] += 1
