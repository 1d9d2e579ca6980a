"""Assessments over HTTP: points, totals, places and grades, what other weights would make, and what is comparable."""

import random
from fractions import Fraction

from assessment_scores import Assessment
from asking import differences, get
from reckoning import rounded

SCHEMES = ("demo-assessment-2024", "demo-assessment-2025")
PLACES = 2


def ends(low, high):
    """As told: rounded once where it is one number, which is its own bounds; else the bounds outward."""
    if low == high:
        return dict.fromkeys(("value", "lower", "upper"), rounded(low, PLACES))
    scale = 10 ** PLACES
    return {"value": None, "lower": Fraction(low * scale // 1, scale), "upper": Fraction(-(-high * scale // 1), scale)}


def state_of(assessment, region):
    low, high = assessment.total(region)
    best, worst = assessment.ranks()[region]
    grades = assessment.grade(low), assessment.grade(high)
    tied = low == high and any(assessment.total(one) == (low, high) for one in assessment.regions if one != region)
    return {"total": {**ends(low, high), "complete": low == high},
            "rank": {"best": best, "worst": worst, "value": best if best == worst else None, "tied": tied},
            "grade": {"lower": grades[0], "upper": grades[1], "value": grades[0] if grades[0] == grades[1] else None}}


def results(service, data):
    for scheme in SCHEMES:
        assessment = Assessment(data, scheme)
        found = get(service, f"/v1/assessments/{scheme}/results")["data"]
        if {entry["region"] for entry in found} != set(assessment.regions):
            yield f"{scheme}: {len(found)} regions"
        published = {row["region"]: row for row in data.table("assessment_total") if row["scheme"] == scheme}
        for entry in found:
            where, region = f"{scheme} {entry['region']}", entry["region"]
            wanted = state_of(assessment, region)
            yield from differences(where, entry, wanted)
            told = {item["item"]: item for item in entry["items"]}
            missing = assessment.missing(region)
            for name, item in assessment.items.items():
                low, high = assessment.points(name, region)
                part = assessment.weights[name] / Fraction(item["points"])
                yield from differences(f"{where} {name}", told[name], {
                    "missing": name in missing, "points": ends(low, high), "share": ends(low * part, high * part)})
            row = published.get(region)
            if row is None:
                if entry["published"] is not None:
                    yield f"{where}: nothing was published"
                continue
            yield from differences(f"{where} published", entry["published"], {
                "score": Fraction(row["score"]), "rank": int(row["rank"]), "grade": row["grade"]})
            if wanted["total"]["complete"] and entry["published"]["agrees"] != agrees(row, wanted):
                yield f"{where}: agrees is {entry['published']['agrees']}"


def agrees(row, wanted):
    return (Fraction(row["score"]) == wanted["total"]["value"] and row["grade"] == wanted["grade"]["value"]
            and int(row["rank"]) == wanted["rank"]["value"])


def simulations(service, data):
    chance = random.Random(20260101)
    for scheme in SCHEMES:
        before = Assessment(data, scheme)
        linear = [name for name, item in before.items.items() if item["scoring"] != "manual"]
        for _ in range(12):
            weights = {name: chance.randrange(0, 80) / 2 for name in chance.sample(sorted(before.items), chance.randrange(0, 5))}
            values = {(name, region): chance.randrange(0, 240) / 2 for name in chance.sample(linear, chance.randrange(0, 3))
                      for region in chance.sample(before.regions, 2)}
            if not weights and not values:
                continue
            body = {"weights": weights,
                    "values": [{"region": region, "item": name, "value": value} for (name, region), value in values.items()]}
            after = Assessment(data, scheme, weights, values)
            status, answer = service.ask(f"/v1/assessments/{scheme}/simulate", body)
            if status != 200:
                yield f"{scheme} {body}: {status} {answer.get('detail')} {answer.get('errors')}"
                continue
            for entry in answer["data"]["regions"]:
                yield from differences(f"{scheme} {body} {entry['region']}", entry, {
                    "before": state_of(before, entry["region"]), "after": state_of(after, entry["region"])})


def comparisons(service, data):
    now, before = Assessment(data, SCHEMES[1]), Assessment(data, SCHEMES[0])
    found = get(service, f"/v1/assessments/{SCHEMES[1]}/compare")["data"]
    same = {name: item["unchanged_from"] for name, item in now.items.items() if item["unchanged_from"]}
    if {row["item"]: row["before"] for row in found["items"] if row["comparable"]} != same:
        yield f"comparable {[row for row in found['items'] if row['comparable']]}"
    for entry in found["regions"]:
        for row in entry["items"]:
            rates = []
            for assessment, name in ((now, row["item"]), (before, same[row["item"]])):
                full = Fraction(assessment.items[name]["points"])
                rates.append(tuple(100 * end / full for end in assessment.points(name, entry["region"])))
            for name, (low, high) in zip(("now", "before"), rates):
                if low == high and row[name]["value"] != rounded(low, 1) and row[name]["value"] != rounded(low, 2):
                    yield f"{entry['region']} {row['item']}: {name} is {row[name]}, expected {low}"


CHECKS = (results, simulations, comparisons)
