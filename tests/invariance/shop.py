"""Runs the program and looks at its datasets: what invariance, formats and golden share."""

import contextlib
import json
import math
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import xxhash

FACTS = ("orders", "order_items", "support_tickets", "cart_abandonment", "returns")
DIMENSIONS = ("customers", "suppliers", "products", "campaigns")
TRUTH = ("incidents", "incident_labels")
TABLES = (*DIMENSIONS, *FACTS, "system_metrics", *TRUTH)
FORMATS = ("parquet", "feather", "csv", "jsonl")

# A shop whose every table has rows, made in a few hundredths of a second.
TINY = ("--duration", "6h", "--orders-per-hour", "100", "--customers", "200", "--products", "60")
# Smaller still.
QUICK = ("--duration", "2h", "--orders-per-hour", "100", "--customers", "50", "--products", "40")
# Five parts and many row groups, three quarters of a second.
LARGE = ("--duration", "24h", "--orders-per-hour", "78000", "--seed", "3")


@dataclass
class Answer:
    status: int
    out: bytes
    err: str


class Shop:
    """The program, in a directory of its own."""

    def __init__(self, binary: Path, place: Path):
        self.binary, self.place = binary, place

    def command(self, *arguments) -> list[str]:
        return [str(self.binary), *map(str, arguments)]

    def ask(self, *arguments, timeout=120, **options) -> Answer:
        """Runs it, whatever comes of it."""
        done = subprocess.run(
            self.command(*arguments),
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            stdout=options.pop("stdout", subprocess.PIPE),
            stderr=subprocess.PIPE,
            timeout=timeout,
            **options,
        )
        return Answer(done.returncode, done.stdout or b"", done.stderr.decode())

    def run(self, *arguments, **options) -> Answer:
        """Runs it; it must succeed and have nothing to say."""
        answer = self.ask(*arguments, **options)
        assert (answer.status, answer.err) == (0, ""), f"{arguments}: {answer}"
        return answer

    def make(self, name: str, *arguments, scenario="baseline", **options) -> Path:
        """A dataset in the directory `name`."""
        asked = [] if scenario is None else [scenario]
        self.run("generate", *asked, *arguments, *quietly(name), **options)
        return self.place / name

    def make_sharded(self, name: str, shards: int, *arguments, **options) -> Path:
        """The same in shards, merged; the shards are removed."""
        parts = [f"{name}-{i}-of-{shards}" for i in range(1, shards + 1)]
        for i, part in enumerate(parts, 1):
            self.make(part, *arguments, "--shard", f"{i}/{shards}", **options)
            assert not (self.place / part / "manifest.json").exists()
        self.run("merge", *reversed(parts), "--out", name, "--quiet")
        for part in parts:
            shutil.rmtree(self.place / part)
        return self.place / name

    def start(self, name: str, *arguments) -> subprocess.Popen:
        """Begins to make a dataset and does not wait for it."""
        return subprocess.Popen(
            self.command("generate", "baseline", *arguments, *quietly(name)),
            cwd=self.place,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )


def quietly(name: str) -> tuple[str, ...]:
    return ("--out", name, "--quiet", "--no-sync")


@contextlib.contextmanager
def new_place():
    """A directory that is gone afterwards: pytest keeps its own, and these are large."""
    with tempfile.TemporaryDirectory(prefix="fauxmart-") as place:
        yield Path(place)


def other_binaries(root: Path) -> list[Path]:
    """Builds by other compilers and with sanitizers, unless older than the sources.

    FAUXMART_OTHER_BINS (with ":" between them) names more.
    """
    named = [path for path in os.environ.get("FAUXMART_OTHER_BINS", "").split(":") if path]
    sources = [
        path
        for folder in ("src", "include", "worlds", "scenarios")
        for path in (root / folder).rglob("*")
        if path.is_file() and not path.stem.endswith(("_test", "_benchmark"))
    ]
    newest = max(path.stat().st_mtime for path in sources)
    built = [root / "build" / preset / "fauxmart" for preset in ("asan-ubsan", "release-clang")]
    fresh = [path for path in built if path.is_file() and path.stat().st_mtime > newest]
    return [Path(path).absolute() for path in named] + fresh


def opened(pipes: list[Path]) -> int | None:
    """The other end of the pipe that somebody waits for."""
    for path in pipes:
        with contextlib.suppress(OSError):
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
    return None


# ---- what a dataset is ---------------------------------------------------------------------------


def manifest(dataset: Path) -> dict:
    return json.loads((dataset / "manifest.json").read_text())


def lasting(dataset: Path) -> str:
    """The manifest without its run section, in its own order."""
    whole = manifest(dataset)
    assert list(whole)[-1] == "run"
    return json.dumps({key: value for key, value in whole.items() if key != "run"}, indent=1)


def digests(dataset: Path) -> dict[str, str]:
    return {name: table["digest"] for name, table in manifest(dataset)["tables"].items()}


def checksum(path: Path) -> str:
    """XXH3-128, in hex."""
    state = xxhash.xxh3_128()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            state.update(piece)
    return state.hexdigest()


def contents(place: Path) -> dict[str, str]:
    """Every file below and a checksum of its bytes."""
    return {
        str(path.relative_to(place)): checksum(path)
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


def state(place: Path) -> dict:
    """All that is there, with contents and times of change."""
    sums = contents(place)
    paths = sorted(str(path.relative_to(place)) for path in place.rglob("*"))
    return {path: ((place / path).lstat().st_mtime_ns, sums.get(path)) for path in paths}


def assert_same(one: Path, other: Path):
    """Equal bytes in all files, and equal manifests but for the run."""
    left, right = contents(one), contents(other)
    left.pop("manifest.json"), right.pop("manifest.json")
    assert sorted(left) == sorted(right), f"files: {sorted(left.keys() ^ right.keys())}"
    differing = [name for name in left if left[name] != right[name]]
    assert differing == [], f"{differing} differ"
    assert lasting(one) == lasting(other)


def parts(dataset: Path, table: str) -> list[Path]:
    folder = dataset / "truth" / table if table in TRUTH else dataset / table
    return sorted(folder.iterdir())


def read(dataset: Path, table: str) -> pa.Table:
    """A Parquet dataset's table; categories as strings, so that tables can be compared."""
    whole = pa.concat_tables(pq.read_table(part) for part in parts(dataset, table))
    return plain(whole)


def plain(table: pa.Table) -> pa.Table:
    """Categories as strings, one chunk a column, no metadata."""
    columns = [
        column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    fields = [
        pa.field(field.name, column.type, field.nullable)
        for field, column in zip(table.schema, columns, strict=True)
    ]
    return pa.table(columns, schema=pa.schema(fields)).combine_chunks()


def assert_equal_tables(one: pa.Table, other: pa.Table, what: str):
    assert one.schema.equals(other.schema), f"{what}: {one.schema}\n{other.schema}"
    assert one.num_rows == other.num_rows, f"{what}: {one.num_rows}, {other.num_rows} rows"
    differing = [name for name in one.column_names if not one[name].equals(other[name])]
    assert differing == [], f"{what}: {differing} differ"


def planned(base: float, hour: int) -> int:
    """Orders of an hour of the day: the published formula in IEEE doubles, left to right."""
    return math.floor(base * (0.3 + 0.7 * (0.5 + 0.5 * math.sin(2 * math.pi * (hour - 6) / 24))))


def hours_since(table: pa.Table, column: str, start: str) -> pa.Array:
    """Whole hours from `start` (ISO 8601, without zone) to each time."""
    zero = pc.strptime(pa.scalar(start), "%Y-%m-%dT%H:%M:%S", "us").cast(pa.int64())
    elapsed = pc.subtract(table[column].cast(pa.int64()), zero)
    return pc.divide(elapsed, 3_600_000_000)
