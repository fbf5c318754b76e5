-- Support tickets. A ticket that names no order is "hidden"; the order behind it is in its hour.

-- @ customer_of_the_order: A ticket's order belongs to its customer.
SELECT ticket_id, t.customer_id, o.customer_id FROM support_tickets t JOIN orders o USING (order_id)
WHERE t.customer_id <> o.customer_id;

-- @ one_an_order: At most one ticket names an order.
SELECT order_id, count(*) FROM support_tickets WHERE order_id IS NOT NULL
GROUP BY ALL HAVING count(*) > 1;

-- @ late_tickets: A ticket of a late order is about late delivery, 1 to 3 days after it was expected.
SELECT ticket_id, issue_category, issue_subcategory, expected_delivery_ts, created_ts
FROM support_tickets JOIN orders USING (order_id)
WHERE is_sla_breach AND NOT (
  issue_category = (SELECT value FROM world WHERE path = 'tickets/late_category')
  AND issue_subcategory = (SELECT value FROM world WHERE path = 'tickets/late_subcategory')
  AND hours_between(expected_delivery_ts, created_ts) BETWEEN 24 AND 72);

-- @ named_after_the_order: A ticket about another order comes 1 to 120 h after it, or after its delivery.
SELECT ticket_id, order_ts, actual_delivery_ts, created_ts FROM support_tickets JOIN orders USING (order_id)
WHERE NOT is_sla_breach
  AND hours_between(coalesce(actual_delivery_ts, order_ts), created_ts) NOT BETWEEN
      num('tickets/named_wait_hours/0') AND num('tickets/named_wait_hours/1');

-- @ category_fits_the_order: What it is about can happen to an order in that state.
SELECT ticket_id, issue_category, payment_status, order_status
FROM support_tickets JOIN orders USING (order_id)
ANTI JOIN (FROM mixes('tickets/categories/*/*') WHERE share > 0) AS m
ON m.name = issue_category AND m.parent = CASE
  WHEN payment_status = 'failed' THEN 'failed' WHEN order_status = 'delivered' THEN 'delivered'
  WHEN order_status = 'cancelled' THEN 'cancelled' ELSE 'open' END
WHERE NOT is_sla_breach;

-- @ payment_tickets: A payment ticket that names an order names one whose payment failed.
SELECT ticket_id, order_id, payment_status FROM support_tickets JOIN orders USING (order_id)
WHERE issue_category = 'payment' AND payment_status <> 'failed';

-- @ subcategory_fits_the_category: The subcategory is one of the category's.
SELECT ticket_id, issue_category, issue_subcategory FROM support_tickets
ANTI JOIN (
  FROM mixes('tickets/subcategories/*/*')
  WHERE share > 0 OR name = (SELECT value FROM world WHERE path = 'tickets/late_subcategory')) AS m
ON m.parent = issue_category AND m.name = issue_subcategory;

-- @ late_delivery_is_of_late_orders: Only late orders raise tickets about late delivery.
SELECT ticket_id, t.order_id
FROM support_tickets t ANTI JOIN (FROM orders WHERE is_sla_breach) o USING (order_id)
WHERE issue_subcategory = (SELECT value FROM world WHERE path = 'tickets/late_subcategory');

-- @ hidden_in_an_hour_with_orders: A hidden ticket is written in an hour of the window that has orders.
SELECT ticket_id, created_ts FROM support_tickets
WHERE order_id IS NULL AND hour_of(created_ts) NOT IN (SELECT hour_of(order_ts) FROM orders);

-- @ hidden_has_an_order_behind: Its customer placed an order in that hour: one for each such ticket.
SELECT customer_id, hour_of(t) AS hour, count(*) FILTER (ticket) AS tickets,
       count(*) FILTER (NOT ticket) AS orders
FROM (SELECT customer_id, created_ts AS t, true AS ticket FROM support_tickets WHERE order_id IS NULL
      UNION ALL
      SELECT o.customer_id, order_ts, false FROM orders o ANTI JOIN support_tickets USING (order_id)
      WHERE NOT is_sla_breach)
GROUP BY ALL HAVING tickets > orders;

-- @ hidden_payment_has_a_failure_behind: A hidden payment ticket's customer had a failure in that hour.
SELECT ticket_id FROM support_tickets t
WHERE order_id IS NULL AND issue_category = 'payment'
  AND (customer_id, hour_of(created_ts)) NOT IN
      (SELECT (customer_id, hour_of(order_ts)) FROM orders WHERE payment_status = 'failed');

-- @ hidden_is_not_late: Tickets about late delivery always name their order: hidden ones are not of late orders.
SELECT ticket_id FROM support_tickets t
WHERE order_id IS NULL AND (customer_id, hour_of(created_ts)) NOT IN
      (SELECT (customer_id, hour_of(order_ts)) FROM orders WHERE NOT is_sla_breach);

-- @ severities: low, medium, high or critical, none with a share of 0.
SELECT ticket_id, severity FROM support_tickets
ANTI JOIN (FROM mix('tickets/severities/*/share') WHERE share > 0) AS m ON m.name = severity;

-- @ sla_breach: The SLA is broken exactly when the first answer took longer than the severity allows.
SELECT ticket_id, severity, created_ts, first_response_ts, sla_breach FROM support_tickets
JOIN (VALUES ('low', 24), ('medium', 8), ('high', 2), ('critical', 1)) AS s(name, hours)
ON s.name = severity
WHERE sla_breach <> (hours_between(created_ts, first_response_ts) > s.hours);

-- @ sla_breach_hours: By how much, to a hundredth of an hour, rounded half up, a hundredth at least; 0 within it.
SELECT ticket_id, severity, sla_breach_hours FROM support_tickets
JOIN mix('tickets/severities/*/sla_hours') AS s ON s.name = severity
WHERE abs(sla_breach_hours - CASE WHEN sla_breach
    THEN greatest(
      floor((hours_between(created_ts, first_response_ts) - s.share) * 100 + 0.5 + 1e-9) / 100, 0.01)
    ELSE 0 END) > 1e-9;

-- @ answered_after_written: Answered after it was written, resolved after it was answered.
SELECT ticket_id FROM support_tickets
WHERE first_response_ts < created_ts OR resolved_ts < first_response_ts;

-- @ resolution_minutes: Whole minutes from writing to resolving; null exactly if it is open.
SELECT ticket_id, created_ts, resolved_ts, resolution_time_minutes FROM support_tickets
WHERE resolution_time_minutes IS DISTINCT FROM (epoch_us(resolved_ts) - epoch_us(created_ts)) // 60000000;

-- @ csat: A rating of 1 to 5, of resolved tickets only.
SELECT ticket_id, csat, resolved_ts FROM support_tickets
WHERE csat IS NOT NULL AND (csat NOT BETWEEN 1 AND 5 OR resolved_ts IS NULL);

-- @ agents: Agents 1 to 50, the last five of them chatbots.
SELECT ticket_id, agent_id, agent_type FROM support_tickets
WHERE agent_id NOT BETWEEN 1 AND num('tickets/agents')
  OR agent_type <> CASE WHEN agent_id > num('tickets/agents') - num('tickets/chatbots')
                        THEN 'chatbot' ELSE 'human' END;

-- @ escalations: Handed on 0, 1 or 2 times.
SELECT ticket_id, escalation_count FROM support_tickets WHERE escalation_count NOT BETWEEN 0 AND 2;

-- @ contact_fits_the_cohort: Nobody writes by a channel that the cohort does not use.
SELECT ticket_id, cohort, channel FROM support_tickets JOIN customers USING (customer_id)
ANTI JOIN (FROM mixes('customers/cohorts/*/contact/*') WHERE share > 0) AS m
ON m.parent = cohort AND m.name = channel;

-- @ languages: The world's.
SELECT ticket_id, language FROM support_tickets
ANTI JOIN mix('tickets/languages/*') AS m ON m.name = language;
