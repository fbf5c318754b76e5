-- supply_disruption: 35 products of China Main Electronics run dry; the backup covers 60 % of the
-- demand for them, late, and the rest is lost.
--
-- Which they are is not in the data: they are those that lines of the twin are for which are not there.

-- @ products: They are 35, all of that supplier; and neither they nor others sell where the twin does not.
WITH dry AS (SELECT DISTINCT product_id FROM twin.order_items ANTI JOIN order_items USING (order_item_id))
SELECT 'products' AS what, 35 AS planned, count(*) AS measured, 0 AS tolerance FROM dry
UNION ALL
SELECT 'of the supplier', 35, count(*), 0 FROM dry JOIN products USING (product_id) JOIN suppliers AS s USING (supplier_id)
WHERE s.name = 'China Main Electronics'
UNION ALL
SELECT 'their lines that the twin has not', 0, count(*), 0
FROM order_items SEMI JOIN dry USING (product_id) ANTI JOIN twin.order_items USING (order_item_id, product_id);

-- @ most_popular: No other product of the supplier sells more in the twin than the least of them, but by chance.
WITH dry AS (SELECT DISTINCT product_id FROM twin.order_items ANTI JOIN order_items USING (order_item_id)),
s AS (SELECT product_id, count(*) AS sold, product_id IN (FROM dry) AS dry FROM twin.order_items
      JOIN products USING (product_id) JOIN suppliers AS s USING (supplier_id) WHERE s.name = 'China Main Electronics' GROUP BY ALL)
SELECT 'others that sell more' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM s, (SELECT min(sold) AS least FROM s WHERE dry) WHERE NOT dry AND sold - least > 4 * sqrt(sold + least)
UNION ALL
SELECT 'of the 20 that sell most', 20, count(*) FILTER (dry), 0 FROM (FROM s ORDER BY sold DESC LIMIT 20);

-- @ lines_lost: Of each of them 40 % of the twin's lines, and of all.
WITH l AS (
  SELECT product_id, count(*) AS theirs, count(o.order_item_id) AS ours
  FROM twin.order_items AS t LEFT JOIN order_items AS o USING (order_item_id, product_id)
  WHERE product_id IN (SELECT product_id FROM twin.order_items ANTI JOIN order_items USING (order_item_id)) GROUP BY ALL)
SELECT 'product ' || product_id AS what, 0.6 * theirs AS planned, ours AS measured, 4 * se(0.6, theirs) AS tolerance FROM l
UNION ALL SELECT 'all', 0.6 * sum(theirs), sum(ours), 4 * se(0.6, sum(theirs)) FROM l;

-- @ only_lines: Of an order that had other lines, those stand as they did.
SELECT 'lines that differ' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM order_items AS a JOIN twin.order_items AS b USING (order_item_id)
WHERE a IS DISTINCT FROM b
UNION ALL
SELECT 'lines more', 0, count(*), 0 FROM order_items ANTI JOIN twin.order_items USING (order_item_id);

-- @ lost_orders: An order whose only line is lost is a cart left as out_of_stock, of the same visit, at the same
-- time, by the same customer; there are no other such carts.
WITH lost AS (FROM twin.orders ANTI JOIN orders USING (order_id))
SELECT 'orders lost' AS what, (SELECT count(*) FROM cart_abandonment WHERE abandon_reason = 'out_of_stock') AS planned,
       count(*) AS measured, 0 AS tolerance FROM lost
UNION ALL
SELECT 'their carts', (SELECT count(*) FROM lost), count(*), 0
FROM lost JOIN cart_abandonment AS c USING (session_id)
WHERE abandon_reason = 'out_of_stock' AND abandon_stage = 'cart' AND abandon_ts = order_ts AND c.customer_id = lost.customer_id
  AND c.channel = lost.channel AND items_count = 1 AND cart_value = subtotal
UNION ALL
SELECT 'their lines', (SELECT count(*) FROM lost), count(*), 0 FROM lost JOIN twin.order_items USING (order_id)
UNION ALL
SELECT 'tickets and returns of lost orders', 0, (SELECT count(*) FROM support_tickets SEMI JOIN lost USING (order_id))
  + (SELECT count(*) FROM returns SEMI JOIN lost USING (order_id)), 0
UNION ALL
SELECT 'orders more', 0, count(*), 0 FROM orders ANTI JOIN twin.orders USING (order_id);

-- @ lost_orders_share: 40 % of the orders that had nothing else.
SELECT 'orders of one line' AS what, 0.4 * count(*) AS planned, count(*) FILTER (lost) AS measured, 4 * se(0.4, count(*)) AS tolerance
FROM (SELECT order_id, order_id NOT IN (SELECT order_id FROM orders) AS lost FROM twin.order_items GROUP BY ALL
      HAVING count(*) = 1 AND any_value(product_id) IN (
        SELECT product_id FROM twin.order_items ANTI JOIN order_items USING (order_item_id)));

-- @ late: Every order with a line that the backup covers is late; all others are late as in the twin.
WITH covered AS (
  SELECT DISTINCT order_id FROM order_items WHERE product_id IN (
    SELECT product_id FROM twin.order_items ANTI JOIN order_items USING (order_item_id)))
SELECT 'covered' AS what, count(*) AS planned, count(*) FILTER (is_sla_breach) AS measured, 0 AS tolerance FROM orders SEMI JOIN covered USING (order_id)
UNION ALL
SELECT 'others that differ', 0, count(*) FILTER (a.is_sla_breach <> b.is_sla_breach), 0
FROM (FROM orders ANTI JOIN covered USING (order_id)) AS a JOIN twin.orders AS b USING (order_id);

-- @ late_tickets: 90 % of the covered orders' owners ask where it is.
WITH covered AS (
  SELECT DISTINCT order_id FROM order_items WHERE product_id IN (
    SELECT product_id FROM twin.order_items ANTI JOIN order_items USING (order_item_id)))
SELECT 'covered' AS what, 0.9 * count(*) AS planned, count(ticket_id) AS measured, 4 * se(0.9, count(*)) AS tolerance
FROM covered LEFT JOIN support_tickets USING (order_id);

-- @ orders: What was asked for is the world's: orders and lost orders together are floor(base x intensity x m(h)).
SELECT 'hours with another count' AS what, 0 AS planned, count(*) FILTER (floor(rate) <> orders) AS measured, 0 AS tolerance
FROM curve LEFT JOIN (
  SELECT hour, count(*) AS orders FROM (
    SELECT hour_of(order_ts) AS hour FROM orders
    UNION ALL SELECT hour_of(abandon_ts) FROM cart_abandonment WHERE abandon_reason = 'out_of_stock')
  GROUP BY ALL) USING (hour)
UNION ALL
SELECT 'ordinary carts that differ', 0, count(*), 0
FROM (FROM cart_abandonment WHERE abandon_reason <> 'out_of_stock') AS a
FULL JOIN twin.cart_abandonment AS b USING (abandonment_id) WHERE a IS DISTINCT FROM b
UNION ALL
SELECT 'incidents', 1, count(*), 0 FROM incidents WHERE name = 'supplier_failure';
