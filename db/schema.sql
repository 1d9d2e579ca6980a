-- The store of iprstat: one SQLite file, schema version 1.
--
-- Vintages. Every published table carries `since` and `until`, release numbers: a row is visible at release r
-- when since <= r and r < until. Nothing published is overwritten: a revision closes the old row (until = r) and
-- adds a new one (since = r). Readers name the release that they read, so that an answer is wholly of one release
-- however long it takes. Rows of a draft carry since = 2^40 + the number of the draft, which no reader ever asks for;
-- a row in force carries the largest integer in `until`.
--
-- Numbers. A value is an integer of millionths (suffix _e6) beside the count of decimals it was published with: no
-- binary floating point, and any two values compare as integers. 9.2e12 is the largest magnitude; the loader refuses more.
-- Dates are days since 1970-01-01, moments are seconds since then, both UTC.
--
-- Names and texts are in two languages: _zh Chinese, _en English. A text that is absent is NULL, never empty.
--
-- The SQL here and in the resource files stays within what SQLite and PostgreSQL share, STRICT and WITHOUT ROWID apart.

-- ---------------------------------------------------------------------------------------------- releases and drafts

CREATE TABLE release (
  release      INTEGER PRIMARY KEY CHECK (release BETWEEN 1 AND 1099511627775), -- number, counts up by one
  label        TEXT    NOT NULL CHECK (length(label) BETWEEN 1 AND 200),        -- short name for people
  note         TEXT,                                                            -- what changed, for readers
  author       TEXT,                                                            -- who published it, an office or key, not a person
  published_at INTEGER NOT NULL CHECK (published_at >= 0),                      -- moment of the publish
  inserted     INTEGER NOT NULL CHECK (inserted >= 0),                          -- rows new in this release
  revised      INTEGER NOT NULL CHECK (revised >= 0),                           -- rows that replace an older vintage
  unchanged    INTEGER NOT NULL CHECK (unchanged >= 0),                         -- rows loaded that were already there
  digest       TEXT    NOT NULL CHECK (length(digest) = 64)                     -- SHA-256 over the digest of the release before and those of its packages, hex
) STRICT;

-- One load of one or more packages.
CREATE TABLE draft (
  draft      INTEGER PRIMARY KEY CHECK (draft > 0),                             -- number of the draft
  state      TEXT    NOT NULL CHECK (state IN ('open', 'published', 'discarded')), -- open: waits for publishing
  base       INTEGER NOT NULL CHECK (base >= 0),                                -- newest release when it was made, 0 for none; only on this it can be published
  release    INTEGER REFERENCES release (release),                              -- the release it became
  created_at INTEGER NOT NULL CHECK (created_at >= 0)                           -- moment of the load
) STRICT;
CREATE INDEX draft_by_state ON draft (state);
CREATE INDEX draft_by_release ON draft (release);

CREATE TABLE draft_package (
  draft     INTEGER NOT NULL REFERENCES draft (draft),                          -- the load it was part of
  position  INTEGER NOT NULL CHECK (position >= 0),                             -- order within the load, from 0
  package   TEXT    NOT NULL,                                                   -- name of the Data Package
  version   TEXT,                                                               -- version the package states
  synthetic INTEGER NOT NULL CHECK (synthetic IN (0, 1)),                       -- 1: made-up demonstration data
  inserted  INTEGER NOT NULL CHECK (inserted >= 0),                             -- rows that were new
  revised   INTEGER NOT NULL CHECK (revised >= 0),                              -- rows that differ from the newest release
  unchanged INTEGER NOT NULL CHECK (unchanged >= 0),                            -- rows that were already there
  digest    TEXT    NOT NULL CHECK (length(digest) = 64),                       -- SHA-256 of the rows as read, hex
  PRIMARY KEY (draft, position)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- identities
-- A code keeps its number for ever, whatever is published about it; the numbers keep the facts small.

CREATE TABLE code (
  code_id INTEGER PRIMARY KEY,                                                  -- for a numeric region code the code itself, otherwise from 1000000001 up
  list    TEXT NOT NULL,                                                        -- region, group, indicator, document, department, plan, target, relation, codelist, or the id of a code list
  code    TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 100),                 -- the published identifier
  UNIQUE (list, code)
) STRICT;

CREATE TABLE breakdown (
  breakdown INTEGER PRIMARY KEY,                                                -- 0 is the total
  text      TEXT NOT NULL UNIQUE                                                -- "dimension=value;..." sorted by dimension, "" for the total
) STRICT;
INSERT INTO breakdown (breakdown, text) VALUES (0, '');

CREATE TABLE breakdown_item (
  breakdown INTEGER NOT NULL REFERENCES breakdown (breakdown),                  -- the combination it is a part of
  dimension TEXT    NOT NULL,                                                   -- code of the list "dimension"
  value     TEXT    NOT NULL,                                                   -- code of the list of that dimension
  PRIMARY KEY (breakdown, dimension)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- catalogue

CREATE TABLE codelist (
  codelist INTEGER NOT NULL REFERENCES code (code_id),                          -- the list
  since    INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh  TEXT NOT NULL, name_en TEXT NOT NULL,                                -- its names
  source   TEXT,                                                                -- standard the list follows, e.g. "SDMX CL_OBS_STATUS 2.0"
  PRIMARY KEY (codelist, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE codelist_item (
  codelist INTEGER NOT NULL REFERENCES code (code_id),                          -- the list
  item     INTEGER NOT NULL REFERENCES code (code_id),                          -- the item; code.list is the code list's id
  since    INTEGER NOT NULL, until INTEGER NOT NULL,
  position INTEGER NOT NULL CHECK (position >= 0),                              -- order within the list
  name_zh  TEXT NOT NULL, name_en TEXT NOT NULL,                                -- its names
  note_zh  TEXT, note_en TEXT,                                                  -- what it means, where the name does not say it
  PRIMARY KEY (codelist, item, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE region (
  region     INTEGER NOT NULL REFERENCES code (code_id),                        -- GB/T 2260 code, or the statistical code of a zone
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh    TEXT NOT NULL, name_en TEXT NOT NULL,                              -- official name, and its usual rendering
  level      TEXT NOT NULL CHECK (level IN ('country', 'province', 'prefecture', 'county', 'zone')), -- item of the list "region_level"
  parent     INTEGER REFERENCES code (code_id),                                 -- the administrative parent; none for the country
  valid_from INTEGER,                                                           -- first day of the code, NULL: before the records
  valid_to   INTEGER,                                                           -- last day of the code, NULL: in force
  source     TEXT,                                                              -- list the code was taken from
  PRIMARY KEY (region, since), CHECK (since < until), CHECK (valid_from IS NULL OR valid_to IS NULL OR valid_from <= valid_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_by_parent ON region (parent, region);

CREATE TABLE region_lineage (
  from_region INTEGER NOT NULL REFERENCES code (code_id),                       -- the code that ended
  to_region   INTEGER NOT NULL REFERENCES code (code_id),                       -- the code that took its place; the same for a rename
  since       INTEGER NOT NULL, until INTEGER NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('merge', 'split', 'rename', 'recode')), -- what happened
  changed_on  INTEGER,                                                          -- first day of the new code where known
  first_list  TEXT,                                                             -- "YYYY-MM" of the first official list with the new code
  old_name_zh TEXT,                                                             -- for a rename
  PRIMARY KEY (from_region, to_region, kind, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_lineage_by_successor ON region_lineage (to_region);

CREATE TABLE region_group (
  region_group INTEGER NOT NULL REFERENCES code (code_id),                      -- the group
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh      TEXT NOT NULL, name_en TEXT NOT NULL,                            -- its names
  note_zh      TEXT, note_en TEXT,                                              -- what it is, and whether it overlaps with others
  PRIMARY KEY (region_group, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE region_group_member (
  region_group INTEGER NOT NULL REFERENCES code (code_id),                      -- the group
  region       INTEGER NOT NULL REFERENCES code (code_id),                      -- a region in it, or that it has a part of
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
  valid_from   INTEGER, valid_to INTEGER,                                       -- days of membership, NULL: open
  confidence   TEXT NOT NULL CHECK (confidence IN ('stated', 'verified', 'unverified')), -- how sure the membership is
  PRIMARY KEY (region_group, region, since), CHECK (since < until),
  CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;
CREATE INDEX region_group_by_region ON region_group_member (region);

CREATE TABLE indicator (
  indicator   INTEGER NOT NULL REFERENCES code (code_id),                       -- the indicator
  since       INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh     TEXT NOT NULL, name_en TEXT NOT NULL,                             -- its names
  topic       TEXT NOT NULL,                                                    -- code of the list "topic"
  unit        TEXT NOT NULL,                                                    -- usual unit, code of the list "unit"
  units       TEXT NOT NULL,                                                    -- all units its levels may carry, separated by ";"
  kind        TEXT NOT NULL CHECK (kind IN ('flow', 'stock', 'ratio', 'duration', 'rank', 'event', 'parameter')), -- what sort of figure it is
  region_rule TEXT NOT NULL CHECK (region_rule IN ('sum', 'union', 'ratio', 'wmean', 'none')), -- how regions add up
  time_rule   TEXT NOT NULL CHECK (time_rule IN ('sum', 'last', 'union', 'ratio', 'wmean', 'cohort', 'none')), -- how periods add up
  direction   TEXT NOT NULL CHECK (direction IN ('higher', 'lower', 'neutral')), -- which way is better
  decimals    INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),                -- decimals it is usually published with
  dimensions  TEXT NOT NULL DEFAULT '',                                         -- breakdown dimensions it may carry, separated by ";", "" for none
  numerator   INTEGER REFERENCES code (code_id),                                -- of a ratio
  denominator INTEGER REFERENCES code (code_id),                                -- of a ratio
  weight      INTEGER REFERENCES code (code_id),                                -- of a weighted mean
  access      TEXT NOT NULL CHECK (access IN ('public', 'restricted')),         -- restricted: small cells about persons, never served
  note_zh     TEXT, note_en TEXT,                                               -- what a reader must know
  PRIMARY KEY (indicator, since), CHECK (since < until),
  CHECK (replace(';' || units || ';', ';' || unit || ';', '') <> ';' || units || ';')
) STRICT, WITHOUT ROWID;

CREATE TABLE definition (
  indicator  INTEGER NOT NULL REFERENCES code (code_id),                        -- the indicator it defines
  definition TEXT    NOT NULL CHECK (length(definition) BETWEEN 1 AND 100),     -- id within the indicator, e.g. "census-2020"
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh    TEXT NOT NULL, name_en TEXT NOT NULL,                              -- its names
  text_zh    TEXT, text_en TEXT,                                                -- scope and inclusion rules, in our own words
  valid_from INTEGER, valid_to INTEGER,                                         -- days it was in use, NULL: open
  PRIMARY KEY (indicator, definition, since), CHECK (since < until),
  CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  document     INTEGER NOT NULL REFERENCES code (code_id),                      -- the document
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
  title_zh     TEXT NOT NULL, title_en TEXT NOT NULL,                           -- its title, and our rendering
  publisher_zh TEXT NOT NULL, publisher_en TEXT NOT NULL,                       -- the office that published it
  region       INTEGER NOT NULL REFERENCES code (code_id),                      -- whose report it is
  kind         TEXT NOT NULL CHECK (kind IN ('report', 'plan', 'measures', 'bulletin', 'news')), -- what sort of document it is
  doc_no       TEXT, index_no TEXT,                                             -- document number and disclosure index, as printed
  signed_on    INTEGER, published_on INTEGER,                                   -- days it was signed and made public
  reliability  TEXT NOT NULL CHECK (reliability IN ('primary', 'second_hand', 'weak')), -- primary: the office's own text
  note_zh      TEXT, note_en TEXT,                                              -- what a reader must know
  PRIMARY KEY (document, since), CHECK (since < until),
  CHECK (signed_on <= published_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE department (
  department INTEGER NOT NULL REFERENCES code (code_id),                        -- the department
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh    TEXT NOT NULL, name_en TEXT NOT NULL,                              -- full name, and its usual rendering
  org_type   TEXT NOT NULL CHECK (org_type IN ('party', 'government', 'court', 'procuratorate', 'customs', 'peoples_organisation', 'group')), -- item of the list "org_type"
  region     INTEGER NOT NULL REFERENCES code (code_id),                        -- where it works
  note_zh    TEXT, note_en TEXT,                                                -- for a group: why its members are not listed
  PRIMARY KEY (department, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE department_alias (
  department INTEGER NOT NULL REFERENCES code (code_id),                        -- the department
  alias      TEXT    NOT NULL,                                                  -- other name in use in a document
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  PRIMARY KEY (department, alias, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE document_department (
  document   INTEGER NOT NULL REFERENCES code (code_id),                        -- the document
  department INTEGER NOT NULL REFERENCES code (code_id),                        -- a department that it names
  role       TEXT    NOT NULL CHECK (role IN ('publisher', 'signatory', 'responsible')), -- as what
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  position   INTEGER NOT NULL CHECK (position >= 0),                            -- order in which the document names them
  PRIMARY KEY (document, department, role, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- facts

CREATE TABLE observation (
  indicator    INTEGER NOT NULL REFERENCES code (code_id),                      -- what is measured
  region       INTEGER NOT NULL REFERENCES code (code_id),                      -- where
  breakdown    INTEGER NOT NULL REFERENCES breakdown (breakdown),               -- which part of the total
  measure      TEXT    NOT NULL,                                                -- level, yoy, rank, ...: list "measure"
  definition   TEXT    NOT NULL,                                                -- which definition of the indicator
  freq         TEXT    NOT NULL CHECK (freq IN ('A', 'H', 'Q', 'M', 'I', 'R', 'Y')), -- year, half, quarter, month, instant, range, year to date
  ends_on      INTEGER NOT NULL,                                                -- last day of the period
  starts_on    INTEGER NOT NULL,                                                -- first day of the period
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
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
  document     INTEGER NOT NULL REFERENCES code (code_id),                      -- the document that says so
  locator      TEXT    NOT NULL CHECK (length(locator) <= 100),                 -- section label in the document
  note         TEXT    CHECK (length(note) <= 400),                             -- reading, ambiguity: our own words, English
  PRIMARY KEY (indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, since),
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
CREATE INDEX observation_by_document ON observation (document, indicator, region);
CREATE INDEX observation_drafts ON observation (since) WHERE since >= 1099511627776;

-- ---------------------------------------------------------------------------------------------- plans and targets

CREATE TABLE plan (
  plan      INTEGER NOT NULL REFERENCES code (code_id),                         -- the plan
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  title_zh  TEXT NOT NULL, title_en TEXT NOT NULL,                              -- its title, and our rendering
  region    INTEGER NOT NULL REFERENCES code (code_id),                         -- whose plan it is
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- the document that sets it out
  starts_on INTEGER NOT NULL, ends_on INTEGER NOT NULL,                         -- first and last day of its term
  PRIMARY KEY (plan, since), CHECK (since < until), CHECK (starts_on <= ends_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE target (
  target     INTEGER NOT NULL REFERENCES code (code_id),                        -- the target
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  plan       INTEGER NOT NULL REFERENCES code (code_id),                        -- the plan it belongs to
  position   INTEGER NOT NULL CHECK (position >= 0),                            -- order in the document
  kind       TEXT    NOT NULL CHECK (kind IN ('target', 'parameter')),          -- parameter: a count or term of the plan itself
  indicator  INTEGER NOT NULL REFERENCES code (code_id),                        -- what is to be reached
  region     INTEGER NOT NULL REFERENCES code (code_id),                        -- where
  breakdown  INTEGER NOT NULL REFERENCES breakdown (breakdown),                 -- in which part of the total
  measure    TEXT    NOT NULL,                                                  -- level, mean_annual_growth
  comparator TEXT    NOT NULL CHECK (comparator IN ('ge', 'gt', 'eq', 'le', 'lt')), -- at least, more than, exactly, ...
  value_e6   INTEGER NOT NULL CHECK (value_e6 BETWEEN -9200000000000000000 AND 9200000000000000000), -- the value to reach
  decimals   INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6),                 -- as published
  unit       TEXT    NOT NULL,                                                  -- code of the list "unit"
  target_window TEXT NOT NULL CHECK (target_window IN ('point_at_end', 'each_year', 'annual_mean', 'cumulative', 'mean_annual_growth', 'each_year_or_cumulative', 'not_stated')), -- over what the value is judged
  starts_on  INTEGER NOT NULL, ends_on INTEGER NOT NULL,                        -- days the window spans; both the same for a point
  baseline_e6 INTEGER CHECK (baseline_e6 BETWEEN -9200000000000000000 AND 9200000000000000000), -- published base value, NULL: none published
  baseline_decimals INTEGER CHECK (baseline_decimals BETWEEN 0 AND 6),          -- as published
  strength   TEXT    NOT NULL CHECK (strength IN ('plain', 'strive', 'not_below', 'encourage', 'explore')), -- how firmly it is worded
  ambiguity  TEXT,                                                              -- what the document leaves open, our own words
  extraction TEXT    NOT NULL CHECK (extraction IN ('verbatim', 'numeral', 'unit_expanded', 'repaired', 'counted', 'implied', 'derived')), -- how the value came out of the document
  raw        TEXT    CHECK (length(raw) <= 40),                                 -- the numeral as printed
  document   INTEGER NOT NULL REFERENCES code (code_id),                        -- the document that says so
  locator    TEXT    NOT NULL CHECK (length(locator) <= 100),                   -- section label in the document
  PRIMARY KEY (target, since),
  CHECK (since < until), CHECK (starts_on <= ends_on),
  CHECK (target_window <> 'point_at_end' OR starts_on = ends_on),
  CHECK ((baseline_e6 IS NULL) = (baseline_decimals IS NULL)),
  CHECK (measure NOT IN ('yoy', 'mom', 'growth_since_base') OR unit = 'percent'),
  CHECK (measure <> 'mean_annual_growth' OR unit IN ('percent', 'percent_per_year')),
  CHECK (measure <> 'rank' OR (unit = 'rank' AND decimals = 0))
) STRICT, WITHOUT ROWID;
CREATE INDEX target_by_plan ON target (plan, position, target);
CREATE INDEX target_by_indicator ON target (indicator, region);
CREATE INDEX target_by_document ON target (document);

CREATE TABLE target_unit (
  target     INTEGER NOT NULL REFERENCES code (code_id),                        -- the target
  department INTEGER NOT NULL REFERENCES code (code_id),                        -- a department responsible for it
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  position   INTEGER NOT NULL CHECK (position >= 0),                            -- order in the document; by custom the first leads
  PRIMARY KEY (target, department, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- integrity rules
-- A published relation says that two sums are equal: 12 = 11 + 1. Each term is a figure, a target, a count or a constant.

CREATE TABLE relation (
  relation INTEGER NOT NULL REFERENCES code (code_id),                          -- the relation
  since    INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh  TEXT NOT NULL, name_en TEXT NOT NULL,                                -- what it says
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- where the relation is stated
  PRIMARY KEY (relation, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE relation_term (
  relation  INTEGER NOT NULL REFERENCES code (code_id),                         -- the relation it is a part of
  position  INTEGER NOT NULL CHECK (position >= 0),                             -- order within the relation
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  side      TEXT NOT NULL CHECK (side IN ('left', 'right')),                    -- the sum it is added to
  term      TEXT NOT NULL CHECK (term IN ('observation', 'target', 'constant', 'region_children', 'document_signatories')), -- what it is; decides which columns below are set
  indicator INTEGER REFERENCES code (code_id),                                  -- observation: the series
  region    INTEGER REFERENCES code (code_id),                                  -- observation: the series; region_children: the parent
  breakdown INTEGER REFERENCES breakdown (breakdown),                           -- observation: the series
  freq      TEXT, starts_on INTEGER, ends_on INTEGER,                           -- observation: the period
  target    INTEGER REFERENCES code (code_id),                                  -- target
  document  INTEGER REFERENCES code (code_id),                                  -- document_signatories: the document they signed
  value_e6  INTEGER CHECK (value_e6 BETWEEN -9200000000000000000 AND 9200000000000000000), -- constant
  PRIMARY KEY (relation, position, since), CHECK (since < until),
  CHECK ((indicator IS NOT NULL) = (term = 'observation')),
  CHECK ((region IS NOT NULL) = (term IN ('observation', 'region_children'))),
  CHECK ((breakdown IS NOT NULL) = (term = 'observation')),
  CHECK ((freq IS NOT NULL) = (term = 'observation')),
  CHECK ((starts_on IS NOT NULL) = (term = 'observation')),
  CHECK ((ends_on IS NOT NULL) = (term = 'observation')),
  CHECK ((target IS NOT NULL) = (term = 'target')),
  CHECK ((document IS NOT NULL) = (term = 'document_signatories')),
  CHECK ((value_e6 IS NOT NULL) = (term = 'constant'))
) STRICT, WITHOUT ROWID;
