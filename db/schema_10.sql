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
