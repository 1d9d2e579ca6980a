#!/usr/bin/env python3
"""iprstat load of files: what is tolerated, what is refused whole, memory, progress. test_load.py IPRSTAT DATA"""

import hashlib
import os
import pathlib
import pty
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "lint"))
from tap import Tap  # noqa: E402

PROGRAM, DATA = sys.argv[1], pathlib.Path(sys.argv[2])
tap = Tap()

HEADER = ("indicator,region,period,breakdown,measure,definition,value,bound,lower,upper,unit,accumulation,status,extraction,raw,"
          "document,locator,note_zh,note_en\n")
TAIL = ",piece,period,A,verbatim,,binhai-2024-rule-of-law,test,,\n"
GOOD = "patents_granted,120116,2024,,level,default,12345,eq,12345,12345" + TAIL
CHINESE = GOOD.replace(",test,,", ",第一节,说明,")


def load(*arguments):
    clean = {key: value for key, value in os.environ.items() if not key.startswith("IPRSTAT_")}
    return subprocess.run([PROGRAM, "load", *map(str, arguments)], capture_output=True, text=True, timeout=300, env=clean, check=False)


def told(done):
    return f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def wrong_files():
    """Name, bytes of observation.csv, what must be complained of."""
    row = GOOD.encode()
    head = HEADER.encode()
    yield "wrong header", head.replace(b"region", b"place", 1) + row, 'line 1, column region, "place": is not the name of this column'
    yield "a column too many", head.replace(b"\n", b",more\n") + row, 'line 1, "more": is a column too many'
    yield "ragged row", head + row + b"patents_granted,120116\n", "line 3: has not as many cells as the header"
    yield "unclosed quote", head + row + b'"patents_granted,120116\n', "line 3, column indicator: a quotation mark is not closed"
    yield "NUL", head + row.replace(b"test", b"te\0st"), "line 2, column locator: a NUL byte"
    yield "GB18030", head + CHINESE.encode("gb18030"), "line 2, column locator: bytes that are not UTF-8"
    yield "negative count", head + row.replace(b"12345", b"-5"), 'line 2, column value, "-5": is below zero, and the indicator is no ratio'
    yield "unknown code", head + row.replace(b"120116", b"120199"), 'line 2, column region, "120199": names no region'
    yield "wrong unit", head + row.replace(b"piece", b"case"), 'line 2, column unit, "case": is no unit of the indicator'
    yield "long row", head + row.replace(b"test", b'"' + b"x" * 70000 + b'"'), "line 2, column locator: the row is longer than 64 KiB"
    yield "twice", head + row + row, "line 3: a row with the same key came earlier in this load"
    yield "empty", b"", "line 1: the file is empty"


def test_wrong(folder, store):
    for name, data, complaint in wrong_files():
        path = folder / "observation.csv"
        path.write_bytes(data)
        before = digest(store)
        done = load("--db", store, path)
        tap.point(done.returncode == 65, f"{name}: refused", told(done))
        tap.point(complaint in done.stderr, f"{name}: {complaint}", told(done))
        tap.point(digest(store) == before, f"{name}: the store is byte for byte the same")


def figures(store):
    with sqlite3.connect(store) as db:
        return db.execute("SELECT value_e6, decimals, lower_e6, upper_e6, freq, ends_on, locator, note_zh FROM observation"
                          " WHERE since > 1099511627776").fetchall()


def test_tolerated(folder, store):
    forms = {
        "clean": HEADER + CHINESE,
        "byte order mark": "\ufeff" + HEADER + CHINESE,
        "separators": HEADER + CHINESE.replace(",12345,", ',"12,345",', 1),
        "full-width digits": HEADER + CHINESE.replace(",12345,", ",１２３４５,", 1).replace("120116", "１２０１１６").replace("2024,", "２０２４,", 1),
        "blanks": HEADER + CHINESE.replace("120116", "　120116 ").replace(",12345,", ", 12345\u00a0,", 1),
        "line ends": (HEADER + CHINESE).replace("\n", "\r\n") + "\r\n",
    }
    loaded = {}
    for name, text in forms.items():
        path = folder / f"{name}.csv"
        path.write_bytes(text.encode())
        copy = folder / "copy.db"
        shutil.copy(store, copy)
        done = load("--db", copy, "--table", "observation", path)
        tap.point(done.returncode == 0, f"{name}: loaded", told(done))
        loaded[name] = figures(copy)
    path = folder / "gb.csv"
    path.write_bytes((HEADER + CHINESE).encode("gb18030"))
    shutil.copy(store, folder / "copy.db")
    done = load("--db", folder / "copy.db", "--table", "observation", "--charset", "gb18030", path)
    tap.point(done.returncode == 0, "gb18030: loaded", told(done))
    loaded["gb18030"] = figures(folder / "copy.db")
    tap.point(len(loaded["clean"]) == 1 and loaded["clean"][0][0] == 12345 * 10**6, "the figure that was meant", str(loaded["clean"]))
    for name, rows in loaded.items():
        tap.point(rows == loaded["clean"], f"{name}: the same figures as the clean file", f"{rows}")


def test_folders(folder, store):
    before = digest(store)
    files = folder / "report-2024"
    files.mkdir()
    (files / "observation.csv").write_text(HEADER + GOOD)
    (files / "readme.txt").write_text("no table")
    done = load("--db", store, "--dry-run", files)
    tap.point(done.returncode == 0 and "observation                  1" in done.stdout, "a folder of CSV files", told(done))
    (files / "figures.csv").write_text("x\n")
    done = load("--db", store, files)
    tap.point(done.returncode == 65 and "figures.csv: is not named after a table" in done.stderr, "one that is no table", told(done))
    done = load("--db", store, "--dry-run", DATA)
    tap.point(done.returncode == 0 and "region " in done.stdout, "a folder of packages", told(done))
    done = load("--db", store, folder / "nothing.csv")
    tap.point(done.returncode == 65 and "name one with --table" in done.stderr, "a file of no table", told(done))
    done = load("--db", store, "--table", "observation", folder / "nothing.csv")
    tap.point(done.returncode == 66 and "there is no such file" in done.stderr, "a file that is not there", told(done))
    done = load("--db", store, "--table", "figures", folder / "nothing.csv")
    tap.point(done.returncode == 65 and "--table names no table" in done.stderr, "a table that is not there", told(done))
    done = load("--db", store, DATA)
    tap.point("nothing to publish" in done.stdout, "the same packages again: nothing", told(done))
    tap.point(digest(store) == before, "and the store is byte for byte the same")


def test_progress(folder, store):
    path = folder / "observation.csv"
    path.write_text(HEADER + GOOD)
    said = []

    def read(descriptor):
        data = os.read(descriptor, 1024)
        said.append(data)
        return data

    standard = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    pty.spawn([PROGRAM, "load", "--db", str(store), "--dry-run", str(path)], read)
    os.dup2(standard, 1)
    text = b"".join(said).decode()
    tap.point("observation.csv: 0 rows, " in text and "\r\x1b[K" in text, "progress on a terminal", repr(text))
    tap.point("\x1b" not in load("--db", store, "--dry-run", path).stderr, "and none elsewhere")


def memory_of(store, path):
    """Most memory that the load took, in bytes."""
    script = ("import resource,subprocess,sys;"
              "r=subprocess.run(sys.argv[1:],stdout=subprocess.DEVNULL).returncode;"
              "print(r,resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    done = subprocess.run([sys.executable, "-c", script, PROGRAM, "load", "--db", str(store), "--table", "publication", str(path)],
                          capture_output=True, text=True, check=True)
    code, memory = done.stdout.split()
    return int(code), int(memory) * resource.getpagesize() // resource.getpagesize() * 1024


def write_publications(path, size):
    """Rows of some 4 KiB each, until the file has `size` bytes."""
    text = "长" * 130 + "," + "x" * 390
    with path.open("w") as file:
        file.write("publication,kind,title_zh,title_en,region,series,period,planned_on,published_on,note_zh,note_en,document\n")
        number = 0
        while file.tell() < size:
            number += 1
            file.write(f"big-{number},white_paper,{text},120116,,2023,2024-04-26,,{'注' * 390},{'n' * 390},binhai-2024-rule-of-law\n")


def test_memory(folder, store):
    """The engine's cache has 64 MiB, which the small file does not fill: what the large one takes beyond that is bounded."""
    large = int(os.environ.get("IPRSTAT_TEST_LOAD_MIB", "100")) * 1024 * 1024
    taken = {}
    for name, size in (("small", 2 * 1024 * 1024), ("large", large)):
        path, copy = folder / f"{name}.csv", folder / f"{name}.db"
        write_publications(path, size)
        shutil.copy(store, copy)
        code, taken[name] = memory_of(copy, path)
        tap.point(code == 0, f"{name}: loaded")
        path.unlink()
        copy.unlink()
    cache = 64 * 1024 * 1024
    ratio = (taken["large"] - cache) / taken["small"]
    tap.point(ratio < 1.5, f"fifty times the rows, the same memory beside the cache: {ratio:.2f}", str(taken))


def main():
    with tempfile.TemporaryDirectory(prefix="iprstat-test-") as name:
        folder = pathlib.Path(name)
        store = folder / "store.db"
        done = load("--db", store, "--publish", *sorted(path for path in DATA.iterdir() if path.is_dir()))
        tap.point(done.returncode == 0, "the store", told(done))
        for test in test_wrong, test_tolerated, test_folders, test_progress, test_memory:
            inner = folder / test.__name__
            inner.mkdir()
            test(inner, store)
    tap.finish()


main()
