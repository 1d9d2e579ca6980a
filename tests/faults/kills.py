"""Kills writers of a store at any moment, and looks at what is left.

A writer loads a package of figures that nobody else writes and publishes it, or publishes a draft. It is killed with SIGKILL at a
moment that is drawn within the length of the whole, as it was measured, or by how far its log has grown, which is where commits are written. What
it reported as done (exit 0) must then be there whole, everything else whole or not at all; the file must be sound, and the next
process must open it within a second.
"""

import collections
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import time

# limit: what a person waits for a restart
RESTART_MAX_S = 1.0
# Figures of one load: enough for a commit of several pages, and for a load that can be hit in the middle.
REGIONS = [f"1201{n:02}" for n in (1, 2, 3, 4, 5, 6, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)]
INDICATORS = ("patent_applications", "patents_granted", "trademark_applications", "trademark_registrations")
COLUMNS = ("indicator", "region", "period", "breakdown", "measure", "definition", "value", "bound", "lower", "upper", "unit", "accumulation",
           "status", "extraction", "raw", "document", "locator", "note_zh", "note_en")
PLACES = [(indicator, region, f"20{year:02}") for indicator in INDICATORS for region in REGIONS for year in range(6, 18)]

Result = collections.namedtuple("Result", "kills acknowledged whole absent slowest_restart slowest_whole faults")


def write_package(folder, number):
    """The package of one attempt: the value of every figure is the number of the attempt."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = [",".join(COLUMNS)]
    for indicator, region, period in PLACES:
        lines.append(f"{indicator},{region},{period},,level,default,{number},eq,{number},{number},piece,period,A,verbatim,,binhai-2024-rule-of-law,kill,,")
    (folder / "observation.csv").write_text("\r\n".join(lines) + "\r\n", encoding="utf-8")
    fields = [{"name": column, "type": "number" if column in ("value", "lower", "upper") else "string"} for column in COLUMNS]
    (folder / "datapackage.json").write_text(json.dumps({
        "name": "kill", "profile": "tabular-data-package", "version": str(number), "resources": [{
            "name": "observation", "path": "observation.csv", "profile": "tabular-data-resource", "encoding": "utf-8",
            "schema": {"fields": fields}}]}), encoding="utf-8")
    return folder


class Killer:
    def __init__(self, program, data, folder, seed):
        self.program, self.data, self.folder = [str(word) for word in program], pathlib.Path(data), pathlib.Path(folder)
        self.db = self.folder / "store.db"
        self.random = random.Random(seed)
        self.number = 0          # of the last attempt
        self.confirmed = 0       # the last attempt that reported that it was done
        self.lengths = {}        # of whole runs, by what they do, in seconds
        self.logs = {}           # how large the log becomes in them
        self.faults = []

    def run(self, *arguments):
        return subprocess.run([*self.program, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)

    def prepare(self):
        done = self.run("load", "--db", self.db, "--publish", self.data / "catalogue")
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        self.confirmed = self.number
        for what in ("load", "publish"):
            runs = sorted(self.measure(what) for _ in range(3))
            self.lengths[what], self.logs[what] = runs[1][0], max(log for _, log in runs)

    def log_size(self):
        try:
            return pathlib.Path(f"{self.db}-wal").stat().st_size
        except FileNotFoundError:
            return 0

    def measure(self, what):
        """A whole run: its length, and how large the log became."""
        largest, arguments = 0, self.arguments(what)
        started = time.monotonic()
        with subprocess.Popen([*self.program, *map(str, arguments)], stdout=subprocess.DEVNULL) as child:
            while child.poll() is None:
                largest = max(largest, self.log_size())
                time.sleep(0.0005)
        if child.returncode != 0:
            raise RuntimeError(f"{arguments} ended with {child.returncode}")
        self.confirmed = self.number
        return time.monotonic() - started, largest

    def arguments(self, what):
        """The next attempt: a load that publishes, or the publish of a draft that was made before."""
        self.number += 1
        package = write_package(self.folder / "package", self.number)
        if what == "load":
            return ["load", "--db", self.db, "--publish", package]
        done = self.run("load", "--db", self.db, package)
        if done.returncode != 0:
            raise RuntimeError(done.stdout + done.stderr)
        return ["publish", "--db", self.db]

    def kill_at(self, child, what):
        """Sleeps until the moment: a part of the measured length, or of how far the log has grown, in which commits are written."""
        length = self.lengths[what]
        if self.random.random() < 0.35:
            time.sleep(self.random.random() * length * 1.3)
        else:
            # half of them around the last pages of the last commit
            size = self.logs[what] * self.random.choice((self.random.random(), 0.98))
            end = time.monotonic() + 5 * length
            while child.poll() is None and self.log_size() < size and time.monotonic() < end:
                pass
            time.sleep(self.random.choice((0, 0.005, 0.05, 0.2)) * self.random.random())
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)

    def attempt(self, what):
        """One writer, killed; gives whether it had reported that it was done."""
        arguments = self.arguments(what)
        with subprocess.Popen([*self.program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              start_new_session=True) as child:
            self.kill_at(child, what)
            told, _ = child.communicate(timeout=60)
        # Whoever reads its output believes what it says there, whatever became of the process then.
        return child.returncode, child.returncode == 0 or b"is published" in told

    def values(self, store):
        """The value that each figure of ours has in force, with how many have it."""
        return store.execute(
            "SELECT value_e6, count(*) FROM observation WHERE locator = 'kill' AND until = 9223372036854775807 AND since < 1099511627776"
            " GROUP BY value_e6").fetchall()

    def look(self, acknowledged):
        """What is left, by another program; gives the attempt that is in force."""
        started = time.monotonic()
        done = self.run("drafts", "--db", self.db)
        restart = time.monotonic() - started
        if done.returncode != 0:
            self.faults.append(f"attempt {self.number}: the store can not be opened: {done.stderr.strip()}")
        if restart > RESTART_MAX_S:
            self.faults.append(f"attempt {self.number}: it took {restart:.2f} s to open the store")
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as store:
            check = store.execute("PRAGMA quick_check").fetchone()[0]
            values = self.values(store)
            releases = store.execute("SELECT max(release), count(*) FROM release").fetchone()
            drafts = [draft for (draft,) in store.execute("SELECT draft FROM draft WHERE state = 'open'")]
        # What was loaded and not published waits, whole; the next one is published alone, and begins with an empty log.
        done = self.run("discard", "--db", self.db, *drafts) if drafts else self.run("publish", "--db", self.db)
        if done.returncode != 0:
            self.faults.append(f"attempt {self.number}: drafts {drafts} can not be thrown away: {done.stderr.strip()}")
        if check != "ok":
            self.faults.append(f"attempt {self.number}: {check}")
        if releases[0] != releases[1]:
            self.faults.append(f"attempt {self.number}: releases are missing: {releases}")
        if len(values) != 1 or values[0][1] != len(PLACES):
            self.faults.append(f"attempt {self.number}: half of it is there: {values}")
            return self.confirmed, restart
        found = values[0][0] // 1000000
        if found not in (self.confirmed, self.number):
            self.faults.append(f"attempt {self.number}: {found} is in force, {self.confirmed} was reported as done")
        if acknowledged and found != self.number:
            self.faults.append(f"attempt {self.number}: it was reported as done, and {found} is in force")
        return found, restart


def kill(program, data, folder, seed, kills, until=None, told=None):
    """Kills until `kills` writers were killed while they ran, or the monotonic moment `until`; `told` hears of each."""
    killer = Killer(program, data, folder, seed)
    killer.prepare()
    n = acknowledged_n = whole = absent = 0
    slowest = 0.0
    while n < kills and (until is None or time.monotonic() < until):
        what = killer.random.choice(("load", "publish"))
        code, acknowledged = killer.attempt(what)
        found, restart = killer.look(acknowledged)
        slowest = max(slowest, restart)
        n += code == -signal.SIGKILL
        acknowledged_n += acknowledged
        whole += code == -signal.SIGKILL and found == killer.number
        absent += code == -signal.SIGKILL and found != killer.number
        killer.confirmed = found
        if told is not None:
            told(n)
    done = killer.run("check", "--db", killer.db)
    if done.returncode != 0:
        killer.faults.append(f"at the end the store is not sound: {done.stdout[-300:]}{done.stderr}")
    done = killer.run("audit", "verify", "--db", killer.db)
    if done.returncode != 0:
        killer.faults.append(f"at the end the audit does not hold: {done.stdout[-300:]}{done.stderr}")
    return Result(n, acknowledged_n, whole, absent, slowest, max(killer.lengths.values()), killer.faults)
