"""The same in a Google store, or an emulator of one: whole, killed, interrupted, refused."""

import contextlib
import json
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import pytest
from object_server import environment, free_port, running_proxy
from test_object_stores import TINY, assert_same, said

LINES = (
    "--duration",
    "6h",
    "--orders-per-hour",
    "12000",
    "--format",
    "jsonl",
    "--tables",
    "orders",
)


class Emulator:
    def __init__(self, port: int, proxy):
        self.port, self.proxy = port, proxy

    def fetch(self, path: str) -> bytes:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}") as answer:
            return answer.read()

    def objects(self, path: str) -> dict[str, bytes]:
        listed = json.loads(self.fetch(f"/storage/v1/b/bucket/o?prefix={path}/"))
        found = {}
        for each in listed.get("items", []):
            name = urllib.parse.quote(each["name"], safe="")
            content = self.fetch(f"/storage/v1/b/bucket/o/{name}?alt=media")
            found[each["name"].removeprefix(path + "/")] = content
        return found

    def uri(self, path: str, bucket="bucket") -> str:
        return (
            f"gs://anonymous@{bucket}/{path}?scheme=http&retry_limit_seconds=10"
            f"&endpoint_override=127.0.0.1:{self.proxy.port}"
        )


@pytest.fixture(scope="module")
def google():
    port = free_port()
    code = "from gcp_storage_emulator.__main__ import main; main()"
    arguments = ["start", "--in-memory", "--host=127.0.0.1", f"--port={port}"]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments, "--default-bucket=bucket"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with running_proxy(port) as proxy:
            emulator = Emulator(port, proxy)
            deadline = time.monotonic() + 120
            while True:
                with contextlib.suppress(OSError):
                    emulator.fetch("/storage/v1/b/bucket")
                    break
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.05)
            yield emulator
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def start(fauxmart):
    def start(uri, *arguments):
        return subprocess.Popen(
            [fauxmart, "generate", "baseline", *arguments, "--out", uri, "--quiet"],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def ask(start):
    def ask(uri, *arguments):
        process = start(uri, *arguments)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    return ask


def test_whole_and_replaced(google, ask, local):
    job = (*TINY, "--tables", "orders,incidents", "--format", "csv")
    assert ask(google.uri("whole"), *TINY).returncode == 0
    assert_same(google.objects("whole"), local(*TINY))
    said(ask(google.uri("whole"), *job), "gs://bucket/whole", "holds a dataset", status=2)
    done = ask(google.uri("whole"), *job, "--overwrite")
    assert (done.returncode, done.stderr) == (0, "")
    assert_same(google.objects("whole"), local(*job))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT], ids=lambda s: s.name)
def test_ended_in_an_upload_and_resumed(google, start, ask, local, end):
    """What was uploaded of a file is no object: also where the upload cannot be given up."""
    sent = []

    def watch(request, answered):
        upload = request.method == "PUT" and "upload_id" in request.query
        if answered and upload and not sent:
            sent.append(request)
            process.send_signal(end)
            time.sleep(1)  # so that it is seen while the file is unfinished; no end depends on it

    path = f"ended-{end.name}"
    google.proxy.watcher = lambda *seen: watch(*seen)
    process = start(google.uri(path), *LINES)
    _, err = process.communicate(timeout=120)
    google.proxy.watcher = None
    assert sent and process.returncode == (130 if end == signal.SIGINT else -end), err
    for name, content in google.objects(path).items():
        assert name.startswith(".partial/") or content == local(*LINES)[name]
    done = ask(google.uri(path), *LINES, "--resume")
    assert (done.returncode, done.stderr) == (0, "")
    assert_same(google.objects(path), local(*LINES))


def test_a_bucket_that_is_missing(google, ask):
    done = ask(google.uri("shop", bucket="no-such-bucket"), *TINY)
    said(done, "gs://no-such-bucket/shop", "no such bucket", status=1)
