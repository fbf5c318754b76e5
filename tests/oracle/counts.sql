-- @ orders: How many orders there are, in how many hours.
SELECT count(*) AS orders, count(DISTINCT hour_of(order_ts)) AS hours FROM orders;
