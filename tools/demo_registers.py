#!/usr/bin/env python3
"""Makes up registers: dispute cases, agencies, pre-examination requests and more of five years in Tianjin.

    tools/demo_registers.py DATA FOLDER [--stamp FILE]

reads the calendar and the credit schemes of the packages in DATA and writes the Data Package `demo-registers` into FOLDER.
Nothing in it is true, and every document in it is marked synthetic. The same seed and data give the same bytes.
"""

import argparse
import csv
import functools
import pathlib
import sys

sys.dont_write_bytecode = True

from demo import agencies, assessments, disputes, documents, enforcement, finance, network, package, preexam, reporting, services
from demo.chance import Days

SEED = 20260101


@functools.cache
def read(data, table):
    """Rows of a table over all packages of the folder, in the order of their names."""
    rows = []
    for path in sorted(data.glob(f"*/{table}.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            rows += csv.DictReader(stream)
    return rows


def main():
    parser = argparse.ArgumentParser(description="Makes up registers as a Data Package.")
    parser.add_argument("data", type=pathlib.Path, help="the folder with the real packages")
    parser.add_argument("folder", type=pathlib.Path, help="where the package is written")
    parser.add_argument("--stamp", type=pathlib.Path, help="an empty file, written at the end")
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    made = documents.tables()

    def source(table):
        """Rows of a table: what is made up so far, else the real ones."""
        return made[table] if table in made else read(args.data, table)

    days = Days(source("calendar_day"))
    for part in (disputes, agencies, preexam, assessments, enforcement, reporting, finance, network, services):
        made.update(part.tables(args.seed, days, source))
    package.write(args.folder, made)
    if args.stamp:
        args.stamp.write_text("", encoding="utf-8")


if __name__ == "__main__":
    main()
