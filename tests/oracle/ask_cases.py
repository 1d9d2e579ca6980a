"""Statistics of disputes and mediations over HTTP, for questions that are drawn by a seed."""

import datetime
import random

import case_counts
from asking import differences, get, pages
from packages import children
from reckoning import date

ON = datetime.date(2025, 12, 31)
KEYS = ("dispute_type", "ip_type", "route", "patent_type", "org_level", "e_commerce", "foreign_related", "exhibition", "simplified")
FILTERS = {"route": ("adjudication", "people_mediation"), "patent_type": ("invention", "design"), "e_commerce": ("yes", "no"),
           "dispute_type": ("patent_infringement",), "simplified": ("yes",), "org_level": ("district", "province_city")}
BOOLEAN = {"yes": "true", "no": "false"}
QUESTIONS = 80


def spans(period, by):
    """(code, first, last) of the periods of a length that lie within one, or of it as a whole."""
    first, last = period
    if by is None:
        return [(None, first, last)]
    months = {"year": 12, "half": 6, "quarter": 3, "month": 1}[by]
    made = []
    for year in range(first.year, last.year + 1):
        for number in range(12 // months):
            begin = datetime.date(year, number * months + 1, 1)
            after = number * months + 1 + months
            end = datetime.date(year + (after > 12), (after - 1) % 12 + 1, 1) - datetime.timedelta(days=1)
            code = {"year": f"{year}", "half": f"{year}-H{number + 1}", "quarter": f"{year}-Q{number + 1}",
                    "month": f"{year}-{number + 1:02}"}[by]
            if first <= begin and end <= last:
                made.append((code, begin, end))
    return made


def question_of(chance):
    first = chance.choice((2021, 2022, 2023, 2024, 2025))
    last = chance.randrange(first, 2026)
    by = chance.choice((None, None, "year", "half", "quarter", "month"))
    regional = chance.random() < 0.5
    region = chance.choice(("120000/*", "120116,120104,120000")) if regional else chance.choice((None, "120000", "120116", "120118"))
    keys = chance.sample(KEYS, chance.choice((0, 0, 1, 1, 2)))
    names = chance.sample([name for name in FILTERS if name not in keys], chance.choice((0, 1, 1, 2)))
    return {"basis": chance.choice(("period", "cohort")), "by": by, "regional": regional, "region": region, "keys": keys,
            "filters": {name: chance.choice(FILTERS[name]) for name in names},
            "on": chance.choice((None, None, datetime.date(2025, 6, 30))),
            "period": (datetime.date(first, 1, 1), datetime.date(last, 12, 31))}


def regions_of(data, question):
    if question["region"] is None:
        return [None]
    return children(data, "120000") if "*" in question["region"] else question["region"].split(",")


def expected(data, cases, question):
    """{(region, period, values): statistics} of each group; a period that has not begun by the day has none."""
    on = question["on"] or ON
    rows = [row for row in cases[on].rows if all(row[name] == value for name, value in question["filters"].items())]
    made = {}
    for region in regions_of(data, question) if question["regional"] else [question["region"]]:
        here = [row for row in rows if region is None or data.within(region, row["region"])]
        groups = {}
        for row in here:
            groups.setdefault(tuple(row[name] or None for name in question["keys"]), []).append(row)
        if not question["keys"]:
            groups.setdefault((), [])
        for code, first, last in spans(question["period"], question["by"]):
            for values, own in groups.items() if first <= on else ():
                made[region if question["regional"] else None, code, values] = (
                    case_counts.period(own, first, last) if question["basis"] == "period"
                    else case_counts.cohort(own, first, last, on))
    return made


def empty(wanted):
    return not any(wanted[name] for name in ("filed", "closed", "pending_start", "pending", "open") if name in wanted)


def statistics(service, data):
    chance = random.Random(20260101)
    cases = {on: case_counts.Cases(data, on) for on in (ON, datetime.date(2025, 6, 30))}
    asked = 0
    for _ in range(QUESTIONS):
        question = question_of(chance)
        by = (["region"] if question["regional"] else []) + question["keys"] + ([question["by"]] if question["by"] else [])
        first, last = question["period"]
        arguments = {"basis": question["basis"], "region": question["region"], "period": f"{first.year}..{last.year}",
                     "group_by": ",".join(by) or None, "on": question["on"],
                     **{name: BOOLEAN.get(value, value) for name, value in question["filters"].items()}}
        where = " ".join(f"{name}={value}" for name, value in arguments.items() if value)
        wanted = expected(data, cases, question)
        for entry in pages(service, "/v1/disputes/statistics", **arguments):
            key = (entry["region"] if question["regional"] else None, entry["period"] if question["by"] else None,
                   tuple(entry["group"].get(name) for name in question["keys"]))
            asked += 1
            yield from compare(f"{where}: {key}", entry, wanted.pop(key, None))
        for key, left in wanted.items():
            if not empty(left):
                yield f"{where}: {key} is missing"
    if asked < 2000:
        yield f"only {asked} groups"


def compare(where, entry, wanted):
    if wanted is None:
        if entry["filed"] or entry["closed"]:
            yield f"{where}: nothing is expected, found {entry['filed']} filed"
        return
    told = {row["outcome"]: (row["cases"], row["share"]) for row in entry["outcomes"] if row["cases"]}
    if told != wanted["outcomes"]:
        yield f"{where}: outcomes {told}, expected {wanted['outcomes']}"
    yield from differences(where, entry, {name: value for name, value in wanted.items() if name != "outcomes"})


def overdue(service, data):
    for on in (ON, datetime.date(2024, 10, 9), datetime.date(2024, 2, 18), datetime.date(2022, 5, 4)):
        for region in (None, "120116"):
            rows = [row for row in case_counts.Cases(data, on).rows if region is None or data.within(region, row["region"])]
            wanted = case_counts.overdue(rows, on)
            found = list(pages(service, "/v1/disputes/overdue", on=on, region=region))
            where = f"overdue on {on} in {region}"
            if {entry["dispute"] for entry in found} != wanted.keys():
                yield f"{where}: {len(found)}, expected {len(wanted)}"
            if [entry["days_over"] for entry in found] != sorted((entry["days_over"] for entry in found), reverse=True):
                yield f"{where}: not the longest first"
            for entry in found:
                yield from differences(f"{where}: {entry['dispute']}", entry, wanted.get(entry["dispute"], {}))


def single(service, data):
    """The planted cases, one by one, on the last day and on one before."""
    for on in (ON, datetime.date(2024, 2, 1)):
        rows = {row["dispute"]: row for row in case_counts.Cases(data, on).rows}
        for code in sorted(code for code in rows if not code[5:9].isdigit()):
            row, found = rows[code], get(service, f"/v1/disputes/{code}", on=on)["data"]
            yield from differences(f"{code} on {on}", found, {"days": row["days"], "suspended_days": row["suspended"]})
            yield from differences(f"{code} on {on}", found["limit"], {
                "rule": row["rule"] and row["rule"]["time_limit"], "deadline": row["deadline"] and row["deadline"].isoformat()})


def mediations(service, data):
    regions = {row["dispute"]: row["region"] for row in data.table("dispute")}
    rows = [{**row, "opened": date(row["opened_on"]), "closed": date(row["closed_on"])} for row in data.table("mediation")]
    for region in (None, "120000", "120116", "120104"):
        own = [row for row in rows if region is None or data.within(region, row["region"])]
        confirmed = [row for row in data.table("judicial_confirmation")
                     if row["decided_on"] and (region is None or data.within(region, regions[row["dispute"]]))]
        for by in ("year", "quarter"):
            found = {entry["period"]: entry for entry in pages(
                service, "/v1/mediations/statistics", period="2021..2025", group_by=by, region=region)}
            for code, first, last in spans((datetime.date(2021, 1, 1), ON), by):
                wanted = case_counts.mediations(own, confirmed, first, last)
                where = f"mediations of {region} in {code}"
                channels = {row["channel"]: row for row in found[code]["channels"]}
                for name, counted in wanted.pop("channels").items():
                    if name in channels or any(counted.values()):
                        yield from differences(f"{where} by {name}", channels.get(name, {}), counted)
                yield from differences(where, found[code], wanted)


CHECKS = (statistics, overdue, single, mediations)
