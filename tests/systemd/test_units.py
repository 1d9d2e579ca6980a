#!/usr/bin/env python3
"""The units as systemd reads them: nothing unknown in them, and how much they leave open. test_units.py FOLDER IPRSTAT"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

FOLDER, PROGRAM = pathlib.Path(sys.argv[1]), sys.argv[2]
# What a service is left open to at most, of 100; one that closes nothing has 96.
EXPOSURE_MAX = 15
tap = Tap()


def analyze(*arguments):
    done = subprocess.run(["systemd-analyze", *map(str, arguments)], capture_output=True, text=True, timeout=60, check=False)
    return done.returncode, done.stdout + done.stderr


def exposure(unit):
    """(whether it is low enough, what systemd says)"""
    code, told = analyze("security", "--offline=true", f"--threshold={EXPOSURE_MAX}", "--no-pager", unit)
    return code == 0, told


def runnable(folder):
    """The units with a program that is there, since systemd looks for it."""
    for name in ("iprstat.service", "iprstat.socket"):
        text = (FOLDER / name).read_text()
        (folder / name).write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M))


def main():
    if shutil.which("systemd-analyze") is None:
        tap.skip("units", "systemd is not installed")
        tap.finish()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        runnable(folder)
        service = folder / "iprstat.service"
        code, told = analyze("verify", "--man=no", service, folder / "iprstat.socket")
        tap.point(code == 0 and told == "", "systemd knows everything that the units say", told)
        low, told = exposure(service)
        tap.point(low, f"the service is exposed to at most {EXPOSURE_MAX / 10}", told)

        # What the two gates must refuse.
        text = service.read_text()
        service.write_text(text.replace("MemoryDenyWriteExecute=yes", "MemoryDenyWriteExecutes=yes"))
        told = analyze("verify", "--man=no", service)[1]
        tap.point("MemoryDenyWriteExecutes" in told, "a line with a mistake in it is found", told)
        service.write_text(re.sub(r"^(SystemCall|CapabilityB|Protect|Private|Restrict).*\n", "", text, flags=re.M))
        tap.point(not exposure(service)[0], "a service that closes little is found")

    text = (FOLDER / "iprstat.service").read_text()
    tap.point("@" not in re.sub(r"^#.*|=~?@[\w-]+( @[\w-]+)*$", "", text, flags=re.M), "every folder is filled in", text)
    settings = dict(word.split("=", 1) for line in re.findall(r"^Environment=(.*)", text, re.M) for word in line.split())
    clean = {key: word for key, word in os.environ.items() if not key.startswith("IPRSTAT")}
    done = subprocess.run([PROGRAM, "serve", "--print-config"], capture_output=True, text=True, timeout=60, check=False,
                          env={**clean, **settings})
    tap.point(done.returncode == 0 and all(f"= {word}  # {key}\n" in done.stdout for key, word in settings.items()),
              "the program takes every setting of the service", f"{settings}\n{done.stdout}{done.stderr}")
    ours = [path.read_text() for path in sorted(FOLDER.glob("iprstat-*.conf"))]
    tap.point(len(ours) == 2 and all(re.search(r"^[ud] ", text, re.M) and "@" not in text for text in ours),
              "the user and the folder of the store are made", "\n".join(ours))
    tap.finish()


main()
