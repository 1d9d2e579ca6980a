"""Writes a Data Package in the manner of those under data/: datapackage.json, and a CSV file for each table."""

import csv
import json

# Titles of columns; a column of several tables has one title in all.
from demo.columns import COLUMNS, TABLES


def field_of(name, required, unique):
    title, title_zh, kind, *words = COLUMNS[name]
    limits = {"required": True} if required else {}
    if unique:
        limits["unique"] = True
    if words:
        limits["enum"] = words[0].split(";")
    elif kind == "string":
        limits["maxLength"] = 200
    field = {"name": name, "title": title, "title_zh": title_zh, "type": kind}
    return {**field, "constraints": limits} if limits else field


def resource_of(table):
    """`TABLES` has the columns as one text: a key ends with *, what may be empty with ?."""
    title, title_zh, columns = TABLES[table]
    marked = columns.split()
    keys = [name.strip("*?") for name in marked if "*" in name]
    fields = [field_of(name.strip("*?"), "?" not in name, [name.strip("*?")] == keys) for name in marked]
    return {
        "name": table, "title": title, "title_zh": title_zh, "path": f"{table}.csv", "profile": "tabular-data-resource",
        "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": keys[0] if len(keys) == 1 else keys, "missingValues": [""]},
    }


def cell(value):
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value)


def write(folder, tables):
    """Writes {table: rows}, each row a dict by column; what a row leaves out is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    resources = [resource_of(table) for table in tables]
    for resource in resources:
        names = [field["name"] for field in resource["schema"]["fields"]]
        keys = resource["schema"]["primaryKey"]
        keys = [keys] if isinstance(keys, str) else keys
        with (folder / resource["path"]).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(names)
            for row in sorted(tables[resource["name"]], key=lambda row: [cell(row[key]).zfill(8) for key in keys]):
                if not row.keys() <= set(names):
                    raise KeyError(f"{resource['name']}: {row.keys() - set(names)}")
                writer.writerow([cell(row.get(name)) for name in names])
    (folder / "datapackage.json").write_text(json.dumps({
        "profile": "tabular-data-package", "name": "demo-registers",
        "title": "Made-up registers, to show case and agency features at a realistic size",
        "title_zh": "示例登记数据（虚构）", "version": "1.0.0", "iprstat:synthetic": True,
        "licenses": [{"name": "CC0-1.0", "path": "https://creativecommons.org/publicdomain/zero/1.0/",
                      "title": "Creative Commons Zero v1.0 Universal"}],
        "resources": resources,
    }, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
