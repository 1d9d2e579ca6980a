"""Points, totals and ranks of the districts in an assessment, in fractions, apart from the server."""

from fractions import Fraction


class Assessment:
    """One scheme with its results; `weights` and `raws` put other ones in place of those of the tables."""

    def __init__(self, data, scheme, weights=None, raws=None):
        self.items = {row["item"]: row for row in data.table("assessment_item") if row["scheme"] == scheme}
        self.weights = {name: Fraction(row["weight"]) for name, row in self.items.items()}
        self.weights.update({name: Fraction(weight) for name, weight in (weights or {}).items()})
        results = [row for row in data.table("assessment_result") if row["scheme"] == scheme]
        self.regions = sorted({row["region"] for row in results})
        self.raws = {(row["item"], row["region"]): Fraction(row["raw"]) for row in results if row["raw"] != ""}
        self.raws.update({key: Fraction(raw) for key, raw in (raws or {}).items()})
        self.given = {(row["item"], row["region"]): Fraction(row["points"]) for row in results if row["points"] != ""}
        self.steps = {}
        for row in data.table("assessment_step"):
            if row["scheme"] == scheme:
                self.steps.setdefault(row["item"], []).append((Fraction(row["at"]), Fraction(row["points"])))
        self.bands = sorted(((Fraction(row["lower"]), row["grade"]) for row in data.table("assessment_grade")
                             if row["scheme"] == scheme), reverse=True)
        if sum(self.weights.values()) != sum(Fraction(row["weight"]) for row in self.items.values()):
            self.bands = []  # grades are meant for the full score of the scheme

    def points(self, name, region):
        """The least and the most points of one item; none to all of them where what they rest on is missing."""
        item, full = self.items[name], Fraction(self.items[name]["points"])
        if item["scoring"] == "manual":
            given = self.given.get((name, region))
            return (Fraction(0), full) if given is None else (given, given)
        raw = self.raws.get((name, region))
        if raw is None:
            return Fraction(0), full
        up = item["direction"] == "higher"
        if item["scoring"] == "linear":
            floor, ceiling = Fraction(item["floor"]), Fraction(item["ceiling"])
            share = (raw - floor if up else ceiling - raw) / (ceiling - floor)
            got = full * min(max(share, Fraction(0)), Fraction(1))
            return got, got
        if item["scoring"] == "threshold":
            got = max([given for at, given in self.steps[name] if (raw >= at if up else raw <= at)], default=Fraction(0))
            return got, got
        return self.place_points(name, raw, full, up)

    def place_points(self, name, raw, full, up):
        """Equal values share the better place; a region whose value is missing may be before or behind."""
        others = [value for (one, _), value in self.raws.items() if one == name]
        n, unknown = len(self.regions), len(self.regions) - len(others)
        best = 1 + sum(1 for value in others if (value > raw if up else value < raw))
        if n == 1:
            return full, full
        return full * (n - best - unknown) / (n - 1), full * (n - best) / (n - 1)

    def missing(self, region):
        """Items of which nothing was reported."""
        return [name for name, item in self.items.items()
                if (name, region) not in (self.given if item["scoring"] == "manual" else self.raws)]

    def total(self, region):
        """The least and the most."""
        ends = [self.points(name, region) for name in self.items]
        return tuple(sum((self.weights[name] * end[side] / Fraction(self.items[name]["points"])
                          for name, end in zip(self.items, ends)), Fraction(0)) for side in (0, 1))

    def ranks(self):
        """{region: (best, worst) place}; the same number where all is known, but for ties."""
        totals = {region: self.total(region) for region in self.regions}
        return {
            region: (1 + sum(1 for one, (lower, _) in totals.items() if one != region and lower > high),
                     1 + sum(1 for one, (_, upper) in totals.items() if one != region and upper > low))
            for region, (low, high) in totals.items()}

    def grade(self, score):
        return next((grade for lower, grade in self.bands if score >= lower), None)
