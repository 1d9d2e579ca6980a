"""tools/specgen.py refuses what it cannot enforce, and what it generates is right, stable and compiles.

cases/NAME.yaml with NAME.err is a bad document and the error it gives; with NAME.h and NAME.c it is a good one and
what it becomes.  The expected files are read by a person before they are committed.
"""

import ast
import difflib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CASES = HERE / "cases"
SCRIPT = ROOT / "tools" / "specgen.py"
sys.path[:0] = [str(HERE.parent / "lint"), str(SCRIPT.parent)]
sys.dont_write_bytecode = True

import specgen  # noqa: E402
from tap import Tap  # noqa: E402

COMPILERS = [path for path in map(shutil.which, ("gcc", "clang")) if path]
FLAGS = ["-std=gnu17", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Wsign-conversion", "-Wstrict-prototypes",
         "-Wmissing-prototypes", "-Wundef", "-Wwrite-strings", "-Wcast-qual", "-Werror", f"-I{ROOT}"]

# Each with texts near its border; all fuzzed texts are made from these and from the characters of the pattern.
PATTERNS = {
    r"^$": ["", "a"],
    r"^abc$": ["abc", "abcd", "ab", "abc\n"],
    r"^[a-z][0-9a-z_]{1,7}$": ["patent_1", "a", "aa", "a_______", "a________", "Ab"],
    r"^!?[0-9]{6}(/[*]{1,2})?$": ["120116", "!120116/*", "120000/**", "120000/***", "/*"],
    r"^(19|20|21)[0-9]{2}(-[HS][12]|-Q[1-4]|-(0[1-9]|1[0-2]))?$": ["2024", "2021-H1", "2024-Q5", "1899", "2024-12"],
    r"^(latest|[0-9]{4}([.][.]([0-9]{4})?)?|[.][.][0-9]{4})$": ["latest", "2020..", "..2020", "2020..2024", ".."],
    r"^(eq|ge|gt|le|lt):-?(0|[1-9][0-9]{0,3})([.][0-9]{1,2})?$": ["ge:100", "eq:-0.50", "lt:01", "gt:1.", "ge:"],
    r"^(a|ab)(c|bcd)(d*)$": ["abcd", "acd", "abcddd", "abd"],
    r"^(a*b)*a+$": ["a", "ba", "aabab", "bbba", "ab"],
    r"^(?:x{2,3}|y?){0,2}z$": ["z", "xxz", "xxxxxz", "yxxz", "xz"],
    r"^[一-鿿]{2,4}(市|区)$": ["滨海新区", "天津市", "津市", "津津津津区", "天津", "ab市"],
    r"^[^\x00-\x1f\x7f,]{1,3}$": ["津", "a,b", "éé", "😀😀😀", "\x7f", "😀😀😀😀"],
    r"^[^a]$": ["a", "b", "\ud7ff", "\ue000", "\U0010ffff", "é"],
    r"^\d+\.\w{1,2}-\-$": ["1.a--", "12.__--", "1.é--", "١.a--"],
    r"^[\wé-]*$": ["a-é", "", "è"],
    r"^[a-f]?[^b-d]\*$": ["aa*", "z*", "cb*", "津*"],
}
ROUNDS = 1500


def difference(expected, found):
    return "\n".join(difflib.unified_diff(expected.splitlines(), found.splitlines(), "expected", "found", "", "", 2))


# ---------------------------------------------------------------------------------------------- documents

def check_bad(tap):
    """Every bad case gives its error, and every call of fail() is reached by one of them."""
    reached = set()
    for path in sorted(CASES.glob("*.err")):
        found = "no error\n"
        try:
            specgen.generate(path.with_suffix(".yaml").read_text(encoding="utf-8"))
        except specgen.SpecError as error:
            found = f"openapi.yaml:{error.line}: {error}\n"
            reached.add(traceback.extract_tb(error.__traceback__)[-2].lineno)
        expected = path.read_text(encoding="utf-8")
        tap.point(found == expected, f"{path.stem}.yaml is refused", f"expected: {expected}found:    {found}")

    calls = [node for node in ast.walk(ast.parse(SCRIPT.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "fail"]
    uncovered = [f"specgen.py:{node.lineno}: {ast.unparse(node)}" for node in calls
                 if not reached & set(range(node.lineno, node.end_lineno + 1))]
    tap.point(len(calls) > 50 and not uncovered, "every error message has a document that gives it", "\n".join(uncovered))


def decode_document(source):
    """The JSON that openapi_json.c holds, read without a compiler."""
    pieces = re.findall(r'^    "(.*)";?$', source, re.MULTILINE)
    return json.loads(re.sub(r"\\(.)", r"\1", "".join(pieces)))


def check_good(tap):
    for path in sorted(CASES.glob("*.h")):
        text = path.with_suffix(".yaml").read_text(encoding="utf-8")
        files = specgen.generate(text)
        for name, golden in ("api_spec.h", path), ("api_spec.c", path.with_suffix(".c")):
            expected = golden.read_text(encoding="utf-8")
            tap.point(files[name] == expected, f"{path.stem}.yaml gives {golden.name}", difference(expected, files[name]))
        found = decode_document(files["openapi_json.c"])
        tap.point(found == specgen.load(text).plain(), f"{path.stem}.yaml is carried whole", json.dumps(found))
    missing = [path.name for path in CASES.glob("*.yaml")
               if not path.with_suffix(".h").exists() and not path.with_suffix(".err").exists()]
    tap.point(not missing, "every document of cases/ is expected to be good or bad", ", ".join(missing))


def check_order(tap):
    """The order of the source never matters to the tables, except where it is the meaning: the values of an enum."""
    def reverse(value, inside):
        if isinstance(value, dict):
            return {key: reverse(child, key) for key, child in reversed(value.items())}
        return value[::-1] if inside in ("parameters", "tags", "x-problems") else value

    for path in sorted(CASES.glob("*.h")):
        text = path.with_suffix(".yaml").read_text(encoding="utf-8")
        before = specgen.generate(text)
        after = specgen.generate(json.dumps(reverse(specgen.load(text).plain(), "")))
        for name in "api_spec.h", "api_spec.c":
            tap.point(before[name] == after[name], f"{path.stem}.yaml upside down gives the same {name}",
                      difference(before[name], after[name]))


def check_scalars(tap):
    """Scalars are read by YAML 1.2, as everybody else reads an OpenAPI document."""
    text = "a: yes\nb: 2025-03-31\nc: 012\nd: 1_000\ne: 12:30\nf: '5'\ng: 5\nh: true\ni: null\nj: 1.5\nk: 1e3\nl: ~\n404: x"
    expected = {"a": "yes", "b": "2025-03-31", "c": "012", "d": "1_000", "e": "12:30", "f": "5", "g": 5, "h": True,
                "i": None, "j": 1.5, "k": 1000.0, "l": None, "404": "x"}
    found = specgen.load(text).plain()
    tap.point(repr(found) == repr(expected), "scalars are those of YAML 1.2", repr(found))


def check_contract(tap):
    try:
        files = specgen.generate((ROOT / "openapi.yaml").read_text(encoding="utf-8"))
        tap.point(len(files) == 3, "the contract generates")
    except specgen.SpecError as error:
        tap.point(False, "the contract generates", f"openapi.yaml:{error.line}: {error}")


# ---------------------------------------------------------------------------------------------- the command

def run_script(*arguments):
    command = [sys.executable, "-B", str(SCRIPT), *map(str, arguments)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def check_command(tap, folder):
    code, output = run_script()
    tap.point(code == 2 and output.startswith("usage:"), "without arguments it says how to use it", output)

    code, output = run_script(CASES / "cache.yaml", folder)
    expected = (CASES / "cache.err").read_text(encoding="utf-8").replace("openapi.yaml", "cache.yaml")
    tap.point(code == 1 and output == expected, "an error names the file and ends with 1", output)
    tap.point(not list(folder.iterdir()), "an error writes nothing", str(list(folder.iterdir())))

    binary = folder / "binary.yaml"
    binary.write_bytes(b"openapi: 3.1.0\ninfo: \xff\n")
    code, output = run_script(binary, folder)
    tap.point(code == 1 and output.startswith("binary.yaml:2: not text"), "bytes that are not UTF-8 are an error", output)

    code, output = run_script(CASES / "minimal.yaml", folder)
    tap.point(code == 0 and output == "", "a good document gives no output", output)
    paths = [folder / name for name in ("api_spec.h", "api_spec.c", "openapi_json.c")]
    for path in paths:
        os.utime(path, ns=(10**18, 10**18))
    paths[0].write_text("changed", encoding="utf-8")
    run_script(CASES / "minimal.yaml", folder)
    times = [path.stat().st_mtime_ns == 10**18 for path in paths]
    tap.point(times == [False, True, True], "only a file that changes is written", str(times))


# ---------------------------------------------------------------------------------------------- C

def compile_c(compiler, *arguments):
    done = subprocess.run([compiler, *FLAGS, *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode == 0, done.stdout


def check_compile(tap, folder):
    """The generated C has no warning, and stands without the rest of the program."""
    for compiler in COMPILERS:
        for path in sorted(CASES.glob("*.h")):
            for name, content in specgen.generate(path.with_suffix(".yaml").read_text(encoding="utf-8")).items():
                (folder / name).write_text(content, encoding="utf-8")
            for name in "api_spec.c", "openapi_json.c":
                passed, output = compile_c(compiler, f"-I{folder}", "-c", folder / name, "-o", folder / "out.o")
                tap.point(passed, f"{os.path.basename(compiler)} accepts {name} of {path.stem}.yaml", output)
    if not COMPILERS:
        tap.skip("the generated C compiles", "no compiler")


# ---------------------------------------------------------------------------------------------- patterns

def pattern_document(patterns):
    """A contract with one operation that has a parameter p0, p1, ... for each pattern."""
    operation = {
        "operationId": "match", "tags": ["match"], "x-cache": "none", "x-formats": ["json"],
        "x-examples": [{"summary": "none", "path": "/"}], "responses": {"200": {"description": "none"}},
        "parameters": [{"name": f"p{number}", "in": "query",
                        "schema": {"type": "string", "pattern": pattern, "maxLength": 100}}
                       for number, pattern in enumerate(patterns)],
    }
    return json.dumps({"openapi": "3.1.0", "info": {}, "tags": [{"name": "match"}], "paths": {"/": {"get": operation}},
                       "components": {"x-problems": []}})


def tables(source, number):
    """The automaton of parameter p<number> as api_spec.c spells it: (classes, next, accept, number of classes)."""
    name = re.search(rf'\.name = "p{number}",.*?\.pattern = &(\w+)', source, re.DOTALL)[1]
    arrays = [list(map(int, re.findall(r"\d+", re.search(rf"{name}_{part}\[\d*\] = \{{(.*?)\}}", source, re.DOTALL)[1])))
              for part in ("classes", "next", "accept")]
    size = re.search(rf"pattern_dfa {name} = \{{.*?\.n_states = (\d+), \.n_classes = (\d+)", source, re.DOTALL)
    return *arrays, int(size[1]), int(size[2])


def simulate(automaton, data):
    classes, following, accept, _, n_classes = automaton
    state = 0
    for byte in data:
        state = following[state * n_classes + classes[byte]]
    return accept[state] == 1


def walk(automaton, chance):
    """A random text that the automaton likes more than chance would."""
    classes, following, accept, _, n_classes = automaton
    state, data = 0, bytearray()
    for _ in range(24):
        if accept[state] and chance.random() < 0.3:
            break
        steps = [byte for byte in range(256) if following[state * n_classes + classes[byte]] != state] or [0]
        data.append(chance.choice(steps))
        state = following[state * n_classes + classes[data[-1]]]
    return bytes(data)


def fuzzed(pattern, seeds, automaton, chance):
    """Byte strings for one pattern: its seeds, mutations of them, letters of the pattern, walks, noise."""
    letters = [*pattern, *"".join(seeds), *"aZ09_-津é😀\n\x00"]
    found = [seed.encode() for seed in seeds]
    for _ in range(ROUNDS):
        text = list(chance.choice(seeds))
        for _ in range(chance.randint(0, 2)):
            at = chance.randint(0, len(text))
            text[at:at + chance.randint(0, 1)] = chance.choices(letters, k=chance.randint(0, 2))
        found.append("".join(text).encode())
        found.append("".join(chance.choices(letters, k=chance.randint(0, 8))).encode())
        found.append(walk(automaton, chance))
    found += [chance.randbytes(chance.randint(1, 5)) for _ in range(ROUNDS // 3)]
    return found


def by_python(expression, data):
    """The answer of Python's engine; bytes that are not UTF-8 match nothing."""
    try:
        return expression.fullmatch(data.decode()) is not None
    except UnicodeDecodeError:
        return False


def check_patterns(tap, folder):
    source = specgen.generate(pattern_document(PATTERNS))
    chance = random.Random(20240423)
    questions = []
    for number, (pattern, seeds) in enumerate(PATTERNS.items()):
        automaton = tables(source["api_spec.c"], number)
        expression = re.compile(pattern, re.ASCII)
        texts = fuzzed(pattern, seeds, automaton, chance)
        wrong = [text for text in texts if simulate(automaton, text) != by_python(expression, text)]
        answers = {by_python(expression, text) for text in texts}
        tap.point(not wrong and answers == {True, False}, f"{pattern} is decided as by Python's engine",
                  f"{len(wrong)} of {len(texts)} differ, answers {answers}: {wrong[:5]}")
        questions += [(number, text, by_python(expression, text)) for text in texts[::7] if len(text) < 256]
    check_minimal(tap)
    check_compiled(tap, folder, source, questions)


def check_minimal(tap):
    """Counted by hand: one state per length, and one for failure."""
    source = specgen.generate(pattern_document(["^(a|b|c){2}$", "^a*$", "^(ab|cb)$"]))["api_spec.c"]
    sizes = [tables(source, number)[3:] for number in range(3)]
    tap.point(sizes == [(4, 2), (2, 2), (4, 3)], "an automaton has no state and no class too many", str(sizes))


def check_compiled(tap, folder, source, questions):
    """pattern_match() over the compiled tables gives the same answers."""
    for name, content in source.items():
        (folder / name).write_text(content, encoding="utf-8")
    for compiler in COMPILERS[:1]:
        passed, output = compile_c(compiler, f"-I{folder}", HERE / "match_main.c", folder / "api_spec.c", "-o", folder / "match")
        tap.point(passed, "the program that asks pattern_match compiles", output)
        data = b"".join(bytes([number, len(text)]) + text for number, text, _ in questions)
        done = subprocess.run([folder / "match"], input=data, capture_output=True, check=False) if passed else None
        expected = "".join("01"[answer] for _, _, answer in questions).encode()
        tap.point(passed and done.stdout == expected, f"pattern_match answers {len(questions)} questions",
                  f"{done.stdout[:200]}\n{expected[:200]}" if passed else "")
    if not COMPILERS:
        tap.skip("pattern_match answers", "no compiler")


def main():
    tap = Tap()
    check_bad(tap)
    check_good(tap)
    check_order(tap)
    check_scalars(tap)
    check_contract(tap)
    for check in check_command, check_compile, check_patterns:
        with tempfile.TemporaryDirectory() as folder:
            check(tap, pathlib.Path(folder))
    tap.finish()


main()
