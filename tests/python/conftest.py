"""The package of the build tree, or the one in FAUXMART_PYTHON_PACKAGE; and what is read of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from python_package import PACKAGE


@pytest.fixture(scope="session")
def package() -> Path:
    """The folder that fauxmart is imported from."""
    if not (PACKAGE / "fauxmart").is_dir():
        pytest.fail(f"{PACKAGE}/fauxmart is missing: run ./dev build")
    return PACKAGE


@pytest.fixture(scope="session")
def fm(package):
    import fauxmart

    assert Path(fauxmart.__file__).is_relative_to(package)
    return fauxmart


@pytest.fixture(scope="session")
def shop(fm):
    """Six hours with an outage: every table has rows but campaigns."""
    return fm.generate("payment_outage", seed=7)


@pytest.fixture(scope="session")
def sale(fm):
    """A day with a sale: campaigns, and lists in them."""
    return fm.generate("flash_sale", seed=7, duration="24h")


@pytest.fixture(scope="session")
def run(fauxmart):
    """The program's standard error and exit status."""

    def run(*arguments):
        done = subprocess.run(
            [fauxmart, *map(str, arguments)], capture_output=True, text=True, check=False
        )
        return done

    return run


@pytest.fixture
def python(package):
    """Runs a program of its own: (code, arguments) -> the process, ended or not."""

    def python(code, *arguments, **options):
        environment = {**os.environ, "PYTHONPATH": str(package)}
        return subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            **options,
        )

    return python
