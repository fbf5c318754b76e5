-- System metrics are what the rows give, hour by hour. Tickets count at their order's hour.

-- @ measured_from_the_rows: Every metric but site_load_time, computed again.
WITH o AS (
  SELECT hour_of(order_ts) AS hour, count(*) AS orders,
         count(*) FILTER (payment_type <> 'cod') AS online,
         count(*) FILTER (payment_status = 'failed') AS failed
  FROM orders GROUP BY ALL),
t AS (
  SELECT hour_of(coalesce(order_ts, created_ts)) AS hour, count(*) AS tickets
  FROM support_tickets LEFT JOIN orders USING (order_id) GROUP BY ALL),
c AS (SELECT hour_of(abandon_ts) AS hour, count(*) AS carts FROM cart_abandonment GROUP BY ALL),
u AS (
  SELECT hour_of(order_ts) AS hour, sum(quantity) AS units
  FROM order_items JOIN orders USING (order_id) GROUP BY ALL),
expected AS (
  SELECT hour, coalesce(o.orders, 0) AS orders_per_hour, coalesce(tickets, 0) AS support_tickets_per_hour,
         coalesce(failed / nullif(online, 0), 0) AS payment_failure_rate,
         coalesce(carts / nullif(coalesce(carts, 0) + coalesce(o.orders, 0), 0), 0) AS cart_abandonment_rate,
         coalesce(units, 0) * num('metrics/turnover_hours')
           / (num('products/units_in_stock') * (SELECT products FROM run)) AS inventory_turnover
  FROM planned LEFT JOIN o USING (hour) LEFT JOIN t USING (hour) LEFT JOIN c USING (hour)
  LEFT JOIN u USING (hour))
SELECT coalesce(e.hour, m.hour) AS hour, coalesce(e.name, m.name) AS name, e.value AS expected, m.value AS found
FROM (UNPIVOT (SELECT hour, COLUMNS(* EXCLUDE (hour))::DOUBLE FROM expected) ON COLUMNS(* EXCLUDE (hour))
      INTO NAME name VALUE value) AS e
FULL JOIN (SELECT hour_of(timestamp) AS hour, metric_name AS name, metric_value AS value
           FROM system_metrics WHERE metric_name <> 'site_load_time') AS m
ON e.hour = m.hour AND e.name = m.name
WHERE NOT coalesce(abs(e.value - m.value) <= 1e-12 * (1 + abs(e.value)), false);

-- @ six_an_hour: Six metrics at the start of each hour of the window, and no campaign.
SELECT hour, count(m.metric_id) FROM planned
FULL JOIN (SELECT hour_of(timestamp) AS hour, * FROM system_metrics) AS m USING (hour)
GROUP BY hour HAVING count(m.metric_id) <> 6 OR count(m.campaign_id) > 0
  OR hour NOT BETWEEN 0 AND (SELECT hours - 1 FROM run)
  OR bool_or(epoch_us(m.timestamp) % 3600000000 <> 0);

-- @ page_load: site_load_time follows the load of the hour, within 6 standard deviations of its noise.
SELECT hour, metric_value, load FROM (
  SELECT hour_of(timestamp) AS hour, metric_value FROM system_metrics WHERE metric_name = 'site_load_time')
JOIN (SELECT hour, orders / (num('arrivals/capacity') * base * intensity) AS load FROM planned, run) USING (hour)
WHERE abs(ln(metric_value / (num('metrics/page_load_seconds/base')
    * (1 + num('metrics/page_load_seconds/load_factor') * load
         + num('metrics/page_load_seconds/overload_factor') * greatest(0, load - 1)))))
  > 6 * num('metrics/page_load_seconds/noise');
