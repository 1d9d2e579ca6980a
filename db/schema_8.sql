-- Schema version 8: pre-examination, request by request.
--
-- A request names no applicant. What kind of applicant it has is loaded and counted, and never shown of a single request.

CREATE TABLE preexam_center (
  center    TEXT    NOT NULL CHECK (length(center) BETWEEN 1 AND 100),          -- item of the list "center"
  since     INTEGER NOT NULL, until INTEGER NOT NULL,
  region    INTEGER NOT NULL REFERENCES code (code_id),                         -- whose applicants it serves
  opened_on INTEGER,                                                            -- first day of its service
  note_zh   TEXT, note_en TEXT,                                                 -- what a reader must know
  document  INTEGER NOT NULL REFERENCES code (code_id),                         -- what it was taken from
  PRIMARY KEY (center, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE preexam_field (
  center      TEXT    NOT NULL CHECK (length(center) BETWEEN 1 AND 100),        -- item of the list "center"
  field       TEXT    NOT NULL CHECK (length(field) BETWEEN 1 AND 100),         -- item of the list "industry_field" that it may serve
  since       INTEGER NOT NULL, until INTEGER NOT NULL,
  approved_on INTEGER,                                                          -- since when
  document    INTEGER NOT NULL REFERENCES code (code_id),                       -- what it was taken from
  PRIMARY KEY (center, field, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE preexam_request (
  preexam_request INTEGER NOT NULL REFERENCES code (code_id),                   -- the request
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  center         TEXT    NOT NULL CHECK (length(center) BETWEEN 1 AND 100),     -- item of the list "center"
  field          TEXT    NOT NULL CHECK (length(field) BETWEEN 1 AND 100),      -- item of the list "industry_field"
  patent_type    TEXT    NOT NULL CHECK (length(patent_type) BETWEEN 1 AND 100), -- item of the list "patent_type"
  applicant_type TEXT,                                                          -- item of the list "applicant_type"; restricted
  agency         INTEGER REFERENCES code (code_id),                             -- the agency that filed it
  region         INTEGER NOT NULL REFERENCES code (code_id),                    -- seat of the applicant
  received_on    INTEGER NOT NULL,                                              -- day of receipt
  accepted_on    INTEGER,                                                       -- taken up for examination
  decided_on     INTEGER,                                                       -- day of the result
  decision       TEXT,                                                          -- item of the list "preexam_decision"
  filed_on       INTEGER,                                                       -- filed with the national office
  concluded_on   INTEGER,                                                       -- end of the procedure there
  outcome        TEXT,                                                          -- item of the list "preexam_outcome"
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the register
  PRIMARY KEY (preexam_request, since), CHECK (since < until),
  CHECK (received_on <= accepted_on), CHECK (received_on <= decided_on), CHECK (accepted_on <= decided_on),
  CHECK (decided_on <= filed_on), CHECK (filed_on <= concluded_on),
  CHECK ((decided_on IS NULL) = (decision IS NULL)), CHECK ((concluded_on IS NULL) = (outcome IS NULL)),
  CHECK (filed_on IS NULL OR decision = 'qualified'), CHECK (concluded_on IS NULL OR filed_on IS NOT NULL)
) STRICT, WITHOUT ROWID;
CREATE INDEX preexam_request_by_region ON preexam_request (region, received_on);
CREATE INDEX preexam_request_by_document ON preexam_request (document);
-- Rows of drafts and rows that ended are few, and each load looks for them.
CREATE INDEX preexam_request_drafts ON preexam_request (since) WHERE since >= 1099511627776;
CREATE INDEX preexam_request_ended ON preexam_request (until) WHERE until < 9223372036854775807;
