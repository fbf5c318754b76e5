"""The command `fauxmart-spark`: a whole dataset, written by Spark to any place it can write to.

`_fauxmart.json` is written last: where it stands, the dataset is whole. Until then, and after any
failure, there is `_fauxmart.unfinished.json` in its place.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any, NoReturn

from . import _options
from ._native import native

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

WHOLE = "_fauxmart.json"
UNFINISHED = "_fauxmart.unfinished.json"

_DONE, _FAILED, _WRONG_REQUEST, _INTERRUPTED = 0, 1, 2, 130

_EXAMPLES = """examples:
  fauxmart-spark viral_moment --out s3a://bucket/shop
      all twelve tables as Parquet, one folder a table
  fauxmart-spark baseline --intensity 140 --out hdfs:///data/shop --format orc
      52 million orders
  fauxmart-spark my.yaml --seed 7 --tables orders,returns --out /tmp/shop --master 'local[4]'
      two tables of a scenario of one's own, on this machine
  spark-submit $(command -v fauxmart-spark) baseline --out /data/shop
      with the master and the settings of spark-submit

exit status: 0 done, 1 it could not, 2 the request was wrong, 130 interrupted
"""


def main(arguments: list[str] | None = None) -> NoReturn:
    """Does what the words ask for, and exits."""
    try:
        sys.exit(_run(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        _tell(f"interrupted; what is there is not whole, {WHOLE} is missing")
        _tell("To start anew: the same command with --overwrite", name=False)
        sys.exit(_INTERRUPTED)


def _run(arguments: list[str]) -> int:
    try:
        given = _parser().parse_args(arguments)
        request = _options.request(_words(given))
        tables = _tables(given.tables)
        _options.opened(request).source.parts("orders")  # what the plan refuses, it refuses here
    except (ValueError, OSError) as error:
        _tell(str(error))
        wrong = isinstance(error, ValueError | FileNotFoundError | NotADirectoryError)
        return _WRONG_REQUEST if wrong else _FAILED
    try:
        from pyspark.errors import PySparkException
    except ImportError:
        _tell("there is no pyspark here\nTo install it: pip install 'fauxmart[spark]'")
        return _FAILED
    from py4j.protocol import Py4JError

    try:
        spark = _session(given)
        try:
            _write(spark, given, request, tables)
        finally:
            spark.stop()
    except _WrongPlace as error:
        _tell(str(error))
        return _WRONG_REQUEST
    except (PySparkException, Py4JError) as error:
        _tell(_reason(error))
        return _FAILED
    return _DONE


# ---- words ---------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """Says what is wrong as the command line does, without the usage above it."""

    def error(self, message: str) -> NoReturn:
        for unknown in message.removeprefix("unrecognized arguments: ").split():
            if message.startswith("unrecognized") and unknown.startswith("--"):
                flag = unknown.split("=")[0]
                _options.refuse_others(flag)
                native.parse_generate(["baseline", f"{flag}=1"])
        raise ValueError(f"{message}\nAll flags: fauxmart-spark --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="fauxmart-spark",
        description="Writes a whole dataset with Spark, one folder a table, to any place that "
        f"Spark can write to. {WHOLE} comes last: where it stands, the dataset is whole.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument(
        "scenario", metavar="SCENARIO|FILE", nargs="?", help="a built-in scenario, or a file"
    )
    how = parser.add_argument_group("How it is written")
    how.add_argument(
        "--out", metavar="URI", required=True, help="a folder: file, s3a, hdfs, gs ..."
    )
    how.add_argument(
        "--format", default="parquet", help="a format of Spark's: parquet, orc, csv, json ..."
    )
    how.add_argument("--tables", metavar="A,B", help="write these tables only (default: all)")
    how.add_argument(
        "--option",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_pair,
        help="an option of the format's writer, as compression=zstd",
    )
    how.add_argument(
        "--overwrite",
        action="store_true",
        help="replace the dataset, or half of one, that is there",
    )
    who = parser.add_argument_group("How the work is done")
    who.add_argument(
        "--master", metavar="URL", help="of the cluster (default: spark-submit's, or local[*])"
    )
    who.add_argument(
        "--conf",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        type=_pair,
        help="a setting of Spark's",
    )
    rows = parser.add_argument_group("What is generated, as by fauxmart generate")
    for name, flag in _options.flags().items():
        fallback = f" (default: {flag['fallback']})" if flag["fallback"] else ""
        rows.add_argument(
            name,
            dest=name,
            metavar=flag["argument"],
            action="append",
            help=(flag["help"] + fallback).replace("%", "%%"),
        )
    return parser


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key, value


def _words(given: argparse.Namespace) -> list[str]:
    words = [] if given.scenario is None else [given.scenario]
    for name in _options.flags():
        words += [f"{name}={value}" for value in getattr(given, name) or []]
    return words


def _tables(names: str | None) -> list[str]:
    if names is None:
        return native.known_tables()
    native.check_flag("generate", "--tables", names)
    wanted = [name.strip().removeprefix("truth/") for name in names.split(",")]
    return [table for table in native.known_tables() if table in wanted]


# ---- work ----------------------------------------------------------------------------------------


def _session(given: argparse.Namespace) -> SparkSession:
    from pyspark.sql import SparkSession

    from .spark import FauxmartDataSource

    builder = SparkSession.builder.appName("fauxmart-spark")
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    # As Parquet has them: Spark's own default is older than that, and has no zone.
    builder = builder.config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
    if given.master is not None:
        builder = builder.master(given.master)
        if given.master.startswith("local"):
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    for key, value in given.conf:
        builder = builder.config(key, value)
    # Text formats write times in the session's zone, and everything here is UTC.
    spark = builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    spark.dataSource.register(FauxmartDataSource)
    return spark


def _write(spark: SparkSession, given: argparse.Namespace, request: str, tables: list[str]) -> None:
    from pyspark.sql import Observation
    from pyspark.sql import functions as sql

    begun = time.monotonic()
    place = _Place(spark, given.out)
    place.take(given.overwrite)
    made = {
        "fauxmart": native.version(),
        "data_version": native.data_version(),
        "format": given.format,
        "request": {**json.loads(request), "tables": tables},
    }
    place.put(UNFINISHED, json.dumps(made, indent=1))
    written: dict[str, dict[str, Any]] = {}
    for table in tables:
        frame = (
            spark.read.format("fauxmart").option("request", request).option("table", table).load()
        )
        rows = Observation()
        frame = frame.observe(rows, sql.count(sql.lit(1)).alias("rows"))
        writer = (_flat(frame) if given.format == "csv" else frame).write.format(given.format)
        if given.format == "csv":
            # Quotes are doubled, as everybody's readers expect them.
            writer = writer.option("header", True).option("escape", '"')
        writer.options(**dict(given.option)).mode("error").save(f"{place.uri}/{_folder(table)}")
        written[table] = {"folder": _folder(table), "rows": rows.get["rows"]}
        _tell(f"  {table:<17}{written[table]['rows']:>15,} rows", name=False)
    place.put(WHOLE, json.dumps({**made, "tables": written}, indent=1))
    place.remove(UNFINISHED)
    total = sum(each["rows"] for each in written.values())
    seconds = time.monotonic() - begun
    _tell(f"{total:,} rows in {seconds:.0f} s, written to {given.out}")


def _flat(frame: DataFrame) -> DataFrame:
    """Lists as JSON texts, which CSV needs."""
    from pyspark.sql import functions as sql

    lists = [name for name, kind in frame.dtypes if kind.startswith("array")]
    return frame.withColumns({name: sql.to_json(name) for name in lists})


def _folder(table: str) -> str:
    return f"truth/{table}" if table.startswith("incident") else table


class _WrongPlace(Exception):
    """--out is not what it must be."""


class _Place:
    """The folder that is written to, through Hadoop's file systems, as Spark's own writers."""

    def __init__(self, spark: SparkSession, uri: str) -> None:
        self.uri = uri.rstrip("/") or uri
        context: Any = spark.sparkContext
        self._path = context._jvm.org.apache.hadoop.fs.Path
        self._root = self._path(uri)
        self._files = self._root.getFileSystem(context._jsc.hadoopConfiguration())

    def take(self, overwrite: bool) -> None:
        """Removes what is of ours, if `overwrite`. _WrongPlace: what is there must stay."""
        whole, unfinished = self._has(WHOLE), self._has(UNFINISHED)
        if whole or unfinished:
            if not overwrite:
                what = "a dataset already" if whole else "an unfinished run"
                raise _WrongPlace(
                    f"--out {self.uri}: holds {what}; --overwrite replaces it, or choose another "
                    "folder"
                )
            if not unfinished:
                self.put(UNFINISHED, "{}")
            self.remove(WHOLE)
            for table in native.known_tables():
                self.remove(_folder(table))
        elif self._files.exists(self._root) and len(self._files.listStatus(self._root)) > 0:
            raise _WrongPlace(
                f"--out {self.uri}: holds something that is not ours; choose another folder"
            )

    def put(self, name: str, text: str) -> None:
        """A file that appears whole or not at all."""
        hidden = self._path(self._root, f".{name}.new")
        stream = self._files.create(hidden, True)
        stream.write(bytearray(text.encode()))
        stream.close()
        target = self._path(self._root, name)
        self._files.delete(target, False)
        if not self._files.rename(hidden, target):
            raise _WrongPlace(f"--out {self.uri}: {name} cannot be written")

    def remove(self, name: str) -> None:
        """With all that is in it; nothing if it is not there."""
        self._files.delete(self._path(self._root, name), True)

    def _has(self, name: str) -> bool:
        found: bool = self._files.exists(self._path(self._root, name))
        return found


# ---- messages ------------------------------------------------------------------------------------


def _tell(text: str, name: bool = True) -> None:
    print(f"fauxmart-spark: {text}" if name else text, file=sys.stderr, flush=True)


def _reason(error: Exception) -> str:
    """The first line that says something: of what went wrong in Java, the innermost cause."""
    cause: Any = getattr(error, "java_exception", None)
    if cause is not None:
        while cause.getCause() is not None:
            cause = cause.getCause()
        return str(cause.toString())
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
