"""The bill of materials of the build, and THIRD_PARTY.md: complete, right, and of one list."""

import copy
import importlib.metadata
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import jsonschema
import pytest
from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

TEXT = {"type": "string", "minLength": 1}
# What CycloneDX 1.5 requires of the parts that are used here, and this project on top: a version,
# a licence, a supplier and a purl of every component.
LICENCES = {
    "type": "array",
    "minItems": 1,
    "items": {
        "oneOf": [
            {
                "required": ["license"],
                "additionalProperties": False,
                "properties": {
                    "license": {
                        "required": ["id"],
                        "additionalProperties": False,
                        "properties": {"id": TEXT},
                    }
                },
            },
            {
                "required": ["expression"],
                "additionalProperties": False,
                "properties": {"expression": TEXT},
            },
        ]
    },
}
COMPONENT = {
    "type": "object",
    "required": ["type", "name", "version", "bom-ref", "licenses"],
    "additionalProperties": False,
    "properties": {
        "type": {"enum": ["application", "library"]},
        **dict.fromkeys(("name", "version", "bom-ref", "author", "description", "purl"), TEXT),
        "supplier": {"required": ["name"], "properties": {"name": TEXT}},
        "scope": {"enum": ["required", "optional", "excluded"]},
        "licenses": LICENCES,
        "externalReferences": {"items": {"required": ["type", "url"]}},
        "properties": {"items": {"required": ["name", "value"]}},
    },
}
SCHEMA = {
    "type": "object",
    "required": ["bomFormat", "specVersion", "version", "metadata", "components", "dependencies"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"const": "http://cyclonedx.org/schema/bom-1.5.schema.json"},
        "bomFormat": {"const": "CycloneDX"},
        "specVersion": {"const": "1.5"},
        "serialNumber": {
            "pattern": "^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
        },
        "version": {"type": "integer", "minimum": 1},
        "metadata": {
            "required": ["component"],
            "additionalProperties": False,
            "properties": {"component": COMPONENT},
        },
        "components": {
            "type": "array",
            "uniqueItems": True,
            "items": {
                **COMPONENT,
                "required": [*COMPONENT["required"], "supplier", "purl", "scope"],
            },
        },
        "dependencies": {
            "items": {
                "required": ["ref"],
                "additionalProperties": False,
                "properties": {"ref": TEXT, "dependsOn": {"type": "array", "uniqueItems": True}},
            }
        },
    },
}


@pytest.fixture(scope="module")
def path(fauxmart):
    found = fauxmart.parent / "fauxmart.cdx.json"
    if not found.is_file():
        pytest.fail(f"{found} is missing: ./dev build makes it")
    return found


@pytest.fixture(scope="module")
def bom(path):
    return json.loads(path.read_text())


@pytest.fixture(scope="module")
def by_package(bom):
    """Components by purl without its version: ("deb", "libfmt-dev")."""
    found = {}
    for part in bom["components"]:
        kind, name = re.fullmatch(r"pkg:(\w+)/(?:\w+/)?([^@]+)@.*", part["purl"]).groups()
        assert found.setdefault((kind, unquote(name)), part) is part, part["purl"]
    return found


@pytest.fixture(scope="module")
def listed(repo):
    return json.loads((repo / "third_party.json").read_text())


def output(*command, **options) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, **options).stdout


def deb_version(package: str) -> str:
    return output("dpkg-query", "-W", "-f", "${Version}", package)


# ---- the bill ------------------------------------------------------------------------------------


def test_it_is_as_the_standard_asks(bom):
    jsonschema.validate(bom, SCHEMA)


@pytest.mark.parametrize("lost", ["licenses", "purl", "version", "supplier"])
def test_the_schema_can_refuse(bom, lost):
    spoilt = copy.deepcopy(bom)
    del spoilt["components"][0][lost]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(spoilt, SCHEMA)


def test_references_are_unique_and_resolve(bom):
    refs = [part["bom-ref"] for part in (bom["metadata"]["component"], *bom["components"])]
    assert len(refs) == len(set(refs))
    assert [entry["ref"] for entry in bom["dependencies"]] == refs
    for entry in bom["dependencies"]:
        assert set(entry.get("dependsOn", ())) <= set(refs)


def test_the_program_itself(bom, repo):
    program = bom["metadata"]["component"]
    assert program["name"] == "fauxmart"
    assert program["version"] == (repo / "VERSION").read_text().strip()
    assert "Apache License" in (repo / "LICENSE").read_text()
    assert program["licenses"] == [{"license": {"id": "Apache-2.0"}}]
    linked = {part["bom-ref"] for part in bom["components"] if part["scope"] == "required"}
    assert set(bom["dependencies"][0]["dependsOn"]) == linked and linked


def test_every_shared_library_is_a_component(fauxmart, by_package):
    """By who put the file there: the wheel, or dpkg."""
    loaded = re.findall(r"^\s*(\S+)(?: => (\S+))? \(0x", output("ldd", fauxmart), re.MULTILINE)
    files = [Path(target or name) for name, target in loaded if "vdso" not in name]
    assert {"libarrow", "libparquet", "libstdc++", "libc"} <= {
        f.name.split(".so")[0] for f in files
    }
    for file in files:
        if "site-packages" in file.parts:
            owner = ("pypi", file.parts[file.parts.index("site-packages") + 1])
        else:
            owned = output("dpkg-query", "-S", f"*/{file.name}").splitlines()
            owners = {line.split(":")[0] for line in owned}
            (name,) = owners & {name for kind, name in by_package if kind == "deb"}
            owner = ("deb", name)
        part = by_package[owner]
        assert part["scope"] == "required", file
        assert {"name": "fauxmart:linked", "value": "shared"} in part["properties"], file


def test_what_dev_installs_is_covered(by_package):
    """Every package that ./dev needs, with the version that dpkg has."""
    dev = (Path(__file__).resolve().parents[2] / "tools/dev/setup.sh").read_text()
    needs = re.search(r"^needs\(\) \{\n(.*?)^\}", dev, re.MULTILINE | re.DOTALL)[0]
    groups = re.findall(r"^ +([a-z]+)\)", needs, re.MULTILINE)
    assert groups == ["build", "test", "clang", "fuzz", "coverage", "lint"]
    script = needs + '\nfor group in "$@"; do needs "$group"; done'
    needed = [line.split() for line in output("bash", "-c", script, "-", *groups).splitlines()]
    assert len(needed) >= 20
    build = output("bash", "-c", script, "-", "build").splitlines()
    linked = {line.split()[-1] for line in build if line.startswith("library ")}
    for kind, *names in needed:
        package = names[-1]
        installed = subprocess.run(["dpkg-query", "-W", package], capture_output=True, check=False)
        # A command may be there without its package; the clang build's may be missing.
        if installed.returncode != 0 and kind == "command":
            continue
        part = by_package["deb", package]
        assert part["version"] == deb_version(package)
        assert unquote(part["purl"].split("@")[1].split("?")[0]) == part["version"]
        assert part["scope"] == ("required" if package in linked else "excluded"), package


def test_every_python_requirement_is_covered(repo, by_package):
    lines = (repo / "requirements.txt").read_text().splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    assert len(pins) >= 8
    for asked, version in pins:
        name = asked.split("[")[0]  # of moto[server]
        part = by_package["pypi", name]
        assert part["version"] == version == importlib.metadata.version(name)
        assert part["purl"] == f"pkg:pypi/{name}@{version}"
        assert part["scope"] == ("required" if name == "pyarrow" else "excluded")


def test_linkage(by_package, listed, fauxmart):
    """What is linked statically is in the program and not loaded; headers leave no library."""
    linked = {tuple(e["package"].split(":")): e["linked"] for e in listed["libraries"]}
    assert set(linked.values()) == {"shared", "static", "header-only"}
    for package, how in linked.items():
        assert by_package[package]["properties"] == [{"name": "fauxmart:linked", "value": how}]
        if how == "static":
            files = output("dpkg-query", "-L", package[1]).splitlines()
            assert any(file.endswith(".a") for file in files)
    loaded = output("ldd", fauxmart)
    assert not re.search("yaml|sodium|xxhash|fmt", loaded)


def test_licences_are_those_of_spdx(bom, listed):
    expressions = {entry["licence"] for section in listed.values() for entry in section}
    expressions |= {
        licence.get("expression") or licence["license"]["id"]
        for part in bom["components"]
        for licence in part["licenses"]
    }
    for expression in expressions:
        assert canonicalize_license_expression(expression) == expression
    with pytest.raises(InvalidLicenseExpression):
        canonicalize_license_expression("Apache 2")


def test_it_is_made_again_to_the_byte(path, repo, bom, tmp_path):
    """In another place, with another hash seed, and by the build: no time, nothing random."""
    site = next(Path(entry) for entry in sys.path if entry.endswith("site-packages"))
    (compiler,) = (p["value"] for p in bom["metadata"]["component"]["properties"])
    for seed in ("1", "2"):
        made = tmp_path / f"{seed}.json"
        output(
            *(sys.executable, repo / "tools/sbom.py", "--output", made, "--site-packages", site),
            *("--compiler", compiler),
            cwd=tmp_path,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo"},
        )
        assert made.read_bytes() == path.read_bytes()
    before = path.read_bytes(), path.stat().st_mtime_ns
    output("cmake", "--build", path.parent, "--target", "sbom")
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert str(repo) not in path.read_text()


def test_a_library_from_elsewhere(repo, tmp_path):
    """Neither wheel nor package: the version is what the build found, or it is said."""
    made = tmp_path / "bom.json"
    done = subprocess.run(
        [sys.executable, repo / "tools/sbom.py", "--output", made, "--found", "pyarrow=25.0.0"],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    parts = {part["name"]: part for part in json.loads(made.read_text())["components"]}
    assert parts["pyarrow"]["version"] == "25.0.0" and "purl" not in parts["pyarrow"]
    assert "pytest" not in parts
    done = subprocess.run(
        [sys.executable, repo / "tools/sbom.py", "--output", made],
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stderr == "sbom: no version is known of pypi:pyarrow\n"


# ---- THIRD_PARTY.md ------------------------------------------------------------------------------


def test_third_party_md_is_of_the_list(repo, tmp_path):
    tool = [sys.executable, repo / "tools/third_party.py"]
    assert subprocess.run([*tool, "--check"], check=False).returncode == 0
    for name in ("THIRD_PARTY.md", "third_party.json"):
        (tmp_path / name).write_bytes((repo / name).read_bytes())
    document = tmp_path / "THIRD_PARTY.md"
    whole = document.read_text()
    document.write_text(whole.replace("| MIT |", "| BSD-3-Clause |", 1))
    assert subprocess.run([*tool, "--check", tmp_path], check=False).returncode == 1
    assert subprocess.run([*tool, tmp_path], check=False).returncode == 0
    assert document.read_text() == whole


def test_versions_of_python_packages_are_the_pinned_ones(repo, listed):
    """Each in one file, and every line of both is in the list."""
    for sections, file in (
        (("libraries", "tests", "build"), "requirements.txt"),
        (("bench",), "bench/requirements.txt"),
    ):
        pins = dict(re.findall(r"^([^\s[]+)\S*==(\S+)$", (repo / file).read_text(), re.MULTILINE))
        told = {
            entry["package"].removeprefix("pypi:"): entry["version"]
            for section in sections
            for entry in listed[section]
            if entry["package"].startswith("pypi:")
        }
        if file == "bench/requirements.txt":  # it reads with these two as well
            told |= {name: pins[name] for name in ("pyarrow", "duckdb")}
        assert told == pins


def test_versions_of_metadata_tools_are_the_pinned_ones(repo, listed):
    """Those that were chosen, which the file has before its first empty line."""
    chosen = (repo / "tests/metadata/requirements.txt").read_text().split("\n\n")[0]
    pins = dict(re.findall(r"^(\S+)==(\S+)$", chosen, re.MULTILINE))
    told = {entry["package"].split(":")[1]: entry["version"] for entry in listed["metadata"]}
    assert told == pins


def test_versions_of_debian_packages_are_those_tested_with(listed):
    release = Path("/etc/os-release")
    if not release.is_file() or 'VERSION_ID="12"' not in release.read_text():
        pytest.skip("the list names the versions of Debian 12")
    seen = 0
    for entry in (entry for section in listed.values() for entry in section):
        kind, package = entry["package"].split(":")
        asked = ["dpkg-query", "-W", "-f", "${Version}", package]
        there = subprocess.run(asked, capture_output=True, text=True, check=False)
        if kind == "deb" and there.returncode == 0:
            assert re.search(rf"(^|\D){re.escape(entry['version'])}", there.stdout), entry
            seen += 1
    assert seen >= 10
