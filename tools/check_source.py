#!/usr/bin/env python3
"""Holds the rules of the house that no compiler holds, as tables and small functions.

    tools/check_source.py [--root DIR]

prints `path:line: rule: message` for each finding and ends with 1 if there is one. Every rule has at least one folder
in tests/lint/fixtures that must fail with the findings written there; a rule without one fails the lint suite.
An exception is a line in EXCEPTIONS with its reason; one that is no longer needed is itself a finding.
"""

import argparse
import os
import pathlib
import re
import sys
from typing import NamedTuple

# What a layer may include of the project. The arrows go down only; generated headers have no folder.
LAYERS = {
    "base": ("base/",),
    "db": ("base/", "db/", "schema_sql.h"),
    "api": ("base/", "db/", "api/", "api_spec.h"),
    "server": ("base/", "api/", "server/", "db/db.h", "db/keys.h", "api_spec.h"),
    "cli": ("base/", "db/", "api/", "server/serve.h", "cli/"),
}

# Headers that only some places may know, by prefix: behind each stands a library or a part of the system.
HEADER_PLACES = {
    "sqlite3": ("db/engine_sqlite",),
    "microhttpd": ("server/",),
    "jansson": ("api/",),
    "zlib": ("server/",),
    "nettle/": ("base/sha256.",),
    "sys/socket": ("server/",),
    "sys/epoll": ("server/",),
    "netinet/": ("server/",),
    "arpa/": ("server/",),
    "netdb": ("server/",),
}


class Ban(NamedTuple):
    """Names that may stand only in `places` (path prefixes); `names` matches a whole identifier."""
    rule: str
    names: re.Pattern
    places: tuple
    reason: str


BANS = (
    Ban("allocation", re.compile(r"(?:(?:m|c|re|aligned_)alloc|reallocarray|free|strn?dup|v?asprintf|getline)(?=\s*\()"),
        ("base/arena.c", "base/buf.c"), "bytes live in an arena or a buf"),
    Ban("unsafe-call", re.compile(r"(?:v?sprintf|str(?:n?cpy|n?cat)|stpn?cpy|gets|strtok(?:_r)?|alloca|v?[fs]?scanf|ato[ifl]l?"
                                  r"|strto(?:u?ll?|[iu]max|f|ld?|d)|tmpnam|mktemp|system|popen|localtime|gmtime|asctime|ctime"
                                  r"|rand|setlocale)(?=\s*\()"),
        (), "see base/str.h, base/buf.h and base/period.h for what takes its place"),
    Ban("floating-point", re.compile(r"float|double|strtold"), (), "values are decimals (base/dec.h), never binary fractions"),
    Ban("sqlite", re.compile(r"sqlite3_\w+"), ("db/engine_sqlite",), "SQLite stands behind db/engine.h"),
    Ban("microhttpd", re.compile(r"(?:MHD|mhd)_\w+"), ("server/",), "only server/ knows libmicrohttpd"),
    Ban("jansson", re.compile(r"json_(?:t|error_t|\w+(?=\s*\())"), ("api/",), "only api/ reads JSON, and only base/jw.h writes it"),
    Ban("log", re.compile(r"log_(?:write|open)"), ("base/log.", "server/", "cli/"), "only server/ and cli/ log, once per failure"),
    Ban("print", re.compile(r"(?:(?:v?f?printf|f?puts|putchar|perror)(?=\s*\()|stdout|stderr)"), ("cli/",),
        "only cli/ speaks to a terminal"),
    Ban("exit", re.compile(r"(?:exit|_exit|abort|quick_exit)(?=\s*\()"), ("cli/",), "only cli/ ends the process"),
)

# (rule, path): reason. The only way past a rule.
EXCEPTIONS = {
    ("allocation", "db/engine_sqlite.c"): "the handles of the engine live longer than any arena",
    ("allocation", "db/engine_sqlite_stmt.c"): "the handles of the engine live longer than any arena",
    ("mutable-global", "base/log.c"): "a process has one log: its descriptor, its level and the count of lost lines",
}

FILE_LINES_MAX = 400      # what a person keeps in mind while reading
FUNCTION_LINES_MAX = 60   # one screen
# Columns of every published table; the head of the schema explains them once.
SCHEMA_COLUMNS_EXPLAINED_ONCE = ("since", "until")
SKIPPED_FOLDERS = re.compile(r"\.git|build.*|node_modules|fixtures|__pycache__")
TEXT_SUFFIXES = {".c", ".h", ".py", ".mjs", ".sh", ".sql", ".yaml", ".yml", ".json", ".md", ".build", ".txt", ".conf",
                 ".in", ".html", ".css", ".toml"}
TEXT_NAMES = {"Dockerfile", "LICENSE", "run", "bootstrap", "server", "test"}

LITERAL_OR_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


class Finding(NamedTuple):
    path: str
    line: int
    rule: str
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.rule}: {self.message}"


def blank(text):
    return re.sub(r"[^\n]", " ", text)


class Source:
    """One file: `text` as it is; for C also `bare` (no comments) and `code` (no comments, nothing inside quotes)."""

    def __init__(self, root, path):
        self.path = path
        self.text = (root / path).read_bytes().decode("utf-8", errors="surrogateescape")
        self.is_c = path.endswith((".c", ".h"))
        if self.is_c:
            self.bare = LITERAL_OR_COMMENT.sub(lambda m: blank(m[0]) if m[0].startswith("/") else m[0], self.text)
            self.code = LITERAL_OR_COMMENT.sub(
                lambda m: m[0][0] + blank(m[0][1:-1]) + m[0][0], self.bare)

    @property
    def layer(self):
        return self.path.split("/")[0]

    def line_at(self, position):
        return self.text.count("\n", 0, position) + 1

    def find(self, rule, pattern, message, text=None):
        for match in re.finditer(pattern, self.text if text is None else text, re.MULTILINE):
            yield Finding(self.path, self.line_at(match.start()), rule, message.format(*match.groups(), found=match[0]))


def in_layers(source):
    return source.is_c and source.layer in LAYERS


# ---------------------------------------------------------------------------------------------- rules for one C file

def check_includes(source):
    for match in re.finditer(r'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"]', source.bare, re.MULTILINE):
        line, header = source.line_at(match.start()), match[2]
        if match[1] == '"' and not header.startswith(LAYERS[source.layer]):
            yield Finding(source.path, line, "layer", f"{source.layer}/ may not include \"{header}\"")
        for prefix, places in HEADER_PLACES.items():
            if header.startswith(prefix) and not source.path.startswith(places):
                yield Finding(source.path, line, "header-place", f"<{header}> belongs to {', '.join(places)} alone")


def check_bans(source):
    for ban in BANS:
        if not source.path.startswith(ban.places):
            pattern = rf"(?<![\w.>])({ban.names.pattern})(?!\w)"
            yield from source.find(ban.rule, pattern, f"{{0}}: {ban.reason}", source.code)


def check_hand_made_json(source):
    if not source.path.startswith(("base/jw.", "base/log.")):
        yield from source.find("hand-made-json", r'\{\\"|\\":', "JSON is written by base/jw.h", source.bare)


def check_sql(source):
    sql = r'"\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|DROP|ALTER|WITH|PRAGMA)\s'
    if source.layer != "db":
        yield from source.find("sql", sql, "{0}: SQL stands in db/", source.bare)
    printed = r'\b(\w*printf\w*)\s*\([^;]*?"[^"\n]*\b(?:SELECT|INSERT|UPDATE|DELETE|WHERE|VALUES|FROM)\b'
    yield from source.find("printed-sql", printed, "{0}: SQL is never put together by printing", source.bare)


def check_macros(source):
    for match in re.finditer(r"^[ \t]*#[ \t]*define\b(?:.*\\\n)*.*", source.code, re.MULTILINE):
        for word in re.findall(r"\b(return|goto)\b", match[0]):
            yield Finding(source.path, source.line_at(match.start()), "macro-jump", f"a macro may not {word}")


def is_constant(declaration):
    """True for `const T x` and `T *const x`; what a pointer points at does not decide."""
    return re.search(r"\bconst\b", declaration.rpartition("*")[2] if "*" in declaration else declaration) is not None


def file_scope_statements(code):
    """Yields (position, text) of each declaration outside functions, what stands in braces left out."""
    code = re.sub(r"^[ \t]*#(?:.*\\\n)*.*", lambda m: blank(m[0]), code, flags=re.MULTILINE)
    start, kept, depth = None, "", 0
    for position, char in enumerate(code):
        if char == "{":
            kept += char if depth == 0 else ""
            depth += 1
        elif char == "}":
            depth -= 1
            kept += char if depth == 0 else ""
            # A body that follows an argument list ends a function, any other brace an initialiser or a type.
            if depth == 0 and re.search(r"\)\s*\{\}$", kept):
                start, kept = None, ""
        elif depth == 0 and char == ";":
            if start is not None:
                yield start, kept
            start, kept = None, ""
        elif depth == 0:
            if start is None and not char.isspace():
                start = position
            kept += char if start is not None else ""


def check_mutable(source):
    for position, text in file_scope_statements(source.code):
        declaration = re.sub(r"__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)", "", text.partition("=")[0]).strip()
        named_type = re.fullmatch(r"(?:struct|union|enum)\s*\w*\s*(?:\{\})?", declaration)
        if named_type or re.match(r"(?:__extension__\s+)?typedef\b|_Static_assert\b|static_assert\b", declaration):
            continue
        # `T (*name)(...)` is a variable, any other parenthesis makes it a function.
        pointer = re.match(r"[^(]*\(\s*\*\s*(\w+)", declaration)
        name = pointer or re.search(r"(\w+)\s*(?:\[[^]]*\]\s*)*$", declaration)
        if pointer is not None and pointer[1] != "const" or "(" not in declaration and not is_constant(declaration):
            yield Finding(source.path, source.line_at(position), "mutable-global", f"{name[1] if name else declaration} can change")
    for match in re.finditer(r"^[ \t]+(?:static|_Thread_local)\b([^;=(]*)[;=]", source.code, re.MULTILINE):
        if not is_constant(match[1]):
            yield Finding(source.path, source.line_at(match.start()), "mutable-global", f"static{match[1].rstrip()} can change")


def check_header(source):
    if source.path.endswith(".h"):
        if not re.match(r"(?:#pragma once\s+)?/\*", source.text):
            yield Finding(source.path, 1, "header-comment", "a header begins with what the module is for and must not do")
        if not re.search(r"^#pragma once$", source.bare, re.MULTILINE):
            yield Finding(source.path, 1, "pragma-once", "a header has #pragma once")


def check_lengths(source):
    lines = source.code.splitlines()
    if len(lines) > FILE_LINES_MAX:
        yield Finding(source.path, FILE_LINES_MAX + 1, "file-length", f"{len(lines)} lines, {FILE_LINES_MAX} are allowed")
    opened = None
    for number, line in enumerate(lines, 1):
        if line.rstrip() == "{":
            opened = number
        elif line.rstrip() == "}" and opened is not None:
            if number - opened + 1 > FUNCTION_LINES_MAX:
                yield Finding(source.path, opened, "function-length",
                              f"{number - opened + 1} lines, {FUNCTION_LINES_MAX} are allowed")
            opened = None


# ---------------------------------------------------------------------------------------------- rules for any text

def check_text(source):
    marker = r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"
    yield from source.find("marker", marker, "{0}: nothing unfinished is committed")
    yield from source.find("machine-path", r"(?<![\w.:/])/(home|root|work|Users|build_jobs)/", "/{0}/ is a path of one machine")
    yield from source.find("blank", r"[ \t]+$|\r$", "blanks at the end of a line")
    yield from source.find("blank", r"^[^\n\t]*\t", "a tab")
    if source.text and not source.text.endswith("\n"):
        yield Finding(source.path, source.text.count("\n") + 1, "blank", "no end of line at the end of the file")
    if source.text.startswith("#!") and "bash" in source.text.partition("\n")[0]:
        if not re.search(r"^set -euo pipefail$", source.text, re.MULTILINE):
            yield Finding(source.path, 1, "shell-options", "a script says set -euo pipefail")


# ---------------------------------------------------------------------------------------------- rules for the tree

def check_schema(sources):
    """Every column of the schema has a comment on its line: it is the only manual of the store."""
    for schema in (source for path, source in sources.items() if re.fullmatch(r"db/schema(_\d+)?\.sql", path)):
        table = None
        for number, line in enumerate(schema.text.splitlines(), 1):
            statement, dashes, comment = line.partition("--")
            if match := re.match(r"CREATE TABLE (\w+)", statement):
                table = match[1]
            elif statement.startswith(")"):
                table = None
            elif table and not (dashes and comment.strip()):
                for column in re.findall(r"(?:^\s+|,\s*)([a-z]\w*)\s+(?:INTEGER|TEXT|BLOB)\b", statement):
                    if column not in SCHEMA_COLUMNS_EXPLAINED_ONCE:
                        yield Finding(schema.path, number, "schema-comment", f"{table}.{column} has no comment")


def check_resources(sources):
    """From the URL a reader guesses the file, and from the file the test: a tag of the contract names both."""
    contract = sources.get("openapi.yaml")
    tags = {}
    section = re.search(r"^tags:\n((?:[ \-#].*\n|\n)*)", contract.text, re.MULTILINE) if contract else None
    for match in re.finditer(r"^ *- (?:\{ *)?name: *([\w-]+)", section[1] if section else "", re.MULTILINE):
        tags[match[1].replace("-", "_")] = contract.line_at(section.start(1) + match.start())
    for tag, line in tags.items():
        for path in (f"api/{tag}.c", f"tests/http/test_{tag}.mjs"):
            if path not in sources:
                yield Finding(contract.path, line, "resource", f"the tag {tag} has no {path}")


C_RULES = (check_includes, check_bans, check_hand_made_json, check_sql, check_macros, check_mutable, check_header, check_lengths)
TREE_RULES = (check_schema, check_resources)
RULES = {ban.rule for ban in BANS} | {
    "layer", "header-place", "hand-made-json", "sql", "printed-sql", "macro-jump", "mutable-global", "header-comment",
    "pragma-once", "file-length", "function-length", "marker", "machine-path", "blank", "shell-options", "schema-comment",
    "resource", "stale-exception"}


def read_sources(root):
    """Returns {path: Source} of every text file below root, in the order of the paths."""
    paths = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not SKIPPED_FOLDERS.fullmatch(name)]
        for name in names:
            path = pathlib.Path(folder, name)
            if (path.suffix in TEXT_SUFFIXES or name in TEXT_NAMES) and name != "package-lock.json":
                paths.append(path.relative_to(root).as_posix())
    return {path: Source(root, path) for path in sorted(paths)}


def check_tree(root):
    """Returns (findings in order, number of files read)."""
    sources = read_sources(root)
    found = []
    for source in sources.values():
        found += check_text(source)
        if in_layers(source):
            for rule in C_RULES:
                found += rule(source)
    for rule in TREE_RULES:
        found += rule(sources)
    used = {(finding.rule, finding.path) for finding in found}
    stale = [Finding(path, 1, "stale-exception", f"{rule} needs no exception here")
             for rule, path in EXCEPTIONS if path in sources and (rule, path) not in used]
    return sorted(set(stale + [f for f in found if (f.rule, f.path) not in EXCEPTIONS])), len(sources)


def main():
    parser = argparse.ArgumentParser(description="Checks the rules of the house that no compiler holds.")
    parser.add_argument("--root", type=pathlib.Path, default=pathlib.Path(__file__).resolve().parent.parent)
    findings, count = check_tree(parser.parse_args().root)
    for finding in findings:
        print(finding)
    print(f"{count} files, {len(findings)} findings")
    return 1 if findings or count == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
