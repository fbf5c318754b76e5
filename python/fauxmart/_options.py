"""Options of Spark, and words of a command line, as the request that they stand for.

Their names are those of the flags of `fauxmart generate` that decide rows and their types, and what
is wrong with them is said in its words.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import _arguments
from ._native import native

if TYPE_CHECKING:
    from ._fauxmart import Source

_DECIDES_ROWS = "What is generated"
_DECIDES_TYPES = ("--ids", "--money")


@functools.cache
def flags() -> dict[str, dict[str, Any]]:
    """The flags that may be given, by name: argument, help, fallback, repeatable."""
    return {
        flag["name"]: flag
        for flag in native.flags("generate")
        if flag["group"] == _DECIDES_ROWS or flag["name"] in _DECIDES_TYPES
    }


def words(options: Mapping[str, str]) -> list[str]:
    """The words of `fauxmart generate` for options by name. Capitals, `-` and `_` in names make no
    difference; several values of one stand on lines of their own. ValueError: there is no such
    option."""
    known = {_plain(name): name for name in flags()}
    said: list[str] = []
    for option, value in options.items():
        _arguments.text(option, value)
        if _plain(option) == "scenario":
            said.append(value)
            continue
        flag = known.get(_plain(option), "--" + option.replace("_", "-"))
        refuse_others(flag)
        values = value.splitlines() if flag in flags() and flags()[flag]["repeatable"] else [value]
        said += [f"{flag}={each}" for each in values]
    return said


def refuse_others(flag: str) -> None:
    """ValueError: a flag of `fauxmart generate` that has no meaning where Spark does the work."""
    others = {each["name"] for each in native.flags("generate")} - flags().keys()
    if flag in others:
        raise ValueError(
            f"{flag} has no meaning here: Spark decides how rows are made and written\n"
            f"Options: scenario, table, {', '.join(name[2:] for name in flags())}"
        )


def request(said: list[str]) -> str:
    """The request of these words as text, with the texts of all files that it names. ValueError,
    OSError: as `fauxmart generate` would answer."""
    asked, write = native.parse_generate(said)
    return native.Source(asked).request(write)


class Sealed:
    """A request in one text: the same tables wherever it is opened, and no file is."""

    def __init__(self, text: str) -> None:
        asked, write = native.parse_request(text)
        self.source: Source = native.Source(asked)
        self.types = (write.ids_as_uuid, write.money_as_float64)


@functools.lru_cache(maxsize=2)
def opened(text: str) -> Sealed:
    """The request of `request`, planned once in a process."""
    return Sealed(text)


def _plain(name: str) -> str:
    return name.lower().replace("-", "").replace("_", "")
