"""TPC-H data of tpchgen-cli: eight tables, another schema, much of it long text.

It is the fastest generator of relational data that we know of, and no like-for-like rival: its
cells hold other things. At scale 1 it has 1,500,000 orders and 116.6 million cells.
"""

import argparse
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VERSION = "4.0.0"
# Where ./dev bench --rivals installs it.
INSTALLED = ROOT / ".cache/tpchgen/bin/tpchgen-cli"
ORDERS = 1_500_000


def find() -> str | None:
    """The program, or None where it is not installed."""
    return shutil.which("tpchgen-cli") or (str(INSTALLED) if INSTALLED.is_file() else None)


def command(scale: float, out, threads: int = 2) -> list[str]:
    size = ["-s", f"{scale:g}", "--num-threads", str(threads)]
    return [find() or "tpchgen-cli", "parquet", *size, "--output-dir", str(out)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    if not find():
        parser.exit(1, "tpchgen-cli is not here: ./dev bench --rivals installs it\n")
    asked = command(options.orders / ORDERS, options.out, options.threads)
    os.execv(asked[0], asked)


if __name__ == "__main__":
    main()
