"""Markets, institutions, typical cases and publications, geographical indications, designations, and a programme's tasks."""

import datetime

from demo.agencies import years_later
from demo.chance import DAY
from demo.place import CITY, DISTRICTS, YEARS, ZONES, known
from demo.register import DOCUMENT, Register

ON = datetime.date(2025, 12, 31)


def markets(register):
    """From cultivation to recognition, renewal or the end; some were promoted."""
    chance = register.chance
    for number in range(1, 29):
        cultivated = register.day(2020, 2023)
        recognised = known(cultivated + DAY * chance.between(300, 700))
        state, renewed, revoked, due = "cultivating", None, None, None
        if recognised:
            state, due = "recognised", years_later(recognised, 3)
            if due <= ON and chance.happens(85):
                state, renewed, due = "renewed", due - DAY * chance.between(5, 60), years_later(due, 3)
            elif chance.happens(10):
                state, revoked = "revoked", known(recognised + DAY * chance.between(100, 600))
                state = "revoked" if revoked else "recognised"
        national = recognised and chance.happens(20)
        promoted = known(recognised + DAY * chance.between(200, 500)) if national else None
        if revoked and promoted and promoted > revoked:
            promoted = None  # it ended before
        register.add("market", "market", name_zh=f"示例市场{number:02}", name_en=f"Demonstration market {number:02}",
                     region=register.district(), level="national" if promoted else "municipal", state=state,
                     cultivated_on=cultivated, recognised_on=recognised, promoted_on=promoted,
                     renewal_due_on=None if revoked else due, renewed_on=renewed, revoked_on=revoked)


def institutions(register):
    chance = register.chance
    for region in DISTRICTS:
        if region in ("120115", "120119"):
            continue  # districts without any: the coverage must show them
        for _ in range(chance.between(1, 6)):
            kind = chance.weighted({"workstation": 60, "assistance_center": 10, "reception_window": 12, "service_base": 10,
                                    "mediation_center": 8})
            opened = register.day(2019, 2025)
            closed = known(opened + DAY * chance.between(300, 1500)) if chance.happens(8) else None
            number = len(register.tables.get("institution", ())) + 1
            register.add("institution", "inst", name_zh=f"示例机构{number:02}", name_en=f"Demonstration institution {number:02}",
                         kind=kind, state="closed" if closed else "open", region=region,
                         zone=chance.pick(ZONES[region]) if region in ZONES and chance.happens(20) else None, level="municipal",
                         entities=1, opened_on=opened, closed_on=closed,
                         services="rights_assistance;mediation" if kind == "workstation" else None)


def publishing(register):
    chance = register.chance
    series = [item for item in register.items("series") if not item.startswith("hubei_")]  # of another province
    for year in YEARS:
        for _ in range(9):
            submitted = register.day(year, year)
            stage = register.item("case_stage")
            published = known(submitted + DAY * chance.between(40, 200)) if stage in ("published", "selected") else None
            number = len(register.tables.get("typical_case", ())) + 1
            register.add("typical_case", "typical", title_zh=f"示例案例{number:02}", title_en=f"Demonstration case {number:02}",
                         series=chance.pick(series), year=year, ip_type=chance.weighted({"patent": 50, "trademark": 50}),
                         region=register.district(), stage=stage, submitted_on=submitted, published_on=published)
        planned = datetime.date(year, 4, 20)
        register.add("publication", "paper", kind=register.items("publication_kind")[0], title_zh=f"{year - 1}年示例白皮书",
                     title_en=f"Demonstration white paper of {year - 1}", region=CITY, period=year - 1, planned_on=planned,
                     published_on=planned + DAY * chance.between(-3, 12))


def signs(register):
    chance = register.chance
    for number, region in enumerate(("120115", "120119", "120117", "120118", "120114", "120116"), 1):
        register.add("geographical_indication", "gi", name_zh=f"示例地理标志{number:02}", name_en=f"Demonstration GI {number:02}",
                     kind=register.item("gi_kind"), region=region, registered_on=register.day(2019, 2024),
                     users=chance.between(3, 40), output_value=f"{chance.between(200, 9000)}")
    for number in range(1, 13):
        granted = register.day(2021, 2024)
        ends = years_later(granted, 3)
        state = "active" if ends > ON else chance.pick([s for s in register.items("designation_state")
                                                        if s in ("accepted", "expired")])
        register.add("designation", "title", name_zh=f"示例称号{number:02}", name_en=f"Demonstration designation {number:02}",
                     kind=register.item("designation_kind"), region=register.district(), level="municipal", entities=1,
                     state=state, granted_on=granted, term_starts_on=granted, term_ends_on=ends,
                     accepted_on=ends if state == "accepted" else None)


def programme(register):
    """A programme of four projects with thirty tasks: done early, on the day, late, or not yet."""
    chance = register.chance
    code = register.add("work_programme", "programme", name_zh="示例建设计划", name_en="Demonstration programme", region="120116",
                        starts_on=datetime.date(2023, 1, 1), ends_on=datetime.date(2025, 12, 31), projects_stated=4,
                        tasks_stated=30)
    projects = [register.add("programme_project", "part", work_programme=code, position=n, name_zh=f"示例项目{n}",
                             name_en=f"Demonstration project {n}") for n in range(1, 5)]
    for number in range(1, 31):
        due = register.day(2023, 2025)
        done = known(due + DAY * (0 if number == 1 else chance.between(-200, 60)))
        register.add("programme_task", "task", work_programme=code, project=projects[number % 4], position=number,
                     name_zh=f"示例任务{number:02}", name_en=f"Demonstration task {number:02}", due_on=due,
                     done_on=None if chance.happens(15) else done, department="tianjin-ip" if chance.happens(60) else None,
                     evidence=DOCUMENT if chance.happens(70) else None)


def tables(seed, days, source):
    register = Register(seed, "network", days, source)
    for part in (markets, institutions, publishing, signs, programme):
        part(register)
    return register.tables
