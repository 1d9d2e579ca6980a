"""Forms that the districts send in, late or not, in which version; and reports on the measures of the documents."""

from demo.enforcement import periods
from demo.place import DISTRICTS, known
from demo.register import DOCUMENT, Register

FORMS = (
    ("cases", "纠纷案件季报（示例）", "Quarterly return of disputes (demonstration)", "adjudication;mediation", "Q", 15),
    ("penalties", "行政处罚月报（示例）", "Monthly return of penalties (demonstration)", "enforcement;penalty", "M", 8),
    ("year", "年度报表（示例）", "Yearly return (demonstration)", "enforcement;adjudication;mediation;credit", "A", 20),
)


def send(register, form, reporter, period, end):
    """Versions of one form of one period; the last one stands."""
    chance = register.chance
    if known(end) is None or chance.happens(4):
        return
    received = register.days.after(end, chance.between(1, 14))
    for version in range(1, 4):
        if known(received) is None:
            return
        errors = chance.skewed(1, 9) if chance.happens(14) else 0
        register.add("submission", reporting_form=form, reporter=reporter, period=period, version=version,
                     received_on=received, submission_status="returned" if errors else "accepted", errors=errors,
                     changed=chance.between(1, 12) if version > 1 else None)
        if not errors:
            return
        received = register.days.after(received, chance.between(1, 6))


def measures(register):
    """Reports on what the documents want done: most have one of 2025, few of 2024."""
    chance = register.chance
    for row in register.source("policy_measure"):
        for year, percent in ((2024, 35), (2025, 80)):
            if chance.happens(percent):
                status = chance.weighted({"done": 20 + 40 * (year - 2024), "in_progress": 60, "not_started": 20})
                register.add("policy_measure_report", policy_measure=row["policy_measure"], period=year, status=status,
                             evidence=DOCUMENT if status == "done" else None)


def tables(seed, days, source):
    register = Register(seed, "reporting", days, source)
    names = {row["region"]: row for row in source("region")}
    for region in DISTRICTS:
        register.tables.setdefault("reporter", []).append({
            "reporter": f"demo-reporter-{region}", "name_zh": f"{names[region]['name_zh']}（示例）",
            "name_en": f"{names[region]['name_en']} (demonstration)", "region": region, "document": DOCUMENT})
    for name, name_zh, name_en, topics, cycle, due in FORMS:
        form = f"demo-form-{name}"
        register.tables.setdefault("reporting_form", []).append({
            "reporting_form": form, "name_zh": name_zh, "name_en": name_en, "region": "120000", "topics": topics,
            "reporting_cycle": cycle, "due_days": due, "document": DOCUMENT})
        for region in DISTRICTS:
            reporter = f"demo-reporter-{region}"
            register.add("reporting_duty", reporting_form=form, reporter=reporter)
            for period, end in periods(cycle):
                send(register, form, reporter, period, end)
    measures(register)
    return register.tables
