"""Where the made-up records happen, and when the register was closed."""

import datetime

CITY = "120000"
FIRST, LAST = datetime.date(2021, 1, 1), datetime.date(2025, 12, 31)
YEARS = range(FIRST.year, LAST.year + 1)

# How much happens in each district, of a thousand.
DISTRICTS = {
    "120101": 55, "120102": 40, "120103": 75, "120104": 95, "120105": 40, "120106": 30,
    "120110": 65, "120111": 85, "120112": 60, "120113": 70, "120114": 75, "120115": 25,
    "120116": 225, "120117": 15, "120118": 30, "120119": 15,
}
ZONES = {
    "120110": ("120110400",), "120111": ("120111400",),
    "120116": ("120116400", "120116401", "120116402", "120116403", "120116406"),
}


def known(day):
    """What the register says of a day: nothing of what happened after it was closed."""
    return day if day is not None and day <= LAST else None
