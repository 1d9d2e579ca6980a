#!/usr/bin/env python3
"""Adds up what script/test left in its results folder and prints the closing line of the run.

For each build NAME the folder may hold NAME.json (meson's log, one JSON object per test program), NAME.broken (the
build or its configuration failed) and NAME.sanitizer.PID (what a sanitizer reported). A program that speaks TAP
counts with each of its top-level points, any other counts as one. A program that ended badly counts at least one
failure, whatever points it printed before.
"""

import json
import pathlib
import re
import sys

POINT = re.compile(r"^(not )?ok\b(.*)$", re.MULTILINE)
DIRECTIVE = re.compile(r"(?<!\\)#\s*(skip|todo)\b", re.IGNORECASE)


def count_program(entry):
    """Returns (passed, failed, skipped) of one entry of meson's log."""
    passed = failed = skipped = 0
    for negated, rest in POINT.findall(entry.get("stdout", "")):
        if DIRECTIVE.search(rest):
            skipped += 1
        elif negated:
            failed += 1
        else:
            passed += 1
    result = entry["result"]
    if result in ("OK", "EXPECTEDFAIL"):
        if passed + failed + skipped == 0:
            passed = 1
    elif result == "SKIP":
        skipped = max(skipped, 1)
    elif failed == 0:
        failed = 1
    return passed, failed, skipped


def count_build(results, name):
    """Returns (passed, failed, skipped, lines that name what failed) of one build."""
    passed = failed = skipped = 0
    lines = []
    log = results / f"{name}.json"
    if log.exists():
        for text in log.read_text(encoding="utf-8", errors="replace").splitlines():
            entry = json.loads(text)
            counts = count_program(entry)
            passed += counts[0]
            failed += counts[1]
            skipped += counts[2]
            if counts[1]:
                lines.append(f"{name}: {entry['name']}: {entry['result'].lower()}, {counts[1]} failed")
    if (results / f"{name}.broken").exists():
        failed += 1
        lines.append(f"{name}: does not build")
    for report in sorted(results.glob(f"{name}.sanitizer.*")):
        failed += 1
        lines.append(f"{name}: a sanitizer reported, see {report}")
        lines += ["    " + line for line in report.read_text(errors="replace").splitlines()[:40]]
    return passed, failed, skipped, lines


def main(arguments):
    if len(arguments) < 2:
        print("usage: count_tests.py RESULTS BUILD...", file=sys.stderr)
        return 64
    results = pathlib.Path(arguments[0])
    total = [0, 0, 0]
    for name in arguments[1:]:
        passed, failed, skipped, lines = count_build(results, name)
        for line in lines:
            print(line)
        if passed + failed + skipped:
            print(f"{name + ':':8} {passed:6} passed {failed:4} failed {skipped:4} skipped")
        total = [a + b for a, b in zip(total, (passed, failed, skipped))]
    if total[0] + total[1] == 0:
        print("no test ran")
    print(f"{total[0]} passed, {total[1]} failed")
    return 0 if total[0] > 0 and total[1] == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
