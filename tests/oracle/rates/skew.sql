-- Activity of customers and popularity of products are skewed. Rows with low and high are bounds.

-- @ best_customers: The best tenth of the customers place far more than a tenth of the orders.
SELECT 'top 10 %' AS what, sum(orders) FILTER (place <= 0.1 * of) / sum(orders) AS observed, 0.25 AS low, 0.6 AS high
FROM (SELECT coalesce(orders, 0) AS orders, row_number() OVER (ORDER BY orders DESC NULLS LAST) AS place,
             count(*) OVER () AS of
      FROM customers LEFT JOIN (SELECT customer_id, count(*) AS orders FROM orders GROUP BY ALL) USING (customer_id));

-- @ orders_by_tier: Mean orders a customer rise with the tier, as the world's activity says.
WITH c AS (
  SELECT loyalty_tier, coalesce(orders, 0) AS orders
  FROM customers LEFT JOIN (SELECT customer_id, count(*) AS orders FROM orders GROUP BY ALL) USING (customer_id)),
t AS (SELECT loyalty_tier AS tier, avg(orders) AS mean, stddev(orders) / sqrt(count(*)) AS se FROM c GROUP BY ALL),
bronze AS (FROM t WHERE tier = 'Bronze')
SELECT t.tier AS what, t.mean / b.mean AS observed, a.share AS expected,
       t.mean / b.mean * sqrt((t.se / t.mean) ** 2 + (b.se / b.mean) ** 2) AS se
FROM t JOIN mix('customers/loyalty/*/activity') AS a ON a.name = t.tier, bronze b WHERE t.tier <> 'Bronze';

-- @ activity: The logarithm of a customer's orders, over the tier's activity, spreads by the world's sigma.
-- Poisson noise of n orders adds about 1/n to the variance of the logarithm; few customers have none.
SELECT 'log sd' AS what, sqrt(variance(ln(orders / a.share)) - avg(1 / orders)) AS observed,
       num('customers/activity_sigma') - 0.1 AS low, num('customers/activity_sigma') + 0.1 AS high
FROM customers JOIN (SELECT customer_id, count(*) AS orders FROM orders GROUP BY ALL) USING (customer_id)
JOIN mix('customers/loyalty/*/activity') AS a ON a.name = loyalty_tier;

-- @ best_products: The best fifth of the products make more than 40 % of the lines.
SELECT 'top 20 %' AS what, sum(lines) FILTER (place <= 0.2 * of) / sum(lines) AS observed, 0.4 AS low, 0.8 AS high
FROM (SELECT coalesce(lines, 0) AS lines, row_number() OVER (ORDER BY lines DESC NULLS LAST) AS place,
             count(*) OVER () AS of
      FROM products LEFT JOIN (SELECT product_id, count(*) AS lines FROM order_items GROUP BY ALL) USING (product_id));

-- @ zipf: Within a category the k-th best product has a share of k^-exponent; the noise of sorting is small.
WITH ranked AS (
  SELECT category, lines, row_number() OVER (PARTITION BY category ORDER BY lines DESC) AS k
  FROM products JOIN (SELECT product_id, count(*) AS lines FROM order_items GROUP BY ALL) USING (product_id))
SELECT category || ' top ' || top AS what,
       sum(lines) FILTER (k <= top) / sum(lines)
         / (sum(k ** -num('products/popularity_exponent')) FILTER (k <= top)
            / sum(k ** -num('products/popularity_exponent'))) AS observed,
       0.97 AS low, 1.03 AS high
FROM ranked, (VALUES (1), (10), (50), (200)) AS t(top) GROUP BY category, top;
