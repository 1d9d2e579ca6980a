"""Two yearly assessments of the sixteen districts, of which the second changed some items of the first."""

from fractions import Fraction

from demo.chance import Chance
from demo.place import CITY, DISTRICTS

GRADES = (("excellent", 85), ("good", 75), ("fair", 60), ("poor", 0))

# item: names, weight of 2024 and of 2025, full points, how it is scored, direction, indicator, floor, ceiling, and how
# far the raw values lie apart.
ITEMS = (
    ("clearance", "专利侵权纠纷结案率", "Clearance rate of patent infringement disputes", (15, 15), 15, "linear", "higher",
     "patent_infringement_clearance_rate", 70, 100, (80, 104)),
    ("within-limit", "法定期限内结案率", "Share closed within the statutory limit", (10, 10), 10, "linear", "higher",
     "adjudication_within_limit_rate", 80, 100, (86, 100)),
    ("handling-days", "案件平均办理周期", "Average handling period", (10, 15), 10, "linear", "lower",
     "ip_case_avg_handling_days", 45, 90, (42, 74)),
    ("mediations", "调解知识产权纠纷数", "IP disputes mediated", (10, 10), 10, "threshold", "higher",
     "ip_disputes_mediated", None, None, (2, 60)),
    ("enforcement", "查办商标侵权案件数", "Trademark infringement cases", (10, 10), 10, "rank", "higher",
     "trademark_infringement_cases", None, None, (5, 40)),
    ("inventions", "每万人口发明专利拥有量", "Invention patents per 10,000 inhabitants", (15, 10), 100, "rank", "higher",
     "invention_patents_in_force_per_10k", None, None, (8, 60)),
    ("satisfaction", "企业满意度", "Satisfaction of enterprises", (15, 15), 100, "linear", "higher", None, 60, 95, (80, 97)),
    ("publicity", "宣传培训", "Publicity and training", (5, 5), 5, "manual", "higher", None, None, None, (3, 5)),
    ("cooperation", "协作机制", "Cooperation between departments", (10, 10), 10, "manual", "higher", None, None, None, (6, 10)),
)
STEPS = ((0, 0), (5, 4), (10, 6), (20, 8), (40, 10))
CHANGED = {"handling-days", "inventions"}  # the floor of one, the weight and points of the other


def scheme(year):
    code = f"demo-assessment-{year}"
    return {"assessment_scheme": code, "name_zh": f"{year}年度各区知识产权保护考核（示例）",
            "name_en": f"District assessment of IP protection, {year} (demonstration)", "region": CITY, "year": year,
            "version": "1", "predecessor": "demo-assessment-2024" if year == 2025 else None, "document": code}


def items(year):
    code = f"demo-assessment-{year}"
    rows = []
    for position, item in enumerate(ITEMS, 1):
        name, name_zh, name_en, weights, points, scoring, direction, indicator, floor, ceiling, _ = item
        later = year == 2025
        rows.append({
            "scheme": code, "item": name, "position": position, "name_zh": name_zh, "name_en": name_en,
            "weight": weights[later], "points": points, "scoring": scoring, "direction": direction,
            "indicator": indicator, "floor": 30 if later and name == "handling-days" else floor, "ceiling": ceiling,
            "unchanged_from": name if later and name not in CHANGED else None, "document": code})
    return rows


def raw_values(chance, year):
    """Raw values by item and district; two are missing in the second year, and some are tied."""
    made = {}
    for name, *_, scoring, _, _, _, _, (low, high) in ITEMS:
        for region in DISTRICTS:
            whole = scoring != "linear" and name != "inventions"
            value = Fraction(chance.between(low, high)) if whole else Fraction(chance.between(low * 10, high * 10), 10)
            made[name, region] = value
    made["enforcement", "120102"] = made["enforcement", "120105"]
    made["mediations", "120106"] = Fraction(10)
    if year == 2025:
        made["satisfaction", "120117"] = None
        made["inventions", "120119"] = None
    return made


def linear(row, raw):
    floor, ceiling = Fraction(row["floor"]), Fraction(row["ceiling"])
    share = (raw - floor) / (ceiling - floor)
    share = 1 - share if row["direction"] == "lower" else share
    return row["points"] * min(max(share, Fraction(0)), Fraction(1))


def ranked(row, raw, others):
    """Equal values share the better place; a district without a value is taken for the last."""
    better = sum(1 for other in others if other > raw)
    return Fraction(row["points"]) * (len(DISTRICTS) - 1 - better) / (len(DISTRICTS) - 1)


def points(row, raws, region):
    """Points of an item, None where the raw value is missing."""
    raw = raws[row["item"], region]
    if raw is None:
        return None
    if row["scoring"] == "linear":
        return linear(row, raw)
    if row["scoring"] == "rank":
        return ranked(row, raw, [raws[row["item"], one] for one in DISTRICTS if raws[row["item"], one] is not None])
    if row["scoring"] == "threshold":
        return Fraction(max(given for at, given in STEPS if raw >= at))
    return raw


def decimal(value, places):
    scaled = int(value * 10 ** places + Fraction(1, 2))
    text = f"{scaled:0{places + 1}}"
    return f"{text[:-places]}.{text[-places:]}" if places else text


def results(code, rows, raws):
    made = []
    for row in rows:
        for region in DISTRICTS:
            raw = raws[row["item"], region]
            manual = row["scoring"] == "manual"
            made.append({
                "scheme": code, "region": region, "item": row["item"],
                "raw": None if raw is None or manual else decimal(raw, 0 if raw.denominator == 1 else 1),
                "status": "L" if raw is None else "A", "points": raw if manual else None, "document": code})
    return made


def totals(code, rows, raws):
    """As published: a district with a missing value has no total, and one total has a slip."""
    scores = {}
    for region in DISTRICTS:
        given = [points(row, raws, region) for row in rows]
        if None not in given:
            total = sum(Fraction(row["weight"]) * one / row["points"] for row, one in zip(rows, given))
            scores[region] = decimal(total, 2)
    made = []
    for region, score in scores.items():
        rank = 1 + sum(1 for other in scores.values() if Fraction(other) > Fraction(score))
        grade = next(name for name, lower in GRADES if Fraction(score) >= lower)
        made.append({"scheme": code, "region": region, "score": score, "rank": rank, "grade": grade, "document": code})
    if code.endswith("2024"):
        made[3]["score"] = decimal(Fraction(made[3]["score"]) + Fraction(1, 10), 2)
    return made


def tables(seed, _days, _source):
    made = {name: [] for name in ("assessment_scheme", "assessment_item", "assessment_step", "assessment_grade",
                                  "assessment_result", "assessment_total")}
    for year in (2024, 2025):
        code, rows = f"demo-assessment-{year}", items(year)
        raws = raw_values(Chance(seed, code), year)
        made["assessment_scheme"].append(scheme(year))
        made["assessment_item"] += rows
        made["assessment_step"] += [{"scheme": code, "item": "mediations", "at": at, "points": given, "document": code}
                                    for at, given in STEPS]
        made["assessment_grade"] += [{"scheme": code, "grade": grade, "lower": lower, "document": code}
                                     for grade, lower in GRADES]
        made["assessment_result"] += results(code, rows, raws)
        made["assessment_total"] += totals(code, rows, raws)
    return made
