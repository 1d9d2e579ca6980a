"""The figures that the server counts from registers at the end of a load, as /v1/observations tells them."""

import datetime
from fractions import Fraction

from asking import number, pages
from case_counts import Cases, disputes_of
from packages import children
from reckoning import DAY, Workdays, date, percent, percentile, rounded

CITY = "120000"
ON = datetime.date(2025, 12, 31)


def periods():
    """{code: (first, last)} of the years, halves and quarters of the register."""
    made = {}
    for year in range(2021, 2026):
        for code, month, length in [(f"{year}", 1, 12), (f"{year}-H1", 1, 6), (f"{year}-H2", 7, 6)] + [
                (f"{year}-Q{n}", 3 * n - 2, 3) for n in range(1, 5)]:
            after = month + length
            made[code] = (datetime.date(year, month, 1), datetime.date(year + (after > 12), (after - 1) % 12 + 1, 1) - DAY)
    return made


class Grid:
    """Expected figures by (indicator, region, period, breakdown), counted over the regions of the register."""

    def __init__(self, data):
        self.data = data
        self.regions = [CITY] + children(data, CITY)
        self.spans = periods()
        self.figures = {}

    def ancestors(self, row):
        at = row["region"]
        while at:
            if at in self.regions:
                yield at
            at = self.data.parents[at]

    def spread(self, rows, day):
        """{(region, period): rows} of the rows that have this day in a period, with an entry for each place."""
        found = {(region, code): [] for region in self.regions for code in self.spans}
        for row in rows:
            if row[day] is None:
                continue
            codes = [code for code, (first, last) in self.spans.items() if first <= row[day] <= last]
            for region in self.ancestors(row):
                for code in codes:
                    found[region, code].append(row)
        return found

    def count(self, indicator, rows, day, dimensions, size=len):
        """Totals, and the parts of each dimension that occur anywhere."""
        placed = self.spread(rows, day)
        parts = {dimension: sorted({row[column] for row in rows if row[column]}) for dimension, column in dimensions.items()}
        for (region, code), here in placed.items():
            self.figures[indicator, region, code, ""] = size(here)
            for dimension, items in parts.items():
                for item in items:
                    own = [row for row in here if row[dimensions[dimension]] == item]
                    self.figures[indicator, region, code, f"{dimension}={item}"] = size(own)
        return placed


    def ratio(self, indicator, part, whole):
        """Percentages of two counts at each place and part, where there is something to relate to."""
        for (name, *place), n in list(self.figures.items()):
            if name == whole and n:
                self.figures[indicator, *place] = percent(self.figures[part, *place], n)


def told(service, document, wanted):
    """Complaints about the figures of a register, for the indicators that are expected; persons are looked at elsewhere."""
    found = {}
    for entry in pages(service, "/v1/observations", document=document, **{"breakdown[*]": "*"}):
        breakdown = ";".join(f"{name}={entry['breakdown'][name]}" for name in sorted(entry["breakdown"]))
        found[entry["indicator"], entry["region"], entry["period"], breakdown] = entry
        if not entry["synthetic"] or entry["origin"] != "records":
            yield f"{entry['indicator']} {entry['region']} {entry['period']}: not marked"
    for name in sorted({key[0] for key in wanted}):
        dimensions = {key[3].partition("=")[0] for key in wanted if key[0] == name}
        keys = {key for key in wanted if key[0] == name}
        there = {key for key in found if key[0] == name and key[3].partition("=")[0] in dimensions}
        for key in sorted(keys ^ there)[:5]:
            yield f"{key}: told is {key in there}, expected is {key in keys}"
        for key in sorted(keys & there):
            if number(found[key]["value"]) != wanted[key]:
                yield f"{key}: {found[key]['value']}, expected {wanted[key]}"


def preexam(service, data):
    rows = [{**row, "accepted": date(row["accepted_on"]), "decided": date(row["decided_on"]),
             "concluded": date(row["concluded_on"])} for row in data.table("preexam_request")]
    grid, workdays = Grid(data), Workdays(data, "cn")
    parts = {"center": "center", "industry_field": "field", "patent_type": "patent_type"}
    for indicator, day, column, item in (("preexam_requests_accepted", "accepted", None, None),
                                         ("preexam_requests_qualified", "decided", "decision", "qualified"),
                                         ("preexam_patents_granted", "concluded", "outcome", "granted")):
        grid.count(indicator, rows, day, parts, lambda own: sum(1 for row in own if column is None or row[column] == item))
    for (region, code), own in grid.spread(rows, "decided").items():
        if own:
            took = [workdays.between(date(row["received_on"]), row["decided"]) for row in own]
            grid.figures["preexam_median_days", region, code, ""] = rounded(percentile(took, Fraction(1, 2)), 1)
    yield from told(service, "demo-preexam", grid.figures)


def disputes(service, data):
    rows = [row for row in Cases(data, ON).rows if row["route"] == "adjudication"]
    infringement = [row for row in rows if row["dispute_type"] == "patent_infringement"]
    parts = {name: name for name in ("patent_type", "e_commerce", "org_level")}
    grid = Grid(data)
    filed, closed, rate = (f"patent_infringement_{name}" for name in ("cases_filed", "cases_closed", "clearance_rate"))
    grid.count(filed, infringement, "filed", parts)
    grid.count(closed, infringement, "closed", parts)
    grid.ratio(rate, closed, filed)
    for (region, code), own in grid.spread(infringement, "closed").items():
        if own:
            grid.figures["ip_case_avg_handling_days", region, code, ""] = rounded(
                Fraction(sum(row["days"] for row in own), len(own)), 1)
    yield from told(service, "demo-disputes", grid.figures)


def agreed_before(mediations, confirmation):
    """Whether an administrative mediation of the dispute ended in agreement before the court was asked."""
    return any(row["channel"] == "administrative" and row["outcome"] == "agreement"
               and row["closed"] <= date(confirmation["requested_on"]) for row in mediations[confirmation["dispute"]])


def mediations(service, data):
    cases = {row["dispute"]: row for row in data.table("dispute")}
    rows = [{**row, "closed": date(row["closed_on"])} for row in data.table("mediation")]
    of = {}
    for row in rows:
        of.setdefault(row["dispute"], []).append(row)
    confirmed = [{"region": cases[row["dispute"]]["region"], "dispute": row["dispute"], "decided": date(row["decided_on"])}
                 for row in data.table("judicial_confirmation")
                 if row["result"] == "confirmed" and agreed_before(of, row)]
    patents = [row for row in rows if row["channel"] == "administrative" and cases[row["dispute"]]["ip_type"] == "patent"]
    grid = Grid(data)
    for indicator, counted, day in (("ip_disputes_mediated", rows, "closed"),
                                    ("patent_mediation_cases_handled", patents, "closed"),
                                    ("mediation_judicial_confirmations", confirmed, "decided")):
        grid.count(indicator, counted, day, {}, disputes_of)
    yield from told(service, "demo-disputes", grid.figures)


def stands(row, day):
    """Whether an agency is on file on a day, by its own days; its standing without a day is that of the last one."""
    filed, expires, ended = (date(row[name]) for name in ("filed_on", "filing_expires_on", "ended_on"))
    gone = row["status"] in ("cancelled", "revoked") and (ended <= day if ended else day >= ON)
    return filed is not None and filed <= day and (expires is None or expires >= day) and not gone


def agencies(service, data):
    grid = Grid(data)
    rows = [row for row in data.table("agency") if row["kind"] != "patent" and row["document"] == "demo-agencies"]
    if len({(row["status"], bool(row["ended_on"])) for row in rows}) < 5:
        yield "the demonstration has no agencies that ended on a day, or on none that is known"
    for year in range(2021, 2026):
        day = datetime.date(year, 12, 31)
        on_file = [row for row in rows if stands(row, day)]
        for region in grid.regions:
            grid.figures["trademark_agencies_registered", region, day.isoformat(), ""] = sum(
                1 for row in on_file if data.within(region, row["region"]))
    yield from told(service, "demo-agencies", grid.figures)


CHECKS = (preexam, disputes, mediations, agencies)
