"""Checks of the catalogue: indicators, code lists, regions, departments."""

from packages import children, split


def catalogue(data):
    """Rules within the catalogue itself."""
    indicators = data.by_id("indicator")
    if len(indicators) != 173:
        yield f"{len(indicators)} indicators"
    for row in indicators.values():
        if row["unit"] not in split(row["units"]):
            yield f"{row['where']}: usual unit is not allowed"
        if row["numerator"] and not row["denominator"]:
            yield f"{row['where']}: numerator without denominator"
        if row["denominator"] and row["kind"] != "ratio":
            yield f"{row['where']}: parts of what is not a ratio"
        if (row["region_rule"] == "wmean") != bool(row["weight"]):
            yield f"{row['where']}: weight"
        if split(row["dimensions"]) != sorted(set(split(row["dimensions"]))):
            yield f"{row['where']}: dimensions are not sorted"
    restricted = [row["indicator"] for row in indicators.values() if row["access"] == "restricted"]
    if restricted != ["disciplinary_talks"]:
        yield "restricted indicators"
    for name in indicators.keys() - {row["indicator"] for row in data.table("definition")}:
        yield f"{name} has no definition"
    for dimension in data.items("dimension"):
        if not data.items(dimension):
            yield f"dimension {dimension} has no codes"
    ruled = {row["dimension"] for row in data.table("dimension_rule")}
    for dimension in set(data.items("dimension")) - ruled:
        yield f"nothing says whether the parts of {dimension} may be added up"
    used = {row["codelist"] for row in data.table("codelist_item")}
    for name in data.identities("codelist") - used:
        yield f"code list {name} is empty"
    places = {}
    for row in data.table("codelist_item"):
        places.setdefault(row["codelist"], []).append(int(row["position"]))
    for name, positions in places.items():
        if positions != list(range(1, len(positions) + 1)):
            yield f"code list {name}: positions"


def regions(data):
    rows = data.by_id("region")
    for row in rows.values():
        code, parent = row["region"], row["parent"]
        if (row["level"] == "country") != (parent == ""):
            yield f"{row['where']}: parent"
        if code.isdigit() and len(code) == 9 and parent != code[:6]:
            yield f"{row['where']}: a zone code stands in the district of its first six digits"
        if row["level"] in ("prefecture", "county") and parent != code[:2] + "0000":
            yield f"{row['where']}: not under its province"
        if parent and rows[parent]["valid_to"]:
            yield f"{row['where']}: the parent is no longer in force"
        if row["valid_from"] and row["valid_to"] and row["valid_from"] > row["valid_to"]:
            yield f"{row['where']}: validity"
    for row in data.table("region_lineage"):
        old, new = rows[row["from_region"]], rows[row["to_region"]]
        if row["kind"] == "rename":
            if old is not new or not row["old_name_zh"]:
                yield f"{row['where']}: a rename keeps its code and tells the old name"
        elif not old["valid_to"] or new["valid_to"] or new["valid_from"] <= old["valid_to"]:
            yield f"{row['where']}: the old code must end before the new one begins"
    replaced = {row["from_region"] for row in data.table("region_lineage")}
    for row in rows.values():
        if row["valid_to"] and row["region"] not in replaced:
            yield f"{row['where']}: a code that ended has no successor"
    parts = [row["region"] for row in data.table("region_group_member")
             if row["region_group"] in ("CENTRAL_6", "RING_4", "BINHAI", "OUTER_5")]
    if sorted(parts) != sorted(children(data, "120000")):
        yield "the four groups of districts do not cover the city once"
    if len(children(data, "420000")) != 17:
        yield "children of 420000"


def departments(data):
    names = {}
    for row in data.table("department") + data.table("department_alias"):
        name = row.get("name_zh") or row["alias"]
        if names.setdefault(name, row["department"]) != row["department"]:
            yield f"{row['where']}: {name} stands for two departments"
    roles = {}
    for row in data.table("document_department"):
        roles.setdefault((row["document"], row["role"]), []).append(int(row["position"]))
    for where, positions in roles.items():
        if positions != list(range(1, len(positions) + 1)):
            yield f"{where}: positions"
    types = {row["department"]: row["org_type"] for row in data.table("department")}
    responsible = [row["department"] for row in data.table("document_department")
                   if row["document"] == "tianjin-2025-measures" and row["role"] == "responsible"]
    groups = [name for name in responsible if types[name] == "group"]
    if (len(responsible) - len(groups), len(groups)) != (21, 2):
        yield f"{len(responsible)} responsible for the measures, {len(groups)} of them groups"


CHECKS = (catalogue, regions, departments)
