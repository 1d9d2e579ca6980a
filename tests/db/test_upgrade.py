#!/usr/bin/env python3
"""A store of the first schema is brought up to date with nothing lost. test_upgrade.py IPRSTAT SOURCE"""

import contextlib
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

PROGRAM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])
HERE = pathlib.Path(__file__).resolve().parent
tap = Tap()
DRAFT = 1 << 40  # rows of drafts have this and more in since

# Columns of the first schema that stand elsewhere now.
RENAMED = {("observation", "note"): "note_en", ("target", "ambiguity"): "ambiguity_en"}
# What says something else now: drafts that wait are discarded, since they were compared by another rule.
CHANGED = {("draft", "state")}


def iprstat(*arguments, code=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    tap.point(done.returncode == code, f"{' '.join(map(str, arguments[:2]))}: exit {code}", f"{done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def make_old(path):
    with contextlib.closing(sqlite3.connect(path)) as store:
        store.executescript((SOURCE / "db" / "schema.sql").read_text())
        store.executescript((HERE / "version_1.sql").read_text())
        store.execute("PRAGMA user_version = 1")
        store.execute(f"PRAGMA application_id = {0x49505253}")
        store.execute("PRAGMA journal_mode = WAL")


def read(path):
    """{table: (columns, rows)} of what is published."""
    with contextlib.closing(sqlite3.connect(path)) as store:
        tables = [name for name, in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        columns = {table: [row[1] for row in store.execute(f"PRAGMA table_info({table})")] for table in tables}
        return {table: (columns[table], store.execute(
            f"SELECT * FROM {table}" + (f" WHERE since < {DRAFT}" if "since" in columns[table] else "")).fetchall()) for table in tables}


def projected(table, columns, wanted):
    places = [columns.index(column) for column in wanted]
    return sorted((tuple(row[place] for place in places) for row in table), key=repr)


def main():
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        db = folder / "old.db"
        make_old(db)
        before = read(db)
        tap.point(sum(len(rows) for _, rows in before.values()) > 1000 and len(before) > 20, "an old store with rows")
        iprstat("key", "list", "--db", db, code=75)
        iprstat("key", "create", "--db", db, "--name", "first writer", "--scopes", "import")
        after = read(db)
        for table, (columns, rows) in before.items():
            kept = [column for column in columns if (table, column) not in CHANGED]
            there = [RENAMED.get((table, column), column) for column in kept]
            if not set(there) <= set(after.get(table, ([], []))[0]):
                tap.point(False, f"{table}: its columns are there", str(set(there) - set(after.get(table, ([], []))[0])))
                continue
            old, new = projected(rows, columns, kept), projected(after[table][1], after[table][0], there)
            lost = [row for row in old if row not in new]
            tap.point(not lost and len(new) == len(old), f"{table}: {len(old)} rows as they were",
                      f"{len(new)} rows now; lost: {lost[:3]}")
        columns, releases = after["release"]
        tap.point(all(row[columns.index("created_at")] == row[columns.index("published_at")] and row[columns.index("cancelled")] == 0
                      for row in releases), "releases were made when they were published")
        iprstat("check", "--db", db)
        audit = after["audit"][1]
        tap.point([row[3] for row in audit] == ["begin", "key-create"] and "releases=2 drafts=4" in audit[0][5],
                  "the audit begins with what the store had", str(audit))
        iprstat("audit", "verify", "--db", db)
        for change in ("UPDATE release SET note = 'x' WHERE release = 1", "UPDATE draft_package SET version = '2' WHERE draft = 1"):
            with contextlib.closing(sqlite3.connect(db)) as store:
                was = store.execute("SELECT note FROM release WHERE release = 1").fetchone()[0]
                store.execute(change)
                store.commit()
                iprstat("audit", "verify", "--db", db, code=65)
                store.execute("UPDATE release SET note = ? WHERE release = 1", (was,))
                store.execute("UPDATE draft_package SET version = '1.0.0' WHERE draft = 1")
                store.commit()
        iprstat("audit", "verify", "--db", db)
    tap.finish()


main()
