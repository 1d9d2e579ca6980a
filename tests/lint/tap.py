"""A test program in the Test Anything Protocol, as far as the lint suite needs it."""

import sys


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def point(self, passed, name, detail=""):
        """Prints one point; `detail` explains a failure and may have many lines."""
        self.count += 1
        self.failed += not passed
        print(f"{'ok' if passed else 'not ok'} {self.count} - {name}")
        if not passed:
            for line in detail.splitlines():
                print("#", line)

    def skip(self, name, reason):
        self.count += 1
        print(f"ok {self.count} - {name} # SKIP {reason}")

    def finish(self):
        print(f"1..{self.count}")
        sys.exit(1 if self.failed else 0)
