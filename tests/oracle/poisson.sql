-- Arrivals within an hour against a Poisson stream of which only the hour's count is known: uniform
-- order statistics. rates/hours.sql has looser bounds on the same gaps.

-- @ gaps_of_a_poisson_stream: Gaps between n uniform arrivals in an hour: P(gap > x means) = (1 - x/n)^n.
WITH arrivals AS (
  SELECT 'orders' AS what, hour_of(order_ts) AS hour, epoch_us(order_ts) AS t FROM orders
  UNION ALL SELECT 'carts', hour_of(abandon_ts), epoch_us(abandon_ts) FROM cart_abandonment),
gaps AS (
  SELECT what, count(*) OVER (PARTITION BY what, hour) AS n, (t - lag(t) OVER w) * n / 3.6e9 AS gap
  FROM arrivals WINDOW w AS (PARTITION BY what, hour ORDER BY t))
SELECT concat(what, ': longer than ', x, ' means') AS what, count(*) FILTER (gap > x) AS observed,
       sum((1 - x / n) ** n) AS expected, sqrt(sum((1 - x / n) ** n * (1 - (1 - x / n) ** n))) AS se
FROM gaps, (VALUES (0.01), (0.1), (0.5), (1.0), (2.0), (3.0), (4.0)) AS v(x)
WHERE gap IS NOT NULL GROUP BY what, x;

-- @ evenly_into_the_hour: Arrivals fall evenly into the hour, its first and last minute included.
WITH t AS (
  SELECT 'orders' AS what, epoch_us(order_ts) % 3600000000 / 6e7 AS minute FROM orders
  UNION ALL SELECT 'carts', epoch_us(abandon_ts) % 3600000000 / 6e7 FROM cart_abandonment)
SELECT concat(what, ', minutes ', a, ' to ', b) AS what, count(*) FILTER (minute >= a AND minute < b) AS count,
       count(*) AS n, (b - a) / 60 AS p
FROM t, (VALUES (0, 1), (1, 10), (10, 20), (20, 30), (30, 40), (40, 50), (50, 59), (59, 60)) AS v(a, b) GROUP BY t.what, a, b;
