"""Checks of the measures: who is responsible, and what their documents state of them."""

CITY, DISTRICT = "tianjin-2025-measures", "nankai-2024-pilot-plan"

# Measures or tasks, safeguards, links of the first, departments beside groups, and signatories.
EXPECTED = {CITY: (18, 3, 103, 21, 17), DISTRICT: (18, 4, 74, 15, 0)}

# Departments of each measure, counted in the documents.
SIZES = {
    CITY: "9 2 3 6 2 9 5 7 2 5 3 2 14 4 7 7 6 10 2 4 2",
    DISTRICT: "5 4 6 5 7 5 6 1 6 1 7 1 5 5 3 3 3 1 1 1 3 1",
}


def measures(data):
    types = {row["department"]: row["org_type"] for row in data.table("department")}
    signed = {(row["document"], row["department"]) for row in data.table("document_department")
              if row["role"] == "signatory"}
    rows = data.by_id("policy_measure")
    units = {}
    for row in data.table("policy_measure_department"):
        units.setdefault(row["policy_measure"], []).append(row)
    for document, expected in EXPECTED.items():
        own = [row for row in rows.values() if row["document"] == document]
        main = [row for row in own if row["kind"] != "safeguard"]
        links = [link for row in main for link in units[row["policy_measure"]]]
        names = {link["department"] for link in links if types[link["department"]] != "group"}
        found = (len(main), len(own) - len(main), len(links), len(names),
                 sum((document, name) in signed for name in names))
        if found != expected:
            yield f"{document}: {found}, expected {expected}"
        if [int(row["position"]) for row in own] != list(range(1, len(own) + 1)):
            yield f"{document}: positions"
        sizes = " ".join(str(len(units[row["policy_measure"]])) for row in own)
        if sizes != SIZES[document]:
            yield f"{document}: departments {sizes}"
        responsible = {row["department"] for row in data.table("document_department")
                       if (row["document"], row["role"]) == (document, "responsible")}
        found = {link["department"] for row in own for link in units[row["policy_measure"]]}
        if responsible != found:
            yield f"{document}: not those that are responsible by the document"
    for name, links in units.items():
        if [int(link["position"]) for link in links] != list(range(1, len(links) + 1)):
            yield f"{name}: order of the departments"
    for row in data.table("policy_measure_department") + data.table("policy_measure_indicator"):
        if row["document"] != rows[row["policy_measure"]]["document"]:
            yield f"{row['where']}: of another document"
    ip = {link["policy_measure"] for link in data.table("policy_measure_department")
          if link["department"] == "tianjin-ip"}
    others = [name for name, row in rows.items()
              if (row["document"], row["kind"]) == (CITY, "measure") and name not in ip]
    if others != [f"{CITY}-03"]:
        yield f"the IP office is in all measures but the third, not but {others}"


def stated(data):
    """A stated indicator has a figure or target in the section of its measure, and no other has."""
    rows = data.by_id("policy_measure")
    figures = {(row["document"], row["locator"], row["indicator"])
               for row in data.table("observation") + data.table("target")}
    for row in data.table("policy_measure_indicator"):
        measure = rows[row["policy_measure"]]
        place = (measure["document"], measure["locator"], row["indicator"])
        if (place in figures) != (row["basis"] == "stated"):
            yield f"{row['where']}: {row['basis']}"


def units_of_targets(data):
    """A target in the section of a task has the departments of the task, in the same order."""
    by_place = {(row["document"], row["locator"]): name
                for name, row in data.by_id("policy_measure").items()}
    targets = data.by_id("target")
    named = {row["target"] for row in data.table("target_unit")}

    def order(table, key, name):
        found = [row for row in data.table(table) if row[key] == name]
        return [row["department"] for row in sorted(found, key=lambda row: int(row["position"]))]

    for name in named:
        place = (targets[name]["document"], targets[name]["locator"])
        if order("target_unit", "target", name) != order(
                "policy_measure_department", "policy_measure", by_place.get(place)):
            yield f"{name}: its departments are not those of {by_place.get(place)}"


CHECKS = (measures, stated, units_of_targets)
