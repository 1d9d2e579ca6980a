"""What the comparisons with the server share: pages followed to the end, and members that must be as worked out."""

from fractions import Fraction
from urllib.parse import urlencode


def path_of(path, **arguments):
    """Arguments of None are left out; an underscore at the end lets a name be a word of Python."""
    pairs = [(name.rstrip("_"), value) for name, value in arguments.items() if value is not None]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def get(service, path, **arguments):
    status, answer = service.ask(path_of(path, **arguments))
    if status != 200:
        raise AssertionError(f"{path_of(path, **arguments)}: {status} {answer.get('detail')}")
    return answer


def pages(service, path, **arguments):
    """All entries of a list."""
    answer = get(service, path, limit=1000, **arguments)
    yield from answer["data"]
    while (answer["links"].get("next") or None) is not None:
        follow = answer["links"]["next"]
        answer = get(service, follow if isinstance(follow, str) else follow["href"])
        yield from answer["data"]


def number(value):
    return value if value is None else Fraction(value)


def differences(where, found, wanted):
    """Complaints about members that are not as wanted."""
    for name, value in wanted.items():
        if name not in found:
            yield f"{where}: there is no {name}"
        elif isinstance(value, dict):
            yield from differences(f"{where}.{name}", found[name], value)
        elif found[name] != value:
            yield f"{where}: {name} is {found[name]}, expected {value}"
