"""The figures that the server counts from the smaller registers at the end of a load, as /v1/observations tells them."""

import datetime
from fractions import Fraction

from ask_figures import Grid, told
from reckoning import date

DOCUMENT = "demo-registers"
YEARS = range(2021, 2026)


def dated(data, table, day, **wanted):
    """Rows of a register's table with their day; only those with these values."""
    wanted["document"] = DOCUMENT
    return [{**row, "day": date(row[day])} for row in data.table(table) if all(row[name] == value for name, value in wanted.items())]


def amount(*columns):
    """The sum over the rows, None where a summand is not known."""
    def size(rows):
        cells = [row[column] for row in rows for column in columns]
        return None if "" in cells else sum(map(Fraction, cells))
    return size


def flow(grid, indicator, rows, dimensions=(), size=len):
    grid.count(indicator, rows, "day", {name: name for name in dimensions}, size)


def told_only(grid):
    """What is not known is no figure."""
    return {key: value for key, value in grid.figures.items() if value is not None}


def enforcement(service, data):
    grid, rows = Grid(data), dated(data, "enforcement_case", "decided_on")
    infringing = {row["conduct"] for row in data.table("enforcement_conduct") if row["conduct_group"] == "tm_infringement"}
    flow(grid, "trademark_infringement_cases", [row for row in rows if row["conduct"] in infringing], ["e_commerce", "foreign_related"])
    for kind in ("trademark", "patent"):
        flow(grid, f"{kind}_admin_cases", [row for row in rows if row["ip_type"] == kind])
    flow(grid, "enforcement_penalty_amount", rows, ["ip_type"], amount("fine", "confiscation"))
    flow(grid, "criminal_transfers", [row for row in rows if row["transferred"] == "yes"], ["ip_type"])
    flow(grid, "bad_faith_trademark_leads", dated(data, "enforcement_lead", "received_on", lead_kind="bad_faith_trademark"))
    flow(grid, "patent_agencies_inspected", dated(data, "inspection", "inspected_on", inspected_kind="patent_agency"), ["campaign"],
         lambda own: None if any(not row["agency"] for row in own) else len({row["agency"] for row in own}))
    flow(grid, "agency_regulatory_interviews", dated(data, "agency_interview", "held_on", inspected_kind="patent_agency"), ["campaign"])
    yield from told(service, DOCUMENT, told_only(grid))


def pledges(service, data):
    grid, rows = Grid(data), dated(data, "pledge", "registered_on", ip_type="patent")
    flow(grid, "patent_pledge_financing_amount", rows, ["bank", "enterprise_size"], amount("amount"))
    flow(grid, "patents_pledged", rows, ["bank"], lambda own: sum(int(row["items"]) for row in own))
    yield from told(service, DOCUMENT, told_only(grid))


def cases_and_visits(service, data):
    grid = Grid(data)
    for indicator, day in (("typical_cases_submitted", "submitted_on"), ("typical_cases_published", "published_on")):
        flow(grid, indicator, [row for row in dated(data, "typical_case", day) if row["day"]], ["series"])
    flow(grid, "enterprise_visits", dated(data, "visit", "visited_on"))
    yield from told(service, DOCUMENT, grid.figures)


def there(row, last, since, until):
    return row[since] and date(row[since]) <= last and not (row[until] and date(row[until]) <= last)


def stocks(service, data):
    figures, grid = {}, Grid(data)
    kinds = {"protection_center": "ip_protection_centers", "protection_center_branch": "ip_protection_center_branches",
             "workstation": "ip_protection_workstations", "assistance_center": "rights_assistance_centers",
             "tisc": "tisc_count", "university_info_center": "university_ip_info_centers"}

    def stock(indicator, rows, since, until, breakdown, size):
        for year in YEARS:
            last = datetime.date(year, 12, 31)
            for region in grid.regions:
                own = [row for row in rows if there(row, last, since, until) and region in grid.ancestors(row)]
                figures[indicator, region, last.isoformat(), breakdown] = size(own, last)

    def by(column, last):
        return lambda row: bool(row[column]) and date(row[column]) <= last

    for kind, indicator in kinds.items():
        rows = [row for row in data.table("institution") if row["kind"] == kind and row["document"] == DOCUMENT]
        if any(row["opened_on"] for row in rows):
            stock(indicator, rows, "opened_on", "closed_on", "", lambda own, last: sum(int(row["entities"]) for row in own))
    markets = [row for row in data.table("market") if row["document"] == DOCUMENT]
    for breakdown, wanted in (
            ("", lambda row, last: True),
            ("level=municipal", lambda row, last: not is_national(row, last)),
            ("level=national", lambda row, last: is_national(row, last)),
            ("lifecycle=recognised", lambda row, last: not by("renewed_on", last)(row)),
            ("lifecycle=renewed", lambda row, last: by("renewed_on", last)(row))):
        stock("ip_standardized_markets", markets, "recognised_on", "revoked_on", breakdown,
              lambda own, last, wanted=wanted: sum(1 for row in own if wanted(row, last)))
    yield from told(service, DOCUMENT, figures)


def is_national(row, last):
    """The level at which a market stands on a day; before its promotion it is municipal."""
    return row["level"] == "national" and not (row["promoted_on"] and date(row["promoted_on"]) > last)


CHECKS = (enforcement, pledges, cases_and_visits, stocks)
