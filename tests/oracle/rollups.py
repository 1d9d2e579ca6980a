"""What /v1/aggregates must say of the cube, worked out slowly and by other means than the server.

Days are counted one by one, numbers are fractions. Only the questions that test_aggregates.py asks are
understood.
"""

import datetime
from fractions import Fraction
from itertools import groupby

from cube import PARTS, days

# indicator: rule over regions, rule over time
RULES = {
    "patents_granted": ("sum", "sum"), "patents_in_force": ("sum", "last"),
    "patent_agencies_inspected": ("union", "union"),
    "patent_infringement_cases_filed": ("sum", "sum"),
    "patent_infringement_cases_closed": ("sum", "sum"),
    "ip_case_avg_handling_days": ("wmean", "wmean"),
    "patent_infringement_clearance_rate": ("ratio", "ratio"),
}
NUMERATOR, DENOMINATOR = "patent_infringement_cases_closed", "patent_infringement_cases_filed"
WEIGHT = "patent_infringement_cases_closed"
DAY = datetime.timedelta(days=1)


class Refused(Exception):
    """The rule that forbids the number."""


def run_of(first, last):
    while first <= last:
        yield first
        first += DAY


def number(cell):
    return None if cell == "" else Fraction(cell)


def least_of(row):
    """The lower end; what is counted or measured is not less than 0."""
    return number(row["lower"]) or Fraction(0)


def cells(rows):
    """The figures with a value, by region and period: parts of one place are one cell."""
    made = {}
    for row in valued(rows):
        made.setdefault((row["region"], row["period"]), []).append(row)
    return list(made.values())


def length(row):
    """Months; 0 for a day."""
    first, last = days(row["period"])
    return 0 if first == last else (last.year - first.year) * 12 + last.month - first.month + 1


def check_lengths(rows):
    if len({length(row) for row in valued(rows)}) > 1:
        raise Refused("mixed-lengths")


def total(values):
    return None if any(value is None for value in values) else sum(values, Fraction(0))


def select(rows, question, indicator):
    """The figures a question is about, without those that a filter leaves out."""
    spans = [days(code) for code in question["spans"]]
    wanted = []
    for row in rows:
        first, last = days(row["period"])
        if (row["indicator"] == indicator and row["region"] in question["regions"]
                and any(a <= first and last <= b for a, b in spans)):
            wanted.append(row)
    if question["parts"]:
        return [row for row in wanted if row["breakdown"]]
    # the widest: the total, and the parts where none was published
    totals = {(row["region"], row["period"]) for row in wanted if not row["breakdown"]}
    return [row for row in wanted
            if not row["breakdown"] or (row["region"], row["period"]) not in totals]


def key_of(row, question):
    keys = {"region": row["region"], "period": row["period"], "year": row["period"][:4],
            "patent_type": row["breakdown"].partition("=")[2] or None}
    return tuple(keys[name] for name in question["by"])


def group(rows, question):
    ordered = sorted(rows, key=lambda row: key_of(row, question))
    return {key: list(found) for key, found in groupby(ordered, lambda row: key_of(row, question))}


def valued(rows):
    return [row for row in rows if row["value"] != ""]


def cover(rows, question, key, regions, compares=False):
    """(missing regions, not applicable, days left open, parts left open) of one group."""
    missing, impossible, gaps, parts = set(), set(), {}, set()
    windows = [days(code) for code in question["spans"]]
    if "year" in question["by"]:
        windows = [days(key[question["by"].index("year")])]
    flows = rows[0]["accumulation"] == "period" and (
        compares or RULES[rows[0]["indicator"]][1] in ("sum", "union", "wmean"))
    for region in regions:
        own = [row for row in rows if row["region"] == region]
        told = [row for row in own if row["value"] != "" or row["status"] == "M"]
        if not valued(own):
            (impossible if told else missing).add(region)
        elif flows and "period" not in question["by"]:
            covered = {day for row in told for day in run_of(*days(row["period"]))}
            asked = {day for window in windows for day in run_of(*window)}
            gaps[region] = asked - covered
        if "patent_type" not in question["by"]:
            for period in {row["period"] for row in own if row["breakdown"]}:
                there = {row["breakdown"] for row in told if row["period"] == period}
                parts |= {f"patent_type={part}" for part in PARTS} - there
    return missing, impossible, {name: left for name, left in gaps.items() if left}, parts


def check_years(question, gaps):
    """A year that is asked for has all of its days or, as a period, none."""
    years = [days(code) for code in question["spans"] if len(code) == 4]
    for left in gaps.values():
        if "year" in question["by"] or any(
                0 < len(left & set(run_of(*year))) < len(list(run_of(*year))) for year in years):
            raise Refused("halves-missing")


def over(rows, question, key):
    """Whether regions and periods are rolled up."""
    regions = "region" not in question["by"] and len(question["regions"]) != 1
    return regions, len({row["period"] for row in rows}) > 1


def scope(question, key):
    if "region" in question["by"]:
        return [key[question["by"].index("region")]]
    return question["regions"]


def check_sum(question, rows, key):
    over_regions, over_time = over(rows, question, key)
    regions, time = RULES[rows[0]["indicator"]]
    function = question["function"]
    names = {"union": "distinct-entities", "wmean": "weighted-mean", "last": "stock-over-time"}
    for rolled, rule in ((over_time, time), (over_regions, regions)):
        if rolled and rule != "sum" and not (rule == "wmean" and function == "avg"):
            raise Refused(names[rule])


def bounds_of(rows, entry):
    """What may be said of the number: the worded bounds that are true of it. Of several ends that
    meet the strict ones depend on more than is looked at here, so that both words will do."""
    value, lower, upper = entry["value"], entry["lower"], entry["upper"]
    worded = [row["bound"] for row in valued(rows)]
    if value is None or lower is upper is None:
        return {None if lower is upper is None else "ge" if upper is None else "le"}
    if entry["complete"] and (len(worded) == 1 or set(worded) == {"eq"}):
        return {worded[0]}
    if value == lower == upper:
        return {"eq"}
    if value == lower:
        return {"ge"}
    if value == upper:
        return {"le", "lt"} if "lt" in worded else {"le"}
    return {"approx"}


def with_bound(rows, entry):
    return {**entry, "bound": bounds_of(rows, entry), "inexact": any(
        row["bound"] != "eq" for row in valued(rows))}


def sum_group(question, rows, key):
    """Sums, bounds of unions, and the last of stocks."""
    rule = RULES[rows[0]["indicator"]]
    function = question["function"]
    if function in ("sum", "avg"):
        check_sum(question, rows, key)
    if rule[1] == "last" and over(rows, question, key)[1]:
        last = max(days(row["period"])[1] for row in rows)
        rows = [row for row in rows if days(row["period"])[1] == last]
    missing, impossible, gaps, parts = cover(rows, question, key, scope(question, key))
    check_years(question, gaps)
    numbers = valued(rows)
    complete = not (missing or gaps or parts)
    value = total([number(row["value"]) for row in numbers])
    lower = total([least_of(row) for row in numbers])
    upper = total([number(row["upper"]) for row in numbers])
    if rule[0] == "union" and len(numbers) > 1:
        value, lower = None, max(least_of(row) for row in numbers)
    if not numbers:
        value = lower = upper = None
    if function == "avg":
        check_lengths(rows)
    if function == "avg" and numbers:
        value, lower, upper = (None if x is None else x / len(cells(rows))
                               for x in (value, lower, upper))
    if not complete:
        upper = None
        # of a mean nothing is known then
        if function == "avg" or "wmean" in rule:
            lower = None
    return with_bound(rows, {
        "value": value, "lower": lower, "upper": upper, "complete": complete,
        "missing": missing, "not_applicable": impossible, "gaps": gaps, "parts": parts,
        "figures": len(numbers)})


def extreme_group(question, rows, key):
    """The least or greatest of the regions and periods, each the sum of its parts."""
    least = question["function"] == "min"
    pick = min if least else max
    check_lengths(rows)
    missing, impossible, gaps, parts = cover(rows, question, key, scope(question, key), True)
    found = cells(rows)
    values = [total([number(row["value"]) for row in cell]) for cell in found]
    lowers = [total([least_of(row) for row in cell]) for cell in found]
    uppers = [total([number(row["upper"]) for row in cell]) for cell in found]
    near = pick((x for x in (uppers if least else lowers) if x is not None), default=None)
    far = lowers if least else uppers
    # what is missing may go further
    far = None if missing or gaps or not far or None in far else pick(far)
    lower, upper = (far, near) if least else (near, far)
    # a place of which a part is missing is larger than it looks
    return with_bound(rows, {
        "value": pick(values, default=None), "lower": lower, "upper": None if parts else upper,
        "complete": not (missing or gaps or parts), "missing": missing,
        "not_applicable": impossible, "gaps": gaps, "parts": parts,
        "figures": len(valued(rows))})


def weigh_group(question, rows, weights, key):
    by_place = {(row["region"], row["period"]): row for row in valued(weights)}
    missing, impossible, gaps, _ = cover(rows, question, key, scope(question, key))
    check_years(question, gaps)
    numbers = valued(rows)
    pairs = [(row, by_place.get((row["region"], row["period"]))) for row in numbers]
    if any(weight is None for _, weight in pairs):
        raise Refused("weights-missing")
    whole = sum(number(weight["value"]) for _, weight in pairs)
    value = None
    if whole:
        value = sum(number(row["value"]) * number(weight["value"]) for row, weight in pairs) / whole
    return {"value": value, "complete": not (missing or gaps), "missing": missing,
            "not_applicable": impossible, "gaps": gaps, "parts": set(), "figures": len(numbers),
            "pairs": pairs}


def ratio_group(question, above, below, key):
    regions = scope(question, key)
    sums = []
    for part in (above, below):
        entry = sum_group({**question, "function": "rollup"}, part, key)
        if not entry["complete"]:
            raise Refused("parts-missing")
        sums.append(entry)
    if ({(row["region"], row["period"]) for row in valued(above)}
            != {(row["region"], row["period"]) for row in valued(below)}):
        raise Refused("parts-missing")
    top, bottom = sums
    value = lower = upper = None
    if bottom["value"]:
        value = 100 * top["value"] / bottom["value"]
        # a least denominator of 0 leaves the ratio open above
        upper = (100 * top["upper"] / bottom["lower"]
                 if top["upper"] is not None and bottom["lower"] else None)
        # a denominator without an end leaves next to nothing
        lower = 100 * top["lower"] / bottom["upper"] if bottom["upper"] is not None else Fraction(0)
    return {"value": value, "lower": lower, "upper": upper, "complete": True, "missing": set(),
            "not_applicable": top["not_applicable"], "gaps": {}, "parts": set(),
            "figures": top["figures"] + bottom["figures"], "regions": regions}


def answer(rows, question):
    """{key: entry}, or {key: Refused}: any refusal is the answer to the whole question."""
    indicator = question["indicator"]
    entries = {}
    if indicator == "patent_infringement_clearance_rate":
        above, below = (group(select(rows, question, part), question)
                        for part in (NUMERATOR, DENOMINATOR))
        # no ratio was published: a group without one of the parts has nothing to say
        groups = {key: (above[key], below[key]) for key in above.keys() & below.keys()
                  if valued(above[key]) and valued(below[key])}
    else:
        groups = group(select(rows, question, indicator), question)
    weights = group(select(rows, question, WEIGHT), question)
    for key, found in groups.items():
        try:
            if indicator == "patent_infringement_clearance_rate":
                entries[key] = ratio_group(question, *found, key)
            elif question["function"] == "count":
                entries[key] = {"value": Fraction(len(valued(found)))}
            elif question["function"] in ("min", "max"):
                entries[key] = extreme_group(question, found, key)
            elif (RULES[indicator][0] == "wmean" and any(over(found, question, key))
                  and question["function"] in ("rollup", "avg")):
                entries[key] = weigh_group(question, found, weights.get(key, []), key)
            else:
                entries[key] = sum_group(question, found, key)
        except Refused as refused:
            entries[key] = refused
    return entries
