-- Rows are sorted by time, within a part and across parts; ids grow with time; keys resolve inside
-- a part. A part is a file; part-00001 comes after part-00000.

-- @ orders_sorted: Orders are sorted by order_ts, and their ids grow with it.
SELECT part, place, order_id, order_ts FROM orders_rows
WINDOW w AS (ORDER BY part, place)
QUALIFY order_ts < lag(order_ts) OVER w OR order_id <= lag(order_id) OVER w;

-- @ carts_sorted: Abandoned carts are sorted by abandon_ts, and their ids grow with it.
SELECT part, place, abandonment_id, abandon_ts FROM cart_abandonment_rows
WINDOW w AS (ORDER BY part, place)
QUALIFY abandon_ts < lag(abandon_ts) OVER w OR abandonment_id <= lag(abandonment_id) OVER w;

-- @ items_sorted: Lines are sorted by their order's time, and their ids grow with it.
SELECT i.part, i.place, order_item_id FROM order_items_rows i JOIN orders o USING (order_id)
WINDOW w AS (ORDER BY i.part, i.place)
QUALIFY order_ts < lag(order_ts) OVER w OR order_item_id <= lag(order_item_id) OVER w;

-- @ returns_sorted: Returns are sorted by their order's time, and their ids grow with it.
SELECT r.part, r.place, return_id FROM returns_rows r JOIN orders o USING (order_id)
WINDOW w AS (ORDER BY r.part, r.place)
QUALIFY order_ts < lag(order_ts) OVER w OR return_id <= lag(return_id) OVER w;

-- @ tickets_sorted: Tickets are sorted by their order's time.
SELECT t.part, t.place, ticket_id FROM support_tickets_rows t JOIN orders o USING (order_id)
WINDOW w AS (ORDER BY t.part, t.place)
QUALIFY order_ts < lag(order_ts) OVER w;

-- @ hidden_tickets_sorted: Where the order is hidden, its hour still stands in line.
SELECT t.part, t.place, ticket_id FROM support_tickets_rows t LEFT JOIN orders o USING (order_id)
WINDOW w AS (ORDER BY t.part, t.place)
QUALIFY hour_of(coalesce(order_ts, created_ts)) < lag(hour_of(coalesce(order_ts, created_ts))) OVER w;

-- @ metrics_sorted: Metrics are sorted by their hour, and their ids grow with it.
SELECT part, place FROM system_metrics_rows
WINDOW w AS (ORDER BY part, place)
QUALIFY timestamp < lag(timestamp) OVER w OR metric_id <= lag(metric_id) OVER w;

-- @ items_inside_the_part: Lines of part N belong to orders of part N.
SELECT i.part, o.part, order_item_id FROM order_items_rows i JOIN orders_rows o USING (order_id)
WHERE i.part <> o.part;

-- @ tickets_inside_the_part: Tickets of part N name orders of part N.
SELECT t.part, o.part, ticket_id FROM support_tickets_rows t JOIN orders_rows o USING (order_id)
WHERE t.part <> o.part;

-- @ returns_inside_the_part: Returns of part N come from orders of part N.
SELECT r.part, o.part, return_id FROM returns_rows r JOIN orders_rows o USING (order_id)
WHERE r.part <> o.part;

-- @ parts_cover_the_same_hours: An hour's orders, carts and hidden tickets are in one part, the same.
SELECT hour, list(DISTINCT part) FROM (
  SELECT hour_of(order_ts) AS hour, part FROM orders_rows
  UNION ALL SELECT hour_of(abandon_ts), part FROM cart_abandonment_rows
  UNION ALL SELECT hour_of(created_ts), part FROM support_tickets_rows WHERE order_id IS NULL)
GROUP BY ALL HAVING count(DISTINCT part) > 1;
