#!/usr/bin/env python3
"""Backups of a store that is served, read and written, each of which restores to the figures of its release.

    test_backups.py IPRSTAT DATA [all]

Takes 100, or as many as there is time for; with `all` it takes the time.
"""

import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402
from kills import PLACES, write_package  # noqa: E402

BACKUPS = 100
# So many in any case; more of them while the seconds last.
LEAST, BUDGET_S = 12, 45
PROGRAM, DATA = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*arguments):
    done = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{arguments}: {done.returncode} {done.stdout}{done.stderr}")
    return done.stdout


def figures_of(db):
    """The newest release, and the values that our figures have in it."""
    with sqlite3.connect(f"file:{db}?mode=ro", uri=True) as store:
        (release,) = store.execute("SELECT max(release) FROM release").fetchone()
        return release, store.execute(
            "SELECT value_e6 / 1000000, count(*) FROM observation WHERE locator = 'kill' AND until = 9223372036854775807 AND since < 1099511627776"
            " GROUP BY value_e6").fetchall()


class Load:
    """Publishes one release after the other and reads over HTTP until it is told to end. Release n has the value n everywhere."""

    def __init__(self, folder, db):
        self.folder, self.db, self.ending, self.faults, self.published, self.read = folder, db, threading.Event(), [], 1, 0
        self.server = subprocess.Popen([PROGRAM, "serve", "--db", db, "--listen", "127.0.0.1:0"], stdout=subprocess.PIPE, text=True)
        line = next(line for line in self.server.stdout if '"listening"' in line)
        self.url = "http://" + json.loads(line)["address"]
        self.threads = [threading.Thread(target=self.guard, args=(work,)) for work in (self.drain, self.publish, self.ask)]
        for thread in self.threads:
            thread.start()

    def guard(self, work):
        try:
            work()
        except Exception as fault:  # pylint: disable=broad-except
            self.faults.append(repr(fault))

    def drain(self):
        for _ in self.server.stdout:
            pass

    def publish(self):
        while not self.ending.is_set():
            run("load", "--db", self.db, "--publish", write_package(self.folder / "load", self.published + 1))
            self.published += 1

    def ask(self):
        while not self.ending.is_set():
            with urllib.request.urlopen(f"{self.url}/v1/observations?indicator=patents_granted&region=120116&limit=100", timeout=30) as answer:
                body = json.load(answer)
            values = {figure["value"] for figure in body["data"]}
            if body["meta"]["release"]["id"] > 1 and values != {body["meta"]["release"]["id"]}:
                self.faults.append(f"release {body['meta']['release']['id']} has {values}")
            self.read += 1

    def end(self):
        self.ending.set()
        for thread in self.threads[1:]:
            thread.join()
        self.server.terminate()
        code = self.server.wait(30)
        self.threads[0].join()
        if code != 0:
            self.faults.append(f"the server ended with {code}")


def main():
    tap, faults, releases, started = Tap(), [], set(), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        db, restored = folder / "store.db", folder / "restored.db"
        run("load", "--db", db, "--publish", DATA / "catalogue")
        load = Load(folder, db)
        taken = 0
        while taken < BACKUPS and (taken < LEAST or "all" in sys.argv or time.monotonic() - started < BUDGET_S):
            told = run("backup", "--db", db, "--replace", folder / "backup.db")
            run("restore", "--db", restored, folder / "backup.db")
            release, values = figures_of(restored)
            releases.add(release)
            if int(re.search(r"release (\d+)", told)[1]) != release or values != ([(release, len(PLACES))] if release > 1 else []):
                faults.append(f"backup {taken}: release {release} has {values}; {told}")
            for kept in folder.glob("restored.db.before-restore-*"):
                kept.unlink()
            taken += 1
        load.end()
    print(f"# {load.published} releases, {len(releases)} of them in backups, {load.read} requests, {time.monotonic() - started:.0f} s", flush=True)
    tap.point(faults == [], f"{taken} backups restore to the figures of their release", "\n".join(faults))
    tap.point(len(releases) > 5 and load.read > 20, "while releases were published and read")
    tap.point(load.faults == [], "and nobody was disturbed", "\n".join(load.faults))
    tap.finish()


main()
