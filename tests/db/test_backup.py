#!/usr/bin/env python3
"""Backups, snapshots and what is put back of them, from outside. test_backup.py IPRSTAT DATA"""

import fcntl
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

PROGRAM, DATA = sys.argv[1], pathlib.Path(sys.argv[2])
APPLICATION_ID = 0x49505253
tap = Tap()


def run(*arguments, code=0, out=(), err=(), name):
    """Runs iprstat; a point for its exit code and for each text that must be in its output."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("IPRSTAT_")}
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, env=clean, check=False)
    told = f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    tap.point(done.returncode == code, f"{name}: exit {code}", told)
    for text in out:
        tap.point(text in done.stdout, f"{name}: says {text!r}", told)
    for text in err:
        tap.point(text in done.stderr, f"{name}: complains {text!r}", told)
    tap.point((done.stderr != "") == (code != 0), f"{name}: complains exactly when it fails", told)
    return done


def rows_of(db):
    """Every row of every table, read by another program; but for the audit, which a restore goes on with."""
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as store:
        names = [name for (name,) in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'audit%'")]
        return {name: sorted(map(repr, store.execute(f'SELECT * FROM "{name}"'))) for name in names}


def files_of(folder):
    return sorted(path.name for path in folder.iterdir())


def bytes_of(db):
    """The store with its log: what a refused restore may not touch."""
    return [path.read_bytes() if path.exists() else None for path in (db, pathlib.Path(f"{db}-wal"))]


def make_store(folder):
    db = folder / "store.db"
    packages = [path for path in sorted(DATA.iterdir()) if (path / "datapackage.json").exists()]
    run("load", "--db", db, "--publish", *packages, out=["release 1 is published"], name="a store")
    return db


def test_backup(folder, db):
    os.chmod(db, 0o640)
    run("backup", "--db", db, folder / "b.db", out=["b.db: release 1, schema ", " rows, ", "bytes, verified"], name="backup")
    tap.point((folder / "b.db").stat().st_mode & 0o777 == 0o640, "backup: is for whom the store is")
    tap.point(rows_of(folder / "b.db") == rows_of(db), "backup: has every row")
    tap.point(files_of(folder) == ["b.db", "store.db", "store.db-shm", "store.db-wal", "store.db.lock"], "backup: leaves nothing else",
              f"{files_of(folder)}")
    before = (folder / "b.db").read_bytes()
    run("backup", "--db", db, folder / "b.db", code=73, err=["is there already"], name="a second backup of that name")
    tap.point((folder / "b.db").read_bytes() == before, "a second backup of that name: the first one is as it was")
    run("backup", "--db", db, "--replace", folder / "b.db", out=["verified"], name="backup --replace")
    run("backup", "--db", folder / "b.db", folder / "bb.db", out=["verified"], name="a backup of a backup")
    tap.point(rows_of(folder / "bb.db") == rows_of(db), "a backup of a backup: has every row")
    run("backup", "--db", folder / "b.db", "--replace", db, code=73, err=["no backup or snapshot"], name="a store is not replaced")
    (folder / "notes.txt").write_text("notes")
    run("backup", "--db", db, "--replace", folder / "notes.txt", code=73, err=["no backup or snapshot"], name="another file is not replaced")
    tap.point((folder / "notes.txt").read_text() == "notes", "another file is not replaced: it is as it was")
    run("backup", "--db", db, folder / "nowhere" / "b.db", code=73, err=["can not be made"], name="a backup into no folder")
    run("backup", "--db", folder / "none.db", folder / "n.db", code=66, err=["no such file"], name="a backup of nothing")
    run("backup", "--db", db, code=64, err=["wants one FILE"], name="a backup without a name")
    run("restore", "--db", db, "a", "b", code=64, err=["wants one FILE"], name="two backups")
    tap.point(not (folder / "n.db").exists() and not [name for name in files_of(folder) if ".part" in name], "nothing half is left",
              f"{files_of(folder)}")


def test_snapshot(folder, db):
    with sqlite3.connect(db) as store:
        store.execute("CREATE TABLE heap (x TEXT)")
        store.executemany("INSERT INTO heap VALUES (?)", [("x" * 3000,)] * 300)
    with sqlite3.connect(db) as store:
        store.execute("DROP TABLE heap")
    file = folder / "s.db"
    run("snapshot", "--db", db, file, out=["s.db: release 1", "verified"], name="snapshot")
    tap.point(rows_of(file) == rows_of(db), "snapshot: has every row")
    tap.point(file.stat().st_mode & 0o777 == 0o444, "snapshot: is for nobody to write")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True) as store:
        tap.point(store.execute("PRAGMA freelist_count").fetchone() == (0,), "snapshot: has no unused pages")
        tap.point(store.execute("PRAGMA journal_mode").fetchone() == ("delete",), "snapshot: has no log")
        tap.point(store.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,), "snapshot: is a store")
    run("snapshot", "--db", db, "--replace", file, out=["verified"], name="snapshot --replace")
    run("restore", "--db", folder / "from-snapshot.db", file, out=["is restored from it"], name="a store from a snapshot")
    tap.point((folder / "from-snapshot.db").stat().st_mode & 0o200 != 0, "a store from a snapshot: can be written")
    run("check", "--db", folder / "from-snapshot.db", out=["the store is sound"], name="a store from a snapshot: check")


def damage(source, to, at, garbage):
    shutil.copy(source, to)
    with open(to, "r+b") as file:
        file.seek(at)
        file.write(garbage)


def test_refused(folder, db):
    """A file that is no whole store of ours is refused, and the store is byte for byte the same."""
    backup = folder / "b.db"
    newer, foreign, short, torn, text, row = (folder / name for name in ("newer.db", "foreign.db", "short.db", "torn.db", "text.db", "row.db"))
    shutil.copy(backup, newer)
    with sqlite3.connect(newer) as store:
        (version,) = store.execute("PRAGMA user_version").fetchone()
        store.execute(f"PRAGMA user_version = {version + 1}")
    with sqlite3.connect(foreign) as store:
        store.execute("CREATE TABLE theirs (x)")
    size = backup.stat().st_size
    short.write_bytes(backup.read_bytes()[:size // 2])
    with sqlite3.connect(f"file:{backup}?mode=ro", uri=True) as store:
        (page,) = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'observation'").fetchone()
    damage(backup, torn, (page - 1) * 4096, b"\x5a" * 4096)
    text.write_text("this is no store\n" * 500)
    shutil.copy(backup, row)
    with sqlite3.connect(row) as store:
        store.execute("DELETE FROM release")
    before = bytes_of(db)
    for name, file, code, says in (
            ("a newer one", newer, 65, "written by a newer iprstat"), ("a foreign one", foreign, 65, "no store of iprstat"),
            ("one cut short", short, 65, "is damaged"), ("a damaged one", torn, 65, "is damaged"),
            ("a text", text, 65, "no store of iprstat"), ("one with a row that is missing", row, 65, "is damaged"),
            ("nothing", folder / "none.db", 66, "no such file"), ("a folder", folder, 65, "no store of iprstat"),
            ("the store itself", db, 64, "is the store itself")):
        run("restore", "--db", db, file, code=code, err=[says], name=f"restore {name}")
        tap.point(bytes_of(db) == before, f"restore {name}: the store is as it was")
    run("restore", "--db", foreign, backup, code=65, err=["no store of iprstat"], name="restore over a foreign file")
    run("restore", "--db", text, backup, code=65, err=["no store of iprstat"], name="restore over a text")
    left = [name for name in files_of(folder) if ".restore" in name or ".before" in name]
    tap.point(left == [], "refused restores leave nothing", f"{left}")


def test_restore(folder, db):
    backup, rows = folder / "b.db", rows_of(folder / "b.db")
    copy = folder / "changed"
    shutil.copytree(DATA / "binhai-2024-rule-of-law", copy)
    lines = (copy / "observation.csv").read_text().splitlines(keepends=True)
    (copy / "observation.csv").write_text("".join(line for line in lines if not line.startswith("news_items_issued,")))
    run("load", "--db", db, "--publish", "--complete", copy, out=["release 2 is published"], name="a release after the backup")
    later = rows_of(db)
    link = folder / "link.db"
    link.symlink_to(db.name)
    done = run("restore", "--db", link, backup, out=["b.db: release 1", "is restored from it", "is kept as"], name="restore")
    kept = pathlib.Path(re.search(r"is kept as (.*)", done.stdout)[1])
    tap.point(link.is_symlink() and rows_of(db) == rows, "restore: the rows are those of the backup")
    tap.point(rows_of(kept) == later and kept.name.startswith("store.db.before-restore-2"), "restore: what was there is kept", f"{kept}")
    tap.point((db.stat().st_mode & 0o777) == 0o640, "restore: the store is for whom it was")
    run("check", "--db", db, out=["newest release          1", "the store is sound"], name="restore: check")
    run("load", "--db", db, "--publish", "--complete", copy, out=["release 2 is published"], name="restore: and goes on from there")
    run("restore", "--db", db, kept, out=["release 2", "is restored from it"], name="restore what was kept")
    tap.point(rows_of(db) == later, "restore what was kept: all is back")
    run("restore", "--db", folder / "fresh.db", backup, out=["is restored from it"], name="restore where nothing is")
    tap.point(rows_of(folder / "fresh.db") == rows, "restore where nothing is: the rows are there")


def test_keys(folder):
    """A restore is told in the audit, and gives no key back that was revoked."""
    db, backup = folder / "keys.db", folder / "keys-backup.db"
    run("restore", "--db", db, folder / "b.db", out=["is restored"], name="keys: a store")
    ids = []
    for name in ("kept", "revoked"):
        done = run("key", "create", "--db", db, "--name", name, "--scopes", "import", out=["iprs_"], name=f"keys: {name}")
        ids.append(re.search(r"iprs_([a-z2-7]{8})_", done.stdout)[1])
    run("backup", "--db", db, backup, out=["verified"], name="keys: a backup")
    run("key", "revoke", "--db", db, ids[1], name="keys: one is revoked")
    run("restore", "--db", db, backup, out=["is restored"], name="keys: the restore")
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as store:
        revoked = [key for (key,) in store.execute("SELECT api_key FROM api_key WHERE revoked_at IS NOT NULL")]
        audit = store.execute("SELECT action, subject, detail FROM audit ORDER BY seq DESC LIMIT 2").fetchall()
        (digest,) = store.execute("SELECT digest FROM release").fetchone()
    tap.point(revoked == [ids[1]], "keys: what was revoked stays so", f"{revoked}")
    tap.point([row[0] for row in audit] == ["key-revoke", "restore"] and audit[1][2] == f"release 1 {digest}", "keys: the audit tells both", f"{audit}")
    run("audit", "verify", "--db", db, name="keys: the audit holds")


def test_damaged_store(folder):
    """What is there may be beyond reading; it is kept all the same."""
    db, backup = folder / "torn-store.db", folder / "b.db"
    with sqlite3.connect(f"file:{backup}?mode=ro", uri=True) as store:
        (page,) = store.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'observation'").fetchone()
    damage(backup, db, (page - 1) * 4096, b"\x5a" * 4096)
    run("backup", "--db", db, folder / "of-torn.db", code=65, err=["torn-store.db: is damaged", "what is damaged"], name="a backup of a damaged store")
    tap.point(not (folder / "of-torn.db").exists(), "a backup of a damaged store: there is none")
    done = run("restore", "--db", db, backup, out=["is kept as"], name="restore over a damaged store")
    kept = pathlib.Path(re.search(r"is kept as (.*)", done.stdout)[1])
    tap.point(b"\x5a" * 4096 in kept.read_bytes(), "restore over a damaged store: it is kept")
    tap.point(rows_of(db) == rows_of(backup), "restore over a damaged store: the rows are there")


def test_locked(folder, db):
    """Nobody puts a store in the place of one that is being written; a copy of it can be made."""
    before = bytes_of(db)
    with open(f"{db}.lock", "w", encoding="ascii") as lock:
        subprocess.run(["flock", "--exclusive", str(lock.fileno())], pass_fds=[lock.fileno()], check=True)
        run("restore", "--db", db, folder / "b.db", code=75, err=["another process writes to it"], name="restore while somebody writes")
        tap.point(bytes_of(db) == before, "restore while somebody writes: the store is as it was")
        run("backup", "--db", db, folder / "while.db", out=["verified"], name="backup while somebody writes")
    with open(f"{db}.lock", "w", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        timer = threading.Timer(0.5, fcntl.flock, [lock, fcntl.LOCK_UN])
        timer.start()
        run("key", "create", "--db", db, "--name", "waits", "--scopes", "import", out=["iprs_"], name="a change while somebody writes for a moment")
        timer.join()


def test_interrupted(folder):
    """A restore that was killed between its two moves: nobody begins a new store in that place."""
    db = folder / "gone.db"
    shutil.copy(folder / "b.db", f"{db}.restore")
    run("load", "--db", db, "--publish", DATA / "catalogue", code=65, err=["put a backup in its place"], name="a load after half a restore")
    run("restore", "--db", db, folder / "b.db", out=["is restored from it"], name="the restore again")
    tap.point(rows_of(db) == rows_of(folder / "b.db"), "the restore again: the rows are there")


def test_older(folder):
    """A store of an older schema is copied as it is, and brought up to date when it is put back."""
    db = folder / "older.db"
    with sqlite3.connect(db) as store:
        store.executescript((DATA.parent / "db" / "schema.sql").read_text())
        store.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        store.execute("PRAGMA user_version = 1")
        store.execute("PRAGMA journal_mode = WAL")
    run("backup", "--db", db, folder / "older-backup.db", out=["release 0, schema 1,"], name="backup of an older store")
    run("restore", "--db", folder / "newest.db", folder / "older-backup.db", out=["schema 1,", "is restored"], name="restore of an older store")
    run("check", "--db", folder / "newest.db", out=["the store is sound"], name="restore of an older store: check")


def main():
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        db = make_store(folder)
        test_backup(folder, db)
        test_snapshot(folder, db)
        test_refused(folder, db)
        test_restore(folder, db)
        test_keys(folder)
        test_damaged_store(folder)
        test_locked(folder, db)
        test_interrupted(folder)
        test_older(folder)
    tap.finish()


main()
