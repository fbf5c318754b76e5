-- flash_sale: four hours in which visitors double every hour, electronics cost 70 % less, and few leave
-- their cart; then half the visitors, and nothing else.

-- @ orders: m(h) x 2^h in the first four hours, x 0.5 after; 47,016 in the four.
SELECT 'hour ' || hour AS what, floor(rate * CASE WHEN hour < 4 THEN 2 ** hour ELSE 0.5 END) AS planned,
       orders AS measured, 0 AS tolerance
FROM curve LEFT JOIN (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) USING (hour)
UNION ALL
SELECT 'the first four', 47016, count(*), 0 FROM orders WHERE hour_of(order_ts) < 4;

-- @ discount: 70 % off each line of electronics inside the campaign's four hours, rounded to the cent; nothing
-- off anything else, then or later.
WITH l AS (
  SELECT discount_per_unit, unit_price, category = 'electronics' AND order_ts >= start_ts AND order_ts < end_ts AS deal
  FROM order_items JOIN orders USING (order_id) JOIN products USING (product_id), campaigns)
SELECT CASE WHEN deal THEN 'lines on sale' ELSE 'other lines' END AS what, count(*) AS planned,
       count(*) FILTER (cents(discount_per_unit) = CASE WHEN deal THEN share_of_cents(unit_price, 0.7) ELSE 0 END) AS measured,
       0 AS tolerance
FROM l GROUP BY deal
UNION ALL SELECT 'campaigns', 1, count(*), 0 FROM campaigns WHERE discount_percent = 70 AND target_categories = ['electronics']
UNION ALL SELECT 'hours that it runs', 4, sum(hours_between(start_ts, end_ts)), 0 FROM campaigns
UNION ALL SELECT 'hour it starts', 0, any_value(hour_of(start_ts)), 0 FROM campaigns;

-- @ came_with_it: Orders name the campaign exactly where a line has its discount.
SELECT 'orders' AS what, count(*) AS planned,
       count(*) FILTER ((campaign_id IS NOT NULL) = (discount > 0) AND discount = off) AS measured, 0 AS tolerance
FROM orders JOIN (SELECT order_id, sum(quantity * discount_per_unit) AS off FROM order_items GROUP BY ALL) USING (order_id);

-- @ electronics: 2.5 times the demand for it, so .45 of the lines in the four hours, and an ordinary share after.
SELECT CASE WHEN hour < 4 THEN 'on sale' ELSE 'after' END AS what, sum(p) AS planned,
       count(*) FILTER (category = 'electronics') AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM (SELECT p.category, hour_of(order_ts) AS hour,
             CASE WHEN hour_of(order_ts) < 4 THEN 2.5 * share / (1 + 1.5 * share) ELSE share END AS p
      FROM order_items JOIN orders USING (order_id) JOIN products AS p USING (product_id)
      JOIN demand AS d ON d.category = 'electronics' AND d.day = make_timestamp(epoch_us(order_ts))::DATE)
GROUP BY hour < 4;

-- @ others_in_proportion: The other categories share the rest as they do in the world.
SELECT d.category AS what, count(*) * any_value(d.share / (1 - e.share)) AS planned,
       count(*) FILTER (p.category = d.category) AS measured,
       4 * se(any_value(d.share / (1 - e.share)), count(*)) AS tolerance
FROM order_items JOIN products AS p USING (product_id), demand AS d JOIN demand AS e USING (day)
WHERE p.category <> 'electronics' AND d.category <> 'electronics' AND e.category = 'electronics' GROUP BY d.category;

-- @ carts: As many as the visitors, and of them 0.4 of the ordinary share; half the twin's after. Rounded to whole carts.
SELECT 'hour ' || hour AS what, factor * theirs AS planned, ours AS measured, factor / 2 + 0.5 AS tolerance
FROM (SELECT hour, CASE WHEN hour < 4 THEN 0.4 * 2 ** hour ELSE 0.5 END AS factor FROM curve)
LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS ours FROM cart_abandonment GROUP BY ALL) USING (hour)
LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS theirs FROM twin.cart_abandonment GROUP BY ALL) USING (hour);

-- @ load: Load beyond capacity makes orders late: 5 % x load, with the hour's own ups and downs, at most 4 times.
-- The hours' ups and downs are the twin's; both are rounded to whole orders.
WITH l AS (
  SELECT hour, least(4, greatest(1, count(*) / (num('arrivals/capacity') * any_value(base * intensity)))) AS factor,
         count(*) AS orders, count(*) FILTER (is_sla_breach) AS late
  FROM (SELECT *, hour_of(order_ts) AS hour FROM orders), run GROUP BY hour),
t AS (SELECT hour_of(order_ts) AS hour, count(*) AS orders, count(*) FILTER (is_sla_breach) AS late FROM twin.orders GROUP BY ALL)
SELECT 'hour ' || hour AS what, factor * t.late / t.orders * l.orders AS planned, l.late AS measured,
       factor * l.orders / t.orders + 1 AS tolerance
FROM l JOIN t USING (hour);

-- @ incident: The sale, and half the visitors for the rest of the day.
SELECT 'incidents' AS what, 1 AS planned, count(*) AS measured, 0 AS tolerance FROM incidents WHERE name = 'flash_sale'
UNION ALL SELECT 'first effect', 0, hour_of(first_effect_ts), 0 FROM incidents
UNION ALL SELECT 'campaigns in the twin', 0, count(*), 0 FROM twin.campaigns;
