"""Checks fail where they should: a copy of a small dataset, one thing broken, the query again."""

import os
import shutil

import oracle_data
import pytest

ONE = "order_id = (SELECT min(order_id) FROM orders)"
FAILED = "order_id = (SELECT min(order_id) FROM orders WHERE payment_status = 'failed')"
DELIVERED = "order_id = (SELECT min(order_id) FROM orders WHERE order_status = 'delivered')"
LATE = "order_id = (SELECT min(order_id) FROM orders WHERE is_sla_breach)"
NAMED = "ticket_id = (SELECT min(ticket_id) FROM support_tickets WHERE order_id IS NOT NULL)"
HIDDEN = "ticket_id = (SELECT min(ticket_id) FROM support_tickets WHERE order_id IS NULL)"
LINE = "order_item_id = (SELECT min(order_item_id) FROM order_items)"
CART = "abandonment_id = (SELECT min(abandonment_id) FROM cart_abandonment)"
RETURN = "return_id = (SELECT min(return_id) FROM returns)"


def put(column, value, where):
    """The table with another value in one column of the rows."""
    return f"SELECT * REPLACE (CASE WHEN {where} THEN {value} ELSE {column} END AS {column}) FROM"


def drop(where):
    return f"SELECT t.* FROM {{}} AS t WHERE NOT ({where})"


def twice(where):
    return f"FROM {{}} UNION ALL SELECT t.* FROM {{}} AS t WHERE {where}"


# The check that must speak, the table that is broken, how.
BROKEN = [
    ("schemas:columns", "orders", "SELECT * EXCLUDE (tax) FROM"),
    ("schemas:columns", "orders", "SELECT * REPLACE (tax::DOUBLE AS tax) FROM"),
    ("schemas:truth_is_empty", "incident_labels", "SELECT 1, 'orders', 2, 'added', 'direct' --"),
    ("keys:orders_key", "orders", twice(ONE)),
    ("keys:returns_key", "returns", twice(RETURN)),
    ("keys:sessions_are_unique", "orders", put("session_id", "session_id + 1", "true")),
    ("keys:orders_customer", "orders", put("customer_id", "999999", ONE)),
    ("keys:items_order", "order_items", put("order_id", "order_id + 1", LINE)),
    ("keys:items_product", "order_items", put("product_id", "999999", LINE)),
    ("keys:tickets_order", "support_tickets", put("order_id", "5", NAMED)),
    ("keys:returns_line", "returns", put("product_id", "product_id % 300 + 1", RETURN)),
    ("keys:orders_not_null", "orders", put("warehouse_id", "NULL", ONE)),
    ("orders:hourly_counts", "orders", drop(ONE)),
    ("orders:inside_the_window", "orders", put("order_ts", "order_ts - INTERVAL 1 HOUR", ONE)),
    ("orders:total_adds_up", "orders", put("total_amount", "total_amount + 0.01", ONE)),
    ("orders:subtotal_is_the_sum_of_lines", "orders", put("subtotal", "subtotal - 0.01", ONE)),
    ("orders:subtotal_is_the_sum_of_lines", "order_items", drop(ONE)),
    ("orders:tax", "orders", put("tax", "tax + 0.01", ONE)),
    ("orders:tax", "orders", "SELECT * REPLACE (trunc(subtotal * 0.08, 2) AS tax) FROM"),
    ("orders:shipping", "orders", put("shipping_cost", "5.99 - shipping_cost", ONE)),
    ("orders:no_campaign_no_discount", "orders", put("campaign_id", "1", ONE)),
    (
        "orders:line_matches_its_product",
        "order_items",
        put("unit_price", "unit_price + 0.01", LINE),
    ),
    ("orders:distinct_products", "order_items", put("product_id", "7", "quantity = 1")),
    ("orders:quantities", "order_items", put("quantity", "5", LINE)),
    (
        "orders:reason_exactly_on_failure",
        "orders",
        put("payment_failure_reason", "'timeout'", DELIVERED),
    ),
    ("orders:reason_exactly_on_failure", "orders", put("payment_failure_reason", "NULL", FAILED)),
    ("orders:cod_never_fails", "orders", put("payment_type", "'cod'", FAILED)),
    ("orders:failed_is_cancelled", "orders", put("order_status", "'shipped'", FAILED)),
    ("orders:failed_is_never_returned", "orders", put("payment_status", "'failed'", "true")),
    ("orders:delivered_has_a_time", "orders", put("actual_delivery_ts", "NULL", DELIVERED)),
    ("orders:late_is_after_expected", "orders", put("is_sla_breach", "false", LATE)),
    ("orders:late_hours", "orders", put("delivery_delay_hours", "delivery_delay_hours + 1", LATE)),
    ("orders:expected_days", "orders", put("expected_delivery_ts", "order_ts", ONE)),
    ("orders:warehouse_fits_the_region", "orders", put("warehouse_id", "'WH_05'", "true")),
    ("shop:emails", "customers", put("email", "'a@gmail.com'", "customer_id = 1")),
    ("shop:emails", "customers", put("email", "'a.b.2@example.com'", "customer_id IN (1, 2)")),
    ("shop:phones", "customers", put("phone", "'+1-212-556-0100'", "customer_id = 1")),
    ("shop:city_and_state", "customers", put("state", "'AK'", "customer_id = 1")),
    (
        "shop:created_before_the_first_order",
        "customers",
        put("created_at", "'2025-02-01'::TIMESTAMPTZ", "true"),
    ),
    ("shop:suppliers", "suppliers", put("lead_time_days", "4", "supplier_id = 3")),
    ("shop:brand_fits_the_subcategory", "products", put("brand", "'Acme'", "product_id = 1")),
    ("shop:price_and_cost", "products", put("cost", "price", "product_id = 1")),
    ("tickets:customer_of_the_order", "support_tickets", put("customer_id", "1", NAMED)),
    ("tickets:one_an_order", "support_tickets", twice(NAMED)),
    (
        "tickets:late_tickets",
        "support_tickets",
        put("created_ts", "created_ts + INTERVAL 3 DAY", "order_id IS NOT NULL"),
    ),
    ("tickets:payment_tickets", "support_tickets", put("issue_category", "'payment'", "true")),
    (
        "tickets:hidden_has_an_order_behind",
        "support_tickets",
        put("created_ts", "created_ts + INTERVAL 1 HOUR", "order_id IS NULL"),
    ),
    ("tickets:sla_breach", "support_tickets", put("sla_breach", "NOT sla_breach", HIDDEN)),
    ("tickets:csat", "support_tickets", put("csat", "3", "resolved_ts IS NULL")),
    ("tickets:agents", "support_tickets", put("agent_id", "51", NAMED)),
    ("carts_and_returns:carts_hold_something", "cart_abandonment", put("cart_value", "0", CART)),
    (
        "carts_and_returns:reason_fits_the_stage",
        "cart_abandonment",
        put("abandon_reason", "'out_of_stock'", CART),
    ),
    ("carts_and_returns:returns_customer", "returns", put("customer_id", "1", RETURN)),
    (
        "carts_and_returns:one_to_fourteen_days",
        "returns",
        put("return_ts", "return_ts - INTERVAL 14 DAY", RETURN),
    ),
    ("carts_and_returns:refund", "returns", put("refund_amount", "refund_amount + 0.01", RETURN)),
    ("carts_and_returns:processing", "returns", put("processed_ts", "NULL", "true")),
    ("metrics:measured_from_the_rows", "support_tickets", drop(HIDDEN)),
    ("metrics:measured_from_the_rows", "order_items", put("quantity", "quantity + 1", LINE)),
    ("order_of_rows:orders_sorted", "orders", "FROM {} ORDER BY customer_id"),
    ("order_of_rows:items_sorted", "order_items", "FROM {} ORDER BY product_id, order_id"),
]

RATES_BROKEN = [
    ("orders:channel_by_cohort", "orders", put("channel", "'web'", "order_id % 10 = 0")),
    (
        "orders:payment_failures",
        "orders",
        put("payment_status", "'failed'", "hash(order_id) % 50 = 0"),
    ),
    ("orders:quantities", "order_items", put("quantity", "1", "hash(order_item_id) % 20 = 0")),
    ("orders:late", "orders", put("is_sla_breach", "true", "hash(order_id) % 50 = 0")),
    ("tickets:late_orders_raise_one", "support_tickets", drop("hash(ticket_id) % 5 = 0")),
    ("tickets:severities", "support_tickets", put("severity", "'critical'", NAMED)),
    ("carts_and_returns:returned_lines", "returns", drop("hash(return_id) % 3 = 0")),
    ("skew:orders_by_tier", "customers", put("loyalty_tier", "'Platinum'", "customer_id % 4 = 0")),
    ("hours:gaps", "orders", put("order_ts", "date_trunc('minute', order_ts)", "true")),
    ("customers:loyalty", "customers", put("loyalty_tier", "'Gold'", "customer_id % 10 = 0")),
]


@pytest.fixture(scope="session")
def whole(make, dataset):
    """A sound dataset: its files and its DuckDB."""
    return make("whole", oracle_data.RUNS["day"]), dataset("day")


@pytest.fixture
def broken(whole, tmp_path):
    """broken(table, how): a DuckDB on the same files but for one table, written anew."""
    files, db = whole
    opened = []

    def breaker(table, how):
        how = how.replace("{}", table) if "{}" in how else f"{how} {table}"
        copy = tmp_path / "dataset"
        shutil.copytree(files, copy, copy_function=os.symlink)
        folder = next(copy.rglob(f"{table}/"))
        for file in folder.iterdir():
            file.unlink()
        db.execute(f"COPY ({how}\n) TO '{folder / 'part-00000.parquet'}'")
        opened.append(oracle_data.open_dataset(copy, oracle_data.RUNS["day"]))
        return opened[-1]

    yield breaker
    for one in opened:
        one.close()


def find(kind, short):
    name = f"{kind}/{short.replace(':', '.sql:')}"
    return next(check for check in oracle_data.all_checks(kind) if check.id == name)


def label(value):
    return value if isinstance(value, str) and len(value) < 60 and " " not in value else ""


@pytest.mark.parametrize(("short", "table", "how"), BROKEN, ids=label)
def test_violation_is_seen(whole, broken, short, table, how):
    check = find("violations", short)
    assert oracle_data.offenders(whole[1], check)[0] == 0
    assert oracle_data.offenders(broken(table, how), check)[0] > 0


@pytest.mark.parametrize(("short", "table", "how"), RATES_BROKEN, ids=label)
def test_deviation_is_seen(whole, broken, short, table, how):
    check = find("rates", short)
    assert all(abs(z) <= 4 for _, z, _ in oracle_data.deviations(whole[1], check))
    assert any(abs(z) > 4 for _, z, _ in oracle_data.deviations(broken(table, how), check))


def test_a_misspelt_path_of_the_world_is_an_error(whole):
    with pytest.raises(Exception, match="the world has no orders/tax"):
        whole[1].execute("SELECT num('orders/tax')").fetchall()


@pytest.mark.parametrize("column", ["orders", "delays", "tickets", "abandonment"])
def test_lost_correlation_is_seen(dataset, column):
    """The same query on hours shuffled for one series."""
    (check,) = oracle_data.read_checks(oracle_data.HERE / "correlations.sql")
    shuffled = check.sql.replace(
        "FROM h)", f"FROM (SELECT * REPLACE (hash({column})::DOUBLE AS {column}) FROM h))"
    )
    assert shuffled != check.sql
    broken = oracle_data.Check(check.file, check.name, check.says, shuffled)
    assert all(abs(z) <= 4 for _, z, _ in oracle_data.deviations(dataset("baseline"), check))
    assert any(abs(z) > 4 for _, z, _ in oracle_data.deviations(dataset("baseline"), broken))
