"""The commands that the bench measures, by section.

In a command, {out} is an empty folder and {data} the dataset of the standard job.
"""

from dataclasses import dataclass
from pathlib import Path

from rivals import tpchgen

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / "bench"
# Made by ./dev bench --rivals; the rivals need it, fauxmart does not.
RIVALS = ROOT / ".cache/bench-venv"
RIVALS_PYTHON = RIVALS / "bin/python"

DAY = "generate baseline --duration 24h --intensity 5 --orders-per-hour 20000"
DAY_ORDERS = 1_559_991
MONTH_ORDERS = 374_072
ROW_LOOP_ORDERS = 5_000


@dataclass(frozen=True)
class Job:
    key: str
    section: str  # program, scaling, rivals, limits or disk
    title: str
    command: tuple[str, ...]
    orders: int = 0
    # Whether what counts is the time that the command itself reports, without its start.
    inner: bool = False


def fauxmart(binary: Path) -> list[Job]:
    """fauxmart's own jobs."""

    def job(key, title, arguments, orders=DAY_ORDERS, section="program"):
        command = (str(binary), *arguments.split(), "--out", "{out}")
        return Job(key, section, title, command, orders)

    def scaled(days, threads):
        arguments = f"generate baseline --orders-per-day 1000000 --duration {days}d"
        # Each hour is rounded down, so a day has 12 orders fewer.
        orders = 999_988 * days
        title = f"{days} M orders, {threads} thread{'s' * (threads > 1)}"
        key = f"scale_{days}_{threads}"
        return job(key, title, f"{arguments} --threads {threads}", orders, "scaling")

    day = f"{DAY} --threads 2"
    return [
        job("standard", "the standard job", day),
        job("generation", "generation alone (`--tables suppliers`)", f"{day} --tables suppliers"),
        job("thread", "one thread", f"{DAY} --threads 1"),
        job("arrow", "Arrow's Parquet writer (`--writer arrow`)", f"{day} --writer arrow"),
        job("snappy", "`--compression snappy`", f"{day} --compression snappy"),
        job("zstd", "`--compression zstd`", f"{day} --compression zstd"),
        job("feather", "`--format feather`", f"{day} --format feather"),
        job("csv", "`--format csv`", f"{day} --format csv"),
        job("jsonl", "`--format jsonl`", f"{day} --format jsonl"),
        job("month", "the default month", "generate baseline --threads 2", MONTH_ORDERS),
        job(
            "hour",
            "one hour out of a year (`--hours 4380:4381`)",
            "generate baseline --duration 365d --hours 4380:4381 --threads 2",
            0,
        ),
        scaled(1, 2),
        scaled(10, 2),
        scaled(10, 1),
        scaled(100, 2),
        job("pair", "**fauxmart**", f"{day} --tables orders,order_items", section="rivals"),
        job("disk_standard", "the standard job", day, section="disk"),
    ]


def installed() -> bool:
    """Whether the rivals' environment is complete."""
    return (RIVALS / ".fauxmart-requirements").is_file()


def rivals(python: str) -> list[Job]:
    """The rivals that are installed, by the Python that has DuckDB."""

    def script(key, title, name, orders, interpreter, section="rivals", inner=False):
        arguments = ("--orders", str(orders), "--out", "{out}")
        command = (str(interpreter), str(HERE / "rivals" / f"{name}.py"), *arguments)
        return Job(key, section, title, command, orders, inner)

    sql = ("DuckDB SQL", "duckdb_sql", DAY_ORDERS, python)
    found = [script("duckdb", *sql), script("disk_duckdb", *sql, section="disk")]
    if installed():
        arrays = ("NumPy and pyarrow", "numpy_arrow", DAY_ORDERS, RIVALS_PYTHON)
        loop = (ROW_LOOP_ORDERS, RIVALS_PYTHON)
        found += [
            script("numpy", *arrays),
            script("disk_numpy", *arrays, section="disk"),
            script("mimesis", "Mimesis, row by row", "mimesis_rows", *loop, inner=True),
            script("faker", "Faker, row by row", "faker_rows", *loop, inner=True),
        ]
    if tpchgen.find():
        command = tuple(tpchgen.command(1, "{out}"))
        found.append(Job("tpchgen", "rivals", "tpchgen-cli, TPC-H", command, tpchgen.ORDERS))
    return found


def limits(python: str) -> list[Job]:
    """What no generator of this dataset gets below, on this machine."""
    titles = {
        "writer": "Arrow's Parquet writer alone, rows in memory",
        "store": "storing the finished files' bytes",
        "copy": "memory",
    }
    script = (python, str(HERE / "limits.py"))
    places = ("--dataset", "{data}", "--out", "{out}")
    return [
        Job(f"limit_{key}", "limits", title, (*script, key, *places), DAY_ORDERS, True)
        for key, title in titles.items()
    ]


def all_jobs(binary: Path, python: str) -> list[Job]:
    return [*fauxmart(binary), *rivals(python), *limits(python)]
