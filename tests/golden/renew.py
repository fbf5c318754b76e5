"""Small datasets whose digests and checksums stand in the repository, and how to renew them.

    python tests/golden/renew.py            after a change of DATA_VERSION, or of file bytes alone
    python tests/golden/renew.py --check    says what would change, changes nothing

What may change when is stated in test_golden.py. Renewing digests under an unchanged DATA_VERSION
is refused: datasets of one data version have equal rows for ever.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

SMALL = ["--duration", "6h", "--orders-per-hour", "100", "--customers", "200", "--products", "60"]
# Each scenario as it is, with its own window and incidents, but few of everything.
FEW = ["--orders-per-hour", "12", "--customers", "200", "--products", "400"]
SCENARIOS = sorted(path.stem for path in (ROOT / "scenarios").glob("*.yaml"))
REQUESTS = {
    **{scenario: [scenario, *FEW] for scenario in SCENARIOS},
    "tweaked": [
        "baseline",
        *SMALL,
        *("--seed", "18446744073709551557", "--start", "2024-02-28T19:00:00Z"),
        *("--set", "world.arrivals.process=poisson"),
        *("--set", "world.returns.rate=0.2"),
        *("--set", "scenario.intensity=1.7"),
    ],
    "planted": [
        "payment_outage",
        *SMALL,
        *("--seed", "3"),
        *("--with", "viral_moment@4h", "--with", "supply_disruption@2h"),
        *("--with", "flash_sale@7h", "--without", "flash_sale"),
    ],
}
FORMATS = ("parquet", "feather", "csv", "jsonl")


def binary() -> Path:
    return Path(os.environ.get("FAUXMART_BIN", ROOT / "build/release/fauxmart")).absolute()


def made_now(name: str, program: Path) -> dict:
    """What the program makes of a request: data version, rows and digests, files' checksums."""
    golden = {"request": REQUESTS[name], "data_version": None, "tables": {}, "files": {}}
    with tempfile.TemporaryDirectory(prefix="fauxmart-") as place:
        for format_ in FORMATS:
            out = ["--format", format_, "--out", f"{place}/{format_}", "--quiet", "--no-sync"]
            command = [program, "generate", *REQUESTS[name], *out]
            subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
            manifest = json.loads(Path(place, format_, "manifest.json").read_text())
            golden["data_version"] = manifest["fauxmart"]["data_version"]
            for table, entry in manifest["tables"].items():
                rows = {"rows": entry["rows"], "digest": entry["digest"]}
                assert golden["tables"].setdefault(table, rows) == rows, f"{table} in {format_}"
                for file in entry["files"]:
                    golden["files"][file["path"]] = file["xxh3_128"]
    return golden


def path_of(name: str) -> Path:
    return HERE / f"{name}.json"


def differing(old: dict, new: dict) -> list[str]:
    return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))


def main() -> int:
    check = "--check" in sys.argv[1:]
    status = 0
    for name in REQUESTS:
        new = made_now(name, binary())
        path = path_of(name)
        old = json.loads(path.read_text()) if path.exists() else None
        if old == new:
            print(f"{name}: unchanged")
            continue
        if old is not None and old["request"] == new["request"]:
            rows = differing(old["tables"], new["tables"])
            files = differing(old["files"], new["files"])
            print(f"{name}: rows changed in {rows or 'no table'}, {len(files)} files changed")
            if rows and old["data_version"] == new["data_version"]:
                print(f"{name}: not renewed. Rows have changed: raise DATA_VERSION first.")
                status = 1
                continue
        if check:
            status = 1
            continue
        path.write_text(json.dumps(new, indent=1) + "\n")
        print(f"{name}: renewed; the commit says why")
    return status


if __name__ == "__main__":
    sys.exit(main())
