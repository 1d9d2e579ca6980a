"""The program, with packages in an empty store, asked over HTTP."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from fractions import Fraction

PROGRAM = os.environ.get("IPRSTAT", "build/cli/iprstat")


class Service:
    """A child process that listens on a port of its own. `conflicts`: the figures are invented, and parts may be more than their total."""

    def __init__(self, folder, packages, conflicts=False):
        store = folder / "oracle.db"
        begun = time.monotonic()
        subprocess.run([PROGRAM, "load", "--db", store, "--publish", *(["--allow-conflicts"] if conflicts else []), *packages], check=True,
                       stdout=subprocess.DEVNULL)
        self.load_seconds = time.monotonic() - begun
        log = folder / "log"
        with log.open("w", encoding="utf-8") as stream:
            self.child = subprocess.Popen(
                [PROGRAM, "serve", "--db", store, "--listen", "127.0.0.1:0"], stdout=stream,
                stderr=stream)
        self.address = None
        while self.address is None:
            if self.child.poll() is not None:
                raise RuntimeError(log.read_text(encoding="utf-8"))
            time.sleep(0.05)
            for line in log.read_text(encoding="utf-8").splitlines(keepends=True):
                if line.endswith("\n") and json.loads(line).get("event") == "listening":
                    self.address = json.loads(line)["address"]

    def fetch(self, path, body=None):
        """(status, text); a body is posted."""
        request = urllib.request.Request(
            f"http://{self.address}{path}", None if body is None else json.dumps(body).encode(),
            {} if body is None else {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def ask(self, path, body=None):
        """(status, answer); numbers with a point are fractions."""
        status, text = self.fetch(path, body)
        return status, json.loads(text, parse_float=Fraction)

    def stop(self):
        self.child.terminate()
        self.child.communicate(timeout=60)
