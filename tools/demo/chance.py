"""Chance by a seed, the same on every version of Python: only random() is promised to stay as it is."""

import datetime
import random

DAY = datetime.timedelta(days=1)


class Chance:
    """A stream of its own for each kind of record, so that a change of one leaves the others alone."""

    def __init__(self, seed, stream):
        self._random = random.Random(f"{seed}/{stream}").random

    def below(self, n):
        """A whole number from 0 to n - 1."""
        return int(self._random() * n)

    def between(self, low, high):
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def skewed(self, low, high):
        """As between(), small numbers more often."""
        return low + int((high - low + 1) * self._random() * self._random())

    def pick(self, items):
        return items[self.below(len(items))]

    def happens(self, percent):
        """True in so many of a hundred cases; tenths of a percent are kept."""
        return self.below(1000) < percent * 10

    def weighted(self, weights):
        """A key of a dict of whole weights."""
        left = self.below(sum(weights.values()))
        for item, weight in weights.items():
            left -= weight
            if left < 0:
                return item
        raise AssertionError("weights")


class Days:
    """Working days, by the calendar of the catalogue; where it has none of a year, by weekdays."""

    def __init__(self, rows):
        self._kinds = {datetime.date.fromisoformat(row["day"]): row["kind"] for row in rows}

    def works(self, day):
        kind = self._kinds.get(day)
        return day.weekday() < 5 if kind is None else kind == "workday"

    def on_or_after(self, day):
        while not self.works(day):
            day += DAY
        return day

    def after(self, day, n):
        """The n-th working day after a day."""
        while n > 0:
            day += DAY
            n -= self.works(day)
        return day

    def of_year(self, chance, year):
        """A working day of a year."""
        first = datetime.date(year, 1, 1)
        while True:
            day = first + datetime.timedelta(days=chance.below(365))
            if day.year == year and self.works(day):
                return day
