"""Arguments of Python as the engine takes them, checked as the command line checks its flags.

Wrong types are TypeErrors. Wrong values are ValueErrors with the command line's own message, which
names the flag that the argument is: `--seed` is `seed`.
"""

from __future__ import annotations

import datetime
import json
import operator
import os
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from ._native import native

if TYPE_CHECKING:
    from ._fauxmart import Request
    from ._scenario import Scenario

ScenarioLike: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any] | Scenario"
Texts: TypeAlias = "str | Iterable[str]"


def text(name: str, value: object) -> str:
    """A str that the engine can take: UTF-8, and without the zero that ends C's texts."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    value.encode()  # UnicodeEncodeError is a ValueError
    if "\0" in value:
        raise ValueError(f"{name} has a null character")
    return value


def texts(name: str, value: Texts) -> list[str]:
    """One str, or several."""
    if isinstance(value, str):
        return [text(name, value)]
    if not isinstance(value, Iterable) or isinstance(value, Mapping | bytes):
        raise TypeError(f"{name} must be a str or a list of str, not {type(value).__name__}")
    return [text(name, each) for each in value]


def path(name: str, value: object) -> str:
    """A path, as one that no name of a scenario can be taken for."""
    if isinstance(value, os.PathLike):
        given = text(name, os.fspath(value))
        return given if os.sep in given else os.path.join(os.curdir, given)
    return text(name, value)


def flag(name: str, value: str, command: str = "generate") -> str:
    """What the command line says of this value of its flag."""
    native.check_flag(command, name, value)
    return value


def whole(name: str, value: object, command: str = "generate") -> int:
    """A whole number in the flag's range."""
    if isinstance(value, bool) or not hasattr(value, "__index__"):
        kind = type(value).__name__
        raise TypeError(f"{name.strip('-')} must be a whole number, not {kind}")
    number = operator.index(value)
    flag(name, _digits(number), command)
    return number


def _digits(number: int) -> str:
    # Beyond this no range reaches, and Python refuses to print the largest.
    return str(number) if abs(number) < 1 << 256 else f"about 2^{number.bit_length()}"


def number(name: str, value: object) -> float:
    """A number in the flag's range."""
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        kind = type(value).__name__
        raise TypeError(f"{name.strip('-')} must be a number, not {kind}")
    try:
        given = float(value)
    except OverflowError:
        given = float("inf")
    spelled = repr(int(given)) if given.is_integer() and abs(given) < 1e15 else repr(given)
    if "e" in spelled:
        from decimal import Decimal

        spelled = format(Decimal(spelled), "f")
    flag(name, spelled)
    return given


def moment(name: str, value: object) -> str:
    """A time: text, or a date or datetime; without a zone it is UTC."""
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.UTC).replace(tzinfo=None)
        return value.isoformat() + "Z"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return text(name, value)


def length(name: str, value: object) -> str:
    """A duration: text such as "24h" or "30d", or a timedelta of whole hours."""
    if isinstance(value, datetime.timedelta):
        hours, rest = divmod(value, datetime.timedelta(hours=1))
        if rest:
            raise ValueError(f"{name}: {value} is not a number of whole hours")
        return f"{hours}h"
    return text(name, value)


def document(scenario: Mapping[str, Any] | Scenario) -> str:
    """The text of a scenario given as a mapping; JSON is YAML."""
    if not isinstance(scenario, Mapping) and not hasattr(scenario, "to_dict"):
        kind = type(scenario).__name__
        raise TypeError(f"scenario must be a name, a path, a dict or a Scenario, not {kind}")
    content = scenario if isinstance(scenario, Mapping) else scenario.to_dict()
    try:
        return json.dumps(dict(content), indent=1, allow_nan=False, default=_plain)
    except RecursionError as error:
        raise ValueError("scenario: nested too deeply") from error


def _plain(value: object) -> object:
    if isinstance(value, datetime.timedelta):
        return length("scenario", value)
    if isinstance(value, datetime.date):
        return moment("scenario", value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"scenario: a {type(value).__name__} cannot stand in a scenario")


def request(arguments: Mapping[str, Any]) -> Request:
    """The engine's request of the arguments of `generate`; None is what was not given."""
    made = native.Request()
    scenario = arguments["scenario"]
    if isinstance(scenario, str | os.PathLike):
        made.scenario = path("scenario", scenario)
    else:
        made.scenario = "scenario"
        made.scenario_text = document(scenario)
    given = {name: value for name, value in arguments.items() if value is not None}
    readers: dict[str, Callable[[Any], object]] = {
        "seed": lambda value: whole("--seed", value),
        "start": lambda value: moment("start", value),
        "duration": lambda value: length("duration", value),
        "intensity": lambda value: number("--intensity", value),
        "orders_per_hour": lambda value: number("--orders-per-hour", value),
        "orders_per_day": lambda value: number("--orders-per-day", value),
        "customers": lambda value: whole("--customers", value),
        "products": lambda value: whole("--products", value),
        "discount": lambda value: number("--discount", value),
        "category": lambda value: texts("category", value),
        "without": lambda value: texts("without", value),
        "set": lambda value: _settings(value),
        "world": lambda value: path("world", value),
        "hours": lambda value: "{}:{}".format(*value),
    }
    for name, read in readers.items():
        if name in given:
            setattr(made, name, read(given[name]))
    overlays, overlay_texts = [], {}
    for place, (other, at) in enumerate(given.get("overlays", ())):
        if isinstance(other, str | os.PathLike):
            name = path("overlay", other)
        else:
            name = f"overlay-{place + 1}"
            overlay_texts[name] = document(other)
        overlays.append(f"{name}@{length('at', at)}" if at is not None else name)
    made.overlays = overlays
    made.overlay_texts = overlay_texts
    return made


def _settings(value: Mapping[str, object] | Texts) -> list[str]:
    if isinstance(value, Mapping):
        return [f"{text('set', key)}={_setting(each)}" for key, each in value.items()]
    return texts("set", value)


def _setting(value: object) -> str:
    return text("set", value) if isinstance(value, str) else json.dumps(value, allow_nan=False)
