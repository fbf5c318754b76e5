-- multi_channel: an app is launched on day 15 and grows over 45 days to 35 % of the orders; the other
-- channels end 15 % below where they were. The twin has no app at all.

-- @ orders: Growing evenly to 17/13 of what they were, from day 15 to day 60.
SELECT 'hours with another count' AS what, 0 AS planned,
       count(*) FILTER (floor(rate * (1 + (1.3076923076923077::DOUBLE - 1) * strength)) <> orders) AS measured, 0 AS tolerance
FROM (SELECT *, CASE WHEN hour < 360 THEN 0 ELSE least(1, (hour - 360 + 0.5) / 1080) END AS strength FROM curve)
LEFT JOIN (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) USING (hour);

-- @ average: 1.18 times the twin's over the 90 days.
SELECT 'orders against the twin' AS what, 1.18 AS planned, (SELECT count(*) FROM orders) / (SELECT count(*) FROM twin.orders) AS measured, 0.01 AS tolerance;

-- @ no_app_before: Before day 15 nobody orders or leaves a cart in an app, and in the twin nobody ever does.
SELECT 'orders' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance FROM orders WHERE channel = 'app' AND hour_of(order_ts) < 360
UNION ALL SELECT 'carts', 0, count(*), 0 FROM cart_abandonment WHERE channel = 'app' AND hour_of(abandon_ts) < 360
UNION ALL SELECT 'orders of the twin', 0, count(*), 0 FROM twin.orders WHERE channel = 'app'
UNION ALL SELECT 'carts of the twin', 0, count(*), 0 FROM twin.cart_abandonment WHERE channel = 'app';

-- @ app_share: It grows by hours to .35 of the orders, and is .35 from day 60 on; of carts too.
WITH v AS (
  SELECT 'orders' AS kind, hour_of(order_ts) AS hour, channel = 'app' AS app FROM orders
  UNION ALL SELECT 'carts', hour_of(abandon_ts), channel = 'app' FROM cart_abandonment),
p AS (SELECT *, 0.35 * greatest(0, least(1, (hour - 360 + 0.5) / 1080)) AS p FROM v WHERE hour >= 360)
SELECT concat(kind, CASE WHEN hour < 1440 THEN ' of days ' || (hour // 24 // 15) * 15 || ' to ' || (hour // 24 // 15 + 1) * 15 ELSE ' from day 60' END) AS what,
       sum(p) AS planned, count(*) FILTER (app) AS measured, 4 * sqrt(sum(p * (1 - p))) AS tolerance
FROM p GROUP BY what, kind;

-- @ others_lose: From day 60 on web and mobile web have .85 of the orders that they have in the twin. Both are
-- rounded down in every hour, and so lose half an order on average.
SELECT 'both' AS what, 0.85 * (theirs + 720 / 2) - 0.65 * 720 / 2 AS planned, ours AS measured,
       4 * sqrt(n * 0.65 * 0.35 + 720 / 12 * (0.65 ** 2 + 0.85 ** 2)) AS tolerance
FROM (SELECT count(*) FILTER (channel <> 'app') AS ours, count(*) AS n FROM orders WHERE hour_of(order_ts) >= 1440),
     (SELECT count(*) AS theirs FROM twin.orders WHERE hour_of(order_ts) >= 1440);

-- @ each_loses: And each of the two, measured on both sides by chance.
WITH o AS (SELECT channel, count(*) AS ours FROM orders WHERE hour_of(order_ts) >= 1440 AND channel <> 'app' GROUP BY ALL),
t AS (SELECT channel, count(*) AS theirs FROM twin.orders WHERE hour_of(order_ts) >= 1440 GROUP BY ALL)
SELECT channel AS what, 0.85 * theirs AS planned, ours AS measured, 4 * sqrt(ours + 0.85 ** 2 * theirs) AS tolerance FROM o JOIN t USING (channel);

-- @ before_the_launch: Until day 15 all is as in the twin.
SELECT 'orders that differ' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM orders AS a FULL JOIN twin.orders AS b USING (order_id)
WHERE a IS DISTINCT FROM b AND hour_of(coalesce(a.order_ts, b.order_ts)) < 360;

-- @ mobile_web_before: Until then what the world has in its app is on mobile web, by cohort.
SELECT concat(cohort, ' ', m.name) AS what, p * count(*) AS planned, count(*) FILTER (channel = m.name) AS measured, 4 * se(p, count(*)) AS tolerance
FROM (FROM orders JOIN customers USING (customer_id) WHERE hour_of(order_ts) < 360)
JOIN (SELECT parent, CASE name WHEN 'app' THEN 'mobile_web' ELSE name END AS name, sum(share) AS p
      FROM mixes('customers/cohorts/*/channels/*') GROUP BY ALL) AS m ON m.parent = cohort GROUP BY cohort, m.name, p;

-- @ incident: One, from day 15 to the end.
SELECT 'incidents' AS what, 1 AS planned, count(*) AS measured, 0 AS tolerance FROM incidents
WHERE name = 'app_launch' AND hour_of(start_ts) = 360 AND hour_of(end_ts) = 2160 AND hour_of(first_effect_ts) = 360;
