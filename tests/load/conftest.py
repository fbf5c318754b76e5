"""A PostgreSQL server of the tests' own, small datasets, and the command of the Python package."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from python_package import PACKAGE

FORMATS = ["parquet", "feather", "csv", "jsonl"]
SMALL = ["flash_sale", "--seed", "7", "--duration", "3h", "--customers", "300"]
SMALL += ["--products", "100", "--orders-per-hour", "20"]


class Server:
    """A cluster in a folder of its own, reached by a socket in it and by no port."""

    def __init__(self, binaries: Path, folder: Path):
        self.binaries, self.folder = binaries, folder
        # initdb and postgres refuse to run as root.
        self.user = pwd.getpwuid(os.geteuid()).pw_name if os.geteuid() else "postgres"
        self.databases = 0

    def start(self):
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        self._control("initdb", "-o", "-A trust -U owner -N --locale=C -E UTF8")
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off"
        self._control("start", "-w", "-l", self.folder / "log", "-o", options)

    def stop(self):
        self._control("stop", "-m", "immediate")

    def _control(self, *words):
        done = subprocess.run(
            [self.binaries / "pg_ctl", "-D", self.folder / "data", *words],
            user=self.user if os.geteuid() == 0 else None,
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def url(self, database="postgres", user="owner"):
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def psql(self, database, statement, user="owner"):
        """Unaligned output of statements, or an error."""
        return subprocess.run(
            [self.binaries / "psql", "-XAtqv", "ON_ERROR_STOP=1"]
            + ["-d", self.url(database, user), "-c", statement],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()


@pytest.fixture(scope="session")
def server():
    binaries = Path("/usr/lib/postgresql/15/bin")
    if not (binaries / "initdb").is_file():
        pytest.fail(f"{binaries} has no PostgreSQL: run ./dev setup, or install postgresql")
    # Sockets have short paths, which pytest's folders have not.
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as folder:
        server = Server(binaries, Path(folder))
        server.start()
        yield server
        server.stop()


@pytest.fixture
def database(server):
    """The name of an empty database."""
    server.databases += 1
    name = f"shop{server.databases}"
    server.psql("postgres", f"CREATE DATABASE {name}")
    return name


@pytest.fixture
def query(server, database):
    """Rows of a SELECT, as Python has them."""
    import adbc_driver_postgresql.dbapi as dbapi

    def query(statement):
        with dbapi.connect(server.url(database)) as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()

    return query


@pytest.fixture(scope="session")
def fm():
    import fauxmart

    assert Path(fauxmart.__file__).is_relative_to(PACKAGE)
    return fauxmart


@pytest.fixture(scope="session")
def datasets(fauxmart, tmp_path_factory):
    """Makes a dataset once: (name, flags) -> its directory."""
    folder = tmp_path_factory.mktemp("datasets")

    def make(name, *flags, of=SMALL):
        out = folder / name
        if not out.exists():
            words = [fauxmart, "generate", *of, "--out", out, "--quiet", *flags]
            subprocess.run(words, check=True)
        return out

    return make


@pytest.fixture(scope="session")
def small(datasets):
    """Three hours with a sale: every table has rows, and lists are in some."""
    return datasets("parquet")


@pytest.fixture(scope="session")
def dump(server):
    """Everything in a database as SQL, but for when it was loaded."""

    def dump(database):
        words = [server.binaries / "pg_dump", "-d", server.url(database)]
        words += ["--exclude-table-data=*.fauxmart_load"]
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if not line.startswith("\\")]

    return dump


@pytest.fixture
def start():
    """Starts the command `fauxmart` of the package."""

    def start(*words, **options):
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE)} | options.pop("env", {})
        return subprocess.Popen(
            [sys.executable, "-m", "fauxmart", *map(str, words)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return start


@pytest.fixture
def load(start):
    """Runs `fauxmart load`: (status, standard output, standard error)."""

    def load(*words, **options):
        process = start("load", *words, **options)
        out, err = process.communicate()
        return process.returncode, out, err

    return load
