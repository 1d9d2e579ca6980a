#!/usr/bin/env python3
"""Servers killed while they make changes, and one whose disk is full: test_kill_server.py IPRSTAT DATA [SEED]"""

import contextlib
import http.client
import json
import pathlib
import re
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402
from kills import Killer, write_package  # noqa: E402

# limit: with the suites beside it a slow machine comes to fewer than 30
SECONDS, KILLS, KILLS_LEAST = 40, 30, 8


class Server:
    """A server of the store; `length` is how long it took until it listened."""

    def __init__(self, program, db):
        started = time.monotonic()
        self.child = subprocess.Popen([*program, "serve", "--db", str(db), "--listen", "127.0.0.1:0", "--threads", "1"],
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.child.stdout:
            entry = json.loads(line)
            if entry.get("event") == "listening":
                self.port = entry["port"]
                break
        self.length = time.monotonic() - started

    def post(self, target, body, media_type, key):
        """Status and JSON; (0, None) when the answer did not arrive whole."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            try:
                connection.request("POST", target, body, {"Authorization": f"Bearer {key}", "Content-Type": media_type})
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read())
            except (OSError, http.client.HTTPException, ValueError):
                return 0, None

    def end(self, number=signal.SIGTERM):
        self.child.send_signal(number)
        self.child.communicate(timeout=60)


class ServerKiller(Killer):
    def prepare(self):
        self.number = self.confirmed = 1
        self.run("load", "--db", self.db, "--publish", self.data / "catalogue")
        done = self.run("load", "--db", self.db, "--publish", write_package(self.folder / "package", self.number))
        made = self.run("key", "create", "--db", self.db, "--name", "tests", "--scopes", "import,publish")
        self.key = re.search(r"iprs_\w{8}_[\w-]{43}", done.stdout + made.stdout)[0]

    def change(self, server):
        """One import and its publish: the draft and the answer of the release, None for what was not told, and the last status."""
        self.number += 1
        body = (write_package(self.folder / "package", self.number) / "observation.csv").read_bytes()
        status, answer = server.post("/v1/imports?table=observation&name=kill", body, "text/csv", self.key)
        if status != 201:
            return None, None, status
        draft = answer["data"]["id"]
        status, answer = server.post("/v1/releases", json.dumps({"drafts": [draft]}), "application/json", self.key)
        return draft, answer if status == 201 else None, status

    def state_of(self, draft):
        with sqlite3.connect(f"file:{self.db}?mode=ro", uri=True) as store:
            found = store.execute("SELECT d.state FROM draft d JOIN import i ON i.import = d.draft WHERE d.draft = ?", (draft,)).fetchone()
        return found[0] if found else "gone"

    def attempt_change(self, length):
        """A server that is killed within the time that a change takes; whether it was, and how far the change had come."""
        server = Server(self.program, self.db)
        timer = threading.Timer(self.random.random() * length * 2, server.end, [signal.SIGKILL])
        timer.start()
        draft, release, status = self.change(server)
        timer.join()
        if status not in (0, 201):
            self.faults.append(f"attempt {self.number}: it was refused with {status}")
        if draft is not None and self.state_of(draft) not in ("published", "open" if release is None else "published"):
            self.faults.append(f"attempt {self.number}: draft {draft} was told, and is {self.state_of(draft)}")
        found, _ = self.look(release is not None)
        self.confirmed = found
        return server.length, release is not None, draft is not None


def test_kills(tap, program, data, seed):
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        killer = ServerKiller([program], data, name, seed)
        killer.prepare()
        server = Server(killer.program, killer.db)
        started = time.monotonic()
        tap.point(killer.change(server)[1] is not None, "a change that nobody interrupts is published")
        length = time.monotonic() - started
        killer.confirmed = killer.number
        server.end()
        results, end = [], time.monotonic() + SECONDS
        while len(results) < KILLS and time.monotonic() < end:
            results.append(killer.attempt_change(length))
        done = killer.run("audit", "verify", "--db", killer.db)
    told = f"seed {seed}: {len(results)} kills, {sum(r[2] for r in results)} after the draft was told, {sum(r[1] for r in results)} after the release was"
    print("#", told, flush=True)
    tap.point(len(results) >= KILLS_LEAST and {r[1] for r in results} == {True, False}, "servers were killed while they made changes", told)
    tap.point(max(r[0] for r in results) < 1.0, "the next one listens within a second", f"{max(r[0] for r in results):.2f} s")
    tap.point(killer.faults == [], "what was answered is there, the rest whole or not at all", "\n".join(killer.faults))
    tap.point(done.returncode == 0, "the audit holds", done.stdout + done.stderr)


def test_full(tap, program, data):
    """No room for the log: the commit fails, and nobody is told of a change."""
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        killer = ServerKiller([program], data, name, 1)
        killer.prepare()
        server = Server(killer.program, killer.db)
        # one figure: what it changes is kept in memory until the commit
        body = b"".join((write_package(killer.folder / "package", 2) / "observation.csv").read_bytes().splitlines(True)[:2])
        status, answer = server.post("/v1/imports?table=observation&name=kill", body, "text/csv", killer.key)
        draft = answer["data"]["id"]
        _, most = resource.prlimit(server.child.pid, resource.RLIMIT_FSIZE)
        # room for the index of the log (32 KiB), and not for a commit
        resource.prlimit(server.child.pid, resource.RLIMIT_FSIZE, (33000, most))
        wish = json.dumps({"drafts": [draft]})
        status, answer = server.post("/v1/releases", wish, "application/json", killer.key)
        tap.point(status == 503 and answer["type"].endswith("/storage-unavailable"), "a publish that finds the disk full is 503", f"{status} {answer}")
        tap.point(killer.state_of(draft) == "open", "and is not there", killer.state_of(draft))
        resource.prlimit(server.child.pid, resource.RLIMIT_FSIZE, (most, most))
        status, answer = server.post("/v1/releases", wish, "application/json", killer.key)
        tap.point(status == 201, "with room again it is made, without a restart", f"{status} {answer}")
        server.end()
        tap.point(server.child.returncode == 0, "the server ends as ever", str(server.child.returncode))


def main():
    tap = Tap()
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    test_kills(tap, sys.argv[1], sys.argv[2], seed)
    test_full(tap, sys.argv[1], sys.argv[2])
    tap.finish()


main()
