"""Orders and items row by row, as scripts around Faker and Mimesis are written.

`draw` is the library: draw.pick(mix), draw.integer(low, high) and draw.moment(begin, end).
"""

from datetime import timedelta
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import rival_shop as shop


def catalogue(draw) -> list[tuple[str, Decimal]]:
    """A sku and a price for every product."""
    return [
        (f"{shop.PREFIXES[i % 5]}-{i + 1:05}", Decimal(draw.integer(99, 30_000)) / 100)
        for i in range(shop.PRODUCTS)
    ]


def lines(draw, products, order_id: int) -> list[dict]:
    rows = []
    for place in range(draw.pick(shop.ITEMS)):
        product = draw.integer(1, shop.PRODUCTS)
        sku, price = products[product - 1]
        quantity = draw.pick(shop.QUANTITIES)
        rows.append(
            {
                "order_item_id": order_id * 8 + place,
                "order_id": order_id,
                "product_id": product,
                "sku": sku,
                "quantity": quantity,
                "unit_price": price,
                "discount_per_unit": Decimal(0),
                "total_price": quantity * price,
            }
        )
    return rows


def head(draw, order_id: int, subtotal: Decimal) -> dict:
    placed = draw.moment(shop.START, shop.START + timedelta(hours=shop.HOURS))
    payment = draw.pick(shop.PAYMENTS)
    failed = payment != "cod" and draw.integer(1, 100) <= shop.FAILURE_RATE * 100
    status = "cancelled" if failed else draw.pick(shop.STATUSES)
    delivered = status == "delivered"
    late = delivered and draw.integer(1, 100) <= shop.LATE_RATE * 100
    expected = placed + timedelta(days=draw.pick(shop.DELIVERY_DAYS))
    hours = draw.integer(*shop.LATE_HOURS) if late else 0
    early = timedelta(minutes=0 if late else draw.integer(0, shop.EARLY_HOURS * 60))
    tax = (subtotal * shop.TAX_PERCENT / 100).quantize(Decimal("0.01"))
    free = subtotal * 100 >= shop.FREE_FROM_CENTS
    fee = Decimal(0) if free else Decimal(shop.SHIPPING_CENTS) / 100
    paid = payment != "cod" or delivered
    return {
        "order_id": order_id,
        "customer_id": draw.integer(1, shop.CUSTOMERS),
        "campaign_id": None,
        "order_ts": placed,
        "channel": draw.pick(shop.CHANNELS),
        "session_id": order_id * 2,
        "payment_type": payment,
        "payment_status": "failed" if failed else "paid" if paid else "pending",
        "payment_failure_reason": draw.pick(shop.FAILURES) if failed else None,
        "order_status": status,
        "subtotal": subtotal,
        "discount": Decimal(0),
        "tax": tax,
        "shipping_cost": fee,
        "total_amount": subtotal + tax + fee,
        "warehouse_id": draw.pick(shop.WAREHOUSES),
        "expected_delivery_ts": expected,
        "actual_delivery_ts": expected + timedelta(hours=hours) - early if delivered else None,
        "is_sla_breach": late,
        "delivery_delay_hours": hours,
    }


def make(draw, orders: int, out) -> None:
    """One thread: a loop of Python has no other."""
    products = catalogue(draw)
    order_rows, item_rows = [], []
    for order_id in range(1, orders + 1):
        items = lines(draw, products, order_id)
        item_rows += items
        order_rows.append(head(draw, order_id, sum(item["total_price"] for item in items)))
    # By time, as fauxmart's are.
    order_rows.sort(key=lambda row: row["order_ts"])
    rows = (order_rows, item_rows)
    for name, made, schema in zip(("orders", "order_items"), rows, shop.schemas(), strict=True):
        table = pa.Table.from_pylist(made, schema=schema)
        pq.write_table(table, out / name / "part-00000.parquet")
