"""A Spark of two worker processes, and what its rows are compared with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from python_package import PACKAGE


@pytest.fixture(scope="session")
def fm():
    import fauxmart

    assert Path(fauxmart.__file__).is_relative_to(PACKAGE)
    return fauxmart


@pytest.fixture(scope="session")
def environment():
    """Of processes that run Spark: the package on the path, and this Python."""
    return {
        **os.environ,
        "PYTHONPATH": str(PACKAGE),
        "PYTHONWARNINGS": "ignore",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
    }


@pytest.fixture(scope="session")
def spark(environment):
    """Two executors, a core each: processes of their own, in folders of their own."""
    from fauxmart.spark import FauxmartDataSource
    from pyspark.sql import SparkSession

    before = dict(os.environ)
    os.environ.update(environment)
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.executorEnv.PYTHONPATH", str(PACKAGE))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    session.dataSource.register(FauxmartDataSource)
    yield session
    session.stop()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture(scope="session")
def load(spark):
    """(table, options) -> DataFrame."""

    def load(table, **options):
        return spark.read.format("fauxmart").options(table=table, **options).load()

    return load


@pytest.fixture(scope="session")
def run(fauxmart):
    """The program's exit status and outputs."""

    def run(*arguments):
        return subprocess.run(
            [fauxmart, *map(str, arguments)], capture_output=True, text=True, check=False
        )

    return run
