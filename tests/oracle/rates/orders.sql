-- Orders and their lines against worlds/default.yaml.

-- @ cohorts: Orders by cohort.
SELECT m.name AS what, count(*) FILTER (cohort = m.name) AS count, count(*) AS n, m.share AS p
FROM orders JOIN customers USING (customer_id), mix('customers/cohorts/*/share') AS m GROUP BY m.name, m.share;

-- @ items: 1 to 5 products an order.
SELECT m.name::INT + 1 AS what, count(*) FILTER (items = m.name::INT + 1) AS count, count(*) AS n, m.share AS p
FROM (SELECT count(*) AS items FROM order_items GROUP BY order_id), mix('orders/items/*') AS m
GROUP BY m.name, m.share;

-- @ quantities: 1 to 4 of each.
SELECT m.name::INT + 1 AS what, count(*) FILTER (quantity = m.name::INT + 1) AS count, count(*) AS n, m.share AS p
FROM order_items, mix('orders/quantities/*') AS m GROUP BY m.name, m.share;

-- @ channel_by_cohort: Where orders are placed.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (channel = m.name) AS count, count(*) AS n, m.share AS p
FROM orders JOIN customers USING (customer_id)
JOIN mixes('customers/cohorts/*/channels/*') AS m ON m.parent = cohort
GROUP BY m.parent, m.name, m.share;

-- @ payment_by_cohort: How they are paid.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (payment_type = m.name) AS count, count(*) AS n, m.share AS p
FROM orders JOIN customers USING (customer_id)
JOIN mixes('customers/cohorts/*/payments/*') AS m ON m.parent = cohort
GROUP BY m.parent, m.name, m.share;

-- @ payment_failures: Of orders paid online, whatever the type.
SELECT payment_type AS what, count(*) FILTER (payment_status = 'failed') AS count, count(*) AS n,
       num('orders/payment_failure_rate') AS p
FROM orders WHERE payment_type <> 'cod' GROUP BY payment_type;

-- @ failure_reasons: Why payments fail.
SELECT m.name AS what, count(*) FILTER (payment_failure_reason = m.name) AS count, count(*) AS n, m.share AS p
FROM orders, mix('orders/failure_reasons/*') AS m WHERE payment_status = 'failed' GROUP BY m.name, m.share;

-- @ statuses: Of orders whose payment did not fail, in all, online and cash.
SELECT concat(o.how, ' ', m.name) AS what, count(*) FILTER (order_status = m.name) AS count, count(*) AS n, m.share AS p
FROM (SELECT 'all' AS how, order_status FROM orders WHERE payment_status <> 'failed'
      UNION ALL SELECT CASE payment_type WHEN 'cod' THEN 'cash' ELSE 'online' END, order_status
      FROM orders WHERE payment_status <> 'failed') AS o, mix('orders/statuses/*') AS m
GROUP BY o.how, m.name, m.share;

-- @ late: 5 % of all orders; the same share online and in cash, and in every cohort.
SELECT 'all' AS what, count(*) FILTER (is_sla_breach) AS count, count(*) AS n, num('orders/late_rate') AS p FROM orders
UNION ALL
SELECT payment_type, count(*) FILTER (is_sla_breach), count(*), num('orders/late_rate') FROM orders GROUP BY payment_type
UNION ALL
SELECT cohort, count(*) FILTER (is_sla_breach), count(*), num('orders/late_rate')
FROM orders JOIN customers USING (customer_id) GROUP BY cohort;

-- @ late_hours: Evenly 12 to 71 hours late.
SELECT h.hours AS what, count(*) FILTER (delivery_delay_hours = h.hours) AS count, count(*) AS n, 1 / 60 AS p
FROM orders, (SELECT unnest(range(12, 72)) AS hours) AS h WHERE is_sla_breach GROUP BY h.hours;

-- @ early_hours: Punctual parcels come evenly 0 to 10 hours early.
SELECT 'mean' AS what, avg(hours_between(actual_delivery_ts, expected_delivery_ts)) AS observed,
       num('orders/early_hours') / 2 AS expected, num('orders/early_hours') / sqrt(12 * count(*)) AS se
FROM orders WHERE order_status = 'delivered' AND NOT is_sla_breach;

-- @ expected_days: Delivery promised in 1, 2, 3 days.
SELECT m.name::INT + 1 AS what,
       count(*) FILTER (hours_between(order_ts, expected_delivery_ts) = 24 * (m.name::INT + 1)) AS count,
       count(*) AS n, m.share AS p
FROM orders, mix('orders/expected_days/*') AS m GROUP BY m.name, m.share;

-- @ warehouse_by_region: Who ships, by the customer's region.
SELECT concat(w.parent, ' ', w.name) AS what, count(*) FILTER (warehouse_id = w.name) AS count, count(*) AS n, w.share AS p
FROM orders JOIN customers USING (customer_id)
JOIN mixes('customers/regions/*/cities/*/share') AS c ON c.name = city
JOIN mixes('customers/regions/*/warehouses/*') AS w ON w.parent = c.parent
GROUP BY w.parent, w.name, w.share;

-- @ free_shipping_is_independent: Orders that ship free are as often late as the others.
SELECT shipping_cost AS what, count(*) FILTER (is_sla_breach) AS count, count(*) AS n, num('orders/late_rate') AS p
FROM orders GROUP BY shipping_cost;

-- @ categories: Lines by category, by the season of each line's date.
SELECT d.category AS what, count(*) FILTER (p.category = d.category) AS observed, sum(d.share) AS expected,
       sqrt(sum(d.share * (1 - d.share))) AS se
FROM order_items JOIN orders USING (order_id) JOIN products p USING (product_id)
JOIN demand d ON d.day = make_timestamp(epoch_us(order_ts))::DATE
GROUP BY d.category;

-- @ first_lines_like_last_lines: A category's share is the same in baskets of any size.
SELECT concat(items, ' items ', m.name) AS what, count(*) FILTER (category = m.name) AS count, count(*) AS n, m.share AS p
FROM order_items JOIN products USING (product_id)
JOIN (SELECT order_id, count(*) AS items FROM order_items GROUP BY ALL) USING (order_id),
mix('products/categories/*/share') AS m GROUP BY items, m.name, m.share;
