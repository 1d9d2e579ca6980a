#!/usr/bin/env python3
"""Loads the made-up registers beside the real data, asks the server for their statistics, and works each out again.

Usage: test_registers.py DATA_DIRECTORY DEMO_PACKAGE, with the program in IPRSTAT; the output is TAP.
"""

import pathlib
import sys
import tempfile

sys.dont_write_bytecode = True

import ask_assessments
import ask_cases
import ask_credit
import ask_figures
import ask_limits
import ask_preexam
import ask_register_figures
import packages
from service import Service

CHECKS = (ask_limits.CHECKS + ask_credit.CHECKS + ask_cases.CHECKS + ask_figures.CHECKS
          + ask_assessments.CHECKS + ask_preexam.CHECKS + ask_register_figures.CHECKS)


class Registers(packages.Data):
    """All tables, with what the checks look up again and again."""

    def __init__(self, root, demo):
        super().__init__(root)
        self.add(demo)
        self.parents = {row["region"]: row["parent"] for row in self.table("region")}
        self.events_of = {}
        for row in self.table("credit_event"):
            self.events_of.setdefault((row["agency"], row["scheme"]), []).append(row)

    def within(self, region, at):
        """Whether a record of one place counts for another: for its own and for all above it."""
        while at and at != region:
            at = self.parents[at]
        return at == region


def main():
    root, demo = map(pathlib.Path, sys.argv[1:3])
    data = Registers(root, demo)
    loaded = [root / "catalogue"] + sorted(path for path in root.iterdir() if path.name != "catalogue") + [demo]
    failed = 0
    print(f"1..{len(CHECKS)}")
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        service = Service(pathlib.Path(name), loaded)
        print(f"# loaded in {service.load_seconds:.1f} s")
        try:
            for n, check in enumerate(CHECKS, 1):
                complaints = list(check(service, data))
                failed += bool(complaints)
                print(f"{'not ok' if complaints else 'ok'} {n} - {check.__module__}: {check.__name__}", flush=True)
                for complaint in complaints[:20]:
                    print(f"# {complaint}")
        finally:
            service.stop()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
