-- Every key is unique and not null; every reference leads somewhere; null only where it may be.

-- @ customers_key: customer_id
SELECT customer_id FROM customers GROUP BY ALL HAVING count(*) > 1 OR customer_id IS NULL;

-- @ suppliers_key: supplier_id, and the name
SELECT supplier_id::VARCHAR FROM suppliers GROUP BY supplier_id HAVING count(*) > 1 OR supplier_id IS NULL
UNION ALL SELECT name FROM suppliers GROUP BY name HAVING count(*) > 1;

-- @ products_key: product_id, and the sku
SELECT product_id::VARCHAR FROM products GROUP BY product_id HAVING count(*) > 1 OR product_id IS NULL
UNION ALL SELECT sku FROM products GROUP BY sku HAVING count(*) > 1 OR sku IS NULL;

-- @ orders_key: order_id
SELECT order_id FROM orders GROUP BY ALL HAVING count(*) > 1 OR order_id IS NULL;

-- @ order_items_key: order_item_id
SELECT order_item_id FROM order_items GROUP BY ALL HAVING count(*) > 1 OR order_item_id IS NULL;

-- @ support_tickets_key: ticket_id
SELECT ticket_id FROM support_tickets GROUP BY ALL HAVING count(*) > 1 OR ticket_id IS NULL;

-- @ cart_abandonment_key: abandonment_id
SELECT abandonment_id FROM cart_abandonment GROUP BY ALL HAVING count(*) > 1 OR abandonment_id IS NULL;

-- @ returns_key: return_id
SELECT return_id FROM returns GROUP BY ALL HAVING count(*) > 1 OR return_id IS NULL;

-- @ system_metrics_key: metric_id, and (timestamp, metric_name)
SELECT metric_id::VARCHAR FROM system_metrics GROUP BY metric_id HAVING count(*) > 1 OR metric_id IS NULL
UNION ALL
SELECT timestamp || metric_name FROM system_metrics GROUP BY timestamp, metric_name HAVING count(*) > 1;

-- @ sessions_are_unique: No visit ended twice, be it in an order or in an abandoned cart.
SELECT session_id, count(*)
FROM (SELECT session_id FROM orders UNION ALL SELECT session_id FROM cart_abandonment)
GROUP BY ALL HAVING count(*) > 1 OR session_id IS NULL;

-- @ ids_fit_a_double: No id is negative or beyond 2^53.
SELECT 'orders' AS t, order_id AS id FROM orders WHERE order_id NOT BETWEEN 0 AND 9007199254740992
UNION ALL SELECT 'carts', abandonment_id FROM cart_abandonment
WHERE abandonment_id NOT BETWEEN 0 AND 9007199254740992;

-- @ orders_customer: Every order's customer exists.
SELECT order_id, customer_id FROM orders ANTI JOIN customers USING (customer_id);

-- @ items_order: Every line's order exists.
SELECT order_item_id, order_id FROM order_items ANTI JOIN orders USING (order_id);

-- @ items_product: Every line's product exists.
SELECT order_item_id, product_id FROM order_items ANTI JOIN products USING (product_id);

-- @ products_supplier: Every product's supplier exists.
SELECT product_id, supplier_id FROM products ANTI JOIN suppliers USING (supplier_id);

-- @ tickets_customer: Every ticket's customer exists.
SELECT ticket_id, customer_id FROM support_tickets ANTI JOIN customers USING (customer_id);

-- @ tickets_order: Every order that a ticket names exists.
SELECT ticket_id, order_id FROM support_tickets ANTI JOIN orders USING (order_id)
WHERE order_id IS NOT NULL;

-- @ carts_customer: Every known customer of an abandoned cart exists.
SELECT abandonment_id, customer_id FROM cart_abandonment ANTI JOIN customers USING (customer_id)
WHERE customer_id IS NOT NULL;

-- @ returns_line: Every return is of a line of that order.
SELECT return_id, order_id, product_id FROM returns ANTI JOIN order_items USING (order_id, product_id);

-- @ campaigns_exist: No row names a campaign that does not exist.
SELECT order_id AS id, campaign_id FROM orders ANTI JOIN campaigns USING (campaign_id)
WHERE campaign_id IS NOT NULL
UNION ALL
SELECT metric_id, campaign_id FROM system_metrics ANTI JOIN campaigns USING (campaign_id)
WHERE campaign_id IS NOT NULL;

-- @ customers_not_null: No column of customers may be null.
SELECT * FROM customers WHERE customer_id IS NULL OR name IS NULL OR email IS NULL OR phone IS NULL
  OR created_at IS NULL OR loyalty_tier IS NULL OR cohort IS NULL OR acquisition_channel IS NULL
  OR city IS NULL OR state IS NULL OR lifetime_value IS NULL OR price_sensitivity IS NULL;

-- @ suppliers_not_null: No column of suppliers may be null.
SELECT * FROM suppliers WHERE supplier_id IS NULL OR name IS NULL OR country IS NULL
  OR lead_time_days IS NULL OR reliability_score IS NULL OR is_primary IS NULL;

-- @ products_not_null: No column of products may be null.
SELECT * FROM products WHERE product_id IS NULL OR sku IS NULL OR name IS NULL OR category IS NULL
  OR subcategory IS NULL OR brand IS NULL OR price IS NULL OR cost IS NULL OR weight IS NULL
  OR is_seasonal IS NULL OR seasonality_pattern IS NULL OR supplier_id IS NULL;

-- @ orders_not_null: Of orders, only campaign, failure reason and actual delivery may be null.
SELECT * FROM orders WHERE order_id IS NULL OR customer_id IS NULL OR order_ts IS NULL
  OR channel IS NULL OR session_id IS NULL OR payment_type IS NULL OR payment_status IS NULL
  OR order_status IS NULL OR subtotal IS NULL OR discount IS NULL OR tax IS NULL
  OR shipping_cost IS NULL OR total_amount IS NULL OR warehouse_id IS NULL
  OR expected_delivery_ts IS NULL OR is_sla_breach IS NULL OR delivery_delay_hours IS NULL;

-- @ order_items_not_null: No column of order_items may be null.
SELECT * FROM order_items WHERE order_item_id IS NULL OR order_id IS NULL OR product_id IS NULL
  OR sku IS NULL OR quantity IS NULL OR unit_price IS NULL OR discount_per_unit IS NULL
  OR total_price IS NULL;

-- @ tickets_not_null: Of tickets, only order, resolution, its time and csat may be null.
SELECT * FROM support_tickets WHERE ticket_id IS NULL OR customer_id IS NULL OR channel IS NULL
  OR language IS NULL OR issue_category IS NULL OR issue_subcategory IS NULL OR severity IS NULL
  OR created_ts IS NULL OR first_response_ts IS NULL OR sla_breach IS NULL
  OR sla_breach_hours IS NULL OR agent_id IS NULL OR agent_type IS NULL OR escalation_count IS NULL;

-- @ carts_not_null: Of abandoned carts, only the customer may be null.
SELECT * FROM cart_abandonment WHERE abandonment_id IS NULL OR session_id IS NULL
  OR abandon_ts IS NULL OR cart_value IS NULL OR items_count IS NULL OR abandon_stage IS NULL
  OR abandon_reason IS NULL OR channel IS NULL;

-- @ returns_not_null: Of returns, only the time of processing may be null.
SELECT * FROM returns WHERE return_id IS NULL OR order_id IS NULL OR customer_id IS NULL
  OR product_id IS NULL OR return_reason IS NULL OR return_ts IS NULL OR refund_amount IS NULL
  OR return_status IS NULL OR processing_days IS NULL;

-- @ metrics_not_null: Of metrics, only the campaign may be null.
SELECT * FROM system_metrics WHERE metric_id IS NULL OR timestamp IS NULL OR metric_name IS NULL
  OR metric_value IS NULL;
