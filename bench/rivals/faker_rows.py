"""Orders and items row by row with Faker."""

from collections import OrderedDict

import rival_shop as shop
import row_loop
from faker import Faker


class Draw:
    def __init__(self):
        self.fake = Faker("en_US")
        self.fake.seed_instance(1)
        self.mixes = {}

    def pick(self, mix):
        ordered = self.mixes.get(id(mix))
        if ordered is None:
            ordered = self.mixes[id(mix)] = OrderedDict(mix)
        return self.fake.random_element(ordered)

    def integer(self, low, high):
        return self.fake.random_int(low, high)

    def moment(self, begin, end):
        return self.fake.date_time_between_dates(begin, end, tzinfo=begin.tzinfo)


def make(orders, out, threads) -> None:
    row_loop.make(Draw(), orders, out)


if __name__ == "__main__":
    shop.main(make, __doc__)
