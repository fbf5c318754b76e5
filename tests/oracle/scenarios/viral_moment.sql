-- viral_moment: for eight hours visitors grow by e^(1/3) an hour, then what they are more halves every
-- three; they come for one skincare set, of which there are 500.
--
-- Visitors who find it gone are orders that never were: carts left as out_of_stock, whose session is
-- one of an order. `wanted` orders are those beyond the undisturbed count.

-- @ visitors: Orders and those who left for want of the set: m(h) x e^(h/3), then the decay.
SELECT 'hour ' || hour AS what,
       floor(rate * CASE WHEN hour < 8 THEN exp(hour / 3) ELSE 1 + (exp(8 / 3) - 1) * 0.5 ** ((hour - 8) / 3) END) AS planned,
       orders AS measured, 0 AS tolerance
FROM curve LEFT JOIN (
  SELECT hour, count(*) AS orders FROM (
    SELECT hour_of(order_ts) AS hour FROM orders
    UNION ALL SELECT hour_of(abandon_ts) FROM cart_abandonment WHERE abandon_reason = 'out_of_stock')
  GROUP BY ALL) USING (hour);

-- @ sold: Exactly 500 of the one set, one a line; and no other skincare sells more in the twin, but by chance.
WITH best AS (SELECT product_id FROM order_items JOIN orders USING (order_id) WHERE campaign_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT 1)
SELECT 'lines' AS what, 500 AS planned, count(*) AS measured, 0 AS tolerance FROM order_items SEMI JOIN best USING (product_id)
UNION ALL SELECT 'units', 500, sum(quantity), 0 FROM order_items SEMI JOIN best USING (product_id)
UNION ALL SELECT 'is skincare', 1, count(*), 0 FROM products SEMI JOIN best USING (product_id) WHERE subcategory = 'skincare'
UNION ALL SELECT 'units that the twin sells, one a line', count(*), sum(quantity), 0 FROM twin.order_items SEMI JOIN best USING (product_id)
UNION ALL
SELECT 'others that the twin sells more of', 0, count(*), 0
FROM (SELECT count(*) AS sold FROM twin.order_items JOIN products USING (product_id) WHERE subcategory = 'skincare' GROUP BY product_id),
     (SELECT count(*) AS best FROM twin.order_items SEMI JOIN best USING (product_id)) WHERE sold - best > 4 * sqrt(sold + best);

-- @ then_gone: Nobody leaves for want of it before the last is sold, and the first does within the hour.
WITH last AS (SELECT max(order_ts) AS sold FROM orders WHERE campaign_id IS NOT NULL)
SELECT 'carts left before' AS what, 0 AS planned, count(*) FILTER (abandon_ts <= sold) AS measured, 0 AS tolerance
FROM cart_abandonment, last WHERE abandon_reason = 'out_of_stock'
UNION ALL
SELECT 'the first left within the hour', 1, (min(abandon_ts) < any_value(sold) + INTERVAL 1 HOUR)::INT, 0
FROM cart_abandonment, last WHERE abandon_reason = 'out_of_stock';

-- @ leave: Of those who come for it after it is gone 60 % leave, hour by hour: the visitors that are more, and
-- the twin's buyers who wanted nothing else.
WITH best AS (SELECT product_id FROM order_items JOIN orders USING (order_id) WHERE campaign_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT 1),
ordinary AS (
  SELECT hour, count(*) FILTER (alone AND wants) AS came FROM (
    SELECT hour_of(any_value(order_ts)) AS hour, count(*) = 1 AS alone, bool_or(product_id = (FROM best)) AS wants
    FROM twin.order_items JOIN twin.orders USING (order_id) GROUP BY order_id) GROUP BY hour),
lost AS (SELECT hour_of(abandon_ts) AS hour, count(*) AS lost FROM cart_abandonment WHERE abandon_reason = 'out_of_stock' GROUP BY ALL),
n AS (
  SELECT hour, lost, came + floor(rate * CASE WHEN hour < 8 THEN exp(hour / 3) ELSE 1 + (exp(8 / 3) - 1) * 0.5 ** ((hour - 8) / 3) END)
         - floor(rate) AS n
  FROM curve JOIN ordinary USING (hour) JOIN lost USING (hour) WHERE hour > (SELECT min(hour) FROM lost))
SELECT 'hour ' || hour AS what, 0.6 * n AS planned, lost AS measured, 4 * se(0.6, n) AS tolerance FROM n
UNION ALL SELECT 'all', 0.6 * sum(n), sum(lost), 4 * se(0.6, sum(n)) FROM n;

-- @ lost_carts: They hold the set alone, and are of no one's ordinary visit.
WITH best AS (SELECT product_id FROM order_items JOIN orders USING (order_id) WHERE campaign_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT 1)
SELECT 'carts' AS what, count(*) AS planned,
       count(*) FILTER (items_count = 1 AND cart_value = (SELECT price FROM products SEMI JOIN best USING (product_id))
                        AND abandon_stage = 'cart' AND customer_id IS NOT NULL AND session_id % 2 = 0) AS measured, 0 AS tolerance
FROM cart_abandonment WHERE abandon_reason = 'out_of_stock'
UNION ALL
SELECT 'sessions of orders', 0, count(*), 0 FROM cart_abandonment SEMI JOIN orders USING (session_id);

-- @ wanted_alone: Who is more than usual and still finds it buys it alone; before it is gone all of them do.
WITH best AS (SELECT product_id FROM order_items JOIN orders USING (order_id) WHERE campaign_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT 1),
more AS (SELECT order_id, order_ts FROM orders ANTI JOIN twin.orders USING (order_id)),
gone AS (SELECT min(abandon_ts) AS went FROM cart_abandonment WHERE abandon_reason = 'out_of_stock')
SELECT 'lines of visitors more' AS what, (SELECT count(*) FROM more) AS planned, count(*) AS measured, 0 AS tolerance
FROM order_items SEMI JOIN more USING (order_id)
UNION ALL
SELECT 'hours before: those with the set', count(DISTINCT order_id), count(DISTINCT order_id) FILTER (product_id = (FROM best)), 0
FROM more JOIN order_items USING (order_id), gone WHERE hour_of(order_ts) < hour_of(went);

-- @ something_else: The 40 % who stay buy what anybody buys but for the set, by category. How much of all lines the
-- set is, is counted in the twin.
WITH best AS (SELECT product_id FROM order_items JOIN orders USING (order_id) WHERE campaign_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT 1),
part AS (SELECT count(*) FILTER (product_id = (FROM best)) / count(*) AS of_all, of_all / count(*) AS v FROM twin.order_items),
l AS (
  SELECT category, make_timestamp(epoch_us(order_ts))::DATE AS day FROM order_items JOIN products USING (product_id)
  JOIN (FROM orders ANTI JOIN twin.orders USING (order_id)) USING (order_id),
  (SELECT min(hour_of(abandon_ts)) AS first FROM cart_abandonment WHERE abandon_reason = 'out_of_stock')
  WHERE hour_of(order_ts) > first),
p AS (SELECT l.category, d.category AS name, (share - CASE d.category WHEN 'beauty' THEN of_all ELSE 0 END) / (1 - of_all) AS p, v
      FROM l JOIN demand AS d USING (day), part)
SELECT name AS what, sum(p) AS planned, count(*) FILTER (category = name) AS measured,
       4 * sqrt(sum(p * (1 - p)) + count(*) ** 2 * any_value(v)) AS tolerance
FROM p GROUP BY name;

-- @ campaign: Orders come with the clip exactly where they have the set; it takes nothing off.
WITH best AS (SELECT product_id FROM order_items JOIN orders USING (order_id) WHERE campaign_id IS NOT NULL GROUP BY ALL ORDER BY count(*) DESC LIMIT 1)
SELECT 'orders' AS what, 500 AS planned, count(campaign_id) AS measured, 0 AS tolerance FROM orders
UNION ALL SELECT 'orders with the set', 500, count(campaign_id), 0
FROM orders SEMI JOIN (FROM order_items SEMI JOIN best USING (product_id)) USING (order_id)
UNION ALL SELECT 'discounts', 0, count(*), 0 FROM order_items WHERE discount_per_unit <> 0
UNION ALL SELECT 'campaigns', 1, count(*), 0 FROM campaigns WHERE campaign_type = 'social';

-- @ carts: Other carts are as many as the visitors, twin's x e^(h/3) and so on, rounded to whole ones.
WITH f AS (SELECT hour, CASE WHEN hour < 8 THEN exp(hour / 3) ELSE 1 + (exp(8 / 3) - 1) * 0.5 ** ((hour - 8) / 3) END AS factor FROM curve)
SELECT 'hour ' || hour AS what, factor * theirs AS planned, ours AS measured, factor / 2 + 0.5 AS tolerance
FROM f LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS ours FROM cart_abandonment WHERE abandon_reason <> 'out_of_stock' GROUP BY ALL) USING (hour)
LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS theirs FROM twin.cart_abandonment GROUP BY ALL) USING (hour);

-- @ tickets: Twice as many an order. A late order writes as ever (.9), more are late because load exceeds
-- capacity, and the others write so that all tickets are twice what they would be. Orders that left take their
-- tickets with them, by chance.
WITH ours AS (SELECT hour, orders, late, tickets, lost FROM
    (SELECT hour_of(order_ts) AS hour, count(*) AS orders, count(*) FILTER (is_sla_breach) AS late FROM orders GROUP BY ALL)
    JOIN (SELECT hour_of(timestamp) AS hour, metric_value AS tickets FROM system_metrics WHERE metric_name = 'support_tickets_per_hour') USING (hour)
    LEFT JOIN (SELECT hour_of(abandon_ts) AS hour, count(*) AS lost FROM cart_abandonment WHERE abandon_reason = 'out_of_stock' GROUP BY ALL) USING (hour)),
theirs AS (SELECT hour, orders, late, tickets FROM
    (SELECT hour_of(order_ts) AS hour, count(*) AS orders, count(*) FILTER (is_sla_breach) AS late FROM twin.orders GROUP BY ALL)
    JOIN (SELECT hour_of(timestamp) AS hour, metric_value AS tickets FROM twin.system_metrics WHERE metric_name = 'support_tickets_per_hour') USING (hour)),
p AS (
  SELECT hour, 2 * (0.9 * o.late + (t.tickets - 0.9 * t.late) / (t.orders - t.late) * (o.orders - o.late)) AS planned, o.tickets AS measured,
         2 * 2 * (o.orders - o.late) / (t.orders - t.late) + 3 AS rounding, coalesce(lost, 0) / (o.orders + coalesce(lost, 0)) AS lost
  FROM ours AS o JOIN theirs AS t USING (hour))
SELECT 'hour ' || hour AS what, planned, measured, rounding + 4 * sqrt(planned * lost) AS tolerance FROM p;

-- @ restock: .3 of the tickets move to general, whatever the order's state; .7 of the general ones ask for restock.
WITH t AS (
  SELECT issue_category, CASE WHEN payment_status = 'failed' THEN 'failed'
    WHEN order_status IN ('delivered', 'cancelled') THEN order_status ELSE 'open' END AS state
  FROM support_tickets JOIN orders USING (order_id) WHERE NOT is_sla_breach),
p AS (SELECT s.state, coalesce(any_value(m.share), 0) + 0.3 AS p FROM (SELECT DISTINCT state FROM t) AS s
      LEFT JOIN mixes('tickets/categories/*/*') AS m ON m.parent = s.state AND m.name = 'general' GROUP BY s.state)
SELECT 'general, ' || state AS what, p * count(*) AS planned, count(*) FILTER (issue_category = 'general') AS measured, 4 * se(p, count(*)) AS tolerance
FROM t JOIN p USING (state) GROUP BY state, p
UNION ALL
SELECT 'restock', 0.7 * count(*), count(*) FILTER (issue_subcategory = 'restock'), 4 * se(0.7, count(*))
FROM support_tickets WHERE issue_category = 'general'
UNION ALL
SELECT 'restock in the twin', 0.1 * count(*), count(*) FILTER (issue_subcategory = 'restock'), 4 * se(0.1, count(*))
FROM twin.support_tickets WHERE issue_category = 'general';

-- @ late_alike: Late orders are more where load exceeds capacity, whoever ordered: for one thing or for several.
WITH o AS (SELECT hour_of(order_ts) AS hour, is_sla_breach AS late, lines = 1 AS one FROM orders
           JOIN (SELECT order_id, count(*) AS lines FROM order_items GROUP BY ALL) USING (order_id)),
h AS (SELECT hour, count(*) AS n, count(*) FILTER (late) AS late, count(*) FILTER (one) AS ones, count(*) FILTER (late AND one) AS late_ones
      FROM o GROUP BY hour)
SELECT 'hour ' || hour AS what, ones * late / n AS planned, late_ones AS measured,
       4 * sqrt(late / n * (1 - late / n) * ones * (n - ones) / (n - 1)) AS tolerance FROM h;

-- @ incident: One, from the first hour to the last.
SELECT 'incidents' AS what, 1 AS planned, count(*) AS measured, 0 AS tolerance FROM incidents, run
WHERE name = 'viral_spike' AND hour_of(start_ts) = 0 AND hour_of(end_ts) = hours;
