-- Demand by date: read on a year of few orders a day, and on August.

-- @ categories_by_week: Lines by category in each week, against the season of each line's date.
SELECT concat(strftime(date_trunc('week', d.day), '%Y-%m-%d'), ' ', d.category) AS what,
       count(*) FILTER (p.category = d.category) AS observed, sum(d.share) AS expected,
       sqrt(sum(d.share * (1 - d.share))) AS se
FROM order_items JOIN orders USING (order_id) JOIN products p USING (product_id)
JOIN demand d ON d.day = make_timestamp(epoch_us(order_ts))::DATE
GROUP BY date_trunc('week', d.day), d.category;

-- @ books_are_up: Books sell far above their ordinary 15 % in August; clothing gives way.
SELECT m.category AS what, count(*) FILTER (p.category = m.category) / count(*) AS observed, low, high
FROM order_items JOIN orders USING (order_id) JOIN products p USING (product_id),
(VALUES ('books', 0.23, 0.30), ('home', 0.19, 0.25), ('clothing', 0.17, 0.21)) AS m(category, low, high)
WHERE month(make_timestamp(epoch_us(order_ts))) = 8 GROUP BY ALL;
