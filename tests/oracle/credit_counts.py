"""Scores, grades, distributions and transitions of agencies over the rows of the tables, apart from the server."""

from collections import Counter
from fractions import Fraction

from reckoning import percent

ORDER = ("a_plus", "a", "b", "c", "d")


def grade_of(data, scheme, score):
    """The grade of a score by the half-open bands of a scheme; None where it has none."""
    for band in data.table("credit_threshold"):
        if band["scheme"] != scheme:
            continue
        over = (band["lower"] == "" or score > Fraction(band["lower"])
                or (score == Fraction(band["lower"]) and band["lower_open"] == "no"))
        under = (band["upper"] == "" or score < Fraction(band["upper"])
                 or (score == Fraction(band["upper"]) and band["upper_open"] == "no"))
        if over and under:
            return band["grade"]
    return None


def grades(data, scheme, period):
    """{agency: grade} as published."""
    return {row["agency"]: row["grade"] for row in data.table("credit_grade")
            if row["scheme"] == scheme and row["period"] == period}


def distribution(data, scheme, period, agencies=None):
    """{grade: (agencies, share)}, and how many in all."""
    found = grades(data, scheme, period)
    counted = Counter(grade for who, grade in found.items() if agencies is None or who in agencies)
    whole = sum(counted.values())
    return {grade: (counted[grade], percent(counted[grade], whole)) for grade in ORDER if counted[grade]}, whole


def transitions(data, scheme, first, second):
    """({(from, to): agencies}, {grade: left}, {grade: entered})."""
    before, after = grades(data, scheme, first), grades(data, scheme, second)
    moved = Counter((before[who], after[who]) for who in before.keys() & after.keys())
    return (dict(moved), dict(Counter(before[who] for who in before.keys() - after.keys())),
            dict(Counter(after[who] for who in after.keys() - before.keys())))


def computed(data, agency, scheme, period):
    """(score, grade) that the events of a year make: what was not repaired by its last day counts."""
    kinds = {row["rule"]: row["kind"] for row in data.table("credit_rule") if row["scheme"] == scheme}
    full = next(row["full_score"] for row in data.table("credit_scheme") if row["scheme"] == scheme)
    if not full:
        return None, None
    first, last = f"{period}-01-01", f"{period}-12-31"
    score = Fraction(full)
    for row in data.events_of.get((agency, scheme), ()):
        if first <= row["occurred_on"] <= last and not (row["repaired_on"] and row["repaired_on"] <= last):
            score += Fraction(row["points"]) * (1 if kinds[row["rule"]] == "bonus" else -1)
    return score, grade_of(data, scheme, score)
