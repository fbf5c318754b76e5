"""Datasets and tables as notebooks show them: HTML without scripts or styles from elsewhere."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._dataset import Dataset
    from ._table import Table

WIDTH, HEIGHT = 600, 60
MOST_POINTS = 600
ROWS = 5


def dataset(shop: Dataset) -> str:
    """Tables with their rows, and hourly orders as a line with the incidents' hours shaded."""
    plan, scenario = shop.plan, shop.scenario
    rows = "".join(
        f"<tr><td style='text-align:left'>{escape(each['table'])}</td>"
        f"<td style='text-align:right'>{'' if each['exact'] else '~'}{each['rows']:,}</td></tr>"
        for each in plan["tables"]
    )
    planted = "".join(
        f"<li><code>{escape(each['name'])}</code> {escape(each['title'])}, "
        f"{escape(each['start'])} to {escape(each['end'])}</li>"
        for each in scenario["incidents"]
    )
    return (
        f"<div><strong>{escape(plan['scenario'])}</strong>, {escape(plan['start'])} to "
        f"{escape(plan['end'])}: {sum(plan['hourly_orders']):,} orders"
        f"<br>{escape(scenario['description'])}"
        f"<div>{sparkline(plan, scenario['incidents'])}</div>"
        + (f"<ul>{planted}</ul>" if planted else "")
        + "<table><thead><tr><th style='text-align:left'>table</th><th>rows</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def sparkline(plan: dict[str, Any], incidents: Sequence[dict[str, Any]]) -> str:
    """An inline SVG: orders an hour from 0 to the highest, incidents behind them."""
    orders: list[int] = plan["hourly_orders"]
    begin = datetime.datetime.fromisoformat(plan["start"])
    hours = len(orders)

    def across(moment: str) -> float:
        passed = datetime.datetime.fromisoformat(moment) - begin
        hour = passed / datetime.timedelta(hours=1)
        return WIDTH * min(max(hour / hours, 0), 1)

    shades = ""
    for each in incidents:
        left, right = across(each["start"]), across(each["end"])
        if right > left:
            shades += (
                f"<rect x='{left:.1f}' y='0' width='{right - left:.1f}' height='{HEIGHT}' "
                f"fill='#d33' fill-opacity='0.2'><title>{escape(each['name'])}</title></rect>"
            )
    points = _thinned(orders)
    most = max(max(points), 1)
    step = WIDTH / len(points)
    line = " ".join(
        f"{(place + 0.5) * step:.1f},{HEIGHT - (HEIGHT - 2) * value / most:.1f}"
        for place, value in enumerate(points)
    )
    return (
        f"<svg width='{WIDTH}' height='{HEIGHT}' viewBox='0 0 {WIDTH} {HEIGHT}' role='img' "
        f"aria-label='orders an hour, {min(orders):,} to {max(orders):,}'>{shades}"
        f"<polyline points='{line}' fill='none' stroke='currentColor' stroke-width='1'/></svg>"
    )


def _thinned(values: list[int]) -> list[float]:
    """Means of runs of equal length, so that there is at most a point a pixel."""
    run = -(-len(values) // MOST_POINTS)
    return [
        sum(values[at : at + run]) / len(values[at : at + run]) for at in range(0, len(values), run)
    ]


def table(shown: Table) -> str:
    """The first rows."""
    columns, cells = shown.preview(ROWS)
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in cells
    )
    return (
        f"<div><strong>{escape(shown.name)}</strong>, {shown.planned_rows:,} rows planned"
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )
