-- Schema version 9: agencies and their credit files. A scheme has rules and half-open thresholds; a grade is kept as it was published,
-- and what the events make of it is computed when it is asked for. Items of code lists stand as text.

CREATE TABLE agency (
  agency            INTEGER NOT NULL REFERENCES code (code_id),                 -- the agency
  since             INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh           TEXT NOT NULL, name_en TEXT,                                -- its registered name, and a rendering
  kind              TEXT NOT NULL,                                              -- item of the list "agency_kind"
  region            INTEGER NOT NULL REFERENCES code (code_id),                 -- where it is seated
  zone              INTEGER REFERENCES code (code_id),                          -- functional zone of its address
  uscc              TEXT,                                                       -- unified social credit code
  filed_on          INTEGER, filing_expires_on INTEGER,                         -- first and last day of its filing with the office
  status            TEXT NOT NULL,                                              -- item of the list "agency_status"
  ended_on          INTEGER,                                                    -- day from which it is cancelled or revoked, NULL: not, or unknown
  parent            INTEGER REFERENCES code (code_id),                          -- the agency it is a branch of
  practitioners     INTEGER CHECK (practitioners >= 0),                         -- how many persons practise there
  document          INTEGER NOT NULL REFERENCES code (code_id),                 -- the register it stands in
  PRIMARY KEY (agency, since), CHECK (since < until),
  CHECK (filed_on <= filing_expires_on), CHECK (filed_on <= ended_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX agency_by_region ON agency (region, agency);
CREATE INDEX agency_by_parent ON agency (parent, agency) WHERE parent IS NOT NULL;
CREATE INDEX agency_by_expiry ON agency (filing_expires_on, agency) WHERE filing_expires_on IS NOT NULL;
-- Rows of drafts and rows that ended are few, and each load looks for them.
CREATE INDEX agency_by_document ON agency (document);
CREATE INDEX agency_drafts ON agency (since) WHERE since >= 1099511627776;
CREATE INDEX agency_ended ON agency (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_scheme (
  scheme        TEXT NOT NULL,                                                  -- item of the list "scheme"
  since         INTEGER NOT NULL, until INTEGER NOT NULL,
  subject       TEXT NOT NULL,                                                  -- who is graded: list "credit_subject"
  authority_zh  TEXT NOT NULL, authority_en TEXT NOT NULL,                      -- who grades
  standing      TEXT NOT NULL,                                                  -- item of the list "scheme_standing"
  valid_from    INTEGER, valid_to INTEGER,                                      -- days it is in use, NULL: open or unknown
  full_score_e6 INTEGER,                                                        -- points that everybody begins with, NULL: not published
  repair_months INTEGER CHECK (repair_months >= 0),                             -- months after publication until repair may be asked for
  note_zh       TEXT, note_en TEXT,                                             -- what a reader must know
  confidence    TEXT NOT NULL CHECK (confidence IN ('stated', 'verified', 'unverified')), -- how sure this is
  document      INTEGER NOT NULL REFERENCES code (code_id),                     -- where it is set out or spoken of
  PRIMARY KEY (scheme, since), CHECK (since < until),
  CHECK (valid_from <= valid_to)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_threshold (
  scheme     TEXT NOT NULL,                                                     -- the scheme
  grade      TEXT NOT NULL,                                                     -- item of the list "grade"
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  lower_e6   INTEGER, upper_e6 INTEGER,                                         -- from which score to which, NULL: no end
  lower_open TEXT NOT NULL CHECK (lower_open IN ('yes', 'no')),                 -- whether the end itself is outside
  upper_open TEXT NOT NULL CHECK (upper_open IN ('yes', 'no')),                 -- whether the end itself is outside
  document   INTEGER NOT NULL REFERENCES code (code_id),                        -- where it is set out
  PRIMARY KEY (scheme, grade, since), CHECK (since < until),
  CHECK (lower_e6 <= upper_e6)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_rule (
  scheme        TEXT NOT NULL,                                                  -- the scheme
  rule          TEXT NOT NULL CHECK (length(rule) BETWEEN 1 AND 100),           -- id within the scheme
  since         INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh       TEXT NOT NULL, name_en TEXT NOT NULL,                           -- what it is for, in our own words
  kind          TEXT NOT NULL CHECK (kind IN ('deduct', 'bonus')),              -- whether its points are taken off or put on
  points_e6     INTEGER CHECK (points_e6 >= 0),                                 -- points of one event, NULL: they differ
  points_max_e6 INTEGER CHECK (points_max_e6 >= 0),                             -- most points of one event, NULL: not stated
  confidence    TEXT NOT NULL CHECK (confidence IN ('stated', 'verified', 'unverified')), -- how sure this is
  document      INTEGER NOT NULL REFERENCES code (code_id),                     -- where it is set out
  PRIMARY KEY (scheme, rule, since), CHECK (since < until),
  CHECK (points_e6 <= points_max_e6)
) STRICT, WITHOUT ROWID;

CREATE TABLE credit_event (
  event        INTEGER NOT NULL REFERENCES code (code_id),                      -- the event
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
  agency       INTEGER NOT NULL REFERENCES code (code_id),                      -- whose event it is
  scheme       TEXT NOT NULL,                                                   -- under which scheme it counts
  rule         TEXT NOT NULL,                                                   -- under which of its rules
  points_e6    INTEGER NOT NULL CHECK (points_e6 >= 0),                         -- points taken off or put on
  occurred_on  INTEGER NOT NULL,                                                -- the day it counts from
  published_on INTEGER,                                                         -- the day it was made public
  repaired_on  INTEGER,                                                         -- the day from which it counts no longer
  document     INTEGER NOT NULL REFERENCES code (code_id),                      -- the register it stands in
  PRIMARY KEY (event, since), CHECK (since < until),
  CHECK (occurred_on <= published_on), CHECK (occurred_on <= repaired_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_event_by_agency ON credit_event (agency, scheme, occurred_on);
CREATE INDEX credit_event_by_document ON credit_event (document);
CREATE INDEX credit_event_drafts ON credit_event (since) WHERE since >= 1099511627776;
CREATE INDEX credit_event_ended ON credit_event (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_grade (
  agency         INTEGER NOT NULL REFERENCES code (code_id),                    -- who was graded
  scheme         TEXT    NOT NULL,                                              -- under which scheme
  freq           TEXT    NOT NULL CHECK (freq IN ('A', 'H', 'Q', 'M', 'I', 'R', 'Y')), -- kind of the period
  ends_on        INTEGER NOT NULL, starts_on INTEGER NOT NULL,                  -- days of the period
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  score_e6       INTEGER, score_decimals INTEGER CHECK (score_decimals BETWEEN 0 AND 6), -- as published, NULL: only the grade was
  grade          TEXT    NOT NULL,                                              -- as published: list "grade"
  published_on   INTEGER,                                                       -- the day it was made public
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the register it stands in
  PRIMARY KEY (agency, scheme, freq, ends_on, starts_on, since), CHECK (since < until),
  CHECK (starts_on <= ends_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_grade_by_period ON credit_grade (scheme, freq, ends_on, starts_on, agency);
CREATE INDEX credit_grade_by_document ON credit_grade (document);
CREATE INDEX credit_grade_drafts ON credit_grade (since) WHERE since >= 1099511627776;
CREATE INDEX credit_grade_ended ON credit_grade (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_reminder (
  reminder        INTEGER NOT NULL REFERENCES code (code_id),                   -- the reminder
  since           INTEGER NOT NULL, until INTEGER NOT NULL,
  agency          INTEGER NOT NULL REFERENCES code (code_id),                   -- who was reminded
  scheme          TEXT NOT NULL,                                                -- under which scheme
  sent_on         INTEGER NOT NULL,                                             -- the day it was sent
  reason          TEXT NOT NULL,                                                -- item of the list "reminder_reason"
  corrected_on    INTEGER,                                                      -- the day the matter was put right
  document        INTEGER NOT NULL REFERENCES code (code_id),                   -- the register it stands in
  PRIMARY KEY (reminder, since), CHECK (since < until),
  CHECK (sent_on <= corrected_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_reminder_by_agency ON credit_reminder (agency, sent_on);
CREATE INDEX credit_reminder_by_day ON credit_reminder (sent_on);
CREATE INDEX credit_reminder_by_document ON credit_reminder (document);
CREATE INDEX credit_reminder_drafts ON credit_reminder (since) WHERE since >= 1099511627776;
CREATE INDEX credit_reminder_ended ON credit_reminder (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_repair (
  event         INTEGER NOT NULL REFERENCES code (code_id),                     -- the event to be repaired
  filed_on      INTEGER NOT NULL,                                               -- the day it was asked for
  since         INTEGER NOT NULL, until INTEGER NOT NULL,
  provincial_on INTEGER, national_on INTEGER,                                   -- days on which the two offices decided
  result        TEXT CHECK (result IN ('granted', 'refused')),                  -- NULL: not decided
  document      INTEGER NOT NULL REFERENCES code (code_id),                     -- the register it stands in
  PRIMARY KEY (event, filed_on, since), CHECK (since < until),
  CHECK (filed_on <= provincial_on), CHECK (provincial_on <= national_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_repair_by_document ON credit_repair (document);
CREATE INDEX credit_repair_drafts ON credit_repair (since) WHERE since >= 1099511627776;
CREATE INDEX credit_repair_ended ON credit_repair (until) WHERE until < 9223372036854775807;

CREATE TABLE credit_objection (
  agency    INTEGER NOT NULL REFERENCES code (code_id),                         -- who objects
  scheme    TEXT    NOT NULL,                                                   -- to the grade under this scheme
  freq      TEXT    NOT NULL CHECK (freq IN ('A', 'H', 'Q', 'M', 'I', 'R', 'Y')), -- kind of the period
  ends_on   INTEGER NOT NULL, starts_on INTEGER NOT NULL,                       -- days of the period
  filed_on  INTEGER NOT NULL,                                                   -- the day of the objection
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  decided_on INTEGER,                                                           -- the day it was decided
  result    TEXT CHECK (result IN ('upheld', 'rejected')),                      -- NULL: not decided
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- the register it stands in
  PRIMARY KEY (agency, scheme, freq, ends_on, starts_on, filed_on, since), CHECK (since < until),
  CHECK (filed_on <= decided_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX credit_objection_by_document ON credit_objection (document);
CREATE INDEX credit_objection_drafts ON credit_objection (since) WHERE since >= 1099511627776;
CREATE INDEX credit_objection_ended ON credit_objection (until) WHERE until < 9223372036854775807;
