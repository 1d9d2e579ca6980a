"""Statistics of disputes and mediations over the rows of the tables, worked out apart from the server."""

from collections import Counter

from reckoning import DAY, Workdays, date, deadline, percent, rule_of, run_of, spread


class Cases:
    """All disputes as they stood on a day, with their deadlines; what was closed later is open."""

    def __init__(self, data, on):
        self.data, self.on = data, on
        self.spells = {}
        for row in data.table("dispute_suspension"):
            first, last = date(row["starts_on"]), date(row["ends_on"])
            if first <= on:
                self.spells.setdefault(row["dispute"], []).append((first, last if last and last <= on else None))
        rules, workdays = data.table("time_limit"), Workdays(data, "cn")
        self.rows = [self.judged(dict(row), rules, workdays) for row in data.table("dispute") if date(row["filed_on"]) <= on]

    def judged(self, row, rules, workdays):
        row["filed"], row["closed"] = date(row["filed_on"]), date(row["closed_on"])
        if row["closed"] and row["closed"] > self.on:
            row["closed"], row["outcome"] = None, ""
        spells = [(first, last or row["closed"]) for first, last in self.spells.get(row["dispute"], [])]
        until = row["closed"] or self.on
        stopped = {day for first, last in spells for day in run_of(first, min(last or until, until)) if day > row["filed"]}
        row["suspended"] = len(stopped)
        row["days"] = sum(1 for day in run_of(row["filed"] + DAY, until) if day not in stopped)
        row["rule"] = rule_of(rules, "decision", row["filed"], route=row["route"], ip_type=row["ip_type"],
                              dispute_type=row["dispute_type"])
        row["deadline"] = row["rule"] and deadline(row["rule"], row["filed"], row["extended"] == "yes", spells, workdays)
        return row


def durations(rows):
    return spread([row["days"] for row in rows])


def outcomes(rows):
    counted = Counter(row["outcome"] or None for row in rows)
    return {name: (n, percent(n, len(rows))) for name, n in counted.items()}


def timely(rows):
    ruled = [row for row in rows if row["rule"]]
    judged = [row for row in ruled if row["deadline"]]
    within = sum(1 for row in judged if row["closed"] <= row["deadline"])
    return {"judged": len(judged), "within": within, "share": percent(within, len(judged)),
            "without_rule": len(rows) - len(ruled), "without_deadline": len(ruled) - len(judged)}


def period(rows, first, last):
    """What happened in a period, both days included."""
    filed = [row for row in rows if first <= row["filed"] <= last]
    closed = [row for row in rows if row["closed"] and first <= row["closed"] <= last]
    return {
        "filed": len(filed), "closed": len(closed),
        "pending_start": sum(1 for row in rows if row["filed"] < first and not (row["closed"] and row["closed"] < first)),
        "pending": sum(1 for row in rows if row["filed"] <= last and not (row["closed"] and row["closed"] <= last)),
        "clearance": percent(len(closed), len(filed)), "duration": durations(closed), "within_limit": timely(closed),
        "outcomes": outcomes(closed),
    }


def cohort(rows, first, last, on):
    """What became, by a day, of the cases filed in a period."""
    filed = [row for row in rows if first <= row["filed"] <= last]
    closed = [row for row in filed if row["closed"]]
    still = [row for row in filed if not row["closed"]]
    return {
        "filed": len(filed), "closed": len(closed), "open": len(still), "open_share": percent(len(still), len(filed)),
        "duration": durations(closed), "within_limit": timely(closed), "outcomes": outcomes(closed),
        "overdue": sum(1 for row in still if row["deadline"] and row["deadline"] < on),
    }


def overdue(rows, on):
    """{dispute: entry} of the cases that were open on a day after their deadline."""
    return {row["dispute"]: {"deadline": row["deadline"].isoformat(), "days_over": (on - row["deadline"]).days,
                             "suspended_days": row["suspended"], "rule": row["rule"]["time_limit"]}
            for row in rows if not row["closed"] and row["deadline"] and row["deadline"] < on}


def handled(rows, first, last):
    opened = [row for row in rows if first <= row["opened"] <= last]
    closed = [row for row in rows if row["closed"] and first <= row["closed"] <= last]
    return {"opened": opened, "closed": closed, "agreements": [row for row in closed if row["outcome"] == "agreement"]}


def counts(found, size):
    counted = {name: size(rows) for name, rows in found.items()}
    return {**counted, "success": percent(counted["agreements"], counted["closed"])}


def disputes_of(rows):
    return len({row["dispute"] for row in rows})


def mediations(rows, confirmations, first, last):
    """By channel: handlings; in all: handlings, and disputes, each once."""
    whole = handled(rows, first, last)
    channels = {}
    for row in rows:
        channels.setdefault(row["channel"], []).append(row)
    handlings, disputes = counts(whole, len), counts(whole, disputes_of)
    decided = {result: len({row["dispute"] for row in confirmations
                            if row["result"] == result and first <= date(row["decided_on"]) <= last})
               for result in ("confirmed", "refused", "withdrawn")}
    return {
        "handlings": handlings, "disputes": disputes,
        "overlap": {name: handlings[name] - disputes[name] for name in whole},
        "channels": {name: counts(handled(own, first, last), len) for name, own in channels.items()},
        "duration": spread([(row["closed"] - row["opened"]).days for row in whole["closed"]]),
        "confirmations": {**decided, "share": percent(decided["confirmed"], disputes["agreements"])},
    }
