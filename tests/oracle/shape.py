"""Checks of the packages as tables: descriptors, cells, keys, and what a code refers to."""

import datetime
import re

from packages import split

INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")
CELL_MAX = 400  # longer text would be a passage of a document, which the project does not ship

# What a column refers to: another table's identity, or a code list.
REFERENCES = {
    "region": "region", "parent": "region", "from_region": "region", "to_region": "region",
    "indicator": "indicator", "numerator": "indicator", "denominator": "indicator",
    "weight": "indicator", "document": "document", "department": "department", "plan": "plan",
    "target": "target", "relation": "relation", "codelist": "codelist",
    "region_group": "region_group", "policy_measure": "policy_measure",
}
LISTS = {
    "topic": "topic", "unit": "unit", "units": "unit", "region_rule": "region_rule",
    "time_rule": "time_rule", "direction": "direction", "dimensions": "dimension",
    "access": "access", "measure": "measure", "bound": "bound", "accumulation": "accumulation",
    "status": "obs_status", "extraction": "extraction", "comparator": "comparator",
    "target_window": "target_window", "strength": "strength", "org_type": "org_type",
    "reliability": "reliability", "role": "department_role", "level": "region_level",
    "confidence": "confidence", "dimension": "dimension", "scheme": "scheme", "grade": "grade",
    "domain": "measure_domain", "basis": "measure_basis",
    "subject": "credit_subject", "standing": "scheme_standing",
}
KINDS = {
    "indicator": "indicator_kind", "document": "document_kind", "region_lineage": "lineage_kind",
    "target": "target_kind", "policy_measure": "measure_kind",
}
RULES = {"dimension_rule": "dimension_rule"}  # elsewhere a rule is an id
# What the columns of a register refer to, where that is not what others of the same name do.
REGISTERS = {
    "market": {"level": "level", "state": "lifecycle"},
    "institution": {"kind": "institution_kind", "state": "institution_state", "level": "level",
                    "services": "institution_service"},
    "typical_case": {"series": "series", "ip_type": "ip_type", "stage": "case_stage"},
    "publication": {"kind": "publication_kind", "series": "series"},
    "geographical_indication": {"kind": "gi_kind", "demo_zone": "gi_status", "lists": "gi_list"},
    "designation": {"kind": "designation_kind", "level": "level", "state": "designation_state"},
}
IDENTIFIERS = {
    "region": r"([0-9]{6}([0-9]{3})?|Z-[A-Z0-9]+)$",
    "region_group": r"[A-Z][0-9A-Z_]{1,31}$",
    "indicator": r"[a-z][0-9a-z_]{1,79}$",
    "codelist": r"[a-z][0-9a-z_]{1,39}$",
    "document": r"[a-z][0-9a-z-]{1,79}$",
    "department": r"[a-z][0-9a-z-]{1,79}$",
    "plan": r"[a-z][0-9a-z-]{1,79}$",
    "target": r"[a-z][0-9a-z-]{1,79}$",
    "relation": r"[a-z][0-9a-z-]{1,79}$",
    "policy_measure": r"[a-z][0-9a-z-]{1,79}$",
    "agency": r"[a-z][0-9a-z-]{1,79}$",
}



def descriptors(data):
    """The rules of a tabular data package descriptor that this project relies on."""
    types = {"string", "number", "integer", "date"}
    for name, package in data.packages.items():
        if package.get("name") != name or not re.fullmatch(r"[-a-z0-9._/]+", name):
            yield f"{name}: the name is not that of the folder"
        if package.get("profile") != "tabular-data-package":
            yield f"{name}: profile"
        if package.get("licenses", [{}])[0].get("name") != "CC0-1.0":
            yield f"{name}: licence"
        if not re.fullmatch(r"[0-9]+[.][0-9]+[.][0-9]+", package.get("version", "")):
            yield f"{name}: version"
        for resource in package["resources"]:
            schema = resource["schema"]
            where = f"{name}/{resource['path']}"
            names = [field["name"] for field in schema["fields"]]
            keys = schema["primaryKey"]
            keys = [keys] if isinstance(keys, str) else keys
            if (resource.get("profile") != "tabular-data-resource"
                    or resource["path"] != resource["name"] + ".csv"):
                yield f"{where}: resource"
            if resource.get("encoding") != "utf-8" or schema.get("missingValues") != [""]:
                yield f"{where}: encoding or missing values"
            if names != resource["header"]:
                yield f"{where}: columns are not those of the schema"
            if not set(keys) <= set(names) or len(set(names)) != len(names):
                yield f"{where}: primary key or repeated field"
            if any(field["type"] not in types or not field["title"] or not field["title_zh"]
                   for field in schema["fields"]):
                yield f"{where}: type or title of a field"
        files = {path.name for path in data.folders[name].iterdir()}
        if files != {resource["path"] for resource in package["resources"]} | {"datapackage.json"}:
            yield f"{name}: files that no resource names"


def cell_problem(field, cell):
    limits = field.get("constraints", {})
    if cell == "":
        return "required" if limits.get("required") else None
    kind = field["type"]
    if kind == "integer" and not re.fullmatch(r"0|[1-9][0-9]*", cell):
        return "not an integer"
    if kind == "number" and not re.fullmatch(r"-?(0|[1-9][0-9]*)([.][0-9]{1,6})?", cell):
        return "not a plain decimal"
    if kind == "date":
        try:
            datetime.date.fromisoformat(cell)
        except ValueError:
            return "not a date"
    if kind == "integer" and int(cell) < limits.get("minimum", 0):
        return "below the minimum"
    if "enum" in limits and cell not in limits["enum"]:
        return "not in the enumeration"
    if "pattern" in limits and not re.fullmatch(limits["pattern"], cell):
        return "does not match the pattern"
    if len(cell) > limits.get("maxLength", CELL_MAX):
        return "too long"
    return None


def cells(data):
    schemas = {(name, resource["name"]): resource["schema"]["fields"]
               for name, package in data.packages.items() for resource in package["resources"]}
    for table, rows in data.rows.items():
        for row in rows:
            fields = schemas[row["package"], table]
            if row["width"] != len(fields):
                yield f"{row['where']}: {row['width']} cells"
                continue
            for field in fields:
                cell = row[field["name"]]
                problem = cell_problem(field, cell)
                if problem:
                    yield f"{row['where']}: {field['name']}: {problem}: {cell}"
                if len(cell) > CELL_MAX or cell != cell.strip() or INVISIBLE.search(cell):
                    yield f"{row['where']}: {field['name']}: length, blanks or control characters"


def keys(data):
    for table, rows in data.rows.items():
        schema = next(resource["schema"] for package in data.packages.values()
                      for resource in package["resources"] if resource["name"] == table)
        key = schema["primaryKey"]
        key = [key] if isinstance(key, str) else key
        seen = {}
        for row in rows:
            value = tuple(row[column] for column in key)
            if value in seen:
                yield f"{row['where']}: same key as {seen[value]}"
            seen[value] = row["where"]


def references(data):
    known = {table: data.identities(table) for table in set(REFERENCES.values())}
    lists = {name: data.items(name) for name in data.identities("codelist")}
    definitions = {(row["indicator"], row["definition"]) for row in data.table("definition")}
    for table, rows in data.rows.items():
        for row in rows:
            for column, target in REFERENCES.items():
                if row.get(column) and row[column] not in known[target]:
                    yield f"{row['where']}: {column} {row[column]} is not in {target}"
            own = {"kind": KINDS.get(table), "rule": RULES.get(table), **REGISTERS.get(table, {})}
            for column, codelist in {**LISTS, **own}.items():
                for item in split(row.get(column) or "") if codelist else []:
                    if item not in lists.get(codelist, ()):
                        yield f"{row['where']}: {column} {item} is not in the list {codelist}"
            if table == "observation" and (row["indicator"], row["definition"]) not in definitions:
                yield f"{row['where']}: definition {row['definition']}"


def identifiers(data):
    for table, pattern in IDENTIFIERS.items():
        for row in data.table(table):
            if not re.match(pattern, row[table]):
                yield f"{row['where']}: {row[table]}"
    taken = {"region", "group", "indicator", "document", "department", "plan", "target",
             "relation", "codelist", "agency", "credit_event", "credit_reminder"}
    for row in data.table("codelist"):
        if row["codelist"] in taken:
            yield f"{row['where']}: the name is that of a kind of identity"


CHECKS = (descriptors, cells, keys, references, identifiers)
