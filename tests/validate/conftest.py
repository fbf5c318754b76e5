"""Sound datasets to break copies of, and the program to ask about them."""

import shutil
import subprocess

import pytest
from breaking import REQUESTS, Answer


@pytest.fixture(scope="session")
def sound(fauxmart, tmp_path_factory):
    """sound("sale"): a dataset that nobody may change."""
    place = tmp_path_factory.mktemp("sound")

    def make(name):
        if not (place / name).exists():
            words = ("generate", *REQUESTS[name], "--no-sync", "--quiet", "--out", name)
            subprocess.run([str(fauxmart), *words], cwd=place, check=True)
        return place / name

    return make


@pytest.fixture
def broken(sound, tmp_path):
    """broken("sale"): a copy to break."""
    return lambda name="sale": shutil.copytree(sound(name), tmp_path / "broken")


@pytest.fixture
def generate(fauxmart, tmp_path):
    """generate("flash_sale", ...): another dataset."""

    def make(*words):
        out = tmp_path / "made"
        command = [str(fauxmart), "generate", *words, "--no-sync", "--quiet", "--out", str(out)]
        subprocess.run(command, cwd=tmp_path, check=True)
        return out

    return make


@pytest.fixture
def validate(fauxmart):
    """validate(dataset): its answer."""

    def ask(dataset, *words):
        done = subprocess.run(
            [str(fauxmart), "validate", str(dataset), *words],
            capture_output=True,
            text=True,
            timeout=300,
        )
        return Answer(done.returncode, done.stdout, done.stderr)

    return ask
