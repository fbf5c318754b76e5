"""Finds anomalies in hourly series, and scores what it found against the labels.

A month of the shop with two payment outages, a sale and a product that goes viral. The detector
sees three series (orders, tickets, failed payments), knows that days resemble one another, and
nothing else. Prints the delay until each incident's first alarm, and precision and recall by the
hour; the answer is in incident_labels, which no detector gets to see.

    python3 examples/anomaly_detection.py [SEED]
"""

import sys

import fauxmart as fm
import pandas as pd

HISTORY_DAYS = 7  # the detector learns from these before it looks
THRESHOLD = 5  # robust standard deviations from the usual


def shop(seed: int) -> fm.Dataset:
    """Arrivals are random here, as in a real shop; unless asked, they are exactly as planned."""
    random = {"world.arrivals.process": "poisson"}
    return (
        fm.generate("baseline", seed=seed, duration="30d", set=random)
        .overlay("payment_outage", at="226h")
        .overlay("flash_sale", at="400h")
        .overlay("payment_outage", at="557h")
        .overlay("viral_moment", at="27d")
    )


def hourly_series(data: fm.Dataset) -> pd.DataFrame:
    """What monitoring would see: a row an hour."""
    orders = data.orders.to_pandas()
    hour = orders.order_ts.dt.floor("h")
    online = orders.payment_type != "cod"  # cash on delivery cannot fail
    failed = (orders.payment_status == "failed")[online].groupby(hour[online]).mean()
    tickets = data.support_tickets.to_pandas().created_ts.dt.floor("h").value_counts()
    series = pd.DataFrame({"orders": hour.value_counts(), "tickets": tickets, "failed": failed})
    # Tickets go on after the window, when there are no more orders.
    return series.loc[hour.min() : hour.max()].fillna(0)


def alarms(series: pd.DataFrame) -> pd.Series:
    """Hours that are far from the same hours of earlier days, in any series. Never looks ahead."""
    by_hour = series.groupby(series.index.hour)
    usual = by_hour.transform(lambda s: s.shift(1).rolling(14, min_periods=HISTORY_DAYS).median())
    residual = (series - usual) / usual.clip(lower=0.01)
    spread = residual.abs().shift(1).rolling(24 * 14, min_periods=24).median() * 1.4826
    return (residual.abs() > THRESHOLD * spread).any(axis=1)


def truth(data: fm.Dataset, hours: pd.Index) -> pd.DataFrame:
    """A column an incident: the hours whose orders or failed payments it changed.

    A row of system_metrics is labelled exactly when its value is another without the incident. So
    hours count in which orders are missing, too, which no label of an order could tell.
    """
    labels = data.incident_labels.to_pandas()
    labels = labels[labels.table_name == "system_metrics"]
    metrics = data.system_metrics.to_pandas().set_index("metric_id")
    metrics = metrics[metrics.metric_name.isin(["orders_per_hour", "payment_failure_rate"])]
    found = {}
    for incident in data.incidents.to_pandas().itertuples():
        rows = labels[labels.incident_id == incident.incident_id].row_id
        touched = metrics.loc[metrics.index.intersection(rows)].timestamp
        found[incident.name] = hours.isin(touched)
    return pd.DataFrame(found, index=hours)


def main(seed: int = 1) -> dict[str, float]:
    data = shop(seed)
    series = hourly_series(data)
    raised, incidents = alarms(series), truth(data, series.index)

    print(f"{len(series)} hours, {raised.sum()} alarms\n")
    print(f"{'incident':<20}{'hours':>6}{'found':>6}  first alarm")
    found = 0
    for name, anomalous in incidents.items():
        hits = raised[anomalous]
        found += hits.any()
        delay = (hits.idxmax() - hits.index[0]) / pd.Timedelta("1h")
        when = f"after {delay:.0f} h" if hits.any() else "never"
        print(f"{name:<20}{anomalous.sum():>6}{hits.sum():>6}  {when}")

    anomalous = incidents.any(axis=1)
    right = (raised & anomalous).sum()
    scores = {
        "incidents found": found / incidents.shape[1],
        "precision": right / raised.sum(),
        "recall": right / anomalous.sum(),
    }
    print()
    for name, score in scores.items():
        print(f"{name:<16} {score:.2f}")
    return scores


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
