"""On a terminal: a progress bar that comes and goes, colour where it is allowed, Ctrl-C."""

import os
import pty
import re
import signal
import struct
import subprocess
import termios
import time
from fcntl import ioctl

import pytest

ENVIRONMENT = {"TERM": "xterm", "LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]}
LONG = ["generate", "baseline", "--duration", "365d", "--orders-per-hour", "20000", "--no-sync"]


def start(fauxmart, args, cwd, env=None, columns=90):
    """The program with a terminal for standard output and error."""
    master, slave = pty.openpty()
    ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [fauxmart, *args],
        cwd=cwd,
        env={**ENVIRONMENT, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
        # The tests themselves may run under nohup, which the program would respect.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    os.close(slave)
    return process, master


def read_all(master):
    text = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # the other side is closed
            break
        if not chunk:
            break
        text += chunk
    os.close(master)
    return text.decode()


def say(fauxmart, args, cwd, **options):
    process, master = start(fauxmart, args, cwd, **options)
    text = read_all(master)
    return process.wait(60), text


def test_colour_only_where_it_is_allowed(fauxmart, tmp_path):
    assert "\033[1m" in say(fauxmart, ["--help"], tmp_path)[1]
    for env in [{"NO_COLOR": "1"}, {"TERM": "dumb"}]:
        assert "\033" not in say(fauxmart, ["--help"], tmp_path, env=env)[1]


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_table_fits_the_window(fauxmart, tmp_path, columns):
    status, text = say(fauxmart, ["preview"], tmp_path, columns=columns)
    assert status == 0
    for line in re.sub(r"\033\[\d*m", "", text).splitlines():
        assert len(line) <= columns
    assert "not shown:" in text


@pytest.mark.parametrize("columns", [40, 80, 200])
def test_a_description_fits_the_window(fauxmart, tmp_path, columns):
    status, text = say(fauxmart, ["describe", "orders"], tmp_path, columns=columns)
    assert status == 0
    lines = re.sub(r"\033\[\d*m", "", text).splitlines()
    assert lines[0] == "orders"
    assert any(line.startswith("  order_id ") for line in lines)
    assert all(len(line) <= columns and "|" not in line for line in lines)
    words = ["describe", "orders", "--format", "markdown"]
    assert say(fauxmart, words, tmp_path)[1].startswith("## orders")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_stops_in_good_order(fauxmart, tmp_path, number):
    process, master = start(fauxmart, [*LONG, "--out", "set"], tmp_path)
    time.sleep(2.5)
    process.send_signal(number)
    began = time.monotonic()
    text = read_all(master)
    assert process.wait(60) == 130
    assert time.monotonic() - began < 10
    assert "orders/s" in text  # the bar, after a second
    assert re.search(r"\r\033\[Kfauxmart: interrupted", text)  # and its line is free again
    assert "--resume" in text
    assert not (tmp_path / "set/manifest.json").exists()


def test_no_bar_where_nobody_looks(fauxmart, tmp_path):
    process = subprocess.Popen(
        [fauxmart, *LONG, "--out", "set"],
        cwd=tmp_path,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    time.sleep(2)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.startswith(b"fauxmart: interrupted")
    assert b"\r" not in err
