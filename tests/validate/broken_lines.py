"""Ways to break the lines of orders, and what must find them."""

from breaking import CENT, Break, every, first, repeat, setter
from names import (
    COUNTS,
    DISCOUNT,
    DISTINCT,
    ITEMS,
    LABELLED,
    LINE,
    LINE_CATEGORIES,
    LINES,
    METRICS,
    OF_A_LINE,
    PRICE,
    QUANTITIES,
    REFUND,
    RETURNED,
    SKU,
    SUBTOTAL,
    TARGET,
    key,
    reference,
)

TABLE = "order_items"


def drop_line(rows):
    rows.remove(first(rows, lambda row: row["discount_per_unit"] == 0))


def drop_later_lines(rows):
    rows[:] = [r for i, r in enumerate(rows) if i == 0 or r["order_id"] != rows[i - 1]["order_id"]]


def same_product(rows):
    for before, row in zip(rows, rows[1:], strict=False):
        if row["order_id"] == before["order_id"]:
            row["product_id"] = before["product_id"]
            return


def one_product(rows):
    """First lines only, so that an order's products stay distinct."""
    for i, row in enumerate(rows):
        if i == 0 or row["order_id"] != rows[i - 1]["order_id"]:
            row["product_id"] = 5


BREAKS = {
    "orphaned": Break(
        TABLE,
        setter("order_id", 1),
        [reference(TABLE, "order_id", "orders"), SUBTOTAL, METRICS, COUNTS],
        [DISCOUNT, LINES, OF_A_LINE, ITEMS],
    ),
    "of an unknown product": Break(
        TABLE,
        setter("product_id", 99_999),
        [reference(TABLE, "product_id", "products")],
        [OF_A_LINE, TARGET],
    ),
    "lost": Break(
        TABLE, drop_line, [SUBTOTAL, METRICS, COUNTS], [LINES, OF_A_LINE, LABELLED, ITEMS]
    ),
    "twice": Break(
        TABLE,
        repeat,
        [key(TABLE, "order_item_id"), SUBTOTAL, DISTINCT, METRICS, COUNTS],
        [DISCOUNT],
    ),
    "a product twice in an order": Break(
        TABLE, same_product, [DISTINCT], [PRICE, SKU, OF_A_LINE, TARGET]
    ),
    "by a cent": Break(
        TABLE, setter("total_price", lambda r: r["total_price"] + CENT), [LINE], [REFUND]
    ),
    "price of another": Break(
        TABLE,
        lambda rows: rows[2].update(
            unit_price=rows[2]["unit_price"] + CENT,
            total_price=rows[2]["total_price"] + CENT * rows[2]["quantity"],
        ),
        [PRICE, SUBTOTAL],
        [REFUND],
    ),
    "sku of another": Break(
        TABLE,
        lambda rows: rows[0].update(sku=first(rows, lambda r: r["sku"] != rows[0]["sku"])["sku"]),
        [SKU],
    ),
    "nothing bought": Break(
        TABLE,
        setter("quantity", 0),
        [
            (TABLE, "At least one unit is bought."),
            *(LINE, SUBTOTAL, METRICS, COUNTS, QUANTITIES),
        ],
        [DISCOUNT],
    ),
    "discount above the price": Break(
        TABLE,
        setter("discount_per_unit", lambda r: r["unit_price"] + 1),
        [LINE, DISCOUNT, (TABLE, "No discount exceeds the price.")],
        [TARGET],
    ),
    "one an order": Break(
        TABLE,
        drop_later_lines,
        [ITEMS, SUBTOTAL, METRICS, COUNTS],
        [DISCOUNT, OF_A_LINE, LABELLED, RETURNED],
    ),
    "one unit each": Break(
        TABLE,
        every(quantity=1, total_price=lambda r: r["unit_price"] - r["discount_per_unit"]),
        [QUANTITIES, SUBTOTAL, METRICS, COUNTS],
        [DISCOUNT, REFUND, ("returns", "The refund does not exceed the line's price.")],
    ),
    "all for one product": Break(
        TABLE,
        one_product,
        [LINE_CATEGORIES, PRICE, SKU],
        [OF_A_LINE, TARGET, RETURNED, DISTINCT],
    ),
}
