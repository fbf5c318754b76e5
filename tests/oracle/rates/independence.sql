-- One row tells nothing about the next: as often alike as two independent draws.

-- @ consecutive_orders: An order and the one before it.
WITH o AS (
  SELECT cohort, items,
         lag(cohort) OVER w AS cohort_0, lag(items) OVER w AS items_0, lag(payment_status) OVER w AS payment_0,
         payment_status, lag(customer_id) OVER w AS customer_0, customer_id
  FROM orders JOIN customers USING (customer_id)
  JOIN (SELECT order_id, count(*) AS items FROM order_items GROUP BY ALL) USING (order_id)
  WINDOW w AS (ORDER BY order_id)
  QUALIFY cohort_0 IS NOT NULL)
SELECT 'cohort' AS what, count(*) FILTER (cohort = cohort_0) AS count, count(*) AS n,
       (SELECT sum(share * share) FROM mix('customers/cohorts/*/share')) AS p FROM o
UNION ALL
SELECT 'items', count(*) FILTER (items = items_0), count(*), (SELECT sum(share * share) FROM mix('orders/items/*')) FROM o
UNION ALL
SELECT 'failed twice', count(*) FILTER (payment_status = 'failed'), count(*),
       (SELECT avg((payment_status = 'failed')::INT) FROM o) FROM o WHERE payment_0 = 'failed'
UNION ALL
SELECT 'customer', count(*) FILTER (customer_id = customer_0), count(*),
       (SELECT sum(n * n) / sum(n) ** 2 FROM (SELECT count(*) AS n FROM orders GROUP BY customer_id)) FROM o;

-- @ lines_of_an_order: The quantities of an order's first two lines.
WITH l AS (
  SELECT order_id, quantity, lead(quantity) OVER w AS next, row_number() OVER w AS line
  FROM order_items WINDOW w AS (PARTITION BY order_id ORDER BY order_item_id))
SELECT 'quantity' AS what, count(*) FILTER (quantity = next) AS count, count(*) AS n,
       (SELECT sum(share * share) FROM mix('orders/quantities/*')) AS p
FROM l WHERE line = 1 AND next IS NOT NULL;

-- @ customers: Cohort and region of a customer do not go together.
SELECT concat(region, ' ', m.name) AS what, count(*) FILTER (cohort = m.name) AS count, count(*) AS n, m.share AS p
FROM (SELECT c.parent AS region, cohort FROM customers JOIN mixes('customers/regions/*/cities/*/share') AS c ON c.name = city),
     mix('customers/cohorts/*/share') AS m GROUP BY region, m.name, m.share;
