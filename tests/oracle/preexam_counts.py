"""Statistics of pre-examination over the rows of the table, worked out apart from the server."""

from collections import Counter

from reckoning import Workdays, date, deadline, percent, rule_of, spread

DAYS = ("received_on", "accepted_on", "decided_on", "filed_on", "concluded_on")


class Requests:
    """All requests, with the last day to file each qualified one."""

    def __init__(self, data):
        self.workdays = Workdays(data, "cn")
        self.rows = [dict(row) for row in data.table("preexam_request")]
        rules = data.table("time_limit")
        for row in self.rows:
            for name in DAYS:
                row[name[:-3]] = date(row[name])
            row["limit"] = None
            if row["decision"] == "qualified":
                rule = rule_of(rules, "preexam_filing", row["decided"], route="", ip_type="patent")
                row["limit"] = rule and deadline(rule, row["decided"], False, [], self.workdays)


def as_of(rows, on):
    """The rows as they stood on a day."""
    for row in rows:
        if row["received"] <= on:
            yield {**row, **{name[:-3]: None for name in DAYS if row[name[:-3]] and row[name[:-3]] > on},
                   "limit": row["limit"] if row["limit"] and row["limit"] <= on else None}


def happened(row, name, on):
    return row[name] is not None and row[name] <= on


def lapsed(row, on):
    """The last day has passed, and nothing was filed on or before it."""
    return row["limit"] is not None and row["limit"] <= on and not (row["filed"] and row["filed"] <= row["limit"])


def durations(requests, rows):
    return spread([requests.workdays.between(row["received"], row["decided"]) for row in rows])


def period(requests, rows, first, last):
    def inside(name):
        return [row for row in rows if row[name] and first <= row[name] <= last]

    decided = inside("decided")
    decisions = Counter(row["decision"] for row in decided)
    outcomes = Counter(row["outcome"] for row in inside("concluded"))
    return {
        "received": len(inside("received")), "accepted": len(inside("accepted")), "decided": len(decided),
        **{name: decisions[name] for name in ("qualified", "not_qualified")}, "filed": len(inside("filed")),
        "withdrawn_before": decisions["withdrawn"],
        "lapsed": sum(1 for row in inside("limit") if lapsed(row, last)),
        "granted": outcomes["granted"], "rejected": outcomes["rejected"], "withdrawn_after": outcomes["withdrawn"],
        "backlog": sum(1 for row in rows if happened(row, "accepted", last) and not happened(row, "decided", last)),
        "qualified_of_accepted": percent(decisions["qualified"], len(inside("accepted"))),
        "granted_of_qualified": percent(outcomes["granted"], decisions["qualified"]),
        "granted_of_accepted": percent(outcomes["granted"], len(inside("accepted"))),
        "duration": durations(requests, decided),
    }


def cohort(requests, rows, first, last, on):
    rows = [row for row in rows if first <= row["received"] <= min(last, on)]

    def reached(name):
        return [row for row in rows if happened(row, name, on)]

    decided = reached("decided")
    decisions = Counter(row["decision"] for row in decided)
    outcomes = Counter(row["outcome"] for row in reached("concluded"))
    return {
        "received": len(rows), "accepted": len(reached("accepted")), "decided": len(decided),
        **{name: decisions[name] for name in ("qualified", "not_qualified")}, "filed": len(reached("filed")),
        "withdrawn_before": decisions["withdrawn"], "lapsed": sum(1 for row in rows if lapsed(row, on)),
        "granted": outcomes["granted"], "rejected": outcomes["rejected"], "withdrawn_after": outcomes["withdrawn"],
        "open": len(rows) - len(decided),
        "qualified_of_received": percent(decisions["qualified"], len(rows)),
        "granted_of_qualified": percent(outcomes["granted"], decisions["qualified"]),
        "granted_of_received": percent(outcomes["granted"], len(rows)),
        "open_of_received": percent(len(rows) - len(decided), len(rows)),
        "duration": durations(requests, decided),
    }
