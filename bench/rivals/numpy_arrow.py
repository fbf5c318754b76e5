"""Orders and items with NumPy and pyarrow, vectorised, as somebody who knows both would write them.

Chunks of a quarter of a million orders, dealt out to processes; each writes its own parts with
pyarrow's defaults (snappy, dictionaries).
"""

from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import rival_shop as shop

CHUNK = 1 << 18
HOUR = 3_600_000_000


def pick(rng, mix: dict, count: int) -> np.ndarray:
    """Indexes into a mix."""
    shares = np.cumsum(list(mix.values()))
    chosen = np.searchsorted(shares, rng.random(count) * shares[-1], side="right")
    return chosen.astype(np.int8)


def category(indexes, names, mask=None) -> pa.Array:
    codes = pa.array(indexes.astype(np.int32), mask=mask)
    return pa.DictionaryArray.from_arrays(codes, pa.array(list(names)))


def money(cents: np.ndarray) -> pa.Array:
    """Cents as decimal(12, 2): 16 bytes each, of which the upper 8 are the sign."""
    wide = np.empty((len(cents), 2), np.int64)
    wide[:, 0] = cents
    wide[:, 1] = cents >> 63
    return pa.Array.from_buffers(pa.decimal128(12, 2), len(cents), [None, pa.py_buffer(wide)])


def moments(values, mask=None) -> pa.Array:
    return pa.array(values, pa.timestamp("us", tz="UTC"), mask=mask)


def prices() -> np.ndarray:
    """The price of each product in cents, the same in every process."""
    drawn = np.random.default_rng(1).lognormal(shop.PRICE_MU, shop.PRICE_SIGMA, shop.PRODUCTS)
    return np.maximum(99, np.rint(drawn * 100)).astype(np.int64)


def lines(rng, order_ids) -> tuple[list, np.ndarray]:
    """The columns of order_items, and the subtotal of each order."""
    sizes = pick(rng, shop.ITEMS, len(order_ids)) + 1
    first = np.cumsum(sizes, dtype=np.int64) - sizes
    count = int(sizes.sum())
    orders = np.repeat(order_ids, sizes)
    place = np.arange(count) - np.repeat(first, sizes)
    product = (rng.random(count) ** shop.SKEW * shop.PRODUCTS).astype(np.int32)
    quantity = pick(rng, shop.QUANTITIES, count).astype(np.int32) + 1
    price = prices()[product]
    total = price * quantity
    skus = [f"{shop.PREFIXES[i % 5]}-{i + 1:05}" for i in range(shop.PRODUCTS)]
    columns = [
        pa.array(orders * 8 + place),
        pa.array(orders),
        pa.array(product.astype(np.int64) + 1),
        category(product, skus),
        pa.array(quantity),
        money(price),
        money(np.zeros(count, np.int64)),
        money(total),
    ]
    return columns, np.add.reduceat(total, first)


def heads(rng, order_ids, subtotal, orders: int) -> list:
    """The columns of orders."""
    count = len(order_ids)
    share = (order_ids - 1 + rng.random(count)) / orders
    turned = share + shop.SWING * np.sin(2 * np.pi * share)
    placed = int(shop.START.timestamp() * 1e6) + (turned * shop.HOURS * HOUR).astype(np.int64)
    customer = (rng.random(count) ** 2 * shop.CUSTOMERS).astype(np.int64) + 1
    payment = pick(rng, shop.PAYMENTS, count)
    online = payment != list(shop.PAYMENTS).index("cod")
    failed = online & (rng.random(count) < shop.FAILURE_RATE)
    statuses = list(shop.STATUSES)
    state = pick(rng, shop.STATUSES, count)
    state[failed] = statuses.index("cancelled")
    delivered = state == statuses.index("delivered")
    paid = np.where(failed, 1, np.where(online | delivered, 0, 2))
    tax = (subtotal * shop.TAX_PERCENT + 50) // 100
    fee = np.where(subtotal < shop.FREE_FROM_CENTS, shop.SHIPPING_CENTS, 0)
    days = pick(rng, shop.DELIVERY_DAYS, count).astype(np.int64) + 1
    expected = placed + days * (24 * HOUR)
    late = delivered & (rng.random(count) < shop.LATE_RATE)
    low, high = shop.LATE_HOURS
    spread = rng.random(count)
    hours = np.where(late, low + spread * (high - low), -spread * shop.EARLY_HOURS)
    actual = expected + (hours * HOUR).astype(np.int64)
    return [
        pa.array(order_ids),
        pa.array(customer),
        pa.nulls(count, pa.int64()),
        moments(placed),
        category(pick(rng, shop.CHANNELS, count), shop.CHANNELS),
        pa.array(order_ids * 2),
        category(payment, shop.PAYMENTS),
        category(paid, ["paid", "failed", "pending"]),
        category(pick(rng, shop.FAILURES, count), shop.FAILURES, mask=~failed),
        category(state, statuses),
        money(subtotal),
        money(np.zeros(count, np.int64)),
        money(tax),
        money(fee),
        money(subtotal + tax + fee),
        category(pick(rng, shop.WAREHOUSES, count), shop.WAREHOUSES),
        moments(expected),
        moments(actual, mask=~delivered),
        pa.array(late),
        pa.array(np.where(late, hours, 0).astype(np.int32)),
    ]


def chunk(part: int, orders: int, out) -> None:
    rng = np.random.default_rng([1, part])
    ids = np.arange(part * CHUNK, min(orders, (part + 1) * CHUNK), dtype=np.int64) + 1
    items, subtotal = lines(rng, ids)
    columns = (heads(rng, ids, subtotal, orders), items)
    tables = zip(("orders", "order_items"), columns, shop.schemas(), strict=True)
    for name, arrays, schema in tables:
        table = pa.Table.from_arrays(arrays, schema=schema)
        pq.write_table(table, out / name / f"part-{part:05}.parquet")


def make(orders, out, threads) -> None:
    parts = range(-(-orders // CHUNK))
    with ProcessPoolExecutor(threads, mp_context=get_context("fork")) as workers:
        list(workers.map(chunk, parts, repeat(orders), repeat(out)))


if __name__ == "__main__":
    shop.main(make, __doc__)
