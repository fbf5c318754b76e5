"""A day of 1.56 million orders into PostgreSQL: the server counts and checks, and how fast it was,
beside psql's \\copy of the same tables' CSV with the same keys; the figures are documented."""

import json
import os
import resource
import subprocess
import time
from pathlib import Path

import pytest
from python_package import TABLES

DAY = ["baseline", "--duration", "24h", "--intensity", "5", "--orders-per-hour", "20000"]


class Clock:
    """Seconds on the wall, and processor seconds of the client and of the server."""

    def __init__(self, server):
        self.postmaster = int((server.folder / "data/postmaster.pid").read_text().split()[0])
        self.at = self.now()

    def now(self):
        ours = resource.getrusage(resource.RUSAGE_CHILDREN)
        fields = Path(f"/proc/{self.postmaster}/stat").read_text().rpartition(")")[2].split()
        ended = sum(map(int, fields[13:15])) / os.sysconf("SC_CLK_TCK")  # cutime, cstime
        return time.monotonic(), ours.ru_utime + ours.ru_stime, ended

    def lap(self, rows, what):
        time.sleep(1)  # the backend ends a moment after its client
        now = self.now()
        wall, client, server = (b - a for a, b in zip(self.at, now, strict=True))
        wall -= 1
        print(
            f"{what}: {rows:,} rows in {wall:.1f} s, {rows / wall:,.0f} rows/s; processor seconds:"
            f" client {client:.1f}, server {server:.1f}, {rows / (client + server):,.0f} rows/s"
        )
        self.at = self.now()


@pytest.mark.long
def test_a_day_of_orders(server, database, datasets, load, query, capsys):
    day = datasets("day", of=DAY)
    written = datasets("day_csv", "--format", "csv", of=DAY)
    manifest = json.loads((day / "manifest.json").read_text())
    counts = {name: table["rows"] for name, table in manifest["tables"].items()}
    assert counts["orders"] == 1_559_991
    rows = sum(counts.values())
    with capsys.disabled():
        print()
        clock = Clock(server)
        status, _, err = load(day, "--to", server.url(database))
        assert status == 0, err
        clock.lap(rows, "fauxmart load, with keys, foreign keys, indexes and statistics")

        for name in TABLES:
            assert query(f"SELECT count(*) FROM {name}") == [(counts[name],)], name
        keys = query(
            "SELECT conname::text, convalidated FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
        )
        assert len(keys) == 13 and all(valid for _, valid in keys)

        server.psql("postgres", "CREATE DATABASE by_hand")
        created, later = statements(server, database)
        server.psql("by_hand", created)
        clock.at = clock.now()
        for name in TABLES:
            for file in manifest_files(written, name):
                server.psql("by_hand", f"\\copy {name} FROM '{file}' (FORMAT csv, HEADER)")
        clock.lap(rows, "psql \\copy of the CSV, without keys")
        for statement in later:
            server.psql("by_hand", statement)
        clock.lap(rows, "the keys, foreign keys, indexes and statistics by psql")
    for name in TABLES:
        assert server.psql("by_hand", f"SELECT count(*) FROM {name}") == str(counts[name])


def manifest_files(folder, name):
    manifest = json.loads((folder / "manifest.json").read_text())
    return [folder / file["path"] for file in manifest["tables"][name]["files"]]


def statements(server, database):
    """What makes the loaded tables, as the server itself has it: before the rows, and after."""
    dump = [server.binaries / "pg_dump", "-d", server.url(database), "--no-owner"]
    dump += ["--exclude-table", "fauxmart_load"]

    def section(name):
        done = subprocess.run(
            [*dump, f"--section={name}"], capture_output=True, text=True, check=True
        )
        lines = [line for line in done.stdout.splitlines() if not line.startswith("\\")]
        return "\n".join(lines)

    return section("pre-data"), [section("post-data"), "ANALYZE"]
