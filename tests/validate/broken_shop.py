"""Ways to break customers, catalogue, campaigns, metrics and the truth, and what must find them."""

from decimal import Decimal

from breaking import CENT, HOUR, Break, every, repeat, setter
from names import (
    ACCOUNT,
    ACCOUNTS,
    ACQUISITION,
    AFFECTED,
    CATEGORIES,
    CITIES,
    COHORTS,
    COSTS,
    DOMAINS,
    LABELLED,
    LOYALTY,
    METRICS,
    OF_CATEGORY,
    OF_COHORT,
    PAGE_LOAD,
    PRICE,
    PRICES,
    SENSITIVITY,
    SKU,
    SPENT,
    SUBCATEGORIES,
    SUPPLIERS,
    TARGET,
    WAREHOUSES,
    WEIGHTS,
    WINDOW,
    WITH,
    in_order,
    key,
    reference,
)

MAIL = "No row can reach a real person."


def one_domain(row):
    return row["email"].split("@")[0] + "@example.com"


def load_time(row):
    return row["metric_name"] == "site_load_time"


def orders_metric(row):
    return row["metric_name"] == "orders_per_hour"


CUSTOMERS = {
    "e-mail of another": Break(
        "customers",
        lambda rows: rows[3].update(email=rows[9]["email"]),
        [("customers", "email is unique.")],
    ),
    "a real address": Break(
        "customers", setter("email", "somebody@gmail.com"), [("customers", MAIL), DOMAINS]
    ),
    "account after the order": Break(
        "customers",
        every(created_at=lambda r: r["created_at"] + 24 * 800 * HOUR),
        [ACCOUNT, ACCOUNTS],
    ),
    "customer twice": Break(
        "customers", repeat, [key("customers", "customer_id"), ("customers", "email is unique.")]
    ),
    "beyond sensitive": Break(
        "customers",
        setter("price_sensitivity", 2.0),
        [("customers", "A share lies between 0 and 1.")],
    ),
    "who spent less than nothing": Break(
        "customers",
        setter("lifetime_value", Decimal("-1.00")),
        [("customers", "Nobody spent less than nothing.")],
        [SPENT],
    ),
    "of one cohort": Break("customers", every(cohort="boomer"), [COHORTS], OF_COHORT),
    "won in one way": Break("customers", every(acquisition_channel="direct"), [ACQUISITION]),
    "of one tier": Break("customers", every(loyalty_tier="Gold"), [LOYALTY]),
    "of one city": Break("customers", every(city="Boston", state="MA"), [CITIES], [WAREHOUSES]),
    "of one domain": Break("customers", every(email=one_domain), [DOMAINS]),
    "all of one day": Break(
        "customers",
        lambda rows: [row.update(created_at=max(r["created_at"] for r in rows)) for row in rows],
        [ACCOUNTS],
    ),
    "all spent as much": Break("customers", every(lifetime_value=Decimal("50.00")), [SPENT]),
    "all as sensitive": Break("customers", every(price_sensitivity=0.95), [SENSITIVITY]),
}
CATALOGUE = {
    "supplier twice": Break("suppliers", repeat, [key("suppliers", "supplier_id")]),
    "supplier of no days": Break(
        "suppliers",
        setter("lead_time_days", -1),
        [("suppliers", "Time passes forwards.")],
    ),
    "supplier beyond reliable": Break(
        "suppliers",
        setter("reliability_score", 1.5),
        [("suppliers", "A share lies between 0 and 1.")],
    ),
    # Turnover is by product.
    "product twice": Break("products", repeat, [key("products", "product_id"), METRICS]),
    "cost above the price": Break(
        "products",
        setter("cost", lambda r: r["price"] + CENT),
        [("products", "It costs no more than it sells for.")],
    ),
    "supplier that is none": Break(
        "products",
        setter("supplier_id", 77),
        [reference("products", "supplier_id", "suppliers"), SUPPLIERS],
    ),
    "product of no weight": Break(
        "products",
        setter("weight", 0.0),
        [("products", "It weighs something.")],
    ),
    "all of one category": Break(
        "products", every(category="beauty"), [CATEGORIES, *OF_CATEGORY[:1]], OF_CATEGORY[1:]
    ),
    "one subcategory each": Break(
        "products",
        every(lambda r: r["category"] == "electronics", subcategory="cameras"),
        [SUBCATEGORIES],
        [WEIGHTS],
    ),
    "all of one supplier": Break("products", every(supplier_id=3), [SUPPLIERS]),
    "dear": Break(
        "products",
        every(price=lambda r: r["price"] * 9, cost=lambda r: r["cost"] * 9),
        [PRICES, PRICE],
    ),
    "sold at cost": Break("products", every(cost=lambda r: r["price"]), [COSTS]),
    "heavy": Break("products", every(weight=30.0), [WEIGHTS]),
    "skus of others": Break("products", every(sku="X"), [SKU]),
    "campaign twice": Break("campaigns", repeat, [key("campaigns", "campaign_id")]),
    "campaign that ends first": Break(
        "campaigns",
        setter("end_ts", lambda r: r["start_ts"] - HOUR),
        [("campaigns", "It ends after it starts."), WINDOW],
    ),
    "campaign that pays": Break(
        "campaigns",
        setter("discount_percent", 170.0),
        [("campaigns", "A discount is a part of the price.")],
    ),
    "campaign for others": Break("campaigns", setter("target_categories", []), [TARGET]),
}
TRUTH = {
    "metric of nobody": Break(
        "system_metrics",
        setter("metric_value", lambda r: r["metric_value"] + 1, orders_metric),
        [METRICS],
    ),
    "metric below nothing": Break(
        "system_metrics",
        setter("metric_value", -1.0, load_time),
        [("system_metrics", "No metric is negative."), PAGE_LOAD],
    ),
    "metric twice": Break("system_metrics", repeat, [key("system_metrics", "metric_id")]),
    "metrics out of order": Break(
        "system_metrics",
        lambda rows: rows.insert(0, rows.pop()),
        [in_order("system_metrics", "timestamp")],
    ),
    "metric of no campaign": Break(
        "system_metrics",
        setter("campaign_id", 99),
        [reference("system_metrics", "campaign_id", "campaigns")],
    ),
    "slow pages": Break("system_metrics", every(load_time, metric_value=9.0), [PAGE_LOAD]),
    "label of a wrong row": Break("incident_labels", setter("row_id", 3), [LABELLED]),
    "label of no incident": Break(
        "incident_labels",
        setter("incident_id", 9),
        [
            reference("incident_labels", "incident_id", "incidents"),
            ("incident_labels", "Its incident was planted."),
            AFFECTED,
        ],
    ),
    "label twice": Break(
        "incident_labels",
        repeat,
        [("incident_labels", "No row has two labels of one incident."), AFFECTED],
    ),
    "incident twice": Break("incidents", repeat, [key("incidents", "incident_id")]),
    "incident that ends first": Break(
        "incidents",
        setter("end_ts", lambda r: r["start_ts"] - HOUR),
        [("incidents", "It ends after it starts.")],
    ),
    "incident that recovers first": Break(
        "incidents",
        setter("recovered_ts", lambda r: r["first_effect_ts"] - HOUR),
        [("incidents", "Its effect ends where it began, or later.")],
    ),
    "incident of other counts": Break("incidents", setter("orders_with", 1), [WITH]),
}
BREAKS = {**CUSTOMERS, **CATALOGUE, **TRUTH}
