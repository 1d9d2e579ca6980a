"""Pre-examination over HTTP, the funnel and statistics by period and by cohort, against the rows of the table."""

import datetime
import random

import preexam_counts
import small_cells
from ask_cases import regions_of, spans
from asking import differences, get, pages
from packages import children

ON = datetime.date(2025, 12, 31)
REGIONS = ("120000", "120116", "120104", "120117")
KEYS = ("center", "field", "patent_type")
QUESTIONS = 80


def funnel(service, data):
    requests = preexam_counts.Requests(data)
    for region in REGIONS:
        rows = [row for row in requests.rows if data.within(region, row["region"])]
        for code, months in [(f"{year}", (1, 12)) for year in range(2021, 2026)] + [("2024-H1", (1, 6)), ("2024-H2", (7, 12))]:
            year = int(code[:4])
            first = datetime.date(year, months[0], 1)
            last = datetime.date(year, months[1], 30 if months[1] == 6 else 31)
            for basis, wanted in (("period", preexam_counts.period(requests, rows, first, last)),
                                  ("cohort", preexam_counts.cohort(requests, rows, first, last, ON))):
                found = get(service, "/v1/preexam/funnel", region=region, period=code, basis=basis)["data"]["records"]
                yield from differences(f"{region} {code} by {basis}", found, wanted)


def question_of(chance, filters):
    first = chance.choice((2021, 2022, 2023, 2024, 2025))
    last = chance.randrange(first, 2026)
    by = chance.choice((None, None, "year", "half", "quarter", "month"))
    regional = chance.random() < 0.5
    region = chance.choice(("120000/*", "120116,120104,120000")) if regional else chance.choice((None, "120000", "120116", "120118"))
    keys = chance.sample(KEYS, chance.choice((0, 0, 1, 1, 2)))
    if not regional and by in (None, "year") and chance.random() < 0.4:
        keys = [*keys[:1], "agency"]
    names = chance.sample([name for name in filters if name not in keys], chance.choice((0, 1, 1, 2)))
    return {"basis": chance.choice(("period", "cohort")), "by": by, "regional": regional, "region": region, "keys": keys,
            "filters": {name: chance.choice(filters[name]) for name in names},
            "on": chance.choice((None, None, datetime.date(2025, 6, 30), datetime.date(2024, 2, 29))),
            "period": (datetime.date(first, 1, 1), datetime.date(last, 12, 31))}


def expected(data, requests, question):
    """{(region, period, values): statistics} of each group; a period that has not begun by the day has none."""
    on = question["on"] or ON
    rows = [row for row in preexam_counts.as_of(requests.rows, on)
            if all(row[name] == value for name, value in question["filters"].items())]
    made = {}
    for region in regions_of(data, question) if question["regional"] else [question["region"]]:
        groups = {} if question["keys"] else {(): []}
        for row in rows:
            if region is None or data.within(region, row["region"]):
                groups.setdefault(tuple(row[name] or None for name in question["keys"]), []).append(row)
        for code, first, last in spans(question["period"], question["by"]):
            for values, own in groups.items() if first <= on else ():
                made[region if question["regional"] else None, code, values] = (
                    preexam_counts.period(requests, own, first, last) if question["basis"] == "period"
                    else preexam_counts.cohort(requests, own, first, last, on))
    return made


def statistics(service, data):
    chance = random.Random(20260202)
    requests = preexam_counts.Requests(data)
    filters = {name: sorted({row[name] for row in requests.rows if row[name]}) for name in (*KEYS, "agency")}
    asked = 0
    for _ in range(QUESTIONS):
        question = question_of(chance, filters)
        by = (["region"] if question["regional"] else []) + question["keys"] + ([question["by"]] if question["by"] else [])
        first, last = question["period"]
        arguments = {"basis": question["basis"], "region": question["region"], "period": f"{first.year}..{last.year}",
                     "group_by": ",".join(by) or None, "on": question["on"], **question["filters"]}
        where = " ".join(f"{name}={value}" for name, value in arguments.items() if value)
        wanted = expected(data, requests, question)
        for entry in pages(service, "/v1/preexam/statistics", **arguments):
            key = (entry["region"] if question["regional"] else None, entry["period"] if question["by"] else None,
                   tuple(entry["group"].get(name) for name in question["keys"]))
            asked += 1
            if key in wanted:
                yield from differences(f"{where}: {key}", entry, {"status": "A", **wanted.pop(key)})
            elif any(entry[name] for name in ("received", "accepted", "decided", "filed", "lapsed", "granted")):
                yield f"{where}: {key}: nothing is expected, found {entry['received']} received"
        for key, left in wanted.items():
            if any(value for value in left.values() if not isinstance(value, dict)):
                yield f"{where}: {key} is missing"
    if asked < 2000:
        yield f"only {asked} groups"


def persons(service, data):
    """Applicants by district and year: what is shown is so, and what is hidden is what the rule hides."""
    requests = preexam_counts.Requests(data)
    least = next(int(row["min_cell"]) for row in data.table("dimension_rule") if row["dimension"] == "applicant_type")
    districts = children(data, "120000")
    shown = kept = 0
    for year in range(2021, 2026):
        rows = [row for row in requests.rows if row["received"].year == year]
        kinds = {row["applicant_type"] or None for row in rows}
        table = {"rest": {}, **{district: {} for district in districts}}
        for row in rows:
            place = next((district for district in districts if data.within(district, row["region"])), "rest")
            kind = row["applicant_type"] or None
            table[place][kind] = table[place].get(kind, 0) + 1
        hidden, whole = small_cells.hidden(table, least)
        wanted = {(name, kind): None if name in hidden else table[name].get(kind, 0) for name in districts for kind in kinds}
        wanted.update({("120000", kind): None if whole else sum(own.get(kind, 0) for own in table.values()) for kind in kinds})
        found = {(entry["region"], entry["group"]["applicant_type"]): entry for entry in pages(
            service, "/v1/preexam/statistics", region="120000,120000/*", period=year, group_by="region,applicant_type")}
        for place, n in wanted.items():
            shown, kept = shown + bool(n), kept + (n is None)
            if place in found:
                yield from differences(f"{year} {place}", found[place], {"received": n, "status": "Q" if n is None else "A"})
            elif n != 0:
                yield f"{year} {place} is missing"
        # two districts at once: the sum, where both are shown
        pair = districts[:2]
        for entry in pages(service, "/v1/preexam/statistics", region=",".join(pair), period=year, group_by="applicant_type"):
            parts = [wanted.get((name, entry["group"]["applicant_type"]), 0) for name in pair]
            if entry["received"] != (None if None in parts else sum(parts)):
                yield f"{year} {pair} {entry['group']}: {entry['received']}, expected {parts}"
    if not shown or not kept:
        yield f"{shown} shown and {kept} hidden: the data prove nothing"


CHECKS = (funnel, statistics, persons)
