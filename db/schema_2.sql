-- Schema version 2: what several documents say about one place stands side by side.
--
-- A place is (indicator, region, breakdown, measure, definition, freq, ends_on, starts_on). Each document may have one figure
-- in force at a place. The first of them in the order of the primary key is the default, which readers get who do not ask
-- for a document: `precedence` puts the publisher of the lowest rank first, then the later publication; after it the lower
-- number of the document decides.

-- A draft of version 1 was compared with what was in force at a place, whichever document had said it. What it calls a revision
-- would stand beside that now, so that it is discarded and its packages are loaded again.
UPDATE draft SET state = 'discarded' WHERE state = 'open';
DELETE FROM codelist WHERE since >= 1099511627776;
DELETE FROM codelist_item WHERE since >= 1099511627776;
DELETE FROM region WHERE since >= 1099511627776;
DELETE FROM region_lineage WHERE since >= 1099511627776;
DELETE FROM region_group WHERE since >= 1099511627776;
DELETE FROM region_group_member WHERE since >= 1099511627776;
DELETE FROM indicator WHERE since >= 1099511627776;
DELETE FROM definition WHERE since >= 1099511627776;
DELETE FROM document WHERE since >= 1099511627776;
DELETE FROM department WHERE since >= 1099511627776;
DELETE FROM department_alias WHERE since >= 1099511627776;
DELETE FROM document_department WHERE since >= 1099511627776;
DELETE FROM observation WHERE since >= 1099511627776;
DELETE FROM plan WHERE since >= 1099511627776;
DELETE FROM target WHERE since >= 1099511627776;
DELETE FROM target_unit WHERE since >= 1099511627776;
DELETE FROM relation WHERE since >= 1099511627776;
DELETE FROM relation_term WHERE since >= 1099511627776;

ALTER TABLE document ADD COLUMN publisher_rank INTEGER NOT NULL DEFAULT 50 CHECK (publisher_rank BETWEEN 1 AND 99); -- whose figure is the default where documents disagree, 1 decides first
ALTER TABLE release ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted >= 0); -- figures withdrawn without a successor
ALTER TABLE draft ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0 CHECK (deleted >= 0); -- figures that it withdraws

-- May the parts of a breakdown dimension be added up?
CREATE TABLE dimension_rule (
  dimension TEXT    NOT NULL,                                                   -- code of the list "dimension"
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  rule      TEXT    NOT NULL CHECK (rule IN ('partition', 'nested', 'overlapping', 'promoting', 'batch')), -- how its parts lie to each other; only those of a partition may be added
  note_zh   TEXT, note_en TEXT,                                                 -- why
  PRIMARY KEY (dimension, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE observation_2 (
  indicator    INTEGER NOT NULL REFERENCES code (code_id),                      -- what is measured
  region       INTEGER NOT NULL REFERENCES code (code_id),                      -- where
  breakdown    INTEGER NOT NULL REFERENCES breakdown (breakdown),               -- which part of the total
  measure      TEXT    NOT NULL,                                                -- level, yoy, rank, ...: list "measure"
  definition   TEXT    NOT NULL,                                                -- which definition of the indicator
  freq         TEXT    NOT NULL CHECK (freq IN ('A', 'H', 'Q', 'M', 'I', 'R', 'Y')), -- year, half, quarter, month, instant, range, year to date
  ends_on      INTEGER NOT NULL,                                                -- last day of the period
  starts_on    INTEGER NOT NULL,                                                -- first day of the period
  precedence   INTEGER NOT NULL DEFAULT 509999999 CHECK (precedence > 0),       -- of the document: 10,000,000 times its rank, and 5,000,000 less the day it was published, 9,999,999 where no day is known
  document     INTEGER NOT NULL REFERENCES code (code_id),                      -- the document that says so
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
  rival        INTEGER NOT NULL DEFAULT 0 CHECK (rival IN (0, 1)),              -- 1: another document had a figure in force here when this one came
  value_e6     INTEGER CHECK (value_e6 BETWEEN -9200000000000000000 AND 9200000000000000000), -- NULL comes with a status that says why
  decimals     INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),               -- as published
  bound        TEXT    NOT NULL CHECK (bound IN ('eq', 'ge', 'gt', 'le', 'lt', 'approx')), -- how the value was worded: exactly, at least, about, ...
  lower_e6     INTEGER CHECK (lower_e6 BETWEEN -9200000000000000000 AND 9200000000000000000), -- least true value, NULL: open
  upper_e6     INTEGER CHECK (upper_e6 BETWEEN -9200000000000000000 AND 9200000000000000000), -- greatest true value, NULL: open
  unit         TEXT    NOT NULL,                                                -- code of the list "unit"
  accumulation TEXT    NOT NULL CHECK (accumulation IN ('period', 'ytd', 'since_start', 'stock')), -- over what it accumulates
  status       TEXT    NOT NULL CHECK (status IN ('A', 'B', 'D', 'E', 'F', 'I', 'L', 'M', 'O', 'P', 'Q', 'U')), -- SDMX OBS_STATUS
  extraction   TEXT    NOT NULL CHECK (extraction IN ('verbatim', 'numeral', 'unit_expanded', 'repaired', 'counted', 'implied', 'derived')), -- how the value came out of the document
  raw          TEXT    CHECK (length(raw) <= 40),                               -- the numeral as printed
  locator      TEXT    NOT NULL CHECK (length(locator) <= 100),                 -- section label in the document
  note         TEXT    CHECK (length(note) <= 400),                             -- reading, ambiguity: our own words, English
  PRIMARY KEY (indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, precedence, document, since),
  CHECK (since < until), CHECK (starts_on <= ends_on),
  CHECK ((value_e6 IS NULL) = (status IN ('L', 'M', 'O', 'Q'))),
  CHECK (value_e6 IS NOT NULL OR (lower_e6 IS NULL AND upper_e6 IS NULL)),
  CHECK (lower_e6 <= value_e6),
  CHECK (value_e6 <= upper_e6),
  CHECK (value_e6 IS NULL OR lower_e6 IS NOT NULL OR bound NOT IN ('eq', 'approx', 'ge', 'gt')),
  CHECK (value_e6 IS NULL OR upper_e6 IS NOT NULL OR bound NOT IN ('eq', 'approx', 'le', 'lt')),
  CHECK (measure NOT IN ('yoy', 'mom', 'growth_since_base') OR unit = 'percent'),
  CHECK (measure <> 'mean_annual_growth' OR unit IN ('percent', 'percent_per_year')),
  CHECK (measure <> 'rank' OR (unit = 'rank' AND decimals = 0)),
  CHECK (accumulation <> 'ytd' OR freq <> 'A')
) STRICT, WITHOUT ROWID;

-- Version 1 had one figure in force at a place, so that none of them has a rival; a figure that another document revised
-- there stays closed.
INSERT INTO observation_2 (indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, precedence, document,
                           since, until, rival, value_e6, decimals, bound, lower_e6, upper_e6, unit, accumulation, status,
                           extraction, raw, locator, note)
SELECT o.indicator, o.region, o.breakdown, o.measure, o.definition, o.freq, o.ends_on, o.starts_on,
       coalesce((SELECT 500000000 + coalesce(5000000 - d.published_on, 9999999) FROM document d
                  WHERE d.document = o.document AND d.until = 9223372036854775807), 509999999),
       o.document, o.since, o.until, 0, o.value_e6, o.decimals, o.bound, o.lower_e6, o.upper_e6, o.unit, o.accumulation,
       o.status, o.extraction, o.raw, o.locator, o.note
  FROM observation o;

DROP TABLE observation;
ALTER TABLE observation_2 RENAME TO observation;

CREATE INDEX observation_by_document ON observation (document, indicator, region);
CREATE INDEX observation_by_release ON observation (since);
CREATE INDEX observation_ended ON observation (until) WHERE until < 9223372036854775807;
-- The first column is always 1: it is what makes the engine prefer this index to the primary key.
CREATE INDEX observation_rivals ON observation (rival, indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, until) WHERE rival = 1;
