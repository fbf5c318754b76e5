-- Identities of orders and their lines.

-- @ hourly_counts: Every hour has floor(base x intensity x m(h)) orders, and no other hour has any.
SELECT hour, found.orders AS found, planned.orders AS expected
FROM (SELECT hour_of(order_ts) AS hour, count(*) AS orders FROM orders GROUP BY ALL) AS found
FULL JOIN planned USING (hour)
WHERE coalesce(found.orders, 0) <> coalesce(planned.orders, 0);

-- @ inside_the_window: Every order is placed inside the window.
SELECT order_id, order_ts FROM orders, run
WHERE NOT (order_ts >= start AND order_ts < start + hours * INTERVAL 1 HOUR);

-- @ total_adds_up: total = subtotal - discount + tax + shipping, to the cent.
SELECT order_id, total_amount FROM orders
WHERE total_amount <> subtotal - discount + tax + shipping_cost;

-- @ subtotal_is_the_sum_of_lines: subtotal = sum of quantity x unit_price; every order has lines.
SELECT o.order_id, subtotal, sum(quantity * unit_price) AS lines
FROM orders o LEFT JOIN order_items i USING (order_id)
GROUP BY ALL HAVING subtotal IS DISTINCT FROM sum(quantity * unit_price);

-- @ discount_is_the_sum_of_lines: discount = sum of quantity x discount_per_unit.
SELECT o.order_id, discount FROM orders o JOIN order_items i USING (order_id)
GROUP BY ALL HAVING discount <> sum(quantity * discount_per_unit);

-- @ tax: Tax is 8 % of (subtotal - discount), rounded half up.
SELECT order_id, subtotal, tax FROM orders
WHERE cents(tax) <> share_of_cents(subtotal - discount, num('orders/tax_rate'));

-- @ shipping: 5.99 under 50.00, free from there on.
SELECT order_id, subtotal, shipping_cost FROM orders
WHERE shipping_cost <> CASE WHEN subtotal < num('orders/free_shipping_from')::DECIMAL(12, 2)
                            THEN num('orders/shipping_fee')::DECIMAL(12, 2) ELSE 0 END;

-- @ nothing_is_free: Every order and every line costs something.
SELECT order_id, subtotal AS amount FROM orders WHERE subtotal <= 0
UNION ALL SELECT order_id, total_price FROM order_items WHERE total_price <= 0;

-- @ no_campaign_no_discount: An undisturbed shop has no campaign and no discount.
SELECT order_id, campaign_id, discount FROM orders WHERE discount <> 0 OR campaign_id IS NOT NULL
UNION ALL
SELECT order_id, NULL, discount_per_unit FROM order_items WHERE discount_per_unit <> 0;

-- @ line_adds_up: total_price = quantity x (unit_price - discount_per_unit).
SELECT order_item_id FROM order_items
WHERE total_price <> quantity * (unit_price - discount_per_unit);

-- @ line_matches_its_product: unit_price is the product's price, sku its sku.
SELECT order_item_id, i.sku, p.sku, unit_price, price
FROM order_items i JOIN products p USING (product_id)
WHERE i.sku <> p.sku OR unit_price <> price;

-- @ one_to_five_products: 1 to 5 lines an order.
SELECT order_id, count(*) FROM order_items GROUP BY ALL HAVING count(*) NOT BETWEEN 1 AND 5;

-- @ distinct_products: No product twice in an order.
SELECT order_id, product_id FROM order_items GROUP BY ALL HAVING count(*) > 1;

-- @ quantities: 1 to 4 of each.
SELECT order_item_id, quantity FROM order_items WHERE quantity NOT BETWEEN 1 AND 4;

-- @ reason_exactly_on_failure: A failure reason stands exactly where payment failed.
SELECT order_id, payment_status, payment_failure_reason FROM orders
WHERE (payment_status = 'failed') <> (payment_failure_reason IS NOT NULL);

-- @ reasons_exist: Failure reasons are the world's, none with a share of 0.
SELECT order_id, payment_failure_reason FROM orders
ANTI JOIN (FROM mix('orders/failure_reasons/*') WHERE share > 0) AS m
ON payment_failure_reason = m.name WHERE payment_failure_reason IS NOT NULL;

-- @ cod_never_fails: Cash on delivery never fails.
SELECT order_id, payment_type FROM orders
WHERE payment_status = 'failed' AND payment_type IN
  (SELECT parent FROM names('payment_types/*/online') WHERE value = 'false');

-- @ online_is_paid_or_failed: An order paid online is paid or failed; cash is pending until delivered.
SELECT order_id, payment_type, payment_status, order_status FROM orders
WHERE payment_status NOT IN ('paid', 'failed', 'pending')
  OR (payment_status = 'pending' AND (payment_type <> 'cod' OR order_status = 'delivered'));

-- @ failed_is_cancelled: Failed payment: cancelled, never delivered.
SELECT order_id, order_status FROM orders
WHERE payment_status = 'failed' AND (order_status <> 'cancelled' OR actual_delivery_ts IS NOT NULL);

-- @ failed_is_never_returned: Failed payment: never returned.
SELECT return_id FROM returns JOIN orders USING (order_id) WHERE payment_status = 'failed';

-- @ statuses: delivered, shipped, processing or cancelled.
SELECT order_id, order_status FROM orders ANTI JOIN mix('orders/statuses/*') AS m
ON order_status = m.name;

-- @ delivered_has_a_time: Delivered orders, and no others, have a time of delivery.
SELECT order_id, order_status, actual_delivery_ts FROM orders
WHERE (order_status = 'delivered') <> (actual_delivery_ts IS NOT NULL);

-- @ expected_days: Delivery is expected exactly 1, 2 or 3 days after the order.
SELECT order_id, order_ts, expected_delivery_ts FROM orders
WHERE epoch_us(expected_delivery_ts) - epoch_us(order_ts) NOT IN (86400000000, 172800000000, 259200000000);

-- @ late_is_after_expected: is_sla_breach says that it came after it was expected.
SELECT order_id, is_sla_breach, expected_delivery_ts, actual_delivery_ts FROM orders
WHERE is_sla_breach <> coalesce(actual_delivery_ts > expected_delivery_ts, false);

-- @ late_hours: Late by 12 to 71 hours, counted in whole hours; 0 if not late.
SELECT order_id, is_sla_breach, delivery_delay_hours FROM orders
WHERE CASE WHEN is_sla_breach
  THEN delivery_delay_hours NOT BETWEEN num('orders/late_hours/0') AND num('orders/late_hours/1')
    OR delivery_delay_hours IS DISTINCT FROM floor(hours_between(expected_delivery_ts, actual_delivery_ts))
  ELSE delivery_delay_hours <> 0 END;

-- @ punctual_is_early_by_ten_hours_at_most: Not late: on time or at most 10 h early.
SELECT order_id, expected_delivery_ts, actual_delivery_ts FROM orders
WHERE order_status = 'delivered' AND NOT is_sla_breach
  AND NOT (hours_between(actual_delivery_ts, expected_delivery_ts) BETWEEN 0 AND num('orders/early_hours'));

-- @ channel_fits_the_cohort: Nobody comes by a channel that the cohort does not use.
SELECT order_id, cohort, channel FROM orders JOIN customers USING (customer_id)
ANTI JOIN (FROM mixes('customers/cohorts/*/channels/*') WHERE share > 0) AS m
ON m.parent = cohort AND m.name = channel;

-- @ payment_fits_the_cohort: Nobody pays by what the cohort does not use.
SELECT order_id, cohort, payment_type FROM orders JOIN customers USING (customer_id)
ANTI JOIN (FROM mixes('customers/cohorts/*/payments/*') WHERE share > 0) AS m
ON m.parent = cohort AND m.name = payment_type;

-- @ warehouse_fits_the_region: The warehouse is one of those of the customer's region.
SELECT order_id, city, warehouse_id FROM orders JOIN customers USING (customer_id)
JOIN mixes('customers/regions/*/cities/*/share') AS c ON c.name = city
ANTI JOIN (FROM mixes('customers/regions/*/warehouses/*') WHERE share > 0) AS w
ON w.parent = c.parent AND w.name = warehouse_id;
