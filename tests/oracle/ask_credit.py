"""Grades over HTTP: distributions, transitions, computed scores, and the calculator, against the rows of the tables."""

import random
from fractions import Fraction

import credit_counts
from asking import differences, get, number, pages
from reckoning import add_months, date

PERIODS = {"cnipa-patent-2023": ("2023", "2024", "2025"), "binhai-trademark-2024": ("2024", "2025")}


def distributions(service, data):
    for scheme, periods in PERIODS.items():
        for period in periods:
            for region in (None, "120116", "120104", "120000"):
                inside = {row["agency"] for row in data.table("agency") if region is None or data.within(region, row["region"])}
                grades, whole = credit_counts.distribution(data, scheme, period, inside)
                found = get(service, "/v1/credit/distribution", scheme=scheme, period=period, region=region)["data"]
                where = f"{scheme} {period} {region}"
                counted = {row["grade"]: (row["count"], number(row["share"])) for row in found["grades"] if row["count"]}
                if counted != grades:
                    yield f"{where}: {counted}, expected {grades}"
                low = sum(grades.get(grade, (0,))[0] for grade in ("c", "d"))
                yield from differences(where, found, {
                    "graded": whole, "low_grades": {"count": low, "share": credit_counts.percent(low, whole)}})


def transitions(service, data):
    for scheme, periods in PERIODS.items():
        for first in periods:
            for second in periods:
                if first < second:
                    yield from transition(service, data, scheme, first, second)


def transition(service, data, scheme, first, second):
    where = f"{scheme} {first} to {second}"
    cells, left, entered = credit_counts.transitions(data, scheme, first, second)
    found = get(service, "/v1/credit/transitions", scheme=scheme, from_=first, to=second)["data"]
    counted = {(cell["from"], cell["to"]): cell["count"] for cell in found["cells"] if cell["count"]}
    if counted != cells:
        yield f"{where}: {counted}, expected {cells}"
    for name, wanted in (("left_by_grade", left), ("entered_by_grade", entered)):
        counted = {row["grade"]: row["count"] for row in found[name] if row["count"]}
        if counted != wanted:
            yield f"{where}: {name} {counted}, expected {wanted}"
    place = credit_counts.ORDER.index
    yield from differences(where, found, {
        "both": sum(cells.values()), "left": sum(left.values()), "entered": sum(entered.values()),
        "improved": sum(n for (old, new), n in cells.items() if place(new) < place(old)),
        "unchanged": sum(n for (old, new), n in cells.items() if new == old),
        "worsened": sum(n for (old, new), n in cells.items() if place(new) > place(old))})


def computed(service, data):
    """Each grade of each agency as published, and as its events make it."""
    for scheme, periods in PERIODS.items():
        for period in periods:
            rows = {row["agency"]: row for row in data.table("credit_grade")
                    if (row["scheme"], row["period"]) == (scheme, period)}
            found = {entry["agency"]: entry for entry in pages(service, "/v1/credit/grades", scheme=scheme, period=period)}
            if found.keys() != rows.keys():
                yield f"{scheme} {period}: {len(found)} agencies, expected {len(rows)}"
            for who, entry in found.items():
                yield from agree(data, rows[who], entry)


def agree(data, row, entry):
    where = f"{row['agency']} {row['scheme']} {row['period']}"
    score, grade = credit_counts.computed(data, row["agency"], row["scheme"], row["period"])
    published = Fraction(row["score"]) if row["score"] else None
    if (number(entry["score"]), entry["grade"]) != (published, row["grade"]):
        yield f"{where}: not as published"
    if (number(entry["computed"]["score"]), entry["computed"]["grade"]) != (score, grade):
        yield f"{where}: computed {entry['computed']}, expected {score} {grade}"
    wanted = None if grade is None else grade == row["grade"] and published in (None, score)
    if entry["agrees"] != wanted:
        yield f"{where}: agrees is {entry['agrees']}, expected {wanted}"


REPAIR_MONTHS = 6
DAYS = ("2024-07-31", "2025-12-31")


def repairs(service, data):
    """From when the repair of an event may be asked for, and how many days are left on a day."""
    kinds = {(row["scheme"], row["rule"]): row["kind"] for row in data.table("credit_rule")}
    who = sorted({row["agency"] for row in data.table("credit_event")})[::4] + ["demo-agency-at-80", "demo-agency-repaired-late"]
    for agency in who:
        for on in map(date, DAYS):
            found = get(service, f"/v1/agencies/{agency}", on=on)["data"]
            told = {event["id"]: event["repair"] for entry in found["credit"] for event in entry["events"]}
            for row in (row for (name, _), rows in data.events_of.items() if name == agency for row in rows):
                repaired, published = date(row["repaired_on"]), date(row["published_on"])
                if kinds[row["scheme"], row["rule"]] != "deduct" or published is None or row["event"] not in told:
                    continue
                possible = None if repaired and repaired <= on else add_months(published, REPAIR_MONTHS)
                yield from differences(f"{row['event']} on {on}", told[row["event"]], {
                    "possible_from": possible and possible.isoformat(),
                    "days_left": possible and max((possible - on).days, 0)})


GRADED = ("cnipa-patent-2023", "cnipa-trademark-draft-2023")


def scores(service, data):
    """Events that are sent, of kinds and half points: the ends of the grades and whatever a seed draws."""
    chance = random.Random(20260101)
    trials = [[("deduct", end)] for end in ("0.5", "9.5", "10", "10.5", "20", "20.5", "39.5", "40", "40.5", "100")]
    trials += [[], [("bonus", "0.5")], [("deduct", "10"), ("bonus", "10")]]
    trials += [[(chance.choice(("deduct", "deduct", "bonus")), str(Fraction(chance.randrange(0, 60), 2) + 0))
                for _ in range(chance.randrange(1, 6))] for _ in range(60)]
    for scheme in GRADED:
        for trial in trials:
            events = [{"kind": kind, "points": float(Fraction(points)), "repaired": chance.random() < 0.2}
                      for kind, points in trial]
            counted = [event for event in events if not event["repaired"]]
            score = 100 + sum(Fraction(event["points"]) * (1 if event["kind"] == "bonus" else -1) for event in counted)
            status, answer = service.ask(f"/v1/credit/schemes/{scheme}/score", {"events": events})
            if status != 200:
                yield f"{scheme} {trial}: {status} {answer.get('detail')} {answer.get('errors')}"
                continue
            yield from differences(f"{scheme} {events}", answer["data"], {
                "score": score, "grade": credit_counts.grade_of(data, scheme, score), "events": len(counted),
                "repaired": len(events) - len(counted)})


CHECKS = (distributions, transitions, computed, repairs, scores)
