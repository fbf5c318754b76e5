"""Writes the software bill of materials of a build: CycloneDX 1.5, as JSON.

usage: sbom.py --output FILE [--site-packages DIR] [--compiler TEXT] [--found PACKAGE=VERSION]...

It lists fauxmart, what is linked into it (scope required) and what builds and tests it (scope
excluded, where it is installed), by third_party.json and with the versions that dpkg and the
packages in DIR say are installed. --found gives the version of a library that came from neither.
Equal inputs make equal bytes: there is no time in it, and its serial number is made of the rest. A
file that is right already is not written again.
"""

import argparse
import importlib.metadata
import json
import platform
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SCOPES = {"libraries": "required", "tests": "excluded", "build": "excluded"}


def installed_debs() -> dict[str, tuple[str, str]]:
    """Version and architecture of each Debian package; nothing elsewhere than on Debian."""
    if not shutil.which("dpkg-query"):
        return {}
    form = "${db:Status-Status} ${Package} ${Version} ${Architecture}\n"
    asked = subprocess.run(
        ["dpkg-query", "-W", "-f", form], check=True, capture_output=True, text=True
    )
    rows = [line.split() for line in asked.stdout.splitlines()]
    # Of a package in two architectures, that of the machine.
    rows.sort(
        key=lambda row: row[-1] == {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine())
    )
    return {row[1]: (row[2], row[3]) for row in rows if row[0] == "installed"}


def normal(name: str) -> str:
    """A Python package's name in its normal form (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def installed_wheels(folder: Path | None) -> dict[str, str]:
    """Version of each Python package in the folder."""
    if folder is None:
        return {}
    found = importlib.metadata.distributions(path=[str(folder)])
    return {normal(one.metadata["Name"]): one.version for one in found}


class Installed:
    """What is there, by the names that third_party.json gives."""

    def __init__(self, site_packages: Path | None, found: dict[str, str]):
        self.debs, self.wheels, self.found = (
            installed_debs(),
            installed_wheels(site_packages),
            found,
        )
        try:
            self.system = platform.freedesktop_os_release()
        except OSError:
            self.system = {}

    def version(self, package: str) -> dict | None:
        """Version, purl and supplier of a package; None if it is not there."""
        kind, name = package.split(":", 1)
        if kind == "deb" and name in self.debs:
            version, architecture = self.debs[name]
            vendor = self.system.get("ID", "debian")
            purl = f"pkg:deb/{vendor}/{quote(name, safe='')}@{quote(version, safe='')}"
            return {
                "version": version,
                "purl": f"{purl}?arch={architecture}",
                "supplier": {"name": self.system.get("NAME", "Debian")},
            }
        if kind == "pypi" and normal(name) in self.wheels:
            version = self.wheels[normal(name)]
            return {
                "version": version,
                "purl": f"pkg:pypi/{normal(name)}@{quote(version, safe='')}",
                "supplier": {"name": "Python Package Index", "url": ["https://pypi.org"]},
            }
        if name in self.found:
            return {"version": self.found[name]}
        return None


def licences(expression: str) -> list[dict]:
    """One SPDX id, or an expression of several."""
    if " " in expression:
        return [{"expression": expression}]
    return [{"license": {"id": expression}}]


def component(entry: dict, scope: str, there: dict) -> dict:
    made = {
        "type": "library" if "linked" in entry else "application",
        "bom-ref": there.get("purl", entry["package"]),
        "supplier": there.get("supplier", {"name": entry["by"]}),
        "author": entry["by"],
        "name": entry["package"].split(":", 1)[1],
        "version": there.get("version"),
        "description": f"{entry['name']}: {entry['why']}",
        "scope": scope,
        "licenses": licences(entry["licence"]),
        "purl": there.get("purl"),
        "externalReferences": [{"type": "website", "url": entry["url"]}],
    }
    if "linked" in entry:
        made["properties"] = [{"name": "fauxmart:linked", "value": entry["linked"]}]
    return {key: value for key, value in made.items() if value is not None}


def components(sections: dict[str, list[dict]], installed: Installed) -> list[dict]:
    """Each package once, in the order of the list, as what it is there first."""
    made = {}
    for section, scope in SCOPES.items():
        for entry in sections[section]:
            there = installed.version(entry["package"])
            if entry["package"] in made or (there is None and scope == "excluded"):
                continue
            if there is None:
                print(f"sbom: no version is known of {entry['package']}", file=sys.stderr)
            made[entry["package"]] = component(entry, scope, there or {})
    return list(made.values())


def bill(parts: list[dict], version: str, compiler: str) -> dict:
    program = {
        "type": "application",
        "bom-ref": f"fauxmart@{version}",
        "name": "fauxmart",
        "version": version,
        "description": "Generates the complete data of an online shop, with its truth",
        "licenses": licences("Apache-2.0"),
    }
    if compiler:
        program["properties"] = [{"name": "fauxmart:compiler", "value": compiler}]
    linked = sorted(part["bom-ref"] for part in parts if part["scope"] == "required")
    body = {
        "version": 1,
        "metadata": {"component": program},
        "components": parts,
        "dependencies": [
            {"ref": program["bom-ref"], "dependsOn": linked},
            *({"ref": part["bom-ref"]} for part in parts),
        ],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    head = {
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
    }
    return {**head, **body}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--site-packages", type=Path)
    parser.add_argument("--compiler", default="")
    parser.add_argument("--found", action="append", default=[], metavar="PACKAGE=VERSION")
    asked = parser.parse_args()
    found = dict(pair.split("=", 1) for pair in asked.found)
    sections = json.loads((ROOT / "third_party.json").read_text(encoding="utf-8"))
    parts = components(sections, Installed(asked.site_packages, found))
    version = (ROOT / "VERSION").read_text(encoding="utf-8").split()[0]
    text = json.dumps(bill(parts, version, asked.compiler), indent=2, ensure_ascii=False) + "\n"
    if not asked.output.is_file() or asked.output.read_text(encoding="utf-8") != text:
        asked.output.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
