-- Schema version 10: measures of departments; assessments of districts.

-- ---------------------------------------------------------------------------------------------- measures
-- What a document wants done, item by item, and by whom.

CREATE TABLE policy_measure (
  policy_measure INTEGER NOT NULL REFERENCES code (code_id),                    -- the measure
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  kind           TEXT NOT NULL CHECK (kind IN ('measure', 'safeguard', 'task')), -- what its document calls it
  number         INTEGER NOT NULL CHECK (number >= 1),                          -- as printed; safeguards have numbers of their own
  position       INTEGER NOT NULL CHECK (position >= 1),                        -- order in the document, over all kinds
  domain         TEXT,                                                          -- item of the list "measure_domain"; NULL: stands outside of all
  title_zh       TEXT NOT NULL, title_en TEXT NOT NULL,                         -- our own short words
  locator        TEXT NOT NULL CHECK (length(locator) <= 100),                  -- section label in the document
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the document that says so
  PRIMARY KEY (policy_measure, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_measure_by_document ON policy_measure (document, position);

CREATE TABLE policy_measure_department (
  policy_measure INTEGER NOT NULL REFERENCES code (code_id),                    -- the measure
  department     INTEGER NOT NULL REFERENCES code (code_id),                    -- a department responsible for it, or a group of them
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  position       INTEGER NOT NULL CHECK (position >= 1),                        -- order in which the document names them
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the document that says so
  PRIMARY KEY (policy_measure, department, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_measure_indicator (
  policy_measure INTEGER NOT NULL REFERENCES code (code_id),                    -- the measure
  indicator      INTEGER NOT NULL REFERENCES code (code_id),                    -- an indicator that tells of it
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  basis          TEXT NOT NULL CHECK (basis IN ('stated', 'subject')),          -- the measure states a number of it, or it is of the same subject
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the document of the measure
  PRIMARY KEY (policy_measure, indicator, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy_measure_report (
  policy_measure INTEGER NOT NULL REFERENCES code (code_id),                    -- the measure
  freq           TEXT    NOT NULL CHECK (freq IN ('A', 'H', 'Q', 'M', 'I', 'R', 'Y')), -- the period reported on: its kind
  ends_on        INTEGER NOT NULL,                                              -- last day of the period
  starts_on      INTEGER NOT NULL,                                              -- first day of the period
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  status         TEXT NOT NULL,                                                 -- item of the list "measure_status"
  evidence       INTEGER REFERENCES code (code_id),                             -- the document that shows it
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the register the report is in
  PRIMARY KEY (policy_measure, freq, ends_on, starts_on, since), CHECK (since < until), CHECK (starts_on <= ends_on)
) STRICT, WITHOUT ROWID;

-- ---------------------------------------------------------------------------------------------- assessments
-- A scheme is one year's rules for the regions within its region; what each item scores is computed from the raw
-- values when it is asked for, and the totals here are those that were published.

CREATE TABLE assessment_scheme (
  assessment_scheme INTEGER NOT NULL REFERENCES code (code_id),                 -- the scheme
  since       INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh     TEXT    NOT NULL, name_en TEXT NOT NULL,                          -- its name in both languages
  region      INTEGER NOT NULL REFERENCES code (code_id),                       -- whose parts are assessed
  year        INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2199),              -- that is assessed
  version     TEXT    NOT NULL,                                                 -- of the rules
  predecessor INTEGER REFERENCES code (code_id),                                -- the scheme that it can be compared with
  document    INTEGER NOT NULL REFERENCES code (code_id),                       -- that says so
  PRIMARY KEY (assessment_scheme, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_item (
  scheme         INTEGER NOT NULL REFERENCES code (code_id),                    -- the scheme
  item           TEXT    NOT NULL CHECK (length(item) BETWEEN 1 AND 100),       -- the item
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  position       INTEGER NOT NULL CHECK (position BETWEEN 1 AND 9999),          -- its place in the scheme
  name_zh        TEXT    NOT NULL, name_en TEXT NOT NULL,                       -- its name in both languages
  weight_e6      INTEGER NOT NULL CHECK (weight_e6 BETWEEN 0 AND 1000000000),   -- what full points add to the total
  points_e6      INTEGER NOT NULL CHECK (points_e6 BETWEEN 1 AND 1000000000000), -- full points of the item
  scoring        TEXT    NOT NULL CHECK (scoring IN ('linear', 'threshold', 'rank', 'manual')), -- how points follow from the raw value
  direction      TEXT    NOT NULL CHECK (direction IN ('higher', 'lower')),     -- which raw value is better
  indicator      INTEGER REFERENCES code (code_id),                             -- what the raw value is a figure of
  floor_e6       INTEGER, ceiling_e6 INTEGER,                                   -- linear: raw values of none and of all points
  unchanged_from TEXT,                                                          -- item of the predecessor that is the same
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- that says so
  PRIMARY KEY (scheme, item, since), CHECK (since < until),
  CHECK ((scoring = 'linear') = (floor_e6 IS NOT NULL)), CHECK ((scoring = 'linear') = (ceiling_e6 IS NOT NULL)),
  CHECK (floor_e6 < ceiling_e6)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_step (
  scheme    INTEGER NOT NULL REFERENCES code (code_id),                         -- the scheme
  item      TEXT    NOT NULL CHECK (length(item) BETWEEN 1 AND 100),            -- the item
  at_e6     INTEGER NOT NULL,                                                   -- the raw value that reaches the step
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  points_e6 INTEGER NOT NULL CHECK (points_e6 BETWEEN 0 AND 1000000000000),     -- points of who reaches it
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- that says so
  PRIMARY KEY (scheme, item, at_e6, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_grade (
  scheme   INTEGER NOT NULL REFERENCES code (code_id),                          -- the scheme
  grade    TEXT    NOT NULL CHECK (length(grade) BETWEEN 1 AND 100),            -- item of the list "assessment_grade"
  since    INTEGER NOT NULL, until INTEGER NOT NULL,
  lower_e6 INTEGER NOT NULL,                                                    -- the total that reaches it
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- that says so
  PRIMARY KEY (scheme, grade, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_result (
  scheme    INTEGER NOT NULL REFERENCES code (code_id),                         -- the scheme
  region    INTEGER NOT NULL REFERENCES code (code_id),                         -- the region
  item      TEXT    NOT NULL CHECK (length(item) BETWEEN 1 AND 100),            -- the item
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  raw_e6    INTEGER, decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6), -- NULL: there is none, and status says why unless points are there
  status    TEXT    NOT NULL CHECK (length(status) BETWEEN 1 AND 100),          -- item of the list "obs_status"
  points_e6 INTEGER CHECK (points_e6 BETWEEN 0 AND 1000000000000),              -- given by hand
  evidence  TEXT,                                                               -- where it can be checked
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- that says so
  PRIMARY KEY (scheme, region, item, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE assessment_total (
  scheme   INTEGER NOT NULL REFERENCES code (code_id),                          -- the scheme
  region   INTEGER NOT NULL REFERENCES code (code_id),                          -- the region
  since    INTEGER NOT NULL, until INTEGER NOT NULL,
  score_e6 INTEGER NOT NULL, decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 6), -- as published
  rank     INTEGER CHECK (rank BETWEEN 1 AND 9999),                             -- place, as published
  grade    TEXT,                                                                -- item of the list "assessment_grade"
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- that says so
  PRIMARY KEY (scheme, region, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
