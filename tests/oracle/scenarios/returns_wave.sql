-- returns_wave: electronics and clothing come back three times as often, support hears of it, and
-- refunds take longer.

-- @ rates: Each delivered line of electronics and clothing comes back with 3 x 4.33 %, any other with 4.33 %.
SELECT category AS what, p * count(*) AS planned, count(return_id) AS measured, 4 * se(p, count(*)) AS tolerance
FROM (SELECT category, return_id, num('returns/rate') * CASE WHEN category IN ('electronics', 'clothing') THEN 3 ELSE 1 END AS p
      FROM order_items JOIN orders USING (order_id) JOIN products USING (product_id) LEFT JOIN returns USING (order_id, product_id)
      WHERE order_status = 'delivered')
GROUP BY category, p;

-- @ twin: Without it all categories come back alike, and what comes back then comes back with it too.
SELECT category AS what, num('returns/rate') * count(*) AS planned, count(return_id) AS measured,
       4 * se(num('returns/rate'), count(*)) AS tolerance
FROM twin.order_items JOIN twin.orders USING (order_id) JOIN products USING (product_id)
LEFT JOIN twin.returns USING (order_id, product_id) WHERE order_status = 'delivered' GROUP BY category
UNION ALL
SELECT 'returns of the twin alone', 0, count(*), 0 FROM twin.returns ANTI JOIN returns USING (return_id)
UNION ALL
SELECT 'returns more, of other categories', 0, count(*), 0
FROM returns JOIN products USING (product_id) ANTI JOIN twin.returns USING (return_id)
WHERE category NOT IN ('electronics', 'clothing');

-- @ same_orders: The orders are the twin's.
SELECT 'orders that differ' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM orders AS a FULL JOIN twin.orders AS b USING (order_id) WHERE a IS DISTINCT FROM b
UNION ALL
SELECT 'lines that differ', 0, count(*), 0
FROM order_items AS a FULL JOIN twin.order_items AS b USING (order_item_id) WHERE a IS DISTINCT FROM b;

-- @ tickets: 2.5 times the twin's in every hour. Theirs are rounded within the late orders and within the
-- others, by less than one each, and ours once more; the sum of all hours within 4 standard errors of that.
WITH t AS (
  SELECT hour, ours, theirs
  FROM (SELECT timestamp, metric_value AS ours, hour_of(timestamp) AS hour FROM system_metrics WHERE metric_name = 'support_tickets_per_hour')
  JOIN (SELECT timestamp, metric_value AS theirs FROM twin.system_metrics WHERE metric_name = 'support_tickets_per_hour') USING (timestamp))
SELECT 'hours beyond the rounding' AS what, 0 AS planned, count(*) FILTER (abs(ours - 2.5 * theirs) > 2.5 * 2 + 1) AS measured, 0 AS tolerance FROM t
UNION ALL
SELECT 'all hours', 2.5 * sum(theirs), sum(ours), 4 * sqrt(count(*) * (2.5 ** 2 * 2 + 1) / 4) FROM t
UNION ALL
SELECT 'rows', (SELECT sum(ours) FROM t), count(*), 0 FROM support_tickets;

-- @ about_refunds: Named tickets of orders that are neither late nor failed: .6 refund, .3 product_quality, .1 general.
SELECT c.name AS what, p * count(*) AS planned, count(*) FILTER (issue_category = c.name) AS measured, 4 * se(p, count(*)) AS tolerance
FROM support_tickets JOIN orders USING (order_id),
     (VALUES ('refund', 0.6), ('product_quality', 0.3), ('general', 0.1), ('delivery', 0), ('account', 0)) AS c(name, p)
WHERE NOT is_sla_breach AND payment_status <> 'failed' GROUP BY c.name, p;

-- @ about_refunds_by_state: And in each state of the order alike.
SELECT concat(order_status, ' ', c.name) AS what, p * count(*) AS planned, count(*) FILTER (issue_category = c.name) AS measured,
       4 * se(p, count(*)) AS tolerance
FROM support_tickets JOIN orders USING (order_id), (VALUES ('refund', 0.6), ('product_quality', 0.3), ('general', 0.1)) AS c(name, p)
WHERE NOT is_sla_breach AND payment_status <> 'failed' GROUP BY order_status, c.name, p;

-- @ failed_payments: A failed payment's ticket is about payment, as in the world.
SELECT m.name AS what, m.share * count(*) AS planned, count(*) FILTER (issue_category = m.name) AS measured, 4 * se(m.share, count(*)) AS tolerance
FROM support_tickets JOIN orders USING (order_id), mix('tickets/categories/failed/*') AS m
WHERE payment_status = 'failed' GROUP BY m.name, m.share;

-- @ processing: Refunds take evenly 5 to 13 days; in the twin 3 to 7.
SELECT d.days || ' days' AS what, p * count(*) AS planned, count(*) FILTER (processing_days = d.days) AS measured,
       4 * se(p, count(*)) AS tolerance
FROM returns, (SELECT unnest(range(1, 16)) AS days, CASE WHEN days BETWEEN 5 AND 13 THEN 1 / 9 ELSE 0 END AS p) AS d GROUP BY d.days, p
UNION ALL
SELECT concat('twin: ', d.days, ' days'), p * count(*), count(*) FILTER (processing_days = d.days), 4 * se(p, count(*))
FROM twin.returns, (SELECT unnest(range(1, 16)) AS days, CASE WHEN days BETWEEN 3 AND 7 THEN 1 / 5 ELSE 0 END AS p) AS d GROUP BY d.days, p;

-- @ starts_after_christmas: From 26 December to 9 January, and the incident from first to last.
SELECT 'first order''s day' AS what, 26 AS planned, day(make_timestamp(min(epoch_us(order_ts)))) AS measured, 0 AS tolerance FROM orders
UNION ALL SELECT 'last order''s day', 8, day(make_timestamp(max(epoch_us(order_ts)))), 0 FROM orders
UNION ALL SELECT 'incidents', 1, count(*), 0 FROM incidents, run
WHERE name = 'returns_wave' AND hour_of(start_ts) = 0 AND hour_of(end_ts) = hours AND hour_of(first_effect_ts) = 0 AND hour_of(recovered_ts) = hours;
