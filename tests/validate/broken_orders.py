"""Ways to break orders, and what must find them."""

from breaking import CENT, DAY, HOUR, Break, delivered, every, repeat, setter, swap_times, unpaid
from names import (
    CHANNELS,
    CONTACTS,
    COUNTED,
    COUNTS,
    DISCOUNT,
    EARLY_HOURS,
    EXPECTED_DAYS,
    FAILURE_REASONS,
    FAILURES,
    ITEMS,
    LABELLED,
    LATE,
    LATE_HOURS,
    LINES,
    METRICS,
    ORDER_COHORTS,
    PAYMENTS,
    PLANNED,
    RETURN_CUSTOMER,
    RETURN_DELIVERED,
    RETURN_TIME,
    RETURN_WAITS,
    RETURNED,
    STATUSES,
    SUBTOTAL,
    TARGET,
    TICKET_CATEGORIES,
    TICKET_CUSTOMER,
    TICKET_TIME,
    TICKET_WAITS,
    TOTAL,
    VISITS,
    WAREHOUSES,
    WINDOW,
    WITH,
    in_order,
    key,
    reference,
)

TABLE = "orders"


def rule(words):
    return (TABLE, words)


def by_a_cent(*columns):
    def change(rows):
        rows[7].update({column: rows[7][column] + CENT for column in columns})

    return change


def late_ones(row):
    return row["is_sla_breach"]


def punctual(row):
    return delivered(row) and not row["is_sla_breach"]


def open_ones(row):
    return not delivered(row)


BREAKS = {
    "total by a cent": Break(TABLE, by_a_cent("total_amount"), [TOTAL]),
    "tax by a cent": Break(
        TABLE,
        by_a_cent("tax", "total_amount"),
        [rule("The tax is the world's rate of subtotal - discount.")],
    ),
    "shipping by a cent": Break(
        TABLE,
        by_a_cent("shipping_cost", "total_amount"),
        [rule("Shipping costs what the world says.")],
    ),
    "reason without failure": Break(
        TABLE,
        setter("payment_failure_reason", "gateway_down", delivered),
        [rule("A failure reason stands exactly where payment failed."), *COUNTED],
    ),
    "failed and shipped": Break(
        TABLE,
        setter("order_status", "shipped", unpaid),
        [rule("An order whose payment failed is cancelled.")],
    ),
    "delivered unpaid": Break(
        TABLE,
        setter("payment_status", "pending", delivered),
        [rule("What is delivered is paid, and what is pending is not delivered.")],
    ),
    "delivered without a time": Break(
        TABLE,
        setter("actual_delivery_ts", None, punctual),
        [rule("Delivered orders, and no others, have a time of delivery.")],
        [RETURN_DELIVERED],
    ),
    "late in the data only": Break(
        TABLE,
        setter("is_sla_breach", True, punctual),
        [
            rule("Late means delivered after the promised time."),
            rule("The delay is in whole hours."),
            PLANNED,
            COUNTS,
            WITH,
        ],
    ),
    "promised before ordered": Break(
        TABLE,
        setter("expected_delivery_ts", lambda r: r["order_ts"] - HOUR, open_ones),
        [rule("Nothing is delivered before it is ordered."), EXPECTED_DAYS],
    ),
    "unknown customer": Break(
        TABLE,
        setter("customer_id", 999_999),
        [reference(TABLE, "customer_id", "customers")],
        [TICKET_CUSTOMER, RETURN_CUSTOMER],
    ),
    "unknown campaign": Break(
        TABLE,
        setter("campaign_id", 99, lambda r: r["campaign_id"] is None),
        [reference(TABLE, "campaign_id", "campaigns")],
    ),
    "discount without campaign": Break(
        TABLE,
        setter("campaign_id", None, lambda r: r["discount"] > 0),
        [
            rule("A discount comes from a campaign and never exceeds the subtotal."),
            WINDOW,
            TARGET,
        ],
    ),
    "out of order": Break(TABLE, swap_times, [in_order(TABLE, "order_ts")]),
    "twice": Break(
        TABLE,
        repeat,
        [key(TABLE, "order_id"), VISITS, SUBTOTAL, PLANNED, *COUNTED, LINES],
        [DISCOUNT, ITEMS],
    ),
    "lost": Break(
        TABLE,
        lambda rows: rows.pop(10),
        [reference("order_items", "order_id", "orders"), PLANNED, *COUNTED],
        [
            reference("support_tickets", "order_id", "orders"),
            reference("returns", "order_id", "orders"),
            LABELLED,
        ],
    ),
    "visit of another": Break(
        TABLE,
        lambda rows: rows[4].update(session_id=rows[3]["session_id"]),
        [VISITS],
    ),
    "of one customer": Break(
        TABLE,
        every(customer_id=1),
        [ORDER_COHORTS, TICKET_CUSTOMER, RETURN_CUSTOMER],
        [CHANNELS, PAYMENTS, WAREHOUSES, LATE, CONTACTS],
    ),
    "all by web": Break(TABLE, every(channel="web"), [CHANNELS]),
    "all by card": Break(
        TABLE,
        every(payment_type="card"),
        [PAYMENTS],
        [METRICS, COUNTS, FAILURES, STATUSES],
    ),
    "all from one warehouse": Break(TABLE, every(warehouse_id="WH_03"), [WAREHOUSES]),
    "no payment fails": Break(
        TABLE,
        every(unpaid, payment_status="paid", payment_failure_reason=None),
        [FAILURES, STATUSES, *COUNTED],
        [TICKET_CATEGORIES],
    ),
    "all fail for one reason": Break(
        TABLE, every(unpaid, payment_failure_reason="suspected_fraud"), [FAILURE_REASONS]
    ),
    "none arrived": Break(
        TABLE,
        every(punctual, order_status="shipped", actual_delivery_ts=None),
        [RETURN_DELIVERED, STATUSES],
        [RETURNED, TICKET_CATEGORIES, TICKET_WAITS, RETURN_WAITS],
    ),
    "none shipped": Break(
        TABLE,
        every(lambda r: r["order_status"] == "shipped", order_status="processing"),
        [STATUSES],
    ),
    "late ones all by one payment": Break(
        TABLE, every(late_ones, payment_type="upi"), [LATE], [PAYMENTS, METRICS, COUNTS]
    ),
    "all as late": Break(
        TABLE,
        every(
            late_ones,
            delivery_delay_hours=71,
            actual_delivery_ts=lambda r: r["expected_delivery_ts"] + 71 * HOUR,
        ),
        [LATE_HOURS],
        [RETURN_TIME, RETURN_WAITS],
    ),
    "none early": Break(
        TABLE,
        every(punctual, actual_delivery_ts=lambda r: r["expected_delivery_ts"]),
        [EARLY_HOURS],
        [RETURN_TIME, RETURN_WAITS, TICKET_WAITS, TICKET_TIME],
    ),
    "all promised in three days": Break(
        TABLE,
        every(open_ones, expected_delivery_ts=lambda r: r["order_ts"] + 3 * DAY),
        [EXPECTED_DAYS],
    ),
}
