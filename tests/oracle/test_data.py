#!/usr/bin/env python3
"""Checks the Data Packages of data/ by themselves: shape, references, intervals, sums, counts.

Nothing of the server is used here, so that a mistake in the loader and one in the data can not
hide each other. Each check is a generator of complaints over all tables; the second half of the
test breaks a copy of the data in one place and expects the check to complain.

Usage: test_data.py DATA_DIRECTORY; the output is TAP.
"""

import copy
import pathlib
import sys

sys.dont_write_bytecode = True

import catalogue
import facts
import faults
import measures
import packages
import shape

CHECKS = shape.CHECKS + catalogue.CHECKS + facts.CHECKS + measures.CHECKS


def main():
    data = packages.Data(pathlib.Path(sys.argv[1]))
    results = []

    def report(name, problems):
        results.append(not problems)
        print(f"{'not ok' if problems else 'ok'} {len(results)} - {name}", flush=True)
        for problem in problems[:20]:
            print(f"# {problem}")

    print(f"1..{len(CHECKS) + len(faults.FAULTS)}")
    for check in CHECKS:
        report(check.__name__, list(check(data)))
    for name, fault, check in faults.FAULTS:
        broken = copy.deepcopy(data)
        fault(broken)
        new = set(check(broken)) - set(check(data))
        report(f"{check.__name__} sees {name}", [] if new else ["no complaint"])
    print(f"# {sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
