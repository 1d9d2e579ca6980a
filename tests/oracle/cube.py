"""A small cube of figures, made by a seed, as a Data Package and as plain rows."""

import csv
import datetime
import json
import random

DISTRICTS = ["120101", "120102", "120103", "120104", "120105", "120110", "120111"]
PARTS = ["invention", "utility_model", "design"]
YEARS = [2020, 2021, 2022]
HALVES = ["2023-H1", "2023-H2"]
STOCKS = ["2020-12-31", "2021-12-31", "2022-12-31"]
COLUMNS = ["indicator", "region", "period", "breakdown", "measure", "definition", "value", "bound",
           "lower", "upper", "unit", "accumulation", "status", "extraction", "raw", "document",
           "locator", "note_zh", "note_en"]

# indicator: unit, accumulation, periods, breakdowns
SHAPE = {
    "patents_granted": ("piece", "period", [str(y) for y in YEARS] + HALVES,
                        [""] + [f"patent_type={part}" for part in PARTS]),
    "patents_in_force": ("piece", "stock", STOCKS, [""]),
    "patent_agencies_inspected": ("entity", "period", [str(y) for y in YEARS], [""]),
    "patent_infringement_cases_filed": ("case", "period", [str(y) for y in YEARS], [""]),
    "patent_infringement_cases_closed": ("case", "period", [str(y) for y in YEARS], [""]),
    "ip_case_avg_handling_days": ("day", "period", [str(y) for y in YEARS], [""]),
}
# Parts of ratios and weights have fewer holes, so that some questions have an answer.
WHOLE = {"patent_infringement_cases_filed": 0.06, "patent_infringement_cases_closed": 0.06,
         "ip_case_avg_handling_days": 0.06}


def days(period):
    """First and last day of the code of a period."""
    if "/" in period:
        return tuple(datetime.date.fromisoformat(day) for day in period.split("/"))
    if len(period) == 10:
        return datetime.date.fromisoformat(period), datetime.date.fromisoformat(period)
    year = int(period[:4])
    if period.endswith("-H1"):
        return datetime.date(year, 1, 1), datetime.date(year, 6, 30)
    if period.endswith("-H2"):
        return datetime.date(year, 7, 1), datetime.date(year, 12, 31)
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def number(chance, row):
    """A value with its bound: exact, rounded, at least, nearly, or at most."""
    value = chance.randrange(0, 500)
    kind = chance.choices(["exact", "rounded", "ge", "lt", "le"], [6, 2, 1, 1, 1])[0]
    if kind == "exact":
        row.update(value=value, bound="eq", lower=value, upper=value)
    elif kind == "rounded":
        row.update(value=value * 10 + 10, bound="eq", lower=value * 10 + 5, upper=value * 10 + 15)
    elif kind == "ge":
        row.update(value=value, bound="ge", lower=value, upper="")
    elif kind == "le":
        row.update(value=value, bound="le", lower="", upper=value)
    else:
        row.update(value=value + 10, bound="lt", lower=value, upper=value + 10)


def rows(seed):
    """All figures of the cube; some places have none, some one without a value."""
    chance = random.Random(seed)
    made = []
    for indicator, (unit, accumulation, periods, breakdowns) in SHAPE.items():
        hole = WHOLE.get(indicator, 0.15)
        for region in DISTRICTS:
            for period in periods:
                for breakdown in breakdowns:
                    row = dict.fromkeys(COLUMNS, "")
                    row.update(indicator=indicator, region=region, period=period,
                               breakdown=breakdown, measure="level", definition="default",
                               unit=unit, accumulation=accumulation, status="A", bound="eq",
                               extraction="verbatim", document="tianjin-2021-summary", locator="1")
                    draw = chance.random()
                    if draw < hole * 0.6:
                        continue
                    if draw < hole:
                        row["status"] = chance.choice("OM")
                    else:
                        number(chance, row)
                    made.append(row)
    return made


def write(folder, made, model):
    """Writes the rows as a package; `model` is a package whose table of figures is the same."""
    package = json.loads((model / "datapackage.json").read_text(encoding="utf-8"))
    package["name"] = folder.name
    package["resources"] = [r for r in package["resources"] if r["name"] == "observation"]
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    with (folder / "observation.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
