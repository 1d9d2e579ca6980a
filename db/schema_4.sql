-- Schema version 4: what is said about a single figure, and what a target leaves open, is told in both languages. The texts there
-- were so far are English; a row of before has no Chinese one until a load revises it.

ALTER TABLE observation RENAME COLUMN note TO note_en;
ALTER TABLE observation ADD COLUMN note_zh TEXT CHECK (length(note_zh) <= 400); -- reading, ambiguity: our own words
ALTER TABLE target RENAME COLUMN ambiguity TO ambiguity_en;
ALTER TABLE target ADD COLUMN ambiguity_zh TEXT;                                -- what the document leaves open, our own words
