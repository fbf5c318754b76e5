"""A dashboard of a shop's week: DuckDB asks, Matplotlib draws, the page needs no network.

The tables are never files: they go from the engine to DuckDB as Arrow. One query a panel; the page
is one HTML file with its charts inside. Somewhere in the week a payment provider fails, and the
panels show where.

    python3 examples/dashboard.py [FILE.html]
"""

import base64
import io
import sys
from pathlib import Path

import duckdb
import fauxmart as fm
from matplotlib.figure import Figure

TABLES = ["orders", "order_items", "products", "support_tickets", "cart_abandonment"]

QUERIES = {
    "numbers": """
        SELECT count(*) AS orders, sum(total_amount)::DOUBLE AS revenue,
               avg((payment_status = 'failed')::INT) FILTER (payment_type <> 'cod') AS failed,
               avg(is_sla_breach::INT) AS late
        FROM orders""",
    "orders an hour": """
        SELECT date_trunc('hour', order_ts)::TIMESTAMP AS hour, count(*) AS orders
        FROM orders GROUP BY ALL ORDER BY ALL""",
    "failed payments": """
        SELECT date_trunc('hour', order_ts)::TIMESTAMP AS hour,
               100 * avg((payment_status = 'failed')::INT) AS "% of online payments"
        FROM orders WHERE payment_type <> 'cod' GROUP BY ALL ORDER BY ALL""",
    "revenue by category": """
        SELECT category, sum(total_price)::DOUBLE / 1e6 AS "million USD"
        FROM order_items JOIN products USING (product_id) GROUP BY ALL ORDER BY 2""",
    "tickets by topic": """
        SELECT issue_category AS topic, count(*) AS tickets
        FROM support_tickets GROUP BY ALL ORDER BY 2""",
    "late parcels by warehouse": """
        SELECT warehouse_id AS warehouse, 100 * avg(is_sla_breach::INT) AS "% late"
        FROM orders GROUP BY ALL ORDER BY warehouse DESC""",
    "carts left behind": """
        SELECT abandon_reason AS reason, count(*) AS carts
        FROM cart_abandonment GROUP BY ALL ORDER BY 2 DESC LIMIT 6""",
    "worst hours": """
        SELECT strftime(date_trunc('hour', order_ts)::TIMESTAMP, '%d %b %H:00') AS hour,
               count(*) AS orders, count(*) FILTER (payment_status = 'failed') AS failed,
               mode(payment_failure_reason) AS reason
        FROM orders GROUP BY ALL ORDER BY avg((payment_status = 'failed')::INT) DESC LIMIT 4""",
}


def ask(shop: fm.Dataset) -> dict[str, tuple[list[str], list[tuple]]]:
    """Panel -> names of columns, rows."""
    answers = {}
    with duckdb.connect() as database:
        database.execute("SET TimeZone = 'UTC'")
        for name in TABLES:
            database.register(name, shop[name].to_pyarrow())
        for panel, query in QUERIES.items():
            done = database.execute(query)
            answers[panel] = ([column[0] for column in done.description], done.fetchall())
    return answers


def draw(panel: str, columns: list[str], rows: list[tuple]) -> str:
    """A panel as an image inside the page: a line over time, else a bar for each name."""
    names, values = zip(*rows, strict=True)
    figure = Figure(figsize=(5.6, 2.6), layout="constrained")
    axes = figure.subplots()
    if columns[0] == "hour":
        axes.plot(names, values, linewidth=1)
        axes.tick_params(axis="x", rotation=30)
        axes.set_ylim(bottom=0)
        axes.set_ylabel(columns[1])
    else:
        axes.barh(names, values)
        axes.set_xlabel(columns[1])
    axes.set_title(panel)
    image = io.BytesIO()
    figure.savefig(image, format="png", dpi=110)
    data = base64.b64encode(image.getvalue()).decode()
    return f'<img alt="{panel}" src="data:image/png;base64,{data}">'


def page(answers: dict[str, tuple[list[str], list[tuple]]]) -> str:
    (orders, revenue, failed, late) = answers["numbers"][1][0]
    numbers = f"{orders:,} orders, {revenue / 1e6:.1f} million USD, "
    numbers += f"{failed:.1%} of online payments failed, {late:.1%} of parcels late"
    head, worst = answers["worst hours"]
    cells = [f"<tr>{''.join(f'<td>{each}</td>' for each in row)}</tr>" for row in [head, *worst]]
    charts = [
        draw(panel, *answer)
        for panel, answer in answers.items()
        if panel not in ("numbers", "worst hours")
    ]
    return (
        "<!doctype html><meta charset='utf-8'><title>The shop's week</title>"
        "<style>body{font-family:sans-serif;max-width:76em;margin:2em auto}img{width:48%}"
        "td{padding:.2em 1em;text-align:right}</style>"
        f"<h1>The shop's week</h1><p>{numbers}</p>{''.join(charts)}"
        f"<h2>Worst hours</h2><table>{''.join(cells)}</table>"
    )


def main(file: str = "out/dashboard.html") -> dict[str, tuple[list[str], list[tuple]]]:
    shop = fm.generate("baseline", seed=5, duration="7d").overlay("payment_outage", at="105h")
    answers = ask(shop)
    where = Path(file)
    where.parent.mkdir(parents=True, exist_ok=True)
    where.write_text(page(answers), encoding="utf-8")
    for panel in ("numbers", "worst hours"):
        print(panel, *answers[panel][1], sep="\n  ")
    print(f"the dashboard: {where}")
    return answers


if __name__ == "__main__":
    main(*sys.argv[1:2])
