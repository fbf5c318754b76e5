"""`fauxmart load`: the words as the program parses them, messages and exit statuses as its own."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec

from ._load import Loaded, load
from ._load_url import redacted
from ._native import native

DONE, FAILED, WRONG_REQUEST, INTERRUPTED = 0, 1, 2, 130


def run(words: list[str]) -> int | None:
    """Does what `load` and the words after it say. None: it is the program's own affair (help)."""
    try:
        given = native.parse_command_line([word.encode("utf-8").decode() for word in words])
        if "--help" in given:
            return None
        quiet, as_json = "--quiet" in given, "--json" in given
        seen = sys.stderr.isatty() and find_spec("tqdm") is not None
        loaded = load(
            given["DIR"][0],
            given["--to"][0],
            schema=given["--schema"][0] if "--schema" in given else None,
            tables=given["--tables"][0] if "--tables" in given else None,
            overwrite="--overwrite" in given,
            progress=seen and not quiet and not as_json,
        )
        if as_json:
            print(json.dumps(_object(loaded), indent=2), flush=True)
        elif not quiet:
            print(_summary(loaded), file=sys.stderr)
    except KeyboardInterrupt:
        return _end(INTERRUPTED, "interrupted; finished tables stay\n"
                    "To go on: the same command again")  # fmt: skip
    except (FileNotFoundError, ValueError) as error:
        return _end(WRONG_REQUEST, str(error))
    except (OSError, ImportError) as error:
        return _end(FAILED, str(error))
    except MemoryError:
        return _end(FAILED, "not enough memory")
    return DONE


def _end(status: int, words: str) -> int:
    print(f"fauxmart: {redacted(words)}", file=sys.stderr)
    return status


def _object(loaded: Loaded) -> dict[str, object]:
    return {
        "to": loaded.to,
        "schema": loaded.schema,
        "tables": {
            name: {"rows": rows, "new": name in loaded.new} for name, rows in loaded.tables.items()
        },
        "new_rows": loaded.new_rows,
        "foreign_keys": loaded.foreign_keys,
        "seconds": round(loaded.seconds, 3),
    }


def _summary(loaded: Loaded) -> str:
    lines = []
    for name, rows in loaded.tables.items():
        lines.append(f"  {name:<18}{rows:>14,}{'' if name in loaded.new else '  was there'}")
    lines.append(
        f"{loaded.new_rows:,} rows in {loaded.seconds:.1f} s into {loaded.to}, schema "
        f"{loaded.schema}; {loaded.foreign_keys} foreign keys"
    )
    return "\n".join(lines)
