#!/usr/bin/env python3
"""Asks /v1/aggregates about a cube that is made by a seed, and works out each answer again.

Usage: test_aggregates.py DATA_DIRECTORY, with the program in IPRSTAT; the output is TAP. IPRSTAT_TEST_SEED
and IPRSTAT_TEST_RUNS choose another cube and how many questions are asked.
"""

import os
import pathlib
import random
import sys
import tempfile
import urllib.parse
from fractions import Fraction

sys.dont_write_bytecode = True

import cube
import rollups
from service import Service

SEED = int(os.environ.get("IPRSTAT_TEST_SEED", "20260101"))
RUNS = int(os.environ.get("IPRSTAT_TEST_RUNS", "300"))
SAMPLES = 20


def rounded(value, decimals, way):
    """The nearest (half away from zero), the next below or the next above, as a fraction."""
    scaled = value * 10 ** decimals
    floor = scaled.numerator // scaled.denominator
    if way == "down":
        whole = floor
    elif way == "up":
        whole = floor if floor == scaled else floor + 1
    else:
        size = abs(scaled) + Fraction(1, 2)
        whole = (size.numerator // size.denominator) * (1 if scaled >= 0 else -1)
    return Fraction(whole, 10 ** decimals)


def question_of(chance):
    """A question, of the kinds that the oracle understands."""
    indicator = chance.choice(list(rollups.RULES))
    ratio = indicator == "patent_infringement_clearance_rate"
    functions = ["rollup"] if ratio else ["rollup", "rollup", "sum", "avg", "min", "max", "count"]
    spans = chance.choice([["2021"], ["2020/2022"], ["2021", "2022"], ["2020", "2022"]]
                          + ([["2023"], ["2022/2023"]] if indicator == "patents_granted" else []))
    parts = indicator == "patents_granted" and chance.random() < 0.4
    names = ["region", "period", "year"] + (["patent_type"] if parts else [])
    regions = sorted(chance.sample(cube.DISTRICTS, chance.choice([1, 1, 2, 3, 7])))
    return {"indicator": indicator, "function": chance.choice(functions), "regions": regions,
            "by": chance.sample(names, chance.randrange(0, 3)), "parts": parts, "spans": [
                f"{span[:4]}-01-01/{span[-4:]}-12-31" for span in spans]}


def path_of(question):
    pairs = [("indicator", question["indicator"]), ("function", question["function"]),
             ("region", ",".join(question["regions"])), ("period", ",".join(question["spans"])),
             ("limit", "1000")]
    if question["by"]:
        pairs.append(("group_by", ",".join(question["by"])))
    if question["parts"]:
        pairs.append(("breakdown[patent_type]", "*"))
    return "/v1/aggregates?" + urllib.parse.urlencode(pairs)


def compare_number(entry, wanted):
    places = entry["decimals"]
    more = min(places + 2, 6)
    for name, way, decimals in (("value", "nearest", places), ("lower", "down", more),
                                ("upper", "up", more)):
        if name not in wanted:
            continue
        exact = wanted[name]
        expected = None if exact is None else rounded(exact, decimals, way)
        if entry[name] != expected:
            yield f"{name} is {entry[name]}, expected {expected}"


def gaps_of(entries):
    """The days that each region leaves open."""
    gaps = {}
    for entry in entries:
        gaps.setdefault(entry["region"], set()).update(rollups.run_of(*cube.days(entry["period"])))
    return gaps


def within(entry, value):
    return ((entry["lower"] is None or entry["lower"] <= value)
            and (entry["upper"] is None or value <= entry["upper"]))


def compare_mean(chance, entry, wanted):
    """Any numbers within the bounds of the figures have a mean within the bounds of the mean."""
    def draw(row):
        low = Fraction(row["lower"] or 0)
        high = Fraction(row["upper"]) if row["upper"] != "" else low + 1000
        return chance.choice([low, high, low + (high - low) * Fraction(chance.randrange(0, 8), 7)])

    for _ in range(SAMPLES):
        drawn = [(draw(row), draw(weight)) for row, weight in wanted["pairs"]]
        whole = sum(weight for _, weight in drawn)
        if whole and not within(entry, sum(x * weight for x, weight in drawn) / whole):
            yield f"a mean outside of {entry['lower']} to {entry['upper']}"


def compare_entry(chance, entry, wanted):
    yield from compare_number(entry, wanted)
    if "figures" not in wanted:
        return
    for name in ("complete", "figures"):
        if entry[name] != wanted[name]:
            yield f"{name} is {entry[name]}, expected {wanted[name]}"
    if "bound" in wanted and entry["bound"] not in wanted["bound"]:
        yield f"bound is {entry['bound']}, expected {wanted['bound']}"
    for name in ("missing", "not_applicable"):
        if entry[name] != sorted(wanted[name]):
            yield f"{name} is {entry[name]}, expected {sorted(wanted[name])}"
    if set(entry["missing_parts"]) != wanted["parts"]:
        yield f"missing parts {entry['missing_parts']}, expected {wanted['parts']}"
    if gaps_of(entry["missing_periods"]) != wanted["gaps"]:
        yield f"missing periods {entry['missing_periods']}"
    if entry["reason"] is None and entry["value"] is not None and not within(
            entry, entry["value"]) and entry["decimals"] == 0:
        yield "the value is outside its bounds"
    if "pairs" in wanted:
        yield from compare_mean(chance, entry, wanted)


def compare(chance, service, rows, question):
    """Complaints about the answer to one question."""
    wanted = rollups.answer(rows, question)
    status, answer = service.ask(path_of(question))
    refusals = {str(entry) for entry in wanted.values() if isinstance(entry, rollups.Refused)}
    if refusals:
        rule = answer.get("detail", "").partition(":")[0]
        if status != 422 or rule not in refusals:
            yield f"{status} {rule}, expected a refusal: {refusals}"
        return
    if status != 200:
        yield f"{status} {answer.get('detail')}"
        return
    found = {tuple(entry["group"][name] for name in question["by"]): entry
             for entry in answer["data"]}
    if found.keys() != wanted.keys():
        yield f"groups {sorted(found.keys(), key=str)}, expected {sorted(wanted.keys(), key=str)}"
        return
    hinted = any(note["type"] == "inexact" for note in answer["meta"]["notes"])
    inexact = [entry.get("inexact") for entry in wanted.values()]
    if None not in inexact and hinted != any(inexact):
        yield f"inexact is {hinted}"
    for key, entry in found.items():
        for complaint in compare_entry(chance, entry, wanted[key]):
            yield f"{key}: {complaint}"


def parts_make_the_whole(service):
    """What is summed by region, by year and by part is what is summed at once."""
    query = ("/v1/aggregates?indicator=patents_granted&period=2020..2022&breakdown[patent_type]=*"
             f"&region={','.join(cube.DISTRICTS)}&limit=1000")
    _, whole = service.ask(query)
    for keys in ("region", "period", "patent_type", "region,period", "region,period,patent_type"):
        _, parts = service.ask(f"{query}&group_by={keys}")
        for name in ("value", "lower"):
            added = sum(Fraction(part[name]) for part in parts["data"] if part[name] is not None)
            if added != whole["data"][0][name]:
                yield f"{keys}: {name} {added}, at once {whole['data'][0][name]}"


def main():
    chance = random.Random(SEED)
    made = cube.rows(SEED)
    data = pathlib.Path(sys.argv[1])
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        cube.write(folder / "cube", made, data / "second-hand-series")
        service = Service(folder, [data / "catalogue", folder / "cube"], conflicts=True)
        try:
            asked = [question_of(chance) for _ in range(RUNS)]
            told = [(path_of(q), list(compare(chance, service, made, q))) for q in asked]
            refused = sum(1 for q in asked if any(
                isinstance(e, rollups.Refused) for e in rollups.answer(made, q).values()))
            told.append(("parts make the whole", list(parts_make_the_whole(service))))
        finally:
            service.stop()
    share = RUNS // 40
    told.append(("answers and refusals are both asked for",
                 [] if share <= refused <= RUNS - share else [f"{refused} of {RUNS} refused"]))
    bad = [(name, complaints) for name, complaints in told if complaints]
    for name, complaints in bad[:20]:
        print(f"# {name}")
        for complaint in complaints[:5]:
            print(f"#   {complaint}")
    names = ["every answer is that of the oracle", "parts make the whole",
             "answers and refusals are both asked for"]
    wrong = {name for name, _ in bad}
    print("1..3")
    for n, name in enumerate(names, 1):
        failed = name in wrong or (n == 1 and wrong - set(names))
        print(f"{'not ok' if failed else 'ok'} {n} - {name}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
