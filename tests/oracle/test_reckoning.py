#!/usr/bin/env python3
"""Holds the oracle's own reckoning of days and places to cases that were worked out by hand, on a wall calendar.

Usage: test_reckoning.py DATA_DIRECTORY; the output is TAP.
"""

import pathlib
import sys
from fractions import Fraction

sys.dont_write_bytecode = True

import packages
from reckoning import Workdays, add_months, date, deadline, merged, percentile, rounded, rule_of, spread


def months(_):
    for first, n, last in (("2025-01-31", 1, "2025-02-28"), ("2024-01-31", 1, "2024-02-29"), ("2025-01-31", 3, "2025-04-30"),
                           ("2024-11-30", 3, "2025-02-28"), ("2023-11-29", 3, "2024-02-29"), ("2024-10-15", 4, "2025-02-15")):
        if add_months(date(first), n) != date(last):
            yield f"{first} and {n} months: {add_months(date(first), n)}"


def working_days(data):
    """Over the Spring Festival of 2024, with its two Sundays of work, and the autumn of 2025."""
    days = Workdays(data, "cn")
    for first, last, n in (("2024-02-08", "2024-02-22", 6), ("2024-02-02", "2024-02-09", 6), ("2024-03-01", "2024-03-01", 0),
                           ("2025-09-26", "2025-10-09", 4), ("2024-12-31", "2025-01-02", 1)):
        if days.between(date(first), date(last)) != n:
            yield f"{first} to {last}: {days.between(date(first), date(last))} working days"


def deadlines(data):
    days, rules = Workdays(data, "cn"), data.table("time_limit")
    for filed, extended, spells, last in (
            ("2025-01-31", True, [], "2025-06-03"),  # the limits of 2015; the Dragon Boat Festival moves the last day
            ("2025-02-01", True, [], "2025-07-01"),  # those of 2025
            ("2025-01-31", False, [], "2025-04-30"),
            ("2024-07-01", False, [], "2024-10-08"),  # the National Day moves the last day
            ("2023-10-10", False, [("2023-12-15", "2024-01-20")], "2024-02-18"),  # a Sunday of work
            ("2024-01-15", False, [("2024-02-01", "2024-03-10"), ("2024-03-01", "2024-03-31")], "2024-06-14"),
            ("2024-03-04", False, [("2024-06-05", "2024-06-30")], "2024-06-04"),  # too late to count
            ("2024-03-04", False, [("2024-05-20", "2024-05-31"), ("2024-06-10", "2024-06-30")], "2024-07-08"),
            ("2025-06-03", False, [("2025-08-01", "")], None)):
        rule = rule_of(rules, "decision", date(filed), route="adjudication", ip_type="patent")
        found = deadline(rule, date(filed), extended, [(date(a), date(b)) for a, b in spells], days)
        if found != date(last):
            yield f"{filed} {extended} {spells}: {found}, not {last}"


def spells(_):
    runs = merged([(date("2024-03-05"), date("2024-03-09")), (date("2024-01-01"), date("2024-01-10")),
                   (date("2024-01-11"), date("2024-01-12"))], date("2024-01-05"))
    if runs != [(date("2024-01-06"), date("2024-01-12")), (date("2024-03-05"), date("2024-03-09"))]:
        yield f"{runs}"


def places(_):
    for values, p, at in (([4, 1, 3, 2], (1, 4), (7, 4)), ([1, 2, 3, 4], (1, 2), (5, 2)), ([1, 2, 3, 4], (9, 10), (37, 10)),
                          ([7], (1, 4), (7, 1)), ([10, 20], (3, 4), (35, 2))):
        if percentile(values, Fraction(*p)) != Fraction(*at):
            yield f"{values} at {p}: {percentile(values, Fraction(*p))}"
    if rounded(Fraction(5, 100), 1) != Fraction(1, 10) or rounded(Fraction(-25, 100), 1) != Fraction(-3, 10):
        yield "halves are not rounded away from zero"
    if spread([])["median"] is not None or spread([])["n"] != 0:
        yield "nothing has a median"


CHECKS = (months, working_days, deadlines, spells, places)


def main():
    data = packages.Data(pathlib.Path(sys.argv[1]))
    failed = 0
    print(f"1..{len(CHECKS)}")
    for number, check in enumerate(CHECKS, 1):
        complaints = list(check(data))
        failed += bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {number} - {check.__name__}")
        for complaint in complaints:
            print(f"# {complaint}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
