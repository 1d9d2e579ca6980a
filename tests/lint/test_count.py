"""The run is complete, and counted right: script/test runs each suite, meson.build names each test program, and
tools/count_tests.py never calls a run good that was not."""

import contextlib
import io
import json
import pathlib
import re
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TESTS = HERE.parent
sys.path[:0] = [str(HERE), str(TESTS.parent / "tools")]
sys.dont_write_bytecode = True

import count_tests  # noqa: E402
from tap import Tap  # noqa: E402


def program(result, stdout=""):
    return json.dumps({"name": "a test", "result": result, "stdout": stdout})


TAP_GOOD = "TAP version 13\n1..2\nok 1 - one\n    not ok 1 - part of two\nok 2 - two\n"
TAP_BAD = "ok 1 - one\nnot ok 2 - two\nok 3 - three # SKIP no time\nnot ok 4 - four # todo later\n"

# name of the case, files of the results folder, last line, exit code
CASES = (
    ("nothing ran", {}, "0 passed, 0 failed", 1),
    ("only skipped", {"gcc.json": program("SKIP")}, "0 passed, 0 failed", 1),
    ("a program without points counts once", {"gcc.json": program("OK")}, "1 passed, 0 failed", 0),
    ("points on the left margin count", {"gcc.json": program("OK", TAP_GOOD)}, "2 passed, 0 failed", 0),
    ("failed points count, skipped and open ones do not", {"gcc.json": program("FAIL", TAP_BAD)}, "1 passed, 1 failed", 1),
    ("a failed point counts whatever the program says", {"gcc.json": program("OK", TAP_BAD)}, "1 passed, 1 failed", 1),
    ("a crash after good points", {"gcc.json": program("ERROR", TAP_GOOD)}, "2 passed, 1 failed", 1),
    ("a time-out", {"gcc.json": program("TIMEOUT")}, "0 passed, 1 failed", 1),
    ("two programs", {"gcc.json": program("OK") + "\n" + program("FAIL")}, "1 passed, 1 failed", 1),
    ("two builds", {"gcc.json": program("OK"), "tsan.json": program("OK", TAP_GOOD)}, "3 passed, 0 failed", 0),
    ("a build that fails", {"gcc.json": program("OK"), "tsan.broken": ""}, "1 passed, 1 failed", 1),
    ("a sanitizer's report", {"tsan.json": program("OK"), "tsan.sanitizer.123": "data race"}, "1 passed, 1 failed", 1),
)


def suites_left_out(script, builds):
    """Suites that a meson.build names and script/test does not run."""
    run = set(re.search(r"^all_suites=\((.*)\)$", script, re.MULTILINE)[1].split())
    return sorted({suite for text in builds for suite in re.findall(r"suite : '(\w+)'", text)} - run)


def programs_left_out(programs, build):
    """Programs test_NAME.* of a folder whose meson.build has neither 'NAME' nor test_NAME."""
    names = [re.fullmatch(r"test_(\w+)\.\w+", program)[1] for program in programs]
    return [name for name in names if not re.search(rf"'{name}'|\btest_{name}\b", build)]


def check_complete(tap):
    script = (TESTS.parent / "script" / "test").read_text(encoding="utf-8")
    builds = {path.parent: path.read_text(encoding="utf-8") for path in TESTS.glob("*/meson.build")}
    left_out = suites_left_out(script, builds.values())
    tap.point(builds and not left_out, "script/test runs each suite", ", ".join(left_out))
    tap.point(suites_left_out("all_suites=(unit)", ["suite : 'unit', x", "suite : 'new'"]) == ["new"], "a new suite is noticed")
    for folder, build in sorted(builds.items()):
        programs = [path.name for path in folder.glob("test_*.*") if path.suffix in (".c", ".py", ".mjs")]
        left_out = programs_left_out(programs, build)
        tap.point(not left_out, f"tests/{folder.name} runs each of its {len(programs)} programs", ", ".join(left_out))
    tap.point(programs_left_out(["test_a.c", "test_b.py", "test_c.mjs"], "'a' test_b.py 'cc'") == ["c"], "a new program is noticed")


def main():
    tap = Tap()
    check_complete(tap)
    for name, files, last_line, code in CASES:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()) as output:
            for file, content in files.items():
                pathlib.Path(folder, file).write_text(content, encoding="utf-8")
            found = count_tests.main([folder, "gcc", "tsan"])
        lines = output.getvalue().splitlines()
        tap.point(found == code and lines[-1] == last_line, name, f"exit code {found}\n{output.getvalue()}")
    tap.finish()


main()
