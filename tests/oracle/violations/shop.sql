-- Customers, suppliers and products.

-- @ counts: As many customers and products as were asked for.
SELECT 'customers' AS what, count(*) AS n FROM customers HAVING n <> (SELECT customers FROM run)
UNION ALL SELECT 'products', count(*) AS n FROM products HAVING n <> (SELECT products FROM run);

-- @ emails: Unique, whatever the case, and on reserved domains.
SELECT lower(email) AS email FROM customers GROUP BY ALL
HAVING count(*) > 1 OR NOT regexp_full_match(lower(email), '[a-z0-9._]+@example\.(com|net|org)');

-- @ phones: In the reserved 555-01xx range, with the city's area code.
SELECT customer_id, phone, city FROM customers
LEFT JOIN mixes('customers/regions/*/cities/*/area_code') AS c ON c.name = city
WHERE NOT coalesce(regexp_full_match(phone, '\+1-' || c.share::INT || '-555-01[0-9]{2}'), false);

-- @ city_and_state: City and state belong together.
SELECT customer_id, city, state FROM customers
ANTI JOIN (SELECT regexp_extract(path, 'cities/([^/]+)/', 1) AS city, value AS state FROM world
           WHERE path LIKE 'customers/regions/%/cities/%/state') AS c USING (city, state);

-- @ created_before_the_window: created_at lies in the 730 days before the start.
SELECT customer_id, created_at FROM customers, run
WHERE NOT (created_at >= start - to_days(num('customers/history_days')::INT) AND created_at < start);

-- @ created_before_the_first_order: Nobody orders, leaves a cart or writes before they have an account.
SELECT customer_id, created_at, min(t) FROM customers JOIN (
  SELECT customer_id, order_ts AS t FROM orders
  UNION ALL SELECT customer_id, abandon_ts FROM cart_abandonment WHERE customer_id IS NOT NULL
  UNION ALL SELECT customer_id, created_ts FROM support_tickets) USING (customer_id)
GROUP BY ALL HAVING created_at >= min(t);

-- @ cohorts_and_tiers: Cohort, tier and acquisition channel are the world's, and fit.
SELECT customer_id, cohort, loyalty_tier, acquisition_channel FROM customers
WHERE cohort NOT IN (SELECT name FROM mix('customers/cohorts/*/share'))
  OR loyalty_tier NOT IN (SELECT name FROM mix('customers/loyalty/*/share'))
  OR (cohort, acquisition_channel) NOT IN
     (SELECT (parent, name) FROM mixes('customers/cohorts/*/acquisition/*') WHERE share > 0);

-- @ names: Names are made of the world's.
SELECT customer_id, name FROM customers
WHERE split_part(name, ' ', 1) NOT IN (SELECT value FROM names('customers/first_names/*'))
  OR split_part(name, ' ', 2) NOT IN (SELECT value FROM names('customers/last_names/*'))
  OR name LIKE '% % %';

-- @ price_sensitivity: Strictly between 0 and 1; nobody spent less than nothing.
SELECT customer_id, price_sensitivity, lifetime_value FROM customers
WHERE NOT (price_sensitivity > 0 AND price_sensitivity < 1 AND lifetime_value >= 0);

-- @ suppliers: Exactly the eight of the default world.
WITH expected(name, country, lead_time_days, reliability_score, is_primary) AS (VALUES
  ('China Main Electronics', 'CN', 14, 0.85::DOUBLE, true),
  ('India Textiles Co', 'IN', 10, 0.92, true),
  ('USA Local Supply', 'US', 3, 0.98, false),
  ('Vietnam Manufacturing', 'VN', 12, 0.88, false),
  ('Bangladesh Apparel', 'BD', 16, 0.82, false),
  ('Mexico Backup', 'MX', 7, 0.90, false),
  ('Germany Premium', 'DE', 8, 0.96, false),
  ('Taiwan Tech', 'TW', 11, 0.89, false))
(FROM expected EXCEPT SELECT * EXCLUDE (supplier_id) FROM suppliers)
UNION ALL (SELECT * EXCLUDE (supplier_id) FROM suppliers EXCEPT FROM expected);

-- @ categories: The category and the subcategory are the world's, and belong together.
SELECT product_id, category, subcategory FROM products
ANTI JOIN mixes('products/categories/*/subcategories/*/weight_kg/0') AS s
ON s.parent = category AND s.name = subcategory;

-- @ brand_fits_the_subcategory: The brand is one of the subcategory's.
SELECT product_id, subcategory, brand FROM products
WHERE ('products/categories/' || category || '/subcategories/' || subcategory || '/brands', brand)
  NOT IN (SELECT (regexp_extract(path, '(.*)/[0-9]+$', 1), value) FROM world WHERE path LIKE '%/brands/%');

-- @ name_fits_the_subcategory: The name is brand, word and one of the subcategory's nouns.
SELECT product_id, name FROM products
WHERE NOT starts_with(name, brand || ' ')
  OR NOT EXISTS (FROM world WHERE ends_with(name, ' ' || value) AND starts_with(path,
       'products/categories/' || category || '/subcategories/' || subcategory || '/nouns/'));

-- @ weight_fits_the_subcategory: The weight lies between the subcategory's bounds.
SELECT product_id, subcategory, weight FROM products
WHERE NOT (weight BETWEEN
  num('products/categories/' || category || '/subcategories/' || subcategory || '/weight_kg/0') AND
  num('products/categories/' || category || '/subcategories/' || subcategory || '/weight_kg/1'));

-- @ sku: The category's prefix and the product's id; nothing else.
SELECT product_id, category, sku FROM products JOIN names('products/categories/*/sku_prefix') AS c
ON c.parent = category WHERE sku <> c.value || '-' || lpad(product_id::VARCHAR, 5, '0');

-- @ price_and_cost: A price of at least 0.99, and a cost of 30 to 70 % of it, to the cent.
SELECT product_id, price, cost FROM products
WHERE price < num('products/price_min')::DECIMAL(12, 2)
  OR cents(cost) < share_of_cents(price, num('products/cost_share/0'))
  OR cents(cost) > share_of_cents(price, num('products/cost_share/1'));

-- @ seasonality: The season is the category's; seasonal is what has one.
SELECT product_id, category, seasonality_pattern, is_seasonal FROM products
JOIN names('products/categories/*/seasonality') AS c ON c.parent = category
WHERE seasonality_pattern <> c.value OR is_seasonal <> (c.value <> 'none');

-- @ supplier_fits_the_category: The supplier is one of the category's.
SELECT product_id, category, s.name FROM products JOIN suppliers s USING (supplier_id)
ANTI JOIN (FROM mixes('products/categories/*/suppliers/*') WHERE share > 0) AS m
ON m.parent = category AND m.name = s.name;
