"""Dispute cases with what suspended them, the bodies that mediated them, and the confirmations by a court."""

import datetime

from demo.chance import DAY, Chance
from demo.place import CITY, DISTRICTS, LAST, YEARS, ZONES, known

DOCUMENT = "demo-disputes"
BY_YEAR = {2021: 680, 2022: 740, 2023: 800, 2024: 860, 2025: 920}
ROUTES = {"adjudication": 40, "administrative_mediation": 20, "people_mediation": 16, "workstation_mediation": 12,
          "industry_mediation": 6, "court_assigned_mediation": 6}
TYPES = {
    "adjudication": {"patent_infringement": 97, "open_licence": 1, "pharmaceutical_patent": 2},
    "administrative_mediation": {"patent_infringement": 40, "patent_ownership": 25, "inventor_reward": 12,
                                 "inventor_qualification": 6, "provisional_protection_fee": 7,
                                 "trademark_infringement": 10},
    "people_mediation": {"trademark_infringement": 50, "patent_infringement": 25, "copyright": 20, "trade_secret": 5},
    "workstation_mediation": {"trademark_infringement": 45, "patent_infringement": 40, "geographical_indication": 3,
                              "copyright": 12},
    "industry_mediation": {"copyright": 40, "trademark_infringement": 30, "patent_infringement": 30},
    "court_assigned_mediation": {"trademark_infringement": 50, "copyright": 30, "patent_infringement": 20},
}
IP_TYPES = {"trademark_infringement": "trademark", "copyright": "copyright", "trade_secret": "trade_secret",
            "geographical_indication": "geographical_indication"}
PATENT_TYPES = {"invention": 18, "utility_model": 40, "design": 42}
REQUESTERS = {"enterprise": 62, "individual": 24, "university": 6, "research_institute": 5, "other": 3}
CHANNELS = {"administrative_mediation": "administrative", "people_mediation": "people",
            "workstation_mediation": "workstation", "industry_mediation": "association",
            "court_assigned_mediation": "court_assigned"}
REASONS = {"invalidation": 64, "related_case": 14, "ownership": 8, "appraisal": 8, "party": 6}


def place(chance):
    """A region, and the level of the authority there."""
    if chance.happens(6):
        return CITY, "province_city"
    region = chance.weighted(DISTRICTS)
    if region in ZONES and chance.happens(18):
        return chance.pick(ZONES[region]), "zone"
    return region, chance.weighted({"district": 70, "brigade": 18, "station": 12})


def new_case(chance, days, year, number):
    route = chance.weighted(ROUTES)
    dispute_type = chance.weighted(TYPES[route])
    ip_type = IP_TYPES.get(dispute_type, "patent")
    region, level = place(chance)
    exhibition = chance.happens(3)
    return {
        "dispute": f"demo-{year}-{number:04}", "case_no": f"DEMO-{year}-{number:04}", "region": region,
        "org_level": level, "dispute_type": dispute_type, "ip_type": ip_type, "route": route,
        "patent_type": chance.weighted(PATENT_TYPES) if ip_type == "patent" else None,
        "e_commerce": chance.happens(32), "foreign_related": chance.happens(5), "exhibition": exhibition,
        "simplified": route == "adjudication" and chance.happens(20),
        "requester_type": None if chance.happens(1) else chance.weighted(REQUESTERS),
        "filed_on": days.of_year(chance, year), "extended": False, "litigation": False, "document": DOCUMENT,
    }


def suspend(chance, case, most):
    """Rows of what suspended a case: one or two spells, of which the second may overlap the first."""
    start = case["filed_on"] + DAY * chance.between(3, 60)
    end = start + DAY * chance.skewed(9, most)
    spells = [(start, end)]
    if chance.happens(20):
        again = start + DAY * chance.between(5, 90)
        spells.append((again, again + DAY * chance.skewed(4, 60)))
    return [{"dispute": case["dispute"], "starts_on": starts, "ends_on": ends, "reason": chance.weighted(REASONS),
             "document": DOCUMENT} for starts, ends in spells]


def adjudicate(chance, days, case, made):
    """Fills in how an adjudication ended."""
    quick = 40 if case["simplified"] else 0
    length = chance.between(18, 98) + chance.skewed(0, 60 - (case["filed_on"].year - 2021) * 8) - quick
    case["extended"] = length > 90 and chance.happens(60)
    spells = suspend(chance, case, 200) if chance.happens(8) else []
    stopped = {row["starts_on"] + DAY * n for row in spells for n in range((row["ends_on"] - row["starts_on"]).days + 1)}
    busy = max([9, length] + [(row["starts_on"] - case["filed_on"]).days + 3 for row in spells])
    end = days.on_or_after(case["filed_on"] + DAY * (busy + len(stopped)))
    if chance.happens(1):
        end = LAST + DAY
    made["dispute_suspension"] += [{**row, "ends_on": known(row["ends_on"])} for row in spells if known(row["starts_on"])]
    outcome = chance.weighted({"decided": 58, "agreement": 20, "withdrawn": 12, "dismissed": 7, "dismissed_first": 3})
    close(case, end, outcome)
    if case.get("closed_on") and outcome == "decided":
        if chance.happens(92):
            case["published_on"] = known(days.after(end, chance.between(3, 20 if chance.happens(90) else 28)))
        case["litigation"] = chance.happens(7)


def close(case, end, outcome):
    if known(end) is not None:
        case.update(closed_on=end, outcome=outcome)


def mediation(case, position, channel, opened, closed, outcome):
    ended = known(closed) is not None
    return {"dispute": case["dispute"], "position": position, "channel": channel, "region": case["region"],
            "opened_on": opened, "closed_on": closed if ended else None, "outcome": outcome if ended else None,
            "document": DOCUMENT}


def mediate(chance, days, case, made):
    """The bodies that took a case up, one after the other; the last one ends it."""
    channels = ["exhibition" if case["exhibition"] else CHANNELS[case["route"]]]
    if chance.happens(12):
        channels.append(chance.pick([name for name in CHANNELS.values() if name != channels[0]]))
    case["extended"] = chance.happens(6)
    opened = case["filed_on"]
    for position, channel in enumerate(channels, 1):
        last = position == len(channels)
        closed = days.on_or_after(opened + DAY * (chance.between(4, 40) + chance.skewed(0, 55)))
        if chance.happens(1):
            closed = LAST + DAY
        outcome = chance.weighted({"agreement": 66, "failed": 24, "withdrawn": 10}) if last else "failed"
        made["mediation"].append(mediation(case, position, channel, opened, closed, outcome))
        if known(closed) is None:
            return
        opened = days.on_or_after(closed + DAY * chance.between(0, 6))
        if not last and known(opened) is None:
            return
    close(case, closed, outcome)
    if outcome == "agreement" and chance.happens(16):
        confirm(chance, days, case, made)


def confirm(chance, days, case, made):
    requested = days.on_or_after(case["closed_on"] + DAY * chance.between(0, 28))
    if known(requested) is None:
        return
    accepted = None if chance.happens(4) else days.after(requested, chance.between(0, 3))
    decided = accepted and days.after(accepted, chance.between(3, 14))
    row = {"dispute": case["dispute"], "requested_on": requested, "accepted_on": known(accepted), "document": DOCUMENT}
    if known(decided):
        row.update(decided_on=decided, result=chance.weighted({"confirmed": 90, "refused": 5, "withdrawn": 5}))
    made["judicial_confirmation"].append(row)


def planted(name, filed, closed=None, spells=(), **more):
    """A case made up by hand, for a rule that chance may not meet."""
    case = {"dispute": f"demo-{name}", "case_no": f"DEMO-{name.upper()}", "region": "120116", "org_level": "district",
            "dispute_type": "patent_infringement", "ip_type": "patent", "route": "adjudication",
            "patent_type": "invention", "e_commerce": False, "foreign_related": False, "exhibition": False,
            "simplified": False, "requester_type": "enterprise", "filed_on": datetime.date.fromisoformat(filed),
            "extended": False, "litigation": False, "document": DOCUMENT, **more}
    if closed:
        case.update(closed_on=datetime.date.fromisoformat(closed), outcome="decided")
    return case, [{"dispute": case["dispute"], "starts_on": starts, "ends_on": ends, "reason": "invalidation",
                   "document": DOCUMENT} for starts, ends in spells]


# Months of 2015 and of 2025: the day of filing decides. An extension was one month, now it is two.
PLANTED = (
    planted("limit-2015", "2025-01-31", "2025-06-20", extended=True),
    planted("limit-2025", "2025-02-01", "2025-06-20", extended=True),
    planted("month-end", "2024-11-30", "2025-02-28"),
    planted("leap-day", "2023-11-29", "2024-02-29"),
    planted("over-new-year", "2023-10-10", "2024-02-19", [("2023-12-15", "2024-01-20")]),
    planted("two-spells", "2024-01-15", "2024-06-28", [("2024-02-01", "2024-03-10"), ("2024-03-01", "2024-03-31")]),
    planted("late-spell", "2024-03-04", "2024-07-31", [("2024-06-05", "2024-06-30")]),
    planted("pushed-spell", "2024-03-04", "2024-07-09", [("2024-05-20", "2024-05-31"), ("2024-06-10", "2024-06-30")]),
    planted("suspended", "2025-06-03", None, [("2025-08-01", None)]),
    planted("closed-suspended", "2024-05-06", "2024-08-20", [("2024-07-15", None)]),
    planted("open-late", "2024-07-01"),
    planted("same-day", "2024-09-10", "2024-09-10"),
    planted("new-years-eve", "2024-12-31", "2024-12-31"),
    planted("before", "2021-01-04", "2021-02-10", org_level="station"),
    planted("holiday-limit", "2024-07-01", "2024-10-08"),
    planted("after-holiday", "2024-07-01", "2024-10-09"),
)


def tables(seed, days, _source):
    chance = Chance(seed, "disputes")
    made = {"dispute": [], "dispute_suspension": [], "mediation": [], "judicial_confirmation": []}
    for year in YEARS:
        for number in range(1, BY_YEAR[year] + 1):
            case = new_case(chance, days, year, number)
            made["dispute"].append(case)
            (adjudicate if case["route"] == "adjudication" else mediate)(chance, days, case, made)
    for case, spells in PLANTED:
        made["dispute"].append(case)
        made["dispute_suspension"] += spells
    return made
