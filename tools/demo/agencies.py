"""Agencies with their filings, and their credit files: events, grades, reminders, repairs and objections."""

import datetime
from decimal import Decimal

from demo.chance import DAY, Chance
from demo.place import DISTRICTS, LAST, ZONES, known

DOCUMENT = "demo-agencies"
COUNT = 600
KINDS = {"trademark": 55, "patent": 25, "both": 20}
SCORED = "cnipa-patent-2023"
LOCAL = "binhai-trademark-2024"
CENTER = "binhai-center-2024"
FIRST_YEAR = {SCORED: 2023, LOCAL: 2024}
LOCAL_GRADES = {"a": 62, "b": 26, "c": 9, "d": 3}


def years_later(day, years):
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def agency(chance, days, number, earlier):
    kind = chance.weighted(KINDS)
    region = chance.weighted(DISTRICTS)
    filed = days.of_year(chance, chance.between(2018, 2025))
    expires = years_later(filed, 3)
    while expires <= LAST and chance.happens(88):
        expires = years_later(expires, 3)
    status = "active" if chance.happens(93) else chance.pick(("suspended", "cancelled", "revoked"))
    return {
        "agency": f"demo-agency-{number:03}", "name_zh": f"示例代理机构{number:03}号",
        "name_en": f"Demonstration agency {number:03}", "kind": kind, "region": region,
        "zone": chance.pick(ZONES[region]) if region in ZONES and chance.happens(30) else None,
        "filed_on": filed, "filing_expires_on": expires if kind != "patent" else None, "status": status,
        "parent": chance.pick(earlier) if earlier and chance.happens(5) else None,
        "practitioners": chance.skewed(1, 40), "document": DOCUMENT,
    }


class Score:
    """What a scheme says: its rules, and the grade of a score."""

    def __init__(self, source, scheme):
        self.rules = [row for row in source("credit_rule") if row["scheme"] == scheme]
        self.valid_from = min((datetime.date.fromisoformat(row["valid_from"]) for row in source("credit_scheme")
                               if row["scheme"] == scheme), default=datetime.date.min)
        self.bands = [row for row in source("credit_threshold") if row["scheme"] == scheme]

    def grade(self, score):
        for band in self.bands:
            lower, upper = (Decimal(band[end]) if band[end] else None for end in ("lower", "upper"))
            over = lower is None or score > lower or (score == lower and band["lower_open"] != "yes")
            under = upper is None or score < upper or (score == upper and band["upper_open"] != "yes")
            if over and under:
                return band["grade"]
        raise ValueError(f"no grade for {score}")


class File:
    """The credit files of all agencies, as they grow."""

    def __init__(self, chance, days, source):
        self.chance, self.days, self.source = chance, days, source
        self.score = Score(source, SCORED)
        self.tables = {name: [] for name in ("credit_event", "credit_grade", "credit_reminder", "credit_repair",
                                             "credit_objection")}

    def event(self, who, rule, points, day):
        number = len(self.tables["credit_event"]) + 1
        row = {"event": f"demo-event-{number:04}", "agency": who, "scheme": SCORED, "rule": rule["rule"],
               "points": points, "occurred_on": day, "document": DOCUMENT}
        published = self.days.after(day, self.chance.between(3, 20))
        row["published_on"] = known(published)
        self.tables["credit_event"].append(row)
        return row

    def repair(self, row):
        """Asked for half a year after publication at the earliest."""
        if row["published_on"] is None or not self.chance.happens(25):
            return
        filed = self.days.on_or_after(row["published_on"] + DAY * self.chance.between(184, 330))
        if known(filed) is None:
            return
        provincial, national = (self.days.after(filed, n) for n in (self.chance.between(2, 5), self.chance.between(8, 28)))
        made = {"event": row["event"], "filed_on": filed, "provincial_on": known(provincial), "document": DOCUMENT}
        if known(national):
            granted = self.chance.happens(80)
            made.update(national_on=national, result="granted" if granted else "refused")
            row["repaired_on"] = national if granted else None
        self.tables["credit_repair"].append(made)

    def points(self, rule):
        """As the rule says, up to what it says, or a few half points for what it leaves open."""
        most = int(Decimal(rule["points_max"] or rule["points"] or 5))
        least = int(Decimal(rule["points"] or 0))
        return Decimal(most) if least == most else Decimal(self.chance.between(1, 2 * most)) / 2


def in_force(file, day):
    """The day, or one half a year later where the scheme was not in force yet."""
    return day if day >= file.score.valid_from else file.days.on_or_after(day + DAY * 184)


def year_of_events(file, row, year):
    """What befell an agency in a year of the national scheme: mostly nothing, and never more than all its points."""
    chance = file.chance
    if not chance.happens(38):
        return []
    deductions, bonuses = ([rule for rule in file.score.rules if rule["kind"] == kind] for kind in ("deduct", "bonus"))
    made, left = [], Decimal(100)
    for _ in range(chance.between(1, 3)):
        rules = bonuses if chance.happens(20) else deductions
        rule = chance.pick(rules)
        points = file.points(rule)
        if points > left or points >= 50 and not chance.happens(8):
            continue
        left -= points if rules is deductions else 0
        made.append(file.event(row["agency"], rule, points, in_force(file, file.days.of_year(chance, year))))
        file.repair(made[-1])
    return made


def score_of(rules, events, year):
    kinds = {rule["rule"]: rule["kind"] for rule in rules}
    last = datetime.date(year, 12, 31)
    return 100 + sum((event["points"] if kinds[event["rule"]] == "bonus" else -event["points"] for event in events
                      if event.get("repaired_on") is None or event["repaired_on"] > last), Decimal(0))


def grade_year(file, row, year, events):
    """The published score and grade; a slip of the pen in one of a hundred."""
    chance = file.chance
    score = score_of(file.score.rules, events, year)
    if score > 5 and chance.happens(1):
        score -= 5
    grade = file.score.grade(score)
    if chance.happens(0.5):
        grade = "b" if grade == "a" else "a"
    made = {"agency": row["agency"], "scheme": SCORED, "period": year, "score": score, "grade": grade,
            "published_on": file.days.on_or_after(datetime.date(year, 12, chance.between(20, 29))), "document": DOCUMENT}
    file.tables["credit_grade"].append(made)
    if score < 90 and chance.happens(20):
        filed = file.days.after(made["published_on"], chance.between(1, 10))
        decided = file.days.after(filed, chance.between(2, 30))
        file.tables["credit_objection"].append({
            "agency": row["agency"], "scheme": SCORED, "period": year, "filed_on": filed, "decided_on": known(decided),
            "result": chance.weighted({"upheld": 30, "rejected": 70}) if known(decided) else None, "document": DOCUMENT})


def grade(file, row):
    """All years of an agency, in the national scheme by points and in the local one by grade alone."""
    chance = file.chance
    start = max(row["filed_on"].year, FIRST_YEAR[SCORED])
    leaves = 2025 if row["status"] in ("active", "suspended") else chance.between(2023, 2024)
    if row["status"] in ("cancelled", "revoked") and int(row["agency"][-3:]) % 3:
        # of every third nobody wrote down when
        row["ended_on"] = max(row["filed_on"], datetime.date(leaves, 12, 31)) + DAY
    if row["kind"] != "trademark" and file.score.bands:
        for year in range(start, leaves + 1):
            grade_year(file, row, year, year_of_events(file, row, year))
    if row["kind"] != "patent" and row["region"] == "120116":
        for year in range(max(start, FIRST_YEAR[LOCAL]), leaves + 1):
            file.tables["credit_grade"].append({
                "agency": row["agency"], "scheme": LOCAL, "period": year, "grade": chance.weighted(LOCAL_GRADES),
                "published_on": file.days.on_or_after(datetime.date(year, 12, 15)), "document": DOCUMENT})
    if chance.happens(12):
        remind(file, row)


def remind(file, row):
    chance = file.chance
    sent = file.days.of_year(chance, max(row["filed_on"].year, 2023))
    corrected = file.days.after(sent, chance.between(2, 45))
    scheme = CENTER if row["region"] == "120116" else SCORED
    reasons = [item["item"] for item in file.source("codelist_item") if item["codelist"] == "reminder_reason"]
    if scheme == SCORED and row["kind"] == "trademark":
        return
    file.tables["credit_reminder"].append({
        "reminder": f"demo-reminder-{len(file.tables['credit_reminder']) + 1:03}", "agency": row["agency"],
        "scheme": scheme, "sent_on": sent, "reason": chance.pick(reasons),
        "corrected_on": known(corrected) if chance.happens(80) else None, "document": DOCUMENT})


# Agencies made up by hand, for the ends of the grades: events of 2024 as (rule, points, day of repair).
PLANTED = {
    "at-100": (), "above-100": (("honour", "0.5", None),), "at-90": (("abnormal-applications", "10", None),),
    "below-90": (("abnormal-applications", "10.5", None),), "at-80": (("abnormal-applications", "20", None),),
    "below-80": (("abnormal-applications", "20.5", None),), "at-60": (("abnormal-applications", "40", None),),
    "below-60": (("abnormal-applications", "40", None), ("abnormal-applications", "0.5", None)),
    "repaired": (("abnormal-applications", "40", "2024-12-31"),),
    "repaired-late": (("abnormal-applications", "40", "2025-01-01"),),
}


def plant(file, rows):
    """The published scores are those of the rules, the grades those of the scale."""
    for name, events in PLANTED.items():
        who = f"demo-agency-{name}"
        rows.append({"agency": who, "name_zh": f"示例代理机构（{name}）", "name_en": f"Demonstration agency ({name})",
                     "kind": "patent", "region": "120116", "filed_on": datetime.date(2020, 3, 2), "status": "active",
                     "practitioners": 5, "document": DOCUMENT})
        made = []
        for number, (rule, points, repaired) in enumerate(events, 1):
            made.append({"event": f"demo-event-{name}-{number}", "agency": who, "scheme": SCORED, "rule": rule,
                         "points": Decimal(points), "occurred_on": datetime.date(2024, 3, 15),
                         "published_on": datetime.date(2024, 4, 1),
                         "repaired_on": repaired and datetime.date.fromisoformat(repaired), "document": DOCUMENT})
        file.tables["credit_event"] += made
        score = score_of(file.score.rules, made, 2024)
        file.tables["credit_grade"].append({
            "agency": who, "scheme": SCORED, "period": 2024, "score": score, "grade": file.score.grade(score),
            "published_on": datetime.date(2024, 12, 27), "document": DOCUMENT})


def tables(seed, days, source):
    chance = Chance(seed, "agencies")
    rows = []
    for number in range(1, COUNT + 1):
        rows.append(agency(chance, days, number, [row["agency"] for row in rows if row["parent"] is None]))
    file = File(Chance(seed, "credit"), days, source)
    for row in rows:
        grade(file, row)
    plant(file, rows)
    return {"agency": rows, **file.tables}
