-- Mixes of customers against worlds/default.yaml. Every row: what, count of n, expected share p.

-- @ cohorts: Customers by cohort.
SELECT m.name AS what, count(*) FILTER (cohort = m.name) AS count, count(*) AS n, m.share AS p
FROM customers, mix('customers/cohorts/*/share') AS m GROUP BY m.name, m.share;

-- @ acquisition_by_cohort: How they were won, by cohort.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (acquisition_channel = m.name) AS count,
       count(*) AS n, m.share AS p
FROM customers JOIN mixes('customers/cohorts/*/acquisition/*') AS m ON m.parent = cohort
GROUP BY m.parent, m.name, m.share;

-- @ loyalty: Customers by tier, in all and by cohort: the tier does not depend on the cohort.
SELECT concat(c.cohort, ' ', m.name) AS what, count(*) FILTER (loyalty_tier = m.name) AS count,
       count(*) AS n, m.share AS p
FROM (SELECT 'all' AS cohort, loyalty_tier FROM customers
      UNION ALL SELECT cohort, loyalty_tier FROM customers) AS c, mix('customers/loyalty/*/share') AS m
GROUP BY c.cohort, m.name, m.share;

-- @ cities: Customers by city.
SELECT m.name AS what, count(*) FILTER (city = m.name) AS count, count(*) AS n, m.share AS p
FROM customers, mixes('customers/regions/*/cities/*/share') AS m GROUP BY m.name, m.share;

-- @ email_domains: The three reserved domains alike.
SELECT d.value AS what, count(*) FILTER (email LIKE '%@' || d.value) AS count, count(*) AS n, 1 / 3 AS p
FROM customers, names('customers/email_domains/*') AS d GROUP BY d.value;

-- @ price_sensitivity: Mean and standard deviation of Beta(alpha, beta), by cohort.
WITH beta AS (
  SELECT a.name AS cohort, a.share AS a, b.share AS b, a.share / (a.share + b.share) AS mean,
         a.share * b.share / ((a.share + b.share) ** 2 * (a.share + b.share + 1)) AS variance
  FROM mix('customers/cohorts/*/price_sensitivity/alpha') AS a
  JOIN mix('customers/cohorts/*/price_sensitivity/beta') AS b USING (name)),
found AS (SELECT cohort, count(*) AS n, avg(price_sensitivity) AS mean, stddev(price_sensitivity) AS sd
          FROM customers GROUP BY cohort)
SELECT cohort || ' mean' AS what, f.mean AS observed, b.mean AS expected, sqrt(variance / n) AS se
FROM beta b JOIN found f USING (cohort)
UNION ALL
-- A Beta is flatter than a normal, so the standard error of a normal's deviation is on the safe side.
SELECT cohort || ' sd', f.sd, sqrt(variance), sqrt(variance / (2 * n)) FROM beta b JOIN found f USING (cohort);

-- @ lifetime_value: LogNormal(4, 1): mean and standard deviation of the logarithm.
SELECT 'log mean' AS what, avg(ln(lifetime_value)) AS observed, num('customers/lifetime_value/mu') AS expected,
       num('customers/lifetime_value/sigma') / sqrt(count(*)) AS se FROM customers
UNION ALL
SELECT 'log sd', stddev(ln(lifetime_value)), num('customers/lifetime_value/sigma'),
       num('customers/lifetime_value/sigma') / sqrt(2 * count(*)) FROM customers;

-- @ created_at: Evenly over the 730 days before the start.
SELECT 'mean days before' AS what, avg(hours_between(created_at, start)) / 24 AS observed,
       num('customers/history_days') / 2 AS expected, num('customers/history_days') / sqrt(12 * count(*)) AS se
FROM customers, run
UNION ALL
SELECT 'in the last tenth', count(*) FILTER (hours_between(created_at, start) < 2.4 * num('customers/history_days')),
       0.1 * count(*), sqrt(0.09 * count(*)) FROM customers, run;
