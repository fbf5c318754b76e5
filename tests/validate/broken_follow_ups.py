"""Ways to break abandoned carts and returns, and what must find them."""

from decimal import Decimal

from breaking import DAY, HOUR, Break, every, repeat, setter, swap_times
from names import (
    ABANDON_REASONS,
    BLOCKS,
    CART_CHANNELS,
    CART_COHORTS,
    CART_ITEMS,
    COUNTED,
    COUNTS,
    KNOWN,
    LABELLED,
    OF_A_LINE,
    PLANNED,
    PROCESSED,
    PROCESSING_DAYS,
    REFUND,
    RETURN_CUSTOMER,
    RETURN_REASONS,
    RETURN_TIME,
    RETURN_WAITS,
    RETURNED,
    STAGES,
    VISITS,
    WITH,
    in_order,
    key,
    reference,
)

CARTS, RETURNS = "cart_abandonment", "returns"
TOO_MUCH = (RETURNS, "The refund does not exceed the line's price.")


def known(row):
    return row["customer_id"] is not None


def done(row):
    return row["processed_ts"] is not None


def processed_after(days):
    return lambda row: row["return_ts"] + days * DAY if done(row) else None


def thin_by_day(rows):
    """Fewer carts in the hours of the day in which there are many orders."""
    rows[:] = [r for i, r in enumerate(rows) if not 8 <= r["abandon_ts"].hour < 16 or i % 4 != 0]


BREAKS = {
    "empty cart": Break(
        CARTS, setter("items_count", 0), [(CARTS, "A cart holds something."), CART_ITEMS]
    ),
    "cart lost": Break(CARTS, lambda rows: rows.pop(), [PLANNED, *COUNTED], [LABELLED]),
    "cart twice": Break(CARTS, repeat, [key(CARTS, "abandonment_id"), VISITS, PLANNED, *COUNTED]),
    "carts out of order": Break(CARTS, swap_times, [in_order(CARTS, "abandon_ts")]),
    "cart of nobody": Break(
        CARTS,
        setter("customer_id", 99_999, known),
        [reference(CARTS, "customer_id", "customers")],
    ),
    "carts of unknown only": Break(CARTS, every(customer_id=None), [KNOWN], [CART_CHANNELS]),
    "carts of one customer": Break(
        CARTS, every(known, customer_id=1), [CART_COHORTS], [CART_CHANNELS]
    ),
    "carts at one stage": Break(
        CARTS,
        every(abandon_stage="checkout", abandon_reason="slow_checkout"),
        [STAGES],
        [ABANDON_REASONS],
    ),
    "carts for one reason": Break(
        CARTS,
        every(lambda r: r["abandon_stage"] == "cart", abandon_reason="comparing"),
        [ABANDON_REASONS],
    ),
    "carts by app": Break(CARTS, every(channel="app"), [CART_CHANNELS]),
    "carts of five": Break(CARTS, every(items_count=5), [CART_ITEMS]),
    "fewer carts by day": Break(
        CARTS, thin_by_day, [BLOCKS, PLANNED, *COUNTED[:2]], dataset="month"
    ),
    "return before delivery": Break(
        RETURNS,
        lambda rows: rows[0].update(
            return_ts=rows[0]["return_ts"] - 900 * HOUR, processed_ts=None, return_status="pending"
        ),
        [RETURN_TIME],
        [RETURN_WAITS],
    ),
    "refund by a cent": Break(
        RETURNS,
        setter("refund_amount", lambda r: r["refund_amount"] + Decimal("0.01")),
        [REFUND],
        [TOO_MUCH],
    ),
    "refund of too much": Break(
        RETURNS, setter("refund_amount", lambda r: r["refund_amount"] * 2), [REFUND, TOO_MUCH]
    ),
    "refund below nothing": Break(
        RETURNS,
        setter("refund_amount", Decimal("-1.00")),
        [(RETURNS, "Refunds are not negative."), REFUND],
    ),
    "return of another product": Break(
        RETURNS,
        setter("product_id", lambda r: r["product_id"] % 200 + 1),
        [OF_A_LINE],
        [RETURN_REASONS],
    ),
    "return of no product": Break(
        RETURNS,
        setter("product_id", 99_999),
        [reference(RETURNS, "product_id", "products"), OF_A_LINE],
    ),
    "return of no order": Break(
        RETURNS,
        setter("order_id", 77),
        [reference(RETURNS, "order_id", "orders"), OF_A_LINE, COUNTS, WITH],
    ),
    "return of nobody": Break(
        RETURNS,
        setter("customer_id", 99_999),
        [reference(RETURNS, "customer_id", "customers"), RETURN_CUSTOMER],
    ),
    "processed without a time": Break(
        RETURNS,
        setter("processed_ts", None, done),
        [(RETURNS, "Processed returns, and no others, have a time of processing.")],
    ),
    "processed too soon": Break(
        RETURNS,
        setter("processing_days", 1, done),
        [(RETURNS, "Processing takes its days.")],
    ),
    "return twice": Break(
        RETURNS,
        repeat,
        [key(RETURNS, "return_id"), (RETURNS, "At most one a line."), COUNTS, WITH],
    ),
    "no returns": Break(RETURNS, lambda rows: rows.clear(), [RETURNED, COUNTS, WITH], [LABELLED]),
    "returns for one reason": Break(RETURNS, every(return_reason="wrong_item"), [RETURN_REASONS]),
    "none processed": Break(
        RETURNS, every(processed_ts=None, return_status="pending"), [PROCESSED]
    ),
    "all processed in three days": Break(
        RETURNS,
        every(
            processing_days=3, processed_ts=lambda r: done(r) and r["return_ts"] + 3 * DAY or None
        ),
        [PROCESSING_DAYS],
    ),
    "returns weeks later": Break(
        RETURNS,
        every(
            return_ts=lambda r: r["return_ts"] + 30 * DAY,
            processed_ts=lambda r: r["processed_ts"] + 30 * DAY if done(r) else None,
        ),
        [RETURN_WAITS],
    ),
}
