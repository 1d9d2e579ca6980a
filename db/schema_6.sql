-- Schema version 6: calendars of working days, and time limits set by law.
--
-- A limit depends on the day on which it began to run: each rule has the days for which it holds. A calendar names the days on
-- which it departs from the week, for the years that were announced; of another year nothing is known.

CREATE TABLE calendar_year (
  calendar   TEXT    NOT NULL CHECK (length(calendar) BETWEEN 1 AND 100),       -- item of the list "calendar"
  year       INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 2199),               -- a year that was announced
  since      INTEGER NOT NULL, until INTEGER NOT NULL,
  source     TEXT    NOT NULL,                                                  -- number of the announcement, and of what changed it
  confidence TEXT    NOT NULL CHECK (confidence IN ('stated', 'verified', 'unverified')), -- how sure the days are
  document   INTEGER NOT NULL REFERENCES code (code_id),                        -- the announcement
  PRIMARY KEY (calendar, year, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE calendar_day (
  calendar TEXT    NOT NULL CHECK (length(calendar) BETWEEN 1 AND 100),         -- item of the list "calendar"
  day      INTEGER NOT NULL,                                                    -- a day that the announcement names
  since    INTEGER NOT NULL, until INTEGER NOT NULL,
  kind     TEXT    NOT NULL CHECK (kind IN ('holiday', 'workday')),             -- workday: worked though it is a Saturday or Sunday
  name     TEXT,                                                                -- item of the list "holiday": on account of which
  document INTEGER NOT NULL REFERENCES code (code_id),                          -- the announcement
  PRIMARY KEY (calendar, day, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE time_limit (
  time_limit     INTEGER NOT NULL REFERENCES code (code_id),                    -- the rule
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  route          TEXT,                                                          -- item of the list "route", NULL: of every route
  ip_type        TEXT,                                                          -- item of the list "ip_type", NULL: of every type
  dispute_type   TEXT,                                                          -- item of the list "dispute_type", NULL: of every kind
  step           TEXT    NOT NULL CHECK (length(step) BETWEEN 1 AND 100),       -- item of the list "time_limit_step": what must be done
  valid_from     INTEGER, valid_to INTEGER,                                     -- days on which it may begin to run, NULL: open
  base           INTEGER NOT NULL CHECK (base BETWEEN 1 AND 1000),              -- how long it is
  unit           TEXT    NOT NULL CHECK (unit IN ('month', 'day', 'working_day')), -- of base
  extension      INTEGER CHECK (extension BETWEEN 1 AND 1000),                  -- how much longer where it was extended
  extension_unit TEXT    CHECK (extension_unit IN ('month', 'day', 'working_day')), -- of extension
  source_zh      TEXT    NOT NULL, source_en TEXT NOT NULL,                     -- what the regulation says, in our own words
  confidence     TEXT    NOT NULL CHECK (confidence IN ('stated', 'verified', 'unverified')), -- how sure the rule is
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the regulation
  PRIMARY KEY (time_limit, since), CHECK (since < until), CHECK (valid_from <= valid_to),
  CHECK ((extension IS NULL) = (extension_unit IS NULL))
) STRICT, WITHOUT ROWID;
