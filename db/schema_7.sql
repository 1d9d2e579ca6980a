-- Schema version 7: dispute cases, their suspensions, mediations and judicial confirmations. No party has a column anywhere.

CREATE TABLE dispute (
  dispute         INTEGER NOT NULL REFERENCES code (code_id),                   -- the case
  since           INTEGER NOT NULL, until INTEGER NOT NULL,
  case_no         TEXT,                                                         -- number of the file; restricted
  region          INTEGER NOT NULL REFERENCES code (code_id),                   -- where it is handled
  org_level       TEXT NOT NULL,                                                -- by which level: list "org_level"
  dispute_type    TEXT NOT NULL,                                                -- about what: list "dispute_type"
  ip_type         TEXT NOT NULL,                                                -- about which kind of right: list "ip_type"
  route           TEXT NOT NULL,                                                -- how it is handled: list "route"
  patent_type     TEXT,                                                         -- list "patent_type"; NULL: no patent, or not known
  e_commerce      TEXT NOT NULL,                                                -- yes or no: list "e_commerce"
  foreign_related TEXT NOT NULL,                                                -- yes or no: list "foreign_related"
  exhibition      TEXT NOT NULL CHECK (exhibition IN ('yes', 'no')),            -- yes: arose at an exhibition
  simplified      TEXT NOT NULL CHECK (simplified IN ('yes', 'no')),            -- yes: in the simplified procedure
  requester_type  TEXT,                                                         -- who asked: list "applicant_type"; restricted
  filed_on        INTEGER NOT NULL,                                             -- day from which the limit runs
  extended        TEXT NOT NULL CHECK (extended IN ('yes', 'no')),              -- yes: the limit was extended
  closed_on       INTEGER,                                                      -- day it ended, NULL: open
  outcome         TEXT,                                                         -- how: list "outcome"
  published_on    INTEGER,                                                      -- day the outcome was made public
  litigation      TEXT NOT NULL CHECK (litigation IN ('yes', 'no')),            -- yes: taken to court afterwards
  document        INTEGER NOT NULL REFERENCES code (code_id),                   -- the register
  PRIMARY KEY (dispute, since), CHECK (since < until), CHECK (filed_on <= closed_on), CHECK (closed_on <= published_on),
  CHECK (outcome IS NULL OR closed_on IS NOT NULL), CHECK (published_on IS NULL OR closed_on IS NOT NULL)
) STRICT, WITHOUT ROWID;
-- What is counted of a region is closed in a run of days, open at the end of it, or filed in one.
CREATE INDEX dispute_by_closing ON dispute (region, closed_on, filed_on, until);
CREATE INDEX dispute_by_filing ON dispute (region, filed_on, until);
-- The order of the list where no region is named.
CREATE INDEX dispute_in_order ON dispute (filed_on, until);
CREATE INDEX dispute_by_document ON dispute (document, until);
-- Rows of drafts and rows that ended are few, and each load looks for them.
CREATE INDEX dispute_drafts ON dispute (since) WHERE since >= 1099511627776;
CREATE INDEX dispute_ended ON dispute (until) WHERE until < 9223372036854775807;

CREATE TABLE dispute_suspension (
  dispute   INTEGER NOT NULL REFERENCES code (code_id),                         -- the case
  starts_on INTEGER NOT NULL,                                                   -- first day that does not count
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  ends_on   INTEGER,                                                            -- last one, NULL: it lasts
  reason    TEXT,                                                               -- list "suspension_reason"
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- the register
  PRIMARY KEY (dispute, starts_on, since), CHECK (since < until), CHECK (starts_on <= ends_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX dispute_suspension_by_document ON dispute_suspension (document);
CREATE INDEX dispute_suspension_drafts ON dispute_suspension (since) WHERE since >= 1099511627776;
CREATE INDEX dispute_suspension_ended ON dispute_suspension (until) WHERE until < 9223372036854775807;

CREATE TABLE mediation (
  dispute   INTEGER NOT NULL REFERENCES code (code_id),                         -- the case
  position  INTEGER NOT NULL CHECK (position >= 0),                             -- which of the bodies that handled it
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  channel   TEXT NOT NULL,                                                      -- which kind of body: list "channel"
  region    INTEGER NOT NULL REFERENCES code (code_id),                         -- where
  opened_on INTEGER NOT NULL,                                                   -- day it began
  closed_on INTEGER,                                                            -- day it ended, NULL: open
  outcome   TEXT,                                                               -- how: list "outcome"
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- the register
  PRIMARY KEY (dispute, position, since), CHECK (since < until), CHECK (opened_on <= closed_on),
  CHECK (outcome IS NULL OR closed_on IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX mediation_by_closing ON mediation (region, closed_on, until);
CREATE INDEX mediation_by_opening ON mediation (region, opened_on, until);
CREATE INDEX mediation_in_order ON mediation (opened_on, until);
CREATE INDEX mediation_by_document ON mediation (document, until);
CREATE INDEX mediation_drafts ON mediation (since) WHERE since >= 1099511627776;
CREATE INDEX mediation_ended ON mediation (until) WHERE until < 9223372036854775807;

CREATE TABLE judicial_confirmation (
  dispute      INTEGER NOT NULL REFERENCES code (code_id),                      -- the case
  requested_on INTEGER NOT NULL,                                                -- day the court was asked
  since        INTEGER NOT NULL, until INTEGER NOT NULL,
  accepted_on  INTEGER,                                                         -- day it took the request
  decided_on   INTEGER,                                                         -- day it decided, NULL: not yet
  result       TEXT CHECK (result IN ('confirmed', 'refused', 'withdrawn')),    -- how
  document     INTEGER NOT NULL REFERENCES code (code_id),                      -- the register
  PRIMARY KEY (dispute, requested_on, since), CHECK (since < until), CHECK (requested_on <= accepted_on),
  CHECK (accepted_on <= decided_on), CHECK (requested_on <= decided_on), CHECK ((result IS NULL) = (decided_on IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX judicial_confirmation_by_decision ON judicial_confirmation (decided_on, until);
CREATE INDEX judicial_confirmation_by_document ON judicial_confirmation (document);
CREATE INDEX judicial_confirmation_drafts ON judicial_confirmation (since) WHERE since >= 1099511627776;
CREATE INDEX judicial_confirmation_ended ON judicial_confirmation (until) WHERE until < 9223372036854775807;
