"""Days, months, working days, deadlines and percentiles, counted slowly: day by day, and in fractions.

The day on which something begins does not count; a period of months ends on the day of the same number, or on the last
of the month; a last day that is none to work on moves to the next that is.
"""

import calendar
import datetime
from fractions import Fraction

DAY = datetime.timedelta(days=1)


def date(cell):
    return datetime.date.fromisoformat(cell) if cell else None


def run_of(first, last):
    while first <= last:
        yield first
        first += DAY


def add_months(day, months):
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return datetime.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Workdays:
    """The working days of one calendar."""

    def __init__(self, data, name):
        self.kinds = {date(row["day"]): row["kind"] for row in data.table("calendar_day") if row["calendar"] == name}
        self.years = {int(row["year"]) for row in data.table("calendar_year") if row["calendar"] == name}

    def works(self, day):
        return self.kinds.get(day, "workday" if day.weekday() < 5 else "weekend") == "workday"

    def between(self, first, last):
        """Working days after the first day, up to and including the last."""
        return sum(1 for day in run_of(first + DAY, last) if self.works(day))

    def after(self, day, n):
        while n:
            day += DAY
            n -= self.works(day)
        return day

    def moved(self, day):
        """The day itself, or the next working day, as far as the calendar knows."""
        while day.year in self.years and not self.works(day):
            day += DAY
        return day


def rule_of(rules, step, day, **what):
    """The time limit of a step that was in force on a day; of several the one that says more. None: there is none."""
    fitting = [
        rule for rule in rules
        if rule["step"] == step and (not rule["valid_from"] or date(rule["valid_from"]) <= day)
        and (not rule["valid_to"] or day <= date(rule["valid_to"]))
        and all(not rule[name] or rule[name] == value for name, value in what.items())]
    return max(fitting, key=lambda rule: sum(bool(rule[name]) for name in what), default=None)


def later(day, length, unit, workdays):
    if unit == "month":
        return add_months(day, length)
    return workdays.after(day, length) if unit == "working_day" else day + DAY * length


def plain_end(rule, day, extended, workdays):
    """The last day before suspensions and the move to a working day. Months and more months are counted at once."""
    base, unit = int(rule["base"]), rule["unit"]
    if not extended or not rule["extension"]:
        return later(day, base, unit, workdays)
    if rule["extension_unit"] == unit:
        return later(day, base + int(rule["extension"]), unit, workdays)
    return later(later(day, base, unit, workdays), int(rule["extension"]), rule["extension_unit"], workdays)


def merged(spells, day):
    """Spells as sorted runs of days after a day, those that touch or overlap as one; an open end stays open."""
    runs = []
    for first, last in sorted(spells, key=lambda spell: spell[0]):
        first = max(first, day + DAY)
        if last is not None and last < first:
            continue
        if runs and (runs[-1][1] is None or first <= runs[-1][1] + DAY):
            ends = [runs[-1][1], last]
            runs[-1] = (runs[-1][0], None if None in ends else max(ends))
        else:
            runs.append((first, last))
    return runs


def deadline(rule, day, extended, spells, workdays):
    """The last day in time; None while a suspension goes on. A suspension that begins in time moves it by its days, a limit
    in working days by the working ones among them."""
    end = plain_end(rule, day, extended, workdays)
    for first, last in merged(spells, day):
        if first > end:
            break
        if last is None:
            return None
        stopped = list(run_of(first, last))
        if rule["unit"] == "working_day":
            end = workdays.after(end, sum(1 for one in stopped if workdays.works(one)))
        else:
            end += DAY * len(stopped)
    return workdays.moved(end)


def percentile(values, p):
    """Between the two values around the place 1 + p (n - 1), in proportion (type 7 of R). None of nothing."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = Fraction(p) * (len(ordered) - 1)
    low = place.numerator // place.denominator
    above = ordered[min(low + 1, len(ordered) - 1)]
    return ordered[low] + (place - low) * (above - ordered[low])


def rounded(value, decimals):
    """Half away from zero; None stays."""
    if value is None:
        return None
    scaled = abs(Fraction(value)) * 10 ** decimals + Fraction(1, 2)
    whole = scaled.numerator // scaled.denominator
    return Fraction(whole if value >= 0 else -whole, 10 ** decimals)


def percent(part, whole):
    """One decimal; None of nothing."""
    return rounded(Fraction(100 * part, whole), 1) if whole else None


def spread(values):
    """What is told of a set of durations."""
    ordered = sorted(values)
    if not ordered:
        return {"n": 0, **dict.fromkeys(("mean", "median", "p25", "p75", "p90", "min", "max"))}
    return {
        "n": len(ordered), "mean": rounded(Fraction(sum(ordered), len(ordered)), 1), "min": ordered[0], "max": ordered[-1],
        **{name: rounded(percentile(ordered, p), 1) for name, p in (
            ("median", Fraction(1, 2)), ("p25", Fraction(1, 4)), ("p75", Fraction(3, 4)), ("p90", Fraction(9, 10)))}}
