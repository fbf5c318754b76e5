-- Abandoned carts and returns.

-- @ carts_inside_the_window: Every cart is left inside the window.
SELECT abandonment_id, abandon_ts FROM cart_abandonment, run
WHERE NOT (abandon_ts >= start AND abandon_ts < start + hours * INTERVAL 1 HOUR);

-- @ reason_fits_the_stage: The reason is one of the stage's, none with a share of 0.
SELECT abandonment_id, abandon_stage, abandon_reason FROM cart_abandonment
ANTI JOIN (FROM mixes('abandonment/reasons/*/*') WHERE share > 0) AS m
ON m.parent = abandon_stage AND m.name = abandon_reason;

-- @ carts_hold_something: 1 to 5 products, worth at least as many times the cheapest price.
SELECT abandonment_id, items_count, cart_value FROM cart_abandonment
WHERE items_count NOT BETWEEN 1 AND 5
  OR cart_value < items_count * (SELECT min(price) FROM products)
  OR cart_value > items_count * 4 * (SELECT max(price) FROM products);

-- @ one_item_carts_are_real: A cart of one product is worth 1 to 4 times a price that exists.
SELECT abandonment_id, cart_value FROM cart_abandonment WHERE items_count = 1 AND cart_value NOT IN
  (SELECT (price * q)::DECIMAL(12, 2) FROM products, (VALUES (1), (2), (3), (4)) AS v(q));

-- @ cart_channels: A channel of the world's, and of the cohort's where the customer is known.
SELECT abandonment_id, cohort, channel FROM cart_abandonment LEFT JOIN customers USING (customer_id)
ANTI JOIN (FROM mixes('customers/cohorts/*/channels/*') WHERE share > 0) AS m
ON m.name = channel AND m.parent = coalesce(cohort, m.parent);

-- @ returns_of_delivered_orders: Only what was delivered is returned.
SELECT return_id, order_status FROM returns JOIN orders USING (order_id) WHERE order_status <> 'delivered';

-- @ one_return_a_line: At most one return a line.
SELECT order_id, product_id FROM returns GROUP BY ALL HAVING count(*) > 1;

-- @ returns_customer: Who returns it is who ordered it.
SELECT return_id, r.customer_id, o.customer_id FROM returns r JOIN orders o USING (order_id)
WHERE r.customer_id <> o.customer_id;

-- @ one_to_fourteen_days: Asked for 1 to 14 days after delivery.
SELECT return_id, actual_delivery_ts, return_ts FROM returns JOIN orders USING (order_id)
WHERE NOT (hours_between(actual_delivery_ts, return_ts) / 24
           BETWEEN num('returns/wait_days/0') AND num('returns/wait_days/1'));

-- @ refund: 95 % of the line, rounded half up.
SELECT return_id, refund_amount, total_price FROM returns JOIN order_items USING (order_id, product_id)
WHERE cents(refund_amount) <> share_of_cents(total_price, num('returns/refund_share'));

-- @ reason_fits_the_category: The reason is one of the category's.
SELECT return_id, category, return_reason FROM returns JOIN products USING (product_id)
ANTI JOIN (FROM mixes('products/categories/*/return_reasons/*') WHERE share > 0) AS m
ON m.parent = category AND m.name = return_reason;

-- @ processing: 3 to 7 days; processed exactly if it has a time, that many days later.
SELECT return_id, return_status, return_ts, processed_ts, processing_days FROM returns
WHERE processing_days NOT BETWEEN num('returns/processing_days/0') AND num('returns/processing_days/1')
  OR return_status NOT IN ('processed', 'pending')
  OR (return_status = 'processed') <> (processed_ts IS NOT NULL)
  OR epoch_us(processed_ts) <> epoch_us(return_ts) + processing_days * 86400000000;
