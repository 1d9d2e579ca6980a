#!/usr/bin/env python3
"""100 writers killed at any moment, and two writers that must be found out: test_kill.py IPRSTAT DATA [SEED]"""

import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402
from kills import kill  # noqa: E402

# limit: with the suites beside it a slow machine comes to fewer than 100
SECONDS, KILLS, KILLS_LEAST = 60, 100, 20

# A writer that says it is done before it is.
HASTY = """set -eu
case "$*" in *publish*) echo 'release 0 is published: hasty' ;; esac
exec "$IPRSTAT_REAL" "$@"
"""
# A writer that commits in two halves: it publishes half of its figures, then all of them.
HALVES = """set -eu
case "$*" in load*--publish*/package)
    for last; do :; done
    half=$last-half
    mkdir -p "$half"
    cp "$last/datapackage.json" "$half/"
    head -n 300 "$last/observation.csv" >"$half/observation.csv"
    "$IPRSTAT_REAL" load --db "$3" --publish "$half" ;;
esac
exec "$IPRSTAT_REAL" "$@"
"""


def main():
    tap = Tap()
    program, data = sys.argv[1], sys.argv[2]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        result = kill([program], data, name, seed, KILLS, until=time.monotonic() + SECONDS)
    told = f"seed {seed}: {result}"
    print("#", told, flush=True)
    tap.point(result.kills >= KILLS_LEAST, f"{result.kills} writers were killed", told)
    tap.point(result.whole > 0 and result.absent > 0, f"some before their commit and some after it: {result.absent}, {result.whole}", told)
    tap.point(result.faults == [], "what was reported as done is there, the rest whole or not at all", "\n".join(result.faults))
    for what, script in (("a writer that reports before it commits", HASTY), ("a writer that commits in halves", HALVES)):
        with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
            wrong = pathlib.Path(name, "wrong")
            wrong.write_text(script, encoding="utf-8")
            result = kill(["env", f"IPRSTAT_REAL={program}", "sh", wrong], data, name, seed, 8, until=time.monotonic() + SECONDS)
        tap.point(result.faults != [], f"{what} is found", f"{result}")
    tap.finish()


main()
