"""Orders and items row by row with Mimesis."""

import rival_shop as shop
import row_loop
from mimesis import Datetime, Numeric
from mimesis.random import Random


class Draw:
    def __init__(self):
        self.random = Random(1)
        self.numeric = Numeric(seed=1)
        self.datetime = Datetime(seed=1)

    def pick(self, mix):
        return self.random.weighted_choice(mix)

    def integer(self, low, high):
        return self.numeric.integer_number(low, high)

    def moment(self, begin, end):
        # It draws days within years only: the time of day is what is kept.
        drawn = self.datetime.datetime(begin.year, begin.year)
        return begin + (drawn - drawn.replace(hour=0, minute=0, second=0, microsecond=0))


def make(orders, out, threads) -> None:
    row_loop.make(Draw(), orders, out)


if __name__ == "__main__":
    shop.main(make, __doc__)
