#!/usr/bin/env python3
"""The subcommands from outside: output, exit codes, messages. test_cli.py IPRSTAT DATA"""

import csv
import fcntl
import io
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

PROGRAM, DATA = sys.argv[1], pathlib.Path(sys.argv[2])
tap = Tap()


def run(*arguments, code=0, out=(), err=(), env=None, name=None):
    """Runs iprstat; a point for its exit code and for each text that must be in its output."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith("IPRSTAT_")}
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60,
                          env={**clean, **(env or {})}, check=False)
    name = name or " ".join(str(argument) for argument in arguments if "/" not in str(argument))
    told = f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
    tap.point(done.returncode == code, f"{name}: exit {code}", told)
    for text in out:
        tap.point(text in done.stdout, f"{name}: says {text!r}", told)
    for text in err:
        tap.point(text in done.stderr, f"{name}: complains {text!r}", told)
    tap.point((done.stderr != "") == (code != 0), f"{name}: complains exactly when it fails", told)
    if code not in (0, 65):
        tap.point(done.stderr.count("\n") == 1, f"{name}: in one line", told)
    return done


def test_usage(folder):
    run(code=64, err=["a command is wanted"], name="no command")
    run("--help", out=["Usage: iprstat", "publish"])
    run("--version", out=["iprstat ", "schema 13", "SQLite 3."])
    run("version", out=["schema 13"])
    run("lod", code=64, err=["did you mean load?"])
    run("load", "--pubish", code=64, err=["did you mean --publish?"])
    run("load", "--xyzzy", code=64, err=["load has no option --xyzzy;"])
    run("load", code=64, err=["wants a PACKAGE"])
    run("load", "--publish=yes", code=64, err=["takes no value"])
    run("load", "--publish", "--dry-run", ".", code=64, err=["exclude each other"])
    run("check", "--db", code=64, err=["--db wants FILE"])
    run("check", "--db", "a", "--db", "b", code=64, err=["given twice"])
    run("check", "--db=", code=64, err=["takes text of 1 to"])
    run("check", "more", code=64, err=['takes no "more"'])
    run("check", "--threads", "2", code=64, err=["no option --threads"])
    run("publish", "--db", folder / "x.db", "one", code=64, err=["numbers of drafts"])
    run("publish", "--db", folder / "x.db", "2", "1", "2", code=64, err=["names draft 2 twice"])
    run("publish", "--db", folder / "x.db", *range(1, 1002), code=64, err=["at most 1000 drafts"], name="1001 drafts")
    for option, most in (("label", 200), ("author", 200), ("note", 4000)):
        run("publish", "--db", folder / "x.db", f"--{option}", "\u5e74" * (most + 1), code=64,
            err=[f"--{option} takes text of 1 to {most} characters"], name=f"{option}: a character too much")
        run("publish", "--db", folder / "x.db", f"--{option}", "\u5e74" * most, code=66, name=f"{option}: the longest")
    run("load", "--label", "a\nb", ".", code=64, err=["in one line"], name="a label of two lines")
    run("export", code=64, err=["export wants one DIR"])
    run("export", "a", "b", code=64, err=["export wants one DIR"], name="export: two folders")
    run("export", "--as-of", "0", "a", code=64, err=["--as-of takes a number from 1"])
    for command in ("serve", "load", "publish", "check", "export", "health", "backup", "restore", "snapshot", "version"):
        run(command, "--help", out=[f"Usage: iprstat {command}", "--help"])


def test_config():
    run("serve", "--print-config", out=["db = iprstat.db  # default", "admin =   # not set", "threads = 0  # default"])
    run("serve", "--print-config", "--threads", "3", env={"IPRSTAT_THREADS": "4", "IPRSTAT_DB": "e.db"},
        out=["threads = 3  # command line", "db = e.db  # IPRSTAT_DB"])
    run("serve", "--print-config", env={"IPRSTAT_THREADS": "65"}, code=64,
        err=["IPRSTAT_THREADS takes a number from 0 to 64"], name="a wrong variable")
    run("serve", env={"IPRSTAT_LISTEN": "nowhere"}, code=64, err=["IPRSTAT_LISTEN nowhere: must be"], name="a wrong address")
    run("check", env={"IPRSTAT_DB": "file:x"}, code=64, err=["IPRSTAT_DB file:x is no usable"], name="a wrong name")
    run("serve", "--print-config", "--threads", "1e1", code=64, err=['not "1e1"'])
    run("serve", "--print-config", "--log-level", "loud", code=64, err=["error|warning|info|debug"])


def test_real_data(folder):
    db = folder / "real.db"
    packages = sorted(path for path in DATA.iterdir() if (path / "datapackage.json").exists())
    # the catalogue last: the order of the packages does not matter
    packages.sort(key=lambda path: path.name == "catalogue")
    run("load", "--db", db, "--publish", "--label", "First", *packages,
        out=["release 1 is published: First", "observation", f"{'  restricted':20} {4:9} {0:9} {0:9} {0:9} {0:9}\n"],
        name="load everything")
    again = run("load", "--db", db, "--publish", *packages, out=["nothing to publish"], name="load it again")
    tap.point(" 0         0 " in again.stdout.split("total")[1], "load it again: no row is new", again.stdout)
    done = run("check", "--db", db, out=["0 not kept; the store is sound", "dangling references     0"])
    totals = [line.split() for line in done.stdout.splitlines() if line.startswith("published documents together")]
    tap.point(totals == [["published", "documents", "together", "143", "5", "1", "50", "199", "4"]],
              "check: the five documents have 143 actuals, 5 growth rates, 1 rank, 50 targets", done.stdout)
    run("publish", "--db", db, out=["nothing to publish"])
    return packages


def test_conflicts(folder):
    """12 = 11 + 1 of a document: a package that says 13 is not published by accident."""
    db, copy = folder / "conflicts.db", folder / "binhai-2024-rule-of-law"
    shutil.copy(folder / "real.db", db)
    shutil.copytree(DATA / copy.name, copy)
    lines = (copy / "observation.csv").read_text().splitlines(keepends=True)
    at = next(i for i, line in enumerate(lines) if line.startswith("patent_dispute_cases_handled,"))
    lines[at] = lines[at].replace(",12,eq,12,12,", ",13,eq,13,13,").replace("12件", "13件")
    (copy / "observation.csv").write_text("".join(lines))
    run("load", "--db", db, copy, out=["conflict      binhai-2024-patent-disputes: 13 <> 12", "draft 2 waits"],
        name="a draft with a conflict")
    run("publish", "--db", db, "2", code=65, name="publish a conflict",
        err=["conflict      binhai-2024-patent-disputes: 13 <> 12", "nothing was published", "--allow-conflicts"])
    with sqlite3.connect(db) as ours:
        rows = ours.execute("SELECT count(*) FROM observation").fetchone()
    run("load", "--db", db, "--publish", copy, code=65, err=["13 <> 12"], name="load --publish a conflict")
    with sqlite3.connect(db) as ours:
        tap.point(ours.execute("SELECT count(*) FROM observation").fetchone() == rows, "a conflict: no row stays")
    run("check", "--db", db, out=["newest release          1", "the store is sound"], name="a conflict: still release 1")
    run("publish", "--db", db, "--allow-conflicts", "2", out=["13 <> 12", "release 2 is published"],
        name="a conflict published all the same")
    done = subprocess.run([PROGRAM, "check", "--db", db], capture_output=True, text=True, timeout=60, check=False)
    tap.point(done.returncode == 65 and "1 not kept; the store is not sound" in done.stdout
              and "conflict      binhai-2024-patent-disputes: 13 <> 12" in done.stdout, "a conflict: check tells it",
              done.stdout)


def test_parts(folder):
    """Parts that are more than their total are told by a load, and not published by accident."""
    db, table = folder / "parts.db", folder / "observation.csv"
    shutil.copy(folder / "real.db", db)
    header = (DATA / "binhai-2024-rule-of-law" / "observation.csv").read_text().splitlines()[0]
    row = "patents_granted,120116,2016,{0},level,default,{1},eq,{1},{1},piece,period,A,verbatim,,binhai-2024-rule-of-law,test,,"

    def write(breakdown, value):
        table.write_text("\n".join([header, row.format(breakdown, value)]) + "\n")
        return table

    table.write_text("\n".join([header, row.format("", 12), row.format("patent_type=invention", 11),
                                row.format("patent_type=design", 2)]) + "\n")
    told = "conflict      patents_granted 120116 binhai-2024-rule-of-law 2016: the parts by patent_type are 13, and the total is 12"
    run("load", "--db", db, "--dry-run", table, out=[told, "dry run: nothing was kept"], name="parts: a dry run tells them")
    run("load", "--db", db, table, out=[told, "draft 2 waits"], name="parts: a load tells them")
    run("load", "--db", db, "--publish", table, code=65, err=[told, "nothing was published", "--allow-conflicts"],
        name="parts: not published")
    run("check", "--db", db, out=["newest release          1"], name="parts: still release 1")
    run("load", "--db", db, "--publish", "--allow-conflicts", table, out=[told, "release 2 is published"],
        name="parts: published all the same")
    run("load", "--db", db, "--publish", "--embargo", "2190-01-01T00:00:00Z", write("", 14), out=["release 3 is published"], name="parts: an embargo")
    run("load", "--db", db, write("patent_type=design", 4), out=["are 15, and the total is 14", " waits: iprstat publish"],
        name="parts: what comes behind an embargo is looked at too")


def test_complete(folder):
    """What a document no longer says is withdrawn, if the load is said to be all of it."""
    db, copy = folder / "complete.db", folder / "complete" / "binhai-2024-rule-of-law"
    shutil.copy(folder / "real.db", db)
    shutil.copytree(DATA / copy.name, copy)
    lines = (copy / "observation.csv").read_text().splitlines(keepends=True)
    lines = [line for line in lines if not line.startswith("news_items_issued,")]
    gone = len((copy / "observation.csv").read_text().splitlines()) - len(lines)
    (copy / "observation.csv").write_text("".join(lines))
    run("load", "--db", db, copy, out=["nothing to publish"], name="fewer rows are no change")
    done = run("load", "--db", db, "--complete", "--dry-run", copy, out=["dry run: nothing was kept"], name="--complete: dry run")
    counts = [line.split() for line in done.stdout.splitlines() if line.startswith("observation")]
    tap.point(gone > 0 and counts == [["observation", "0", "0", str(len(lines) - 1), str(gone), "0"]],
              "--complete: counts what it withdraws", done.stdout)
    run("load", "--db", db, "--complete", "--publish", copy, out=["release 2 is published"], name="--complete: publish")
    with sqlite3.connect(db) as ours:
        tap.point(ours.execute("SELECT count(*) FROM observation WHERE until = 2").fetchone() == (gone,),
                  "--complete: they are closed, and still there")
    run("load", "--db", db, DATA / copy.name, "--publish", out=["release 3 is published"], name="--complete: back again")
    run("check", "--db", db, out=["the store is sound"], name="--complete: a sound store")


def package(folder, name, table, columns, rows):
    """A package of one table."""
    path = folder / name
    path.mkdir()
    fields = [{"name": column} for column in columns]
    (path / "datapackage.json").write_text(json.dumps({
        "name": name, "profile": "tabular-data-package",
        "resources": [{"name": table, "path": "rows.csv", "encoding": "utf-8", "schema": {"fields": fields}}]}))
    (path / "rows.csv").write_bytes(rows)
    return path


CODELIST = ["codelist", "name_zh", "name_en", "source"]
OBSERVATION = [
    "indicator", "region", "period", "breakdown", "measure", "definition", "value", "bound", "lower", "upper", "unit",
    "accumulation", "status", "extraction", "raw", "document", "locator", "note_zh", "note_en"]


def test_packages(folder):
    db = folder / "small.db"
    good = package(folder, "good", "codelist", CODELIST,
                   b"\xef\xbb\xbfcodelist,name_zh,name_en,source\r\ncolour,\xe8\x89\xb2,Colours,\r\n\r\n")
    bad = package(folder, "bad", "codelist", CODELIST,
                  b"codelist,name_zh,name_en,source\nsize,,Sizes,\nshape,x\na b,x,x,\n\"open,x,x,\n")
    run("load", "--db", db, "--publish", bad, code=65, err=["nothing was kept"], name="a first load refused")
    tap.point(not list(folder.glob("small.db*")), "a first load refused: leaves no file")
    run("load", "--db", db, "--dry-run", good, out=["dry run"], name="first a dry run")
    tap.point(not list(folder.glob("small.db*")), "first a dry run: leaves no file")
    run("load", "--db", folder, good, code=65, err=["is a folder"], name="a folder as store")
    run("load", "--db", db, "--publish", package(folder, "none", "codelist", CODELIST, b"codelist,name_zh,name_en,source\n"),
        out=["nothing to publish"], name="a store without rows")
    run("load", "--db", db, "--dry-run", good, out=["dry run", "codelist"], name="dry run")
    run("check", "--db", db, out=["newest release          0"], name="a dry run keeps nothing")
    run("load", "--db", db, good, out=["draft 1 waits: iprstat publish --db"], name="a draft")
    run("check", "--db", db, out=["newest release          0"], name="a draft is not seen")
    run("publish", "--db", db, "2", code=65, err=["draft 2 does not wait"])
    with sqlite3.connect(db) as ours:
        ours.executemany("INSERT INTO draft (draft, state, base, created_at) VALUES (?, 'open', 0, 0)", ((n,) for n in range(2, 1002)))
    run("publish", "--db", db, code=64, err=["at most 1000 drafts"], name="1001 drafts wait")
    with sqlite3.connect(db) as ours:
        ours.execute("DELETE FROM draft WHERE draft > 1")
    run("publish", "--db", db, "--note", "n", "1", out=["release 1 is published: Release 1"], name="publish 1")
    run("load", "--db", db, "--publish", bad, code=65, name="rejected rows", err=[
        'bad/codelist, line 2, column name_zh: is empty',
        "bad/codelist, line 3: has not as many cells as the header",
        'bad/codelist, line 4, column codelist, "a b": is not a code',
        "bad/codelist, line 5", "4 rows rejected, nothing was kept"])
    run("load", "--db", db, "--publish", good, bad, code=65, err=["nothing was kept"], name="one bad package of two")
    run("check", "--db", db, out=["newest release          1"], name="then nothing is published")

    # what comes from a file must not act on the terminal
    nasty = package(folder, "nasty", "codelist", CODELIST,
                    "codelist,name_zh,name_en,source\n\"\x1b[2J\u202e\nx\\\",x,x,\n".encode())
    done = run("load", "--db", db, "--publish", nasty, code=65, name="controls in a cell",
               err=[r'column codelist, "\u{1b}[2J\u{202e}\u{a}x\u{5c}": '])
    tap.point(not set(done.stderr) & set("\x1b\u202e"), "controls in a cell: none reach the terminal", done.stderr)
    description = json.loads((nasty / "datapackage.json").read_text())
    description["resources"][0]["name"] = "\x1b]0;x\x07"
    (nasty / "datapackage.json").write_text(json.dumps(description))
    done = run("load", "--db", db, nasty, code=65, err=[r"\u{1b}]0;x\u{7}"], name="controls in a description")
    tap.point("\x1b" not in done.stderr, "controls in a description: none reach the terminal", done.stderr)

    other = package(folder, "other", "codelist", CODELIST, b"codelist,name_en,name_zh,source\n")
    run("load", "--db", db, other, code=65, err=["line 1, column name_zh", "is not the name of this column"],
        name="columns in another order")
    before = OBSERVATION[:-2] + ["note"]
    one_note = package(folder, "one-note", "observation", before, ",".join(before).encode() + b"\n")
    run("load", "--db", db, one_note, code=65, err=['resource "observation" has 18 fields, not 19'],
        name="a note that is in one language")
    empty = package(folder, "empty", "codelist", CODELIST, b"")
    run("load", "--db", db, empty, code=65, err=["the file is empty"], name="an empty file")
    gone = package(folder, "gone", "codelist", CODELIST, b"")
    (gone / "rows.csv").unlink()
    run("load", "--db", db, gone, code=66, err=["there is no such file"], name="a missing file")
    (folder / "no-package").mkdir()
    run("load", "--db", db, folder / "no-package", code=66, err=["there is no datapackage.json"], name="no package")

    for name, change, message in (
            ("unknown-table", {"name": "colour"}, 'resource "colour" is no table of this store'),
            ("outside", {"path": "../good/rows.csv"}, "no plain file name"),
            ("root", {"path": "/rows.csv"}, "no plain file name"),
            ("deep", {"path": "a/b/rows.csv"}, "no plain file name"),
            ("nowhere", {"path": "tables/rows.csv"}, "is not in a folder of the package"),
            ("semicolon", {"dialect": {"delimiter": ";"}}, "has a dialect other than"),
            ("headless", {"dialect": {"header": False}}, "has a dialect other than"),
            ("encoding", {"encoding": "gb18030"}, "not in utf-8"),
            ("fields", {"schema": {"fields": []}}, "has 0 fields, not 4")):
        wrong = package(folder, name, "codelist", CODELIST, b"")
        description = json.loads((wrong / "datapackage.json").read_text())
        description["resources"][0].update(change)
        (wrong / "datapackage.json").write_text(json.dumps(description))
        run("load", "--db", db, wrong, code=65, err=[message], name=name)
    dialect = package(folder, "dialect", "codelist", CODELIST, b"codelist,name_zh,name_en,source\n")
    description = json.loads((dialect / "datapackage.json").read_text())
    description["resources"][0]["dialect"] = {"delimiter": ",", "quoteChar": '"', "header": True, "lineTerminator": "\n"}
    (dialect / "datapackage.json").write_text(json.dumps(description))
    run("load", "--db", db, dialect, out=["nothing to publish"], name="the default dialect")
    for kind, make in (("pipe", os.mkfifo), ("folder", os.mkdir), ("link", lambda path: os.symlink("/etc/passwd", path))):
        odd = package(folder, f"odd-{kind}", "codelist", CODELIST, b"")
        for name in ("rows.csv", "datapackage.json"):
            (odd / name).unlink()
            make(odd / name)
            run("load", "--db", db, odd, code=65, err=[name, "is no regular file"], name=f"a {kind} as {name}")
    (gone / "datapackage.json").write_text('{"name": "x", "name": "y"}')
    run("load", "--db", db, gone, code=65, err=["datapackage.json, line 1"], name="a name twice")


def spoil_index(path):
    """Takes a row from a table, and leaves it in an index: only a full check compares the two."""
    with sqlite3.connect(path) as ours:
        index = ours.execute("SELECT * FROM sqlite_schema WHERE name = 'target_by_document'").fetchone()
        ours.execute("PRAGMA writable_schema = ON")
        ours.execute("DELETE FROM sqlite_schema WHERE name = 'target_by_document'")
    ours.close()
    with sqlite3.connect(path) as ours:
        ours.execute("DELETE FROM target WHERE target = (SELECT max(target) FROM target)")
    ours.close()
    with sqlite3.connect(path) as ours:
        ours.execute("PRAGMA writable_schema = ON")
        ours.execute("INSERT INTO sqlite_schema VALUES (?, ?, ?, ?, ?)", index)
    ours.close()


def test_full_check(folder):
    spoilt = folder / "spoilt.db"
    shutil.copy(folder / "real.db", spoilt)
    spoil_index(spoilt)
    run("check", "--db", spoilt, code=65, name="check: an index that does not fit its table",
        err=["is damaged; put a backup", "what is damaged: ", "index target_by_document"])


def test_constraints(folder):
    """A row that breaks a CHECK is found by whoever may write, and the others say that they did not look."""
    spoilt = folder / "unchecked.db"
    shutil.copy(folder / "real.db", spoilt)
    with sqlite3.connect(spoilt) as ours:
        ours.execute("PRAGMA ignore_check_constraints = ON")
        ours.execute("UPDATE relation_term SET position = -1 WHERE position = 1")
    ours.close()
    before = spoilt.read_bytes()
    run("check", "--db", spoilt, code=65, err=["CHECK constraint failed"], name="check: a broken constraint")
    tap.point(spoilt.read_bytes() == before, "check: changes nothing")
    with open(f"{spoilt}.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        run("check", "--db", spoilt, out=["constraints of rows     not checked"], name="check: constraints under a lock")
    lacking = folder / "lacking.db"
    shutil.copy(folder / "real.db", lacking)
    with sqlite3.connect(lacking) as ours:
        ours.execute("DROP TABLE relation_term")
    ours.close()
    for command in (["check"], ["publish"], ["serve", "--listen", "127.0.0.1:0"]):
        run(*command, "--db", lacking, code=65, err=["is damaged"], name=f"{command[0]}: a table is missing")


def test_stores(folder, packages):
    missing, foreign, newer, damaged = (folder / f"{name}.db" for name in ("missing", "foreign", "newer", "damaged"))
    for command in (["check"], ["publish"], ["serve", "--listen", "127.0.0.1:0"]):
        run(*command, "--db", missing, code=66, err=['"iprstat load --db FILE --publish PACKAGE..." makes one'])
    tap.point(not missing.exists() and not pathlib.Path(f"{missing}.lock").exists(), "a missing store is not made")
    run("load", "--db", folder / "no" / "x.db", packages[0], code=73, err=["can not be made"], name="no folder")
    run("check", "--db", f"file:{missing}", code=64, err=["no usable file name"], name="a URI")

    with sqlite3.connect(foreign) as theirs:
        theirs.execute("CREATE TABLE theirs (a)")
    theirs.close()
    before = foreign.read_bytes()
    shutil.copy(folder / "real.db", newer)
    with sqlite3.connect(newer) as ours:
        ours.execute("PRAGMA user_version = 999")
    content = bytearray((folder / "real.db").read_bytes())
    content[100:4000] = b"\x5a" * 3900
    damaged.write_bytes(content)
    for command in (["check"], ["publish"], ["load", packages[0]], ["serve", "--listen", "127.0.0.1:0"]):
        run(*command, "--db", foreign, code=65, err=["is no store of iprstat"], name=f"{command[0]}: foreign")
        run(*command, "--db", newer, code=65, err=["written by a newer iprstat"], name=f"{command[0]}: newer")
        run(*command, "--db", damaged, code=65, err=["is damaged"], name=f"{command[0]}: damaged")
    tap.point(foreign.read_bytes() == before, "a foreign file is left as it was")
    tap.point(not pathlib.Path(f"{foreign}.lock").exists(), "a foreign file gets no lock")

    with open(f"{folder / 'real.db'}.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["load", packages[0]], ["publish"]):
            run(*command, "--db", folder / "real.db", code=75, err=["another process writes to it"],
                name=f"{command[0]}: locked")
        run("check", "--db", folder / "real.db", name="check: not locked out")


def figures(rows):
    """observation.csv of exact yearly flows (indicator, region, period, value) of one document."""
    return "".join([",".join(OBSERVATION) + "\n"] + [
        f"{indicator},{region},{period},,level,default,{value},eq,{value},{value},piece,period,A,verbatim,,tianjin-2021-summary,x,,\n"
        for indicator, region, period, value in rows]).encode()


def as_version_2(db, old):
    """Writes what a store holds as the first two steps of the schema would hold it."""
    renamed = {("observation", "note"): "note_en", ("target", "ambiguity"): "ambiguity_en",
               ("document", "kind"): "CASE WHEN kind IN ('register', 'regulation') THEN 'bulletin' ELSE kind END"}
    schemas = pathlib.Path(__file__).resolve().parents[2] / "db"
    with sqlite3.connect(old) as store:
        for name in ("schema.sql", "schema_2.sql"):
            store.executescript((schemas / name).read_text(encoding="utf-8"))
        store.execute("ATTACH ? AS new", (str(db),))
        tables = [name for (name,) in store.execute("SELECT name FROM main.sqlite_schema WHERE type = 'table'")]
        for table in tables:
            columns = [row[1] for row in store.execute(f"PRAGMA main.table_info({table})")]
            values = [renamed.get((table, column), column) for column in columns]
            store.execute(f"INSERT OR REPLACE INTO main.{table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM new.{table}")
        application = store.execute("PRAGMA new.application_id").fetchone()[0]
        store.execute(f"PRAGMA main.application_id = {application}")
        store.execute("PRAGMA main.user_version = 2")
    with sqlite3.connect(old) as store:
        store.execute("PRAGMA journal_mode = WAL")


def test_summaries(folder, packages):
    """The counts beside the figures are right in every release, and a store of schema version 2 gets the same ones."""
    db, old = folder / "counted.db", folder / "version-2.db"
    first = [("patents_granted", region, year, 7) for region in (120101, 120102, 120103) for year in range(2001, 2006)]
    releases = [first, [(*first[0][:3], 8), ("patents_granted", 120104, 2001, 1), ("patent_applications", 120101, "2003-H1", 2)],
                [("patents_granted", 120101, 1999, 3)]]
    run("load", "--db", db, "--publish", *[path for path in packages if path.name == "catalogue"], name="counts: the catalogue")
    for number, rows in enumerate(releases):
        run("load", "--db", db, "--publish", *(["--complete"] if number == 2 else []),
            package(folder, f"counted-{number}", "observation", OBSERVATION, figures(rows)), name=f"counts: release {number + 2}")
        run("check", "--db", db, out=["wrong counts            0", "the store is sound"], name=f"counts: right in release {number + 2}")

    def counts(path):
        with sqlite3.connect(path) as store:
            return [store.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4, 5, 6, 7, 8").fetchall()
                    for table in ("series_summary", "section_summary")]

    kept = counts(db)
    with sqlite3.connect(db) as store:
        by_release = [store.execute("SELECT coalesce(sum(figures), 0) FROM series_summary WHERE since <= ? AND ? < until",
                                    (release, release)).fetchone()[0] for release in (1, 2, 3, 4)]
    tap.point(by_release == [0, 15, 17, 1], "counts: of every release", str(by_release))
    as_version_2(db, old)
    run("load", "--db", old, "--dry-run", folder / "counted-2", name="counts: a store of version 2 is brought up to date")
    tap.point(counts(old) == kept, "counts: as if they had been kept", f"{counts(old)}\n{kept}")

    def digests(path):
        with sqlite3.connect(path) as store:
            return {digest for table in ("release", "draft_package") for (digest,) in store.execute(f"SELECT digest FROM {table}")}

    tap.point(len(digests(old)) == len(digests(db)) and not digests(old) & digests(db),
              "digests: those over restricted rows do not stay", f"{digests(old)}")
    with sqlite3.connect(db) as store:
        store.execute("UPDATE series_summary SET figures = figures + 1 WHERE until > 1000")
    done = subprocess.run([PROGRAM, "check", "--db", db], capture_output=True, text=True, timeout=60, check=False)
    tap.point(done.returncode == 65 and "wrong counts            2" in done.stdout and "the store is not sound" in done.stdout,
              "counts: a wrong one is found", done.stdout)


def kept_back(rows):
    """observation.csv of yearly applications (region, period, breakdown, value or None) of one document."""
    return "".join([",".join(OBSERVATION) + "\n"] + [
        f"patent_applications,{region},{period},{breakdown},level,default,{'' if value is None else value},eq,"
        f"{'' if value is None else value},{'' if value is None else value},piece,period,{'Q' if value is None else 'A'},verbatim,,"
        "tianjin-2021-summary,x,,\n" for region, period, breakdown, value in rows]).encode()


def test_kept_back(folder, packages):
    """A figure that is kept back must not follow from those that are not, by whatever sum it is a part of."""
    db = folder / "kept-back.db"
    run("load", "--db", db, "--publish", *[path for path in packages if path.name == "catalogue"], name="kept back: the catalogue")
    kind = "applicant_type="
    districts = [*range(120101, 120107), *range(120110, 120120)]
    cases = {
        "one part of a total": ([("120101", "2020", "", 9), ("120101", "2020", kind + "enterprise", 7), ("120101", "2020", kind + "individual", None)], 1),
        "two parts of a total": ([("120101", "2021", "", 9), ("120101", "2021", kind + "enterprise", None), ("120101", "2021", kind + "individual", None)], 0),
        "a part without its total": ([("120102", "2020", kind + "enterprise", 7), ("120102", "2020", kind + "individual", None)], 0),
        "a half of a year": ([("120103", "2020", "", 9), ("120103", "2020-H1", "", None), ("120103", "2020-H2", "", 5)], 1),
        "a year of two halves": ([("120104", "2020", "", None), ("120104", "2020-H1", "", 4), ("120104", "2020-H2", "", 5)], 1),
        "both halves of a year": ([("120105", "2020", "", 9), ("120105", "2020-H1", "", None), ("120105", "2020-H2", "", None)], 0),
        "a district of a city": ([("120000", "2019", "", 99), *[(str(r), "2019", "", None if r == 120101 else 5) for r in districts]], 1),
        "two districts of a city": ([("120000", "2018", "", 99), *[(str(r), "2018", "", None if r < 120103 else 5) for r in districts]], 0),
        "a city of its districts": ([("120000", "2017", "", None), *[(str(r), "2017", "", 5) for r in districts]], 1),
        "a district of a city of which one is not known": (
            [("120000", "2016", "", 99), *[(str(r), "2016", "", None if r == 120101 else 5) for r in districts[:-1]]], 0),
    }
    for number, (name, (rows, found)) in enumerate(cases.items()):
        path = package(folder, f"kept-back-{number}", "observation", OBSERVATION, kept_back(rows))
        if found:
            run("load", "--db", db, path, out=["not hidden", "waits"], name=f"kept back: {name}: foreseen")
            run("load", "--db", db, "--publish", "--allow-conflicts", path, code=65,
                err=[f"{found} figures that are kept back can be worked out"], name=f"kept back: {name}")
        else:
            run("load", "--db", db, "--publish", path, out=["is published"], name=f"kept back: {name}")


DOCUMENT = ["document", "title_zh", "title_en", "publisher_zh", "publisher_en", "region", "kind", "doc_no", "index_no", "signed_on",
            "published_on", "reliability", "publisher_rank", "note_zh", "note_en", "synthetic", "covers_from", "covers_to"]


def test_made_up(folder, packages):
    """What is made up comes in packages that say so, stays so, and figures of a register come from its records only."""
    def document(name, kind, synthetic, covers=","):
        row = f"{name},x,x,x,x,120000,{kind},,,,,weak,99,,,{synthetic},{covers}\n"
        return (",".join(DOCUMENT) + "\n" + row).encode()

    def made_up(path):
        description = json.loads((path / "datapackage.json").read_text())
        (path / "datapackage.json").write_text(json.dumps({**description, "iprstat:synthetic": True}))
        return path

    def figure(name):
        return figures([("patents_granted", 120101, 2001, 7)]).replace(b"tianjin-2021-summary", name.encode())

    db = folder / "made-up.db"
    run("load", "--db", db, "--publish", *[path for path in packages if path.name == "catalogue"], name="made up: the catalogue")
    run("load", "--db", db, package(folder, "plain", "document", DOCUMENT, document("demo", "report", "yes")), code=65,
        err=["the package does not say that it is made up"], name="made up: a document in a plain package")
    run("load", "--db", db, "--publish", made_up(package(folder, "said", "document", DOCUMENT, document("demo", "report", "yes"))),
        out=["is published"], name="made up: a document in a package that says so")
    run("load", "--db", db, made_up(package(folder, "real-now", "document", DOCUMENT, document("demo", "report", ""))), code=65,
        err=["a document stays real, or made up"], name="made up: a document does not become real")
    run("load", "--db", db, package(folder, "figure", "observation", OBSERVATION, figure("demo")), code=65,
        err=["is made up, and the package does not say so"], name="made up: a figure in a plain package")
    run("load", "--db", db, "--publish", made_up(package(folder, "figure-said", "observation", OBSERVATION, figure("demo"))),
        out=["is published"], name="made up: a figure in a package that says so")
    run("load", "--db", db, package(folder, "open", "document", DOCUMENT, document("own", "register", "")), code=65,
        err=["is empty, and a register needs it"], name="register: the days it covers")
    run("load", "--db", db, "--publish",
        package(folder, "own", "document", DOCUMENT, document("own", "register", "", "2020-01-01,2020-12-31")),
        out=["is published"], name="register: without records")
    run("load", "--db", db, package(folder, "counted", "observation", OBSERVATION, figure("own")), code=65,
        err=["is a register, whose figures are counted from its records"], name="register: no figures from a file")


def test_records(folder, packages):
    """Records come, change and go, and the figures counted from them with them; what readers may not see of them stays unseen."""
    sample = pathlib.Path(__file__).resolve().parents[1] / "http" / "samples" / "disputes"

    def changed(name, table, change, tables=None):
        """The sample with another table, as it is or with some of its tables only."""
        path = folder / f"records-{name}"
        shutil.copytree(sample, path)
        rows = list(csv.DictReader(io.StringIO((path / f"{table}.csv").read_text(encoding="utf-8"))))
        columns = list(rows[0])
        rows = [row for row in (change(row) for row in rows) if row]
        with open(path / f"{table}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns)
            writer.writeheader()
            writer.writerows(rows)
        if tables:
            description = json.loads((path / "datapackage.json").read_text(encoding="utf-8"))
            description["resources"] = [resource for resource in description["resources"] if resource["name"] in tables]
            (path / "datapackage.json").write_text(json.dumps(description), encoding="utf-8")
        return path

    def figures_in(store):
        with sqlite3.connect(store) as ours:
            return ours.execute("SELECT count(*) FROM observation o JOIN document d ON d.document = o.document AND d.kind = 'register'"
                                " WHERE o.until = 9223372036854775807 AND d.until = 9223372036854775807").fetchone()[0]

    def sound(name):
        run("check", "--db", db, out=["figures not of records  0", "records of what is gone 0", "the store is sound"], name=name)

    db = folder / "records.db"
    run("load", "--db", db, "--publish", *packages, sample, name="records: load")
    kept = figures_in(db)
    tap.point(kept > 0, "records: they give figures", str(kept))
    sound("records: a sound store")
    run("load", "--db", db, "--publish", sample, out=["nothing to publish"], name="records: the same again changes nothing")

    run("export", "--db", db, folder / "records-out", out=["is written"], name="records: export")
    tap.point(b"requester_type" not in (folder / "records-out" / "tables" / "dispute.csv").read_bytes(), "records: restricted columns stay here")
    run("load", "--db", db, "--publish", folder / "records-out", out=["nothing to publish"], name="records: an export erases nothing that it lacks")
    fresh = folder / "records-fresh.db"
    run("load", "--db", fresh, "--publish", folder / "records-out", name="records: an export, loaded")
    tap.point(figures_in(fresh) == kept, "records: the figures are counted anew from an export", f"{figures_in(fresh)} {kept}")

    other = {"enterprise": "university"}
    unseen = changed("unseen", "dispute", lambda row: {**row, "requester_type": other.get(row["requester_type"], row["requester_type"])})
    run("load", "--db", db, "--publish", unseen, out=["release 2 is published"], name="records: what readers do not see changes")
    with sqlite3.connect(db) as ours:
        tap.point(ours.execute("SELECT revised FROM release WHERE release = 2").fetchone() == (0,), "records: and they are not told")

    closed = changed("closed", "dispute", lambda row: {**row, "closed_on": row["closed_on"] and "2025-06-30", "published_on": ""})
    run("load", "--db", db, "--publish", closed, out=["is published"], name="records: revised")
    sound("records: revised: a sound store")
    gone = changed("gone", "dispute", lambda row: None if row["dispute"] == "sample-2023-0001" else row)
    run("load", "--db", db, "--publish", "--complete", gone, out=["is published"], name="records: withdrawn")
    sound("records: withdrawn: a sound store")
    run("load", "--db", db, "--publish", sample, out=["is published"], name="records: back again")
    sound("records: back again: a sound store")
    tap.point(figures_in(db) == kept, "records: the figures are those of before", f"{figures_in(db)} {kept}")
    orphans = changed("orphans", "dispute", lambda row: None if row["dispute"] == "sample-2024-0002" else row)
    run("load", "--db", db, "--publish", "--complete", orphans, code=65, err=["names what this load withdraws"],
        name="records: not while others name them")

    longer = changed("longer", "document", lambda row: {**row, "covers_to": "2025-12-31"}, ["document"])
    more = changed("more", "dispute", lambda row: {**row, "dispute": "sample-2025-9999", "filed_on": "2025-09-01", "closed_on": "", "outcome": "",
                                                   "published_on": ""} if row["dispute"] == "sample-2023-0001" else None, ["dispute"])
    for path in (longer, more):
        run("load", "--db", db, path, out=["waits:"], name="records: a draft of a register")
    waiting = sorted(number for (number,) in sqlite3.connect(db).execute("SELECT draft FROM draft WHERE state = 'open'"))
    run("publish", "--db", db, *map(str, waiting), code=65, err=["several drafts change one register"], name="records: not two drafts of one register")
    run("load", "--db", db, "--publish", longer, more, out=["is published"], name="records: one load of both")
    sound("records: one load of both: a sound store")
    report = changed("report", "document", lambda row: {**row, "kind": "report", "covers_from": "", "covers_to": ""}, ["document"])
    run("load", "--db", db, report, code=65, err=["is not what it was"], name="records: a register stays one")
    with sqlite3.connect(db) as ours:
        ours.execute("UPDATE dispute SET filed_on = filed_on - 400 WHERE dispute = (SELECT code_id FROM code WHERE code = 'sample-2023-0002')")
    done = subprocess.run([PROGRAM, "check", "--db", db], capture_output=True, text=True, timeout=60, check=False)
    tap.point(done.returncode == 65 and "figures not of records  0\n" not in done.stdout, "records: a record changed by hand is found", done.stdout)


def test_export(folder, packages):
    """What is published, written as a package, makes the same store again."""
    def files(path):
        return {str(file.relative_to(path)): file.read_bytes() for file in path.rglob("*.csv")}

    db, copy = folder / "first.db", folder / "copy.db"
    run("load", "--db", db, "--publish", *packages, out=["release 1 is published"], name="export: the first store")
    run("export", "--db", folder / "none.db", folder / "none", code=66, err=["there is no such file"], name="export: no store")
    run("export", "--db", db, folder / "one", out=["release 1 is written"], name="export")
    run("export", "--db", db, folder / "one", code=73, err=["is there already"], name="export: over another one")
    run("export", "--db", db, "--as-of", "2", folder / "two", code=66, err=["there is no release 2"], name="export: no such release")
    tap.point(not (folder / "two").exists(), "export: nothing is made for a release that is not there")

    one = files(folder / "one")
    for table in sorted({resource["name"] for path in packages
                         for resource in json.loads((path / "datapackage.json").read_text())["resources"]}):
        rows = set()
        for path in packages:
            if (path / f"{table}.csv").exists():
                rows |= {tuple(row) for row in csv.reader(io.StringIO((path / f"{table}.csv").read_text(encoding="utf-8-sig")))}
        rows = {row for row in rows if table != "observation" or row[0] != "disciplinary_talks"}
        found = {tuple(row) for row in csv.reader(io.StringIO(one[f"tables/{table}.csv"].decode()))}
        tap.point(found == rows, f"export: {table} has the rows that were loaded", "\n".join(map(str, sorted(found ^ rows)[:10])))

    run("load", "--db", copy, "--publish", folder / "one", out=["release 1 is published"], name="export: loaded again")
    run("check", "--db", copy, out=["the store is sound"], name="export: the copy is sound")
    run("export", "--db", copy, folder / "again", name="export: the copy")
    tap.point(files(folder / "again") == one, "export: byte for byte the same again")
    run("load", "--db", copy, "--dry-run", *[path for path in packages if path.name == "catalogue"],
        name="export: the catalogue against the copy")

    run("load", "--db", copy, "--publish", package(folder, "more", "codelist", CODELIST,
        b"codelist,name_zh,name_en,source\nanother,x,x,\n"), name="export: a second release")
    run("export", "--db", copy, "--as-of", "1", folder / "old", out=["release 1 is written"], name="export: an older release")
    tap.point(files(folder / "old") == one, "export: an older release is as it was")
    run("export", "--db", copy, folder / "new", out=["release 2 is written"], name="export: the newest release")
    tap.point(b"\r\nanother,x,x,\r\n" in files(folder / "new")["tables/codelist.csv"], "export: the newest release has what is new")

    linked = folder / "linked"
    shutil.copytree(folder / "one", linked)
    (linked / "tables").rename(folder / "elsewhere")
    (linked / "tables").symlink_to(folder / "elsewhere")
    run("load", "--db", copy, linked, code=65, err=["is not in a folder of the package"], name="export: a folder that is a link")


def main():
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        test_usage(folder)
        test_config()
        packages = test_real_data(folder)
        test_conflicts(folder)
        test_parts(folder)
        test_complete(folder)
        test_packages(folder)
        test_full_check(folder)
        test_constraints(folder)
        test_stores(folder, packages)
        test_export(folder, packages)
        test_summaries(folder, packages)
        test_kept_back(folder, packages)
        test_made_up(folder, packages)
        test_records(folder, packages)
    tap.finish()


main()
