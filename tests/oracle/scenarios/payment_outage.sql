-- payment_outage: in the hours [1, 3) four of five orders are lost and 70 % of the others that pay
-- online fail; hour 3 is the recovery, in the middle of which all effects are at half strength.

-- @ orders: floor(planned x 0.2) in the hours [1, 3), x 0.6 in the recovery, undisturbed elsewhere.
SELECT 'hour ' || hour AS what, floor(rate * CASE hour WHEN 1 THEN 0.2::DOUBLE WHEN 2 THEN 0.2::DOUBLE
         WHEN 3 THEN 1 + (0.2::DOUBLE - 1) * 0.5 ELSE 1 END) AS planned,
       orders AS measured, 0 AS tolerance
FROM curve LEFT JOIN (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) USING (hour);

-- @ survivors: Orders that remain are the twin's, placed by the same customers at the same times.
SELECT 'orders that the twin has not' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM orders ANTI JOIN twin.orders USING (order_id, customer_id, order_ts, channel, payment_type, session_id);

-- @ payments: Of orders paid online .70 fail, .375 in the recovery and .05 elsewhere; cash never.
WITH o AS (SELECT *, hour_of(order_ts) AS hour FROM orders),
f AS (SELECT hour, CASE WHEN hour IN (1, 2) THEN 0.7 WHEN hour = 3 THEN 0.05 + (0.7 - 0.05) * 0.5 ELSE 0.05 END AS p FROM curve)
SELECT 'hour ' || hour AS what, p * count(*) AS planned, count(*) FILTER (payment_status = 'failed') AS measured,
       4 * se(p, count(*)) AS tolerance
FROM o JOIN f USING (hour) WHERE payment_type <> 'cod' GROUP BY hour, p
UNION ALL
SELECT 'cash that failed', 0, count(*), 0 FROM orders WHERE payment_type = 'cod' AND payment_status = 'failed';

-- @ gateway: All failures of the hours [1, 3) are gateway_down, half of those of the recovery, and none elsewhere.
WITH o AS (SELECT *, hour_of(order_ts) AS hour FROM orders WHERE payment_status = 'failed')
SELECT 'hour ' || hour AS what, p * count(*) AS planned,
       count(*) FILTER (payment_failure_reason = 'gateway_down') AS measured, 4 * se(p, count(*)) AS tolerance
FROM o JOIN (SELECT hour, CASE WHEN hour IN (1, 2) THEN 1 WHEN hour = 3 THEN 0.5 ELSE 0 END AS p FROM curve) USING (hour)
GROUP BY hour, p;

-- @ carts: 3.5 times the twin's in the hours [1, 3), 2.25 in the recovery; both are rounded to whole carts.
SELECT 'hour ' || hour AS what, factor * theirs AS planned, ours AS measured,
       CASE factor WHEN 1 THEN 0 ELSE factor / 2 + 0.5 END AS tolerance
FROM (SELECT hour, CASE WHEN hour IN (1, 2) THEN 3.5 WHEN hour = 3 THEN 1 + 2.5 * 0.5 ELSE 1 END AS factor FROM curve)
LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS ours FROM cart_abandonment GROUP BY ALL) USING (hour)
LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS theirs FROM twin.cart_abandonment GROUP BY ALL) USING (hour);

-- @ stages: .85 of the carts of the hours [1, 3) are left at the payment page, where .2 are otherwise.
WITH c AS (SELECT *, hour_of(abandon_ts) AS hour FROM cart_abandonment)
SELECT 'hour ' || hour AS what, p * count(*) AS planned, count(*) FILTER (abandon_stage = 'payment') AS measured,
       4 * se(p, count(*)) AS tolerance
FROM c JOIN (SELECT hour, CASE WHEN hour IN (1, 2) THEN 0.85 WHEN hour = 3 THEN (0.2 + 0.85) / 2 ELSE 0.2 END AS p FROM curve) USING (hour)
GROUP BY hour, p;

-- @ reasons: And .85 of those because their payment was declined, where .5 are otherwise.
WITH c AS (SELECT *, hour_of(abandon_ts) AS hour FROM cart_abandonment WHERE abandon_stage = 'payment')
SELECT 'hour ' || hour AS what, p * count(*) AS planned, count(*) FILTER (abandon_reason = 'payment_declined') AS measured,
       4 * se(p, count(*)) AS tolerance
FROM c JOIN (SELECT hour, CASE WHEN hour IN (1, 2) THEN 0.85 WHEN hour = 3 THEN (0.5 + 0.85) / 2 ELSE 0.5 END AS p FROM curve) USING (hour)
GROUP BY hour, p;

-- @ tickets: Three times as many an order as in the twin, twice in the recovery. Counted by order, so all
-- are rounded: late orders and tickets of both by less than one each, the lever's by one more.
WITH ours AS (
  SELECT hour, orders, tickets FROM (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL)
  JOIN (SELECT hour_of(timestamp) AS hour, metric_value AS tickets FROM system_metrics WHERE metric_name = 'support_tickets_per_hour') USING (hour)),
theirs AS (
  SELECT hour, orders, tickets FROM (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM twin.orders GROUP BY ALL)
  JOIN (SELECT hour_of(timestamp) AS hour, metric_value AS tickets FROM twin.system_metrics WHERE metric_name = 'support_tickets_per_hour') USING (hour))
SELECT 'hour ' || hour AS what, factor * o.orders * t.tickets / t.orders AS planned, o.tickets AS measured,
       CASE factor WHEN 1 THEN 0 ELSE factor * 3 * o.orders / t.orders + factor * 2 + 1 END AS tolerance
FROM (SELECT hour, CASE WHEN hour IN (1, 2) THEN 3 WHEN hour = 3 THEN 2 ELSE 1 END AS factor FROM curve)
LEFT JOIN ours AS o USING (hour) LEFT JOIN theirs AS t USING (hour);

-- @ ticket_rows: As many tickets as the metrics count.
SELECT 'tickets' AS what, sum(metric_value) AS planned, (SELECT count(*) FROM support_tickets) AS measured, 0 AS tolerance
FROM system_metrics WHERE metric_name = 'support_tickets_per_hour';

-- @ about_payment: Named tickets of the hours [1, 3): .9 of a failed order's are about payment, as ever, and .3 of
-- any other's, where none are otherwise; those of late orders are about delivery. More than half of all are.
WITH t AS (
  SELECT hour_of(order_ts) IN (1, 2) AS down, payment_status = 'failed' AS failed, issue_category = 'payment' AS payment
  FROM support_tickets JOIN orders USING (order_id) WHERE NOT is_sla_breach AND hour_of(order_ts) <> 3),
p AS (SELECT *, CASE WHEN failed THEN 0.9 WHEN down THEN 0.3 ELSE 0 END AS p FROM t)
SELECT concat(CASE WHEN down THEN 'in' ELSE 'outside' END, ' the outage, ', CASE WHEN failed THEN 'failed' ELSE 'others' END) AS what,
       sum(p) AS planned, count(*) FILTER (payment) AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM p GROUP BY down, failed
UNION ALL
SELECT 'more than half of all', 1, (avg((issue_category = 'payment')::INT) + 4 * sqrt(0.25 / count(*)) > 0.5)::INT, 0
FROM support_tickets LEFT JOIN orders USING (order_id) WHERE hour_of(coalesce(order_ts, created_ts)) IN (1, 2);

-- @ severities: .3 low, .4 medium, .3 high in the hours [1, 3), .6, .3, .1 before and after.
WITH t AS (
  SELECT severity, hour_of(coalesce(order_ts, created_ts)) IN (1, 2) AS down
  FROM support_tickets LEFT JOIN orders USING (order_id) WHERE hour_of(coalesce(order_ts, created_ts)) <> 3)
SELECT concat(s.name, CASE WHEN t.down THEN ' in the outage' ELSE ' outside' END) AS what, p * count(*) AS planned,
       count(*) FILTER (severity = s.name) AS measured, 4 * se(p, count(*)) AS tolerance
FROM t JOIN (VALUES ('low', true, 0.3), ('medium', true, 0.4), ('high', true, 0.3),
                    ('low', false, 0.6), ('medium', false, 0.3), ('high', false, 0.1)) AS s(name, down, p) ON s.down = t.down
GROUP BY s.name, t.down, p;

-- @ recovered: Hours 0, 4 and 5 are the twin's, row by row.
SELECT 'orders' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM orders AS a FULL JOIN twin.orders AS b USING (order_id)
WHERE a IS DISTINCT FROM b AND hour_of(coalesce(a.order_ts, b.order_ts)) NOT IN (1, 2, 3)
UNION ALL
SELECT 'carts', 0, count(*), 0 FROM cart_abandonment AS a FULL JOIN twin.cart_abandonment AS b USING (abandonment_id)
WHERE a IS DISTINCT FROM b AND hour_of(coalesce(a.abandon_ts, b.abandon_ts)) NOT IN (1, 2, 3)
UNION ALL
SELECT 'metrics', 0, count(*), 0 FROM system_metrics AS a FULL JOIN twin.system_metrics AS b USING (metric_id)
WHERE a IS DISTINCT FROM b AND hour_of(coalesce(a.timestamp, b.timestamp)) NOT IN (1, 2, 3);

-- @ incident: One incident, from hour 1 to the end of hour 3, with labels in those hours alone.
SELECT 'start' AS what, 1 AS planned, hour_of(start_ts) AS measured, 0 AS tolerance FROM incidents
UNION ALL SELECT 'end', 4, hour_of(end_ts), 0 FROM incidents
UNION ALL SELECT 'first effect', 1, hour_of(first_effect_ts), 0 FROM incidents
UNION ALL SELECT 'recovered', 4, hour_of(recovered_ts), 0 FROM incidents
UNION ALL SELECT 'incidents', 1, count(*), 0 FROM incidents WHERE name = 'psp_outage'
UNION ALL SELECT 'labelled orders elsewhere', 0, count(*), 0 FROM incident_labels JOIN orders ON order_id = row_id
WHERE table_name = 'orders' AND hour_of(order_ts) NOT IN (1, 2, 3);
