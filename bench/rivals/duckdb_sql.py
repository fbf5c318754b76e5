"""Orders and items in DuckDB's SQL, as somebody who knows it well would write them.

Two tables are built in memory, in parallel, and copied to Parquet with snappy, its default. They
are not sorted at the end, which would cost a third more: joined in parallel, rows stand in order
but for a few long runs.
"""

import duckdb
import rival_shop as shop


def pick(mix: dict, column: str) -> str:
    """SQL for a draw from a mix, by a column that holds a number from 0 to 1."""
    total, cases = 0.0, []
    *first, last = mix
    for name in first:
        total += mix[name]
        cases.append(f"WHEN {column} < {total} THEN {name!r}")
    return f"CASE {' '.join(cases)} ELSE {last!r} END"


def statements(orders: int) -> list[str]:
    """Everything up to the finished tables."""
    start = f"TIMESTAMPTZ '{shop.START.isoformat()}'"
    online = "payment_type <> 'cod'"
    low, high = shop.LATE_HOURS
    # range() has one thread; a table of its numbers is read by all.
    return [
        f"CREATE TABLE numbers AS SELECT range AS i FROM range({orders})",
        f"""CREATE TABLE products AS
            SELECT i AS product_id,
                   {shop.PREFIXES}[1 + i % 5] || '-' || lpad(i::VARCHAR, 5, '0') AS sku,
                   greatest(0.99, exp({shop.PRICE_MU} + {shop.PRICE_SIGMA} * sqrt(-2 * ln(random()))
                       * cos(2 * pi() * random())))::DECIMAL(12, 2) AS price
            FROM range(1, {shop.PRODUCTS + 1}) t(i)""",
        f"""CREATE TABLE drawn AS
            SELECT i + 1 AS order_id, (i + random()) / {orders} AS u, random() AS late,
                   {pick(shop.ITEMS, "random_items")} AS items
            FROM (SELECT i, random() AS random_items FROM numbers)""",
        f"""CREATE TABLE order_items AS
            SELECT order_id * 8 + place AS order_item_id, order_id, product_id, sku,
                   quantity::INTEGER AS quantity, price AS unit_price,
                   0::DECIMAL(12, 2) AS discount_per_unit,
                   (quantity * price)::DECIMAL(12, 2) AS total_price
            FROM (SELECT order_id, place, {pick(shop.QUANTITIES, "random_quantity")} AS quantity,
                         1 + (random() ** {shop.SKEW} * {shop.PRODUCTS})::BIGINT
                             % {shop.PRODUCTS} AS product_id
                  FROM (SELECT order_id, unnest(range(items)) AS place,
                               random() AS random_quantity FROM drawn))
            JOIN products USING (product_id)""",
        f"""CREATE TABLE orders AS
            WITH sums AS (
                SELECT order_id, sum(total_price)::DECIMAL(12, 2) AS subtotal
                FROM order_items GROUP BY order_id),
            random AS (
                SELECT order_id, subtotal, u, late, random() AS a, random() AS b, random() AS c,
                       random() AS d, random() AS e, random() AS f, random() AS g, random() AS h
                FROM drawn JOIN sums USING (order_id)),
            chosen AS (
                SELECT order_id, subtotal, late, d, f,
                       1 + floor({shop.CUSTOMERS} * h ** 2)::BIGINT AS customer_id,
                       {start} + to_microseconds(({shop.HOURS} * 3.6e9
                           * (u + {shop.SWING} * sin(2 * pi() * u)))::BIGINT) AS order_ts,
                       {pick(shop.CHANNELS, "a")} AS channel,
                       {pick(shop.PAYMENTS, "b")} AS payment_type,
                       {online} AND c < {shop.FAILURE_RATE} AS failed,
                       CASE WHEN failed THEN 'cancelled'
                            ELSE {pick(shop.STATUSES, "e")} END AS order_status,
                       {pick(shop.WAREHOUSES, "g")} AS warehouse_id,
                       order_ts + to_days(({pick(shop.DELIVERY_DAYS, "d")})::INTEGER)
                           AS expected_delivery_ts,
                       order_status = 'delivered' AND late < {shop.LATE_RATE} AS is_sla_breach,
                       CASE WHEN is_sla_breach THEN {low} + f * {high - low}
                            ELSE -f * {shop.EARLY_HOURS} END AS hours,
                       round(subtotal * {shop.TAX_PERCENT} / 100, 2)::DECIMAL(12, 2) AS tax,
                       CASE WHEN subtotal < {shop.FREE_FROM_CENTS / 100}
                            THEN {shop.SHIPPING_CENTS / 100} ELSE 0 END::DECIMAL(12, 2) AS fee,
                       random() AS reason
                FROM random)
            SELECT order_id, customer_id, NULL::BIGINT AS campaign_id, order_ts, channel,
                   order_id * 2 AS session_id, payment_type,
                   CASE WHEN failed THEN 'failed' WHEN {online} THEN 'paid'
                        WHEN order_status = 'delivered' THEN 'paid' ELSE 'pending' END
                       AS payment_status,
                   CASE WHEN failed THEN {pick(shop.FAILURES, "reason")} END
                       AS payment_failure_reason,
                   order_status, subtotal, 0::DECIMAL(12, 2) AS discount, tax,
                   fee AS shipping_cost, (subtotal + tax + fee)::DECIMAL(12, 2) AS total_amount,
                   warehouse_id, expected_delivery_ts,
                   CASE WHEN order_status = 'delivered' THEN
                        expected_delivery_ts + to_microseconds((hours * 3.6e9)::BIGINT) END
                       AS actual_delivery_ts,
                   is_sla_breach,
                   CASE WHEN is_sla_breach THEN floor(hours) ELSE 0 END::INTEGER
                       AS delivery_delay_hours
            FROM chosen""",
    ]


def make(orders, out, threads) -> None:
    database = duckdb.connect(config={"threads": threads})
    database.execute("SET TimeZone = 'UTC'")
    for statement in statements(orders):
        database.execute(statement)
    for table in ("orders", "order_items"):
        target = out / table / "part-00000.parquet"
        database.execute(f"COPY {table} TO '{target}' (FORMAT parquet, COMPRESSION snappy)")


if __name__ == "__main__":
    shop.main(make, __doc__)
