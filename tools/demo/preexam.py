"""Requests for pre-examination at the two centres, from receipt to the outcome at the patent office."""

import datetime

from demo.chance import DAY, Chance
from demo.place import DISTRICTS, YEARS, ZONES, known

DOCUMENT = "demo-preexam"
BY_YEAR = {2021: 1900, 2022: 2100, 2023: 2400, 2024: 2700, 2025: 2900}
PATENT_TYPES = {"invention": 62, "utility_model": 30, "design": 8}
APPLICANTS = {"enterprise": 84, "university": 8, "research_institute": 6, "individual": 1, "other": 1}
FILING_DAYS = 10


def place(chance):
    """A region and the centre that serves it."""
    region = chance.weighted(DISTRICTS)
    if region == "120116":
        return (chance.pick(ZONES[region]) if chance.happens(35) else region), "binhai" if chance.happens(88) else "tianjin"
    return region, "tianjin" if chance.happens(96) else "binhai"


def fields_of(source, center):
    """The fields of a centre, or all there are where nothing is known of it."""
    own = [row["field"] for row in source("preexam_field") if row["center"] == center]
    return own or [row["item"] for row in source("codelist_item") if row["codelist"] == "industry_field"]


def receive(chance, days, year, number, agencies, fields):
    region, center = place(chance)
    return {
        "preexam_request": f"demo-pre-{year}-{number:04}", "center": center, "field": chance.pick(fields[center]),
        "patent_type": chance.weighted(PATENT_TYPES), "applicant_type": chance.weighted(APPLICANTS),
        "agency": chance.pick(agencies) if chance.happens(70) else None, "region": region,
        "received_on": days.of_year(chance, year), "document": DOCUMENT,
    }


def decide(chance, days, row):
    """Acceptance, and the decision of the centre, sooner with the years."""
    received = row["received_on"]
    if chance.happens(4):
        withdrawn = days.after(received, chance.between(1, 9))
        if chance.happens(50) and known(withdrawn):
            row.update(decided_on=withdrawn, decision="withdrawn")
        return None
    accepted = days.after(received, chance.between(0, 2))
    decided = days.after(accepted, chance.between(2, 7) + chance.skewed(0, 2029 - received.year))
    row["accepted_on"] = known(accepted)
    if known(decided) is None:
        return None
    decision = chance.weighted({"qualified": 74, "not_qualified": 21, "withdrawn": 5})
    row.update(decided_on=decided, decision=decision)
    return decided if decision == "qualified" else None


def conclude(chance, days, row, decided):
    """Filing at the patent office, in time or not, and what became of it."""
    filed = decided + DAY * chance.between(0, FILING_DAYS)
    if chance.happens(4):
        filed = decided + DAY * (FILING_DAYS + chance.between(1, 15)) if chance.happens(40) else None
    row["filed_on"] = known(filed)
    if row["filed_on"] is None or chance.happens(6):
        return
    concluded = days.on_or_after(filed + DAY * (chance.between(12, 70) + chance.skewed(0, 180)))
    if known(concluded):
        row.update(concluded_on=concluded, outcome=chance.weighted({"granted": 76, "rejected": 18, "withdrawn": 6}))


def planted(name, received, accepted, decided, filed=None, **more):
    iso = datetime.date.fromisoformat
    return {"preexam_request": f"demo-pre-{name}", "center": "binhai", "field": "new_energy", "patent_type": "invention",
            "applicant_type": "enterprise", "region": "120116", "received_on": iso(received),
            "accepted_on": iso(accepted), "decided_on": iso(decided), "decision": "qualified",
            "filed_on": filed and iso(filed), "document": DOCUMENT, **more}


PLANTED = (
    planted("over-spring-festival", "2024-02-08", "2024-02-18", "2024-02-22", "2024-02-26"),
    planted("tenth-day", "2024-03-04", "2024-03-04", "2024-03-11", "2024-03-21"),
    planted("eleventh-day", "2024-03-04", "2024-03-04", "2024-03-11", "2024-03-22"),
    planted("limit-on-saturday", "2024-03-04", "2024-03-05", "2024-03-13", "2024-03-25"),
    planted("limit-in-holiday", "2024-09-12", "2024-09-13", "2024-09-23", "2024-10-08"),
    planted("never-filed", "2024-11-04", "2024-11-05", "2024-11-12"),
    planted("limit-after-close", "2025-12-15", "2025-12-16", "2025-12-24"),
)


def tables(seed, days, source):
    chance = Chance(seed, "preexam")
    agencies = [row["agency"] for row in source("agency") if row["kind"] != "trademark"]
    fields = {center: fields_of(source, center) for center in ("binhai", "tianjin")}
    rows = list(PLANTED)
    for year in YEARS:
        for number in range(1, BY_YEAR[year] + 1):
            row = receive(chance, days, year, number, agencies, fields)
            decided = decide(chance, days, row)
            if decided:
                conclude(chance, days, row, decided)
            rows.append(row)
    return {"preexam_request": rows}
