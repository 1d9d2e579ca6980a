"""Services and their days, visits to enterprises with the problems that came up, and experts."""

import datetime

from demo.agencies import years_later
from demo.chance import DAY
from demo.place import CITY, known
from demo.register import Register

ITEMS = (("专利费用减缴备案（示例）", "Fee reduction (demonstration)", 3, 1), ("专利优先审查推荐（示例）",
         "Recommendation for priority examination (demonstration)", 10, 4), ("商标业务受理（示例）",
         "Trademark filing window (demonstration)", 5, 5))


def visits(register):
    chance = register.chance
    for _ in range(360):
        day = register.day()
        visit = register.add("visit", "visit", region=register.district(), visited_on=day, team=f"team-{chance.between(1, 8)}",
                             staff=chance.between(2, 5), enterprise=f"demo-firm-{chance.below(280):03}")
        for _ in range(chance.skewed(0, 3)):
            solved = register.days.after(day, chance.between(1, 60))
            register.add("visit_problem", "problem", visit=visit, problem_topic=register.item("problem_topic"), raised_on=day,
                         solved_on=known(solved) if chance.happens(86) else None)


def experts(register):
    """Few in some fields: such counts about persons are not shown."""
    chance = register.chance
    for _ in range(140):
        registered = register.day(2019, 2025)
        register.add("expert", "expert", region=register.district() if chance.happens(60) else CITY,
                     expert_kind=chance.weighted({"technical_investigator": 25, "mediator": 40, "enforcement_officer": 25,
                                                  "adviser": 10}),
                     expert_field=chance.weighted({"mechanics": 26, "electronics": 26, "chemistry": 14, "biomedicine": 12,
                                                   "law": 14, "trademark": 6, "design": 2}),
                     registered_on=registered, valid_to=years_later(registered, 5), cases=chance.skewed(0, 30))


def tables(seed, days, source):
    register = Register(seed, "services", days, source)
    for name_zh, name_en, before, after in ITEMS:
        item = register.add("service_item", "service", name_zh=name_zh, name_en=name_en, region=CITY, max_visits=1, online=True)
        change = datetime.date(2023, 7, 1)
        register.add("service_limit", service_item=item, version=1, days=before, day_unit="working_day",
                     valid_from=datetime.date(2021, 1, 1), valid_to=change - DAY)
        register.add("service_limit", service_item=item, version=2, days=after, day_unit="working_day", valid_from=change)
    visits(register)
    experts(register)
    return register.tables
