"""The shop that all rivals make: orders and order_items with fauxmart's columns, types and rates.

The columns are drawn each by itself: unlike fauxmart's, the mixes do not depend on cohort, load or
season. Only sums are kept: an order's subtotal is that of its items, and its total adds up.
"""

import argparse
import json
import time
from datetime import UTC, datetime
from pathlib import Path

START = datetime(2025, 1, 1, tzinfo=UTC)
CUSTOMERS, PRODUCTS, HOURS = 15_000, 2_500, 24
# Time of day as a function of the share u of the day's orders: u + SWING sin(2 pi u), so that noon
# has about three times the orders of midnight.
SWING = 0.08
# Products by demand: the rank is PRODUCTS u^SKEW, a power law of exponent 1 - 1 / SKEW = 0.8.
SKEW = 5

CHANNELS = {"web": 0.38, "mobile_web": 0.33, "app": 0.29}
PAYMENTS = {"card": 0.54, "upi": 0.24, "bnpl": 0.11, "cod": 0.11}
FAILURE_RATE = 0.05
FAILURES = {
    "insufficient_funds": 0.4,
    "declined_by_issuer": 0.3,
    "authentication_failed": 0.15,
    "suspected_fraud": 0.1,
    "timeout": 0.05,
}
STATUSES = {"delivered": 0.85, "shipped": 0.1, "processing": 0.03, "cancelled": 0.02}
WAREHOUSES = {"WH_01": 0.22, "WH_02": 0.21, "WH_03": 0.2, "WH_04": 0.18, "WH_05": 0.19}
ITEMS = {1: 0.5, 2: 0.25, 3: 0.13, 4: 0.08, 5: 0.04}
QUANTITIES = {1: 0.6, 2: 0.25, 3: 0.1, 4: 0.05}
DELIVERY_DAYS = {1: 0.3, 2: 0.45, 3: 0.25}
LATE_RATE, LATE_HOURS, EARLY_HOURS = 0.05, (12, 71), 10
TAX_PERCENT, SHIPPING_CENTS, FREE_FROM_CENTS = 8, 599, 5000
PREFIXES = ["ELE", "CLO", "HOM", "BEA", "BOO"]
PRICE_MU, PRICE_SIGMA = 4.2, 0.9


def schemas():
    """The Arrow schemas of orders and order_items, as fauxmart's files have them."""
    import pyarrow as pa

    category = pa.dictionary(pa.int32(), pa.string())
    money, moment = pa.decimal128(12, 2), pa.timestamp("us", tz="UTC")

    def schema(columns, nullable=()):
        return pa.schema([pa.field(n, t, nullable=n in nullable) for n, t in columns.items()])

    orders = {
        "order_id": pa.int64(),
        "customer_id": pa.int64(),
        "campaign_id": pa.int64(),
        "order_ts": moment,
        "channel": category,
        "session_id": pa.int64(),
        "payment_type": category,
        "payment_status": category,
        "payment_failure_reason": category,
        "order_status": category,
        "subtotal": money,
        "discount": money,
        "tax": money,
        "shipping_cost": money,
        "total_amount": money,
        "warehouse_id": category,
        "expected_delivery_ts": moment,
        "actual_delivery_ts": moment,
        "is_sla_breach": pa.bool_(),
        "delivery_delay_hours": pa.int32(),
    }
    items = {
        "order_item_id": pa.int64(),
        "order_id": pa.int64(),
        "product_id": pa.int64(),
        "sku": category,
        "quantity": pa.int32(),
        "unit_price": money,
        "discount_per_unit": money,
        "total_price": money,
    }
    absent = ("campaign_id", "payment_failure_reason", "actual_delivery_ts")
    return schema(orders, absent), schema(items)


def main(make, description: str) -> None:
    """The command line of every rival: make(orders, out, threads), and what it took as JSON."""
    parser = argparse.ArgumentParser(description=description.split("\n")[0])
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    for table in ("orders", "order_items"):
        (options.out / table).mkdir(parents=True, exist_ok=True)
    begin = time.perf_counter()
    make(options.orders, options.out, options.threads)
    print(json.dumps({"orders": options.orders, "seconds": time.perf_counter() - begin}))
