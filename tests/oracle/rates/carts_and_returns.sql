-- Abandoned carts and returns against worlds/default.yaml.

-- @ known: 60 % are known customers.
SELECT 'known' AS what, count(customer_id) AS count, count(*) AS n, num('abandonment/known_share') AS p FROM cart_abandonment;

-- @ cohorts: Known visitors by cohort.
SELECT m.name AS what, count(*) FILTER (cohort = m.name) AS count, count(*) AS n, m.share AS p
FROM cart_abandonment JOIN customers USING (customer_id), mix('customers/cohorts/*/share') AS m GROUP BY m.name, m.share;

-- @ stages: .5 cart, .3 checkout, .2 payment.
SELECT m.name AS what, count(*) FILTER (abandon_stage = m.name) AS count, count(*) AS n, m.share AS p
FROM cart_abandonment, mix('abandonment/stages/*') AS m GROUP BY m.name, m.share;

-- @ reasons_by_stage: Why they left, by stage.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (abandon_reason = m.name) AS count, count(*) AS n, m.share AS p
FROM cart_abandonment JOIN mixes('abandonment/reasons/*/*') AS m ON m.parent = abandon_stage
GROUP BY m.parent, m.name, m.share;

-- @ channels: By cohort where it is known, by the mix of all where it is not.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (channel = m.name) AS count, count(*) AS n, m.share AS p
FROM cart_abandonment LEFT JOIN customers USING (customer_id) JOIN (
  FROM mixes('customers/cohorts/*/channels/*')
  UNION ALL
  SELECT 'unknown', m.name, sum(m.share * c.share) FROM mixes('customers/cohorts/*/channels/*') AS m
  JOIN mix('customers/cohorts/*/share') AS c ON c.name = m.parent GROUP BY m.name) AS m
ON m.parent = coalesce(cohort, 'unknown') GROUP BY m.parent, m.name, m.share;

-- @ items: 1 to 5 products a cart, as in an order.
SELECT m.name::INT + 1 AS what, count(*) FILTER (items_count = m.name::INT + 1) AS count, count(*) AS n, m.share AS p
FROM cart_abandonment, mix('orders/items/*') AS m GROUP BY m.name, m.share;

-- @ worth_as_orders: A cart of so many products is worth what an order of as many is.
WITH o AS (
  SELECT items, avg(ln(subtotal)) AS mean, variance(ln(subtotal)) / count(*) AS v
  FROM orders JOIN (SELECT order_id, count(*) AS items FROM order_items GROUP BY ALL) USING (order_id) GROUP BY ALL),
c AS (
  SELECT items_count AS items, avg(ln(cart_value)) AS mean, variance(ln(cart_value)) / count(*) AS v
  FROM cart_abandonment GROUP BY ALL)
SELECT items AS what, c.mean AS observed, o.mean AS expected, sqrt(c.v + o.v) AS se FROM c JOIN o USING (items);

-- @ returned_lines: 4.33 % of the delivered lines; it does not depend on category or quantity.
WITH l AS (
  SELECT category, quantity, return_id IS NOT NULL AS returned
  FROM order_items JOIN orders USING (order_id) JOIN products USING (product_id)
  LEFT JOIN returns USING (order_id, product_id) WHERE order_status = 'delivered')
SELECT coalesce(category, quantity::VARCHAR, 'all') AS what, count(*) FILTER (returned) AS count, count(*) AS n, num('returns/rate') AS p
FROM l GROUP BY GROUPING SETS ((), (category), (quantity));

-- @ returned_orders: Which makes 8 % of the delivered orders: 1 - (1 - rate)^items over the mix of items.
WITH o AS (
  SELECT order_id, count(r.order_id) > 0 AS returned FROM orders LEFT JOIN returns r USING (order_id)
  WHERE order_status = 'delivered' GROUP BY order_id),
expected AS (SELECT sum(share * (1 - (1 - num('returns/rate')) ** (name::INT + 1))) AS p FROM mix('orders/items/*'))
SELECT 'delivered orders' AS what, count(*) FILTER (returned) AS count, count(*) AS n, any_value(p) AS p FROM o, expected;

-- @ about_eight_percent: the documents call that 8 %.
SELECT 'share' AS what, count(DISTINCT r.order_id) / count(DISTINCT o.order_id) AS observed, 0.077 AS low, 0.083 AS high
FROM orders o LEFT JOIN returns r USING (order_id) WHERE order_status = 'delivered';

-- @ return_reasons: By category.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (return_reason = m.name) AS count, count(*) AS n, m.share AS p
FROM returns JOIN products USING (product_id)
JOIN mixes('products/categories/*/return_reasons/*') AS m ON m.parent = category GROUP BY m.parent, m.name, m.share;

-- @ processed: 90 %.
SELECT 'processed' AS what, count(processed_ts) AS count, count(*) AS n, num('returns/processed_share') AS p FROM returns;

-- @ processing_days: Evenly 3 to 7 days.
SELECT d.days AS what, count(*) FILTER (processing_days = d.days) AS count, count(*) AS n, 0.2 AS p
FROM returns, (SELECT unnest(range(3, 8)) AS days) AS d GROUP BY d.days;

-- @ waits: Asked for evenly 1 to 14 days after delivery.
SELECT 'mean days' AS what, avg(hours_between(actual_delivery_ts, return_ts)) / 24 AS observed, 7.5 AS expected,
       13 / sqrt(12 * count(*)) AS se FROM returns JOIN orders USING (order_id);
