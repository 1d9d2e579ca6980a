"""Pledges, insurance, funds for losses, cultivation projects, transactions, and disputes abroad."""

import datetime

from demo.agencies import years_later
from demo.chance import DAY
from demo.place import CITY, YEARS, known
from demo.register import Register

BANKS = {"ccb": 20, "boc": 18, "bocom": 15, "cbhb": 15, "bob": 12, "psbc": 10, "other": 10}
OUTSIDE = ("110000", "130000", "420000")


def pledges(register):
    """By years, so that the first pledge of an enterprise is known; some of the first year may have had one before."""
    chance, known_firms = register.chance, set()
    for year in YEARS:
        for day in sorted(register.day(year, year) for _ in range(60 + 12 * (year - YEARS.start))):
            released = years_later(day, 1) + DAY * chance.between(-60, 300)
            firm = f"demo-firm-{chance.below(280):03}"
            first = firm not in known_firms
            known_firms.add(firm)
            register.add(
                "pledge", "loan", region=register.district(), ip_type="patent" if chance.happens(78) else "trademark",
                items=chance.skewed(1, 12), amount=None if chance.happens(2) else 10 * chance.skewed(5, 500),
                bank=chance.weighted(BANKS), enterprise_size=register.item("enterprise_size") if chance.happens(95) else None,
                first_time=first if year > YEARS.start else None, enterprise=firm, registered_on=day,
                released_on=known(released))


def insurance(register):
    chance = register.chance
    kinds = register.items("insurance_type")
    for kind in kinds:
        register.add("insurance_product", "insurance", region=CITY, insurance_type=kind, name_zh="示例保险产品",
                     name_en="Demonstration insurance", launched_on=datetime.date(2021, 3, 1))
    for _ in range(110):
        insured = 10 * chance.between(1, 60)
        register.add("insurance_policy", "policy", region=register.district(), insurance_type=chance.pick(kinds),
                     premium=f"{insured / 100:.2f}", insured=insured, signed_on=register.day())
    for region in ("120116", "120110"):
        pool = register.add("risk_pool", "pool", region=region, name_zh="示例风险补偿资金池",
                            name_en="Demonstration risk pool", established_on=datetime.date(2021, 6, 1))
        balance, borne, paid = 3000, 0, 0
        for year in YEARS:
            losses = chance.below(3)
            borne, paid, balance = borne + losses, paid + 80 * losses, balance + 200 - 80 * losses
            register.add("risk_pool_entry", risk_pool=pool, as_of=datetime.date(year, 12, 31), balance=balance,
                         compensations=borne, compensated=paid)


def projects(register):
    chance = register.chance
    for year in YEARS:
        for _ in range(10):
            started = register.day(year, year)
            accepted = known(started + DAY * chance.between(500, 900))
            dropped = known(started + DAY * chance.between(100, 500)) if chance.happens(9) else None
            phase = "dropped" if dropped else "accepted" if accepted else "acceptance" if year < 2024 else "running"
            number = len(register.tables.get("cultivation_project", ())) + 1
            register.add(
                "cultivation_project", "project", region=register.district(), cultivation_kind=register.item("cultivation_kind"),
                programme_year=year, unit_zh=f"示例单位{number:02}", unit_en=f"Demonstration unit {number:02}",
                cultivation_phase=phase, started_on=started, accepted_on=accepted if phase == "accepted" else None,
                dropped_on=dropped, funds=10 * chance.between(2, 10))


def flows(register):
    chance = register.chance
    for _ in range(420):
        ends = [register.district() if chance.happens(80) else chance.pick(OUTSIDE) for _ in range(2)]
        if ends[0] in OUTSIDE and ends[1] in OUTSIDE:
            ends[1] = register.district()
        register.add("patent_transaction", "deal", transaction_kind=register.item("transaction_kind"),
                     recorded_on=register.day(), from_region=ends[0], to_region=ends[1], patents=chance.skewed(1, 20),
                     price=chance.skewed(1, 900) if chance.happens(70) else None)
    for _ in range(70):
        guided = register.day()
        closed = known(guided + DAY * chance.between(60, 900))
        register.add("overseas_case", "abroad", region=register.district(), country=register.item("country"),
                     ip_type=chance.weighted({"patent": 45, "trademark": 45, "copyright": 10}),
                     overseas_role=register.item("overseas_role"), guided_on=guided, closed_on=closed,
                     overseas_outcome=register.item("overseas_outcome") if closed else None)


def tables(seed, days, source):
    register = Register(seed, "finance", days, source)
    for part in (pledges, insurance, projects, flows):
        part(register)
    return register.tables
