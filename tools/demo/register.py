"""What the makers of plain registers share: numbered rows, and items of the code lists of the catalogue."""

from demo.chance import Chance
from demo.place import DISTRICTS, YEARS

DOCUMENT = "demo-registers"


class Register:
    """Tables that grow row by row."""

    def __init__(self, seed, stream, days, source):
        self.chance = Chance(seed, stream)
        self.days, self.source = days, source
        self.tables = {}
        self._items = {}

    def add(self, table, name=None, **row):
        """Adds a row; with a name it gets an identity of that name and its number, which is returned."""
        rows = self.tables.setdefault(table, [])
        code = None
        if name is not None:
            code = f"demo-{name}-{len(rows) + 1:04}"
            row = {table: code, **row}
        rows.append({**row, "document": DOCUMENT})
        return code

    def items(self, codelist):
        if codelist not in self._items:
            self._items[codelist] = [row["item"] for row in self.source("codelist_item") if row["codelist"] == codelist]
        return self._items[codelist]

    def item(self, codelist):
        return self.chance.pick(self.items(codelist))

    def district(self):
        return self.chance.weighted(DISTRICTS)

    def day(self, first=YEARS.start, last=YEARS.stop - 1):
        return self.days.of_year(self.chance, self.chance.between(first, last))
