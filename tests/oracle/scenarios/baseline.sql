-- baseline: the world, and nothing planted.

-- @ nothing_planted: No incidents, no labels, no campaigns, and nothing that only they bring.
SELECT 'incidents' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance FROM incidents
UNION ALL SELECT 'labels', 0, count(*), 0 FROM incident_labels
UNION ALL SELECT 'campaigns', 0, count(*), 0 FROM campaigns
UNION ALL SELECT 'orders with a campaign', 0, count(campaign_id), 0 FROM orders
UNION ALL SELECT 'discounts', 0, count(*), 0 FROM order_items WHERE discount_per_unit <> 0
UNION ALL SELECT 'payments that failed at the gateway', 0, count(*), 0 FROM orders WHERE payment_failure_reason = 'gateway_down'
UNION ALL SELECT 'carts left because something is gone', 0, count(*), 0 FROM cart_abandonment WHERE abandon_reason = 'out_of_stock';

-- @ orders: floor(base x intensity x m(h)) in every hour.
SELECT 'hours with another count' AS what, 0 AS planned,
       count(*) FILTER (floor(rate) <> orders) AS measured, 0 AS tolerance
FROM curve LEFT JOIN (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) USING (hour);

-- @ its_own_twin: Leaving everything out changes nothing.
SELECT 'orders' AS what, 0 AS planned, count(*) AS measured, 0 AS tolerance
FROM orders AS a FULL JOIN twin.orders AS b USING (order_id) WHERE a IS DISTINCT FROM b
UNION ALL
SELECT 'tickets', 0, count(*), 0
FROM support_tickets AS a FULL JOIN twin.support_tickets AS b USING (ticket_id) WHERE a IS DISTINCT FROM b
UNION ALL
SELECT 'carts', 0, count(*), 0
FROM cart_abandonment AS a FULL JOIN twin.cart_abandonment AS b USING (abandonment_id) WHERE a IS DISTINCT FROM b;
