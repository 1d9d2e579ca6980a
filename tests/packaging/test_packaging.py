#!/usr/bin/env python3
"""The manual page, the completion, the files for containers and what is installed say what the program's tables say.

    test_packaging.py IPRSTAT PAGE BUILD
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "lint"))
sys.dont_write_bytecode = True
from tap import Tap  # noqa: E402

PROGRAM, PAGE, BUILD = (pathlib.Path(argument).resolve() for argument in sys.argv[1:])
tap = Tap()


def run(*command, **options):
    done = subprocess.run(list(map(str, command)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, timeout=60, check=False, **options)
    return done.returncode, done.stdout


# ---------------------------------------------------------------------- what the tables say, read from their source

SOURCES = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "cli").glob("options*.[ch]")))
OPTIONS = dict(re.findall(r'\[OPTION_\w+\] =\s*\{"([a-z-]+)",\s*(NULL|"IPRSTAT_\w+")', SOURCES))
VARIABLES = {text.strip('"') for text in OPTIONS.values()} - {"NULL"}
COMMANDS = re.findall(r'\[COMMAND_\w+\] =\s*\{"([a-z]+)"', SOURCES)
EXIT_CODES = re.findall(r"^ +EXIT_\w+ = (\d+),", SOURCES, re.MULTILINE)


def options_of(command):
    """Returns the options that a subcommand takes, as it tells them."""
    return re.findall(r"^  --([a-z-]+)", run(PROGRAM, command, "--help")[1], re.MULTILINE)


def test_tables():
    tap.point(len(OPTIONS) > 10 and len(COMMANDS) > 5 and len(EXIT_CODES) > 8, "the tables of the program are read",
              f"{OPTIONS} {COMMANDS} {EXIT_CODES}")
    told = run(PROGRAM, "--help")[1]
    tap.point(all(re.search(rf"^  {command} ", told, re.MULTILINE) for command in COMMANDS), "the help has every subcommand", told)
    told = {option for command in COMMANDS for option in options_of(command)}
    tap.point(told == set(OPTIONS), "the subcommands together have every option", f"{told} {OPTIONS}")


# ---------------------------------------------------------------------- the manual page

def missing_of(page):
    """Returns what the tables have and a page has not."""
    text = page.replace("\\-", "-")
    sections = dict(re.findall(r'^\.S[HS] "?([\w ]+?)"?\n((?:(?!\.S[HS]).*\n?)*)', text, re.MULTILINE))
    missing = [f"section {name}" for name in ("NAME", "SYNOPSIS", "DESCRIPTION", "SIGNALS", "FILES", "EXAMPLES", "SEE ALSO")
               if not sections.get(name)]
    for command in COMMANDS:
        listed = re.findall(r"^\.BR --([a-z-]+)", sections.get(command, ""), re.MULTILINE)
        missing += [f"{command} --{option}" for option in options_of(command) if option not in listed]
        missing += [] if f"iprstat {command} " in sections.get(command, "") else [f"usage of {command}"]
    listed = re.findall(r"^\.B (\w+)$", sections.get("ENVIRONMENT", ""), re.MULTILINE)
    missing += [name for name in VARIABLES if name not in listed]
    listed = re.findall(r"^\.B (\d+)$", sections.get("EXIT STATUS", ""), re.MULTILINE)
    return missing + [f"exit code {code}" for code in EXIT_CODES if code not in listed]


def test_page():
    page = PAGE.read_text(encoding="utf-8")
    tap.point(missing_of(page) == [], "the page has every subcommand, option, variable and exit code", "\n".join(missing_of(page)))
    for name, old, new in (("an option", ".BR \\-\\-dry\\-run\n", ""), ("a variable", ".B IPRSTAT_LISTEN\n", ""),
                           ("an exit code", ".B 75\n", ""), ("a subcommand", ".SS export\n", "")):
        tap.point(old in page and missing_of(page.replace(old, new)), f"a page without {name} is refused")
    if shutil.which("groff"):
        code, output = run("groff", "-man", "-Tutf8", "-ww", "-z", PAGE)
        tap.point(code == 0 and output == "", "groff reads the page without a warning", output)
    else:
        tap.skip("groff reads the page", "groff is not installed")
    with tempfile.TemporaryDirectory() as folder:
        template = pathlib.Path(folder, "page.in")
        template.write_text("@COMMANDS@ @ENVIRONMENT@ @VERSION@\n", encoding="utf-8")
        code, output = run(sys.executable, ROOT / "tools" / "manual.py", PROGRAM, ROOT / "cli" / "options.h", template,
                           pathlib.Path(folder, "page"))
        tap.point(code == 1 and "@EXIT_STATUS@" in output, "a template without the exit codes is refused", output)


# ---------------------------------------------------------------------- the completion

def complete(*words):
    """Returns what bash offers for the last of the words."""
    script = ('source "$1"; iprstat() { "$2" "${@:3}"; }; shift; program=$1; shift\n'
              'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _iprstat "$program"; printf "%s\\n" "${COMPREPLY[@]}"')
    code, output = run("bash", "-c", script, "bash", ROOT / "packaging" / "completion.bash", PROGRAM, "iprstat", *words,
                       cwd=ROOT / "data")
    return sorted(output.split()) if code == 0 else [f"exit code {code}", output]


def test_completion():
    tap.point(complete("") == sorted([*COMMANDS, "--help", "--version"]), "completion offers every subcommand", str(complete("")))
    tap.point(complete("ver") == ["version"], "completion narrows by what is typed", str(complete("ver")))
    for command in COMMANDS:
        offered = complete(command, "--")
        tap.point(offered == sorted(f"--{option}" for option in options_of(command)), f"completion: options of {command}", str(offered))
    tap.point(complete("load", "--dr") == ["--dry-run"], "completion: an option that has begun", str(complete("load", "--dr")))
    tap.point(complete("serve", "--log-level", "w") == ["warning"], "completion: words of an option",
              str(complete("serve", "--log-level", "w")))
    for words in (("check", "--db", "cat"), ("check", "--db", "=", "cat"), ("load", "cat")):
        tap.point(complete(*words) == ["catalogue"], f"completion: a file for {' '.join(words)}", str(complete(*words)))
    if "key" in COMMANDS:
        tap.point(complete("key", "") == ["create", "list", "revoke"], "completion: what key does", str(complete("key", "")))
    code, output = run("bash", "-n", ROOT / "packaging" / "completion.bash")
    tap.point(code == 0, "bash reads the completion", output)


# ---------------------------------------------------------------------- what is installed

def installed(*options):
    """Returns {path below the prefix} after an installation."""
    with tempfile.TemporaryDirectory() as folder:
        code, output = run("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", folder, *options)
        if code != 0:
            tap.point(False, f"meson install {' '.join(options)}", output)
            return set()
        paths = {path.relative_to(folder).as_posix() for path in pathlib.Path(folder).rglob("*") if path.is_file()}
    return {re.sub(r"^(usr/local|usr)/", "", path) for path in paths}


def test_install():
    data = {"share/iprstat/" + path.relative_to(ROOT).as_posix() for path in (ROOT / "data").rglob("*") if path.is_file()}
    paths = installed()
    wanted = {"bin/iprstat", "share/man/man1/iprstat.1", "share/bash-completion/completions/iprstat", "share/iprstat/LICENSE",
              "lib/systemd/system/iprstat.service", "lib/systemd/system/iprstat.socket", "lib/sysusers.d/iprstat.conf",
              "lib/tmpfiles.d/iprstat.conf"} | {f"share/doc/iprstat/{path.name}" for path in (ROOT / "docs").glob("*.md")}
    tap.point(wanted | data <= paths, "meson install puts everything in place", "\n".join(sorted((wanted | data) - paths)))
    others = {path for path in paths - wanted - data if not path.startswith("share/doc/iprstat/")}
    tap.point(not others, "and nothing else", "\n".join(sorted(others)))
    paths = installed("--tags", "runtime,data")
    tap.point(paths == data | {"bin/iprstat", "share/iprstat/LICENSE"}, "the image takes the program and the data", "\n".join(sorted(paths)))


# ---------------------------------------------------------------------- the files for containers

def test_containers():
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    image = re.findall(r"IPRSTAT_\w+", text)
    tap.point(set(image) and set(image) <= VARIABLES, "the image sets variables that there are", str(set(image) - VARIABLES))
    tap.point(re.search(r"^USER [1-9]\d*:[1-9]\d*$", text, re.MULTILINE) and re.search(r"^FROM scratch$", text, re.MULTILINE)
              and re.search(r'^HEALTHCHECK .*CMD \["/usr/local/bin/iprstat", "health"\]$', text, re.MULTILINE)
              and "STOPSIGNAL SIGTERM" in text, "the image has a numbered user, a health check by the program, and no shell")
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    ours, proxy = compose["services"]["iprstat"], compose["services"]["nginx"]
    tap.point(set(ours["environment"]) <= VARIABLES, "compose.yaml sets variables that there are", str(ours["environment"]))
    tap.point(ours["read_only"] is True and ours["cap_drop"] == ["ALL"] and "ports" not in ours
              and ours["security_opt"] == ["no-new-privileges:true"], "compose.yaml runs the server closed")
    tap.point(ours["environment"]["IPRSTAT_TRUSTED_PROXY"] == compose["networks"]["inside"]["ipam"]["config"][0]["subnet"],
              "compose.yaml trusts the network that nginx is in")
    mounted = {volume.split(":")[0] for volume in proxy["volumes"] if volume.startswith("./")}
    tap.point(all((ROOT / path).exists() for path in mounted - {"./certs"}) and "./certs" in mounted,
              "compose.yaml mounts files that there are", str(mounted))
    conf = (ROOT / "packaging" / "nginx" / "iprstat.conf").read_text(encoding="utf-8")
    tap.point("server iprstat:8080;" in conf and "IPRSTAT_LISTEN=0.0.0.0:8080" in text, "nginx asks the service of compose.yaml")
    limit = re.search(r"--max-import .*?\(default (\d+)\)", run(PROGRAM, "serve", "--help")[1])
    taken = re.search(r"client_max_body_size (\d+)m;", conf)
    tap.point(limit and taken and int(limit[1]) in (int(taken[1]), int(taken[1]) << 20),
              "nginx takes as large an import as the server", str(limit))


test_tables()
test_page()
test_completion()
test_install()
test_containers()
tap.finish()
