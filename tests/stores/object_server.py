"""An S3 server on loopback, and a proxy before it that sees, and may stop, every request."""

import contextlib
import http.client
import http.server
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.config import Config

KEYS = {"AWS_ACCESS_KEY_ID": "made-up-id", "AWS_SECRET_ACCESS_KEY": "made-up-secret"}


@dataclass
class Request:
    method: str
    key: str  # BUCKET/PATH
    query: dict[str, list[str]]

    @property
    def writes(self) -> bool:
        """Makes an object appear: a whole one, or an upload that is completed."""
        if self.method == "PUT":
            return "partNumber" not in self.query
        return self.method == "POST" and "uploadId" in self.query


class Dropped(Exception):
    """Raised by a watcher: the request never reaches the server."""


class Proxy(http.server.ThreadingHTTPServer):
    """Hands requests on, tells its watcher of each before and after, and remembers them."""

    daemon_threads = True
    # (request, whether the server has answered it); may raise Dropped before.
    watcher: Callable[[Request, bool], None] | None = None
    answer: tuple[int, bytes] | None = None  # to all, instead of the server's

    def __init__(self, server_port: int):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.behind = server_port
        self.port = self.server_address[1]
        self.seen: list[Request] = []

    def handle_error(self, request, client_address):
        """Clients that are killed are what it is for."""

    def tell(self, request: Request, answered: bool):
        if answered:
            self.seen.append(request)
        if self.watcher is not None:
            self.watcher(request, answered)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # an answer in one packet: its parts would wait for each other
    disable_nagle_algorithm = True

    def log_message(self, *arguments):
        pass

    def handle_expect_100(self):
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def body(self) -> bytes:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return b"".join(pieces)

    def relay(self):
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        request = Request(self.command, unquote(parts.path).strip("/"), query)
        body = self.body()
        try:
            self.server.tell(request, False)
        except Dropped:
            self.close_connection = True
            self.connection.close()
            return
        if self.server.answer is not None:
            self.reply(*self.server.answer, [("Content-Type", "application/xml")])
            return
        headers = {k: v for k, v in self.headers.items() if k.lower() != "transfer-encoding"}
        headers["Content-Length"] = str(len(body))
        behind = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        with contextlib.closing(behind):
            behind.request(self.command, self.path, body=body, headers=headers)
            answer = behind.getresponse()
            content = answer.read()
        self.server.tell(request, True)
        self.reply(answer.status, content, answer.getheaders())

    def reply(self, status: int, content: bytes, headers: list[tuple[str, str]]):
        self.send_response(status)
        length = str(len(content))
        for name, value in headers:
            if name.lower() == "content-length" and self.command == "HEAD":
                length = value
            elif name.lower() not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        self.send_header("Content-Length", length)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        self.wfile.flush()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = relay


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextlib.contextmanager
def running_server() -> Iterator[int]:
    """moto's server in a process of its own; its port."""
    port = free_port()
    code = "import sys; from moto.server import main; main(sys.argv[1:])"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 120
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            assert process.poll() is None and time.monotonic() < deadline, "moto does not start"
            time.sleep(0.05)
        yield port
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def running_proxy(server_port: int) -> Iterator[Proxy]:
    proxy = Proxy(server_port)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.shutdown()
        thread.join()
        proxy.server_close()


def client(port: int):
    """boto3's, which goes past the proxy."""
    return boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id=KEYS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=KEYS["AWS_SECRET_ACCESS_KEY"],
        config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 1}),
    )


def environment() -> dict[str, str]:
    """Of the program: made-up keys, and nothing of the machine's own configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    nowhere = {"AWS_CONFIG_FILE": "/dev/null", "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}
    return {**kept, **KEYS, **nowhere, "AWS_EC2_METADATA_DISABLED": "true"}
