"""The funnel of pre-examination over HTTP, by period and by cohort, against the rows of the table."""

import datetime

import preexam_counts
from asking import differences, get

ON = datetime.date(2025, 12, 31)
REGIONS = ("120000", "120116", "120104", "120117")


def funnel(service, data):
    requests = preexam_counts.Requests(data)
    for region in REGIONS:
        rows = [row for row in requests.rows if data.within(region, row["region"])]
        for code, months in [(f"{year}", (1, 12)) for year in range(2021, 2026)] + [("2024-H1", (1, 6)), ("2024-H2", (7, 12))]:
            year = int(code[:4])
            first = datetime.date(year, months[0], 1)
            last = datetime.date(year, months[1], 30 if months[1] == 6 else 31)
            for basis, wanted in (("period", preexam_counts.period(requests, rows, first, last)),
                                  ("cohort", preexam_counts.cohort(requests, rows, first, last, ON))):
                found = get(service, "/v1/preexam/funnel", region=region, period=code, basis=basis)["data"]["records"]
                yield from differences(f"{region} {code} by {basis}", found, wanted)


CHECKS = (funnel,)
