#!/usr/bin/env python3
"""The audit and the keys from outside: the chain worked out again, and every way to tamper with it. test_audit.py IPRSTAT"""

import hashlib
import json
import os
import pathlib
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

PROGRAM = sys.argv[1]
tap = Tap()
KEY = re.compile(r"iprs_[a-z2-7]{8}_[A-Za-z0-9_-]{43}")


def iprstat(*arguments, code=0):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != code:
        tap.point(False, f"{' '.join(map(str, arguments[:2]))}: exit {code}", f"{done.returncode}\n{done.stdout}\n{done.stderr}")
    return done


def package(folder, name, code):
    path = folder / name
    path.mkdir()
    fields = [{"name": column} for column in ("codelist", "name_zh", "name_en", "source")]
    (path / "datapackage.json").write_text(json.dumps({
        "name": name, "profile": "tabular-data-package",
        "resources": [{"name": "codelist", "path": "rows.csv", "encoding": "utf-8", "schema": {"fields": fields}}]}))
    (path / "rows.csv").write_text(f"codelist,name_zh,name_en,source\n{code},x,x,\n")
    return path


def make_store(folder):
    """A store with two releases, a draft that was discarded, one that waits, and keys in every state."""
    db = folder / "store.db"
    iprstat("load", "--db", db, "--publish", package(folder, "first", "colour"))
    iprstat("load", "--db", db, package(folder, "outdated", "size"))
    iprstat("load", "--db", db, "--publish", "--label", "second", package(folder, "second", "shape"))
    keys = [iprstat("key", "create", "--db", db, "--name", name, "--scopes", scopes, *more).stdout.strip()
            for name, scopes, *more in (("statistics office", "import,publish"), ("dashboard", "read:restricted", "--expires", "2199-12-31"),
                                        ("lost", "admin"))]
    iprstat("key", "revoke", "--db", db, keys[2][5:13])
    iprstat("load", "--db", db, package(folder, "waiting", "weight"))
    return db, keys


def test_chain(db):
    """The hashes by their published rule, from the export alone."""
    rows = [json.loads(line) for line in iprstat("audit", "export", "--db", db).stdout.splitlines()]
    previous, right = "0" * 64, True
    for number, row in enumerate(rows, 1):
        text = "".join(f"{part}\n" for part in (previous, number, row["at"], row["actor"], row["action"], row["subject"], row["detail"]))
        previous = hashlib.sha256(text.encode()).hexdigest()
        right = right and row["hash"] == previous and row["seq"] == number
    tap.point(right, "the export has the chain as its rule says")
    tap.point([row["action"] for row in rows] == [
        "begin", "import", "publish", "import", "import", "publish", "discard", "key-create", "key-create", "key-create", "key-revoke",
        "import"], "a row for each change", str([row["action"] for row in rows]))
    tap.point([row["subject"] for row in rows][1:7] == ["draft:1", "release:1", "draft:2", "draft:3", "release:2", "draft:2"], "of its subject")
    tap.point({row["actor"] for row in rows[1:]} == {f"cli:uid={os.getuid()}"}, "by whom")
    done = iprstat("audit", "verify", "--db", db)
    tap.point(f"head  {previous}" in done.stdout and f"rows  {len(rows)}" in done.stdout, "verify tells the head", done.stdout)
    done = iprstat("audit", "verify", "--db", db, rows[4]["hash"])
    tap.point("your hash is that of row 5" in done.stdout, "a hash that was kept is found", done.stdout)
    done = iprstat("audit", "verify", "--db", db, "f" * 64, code=65)
    tap.point("another chain" in done.stderr, "a hash of another chain is not")
    return rows


def tampered(db, name, *statements):
    """Whether the audit finds what the statements did behind its back."""
    copy = db.with_name("tampered.db")
    shutil.copy(db, copy)
    with sqlite3.connect(copy) as store:
        store.execute("PRAGMA ignore_check_constraints = 1")
        changed = sum(max(store.execute(statement).rowcount, 0) for statement in statements)
    store.close()
    done = iprstat("audit", "verify", "--db", copy, code=65)
    tap.point(changed > 0 and done.returncode == 65 and done.stderr.count("\n") >= 2, f"found: {name}", done.stdout + done.stderr)
    copy.unlink()


def test_tampering(db, rows):
    other = {"seq": "seq + 100", "at": "at + 1", "actor": "'key:aaaaaaaa'", "action": "'restore'", "subject": "subject || '0'",
             "detail": "'x'", "previous": "replace(previous, substr(previous, 1, 1), 'g')",
             "hash": "replace(hash, substr(hash, 1, 1), 'g')"}
    for row in rows:
        for column, value in other.items():
            tampered(db, f"row {row['seq']}, column {column}", f"UPDATE audit SET {column} = {value} WHERE seq = {row['seq']}")
        tampered(db, f"row {row['seq']} is away", f"DELETE FROM audit WHERE seq = {row['seq']}")
        tampered(db, f"the tail from row {row['seq']} is away", f"DELETE FROM audit WHERE seq >= {row['seq']}")
    tampered(db, "a detail that is empty instead of none", "UPDATE audit SET detail = '' WHERE detail IS NULL")
    for row in rows[:-1]:
        tampered(db, f"a tail after row {row['seq']} cut with its head", f"DELETE FROM audit WHERE seq > {row['seq']}",
                 f"UPDATE audit_head SET seq = {row['seq']}, hash = '{row['hash']}'")
    for most in (2**40, 2**62):
        tampered(db, f"a draft of number {most}", f"UPDATE draft SET draft = {most} WHERE draft = 4")
        tampered(db, f"a begin that covers {most} drafts", f"UPDATE audit SET detail = replace(detail, 'drafts=0', 'drafts={most}') WHERE seq = 1")
    tampered(db, "the head is away", "DELETE FROM audit_head")
    tampered(db, "everything is away", "DELETE FROM audit", "DELETE FROM audit_head")
    tampered(db, "rows change places", "UPDATE audit SET seq = 1000 WHERE seq = 3", "UPDATE audit SET seq = 3 WHERE seq = 4",
             "UPDATE audit SET seq = 4 WHERE seq = 1000")


def test_subjects(db, keys):
    """What the audit tells of can not change behind its back either."""
    with sqlite3.connect(db) as store:
        columns = {table: [row[1:3] for row in store.execute(f"PRAGMA table_info({table})")]
                   for table in ("release", "draft_package", "draft", "api_key")}
    store.close()
    unseen = {("api_key", "last_used_at"), ("draft", "draft"), ("draft", "release"), ("draft", "state"), ("release", "release"),
              ("release", "rolled_back_from")}
    for table, of_table in columns.items():
        for column, kind in of_table:
            if (table, column) in unseen:
                continue
            value = f"coalesce({column}, 0) + 100" if kind == "INTEGER" else f"coalesce({column}, '') || 'x'"
            tampered(db, f"{table}.{column}", f"UPDATE {table} SET {column} = {value} WHERE rowid = 1"
                     if table in ("release", "draft") else f"UPDATE {table} SET {column} = {value}")
    tampered(db, "release.rolled_back_from", "UPDATE release SET rolled_back_from = 1 WHERE release = 2")
    tampered(db, "a release that was cancelled", "UPDATE release SET cancelled = 1 WHERE release = 2")
    tampered(db, "a draft of another release", "UPDATE draft SET release = 1 WHERE draft = 3")
    tampered(db, "a draft that was discarded", "UPDATE draft SET state = 'discarded' WHERE draft = 4")
    tampered(db, "a draft that waits again", "UPDATE draft SET state = 'open' WHERE draft = 2")
    tampered(db, "a draft more", "INSERT INTO draft (draft, state, base, created_at) VALUES (9, 'open', 2, 1)")
    tampered(db, "a release more", "INSERT INTO release SELECT 3, label, note, author, published_at, inserted, revised, unchanged, digest,"
             " deleted, created_at, cancelled, rolled_back_from FROM release WHERE release = 2")
    tampered(db, "a release away", "DELETE FROM release WHERE release = 2")
    tampered(db, "a key more", "INSERT INTO api_key SELECT 'aaaaaaaa', secret_digest, name, scopes, created_at, NULL, NULL, NULL"
             " FROM api_key LIMIT 1")
    tampered(db, "a key away", f"DELETE FROM api_key WHERE api_key = '{keys[0][5:13]}'")
    tampered(db, "a key that is not revoked any more", "UPDATE api_key SET revoked_at = NULL WHERE revoked_at IS NOT NULL")
    tampered(db, "more scopes", f"UPDATE api_key SET scopes = 31 WHERE api_key = '{keys[1][5:13]}'")
    with sqlite3.connect(db) as store:
        store.execute("UPDATE api_key SET last_used_at = 1800000000")
    store.close()
    iprstat("audit", "verify", "--db", db)
    tap.point(True, "the last use of a key is no change")


def test_keys(folder, db, keys):
    tap.point(all(KEY.fullmatch(key) for key in keys), "a key is shown by itself", str(len(keys)))
    listed = iprstat("key", "list", "--db", db).stdout
    for key, words in zip(keys, (["valid", "import,publish", "never", "statistics office"], ["valid", "2200-01-01T00:00:00Z", "read:restricted"],
                                 ["revoked", "admin", "lost"])):
        line = next(line for line in listed.splitlines() if line.startswith(key[5:13]))
        tap.point(all(word in line for word in words), f"the list has {words[-1]}", line)
    again = iprstat("key", "revoke", "--db", db, keys[2][5:13], code=65)
    tap.point("revoked already" in again.stderr, "a key is revoked once")
    whole = iprstat("key", "revoke", "--db", db, keys[0], code=65)
    tap.point(keys[0][14:] not in whole.stderr and "is not there" in whole.stderr, "a whole key is not repeated", whole.stderr)

    out = folder / "key.txt"
    done = iprstat("key", "create", "--db", db, "--name", "file", "--scopes", "import", "--out", out)
    written = out.read_text().strip()
    tap.point(KEY.fullmatch(written) is not None and not KEY.search(done.stdout), "into a file, and nowhere else", done.stdout)
    tap.point(stat.S_IMODE(out.stat().st_mode) == 0o600, "that only its owner reads")
    keys = [*keys, written]
    count = len(iprstat("key", "list", "--db", db).stdout.splitlines())
    iprstat("key", "create", "--db", db, "--name", "again", "--scopes", "import", "--out", out, code=73)
    tap.point(out.read_text().strip() == written and len(iprstat("key", "list", "--db", db).stdout.splitlines()) == count,
              "a file that is there stays, and no key is made")
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run([PROGRAM, "key", "create", "--db", db, "--name", "unseen", "--scopes", "import"], stdout=full,
                              stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    line = next(line for line in iprstat("key", "list", "--db", db).stdout.splitlines() if line.endswith("unseen"))
    tap.point(done.returncode == 74 and " revoked " in line, "a key that could not be shown is revoked", done.stderr + line)

    seen = listed + iprstat("audit", "export", "--db", db).stdout + iprstat("audit", "verify", "--db", db).stdout
    stored = b"".join(path.read_bytes() for path in folder.glob("store.db*"))
    for key in keys:
        secret = key[14:]
        tap.point(secret not in seen, f"no list and no audit has the secret of {key[5:13]}")
        tap.point(secret.encode() not in stored, "nor has the store")
        digest = hashlib.sha256(secret.encode()).hexdigest()
        tap.point(digest not in seen and digest.encode() in stored, "which has its digest, and tells nobody")


def test_meanwhile(db):
    """What is written while the audit is verified does not look like a fault."""
    with subprocess.Popen(["sh", "-c", 'i=0; while [ $i -lt 40 ]; do "$0" key create --db "$1" --name busy --scopes import >/dev/null; i=$((i+1)); done',
                           PROGRAM, str(db)]) as writer:
        codes = []
        while writer.poll() is None:
            codes.append(subprocess.run([PROGRAM, "audit", "verify", "--db", str(db)], capture_output=True, timeout=60, check=False).returncode)
    tap.point(len(codes) > 3 and set(codes) == {0}, f"verified {len(codes)} times while keys are made", str(codes))


def test_releases(folder):
    """Embargo, its end before its time, a rollback and a draft that is thrown away have their rows."""
    db = folder / "releases.db"
    for name in ("one", "two"):
        iprstat("load", "--db", db, "--publish", package(folder, f"release-{name}", name))
    iprstat("rollback", "--db", db, 2)
    iprstat("load", "--db", db, package(folder, "release-three", "three"))
    iprstat("publish", "--db", db, "--embargo", "2190-01-01T00:00:00Z")
    iprstat("rollback", "--db", db, 4)
    iprstat("load", "--db", db, package(folder, "release-four", "four"))
    waiting = [json.loads(line)["subject"] for line in iprstat("audit", "export", "--db", db).stdout.splitlines()][-1]
    iprstat("discard", "--db", db, waiting.removeprefix("draft:"))
    rows = [json.loads(line) for line in iprstat("audit", "export", "--db", db).stdout.splitlines()]
    tap.point([(row["action"], row["subject"]) for row in rows if row["action"] not in ("begin", "import")] == [
        ("publish", "release:1"), ("publish", "release:2"), ("rollback", "release:3"), ("publish", "release:4"),
        ("embargo-cancel", "release:4"), ("discard", waiting)], "rows of all that is done with releases", str(rows))
    iprstat("audit", "verify", "--db", db)
    tampered(db, "a release that is not cancelled any more", "UPDATE release SET cancelled = 0 WHERE cancelled = 1")
    tampered(db, "a rollback as an ordinary release", "UPDATE release SET rolled_back_from = NULL WHERE release = 3")
    tampered(db, "a rollback of another", "UPDATE release SET rolled_back_from = 1 WHERE release = 3")
    tampered(db, "an embargo that ends earlier", "UPDATE release SET published_at = 1 WHERE release = 4")


def test_usage(db):
    for arguments, text in (
            (("key",), "wants create, list or revoke"), (("key", "make"), "wants create, list or revoke"),
            (("key", "create"), "wants --name and --scopes"), (("key", "create", "--name", "x", "--scopes", "import,write"), 'no scope "write"'),
            (("key", "create", "--name", "x", "--scopes", ""), "--scopes"), (("key", "create", "x", "--name", "x"), "options alone"),
            (("key", "create", "--name", "x" * 101, "--scopes", "import"), "1 to 100 characters"),
            (("key", "create", "--name", "x", "--scopes", "import", "--expires", "2001-01-01"), "to come"),
            (("key", "create", "--name", "x", "--scopes", "import", "--expires", "soon"), "to come"),
            (("key", "list", "all"), "nothing more"), (("key", "revoke"), "the ID of a key"),
            (("audit",), "audit wants verify"), (("audit", "export", "x"), "audit wants verify"),
            (("audit", "verify", "abc"), "HASH of 64 digits")):
        done = iprstat(*arguments, "--db", db, code=64)
        tap.point(text in done.stderr and done.stderr.count("\n") == 1, f"{' '.join(arguments)[:60]}: {text}", done.stderr)


def main():
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        db, keys = make_store(folder)
        rows = test_chain(db)
        test_tampering(db, rows)
        test_subjects(db, keys)
        test_keys(folder, db, keys)
        test_meanwhile(db)
        test_releases(folder)
        test_usage(db)
    tap.finish()


main()
