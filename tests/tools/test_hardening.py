"""The binary is built so that a fault in it is hard to use: what readelf sees of it."""

import subprocess

import pytest


@pytest.fixture(scope="module")
def readelf(fauxmart):
    def read(*options):
        command = ["readelf", "--wide", *options, fauxmart]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return read


def segment(headers, name):
    """The program header of that name, in columns."""
    return next(line.split() for line in headers.splitlines() if line.strip().startswith(name))


def test_it_runs_at_any_address(readelf):
    assert "DYN (Position-Independent Executable file)" in readelf("--file-header")


def test_its_stack_and_its_data_are_not_code(readelf):
    headers = readelf("--program-headers")
    assert "E" not in segment(headers, "GNU_STACK")[-2]
    for line in headers.splitlines():
        if line.strip().startswith("LOAD"):
            assert not ("W" in line.split()[6:-1] and "E" in line.split()[6:-1]), line


def test_its_tables_of_functions_are_read_only(readelf):
    assert segment(readelf("--program-headers"), "GNU_RELRO")
    assert "BIND_NOW" in readelf("--dynamic")


def test_stacks_have_canaries_and_copies_are_checked(readelf):
    symbols = readelf("--dyn-syms")
    assert "__stack_chk_fail" in symbols
    assert "__memcpy_chk" in symbols or "__snprintf_chk" in symbols
