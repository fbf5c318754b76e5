"""What `to` names: a PostgreSQL URL or a DuckDB file; and URLs as they may be shown."""

from __future__ import annotations

import re
from typing import Literal

_POSTGRES = re.compile(r"postgres(ql)?://", re.IGNORECASE)
_USER = re.compile(r"(\w://[^:/?#@\s]*):([^\s]*)@")
_PARAMETER = re.compile(r"((?:ssl)?password=)[^&\s]*", re.IGNORECASE)
_SPELLED = re.compile(r"(?:[^%/?#@:\[\]\s]|%[0-9A-Fa-f]{2})*")


def kind(to: str) -> Literal["postgres", "duckdb"]:
    """ValueError: it is neither."""
    if _POSTGRES.match(to):
        found = _USER.search(to)
        if found is not None and not _SPELLED.fullmatch(found[2]):
            # libpq would take it for something else, and say so with a piece of it.
            raise ValueError(
                "--to: in a URL, a password spells % / ? # @ : and blanks as %25 %2F %3F %23 %40"
                " %3A %20; or leave it to PGPASSWORD or ~/.pgpass"
            )
        return "postgres"
    if to.endswith((".duckdb", ".ddb", ".db")):
        return "duckdb"
    raise ValueError(
        f"--to {redacted(to)!r} is neither a database nor a file that can be loaded into\n"
        "Give postgresql://USER@HOST/NAME, or a DuckDB file: FILE.duckdb"
    )


def redacted(text: str) -> str:
    """The text without the passwords of URLs in it."""
    return _PARAMETER.sub(r"\1***", _USER.sub(r"\1:***@", text))
