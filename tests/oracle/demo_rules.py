"""Checks of the made-up registers: how many, marked, in the order of time, and the cases that are planted."""

from faults import change, drop
from packages import children
from reckoning import date

COUNTS = {"dispute": (3900, 4100), "agency": (590, 620), "preexam_request": (11900, 12100), "mediation": (2000, 3500),
          "dispute_suspension": (60, 300), "assessment_scheme": (2, 2), "assessment_total": (30, 32)}

# Days of one record that may be equal but not turned round.
ORDER = {
    "dispute": ("filed_on", "closed_on", "published_on"),
    "dispute_suspension": ("starts_on", "ends_on"),
    "mediation": ("opened_on", "closed_on"),
    "judicial_confirmation": ("requested_on", "accepted_on", "decided_on"),
    "preexam_request": ("received_on", "accepted_on", "decided_on", "filed_on", "concluded_on"),
    "credit_event": ("occurred_on", "published_on", "repaired_on"),
    "credit_repair": ("filed_on", "provincial_on", "national_on"),
    "enforcement_case": ("filed_on", "decided_on", "published_on"),
    "enforcement_lead": ("received_on", "checked_on"),
    "inspection": ("inspected_on", "published_on"),
    "dishonesty_record": ("decided_on", "published_on", "repaired_on"),
    "pledge": ("registered_on", "released_on"),
    "cultivation_project": ("started_on", "accepted_on", "dropped_on"),
    "overseas_case": ("guided_on", "closed_on"),
    "visit_problem": ("raised_on", "solved_on"),
    "institution": ("opened_on", "closed_on"),
    "typical_case": ("submitted_on", "published_on"),
    "market": ("cultivated_on", "recognised_on", "promoted_on", "revoked_on"),
}
OUTCOMES = {"dispute": ("closed_on", "outcome"), "mediation": ("closed_on", "outcome"),
            "preexam_request": ("concluded_on", "outcome"), "judicial_confirmation": ("decided_on", "result")}


def marked(data):
    """Whatever is made up rests on a document that says so."""
    made_up = {row["document"] for row in data.table("document")
               if row["package"] == "demo-registers" and row["synthetic"] == "yes"}
    if data.packages["demo-registers"].get("iprstat:synthetic") is not True:
        yield "the package does not say that it is made up"
    for table, rows in data.rows.items():
        for row in rows:
            if row["package"] == "demo-registers" and row.get("document") not in made_up:
                yield f"{row['where']}: nothing says that {table} is made up"
            elif row["package"] != "demo-registers" and row.get("document") in made_up:
                yield f"{row['where']}: a real row rests on what is made up"


def counts(data):
    for table, (least, most) in COUNTS.items():
        if not least <= len(data.table(table)) <= most:
            yield f"{len(data.table(table))} rows of {table}"
    districts = set(children(data, "120000"))
    for year in range(2021, 2026):
        missing = districts - {row["region"] for row in data.table("dispute") if row["filed_on"].startswith(str(year))}
        if missing:
            yield f"{year}: no dispute in {sorted(missing)}"


def order(data):
    for table, names in ORDER.items():
        for row in data.table(table):
            if row["package"] != "demo-registers":
                continue
            days = [row[name] for name in names if row[name]]
            if days != sorted(days) or any(date(day).year > 2025 for day in days):
                yield f"{row['where']}: {days}"
    for table, (day, outcome) in OUTCOMES.items():
        for row in data.table(table):
            if bool(row[day]) != bool(row[outcome]):
                yield f"{row['where']}: {day} and {outcome}"


def suspensions(data):
    """A suspension lies within its case; one without an end ends with it."""
    cases = data.by_id("dispute")
    for row in data.table("dispute_suspension"):
        case = cases[row["dispute"]]
        if row["starts_on"] < case["filed_on"]:
            yield f"{row['where']}: begins before the case"
        if case["closed_on"] and max(row["starts_on"], row["ends_on"]) > case["closed_on"]:
            yield f"{row['where']}: outlasts the case"


def series(data):
    """The cases of Tianjin are not in the lists of another province."""
    for row in data.table("typical_case"):
        if row["package"] == "demo-registers" and row["series"].startswith("hubei_"):
            yield f"{row['where']}: {row['series']} of {row['region']}"


CHECKS = (marked, counts, order, suspensions, series)

# A fault, and the check that must see it.
FAULTS = (
    ("a register that does not say that it is made up", change("document", "synthetic", "", document="demo-disputes"), marked),
    ("a made-up case of a real document",
     change("dispute", "document", "tianjin-2021-summary", dispute="demo-2024-0001"), marked),
    ("a real figure of a made-up register",
     change("observation", "document", "demo-disputes", document="binhai-2024-rule-of-law"), marked),
    ("a district without disputes", lambda data: [drop("dispute", region="120119")(data)
                                                  for row in list(data.table("dispute")) if row["region"] == "120119"], counts),
    ("a case closed before it was filed", change("dispute", "closed_on", "2020-01-01", dispute="demo-over-new-year"), order),
    ("an outcome without a day", change("dispute", "closed_on", "", dispute="demo-over-new-year"), order),
    ("a suspension that outlasts its case",
     change("dispute_suspension", "ends_on", "2024-12-31", dispute="demo-over-new-year"), suspensions),
    ("a market that was promoted after its end", change("market", "revoked_on", "2020-01-01", market="demo-market-0001"), order),
    ("a case in the list of another province",
     change("typical_case", "series", "hubei_top10", typical_case="demo-typical-0001"), series),
)
