#!/usr/bin/env python3
"""Checks the package of made-up registers by itself: its shape, its marks, and that its bytes depend on nothing but the seed.

Usage: test_demo.py DATA_DIRECTORY GENERATOR; the output is TAP.
"""

import copy
import os
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True

import demo_rules
import packages
import shape

CHECKS = (shape.descriptors, shape.cells, shape.keys) + demo_rules.CHECKS


def made(generator, data, folder, salt):
    """{name: bytes} of the files; hashes of text differ from run to run by the salt."""
    subprocess.run([sys.executable, generator, data, folder], check=True, env={**os.environ, "PYTHONHASHSEED": salt})
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def main():
    data, generator = pathlib.Path(sys.argv[1]), sys.argv[2]
    results = []

    def report(name, problems):
        results.append(not problems)
        print(f"{'not ok' if problems else 'ok'} {len(results)} - {name}", flush=True)
        for problem in problems[:20]:
            print(f"# {problem}")

    print(f"1..{len(CHECKS) + len(demo_rules.FAULTS) + 1}")
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        first = made(generator, data, folder / "demo-registers", "1")
        again = made(generator, data, folder / "again", "2")
        report("the same seed makes the same bytes",
               [name for name in first.keys() | again.keys() if first.get(name) != again.get(name)])
        tables = packages.Data(data)
        tables.add(folder / "demo-registers")
        for check in CHECKS:
            report(check.__name__, list(check(tables)))
        for name, fault, check in demo_rules.FAULTS:
            broken = copy.copy(tables)
            broken.rows = {table: [dict(row) for row in rows] for table, rows in tables.rows.items()}
            fault(broken)
            report(f"{check.__name__} sees {name}", [] if list(check(broken)) else ["no complaint"])
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
