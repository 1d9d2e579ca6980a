"""Checks of the figures: how many, their intervals, targets, sums, and what is restricted."""

import decimal
import re

from packages import breakdown, children, split

Decimal = decimal.Decimal

LOCATOR_MAX = 24
RAW_MAX = 20
SENTENCE = re.compile(r"[\u3002,;:\uff0c\uff1b\uff1a]")  # punctuation of a passage
REGULAR = "catalogue", "second-hand-series"  # packages that are not one published document

# Figures of the published documents: actual values, growth rates, ranks, targets.
FIGURES = {
    "binhai-2024-rule-of-law": (41, 1, 0, 1),
    "tianjin-2021-summary": (74, 4, 1, 4),
    "tianjin-2025-measures": (3, 0, 0, 7),
    "hubei-2021h1-rule-of-law": (25, 0, 0, 0),
    "nankai-2024-pilot-plan": (0, 0, 0, 38),
}

# Targets and parameters of each plan, and how many targets name somebody responsible.
PLANS = {
    "binhai-2025-work": (1, 0, 0),
    "tianjin-2022-priorities": (2, 2, 0),
    "tianjin-2025-2035-measures": (3, 4, 0),
    "nankai-2024-2026": (33, 5, 8),
}

# Totals that users ask for first: they must be found without naming a breakdown.
PLAIN_TOTALS = (
    "preexam_requests_accepted", "preexam_requests_qualified", "preexam_patents_granted",
    "preexam_registered_entities", "patent_dispute_cases_handled",
    "patent_adjudication_cases_handled", "patent_mediation_cases_handled",
    "patent_infringement_cases_filed", "patent_infringement_cases_closed",
    "trademark_agencies_credit_rated", "invention_patents_in_force", "ip_case_avg_handling_days",
)
YEAR = r"(19|20|21)[0-9]{2}"
DAY = YEAR + r"-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
PERIOD = re.compile(
    rf"({YEAR}|{YEAR}-H[12]|{YEAR}-Q[1-4]|{YEAR}-(YTD-)?(0[1-9]|1[0-2])|{DAY}|{DAY}/{DAY})$")


def counts(data):
    total = 0
    for document, expected in FIGURES.items():
        observations = [row for row in data.table("observation") if row["document"] == document]
        found = tuple(sum(row["measure"] == measure for row in observations)
                      for measure in ("level", "yoy", "rank"))
        found += (sum(row["document"] == document for row in data.table("target")),)
        total += len(observations) + found[3]
        if found != expected:
            yield f"{document}: {found}, expected {expected}"
    if total != 199:
        yield f"{total} figures in the published documents, expected 199"
    with_units = {row["target"] for row in data.table("target_unit")}
    for plan, expected in PLANS.items():
        rows = [row for row in data.table("target") if row["plan"] == plan]
        found = (sum(row["kind"] == "target" for row in rows),
                 sum(row["kind"] == "parameter" for row in rows),
                 sum(row["target"] in with_units for row in rows))
        if found != expected:
            yield f"{plan}: {found}, expected {expected}"
        if sorted(int(row["position"]) for row in rows) != list(range(1, len(rows) + 1)):
            yield f"{plan}: positions"
    for row in data.table("observation") + data.table("target"):
        if row["package"] not in REGULAR and row["package"] != row["document"]:
            yield f"{row['where']}: a figure of another document"


def half_last_digit(row):
    """Half of the last printed digit, in the unit of the value; None when no digit is printed."""
    number = re.search(r"[0-9]+([.][0-9]+)?", row["raw"])
    if not number:
        return None
    scale = abs(Decimal(row["value"])) / Decimal(number[0])
    return Decimal(5).scaleb(-len((number[1] or ".")[1:]) - 1) * scale


def intervals(data):
    for row in data.table("observation"):
        value, bound = Decimal(row["value"]), row["bound"]
        low = Decimal(row["lower"]) if row["lower"] else None
        high = Decimal(row["upper"]) if row["upper"] else None
        if low is not None and high is not None and low > high:
            yield f"{row['where']}: lower above upper"
        if (low is not None and low > value) or (high is not None and high < value):
            yield f"{row['where']}: the value is outside its interval"
        closed = low is not None and high is not None
        if bound in ("eq", "approx") and not (closed and high - value == value - low):
            yield f"{row['where']}: not an interval around the value"
        if bound in ("ge", "gt") and (low != value or high is not None):
            yield f"{row['where']}: open above, from the value"
        if bound in ("le", "lt") and high != value:
            yield f"{row['where']}: up to the value"
        half = half_last_digit(row)
        if bound == "eq" and half is not None:
            if high - value not in (half, 0):
                yield f"{row['where']}: half of the last digit is {half}"
            if high == value and ("." in row["raw"] or row["unit"] == "percent"):
                yield f"{row['where']}: a rounded figure has no interval"


def figures(data):
    indicators = data.by_id("indicator")
    lists = {name: data.items(name) for name in data.identities("codelist")}
    for row in data.table("observation") + data.table("target"):
        indicator = indicators[row["indicator"]]
        if row["unit"] not in split(indicator["units"]):
            yield f"{row['where']}: unit {row['unit']}"
        parts = breakdown(row["breakdown"])
        if ";".join(f"{key}={parts[key]}" for key in sorted(parts)) != row["breakdown"]:
            yield f"{row['where']}: breakdown is not sorted"
        for dimension, value in parts.items():
            if dimension not in split(indicator["dimensions"]):
                yield f"{row['where']}: dimension {dimension}"
            if value not in lists.get(dimension, ()):
                yield f"{row['where']}: {dimension}={value}"
        if len(row["raw"]) > RAW_MAX or SENTENCE.search(row["raw"]):
            yield f"{row['where']}: raw is not a numeral"
        if not row["raw"] and row["extraction"] != "counted" and row["package"] not in REGULAR:
            yield f"{row['where']}: no numeral as printed"
        if len(row["locator"]) > LOCATOR_MAX or SENTENCE.search(row["locator"]):
            yield f"{row['where']}: locator"
    for row in data.table("observation"):
        if row["indicator"] in PLAIN_TOTALS and row["breakdown"]:
            yield f"{row['where']}: a plain total carries a breakdown"
        if not PERIOD.match(row["period"]):
            yield f"{row['where']}: period {row['period']}"
        if {"yoy": "percent", "rank": "rank"}.get(row["measure"], row["unit"]) != row["unit"]:
            yield f"{row['where']}: unit of {row['measure']}"
        reliability = data.by_id("document")[row["document"]]["reliability"]
        if (reliability == "weak") != (row["status"] == "U"):
            yield f"{row['where']}: status {row['status']} of a {reliability} source"
        if (reliability == "primary") == (row["package"] in REGULAR):
            yield f"{row['where']}: source does not fit the package"


def targets(data):
    plans = data.by_id("plan")
    known = {row["target"]: row for row in data.table("target")}
    for row in known.values():
        plan = plans[row["plan"]]
        if not plan["starts_on"] <= row["starts_on"] <= row["ends_on"] <= plan["ends_on"]:
            yield f"{row['where']}: outside the plan"
        if (row["target_window"] == "point_at_end") != (row["starts_on"] == row["ends_on"]):
            yield f"{row['where']}: window {row['target_window']}"
        if (row["measure"] == "mean_annual_growth") != (row["unit"] == "percent_per_year"):
            yield f"{row['where']}: growth"
        per_year = row["unit"].endswith("_per_year")
        if per_year != (row["target_window"] in ("each_year", "annual_mean", "mean_annual_growth")):
            yield f"{row['where']}: unit {row['unit']} in window {row['target_window']}"
        if row["target_window"] == "each_year_or_cumulative" and not row["ambiguity_en"]:
            yield f"{row['where']}: the ambiguity is not told"
    order = {}
    for row in data.table("target_unit"):
        order.setdefault(row["target"], []).append(int(row["position"]))
        if known[row["target"]]["kind"] != "target":
            yield f"{row['where']}: a parameter has nobody responsible"
    for target, positions in order.items():
        if positions != list(range(1, len(positions) + 1)):
            yield f"{target}: order of the responsible units"


def term_value(data, term):
    kind = term["term"]
    if kind == "constant":
        return Decimal(term["value"])
    if kind == "region_children":
        return Decimal(len(children(data, term["region"])))
    if kind == "document_signatories":
        return Decimal(sum(row["document"] == term["document"] and row["role"] == "signatory"
                           for row in data.table("document_department")))
    if kind == "target":
        found = [row for row in data.table("target") if row["target"] == term["target"]]
    else:
        wanted = ("indicator", "region", "breakdown", "period")
        found = [row for row in data.table("observation") if row["measure"] == "level"
                 and all(row[column] == term[column] for column in wanted)]
    return Decimal(found[0]["value"]) if len(found) == 1 else None


def relations(data):
    if len(data.table("relation")) != 7:
        yield f"{len(data.table('relation'))} relations"
    for relation in data.identities("relation"):
        terms = [row for row in data.table("relation_term") if row["relation"] == relation]
        values = [(term["side"], term_value(data, term)) for term in terms]
        sides = {side for side, _ in values}
        if sides != {"left", "right"} or any(value is None for _, value in values):
            yield f"{relation}: a term has no value, or a side no term"
            continue
        left, right = (sum(value for side, value in values if side == which)
                       for which in ("left", "right"))
        if left != right:
            yield f"{relation}: {left} is not {right}"


def restricted(data):
    """What is restricted must not be found, or be worked out, from what is served."""
    names = {row["indicator"] for row in data.table("indicator") if row["access"] == "restricted"}
    for table in ("relation_term", "target"):
        for row in data.table(table):
            if row["indicator"] in names:
                yield f"{row['where']}: names a restricted indicator"
    for row in data.table("indicator"):
        parts = {row["numerator"], row["denominator"], row["weight"]}
        if row["indicator"] not in names and names & parts:
            yield f"{row['where']}: is computed from a restricted indicator"
    for row in data.table("observation"):
        if row["indicator"] in names and (row["breakdown"] == "" or row["note_zh"] + row["note_en"]):
            yield f"{row['where']}: a total or a note of a restricted indicator"


CHECKS = (counts, intervals, figures, targets, relations, restricted)
