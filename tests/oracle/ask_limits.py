"""The calculator of deadlines and the calendar over HTTP, against the same counted day by day."""

import datetime
import random

from asking import differences, get
from reckoning import DAY, Workdays, deadline, rule_of, run_of

QUESTIONS = 300
FIRST, LAST = datetime.date(2019, 1, 1), datetime.date(2026, 5, 31)
STEPS = ("decision",) * 6 + ("mediation", "publication", "preexam_decision", "preexam_filing", "credit_repair")
ROUTES = ("adjudication",) * 5 + ("administrative_mediation", "punishment", None)


def question_of(chance):
    day = FIRST + DAY * chance.randrange((LAST - FIRST).days)
    spells = []
    for _ in range(chance.choice([0, 0, 1, 1, 2, 3])):
        first = day + DAY * chance.randrange(-20, 140)
        last = None if chance.random() < 0.2 else first + DAY * chance.randrange(0, 90)
        spells.append((first, last))
    return {"from": day, "route": chance.choice(ROUTES), "ip_type": chance.choice(("patent",) * 7 + ("trademark",)),
            "dispute_type": chance.choice(("patent_infringement", "patent_infringement", None, "open_licence")),
            "step": chance.choice(STEPS), "extended": chance.random() < 0.4, "spells": spells}


def wanted_of(question, rules, workdays):
    """State and last day, and how many suspended days pushed it."""
    rule = rule_of(rules, question["step"], question["from"], route=question["route"] or "", ip_type=question["ip_type"],
                   dispute_type=question["dispute_type"] or "patent_infringement")
    if rule is None:
        return {"state": "no_rule", "deadline": None, "rule": None}
    end = deadline(rule, question["from"], question["extended"], question["spells"], workdays)
    wanted = {"state": "suspended" if end is None else "set", "deadline": end and end.isoformat()}
    return {**wanted, "rule": {"id": rule["time_limit"]}}


def deadlines(service, data):
    chance, workdays = random.Random(20260101), Workdays(data, "cn")
    rules, asked = data.table("time_limit"), {}
    for _ in range(QUESTIONS):
        question = question_of(chance)
        wanted = wanted_of(question, rules, workdays)
        asked[wanted["state"]] = asked.get(wanted["state"], 0) + 1
        spells = ",".join(f"{first}..{last or ''}" for first, last in question["spells"]) or None
        found = get(service, "/v1/time-limits/deadline", from_=question["from"], route=question["route"],
                    ip_type=question["ip_type"], dispute_type=question["dispute_type"], step=question["step"], extended=str(question["extended"]).lower(),
                    suspended=spells)["data"]
        where = " ".join(f"{name}={value}" for name, value in question.items() if name != "spells") + f" {spells}"
        if wanted["rule"] is None or found["rule"] is None:
            wanted["rule"] = None if wanted["rule"] is None else "a rule"
        yield from differences(where, found, wanted)
    if len(asked) < 3 or min(asked.values()) < 10:
        yield f"too few of a kind: {asked}"


def calendars(service, data):
    workdays = Workdays(data, "cn")
    found = {year["year"]: year["working_days"] for year in get(service, "/v1/calendars/cn")["data"]["years"]}
    if found.keys() != workdays.years:
        yield f"years {sorted(found)}"
    for year, n in found.items():
        days = run_of(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        wanted = sum(1 for day in days if workdays.works(day))
        if n != wanted:
            yield f"{year}: {n} working days, expected {wanted}"


CHECKS = (deadlines, calendars)
