-- What the hours of a whole block of 720 add up to, and how irregular arrivals are within an hour.
-- An hour's count is rounded at random, so the sum of the hours has a standard error of half a row
-- an hour or less: sqrt(hours / 4).

-- @ planned_totals: Late orders, tickets and abandoned carts are what the rates give at the mean load.
WITH mean AS (SELECT base * intensity * 0.65 * hours AS orders, sqrt(hours / 4) AS se FROM run)
SELECT 'late orders' AS what, (SELECT count(*) FROM orders WHERE is_sla_breach) AS observed,
       num('orders/late_rate') * orders AS expected, se FROM mean
UNION ALL
SELECT 'tickets', (SELECT count(*) FROM support_tickets), num('tickets/rate') * orders, sqrt(2) * se FROM mean
UNION ALL
SELECT 'abandoned carts', (SELECT count(*) FROM cart_abandonment),
       num('abandonment/rate') / (1 - num('abandonment/rate')) * orders, se FROM mean;

-- @ abandonment: A quarter of the sessions that reach a cart.
SELECT 'sessions' AS what, (SELECT count(*) FROM cart_abandonment) AS count,
       (SELECT count(*) FROM cart_abandonment) + (SELECT count(*) FROM orders) AS n, num('abandonment/rate') AS p;

-- @ tickets: 12 % of the orders' count.
SELECT 'orders' AS what, (SELECT count(*) FROM support_tickets) AS count, (SELECT count(*) FROM orders) AS n, num('tickets/rate') AS p;

-- @ gaps: Gaps between arrivals within an hour vary as those of a Poisson stream do: by about their mean.
WITH arrivals AS (
  SELECT 'orders' AS what, hour_of(order_ts) AS hour, epoch_us(order_ts) AS t FROM orders
  UNION ALL SELECT 'carts', hour_of(abandon_ts), epoch_us(abandon_ts) FROM cart_abandonment),
gaps AS (
  SELECT what, (t - lag(t) OVER w) * count(*) OVER (PARTITION BY what, hour) / 3.6e9 AS gap
  FROM arrivals WINDOW w AS (PARTITION BY what, hour ORDER BY t))
SELECT what || ': coefficient of variation' AS what, stddev(gap) / avg(gap) AS observed, 0.85 AS low, 1.15 AS high
FROM gaps GROUP BY ALL
UNION ALL
SELECT what || ': longer than 2 means', avg((gap > 2)::INT), 0.11, 0.16 FROM gaps WHERE gap IS NOT NULL GROUP BY ALL
UNION ALL
SELECT what || ': longer than 4 means', avg((gap > 4)::INT), 0.010, 0.025 FROM gaps WHERE gap IS NOT NULL GROUP BY ALL;

-- @ page_load: site_load_time varies around its formula by the world's noise.
WITH l AS (
  SELECT ln(metric_value / (num('metrics/page_load_seconds/base') * (1 + num('metrics/page_load_seconds/load_factor')
           * orders / (num('arrivals/capacity') * base * intensity)))) AS noise
  FROM system_metrics JOIN planned ON hour = hour_of(timestamp), run WHERE metric_name = 'site_load_time')
SELECT 'log mean' AS what, avg(noise) AS observed, 0 AS expected, num('metrics/page_load_seconds/noise') / sqrt(count(*)) AS se FROM l
UNION ALL
SELECT 'log sd', stddev(noise), num('metrics/page_load_seconds/noise'), num('metrics/page_load_seconds/noise') / sqrt(2 * count(*)) FROM l;
