"""Scenarios written in Python."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Mapping
from typing import Any


class Scenario:
    """What happens to the shop, put together step by step. Each step answers with a new scenario.

    The keys are those of a scenario's file (docs/scenarios.md); `from_` stands for `from`, which is
    a word of Python's. Values are checked when the scenario is generated, with all names that the
    world knows.

    >>> import fauxmart as fm
    >>> outage = (
    ...     fm.Scenario("slow_friday", "Pages load slowly for six hours.", duration="3d")
    ...     .incident(
    ...         "cdn",
    ...         kind="outage",
    ...         title="Pages load slowly",
    ...         description="Fewer visitors buy.",
    ...         root_cause="The delivery network lost a region.",
    ...         severity="high",
    ...     )
    ...     .effect("leave", lever="conversion", scale=0.6, from_="30h", to="36h", incident="cdn")
    ... )
    >>> fm.generate(outage).orders.head(3).num_rows
    3
    """

    __slots__ = ("_content",)

    def __init__(
        self,
        name: str,
        description: str,
        *,
        duration: str | datetime.timedelta,
        intensity: float = 1,
        **head: Any,
    ) -> None:
        """A scenario in which nothing happens yet.

        Args:
            name: small letters, digits and _, a letter first.
            description: one sentence.
            duration: whole hours, days or weeks: "24h", "30d", "2w".
            intensity: multiplies the orders of every hour.
            head: start, orders_per_hour, customers, products, parameters, as in a file.
        """
        self._content: dict[str, Any] = {
            "name": name,
            "description": description,
            "duration": duration,
            "intensity": intensity,
            **_keys(head),
        }

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> Scenario:
        """The scenario of a mapping of the form of a scenario's file."""
        made = cls.__new__(cls)
        made._content = copy.deepcopy(dict(content))
        return made

    def incident(
        self,
        name: str,
        *,
        kind: str,
        title: str,
        description: str,
        root_cause: str,
        severity: str,
    ) -> Scenario:
        """Declares an incident, which effects and campaigns may belong to.

        Args:
            name: small letters, digits and _; what `without` takes.
            kind: what sort of thing it is, in a word: outage, demand.
            title: what people would call it.
            description: what one sees.
            root_cause: why it happens.
            severity: low, medium, high or critical.
        """
        properties = {
            "kind": kind,
            "title": title,
            "description": description,
            "root_cause": root_cause,
            "severity": severity,
        }
        return self._with("incidents", name, properties)

    def effect(self, name: str, lever: str, **properties: Any) -> Scenario:
        """Changes a lever, mix or number of the world: scale, set, add or move; shape, from_, to,
        over, where, incident."""
        return self._with("effects", name, {"lever": lever, **properties})

    def campaign(self, key: str, **properties: Any) -> Scenario:
        """Advertises: name, type, from_, to, discount (percent), intensity, where, incident."""
        return self._with("campaigns", key, properties)

    def overlay(self, scenario: str, at: str = "0h") -> Scenario:
        """Lays another scenario over this one, `at` later: a built-in name or a file."""
        made = self.from_dict(self._content)
        made._content["with"] = [*made._content.get("with", []), f"{scenario}@{at}"]
        return made

    def to_dict(self) -> dict[str, Any]:
        """A copy, of the form of a scenario's file."""
        return copy.deepcopy(self._content)

    def _with(self, section: str, name: str, properties: Mapping[str, Any]) -> Scenario:
        made = self.from_dict(self._content)
        made._content.setdefault(section, {})[name] = _keys(properties)
        return made

    def __repr__(self) -> str:
        return f"Scenario({self._content!r})"


def _keys(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {key.removesuffix("_"): value for key, value in properties.items()}
