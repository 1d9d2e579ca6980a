"""The tree passes clang-format, shellcheck and the contract linter, and each of these refuses a bad input."""

import json
import os
import pathlib
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "tools")]
sys.dont_write_bytecode = True

from check_source import SKIPPED_FOLDERS  # noqa: E402
from tap import Tap  # noqa: E402

# Releases of clang-format disagree about the same settings: the tree is formatted with the one of Debian 12.
CLANG_FORMAT_MAJOR = "14"
BAD = HERE / "fixtures" / "tools"
REDOCLY = ROOT / "tests" / "node_modules" / ".bin" / "redocly"


def run(*command):
    """Returns (exit code, what was printed)."""
    quiet = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true", "NO_COLOR": "1"}
    done = subprocess.run(list(map(str, command)), cwd=ROOT, env=os.environ | quiet, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def tracked(wanted):
    """Returns the paths of the tree's own files for which wanted(path) holds."""
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not SKIPPED_FOLDERS.fullmatch(name)]
        found += [path for name in names if wanted(path := pathlib.Path(folder, name))]
    return sorted(found)


def is_bash(path):
    with open(path, "rb") as file:
        first = file.readline(100)
    return first.startswith(b"#!") and b"bash" in first


def check_format(tap):
    version = run("clang-format", "--version")[1] if shutil.which("clang-format") else "none"
    if f"version {CLANG_FORMAT_MAJOR}." not in version:
        tap.skip("clang-format", f"needs version {CLANG_FORMAT_MAJOR}, this is {version.strip()}")
        return
    files = tracked(lambda path: path.suffix in (".c", ".h"))
    code, output = run("clang-format", "--dry-run", "-Werror", *files)
    tap.point(code == 0 and files, f"clang-format accepts {len(files)} files", output)
    code, output = run("clang-format", "--dry-run", "-Werror", BAD / "format.c")
    tap.point(code != 0 and "clang-format-violations" in output, "clang-format refuses a bad file", output)


def check_scripts(tap):
    if not shutil.which("shellcheck"):
        tap.skip("shellcheck", "is not installed")
        return
    files = tracked(is_bash)
    code, output = run("shellcheck", *files)
    tap.point(code == 0 and files, f"shellcheck accepts {len(files)} scripts", output)
    code, output = run("shellcheck", BAD / "script.sh")
    tap.point(code != 0 and "SC2086" in output, "shellcheck refuses a bad script", output)


def lint_contract(path):
    """Returns (the rules that the contract breaks, what was printed); warnings count like errors."""
    code, output = run(REDOCLY, "lint", "--format=json", path)
    try:
        report = json.JSONDecoder().raw_decode(output[output.index("{"):])[0]
    except ValueError:
        return ["unreadable report"], output
    broken = [problem["ruleId"] for problem in report["problems"]]
    return broken or (["exit code"] if code else []), output


def check_contract(tap):
    broken, output = lint_contract(ROOT / "openapi.yaml")
    tap.point(not broken, "the contract has no error and no warning", output)
    broken, output = lint_contract(BAD / "contract.yaml")
    tap.point("no-unresolved-refs" in broken and "operation-operationId" in broken,
              "the contract linter refuses a bad contract", output)


def main():
    tap = Tap()
    check_format(tap)
    check_scripts(tap)
    check_contract(tap)
    tap.finish()


main()
