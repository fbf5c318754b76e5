-- customer_segments: over 180 days the youngest cohort's share of the orders rises evenly from 28 % to
-- 43 %, and with it the shares of its channels, payment types and ways to write.

-- @ orders: As many as ever, hour by hour.
SELECT 'hours with another count' AS what, 0 AS planned, count(*) FILTER (floor(rate) <> orders) AS measured, 0 AS tolerance
FROM curve LEFT JOIN (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) USING (hour);

-- @ share_by_month: gen_z: .28, and .15 more at the end, evenly; the other cohorts share the rest as before.
WITH o AS (
  SELECT hour_of(order_ts) // 720 AS month, cohort, 0.28 + 0.15 * (hour_of(order_ts) + 0.5) / 4320 AS young
  FROM orders JOIN customers USING (customer_id))
SELECT concat('month ', month + 1, ' ', m.name) AS what, sum(p) AS planned, count(*) FILTER (cohort = name) AS measured,
       4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM (SELECT o.*, m.name, CASE m.name WHEN 'gen_z' THEN young ELSE m.share * (1 - young) / (1 - 0.28) END AS p
      FROM o, mix('customers/cohorts/*/share') AS m) AS m GROUP BY month, m.name;

-- @ known_carts: Those who leave a cart grow younger too.
SELECT concat('month ', month + 1) AS what, sum(p) AS planned, count(*) FILTER (cohort = 'gen_z') AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM (SELECT hour_of(abandon_ts) // 720 AS month, cohort, 0.28 + 0.15 * (hour_of(abandon_ts) + 0.5) / 4320 AS p
      FROM cart_abandonment JOIN customers USING (customer_id)) GROUP BY month;

-- @ channels: By cohort as in the world: gen_z app .5, mobile web .3, web .2.
SELECT concat(m.parent, ' ', m.name) AS what, m.share * count(*) AS planned, count(*) FILTER (channel = m.name) AS measured, 4 * se(m.share, count(*)) AS tolerance
FROM orders JOIN customers USING (customer_id) JOIN mixes('customers/cohorts/*/channels/*') AS m ON m.parent = cohort GROUP BY m.parent, m.name, m.share;

-- @ payments: gen_z card .4, bnpl .4, upi .2.
SELECT concat(m.parent, ' ', m.name) AS what, m.share * count(*) AS planned, count(*) FILTER (payment_type = m.name) AS measured, 4 * se(m.share, count(*)) AS tolerance
FROM orders JOIN customers USING (customer_id) JOIN mixes('customers/cohorts/*/payments/*') AS m ON m.parent = cohort GROUP BY m.parent, m.name, m.share;

-- @ contact: gen_z chat .55, social .25, email .15, phone .05.
SELECT concat(m.parent, ' ', m.name) AS what, m.share * count(*) AS planned, count(*) FILTER (channel = m.name) AS measured, 4 * se(m.share, count(*)) AS tolerance
FROM support_tickets JOIN customers USING (customer_id) JOIN mixes('customers/cohorts/*/contact/*') AS m ON m.parent = cohort GROUP BY m.parent, m.name, m.share;

-- @ whole_shop: So bnpl, which only gen_z uses, rises from .4 x .28 to .4 x .43 of the orders, month by month.
SELECT concat('month ', month + 1) AS what, sum(p) AS planned, count(*) FILTER (bnpl) AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM (SELECT hour_of(order_ts) // 720 AS month, payment_type = 'bnpl' AS bnpl, 0.4 * (0.28 + 0.15 * (hour_of(order_ts) + 0.5) / 4320) AS p FROM orders)
GROUP BY month;

-- @ as_few_as_it_must: No more orders change hands than the shift takes, 7.5 % on average; the twin's gen_z orders stay.
SELECT 'orders of someone else' AS what, sum(p) AS planned, count(*) FILTER (a <> b) AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM (SELECT a.customer_id AS a, b.customer_id AS b, 0.15 * (hour_of(a.order_ts) + 0.5) / 4320 AS p FROM orders AS a JOIN twin.orders AS b USING (order_id))
UNION ALL
SELECT 'gen_z orders of someone else', 0, count(*), 0
FROM orders AS a JOIN twin.orders AS b USING (order_id) JOIN customers AS c ON c.customer_id = b.customer_id
WHERE cohort = 'gen_z' AND a.customer_id <> b.customer_id
UNION ALL
SELECT 'orders of one who is not gen_z', 0, count(*), 0
FROM orders AS a JOIN twin.orders AS b USING (order_id) JOIN customers AS c ON c.customer_id = a.customer_id
WHERE cohort <> 'gen_z' AND a.customer_id <> b.customer_id;

-- @ incident: One, over all 180 days.
SELECT 'incidents' AS what, 1 AS planned, count(*) AS measured, 0 AS tolerance FROM incidents
WHERE name = 'gen_z_growth' AND hour_of(start_ts) = 0 AND hour_of(end_ts) = 4320;
