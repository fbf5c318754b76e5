-- The catalogue against worlds/default.yaml.

-- @ categories: Products by category.
SELECT m.name AS what, count(*) FILTER (category = m.name) AS count, count(*) AS n, m.share AS p
FROM products, mix('products/categories/*/share') AS m GROUP BY m.name, m.share;

-- @ subcategories: The subcategories of a category alike.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (subcategory = m.name) AS count, count(*) AS n, 0.2 AS p
FROM products JOIN mixes('products/categories/*/subcategories/*/weight_kg/0') AS m ON m.parent = category
GROUP BY m.parent, m.name;

-- @ prices: LogNormal by category: mean and standard deviation of the logarithm.
WITH world_prices AS (
  SELECT m.name AS category, m.share AS mu, s.share AS sigma
  FROM mix('products/categories/*/price/mu') AS m JOIN mix('products/categories/*/price/sigma') AS s USING (name)),
found AS (SELECT category, count(*) AS n, avg(ln(price)) AS mu, stddev(ln(price)) AS sigma FROM products GROUP BY ALL)
SELECT category || ' log mean' AS what, f.mu AS observed, w.mu AS expected, w.sigma / sqrt(n) AS se
FROM found f JOIN world_prices w USING (category)
UNION ALL
SELECT category || ' log sd', f.sigma, w.sigma, w.sigma / sqrt(2 * n) FROM found f JOIN world_prices w USING (category);

-- @ cost_share: Evenly between 30 % and 70 % of the price.
SELECT 'mean' AS what, avg(cost / price) AS observed, 0.5 AS expected, 0.4 / sqrt(12 * count(*)) AS se FROM products
UNION ALL
SELECT 'below 40 %', count(*) FILTER (cost / price < 0.4), 0.25 * count(*), sqrt(0.1875 * count(*)) FROM products;

-- @ weights: Evenly between the subcategory's bounds.
SELECT category AS what, avg((weight - l.share) / (h.share - l.share)) AS observed, 0.5 AS expected,
       1 / sqrt(12 * count(*)) AS se
FROM products JOIN mixes('products/categories/*/subcategories/*/weight_kg/0') AS l
  ON l.parent = category AND l.name = subcategory
JOIN mixes('products/categories/*/subcategories/*/weight_kg/1') AS h
  ON h.parent = category AND h.name = subcategory
GROUP BY category;

-- @ suppliers_by_category: Who supplies a category.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (s.name = m.name) AS count, count(*) AS n, m.share AS p
FROM products JOIN suppliers s USING (supplier_id)
JOIN mixes('products/categories/*/suppliers/*') AS m ON m.parent = category
GROUP BY m.parent, m.name, m.share;
