#!/usr/bin/env python3
"""Kills as many writers as one likes, and prints what came of it.

    tests/faults/many.py [--kills N] [--seed SEED] [--program build/cli/iprstat]

ends with 1 if anything that was reported as done is gone, or half of anything is there.
"""

import argparse
import pathlib
import sys
import tempfile
import time

from kills import kill

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    parser = argparse.ArgumentParser(description="Kills writers of a store, and looks at what is left.")
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--program", default=ROOT / "build/cli/iprstat")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        result = kill([options.program], ROOT / "data", name, options.seed, options.kills,
                      told=lambda n: print(f"{n} killed", flush=True) if n % 100 == 0 else None)
    print(f"{result.kills} writers killed in {time.monotonic() - started:.0f} s: {result.absent} before their commit, {result.whole} after it;"
          f" {result.acknowledged} others reported that they were done")
    print(f"slowest restart {result.slowest_restart * 1000:.0f} ms; a whole load took {result.slowest_whole * 1000:.0f} ms")
    print(f"{len(result.faults)} faults", *result.faults, sep="\n")
    sys.exit(1 if result.faults else 0)


main()
