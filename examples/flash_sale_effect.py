"""What a flash sale really brought: two estimates, and the truth.

Eleven days of the shop; at 14:00 UTC of the tenth, four hours of 70 % off electronics begin. The
naive estimate compares those hours with the four before. The better one compares the same hours of
the day, goes on until the next day, because a sale also takes orders from the hours after it, and
takes the spread of ordinary days for its error. The truth is the twin: the same shop, seed and
customers, in which there was no sale.

    python3 examples/flash_sale_effect.py [SEED]
"""

import sys

import fauxmart as fm
import pandas as pd

DAYS, SALE_DAY, SALE_HOUR, SALE_HOURS = 11, 9, 14, 4
SALE = SALE_DAY * 24 + SALE_HOUR
# It pulls orders forward: what is compared ends a day after it began.
AFTER = 24


def hourly(data: fm.Dataset) -> pd.DataFrame:
    """By the hour: orders that were paid or will be, their revenue, and what it leaves, in dollars.

    The margin is what customers pay for the goods, without tax and shipping, less their cost.
    """
    items = data.order_items.to_pandas().merge(
        data.products.to_pandas()[["product_id", "cost"]], on="product_id"
    )
    sold = (items.unit_price - items.discount_per_unit) * items.quantity
    items["revenue"], items["margin"] = sold, sold - items.cost * items.quantity
    orders = data.orders.to_pandas()
    orders = orders[orders.order_status != "cancelled"]
    sums = orders.merge(items.groupby("order_id")[["revenue", "margin"]].sum(), on="order_id")
    hour = (sums.order_ts - sums.order_ts.min().floor("D")) // pd.Timedelta("1h")
    by_hour = sums.groupby(hour)[["revenue", "margin"]].sum()
    by_hour.insert(0, "orders", sums.groupby(hour).size())
    return by_hour.reindex(range(DAYS * 24), fill_value=0)


def naive(series: pd.DataFrame) -> pd.Series:
    """The sale against the hours before it."""
    during, before = (
        series.loc[SALE : SALE + SALE_HOURS - 1],
        series.loc[SALE - SALE_HOURS : SALE - 1],
    )
    return during.sum() - before.sum()


def against_other_days(series: pd.DataFrame) -> pd.DataFrame:
    """The day that begins with the sale against the days before it, which begin at the same hour.

    Each earlier day against its peers is a sale that was none: twice the spread of these is the
    error.
    """
    days = pd.DataFrame(
        {
            day: series.loc[day * 24 + SALE_HOUR : day * 24 + SALE_HOUR + AFTER - 1].sum()
            for day in range(SALE_DAY + 1)
        }
    )
    ordinary = days.drop(columns=SALE_DAY)
    return pd.DataFrame(
        {"estimate": days[SALE_DAY] - ordinary.mean(axis=1), "error": 2 * ordinary.std(axis=1)}
    )


def main(seed: int = 1) -> pd.DataFrame:
    shop = fm.generate("baseline", seed=seed, duration=f"{DAYS}d", money="float64").overlay(
        "flash_sale", at=f"{SALE}h"
    )
    with_sale, without = hourly(shop), hourly(shop.without("flash_sale"))
    better = against_other_days(with_sale)
    effect = pd.DataFrame(
        {"naive": naive(with_sale), **better, "truth": (with_sale - without).sum()}
    )
    assert (with_sale == without).loc[: SALE - 1].all(axis=None)  # nothing before it has changed

    print(f"the effect of {SALE_HOURS} hours of sale:\n")
    for name, row in effect.iterrows():
        inside = "inside" if abs(row.estimate - row.truth) <= row.error else "outside"
        print(
            f"{name:<8} naive {row.naive:>12,.0f}   estimate {row.estimate:>12,.0f} "
            f"± {row.error:>9,.0f}   truth {row.truth:>12,.0f}   ({inside})"
        )
    print(
        f"\nThe hours of the sale look like {effect.naive.revenue / 1e6:+.2f} million dollars of "
        f"revenue. It was {effect.truth.revenue / 1e6:+.2f}:\nat 70 % off, and with half of the "
        "visitors of the hours after it gone, because they had bought already."
    )
    return effect


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
