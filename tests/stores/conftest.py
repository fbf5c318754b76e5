"""A bucket of its own for each test, and the program beside it."""

import contextlib
import itertools
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from object_server import Proxy, client, environment, running_proxy, running_server

COUNT = itertools.count()


@dataclass
class Bucket:
    """What a test sees of the server, and the program that writes to it."""

    name: str
    binary: Path
    s3: object
    proxy: Proxy

    @property
    def endpoint(self) -> str:
        return f"region=us-east-1&scheme=http&endpoint_override=127.0.0.1:{self.proxy.port}"

    def uri(self, path: str = "shop") -> str:
        return f"s3://{self.name}/{path}?{self.endpoint}"

    def objects(self, path: str = "shop") -> dict[str, bytes]:
        """Every object below and its bytes, without the marks of folders."""
        found = {}
        for page in self.s3.get_paginator("list_objects_v2").paginate(
            Bucket=self.name, Prefix=path + "/"
        ):
            for each in page.get("Contents", []):
                if not each["Key"].endswith("/"):
                    body = self.s3.get_object(Bucket=self.name, Key=each["Key"])["Body"]
                    found[each["Key"].removeprefix(path + "/")] = body.read()
        return found

    def marks(self) -> list[str]:
        listed = self.s3.list_objects_v2(Bucket=self.name).get("Contents", [])
        return [each["Key"] for each in listed if each["Key"].endswith("/")]

    def uploads(self) -> list[str]:
        """Keys of uploads that were begun and neither completed nor aborted."""
        listed = self.s3.list_multipart_uploads(Bucket=self.name).get("Uploads", [])
        return [each["Key"] for each in listed]

    def command(self, *arguments) -> list[str]:
        return [str(self.binary), *map(str, arguments)]

    def ask(self, *arguments, env=None) -> subprocess.CompletedProcess:
        return subprocess.run(
            self.command(*arguments),
            env=env or environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def make(self, *arguments, path: str = "shop"):
        done = self.ask("generate", "baseline", *arguments, "--out", self.uri(path), "--quiet")
        assert (done.returncode, done.stderr) == (0, ""), done

    def start(self, *arguments) -> subprocess.Popen:
        return subprocess.Popen(
            self.command("generate", "baseline", *arguments, "--out", self.uri(), "--quiet"),
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


@pytest.fixture(scope="session")
def server():
    with running_server() as port:
        yield port


@pytest.fixture(scope="session")
def proxy(server):
    with running_proxy(server) as proxy:
        yield proxy


@pytest.fixture
def bucket(server, proxy, fauxmart):
    s3 = client(server)
    bucket = Bucket(f"bucket-{next(COUNT)}", fauxmart, s3, proxy)
    s3.create_bucket(Bucket=bucket.name)
    proxy.watcher = None
    proxy.seen.clear()
    yield bucket
    proxy.watcher = None
    with contextlib.suppress(Exception):  # the server keeps all of it in memory
        for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket.name):
            for each in page.get("Contents", []):
                s3.delete_object(Bucket=bucket.name, Key=each["Key"])


@pytest.fixture(scope="session")
def local(fauxmart, tmp_path_factory):
    """The files of the same dataset in a directory: local(arguments) -> name to bytes."""
    made: dict[tuple, dict[str, bytes]] = {}

    def local(*arguments) -> dict[str, bytes]:
        if arguments not in made:
            place = tmp_path_factory.mktemp("local") / "shop"
            command = [fauxmart, "generate", "baseline", *arguments, "--out", place]
            subprocess.run([*map(str, command), "--quiet", "--no-sync"], check=True)
            made[arguments] = {
                path.relative_to(place).as_posix(): path.read_bytes()
                for path in place.rglob("*")
                if path.is_file()
            }
        return made[arguments]

    return local
