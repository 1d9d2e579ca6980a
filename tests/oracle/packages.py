"""Reads the Data Packages of a folder into tables; knows nothing of the server."""

import csv
import json


class Data:
    """All packages: their descriptors, and the rows of each table over all packages."""

    def __init__(self, root):
        self.packages = {}
        self.rows = {}
        self.folders = {}
        for path in sorted(root.glob("*/datapackage.json")):
            self.add(path.parent)

    def add(self, folder):
        """Adds the package in a folder."""
        package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        self.packages[folder.name] = package
        self.folders[folder.name] = folder
        for resource in package["resources"]:
            with (folder / resource["path"]).open(encoding="utf-8", newline="") as stream:
                reader = csv.reader(stream, strict=True)
                resource["header"] = next(reader)
                for line, cells in enumerate(reader, 2):
                    row = dict(zip(resource["header"], cells))
                    row["where"] = f"{folder.name}/{resource['path']}:{line}"
                    row["width"] = len(cells)
                    row["package"] = folder.name
                    self.rows.setdefault(resource["name"], []).append(row)

    def table(self, name):
        return self.rows.get(name, [])

    def identities(self, table):
        return {row[table] for row in self.table(table)}

    def items(self, codelist):
        return {row["item"] for row in self.table("codelist_item") if row["codelist"] == codelist}

    def by_id(self, table):
        return {row[table]: row for row in self.table(table)}


def split(cell):
    return cell.split(";") if cell else []


def breakdown(cell):
    return dict(part.partition("=")[::2] for part in split(cell))


def children(data, parent):
    """Regions in force of the level below, zones apart."""
    return [row["region"] for row in data.table("region")
            if row["parent"] == parent and not row["valid_to"] and row["level"] != "zone"]
