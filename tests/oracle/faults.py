"""Faults, each with the check that must see it: a check that sees nothing is no check."""

import catalogue
import facts
import measures
import shape


def first(data, table, where):
    return next(row for row in data.table(table)
                if all(row[key] == cell for key, cell in where.items()))


def change(table, column, new, /, **where):
    """A fault: one cell of the first row that matches."""
    def apply(data):
        first(data, table, where)[column] = new
    return apply


def drop(table, /, **where):
    def apply(data):
        data.rows[table].remove(first(data, table, where))
    return apply


def repeat(table):
    return lambda data: data.rows[table].append(dict(data.rows[table][0]))


def relicense(data):
    data.packages["catalogue"]["licenses"] = [{"name": "none"}]


# A fault in the data, and the check that must see it.
FAULTS = (
    ("another licence", relicense, shape.descriptors),
    ("a value with an exponent", change("observation", "value", "1e3"), shape.cells),
    ("a passage in a cell", change("observation", "note_en", "x" * 401), shape.cells),
    ("a row twice", repeat("observation"), shape.keys),
    ("an unknown region", change("observation", "region", "120199"), shape.references),
    ("an unknown definition", change("observation", "definition", "other"), shape.references),
    ("a capital letter in a code",
     change("document", "document", "Binhai", document="binhai-2024-rule-of-law"),
     shape.identifiers),
    ("an indicator without a definition",
     drop("definition", indicator="patents_granted"), catalogue.catalogue),
    ("a dimension without a rule",
     drop("dimension_rule", dimension="level"), catalogue.catalogue),
    ("a zone in another district",
     change("region", "parent", "120116", region="120110400"), catalogue.regions),
    ("a code in force for ever",
     change("region", "valid_to", "", region="120107"), catalogue.regions),
    ("a figure lost", drop("observation", document="hubei-2021h1-rule-of-law"), facts.counts),
    ("a target without its first unit",
     drop("target_unit", target="nankai-2024-2026-29", position="1"), facts.targets),
    ("a value above its interval",
     change("observation", "value", "43451", value="43400"), facts.intervals),
    ("a rounded figure taken as exact",
     change("observation", "lower", "43300", value="43400"), facts.intervals),
    ("an open interval closed",
     change("observation", "upper", "600", bound="ge", value="500"), facts.intervals),
    ("a breakdown that the indicator does not have",
     change("observation", "breakdown", "phase=before", indicator="well_known_trademarks"),
     facts.figures),
    ("a unit that the indicator does not have",
     change("observation", "unit", "case", indicator="well_known_trademarks"), facts.figures),
    ("a sentence as a locator", change("observation", "locator", "一,这是一句话。"), facts.figures),
    ("a target after its plan",
     change("target", "ends_on", "2027-01-01", target="nankai-2024-2026-06"), facts.targets),
    ("a case more",
     change("observation", "value", "13", indicator="patent_dispute_cases_handled"),
     facts.relations),
    ("a signature less", drop("document_department", role="signatory"), facts.relations),
    ("a district less", drop("region", region="120101"), facts.relations),
    ("a restricted total",
     change("observation", "breakdown", "", indicator="disciplinary_talks"), facts.restricted),
    ("a department less", drop("policy_measure_department", department="tianjin-finance"),
     measures.measures),
    ("one department for another",
     change("policy_measure_department", "department", "tianjin-commerce",
            department="tianjin-human-resources"), measures.measures),
    ("a number that no section states",
     change("policy_measure_indicator", "basis", "stated", basis="subject"), measures.stated),
    ("a unit more in a target than in its task",
     drop("policy_measure_department", policy_measure="nankai-2024-pilot-plan-07",
          department="nankai-justice"), measures.units_of_targets),
    ("one name for two departments",
     change("department_alias", "alias", "市高院", alias="市科协"), catalogue.departments),
)
