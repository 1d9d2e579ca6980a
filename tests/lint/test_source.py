"""tools/check_source.py finds what it must find in each fixture, and nothing in the tree."""

import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "tools")]
sys.dont_write_bytecode = True

import check_source  # noqa: E402
from tap import Tap  # noqa: E402


def main():
    tap = Tap()
    shown = set()
    for folder in sorted((HERE / "fixtures" / "rules").iterdir()):
        findings, _ = check_source.check_tree(folder)
        expected = (folder / "expected").read_text(encoding="utf-8")
        found = "".join(f"{finding}\n" for finding in findings)
        tap.point(found == expected, f"fixture {folder.name}", f"expected:\n{expected}found:\n{found}")
        shown |= {finding.rule for finding in findings if finding.rule == folder.name}

    unshown = sorted(check_source.RULES - shown)
    tap.point(not unshown, "every rule has a fixture of its name that fails", ", ".join(unshown))

    gone = [path for _, path in check_source.EXCEPTIONS if not (ROOT / path).exists()]
    tap.point(not gone, "every exception names a file of the tree", ", ".join(gone))

    findings, count = check_source.check_tree(ROOT)
    tap.point(not findings, "the tree follows the rules", "\n".join(map(str, findings)))
    tap.point(count > 100, "the check reads the tree", f"{count} files")
    read = check_source.read_sources(ROOT)
    for layer in check_source.LAYERS:
        tap.point(any(path.startswith(layer + "/") and path.endswith(".c") for path in read), f"the check reads {layer}/")
    tap.finish()


main()
