#!/usr/bin/env python3
"""Makes the manual page: a template, and in it what the program's own table of options says.

    tools/manual.py IPRSTAT OPTIONS_H TEMPLATE OUTPUT

@COMMANDS@ becomes a section for each subcommand with its options, @ENVIRONMENT@ the variables, @EXIT_STATUS@ the codes that
OPTIONS_H declares, @VERSION@ the version.
"""

import pathlib
import re
import subprocess
import sys

EXIT_CODE = re.compile(r"^ +(EXIT_\w+) = (\d+),(?: +/\* (.*) \*/)?$", re.MULTILINE)
OPTION = re.compile(r"^  (--[a-z-]+)(?: (\S+))? {2,}(.*?)(?: \(default (.*?)\))?(?: \[(IPRSTAT_\w+)\])?$", re.MULTILINE)
COMMAND = re.compile(r"^  ([a-z]+) {2,}(.+)$", re.MULTILINE)


def ask(program, *arguments):
    return subprocess.run([program, *arguments], check=True, capture_output=True, text=True, timeout=60).stdout


def commands_of(program):
    """Returns [(command, its usage, what it does, [(option, value, help, default, variable)])] as the program tells it."""
    found = []
    for name, does in COMMAND.findall(ask(program, "--help")):
        text = ask(program, name, "--help")
        found.append((name, text.splitlines()[0].partition("Usage: ")[2], does, OPTION.findall(text)))
    if not found or not all(options for *_, options in found):
        raise SystemExit("manual: the program's help can not be read")
    return found


def exit_codes(header):
    """Returns [(number, meaning)] of the codes that the program ends with."""
    return [(number, meaning or "the work is done") for _, number, meaning in EXIT_CODE.findall(header)]


def roff(text):
    """Escapes text for roff: a hyphen that people copy, a backslash, and no request at the beginning of a line."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


def commands_section(commands):
    lines = []
    for name, usage, does, options in commands:
        lines += [f".SS {name}", f".B {roff(usage)}", ".PP", roff(does[0].upper() + does[1:]) + "."]
        for option, value, text, default, variable in options:
            lines += [".TP", f".BR {roff(option)}" + (f" \" \" \\fI{roff(value)}\\fP" if value else ""), roff(text) + "."]
            if default:
                lines.append(f"Default: {roff(default)}.")
            if variable:
                lines.append(f"Variable: {variable}.")
    return "\n".join(lines)


def environment_section(commands):
    options = {variable: option for *_, options in commands for option, _, _, _, variable in options if variable}
    return "\n".join(f".TP\n.B {variable}\nAs {roff(option)}." for variable, option in sorted(options.items()))


def main(arguments):
    if len(arguments) != 4:
        print("usage: manual.py IPRSTAT OPTIONS_H TEMPLATE OUTPUT", file=sys.stderr)
        return 64
    program, header, template, output = arguments
    commands = commands_of(program)
    codes = exit_codes(pathlib.Path(header).read_text(encoding="utf-8"))
    parts = {
        "COMMANDS": commands_section(commands),
        "ENVIRONMENT": environment_section(commands),
        "EXIT_STATUS": "\n".join(f".TP\n.B {number}\n{roff(meaning)}" for number, meaning in codes),
        "VERSION": ask(program, "version").split()[1],
    }
    page = pathlib.Path(template).read_text(encoding="utf-8")
    for name, text in parts.items():
        if f"@{name}@" not in page:
            print(f"manual: {template} has no @{name}@", file=sys.stderr)
            return 1
        page = page.replace(f"@{name}@", text)
    pathlib.Path(output).write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
