"""Enforcement: cases by conduct, inspections and interviews of agencies, leads, and what public credit keeps of it."""

import datetime

from demo.agencies import years_later
from demo.chance import DAY
from demo.place import known
from demo.register import Register

# How often each kind of conduct is met; the others once in a while.
CONDUCTS = {"tm_identical": 90, "tm_similar": 120, "tm_sale": 520, "tm_label_forgery": 20, "tm_false_registered": 40,
            "tm_prohibited_sign": 30, "tm_well_known_wording": 12, "tm_bad_faith_filing": 15, "tm_agency_unfiled": 8,
            "tm_printing": 6, "gi_mark_infringement": 14, "gi_product": 5, "olympic_sign": 18, "pat_false_marking": 40,
            "pat_sale": 45, "pat_other_passing_off": 10, "pat_agency_unlicensed": 9, "platform_inaction": 4, "other": 6}
CASES = 1200


def ip_type_of(conduct):
    if conduct.startswith("pat_") or conduct.endswith("_patent"):
        return "patent"
    return "geographical_indication" if conduct.startswith("gi_") else "trademark"


def money(chance, most):
    """Units of 10,000 CNY, with two decimals."""
    return f"{chance.skewed(0, most * 100) / 100:.2f}"


def case(register, agencies):
    chance = register.chance
    conduct = chance.weighted(CONDUCTS)
    decided = register.day()
    filed = register.days.on_or_after(decided - DAY * chance.between(5, 120))
    large = chance.happens(4)
    foreign = chance.happens(14)
    region = register.district()
    published = register.days.after(decided, chance.between(1, 9))
    register.add(
        "enforcement_case", "enf", region=region, org_level=chance.weighted({"district": 60, "brigade": 25, "station": 15}),
        ip_type=ip_type_of(conduct), conduct=conduct,
        enforcement_procedure="simplified" if chance.happens(22) else "ordinary", mediated=chance.happens(3),
        e_commerce=chance.happens(24), foreign_related=foreign,
        case_value=f"{chance.between(50, 400)}" if large else money(chance, 30),
        fine=money(chance, 9), confiscation=money(chance, 4) if chance.happens(60) else "0",
        recovered=money(chance, 3) if chance.happens(10) else None,
        recovered_foreign=money(chance, 1) if foreign and chance.happens(10) else None,
        filed_on=min(filed, decided), decided_on=decided, published_on=known(published), transferred=large and chance.happens(35))


def inspections(register, agencies):
    chance = register.chance
    for _ in range(180):
        who = chance.pick(agencies)
        day = register.day()
        result = chance.weighted({"compliant": 62, "rectified": 25, "rectifying": 6, "penalised": 7})
        kind = "trademark_agency" if who["kind"] == "trademark" else "patent_agency"
        register.add("inspection", "insp", region=who["region"], inspected_kind=kind, agency=who["agency"],
                     drawn=chance.happens(80), inspected_on=day, inspection_result=result,
                     published_on=known(register.days.after(day, chance.between(5, 25))) if chance.happens(90) else None)
        if result != "compliant" and chance.happens(55):
            held = known(register.days.after(day, chance.between(3, 20)))
            if held:
                register.add("agency_interview", "talk", region=who["region"], inspected_kind=kind, agency=who["agency"],
                             held_on=held, interview_reason=register.item("interview_reason"))
    for _ in range(160):
        received = register.day()
        checked = known(register.days.after(received, chance.between(1, 30)))
        confirmed = chance.happens(38)
        register.add("enforcement_lead", "lead", region=register.district(), lead_kind=register.item("lead_kind"),
                     origin=register.item("origin"), received_on=received, checked_on=checked,
                     lead_result=("confirmed" if confirmed else "not_confirmed") if checked else None,
                     penalised=confirmed and chance.happens(45) if checked else None)


def public_credit(register, agencies):
    chance = register.chance
    for number, (name_zh, name_en, cycle) in enumerate((
            ("行政处罚信息（示例）", "Penalties (demonstration)", "M"),
            ("行政裁决信息（示例）", "Adjudications (demonstration)", "Q"),
            ("信用评价结果（示例）", "Credit grades (demonstration)", "A")), 1):
        item = register.add("credit_catalogue_item", "item", region="120000", name_zh=name_zh, name_en=name_en,
                            department="tianjin-ip", reporting_cycle=cycle, open=number != 2)
        for period, end in periods(cycle):
            due = register.days.after(end, 7)
            pushed = register.days.after(end, chance.between(2, 8))
            if known(due) and not chance.happens(4):
                count = chance.between(3, 60)
                register.add("credit_push", credit_catalogue_item=item, region="120000", period=period, due_on=due,
                             pushed_on=known(pushed), records=count, rejected=chance.skewed(0, 3))
    for _ in range(45):
        decided = register.day()
        expires = years_later(decided, chance.pick((1, 3)))
        repaired = register.days.on_or_after(decided + DAY * chance.between(190, 400))
        register.add("dishonesty_record", "act", region=register.district(), dishonest_act=register.item("dishonest_act"),
                     agency=chance.pick(agencies)["agency"] if chance.happens(40) else None, decided_on=decided,
                     published_on=known(register.days.after(decided, chance.between(1, 8))), expires_on=expires,
                     repaired_on=known(repaired) if chance.happens(35) and repaired < expires else None)
    for _ in range(90):
        who, signed = chance.pick(agencies), register.day()
        broken = signed + DAY * chance.between(20, 300)
        register.add("credit_commitment", "commitment", region=who["region"],
                     commitment_matter=register.item("commitment_matter"), agency=who["agency"], signed_on=signed,
                     broken_on=known(broken) if chance.happens(5) else None)


def periods(cycle):
    """(code, last day) of the periods of 2024 and 2025."""
    for year in (2024, 2025):
        for number in range(1, {"A": 1, "H": 2, "Q": 4, "M": 12}[cycle] + 1):
            month = {"A": 12, "H": 6 * number, "Q": 3 * number, "M": number}[cycle]
            last = datetime.date(year + month // 12, month % 12 + 1, 1) - DAY
            code = {"A": f"{year}", "H": f"{year}-H{number}", "Q": f"{year}-Q{number}", "M": f"{year}-{number:02}"}[cycle]
            yield code, last


def tables(seed, days, source):
    register = Register(seed, "enforcement", days, source)
    agencies = source("agency")
    for _ in range(CASES):
        case(register, agencies)
    inspections(register, agencies)
    public_credit(register, agencies)
    return register.tables
