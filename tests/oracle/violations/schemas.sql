-- Names, order, types and nullability of the columns of every file of every table.

-- @ columns: Each file has exactly the documented columns, in that order.
WITH expected(table_name, columns) AS (VALUES
  ('customers', 'customer_id BIGINT, name VARCHAR, email VARCHAR, phone VARCHAR, created_at TIMESTAMP WITH TIME ZONE, loyalty_tier VARCHAR, cohort VARCHAR, acquisition_channel VARCHAR, city VARCHAR, state VARCHAR, lifetime_value DECIMAL(12,2), price_sensitivity DOUBLE'),
  ('suppliers', 'supplier_id BIGINT, name VARCHAR, country VARCHAR, lead_time_days INTEGER, reliability_score DOUBLE, is_primary BOOLEAN'),
  ('products', 'product_id BIGINT, sku VARCHAR, name VARCHAR, category VARCHAR, subcategory VARCHAR, brand VARCHAR, price DECIMAL(12,2), cost DECIMAL(12,2), weight DOUBLE, is_seasonal BOOLEAN, seasonality_pattern VARCHAR, supplier_id BIGINT'),
  ('campaigns', 'campaign_id BIGINT, name VARCHAR, campaign_type VARCHAR, start_ts TIMESTAMP WITH TIME ZONE, end_ts TIMESTAMP WITH TIME ZONE, discount_percent DOUBLE, target_categories VARCHAR[], intensity_multiplier DOUBLE'),
  ('orders', 'order_id BIGINT, customer_id BIGINT, campaign_id BIGINT?, order_ts TIMESTAMP WITH TIME ZONE, channel VARCHAR, session_id BIGINT, payment_type VARCHAR, payment_status VARCHAR, payment_failure_reason VARCHAR?, order_status VARCHAR, subtotal DECIMAL(12,2), discount DECIMAL(12,2), tax DECIMAL(12,2), shipping_cost DECIMAL(12,2), total_amount DECIMAL(12,2), warehouse_id VARCHAR, expected_delivery_ts TIMESTAMP WITH TIME ZONE, actual_delivery_ts TIMESTAMP WITH TIME ZONE?, is_sla_breach BOOLEAN, delivery_delay_hours INTEGER'),
  ('order_items', 'order_item_id BIGINT, order_id BIGINT, product_id BIGINT, sku VARCHAR, quantity INTEGER, unit_price DECIMAL(12,2), discount_per_unit DECIMAL(12,2), total_price DECIMAL(12,2)'),
  ('support_tickets', 'ticket_id BIGINT, customer_id BIGINT, order_id BIGINT?, channel VARCHAR, language VARCHAR, issue_category VARCHAR, issue_subcategory VARCHAR, severity VARCHAR, created_ts TIMESTAMP WITH TIME ZONE, first_response_ts TIMESTAMP WITH TIME ZONE, resolved_ts TIMESTAMP WITH TIME ZONE?, sla_breach BOOLEAN, sla_breach_hours DOUBLE, csat INTEGER?, agent_id BIGINT, agent_type VARCHAR, escalation_count INTEGER, resolution_time_minutes INTEGER?'),
  ('cart_abandonment', 'abandonment_id BIGINT, session_id BIGINT, customer_id BIGINT?, abandon_ts TIMESTAMP WITH TIME ZONE, cart_value DECIMAL(12,2), items_count INTEGER, abandon_stage VARCHAR, abandon_reason VARCHAR, channel VARCHAR'),
  ('returns', 'return_id BIGINT, order_id BIGINT, customer_id BIGINT, product_id BIGINT, return_reason VARCHAR, return_ts TIMESTAMP WITH TIME ZONE, processed_ts TIMESTAMP WITH TIME ZONE?, refund_amount DECIMAL(12,2), return_status VARCHAR, processing_days INTEGER'),
  ('system_metrics', 'metric_id BIGINT, timestamp TIMESTAMP WITH TIME ZONE, metric_name VARCHAR, metric_value DOUBLE, campaign_id BIGINT?'),
  ('incidents', 'incident_id BIGINT, name VARCHAR, kind VARCHAR, title VARCHAR, description VARCHAR, root_cause VARCHAR, start_ts TIMESTAMP WITH TIME ZONE, end_ts TIMESTAMP WITH TIME ZONE, first_effect_ts TIMESTAMP WITH TIME ZONE, recovered_ts TIMESTAMP WITH TIME ZONE, severity VARCHAR, levers VARCHAR[], filter VARCHAR, rows_affected BIGINT, rows_prevented BIGINT, orders_with BIGINT, orders_without BIGINT, tickets_with BIGINT, tickets_without BIGINT, abandonments_with BIGINT, abandonments_without BIGINT, late_orders_with BIGINT, late_orders_without BIGINT, payment_failures_with BIGINT, payment_failures_without BIGINT, returns_with BIGINT, returns_without BIGINT'),
  ('incident_labels', 'incident_id BIGINT, table_name VARCHAR, row_id BIGINT, change VARCHAR, role VARCHAR')
),
found AS (
  SELECT table_name, part,
         string_agg(column_name || ' ' || type || CASE WHEN nullable THEN '?' ELSE '' END, ', '
                    ORDER BY position) AS columns
  FROM files GROUP BY ALL
)
SELECT coalesce(e.table_name, f.table_name) AS table_name, part, f.columns AS found, e.columns AS expected
FROM expected e FULL JOIN found f USING (table_name)
WHERE f.columns IS DISTINCT FROM e.columns;

-- @ every_table_has_a_file: All twelve tables are written, even when they are empty.
SELECT table_name, count(*) AS columns FROM files GROUP BY table_name HAVING count(*) = 0
UNION ALL
SELECT 'tables', count(DISTINCT table_name) FROM files HAVING count(DISTINCT table_name) <> 12;

-- @ truth_is_empty: Nothing happens to an undisturbed shop: no campaign, no incident, no label.
SELECT 'campaigns' AS table_name, count(*) AS n FROM campaigns HAVING n > 0
UNION ALL SELECT 'incidents', count(*) AS n FROM incidents HAVING n > 0
UNION ALL SELECT 'incident_labels', count(*) AS n FROM incident_labels HAVING n > 0;
