-- Schema version 5: records beside figures.
--
-- A document may be a register, the office's own records of cases or bodies, which are complete for the days that it covers; what
-- is counted from them rests on it. Or it is a regulation, from which a rule was taken. Everything of a synthetic document is made
-- up, and every answer that rests on one says so.

CREATE TABLE document_5 (
  document       INTEGER NOT NULL REFERENCES code (code_id),                    -- the document
  since          INTEGER NOT NULL, until INTEGER NOT NULL,
  title_zh       TEXT NOT NULL, title_en TEXT NOT NULL,                         -- its title, and our rendering
  publisher_zh   TEXT NOT NULL, publisher_en TEXT NOT NULL,                     -- the office that published it
  region         INTEGER NOT NULL REFERENCES code (code_id),                    -- whose report it is
  kind           TEXT NOT NULL CHECK (kind IN ('report', 'plan', 'measures', 'bulletin', 'news', 'register', 'regulation')), -- what sort of document it is
  doc_no         TEXT, index_no TEXT,                                           -- document number and disclosure index, as printed
  signed_on      INTEGER, published_on INTEGER,                                 -- days it was signed and made public
  reliability    TEXT NOT NULL CHECK (reliability IN ('primary', 'second_hand', 'weak')), -- primary: the office's own text
  note_zh        TEXT, note_en TEXT,                                            -- what a reader must know
  publisher_rank INTEGER NOT NULL DEFAULT 50 CHECK (publisher_rank BETWEEN 1 AND 99), -- whose figure is the default where documents disagree, 1 decides first
  synthetic      TEXT CHECK (synthetic IN ('yes', 'no')),                       -- yes: made up, to show or to test; NULL: no
  covers_from    INTEGER, covers_to INTEGER,                                    -- register: first and last day for which it is complete
  PRIMARY KEY (document, since), CHECK (since < until),
  CHECK (signed_on <= published_on), CHECK (covers_from <= covers_to),
  CHECK ((covers_from IS NOT NULL) = (kind = 'register')), CHECK ((covers_to IS NOT NULL) = (kind = 'register'))
) STRICT, WITHOUT ROWID;
INSERT INTO document_5 (document, since, until, title_zh, title_en, publisher_zh, publisher_en, region, kind, doc_no, index_no,
                        signed_on, published_on, reliability, note_zh, note_en, publisher_rank)
SELECT document, since, until, title_zh, title_en, publisher_zh, publisher_en, region, kind, doc_no, index_no, signed_on,
       published_on, reliability, note_zh, note_en, publisher_rank
  FROM document;
DROP TABLE document;
ALTER TABLE document_5 RENAME TO document;

-- Figures that are kept back are few, and each publish looks whether they can be worked out.
CREATE INDEX observation_suppressed ON observation (indicator, region, ends_on) WHERE status = 'Q';

-- How few persons a part of a breakdown may show: a count from records of 1 up to one less is kept back (status Q), with as many
-- others as it takes that totals do not tell it.
ALTER TABLE dimension_rule ADD COLUMN min_cell INTEGER CHECK (min_cell BETWEEN 2 AND 1000); -- NULL: the parts are not about persons
