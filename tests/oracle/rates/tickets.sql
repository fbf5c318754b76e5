-- Support tickets against worlds/default.yaml.

-- @ late_orders_raise_one: 90 % of late orders raise a ticket.
SELECT 'late orders' AS what, count(ticket_id) AS count, count(*) AS n, num('tickets/late_share') AS p
FROM orders LEFT JOIN support_tickets USING (order_id) WHERE is_sla_breach;

-- @ named: 70 % of the other tickets name their order.
SELECT 'others' AS what, count(t.order_id) AS count, count(*) AS n, num('tickets/named_share') AS p
FROM support_tickets t LEFT JOIN orders o USING (order_id) WHERE NOT coalesce(is_sla_breach, false);

-- @ category_by_state: What named tickets are about, by the state of their order.
WITH t AS (
  SELECT issue_category, CASE WHEN payment_status = 'failed' THEN 'failed'
    WHEN order_status IN ('delivered', 'cancelled') THEN order_status ELSE 'open' END AS state
  FROM support_tickets JOIN orders USING (order_id) WHERE NOT is_sla_breach)
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (issue_category = m.name) AS count, count(*) AS n, m.share AS p
FROM t JOIN mixes('tickets/categories/*/*') AS m ON m.parent = state GROUP BY m.parent, m.name, m.share;

-- @ hidden_like_named: Tickets that hide their order are about the same things as those that name it.
WITH t AS (
  SELECT issue_category, t.order_id IS NULL AS hidden
  FROM support_tickets t LEFT JOIN orders o USING (order_id) WHERE NOT coalesce(is_sla_breach, false)),
c AS (SELECT issue_category, count(*) FILTER (hidden) AS h, count(*) FILTER (NOT hidden) AS v FROM t GROUP BY ALL),
s AS (SELECT sum(h) AS nh, sum(v) AS nv FROM c)
SELECT issue_category AS what, h / nh AS observed, v / nv AS expected,
       sqrt((h + v) / (nh + nv) * (1 - (h + v) / (nh + nv)) * (1 / nh + 1 / nv)) AS se FROM c, s;

-- @ any_order_raises_one: Not late orders raise tickets alike, whatever their state.
WITH o AS (
  SELECT CASE WHEN payment_status = 'failed' THEN 'failed' ELSE order_status END AS state, ticket_id IS NOT NULL AS raised
  FROM orders LEFT JOIN support_tickets USING (order_id) WHERE NOT is_sla_breach)
SELECT state AS what, count(*) FILTER (raised) AS count, count(*) AS n, (SELECT avg(raised::INT) FROM o) AS p
FROM o GROUP BY state;

-- @ subcategories: By category; those of late orders are all about late delivery.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (issue_subcategory = m.name) AS count, count(*) AS n, m.share AS p
FROM (FROM support_tickets t LEFT JOIN orders o USING (order_id) WHERE NOT coalesce(is_sla_breach, false)) AS t
JOIN mixes('tickets/subcategories/*/*') AS m ON m.parent = issue_category GROUP BY m.parent, m.name, m.share;

-- @ severities: .6 low, .3 medium, .1 high; none critical.
SELECT m.name AS what, count(*) FILTER (severity = m.name) AS count, count(*) AS n, m.share AS p
FROM support_tickets, mix('tickets/severities/*/share') AS m GROUP BY m.name, m.share;

-- @ resolved: 85 %.
SELECT severity AS what, count(resolved_ts) AS count, count(*) AS n, num('tickets/resolved_share') AS p
FROM support_tickets GROUP BY severity;

-- @ csat_given: 60 % of the resolved are rated.
SELECT sla_breach AS what, count(csat) AS count, count(*) AS n, num('tickets/csat_answer_share') AS p
FROM support_tickets WHERE resolved_ts IS NOT NULL GROUP BY sla_breach;

-- @ csat: Ratings, by whether the SLA was kept; lower where it was not.
SELECT concat(m.parent, ' ', m.name::INT + 1) AS what, count(*) FILTER (csat = m.name::INT + 1) AS count,
       count(*) AS n, m.share AS p
FROM support_tickets JOIN (
  SELECT 'csat_on_time' AS parent, false AS breach, name, share FROM mix('tickets/csat_on_time/*')
  UNION ALL SELECT 'csat_breached', true, name, share FROM mix('tickets/csat_breached/*')) AS m
ON m.breach = sla_breach WHERE csat IS NOT NULL GROUP BY m.parent, m.name, m.share;

-- @ languages: .84 en, .12 es, .02 fr, .02 zh.
SELECT m.name AS what, count(*) FILTER (language = m.name) AS count, count(*) AS n, m.share AS p
FROM support_tickets, mix('tickets/languages/*') AS m GROUP BY m.name, m.share;

-- @ contact_by_cohort: How they write, by cohort.
SELECT concat(m.parent, ' ', m.name) AS what, count(*) FILTER (channel = m.name) AS count, count(*) AS n, m.share AS p
FROM support_tickets JOIN customers USING (customer_id)
JOIN mixes('customers/cohorts/*/contact/*') AS m ON m.parent = cohort GROUP BY m.parent, m.name, m.share;

-- @ escalations: 0, 1, 2 times.
SELECT m.name AS what, count(*) FILTER (escalation_count = m.name::INT) AS count, count(*) AS n, m.share AS p
FROM support_tickets, mix('tickets/escalations/*') AS m GROUP BY m.name, m.share;

-- @ agents: Each of the 50 has the same share of their kind's tickets.
SELECT concat(a.type, ' ', a.id) AS what, count(*) FILTER (agent_id = a.id) AS count, count(*) AS n,
       CASE a.type WHEN 'human' THEN 1 / 45 ELSE 1 / 5 END AS p
FROM support_tickets JOIN (
  SELECT unnest(range(1, 51)) AS id, CASE WHEN id <= 45 THEN 'human' ELSE 'chatbot' END AS type) AS a
ON a.type = agent_type GROUP BY a.type, a.id;

-- @ chatbots_by_load: The chatbots' share rises with the load: base + per_load x load, at most the cap.
WITH hours AS (
  SELECT hour, least(num('tickets/chatbot_share/cap'), num('tickets/chatbot_share/base') + num('tickets/chatbot_share/per_load')
           * orders / (num('arrivals/capacity') * base * intensity)) AS p,
         ntile(5) OVER (ORDER BY orders) AS fifth
  FROM planned, run)
SELECT 'fifth of the load: ' || fifth AS what, count(*) FILTER (agent_type = 'chatbot') AS observed, sum(p) AS expected,
       sqrt(sum(p * (1 - p))) AS se
FROM support_tickets LEFT JOIN orders USING (order_id)
JOIN hours ON hour = hour_of(coalesce(order_ts, created_ts)) GROUP BY fifth;

-- @ first_response: LogNormal, as a share of the SLA.
SELECT severity || ' log mean' AS what, avg(ln(hours_between(created_ts, first_response_ts) / s.share)) AS observed,
       ln(num('tickets/first_response/median_sla_share')) AS expected,
       num('tickets/first_response/sigma') / sqrt(count(*)) AS se
FROM support_tickets JOIN mix('tickets/severities/*/sla_hours') AS s ON s.name = severity GROUP BY severity
UNION ALL
SELECT severity || ' log sd', stddev(ln(hours_between(created_ts, first_response_ts))), num('tickets/first_response/sigma'),
       num('tickets/first_response/sigma') / sqrt(2 * count(*))
FROM support_tickets GROUP BY severity;

-- @ resolution: LogNormal minutes, after the first response.
SELECT 'log mean' AS what, avg(ln(hours_between(first_response_ts, resolved_ts) * 60)) AS observed,
       num('tickets/resolution_minutes/mu') AS expected, num('tickets/resolution_minutes/sigma') / sqrt(count(*)) AS se
FROM support_tickets WHERE resolved_ts IS NOT NULL
UNION ALL
SELECT 'log sd', stddev(ln(hours_between(first_response_ts, resolved_ts))), num('tickets/resolution_minutes/sigma'),
       num('tickets/resolution_minutes/sigma') / sqrt(2 * count(*)) FROM support_tickets WHERE resolved_ts IS NOT NULL;

-- @ waits: Late tickets evenly 24 to 72 h after the expected delivery; the other named ones 1 to 120 h after theirs.
SELECT 'late' AS what, avg(hours_between(expected_delivery_ts, created_ts)) AS observed, 48 AS expected,
       48 / sqrt(12 * count(*)) AS se FROM support_tickets JOIN orders USING (order_id) WHERE is_sla_breach
UNION ALL
SELECT 'named', avg(hours_between(coalesce(actual_delivery_ts, order_ts), created_ts)), 60.5, 119 / sqrt(12 * count(*))
FROM support_tickets JOIN orders USING (order_id) WHERE NOT is_sla_breach;
