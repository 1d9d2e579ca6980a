-- Schema version 11: registers: markets, institutions, designations, cases, programmes.
--
-- Every row names the document it comes from in its last column.

-- Standardised markets, from cultivation to renewal; one that rises from a city's to the nation's stays one row.
CREATE TABLE market (
  market INTEGER NOT NULL REFERENCES code (code_id),     -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                 -- name
  name_en TEXT NOT NULL,                                 -- our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),     -- where it is
  level TEXT NOT NULL,                                   -- list "level": the highest it has
  state TEXT NOT NULL,                                   -- list "lifecycle"
  cultivated_on INTEGER,                                 -- when cultivation began
  recognised_on INTEGER,                                 -- when it was recognised
  promoted_on INTEGER,                                   -- the day a market of the city became one of the nation
  renewal_due_on INTEGER,                                -- the last day to renew the recognition
  renewed_on INTEGER,                                    -- when it was last renewed
  revoked_on INTEGER,                                    -- when it was taken away
  document INTEGER NOT NULL REFERENCES code (code_id),   -- where it stands
  PRIMARY KEY (market, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- Bodies of the network: centres, branches, stations, courts, windows, bases.
CREATE TABLE institution (
  institution INTEGER NOT NULL REFERENCES code (code_id),   -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                    -- name
  name_en TEXT NOT NULL,                                    -- our rendering
  kind TEXT NOT NULL,                                       -- list "institution_kind"
  state TEXT NOT NULL,                                      -- list "institution_state"
  region INTEGER NOT NULL REFERENCES code (code_id),        -- where it is
  zone INTEGER REFERENCES code (code_id),                   -- the functional zone it stands in
  host_zh TEXT,                                             -- the body that runs it
  host_en TEXT,                                             -- our rendering
  belongs_to INTEGER REFERENCES code (code_id),             -- the institution that it belongs to
  level TEXT,                                               -- list "level"
  batch TEXT,                                               -- as the document calls it
  entities INTEGER NOT NULL,                                -- how many the entry stands for: more than 1 where a document counts without naming
  opened_on INTEGER,                                        -- its first day
  closed_on INTEGER,                                        -- its last day
  services TEXT,                                            -- items of the list "institution_service"
  note_zh TEXT,                                             -- what a reader must know
  note_en TEXT,                                             -- the same
  document INTEGER NOT NULL REFERENCES code (code_id),      -- where it stands
  PRIMARY KEY (institution, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- Cases put forward for, or published in, a series of typical cases.
CREATE TABLE typical_case (
  typical_case INTEGER NOT NULL REFERENCES code (code_id),   -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  title_zh TEXT NOT NULL,                                    -- title
  title_en TEXT NOT NULL,                                    -- our rendering
  series TEXT NOT NULL,                                      -- list "series"
  year INTEGER NOT NULL,                                     -- of the series
  ip_type TEXT,                                              -- list "ip_type"
  region INTEGER NOT NULL REFERENCES code (code_id),         -- where it is
  stage TEXT NOT NULL,                                       -- list "case_stage"
  submitted_on INTEGER,                                      -- when it was put forward
  published_on INTEGER,                                      -- when it came out
  document INTEGER NOT NULL REFERENCES code (code_id),       -- where it stands
  PRIMARY KEY (typical_case, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- White papers, lists of cases and other things that are published regularly.
CREATE TABLE publication (
  publication INTEGER NOT NULL REFERENCES code (code_id),          -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  kind TEXT NOT NULL,                                              -- list "publication_kind"
  title_zh TEXT NOT NULL,                                          -- title
  title_en TEXT NOT NULL,                                          -- our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),               -- where it is
  series TEXT,                                                     -- list "series"
  freq TEXT CHECK (freq IN ('A', 'H', 'Q', 'M', 'I', 'R', 'Y')),   -- the period that it covers
  ends_on INTEGER,                                                 -- its last day
  starts_on INTEGER,                                               -- its first day
  planned_on INTEGER,                                              -- when it is to come out
  published_on INTEGER,                                            -- when it came out
  note_zh TEXT,                                                    -- what a reader must know
  note_en TEXT,                                                    -- the same
  document INTEGER NOT NULL REFERENCES code (code_id),             -- where it stands
  PRIMARY KEY (publication, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- Geographical indications.
CREATE TABLE geographical_indication (
  geographical_indication INTEGER NOT NULL REFERENCES code (code_id),            -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                                         -- name
  name_en TEXT NOT NULL,                                                         -- our rendering
  kind TEXT,                                                                     -- list "gi_kind"
  region INTEGER NOT NULL REFERENCES code (code_id),                             -- where it is
  registered_on INTEGER,                                                         -- when it was registered
  users INTEGER,                                                                 -- authorised users
  output_value_e6 INTEGER,                                                       -- 10,000 yuan a year
  output_value_decimals INTEGER CHECK (output_value_decimals BETWEEN 0 AND 6),   -- as published
  demo_zone TEXT,                                                                -- the state of its protection demonstration zone, NULL: it has none
  lists TEXT,                                                                    -- items of the list "gi_list"
  note_zh TEXT,                                                                  -- what a reader must know
  note_en TEXT,                                                                  -- the same
  document INTEGER NOT NULL REFERENCES code (code_id),                           -- where it stands
  PRIMARY KEY (geographical_indication, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- What a district, town, body or enterprise was designated as.
CREATE TABLE designation (
  designation INTEGER NOT NULL REFERENCES code (code_id),   -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                    -- who holds it
  name_en TEXT NOT NULL,                                    -- our rendering
  kind TEXT NOT NULL,                                       -- list "designation_kind"
  region INTEGER NOT NULL REFERENCES code (code_id),        -- where it is
  level TEXT NOT NULL,                                      -- list "level"
  batch TEXT,                                               -- as the document calls it
  entities INTEGER NOT NULL,                                -- how many the entry stands for: more than 1 where a document counts without naming
  state TEXT NOT NULL,                                      -- list "designation_state"
  granted_on INTEGER,                                       -- when it was given
  term_starts_on INTEGER,                                   -- first day of the term
  term_ends_on INTEGER,                                     -- last day of the term
  accepted_on INTEGER,                                      -- when the result was accepted
  note_zh TEXT,                                             -- what a reader must know
  note_en TEXT,                                             -- the same
  document INTEGER NOT NULL REFERENCES code (code_id),      -- where it stands
  PRIMARY KEY (designation, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- Programmes of work that are tracked to their end.
CREATE TABLE work_programme (
  work_programme INTEGER NOT NULL REFERENCES code (code_id),   -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  name_zh TEXT NOT NULL,                                       -- name
  name_en TEXT NOT NULL,                                       -- our rendering
  region INTEGER NOT NULL REFERENCES code (code_id),           -- where it is
  starts_on INTEGER,                                           -- first day
  ends_on INTEGER,                                             -- last day
  projects_stated INTEGER,                                     -- how many parts its document says it has
  tasks_stated INTEGER,                                        -- the same of tasks
  note_zh TEXT,                                                -- what a reader must know
  note_en TEXT,                                                -- the same
  document INTEGER NOT NULL REFERENCES code (code_id),         -- where it stands
  PRIMARY KEY (work_programme, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- The parts of a programme.
CREATE TABLE programme_project (
  programme_project INTEGER NOT NULL REFERENCES code (code_id),   -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  work_programme INTEGER NOT NULL REFERENCES code (code_id),      -- of which programme
  position INTEGER NOT NULL,                                      -- place in the order
  name_zh TEXT NOT NULL,                                          -- name
  name_en TEXT NOT NULL,                                          -- our rendering
  document INTEGER NOT NULL REFERENCES code (code_id),            -- where it stands
  PRIMARY KEY (programme_project, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX programme_project_by_programme ON programme_project (work_programme);

-- The tasks of a programme.
CREATE TABLE programme_task (
  programme_task INTEGER NOT NULL REFERENCES code (code_id),   -- its identity
  since INTEGER NOT NULL, until INTEGER NOT NULL,
  work_programme INTEGER NOT NULL REFERENCES code (code_id),   -- of which programme
  project INTEGER REFERENCES code (code_id),                   -- of which part
  position INTEGER NOT NULL,                                   -- place in the order
  name_zh TEXT NOT NULL,                                       -- name
  name_en TEXT NOT NULL,                                       -- our rendering
  due_on INTEGER,                                              -- last day
  done_on INTEGER,                                             -- when it was done
  department INTEGER REFERENCES code (code_id),                -- who leads
  evidence INTEGER REFERENCES code (code_id),                  -- the document that proves it
  document INTEGER NOT NULL REFERENCES code (code_id),         -- where it stands
  PRIMARY KEY (programme_task, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;
CREATE INDEX programme_task_by_programme ON programme_task (work_programme);
