-- Correlations of the hourly counts of orders, tickets, late orders and abandoned carts. Tickets and
-- late orders count at their order's hour; a ticket that hides its order was written in that hour.

-- @ six_correlations: Within .05 of the world's, over a whole block of 720 hours.
WITH o AS (SELECT hour_of(order_ts) AS hour, count(*) AS orders, count(*) FILTER (is_sla_breach) AS delays FROM orders GROUP BY ALL),
t AS (
  SELECT hour_of(coalesce(order_ts, created_ts)) AS hour, count(*) AS tickets
  FROM support_tickets LEFT JOIN orders USING (order_id) GROUP BY ALL),
a AS (SELECT hour_of(abandon_ts) AS hour, count(*) AS abandonment FROM cart_abandonment GROUP BY ALL),
h AS (
  SELECT hour, coalesce(o.orders, 0) AS orders, coalesce(delays, 0) AS delays, coalesce(tickets, 0) AS tickets,
         coalesce(abandonment, 0) AS abandonment
  FROM planned LEFT JOIN o USING (hour) LEFT JOIN t USING (hour) LEFT JOIN a USING (hour)),
found AS (
  SELECT unnest(['orders_tickets', 'tickets_delays', 'orders_delays', 'orders_abandonment', 'tickets_abandonment',
                 'delays_abandonment']) AS what,
         unnest([corr(orders, tickets), corr(tickets, delays), corr(orders, delays), corr(orders, abandonment),
                 corr(tickets, abandonment), corr(delays, abandonment)]) AS observed
  FROM h)
SELECT what, observed, num('correlations/' || what) - 0.05 AS low, num('correlations/' || what) + 0.05 AS high FROM found;
