-- seasonal_planning: 15 % off electronics, clothing and books, and demand for them that grows to 1.8
-- times over two weeks, in each region from its own week on.

-- @ orders: As many as ever, hour by hour.
SELECT 'hours with another count' AS what, 0 AS planned, count(*) FILTER (floor(rate) <> orders) AS measured, 0 AS tolerance
FROM curve LEFT JOIN (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) USING (hour);

-- @ discount: 15 % off each line of the three categories, rounded to the cent, and nothing off any other.
SELECT category AS what, count(*) AS planned,
       count(*) FILTER (cents(discount_per_unit) = CASE WHEN category IN ('electronics', 'clothing', 'books') THEN share_of_cents(unit_price, 0.15) ELSE 0 END) AS measured,
       0 AS tolerance
FROM order_items JOIN products USING (product_id) GROUP BY category
UNION ALL
SELECT 'orders that name the campaign', count(*), count(campaign_id), 0
FROM orders SEMI JOIN (FROM order_items JOIN products USING (product_id) WHERE category IN ('electronics', 'clothing', 'books')) USING (order_id)
UNION ALL
SELECT 'other orders that do', 0, count(campaign_id), 0
FROM orders ANTI JOIN (FROM order_items JOIN products USING (product_id) WHERE category IN ('electronics', 'clothing', 'books')) USING (order_id)
UNION ALL
SELECT 'campaigns over all 60 days', 1, count(*), 0 FROM campaigns
WHERE discount_percent = 15 AND list_sort(target_categories) = ['books', 'clothing', 'electronics'] AND hours_between(start_ts, end_ts) = 1440;

-- @ demand: Lines of the three, by region and week: the date's ordinary share under a factor that grows to 1.8 over
-- 14 days from the region's own day on.
WITH d AS (SELECT day, sum(share) AS share FROM demand WHERE category IN ('electronics', 'clothing', 'books') GROUP BY day),
l AS (
  SELECT region, hour_of(order_ts) AS hour, category IN ('electronics', 'clothing', 'books') AS school, share
  FROM order_items JOIN orders USING (order_id) JOIN products USING (product_id) JOIN customers USING (customer_id)
  JOIN region_of() USING (city) JOIN d ON day = make_timestamp(epoch_us(order_ts))::DATE),
f AS (
  SELECT l.*, 1 + 0.8 * greatest(0, least(1, (hour - since + 0.5) / 336)) AS factor
  FROM l JOIN (VALUES ('southeast', 0), ('southwest', 168), ('midwest', 336), ('west', 504), ('northeast', 672)) AS r(region, since) USING (region)),
p AS (SELECT *, factor * share / (1 + (factor - 1) * share) AS p FROM f)
SELECT concat(region, ', week ', hour // 168 + 1) AS what, sum(p) AS planned, count(*) FILTER (school) AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM p GROUP BY region, hour // 168;

-- @ regions_start_apart: No line of a region is another than the twin's before the region's day, and some are within two days.
WITH c AS (
  SELECT region, hour_of(order_ts) AS hour FROM order_items AS a JOIN twin.order_items AS b USING (order_item_id)
  JOIN orders AS o ON o.order_id = a.order_id JOIN customers USING (customer_id) JOIN region_of() USING (city)
  WHERE a.product_id <> b.product_id)
SELECT 'lines of ' || region || ' changed before' AS what, 0 AS planned, count(*) FILTER (hour < since) AS measured, 0 AS tolerance
FROM c JOIN (VALUES ('southeast', 0), ('southwest', 168), ('midwest', 336), ('west', 504), ('northeast', 672)) AS r(region, since) USING (region) GROUP BY region
UNION ALL
SELECT region || ' changes within two days', 1, (count(*) FILTER (hour < since + 48) > 0)::INT, 0
FROM c JOIN (VALUES ('southeast', 0), ('southwest', 168), ('midwest', 336), ('west', 504), ('northeast', 672)) AS r(region, since) USING (region) GROUP BY region;

-- @ among_themselves: The three keep their proportion of the date, and so do the two others.
WITH l AS (
  SELECT d.category, p.category = d.category AS hit, d.share / sum(d.share) OVER (PARTITION BY order_item_id) AS p
  FROM order_items JOIN orders USING (order_id) JOIN products AS p USING (product_id)
  JOIN demand AS d ON d.day = make_timestamp(epoch_us(order_ts))::DATE
    AND (d.category IN ('electronics', 'clothing', 'books')) = (p.category IN ('electronics', 'clothing', 'books')))
SELECT category AS what, sum(p) AS planned, count(*) FILTER (hit) AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance FROM l GROUP BY category;

-- @ incident: One, over all 60 days.
SELECT 'incidents' AS what, 1 AS planned, count(*) AS measured, 0 AS tolerance FROM incidents
WHERE name = 'back_to_school' AND hour_of(start_ts) = 0 AND hour_of(end_ts) = 1440;
