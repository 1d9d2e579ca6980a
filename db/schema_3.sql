-- Schema version 3: how many places have a figure, kept beside the figures, so that availability is answered without reading
-- them. A place is what a figure is of: a series and a period; several documents may have a figure there. Every publish brings
-- both tables up to date with what it touched (db/summaries.c), with vintages like those of the figures.

CREATE TABLE series_summary (
  indicator   INTEGER NOT NULL REFERENCES code (code_id),                       -- the series
  region      INTEGER NOT NULL REFERENCES code (code_id),                       -- the series
  breakdown   INTEGER NOT NULL REFERENCES breakdown (breakdown),                -- the series
  measure     TEXT    NOT NULL,                                                 -- the series
  definition  TEXT    NOT NULL,                                                 -- the series
  freq        TEXT    NOT NULL,                                                 -- the series
  since       INTEGER NOT NULL, until INTEGER NOT NULL,
  figures     INTEGER NOT NULL CHECK (figures > 0),                             -- periods that have a figure
  first_place INTEGER NOT NULL,                                                 -- the first of them: 2^20 times its last day, and its days but one
  last_place  INTEGER NOT NULL,                                                 -- the last of them, likewise
  PRIMARY KEY (indicator, region, breakdown, measure, definition, freq, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

CREATE TABLE section_summary (
  indicator   INTEGER NOT NULL REFERENCES code (code_id),                       -- what is measured
  freq        TEXT    NOT NULL,                                                 -- kind of the period
  ends_on     INTEGER NOT NULL,                                                 -- last day of the period
  starts_on   INTEGER NOT NULL,                                                 -- first day of the period
  breakdown   INTEGER NOT NULL REFERENCES breakdown (breakdown),                -- which part of the total
  measure     TEXT    NOT NULL,                                                 -- level, yoy, ...
  definition  TEXT    NOT NULL,                                                 -- which definition of the indicator
  since       INTEGER NOT NULL, until INTEGER NOT NULL,
  figures     INTEGER NOT NULL CHECK (figures > 0),                             -- regions that have a figure
  PRIMARY KEY (indicator, freq, ends_on, starts_on, breakdown, measure, definition, since), CHECK (since < until)
) STRICT, WITHOUT ROWID;

-- What a publish of each release so far would have kept. A series is counted afresh in every release that touched it.
INSERT INTO series_summary (indicator, region, breakdown, measure, definition, freq, since, until, figures, first_place, last_place)
WITH touched AS (
  SELECT indicator, region, breakdown, measure, definition, freq, since AS release FROM observation WHERE since < 1099511627776
  UNION
  SELECT indicator, region, breakdown, measure, definition, freq, until FROM observation
   WHERE since < 1099511627776 AND until < 1099511627776
), versions AS (
  SELECT indicator, region, breakdown, measure, definition, freq, release,
         coalesce(lead(release) OVER (PARTITION BY indicator, region, breakdown, measure, definition, freq ORDER BY release),
                  9223372036854775807) AS next
    FROM touched
), places AS (
  SELECT DISTINCT v.indicator, v.region, v.breakdown, v.measure, v.definition, v.freq, v.release, v.next, o.ends_on, o.starts_on
    FROM versions v JOIN observation o ON o.indicator = v.indicator AND o.region = v.region AND o.breakdown = v.breakdown AND o.measure = v.measure AND o.definition = v.definition AND o.freq = v.freq
   WHERE o.since <= v.release AND v.release < o.until
)
SELECT indicator, region, breakdown, measure, definition, freq, release, next, count(*),
       min(ends_on * 1048576 + ends_on - starts_on), max(ends_on * 1048576 + ends_on - starts_on)
  FROM places GROUP BY indicator, region, breakdown, measure, definition, freq, release, next;

-- A section goes up and down with the places that got their first figure in a release, or lost their last.
INSERT INTO section_summary (indicator, freq, ends_on, starts_on, breakdown, measure, definition, since, until, figures)
WITH touched AS (
  SELECT indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, since AS release
    FROM observation WHERE since < 1099511627776
  UNION
  SELECT indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, until
    FROM observation WHERE since < 1099511627776 AND until < 1099511627776
), changes AS (
  SELECT t.indicator, t.freq, t.ends_on, t.starts_on, t.breakdown, t.measure, t.definition, t.release,
         sum(CASE WHEN EXISTS (SELECT 1 FROM observation o WHERE o.indicator = t.indicator AND o.region = t.region AND o.breakdown = t.breakdown AND o.measure = t.measure AND o.definition = t.definition AND o.freq = t.freq AND o.ends_on = t.ends_on AND o.starts_on = t.starts_on AND o.since <= t.release AND t.release < o.until)
                  THEN 1 ELSE 0 END
             - CASE WHEN EXISTS (SELECT 1 FROM observation o WHERE o.indicator = t.indicator AND o.region = t.region AND o.breakdown = t.breakdown AND o.measure = t.measure AND o.definition = t.definition AND o.freq = t.freq AND o.ends_on = t.ends_on AND o.starts_on = t.starts_on AND o.since < t.release AND t.release <= o.until)
                    THEN 1 ELSE 0 END) AS change
    FROM touched t GROUP BY t.indicator, t.freq, t.ends_on, t.starts_on, t.breakdown, t.measure, t.definition, t.release
), versions AS (
  SELECT indicator, freq, ends_on, starts_on, breakdown, measure, definition, release,
         coalesce(lead(release) OVER (PARTITION BY indicator, freq, ends_on, starts_on, breakdown, measure, definition ORDER BY release),
                  9223372036854775807) AS next,
         sum(change) OVER (PARTITION BY indicator, freq, ends_on, starts_on, breakdown, measure, definition ORDER BY release) AS figures
    FROM changes WHERE change <> 0
)
SELECT indicator, freq, ends_on, starts_on, breakdown, measure, definition, release, next, figures FROM versions WHERE figures > 0;
