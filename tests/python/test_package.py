"""The package itself: types, pins, what importing it costs, and the command it brings."""

import os
import pty
import re
import signal
import subprocess
import sys
import tomllib

import pytest
from python_package import ROOT


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def test_types():
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_the_examples_in_docstrings(fm):
    import doctest

    from fauxmart import _scenario

    tried = [doctest.testmod(module) for module in (fm, _scenario)]
    assert sum(each.attempted for each in tried) >= 4 and not any(each.failed for each in tried)


def test_the_stub_is_what_the_extension_has(fm, package):
    """Names and numbers of arguments, as nanobind gives them."""
    import ast

    from fauxmart import _fauxmart

    tree = ast.parse((package / "fauxmart/_fauxmart.pyi").read_text())

    def check(nodes, owner):
        names = set()
        for node in nodes:
            if isinstance(node, ast.ClassDef):
                names.add(node.name)
                check(node.body, getattr(owner, node.name))
            elif isinstance(node, ast.AnnAssign):
                names.add(node.target.id)
            elif isinstance(node, ast.FunctionDef):
                names.add(node.name)
                spelled = getattr(owner, node.name).__nb_signature__[0][0]
                given = [a.arg for a in node.args.args if a.arg != "self"]
                named = re.findall(r"(\w+): ", spelled.split("->")[0])
                assert len(named) == len(given), (spelled, given)
        has = {name for name in vars(owner) if not name.startswith("_")}
        assert has <= names and names - has <= {"__init__"}, owner

    check(tree.body, _fauxmart)


def test_pins_are_those_of_the_requirements(project):
    """The version of pyarrow, in particular, is the one whose libarrow is linked."""
    pins = dict(re.findall(r"^(\S+)==(\S+)$", (ROOT / "requirements.txt").read_text(), re.M))
    for line in (*project["build-system"]["requires"], *project["project"]["dependencies"]):
        name, version = line.split("==")
        assert pins[name] == version


def test_version(fm):
    assert fm.__version__ == (ROOT / "VERSION").read_text().strip()
    assert fm.data_version() == int((ROOT / "DATA_VERSION").read_text())


def test_what_importing_loads(python):
    """Neither pyarrow nor the extension, nor what only some users have."""
    code = """
import sys
import fauxmart
heavy = {"pyarrow", "numpy", "pandas", "polars", "tqdm", "duckdb", "fauxmart._fauxmart"}
print(sorted(heavy & set(sys.modules)))
fauxmart.generate("baseline").plan
print(sorted(heavy & set(sys.modules)))
"""
    out, err = python(code).communicate()
    assert (out, err) == ("[]\n['fauxmart._fauxmart']\n", "")


def test_one_libarrow(python):
    code = """
import fauxmart as fm
fm.generate("payment_outage").orders.to_pyarrow()
import pyarrow.parquet
lines = open("/proc/self/maps").read().split("\\n")
print(len({line.split()[-1] for line in lines if "libarrow.so" in line}))
print(any("libarrow_python" in line for line in lines))
"""
    out, err = python(code).communicate()
    assert (out, err) == ("1\nTrue\n", "")


def test_the_extension_is_not_linked_to_pyarrows_python_side(fm):
    from fauxmart import _fauxmart

    needed = subprocess.run(
        ["readelf", "-d", _fauxmart.__file__], capture_output=True, text=True, check=True
    ).stdout
    linked = re.findall(r"NEEDED.*\[(libarrow|libparquet|libpython)(.*?)\.so", needed)
    assert sorted(linked) == [("libarrow", ""), ("libparquet", "")]


# ---- the command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def command(package):
    environment = {**os.environ, "PYTHONPATH": str(package)}
    return [sys.executable, "-m", "fauxmart"], environment


def test_exit_status_and_outputs(command, run):
    words, environment = command
    for arguments in (["--version"], ["generate"], ["preview", "baseline"], ["validate", "/none"]):
        done = subprocess.run(
            [*words, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        wanted = run(*arguments)
        assert (done.returncode, done.stdout, done.stderr) == (
            wanted.returncode,
            wanted.stdout,
            wanted.stderr,
        )


def test_a_closed_pipe_ends_it_quietly(command):
    words, environment = command
    line = subprocess.run(
        ["bash", "-c", '"$@" | head -1; echo ${PIPESTATUS[0]}', "-", *words]
        + ["generate", "baseline", "--tables", "orders", "--format", "csv", "--out", "-"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert line.stdout.splitlines()[-1] == str(128 + signal.SIGPIPE) and line.stderr == ""


def test_ctrl_c_stops_in_good_order(command, tmp_path):
    words, environment = command
    process = subprocess.Popen(
        [*words, "generate", "baseline", "--intensity", "500", "--progress", "always"]
        + ["--out", tmp_path / "out"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130 and "--resume" in err


def test_it_sees_the_terminal(command):
    words, environment = command
    parent, child = pty.openpty()
    process = subprocess.Popen([*words, "--version"], env=environment, stdout=child, stderr=child)
    assert process.wait() == 0
    assert os.read(parent, 100).startswith(b"fauxmart ")
    process = subprocess.Popen(
        [*words, "describe", "orders"],
        env={**environment, "TERM": "xterm", "NO_COLOR": ""},
        stdout=child,
        stderr=child,
    )
    assert b"\x1b[1m" in os.read(parent, 4096)
    process.wait()
    os.close(parent)
    os.close(child)


@pytest.mark.long
def test_a_wheel_in_a_clean_environment(tmp_path):
    subprocess.run([ROOT / "dev", "wheel"], check=True)
    (wheel,) = (ROOT / "build/wheels").glob("fauxmart-*.whl")
    assert wheel.stat().st_size < 10_000_000
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "venv"], check=True)
    bin = tmp_path / "venv/bin"
    subprocess.run([bin / "pip", "install", "-q", wheel], check=True)
    code = (
        "import fauxmart; print(fauxmart.generate('payment_outage').orders.to_pyarrow().num_rows)"
    )
    done = subprocess.run(
        [bin / "python", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == "2047\n"
    done = subprocess.run(
        [bin / "fauxmart", "--version"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("fauxmart ")
