-- Schema version 4: what is said about a single figure, and what a target leaves open, is told in both languages. The texts there
-- were so far are English; a row of before has no Chinese one until a load revises it.

-- Published counts and digests are of public rows only. Those of before had restricted rows in them, and a digest over a single
-- unknown value is as good as the value: in such a store all of them become the numbers of what they stood for.
ALTER TABLE draft ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn >= 0); -- figures that it withdraws; of them, `deleted` are public
UPDATE draft SET withdrawn = deleted;
UPDATE release SET digest = substr('0000000000000000000000000000000000000000000000000000000000000000', 1, 64 - length(release)) || release
 WHERE EXISTS (SELECT 1 FROM indicator WHERE access <> 'public');
UPDATE draft_package SET digest = substr('0000000000000000000000000000000000000000000000000000000000000000', 1, 54 - length(draft)) || draft || substr('0000000000', 1, 10 - length(position)) || position
 WHERE EXISTS (SELECT 1 FROM indicator WHERE access <> 'public');

ALTER TABLE observation RENAME COLUMN note TO note_en;
ALTER TABLE observation ADD COLUMN note_zh TEXT CHECK (length(note_zh) <= 400); -- reading, ambiguity: our own words
ALTER TABLE target RENAME COLUMN ambiguity TO ambiguity_en;
ALTER TABLE target ADD COLUMN ambiguity_zh TEXT;                                -- what the document leaves open, our own words
