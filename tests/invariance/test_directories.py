"""What is in a directory is never lost: who may write there, and what is removed from it."""

import json
import os
import shutil
import signal
import subprocess
import time

import pytest
from shop import LARGE, QUICK, TINY, assert_same, contents, digests, manifest, opened


def generate(*arguments):
    return ("generate", "baseline", *QUICK, *arguments)


# ---- where nothing can be written ----------------------------------------------------------------


def test_a_file(shop, refused):
    (shop.place / "taken").write_text("mine")
    refused(*generate("--out", "taken"), status=2, says=["taken", "file"])
    refused(*generate("--out", "taken", "--overwrite"), status=2, says=["taken", "file"])


def test_below_a_file(shop, refused):
    (shop.place / "taken").write_text("mine")
    refused(*generate("--out", "taken/below"), status=1, says=["taken", "Not a directory"])


def test_where_no_directory_can_be_made(refused):
    """Not writable for root either."""
    refused(*generate("--out", "/proc/fauxmart"), status=1, says=["/proc/fauxmart"])


def test_a_dangling_link(shop, refused):
    (shop.place / "link").symlink_to("/proc/nowhere/at/all")
    refused(*generate("--out", "link"), status=1, says=["link"])


def test_standard_output_that_is_full(shop):
    with open("/dev/full", "wb") as full:
        answer = shop.ask(
            *generate("--out", "-", "--tables", "orders", "--format", "csv"), stdout=full
        )
    assert answer.status == 1 and "No space left" in answer.err, answer


def test_standard_output_that_is_closed_early(shop):
    """As with head: no message about a broken pipe, and no success either way it is counted."""
    process = subprocess.Popen(
        shop.command(
            "generate", "baseline", *LARGE, "--out", "-", "--tables", "orders", "--format", "csv"
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.read(1000)
    process.stdout.close()
    error = process.stderr.read().decode()
    assert process.wait(timeout=20) in (0, 1, -signal.SIGPIPE)
    assert len(error.splitlines()) <= 1 and "Traceback" not in error


# ---- a directory that holds something ------------------------------------------------------------


def test_a_dataset_is_not_replaced_unasked(shop, refused):
    shop.make("made", *TINY)
    refused(*generate("--out", "made"), status=2, says=["made", "--overwrite"])
    # The same request neither: nobody knows what became of the files since.
    refused("generate", "baseline", *TINY, "--out", "made", status=2, says=["--overwrite"])


def test_overwrite_removes_what_the_manifest_lists(shop):
    made = shop.make("made", *TINY, "--format", "csv")
    (made / "notes.txt").write_text("mine")
    (made / "own").mkdir()
    (made / "own/part-00000.csv").write_text("mine")
    shop.make("made", *QUICK, "--tables", "customers,orders", "--overwrite")
    left = contents(made)
    assert (made / "notes.txt").read_text() == "mine"
    assert (made / "own/part-00000.csv").read_text() == "mine"
    assert sorted(left) == [
        "customers/part-00000.parquet",
        "dictionary.json",
        "manifest.json",
        "notes.txt",
        "orders/part-00000.parquet",
        "own/part-00000.csv",
    ]
    assert not (made / "truth").exists()


@pytest.mark.parametrize("theirs", ["orders/notes.txt", "orders/part-00007.parquet"])
def test_a_file_among_the_parts_is_in_the_way(shop, refused, theirs):
    """It would be read as a part; refused before anything is removed."""
    made = shop.make("made", *TINY)
    (made / theirs).write_text("mine")
    refused(*generate("--out", "made", "--overwrite"), status=2, says=[theirs])
    # Where the new dataset has no such folder, it stays and is in nobody's way.
    shop.make("made", *QUICK, "--overwrite", "--tables", "customers")
    assert (made / theirs).read_text() == "mine"


def test_a_file_among_parts_to_be(shop, refused):
    (shop.place / "made/truth/incidents").mkdir(parents=True)
    (shop.place / "made/truth/incidents/mine").write_text("mine")
    refused(*generate("--out", "made"), status=2, says=["made/truth/incidents/mine"])


def test_files_where_an_unfinished_run_wrote_nothing(shop, refused):
    """Named like parts, but in the folder of a table that it was not asked for."""
    theirs = shop.place / "made/customers/part-00000.csv"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("mine")
    asked = ("--tables", "orders", "--shard", "1/2")
    shop.make("made", *QUICK, *asked)
    shop.make("made", *QUICK, *asked, "--overwrite")
    assert theirs.read_text() == "mine"
    wider = ("--tables", "customers,orders", "--overwrite", "--out", "made")
    refused(*generate(*wider), status=2, says=["customers/part-00000.csv"])


@pytest.mark.parametrize("flags", [(), ("--overwrite",), ("--resume",)])
def test_a_foreign_dictionary(shop, refused, flags):
    (shop.place / "made").mkdir()
    (shop.place / "made/dictionary.json").write_text("mine")
    refused(*generate("--out", "made", *flags), status=2, says=["made/dictionary.json"])


@pytest.mark.parametrize(
    "text", ['{"manifest_version": 3}', "[1, 2]", "no json at all", "", '{"tables": {}}']
)
def test_a_foreign_manifest(shop, refused, text):
    (shop.place / "made").mkdir()
    (shop.place / "made/manifest.json").write_text(text)
    refused(*generate("--out", "made"), status=2, says=["made"])
    refused(*generate("--out", "made", "--overwrite"), status=2, says=["manifest.json", "not ours"])


def test_a_manifest_that_leads_out_of_the_dataset(shop):
    """Paths in a manifest that was tampered with remove nothing elsewhere."""
    made = shop.make("made", *TINY)
    (shop.place / "precious").write_text("mine")
    changed = manifest(made)
    files = changed["tables"]["orders"]["files"]
    for path in ("../precious", str(shop.place / "precious"), "orders/../../precious"):
        files.append({**files[0], "path": path})
    (made / "manifest.json").write_text(json.dumps(changed))
    answer = shop.ask(*generate("--out", "made", "--overwrite"))
    assert answer.status in (0, 2), answer
    assert (shop.place / "precious").read_text() == "mine"


def test_an_unfinished_run_is_not_replaced_unasked(shop, refused):
    """A shard's directory, too, is one that waits to be gone on with."""
    shop.make("made", *QUICK, "--shard", "1/2")
    refused(*generate("--out", "made"), status=2, says=["made", "--resume", "--overwrite"])
    other = ("--seed", "2", "--out", "made", "--resume")
    refused(*generate(*other), status=2, says=["--resume", "--overwrite"])
    shop.make("made", *QUICK, "--overwrite")
    assert_same(shop.make("expected", *QUICK), shop.place / "made")


def test_an_overwrite_that_was_killed_can_be_overwritten(shop):
    """At whatever moment: the files of the old dataset stay known until they are gone."""
    expected = shop.make("expected", *QUICK)
    for delay in (0.004, 0.006, 0.008, 0.010, 0.012, 0.014, 0.016, 0.02, 0.03):
        shutil.rmtree(shop.place / "made", ignore_errors=True)
        shop.make("made", *TINY, "--format", "csv")
        process = shop.start("made", *LARGE, "--overwrite")
        time.sleep(delay)
        process.kill()
        process.communicate()
        made = shop.make("made", *QUICK, "--overwrite")
        assert_same(expected, made)


def test_a_dataset_that_loses_files_is_none(shop):
    """Also where its own run was killed when the manifest was there and .partial not yet gone."""
    made = shop.make("made", *QUICK)
    shard = shop.make("shard", *QUICK, "--shard", "1/2")
    shutil.copytree(shard / ".partial", made / ".partial")
    # What cannot be removed stops the next run between two files.
    stuck = made / "orders/part-00000.parquet"
    stuck.unlink()
    (stuck / "below").mkdir(parents=True)
    answer = shop.ask(*generate("--out", "made", "--overwrite"))
    assert answer.status == 1 and "orders/part-00000.parquet" in answer.err, answer
    assert not (made / "customers/part-00000.parquet").exists(), "it stopped before"
    assert not (made / "manifest.json").exists()
    # What is still to be removed is known to the one after it.
    shutil.rmtree(stuck)
    other = ("--tables", "suppliers", "--format", "csv")
    shop.make("made", *QUICK, *other, "--overwrite")
    assert_same(shop.make("expected", *QUICK, *other), made)


def test_interrupted_while_parts_are_checked(shop):
    """A resumed run reads all it has; it stops between two files and leaves them."""
    work = (*QUICK, "--shard", "1/2")
    made = shop.make("made", *work)
    expected = contents(made)
    listed = sorted(made.rglob("part-*"))
    assert len(listed) > 1
    for path in listed:
        path.unlink()
        os.mkfifo(path)
    process = shop.start("made", *work, "--resume")
    try:
        deadline = time.monotonic() + 30
        while (writer := opened(listed)) is None:
            assert process.poll() is None and time.monotonic() < deadline
            time.sleep(0.001)
        process.send_signal(signal.SIGINT)
        time.sleep(0.1)
        os.close(writer)
        # The next file would never end either.
        _, err = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 130 and b"--resume" in err, err
    for path in listed:
        path.unlink()
    shop.make("made", *work, "--resume")
    assert contents(made) == expected


def test_two_runs_at_once(shop):
    """One of them is refused and harms nothing."""
    first = shop.start("made", *LARGE)
    partial = shop.place / "made/.partial"
    while not (partial / "request.json").exists():
        assert first.poll() is None
        time.sleep(0.001)
    for flag in ("--resume", "--overwrite"):
        second = shop.ask("generate", "baseline", *LARGE, "--out", "made", flag)
        assert first.poll() is None, "it was too quick for this test"
        assert second.status == 1 and "another run" in second.err, second
    assert first.wait() == 0
    assert_same(shop.make("alone", *LARGE), shop.place / "made")


def test_the_lock_dies_with_its_process(shop):
    """However it ends: nobody has to remove a lock by hand."""
    first = shop.start("made", *LARGE)
    while not (shop.place / "made/.partial/request.json").exists():
        assert first.poll() is None
        time.sleep(0.001)
    assert shop.ask("generate", "baseline", *LARGE, "--out", "made", "--resume").status == 1
    first.kill()
    first.communicate()
    assert (shop.place / "made/.partial/lock").exists()
    shop.make("made", *LARGE, "--resume")
    assert_same(shop.make("alone", *LARGE), shop.place / "made")


def test_many_runs_at_once(shop):
    """Whoever wins, what is there is whole."""
    for _ in range(5):
        runs = [shop.start("made", *QUICK, "--seed", str(seed)) for seed in range(4)]
        ends = [(run.communicate()[1].decode(), run.returncode) for run in runs]
        assert [status for _, status in ends].count(0) == 1, ends
        assert all(status in (0, 1, 2) for _, status in ends), ends
        winner = [status for _, status in ends].index(0)
        assert manifest(shop.place / "made")["request"]["seed"] == winner
        assert_same(shop.make("alone", *QUICK, "--seed", str(winner)), shop.place / "made")
        shutil.rmtree(shop.place / "made")
        shutil.rmtree(shop.place / "alone")


def test_digests_survive_all_of_this(shop):
    """Guards the above: equal requests in differing directories are equal datasets."""
    assert digests(shop.make("one", *QUICK)) == digests(shop.make("other", *QUICK))
