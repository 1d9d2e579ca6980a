-- Figures small enough to check by hand, for tests of what reads them. Two releases: the second revises one figure.
-- 9223372036854775807 in `until`: in force. 1099511627777 in `since`: a draft, which nobody may see.
-- Days: 2020-01-01 is 18262, 2020-12-31 18627, 2021-01-01 18628, 2021-06-30 18808, 2021-12-31 18992, 2022-01-01 18993, 2022-12-31 19357.

INSERT INTO release (release, label, note, author, published_at, inserted, revised, unchanged, digest) VALUES
  (1, 'first', NULL, NULL, 1000, 0, 0, 0, '1111111111111111111111111111111111111111111111111111111111111111'),
  (2, 'second', NULL, NULL, 2000, 0, 1, 0, '2222222222222222222222222222222222222222222222222222222222222222');

INSERT INTO code (code_id, list, code) VALUES
  (100000, 'region', '100000'), (900000, 'region', '900000'), (900101, 'region', '900101'), (900102, 'region', '900102'),
  (900103, 'region', '900103'), (1000000001, 'region', 'Z-ONE'), (11, 'group', 'PAIR'), (12, 'group', 'PARK'), (13, 'group', 'ONCE'),
  (21, 'indicator', 'a_flow'), (22, 'indicator', 'b_stock'), (23, 'indicator', 'c_secret'),
  (24, 'indicator', 'preexam_requests_accepted'), (25, 'indicator', 'preexam_requests_qualified'), (26, 'indicator', 'preexam_patents_granted'),
  (27, 'indicator', 'patent_dispute_cases_handled'), (28, 'indicator', 'patent_adjudication_cases_handled'),
  (29, 'indicator', 'patent_mediation_cases_handled'), (30, 'indicator', 'trademark_agencies_credit_rated'),
  (41, 'document', 'doc-one'), (42, 'document', 'doc-two');

INSERT INTO breakdown (breakdown, text) VALUES
  (1, 'kind=x'), (2, 'kind=y'), (3, 'kind=x;size=big'), (4, 'grade=a;scheme=s-1'), (5, 'grade=b;scheme=s-1'), (6, 'grade=a');

INSERT INTO region (region, since, until, name_zh, name_en, level, parent, valid_from, valid_to, source) VALUES
  (100000, 1, 9223372036854775807, '国', 'Country', 'country', NULL, NULL, NULL, NULL),
  (900000, 1, 9223372036854775807, '省', 'Province', 'province', 100000, NULL, NULL, NULL),
  (900101, 1, 9223372036854775807, '东区', 'East', 'county', 900000, NULL, NULL, NULL),
  (900102, 1, 9223372036854775807, '西区', 'West', 'county', 900000, NULL, NULL, NULL),
  (900103, 1, 9223372036854775807, '南区', 'South', 'county', 900000, NULL, NULL, NULL),
  (1000000001, 1, 9223372036854775807, '园区', 'Park', 'zone', 900101, NULL, NULL, NULL);
INSERT INTO region_group (region_group, since, until, name_zh, name_en, note_zh, note_en) VALUES
  (11, 1, 9223372036854775807, '两区', 'Pair', NULL, NULL), (12, 1, 9223372036854775807, '园', 'Park', NULL, NULL),
  (13, 1, 9223372036854775807, '曾', 'Once', NULL, NULL);
INSERT INTO region_group_member (region_group, region, since, until, valid_from, valid_to, confidence) VALUES
  (11, 900101, 1, 9223372036854775807, NULL, NULL, 'stated'), (11, 900102, 1, 9223372036854775807, NULL, NULL, 'stated'),
  (12, 1000000001, 1, 9223372036854775807, NULL, NULL, 'unverified'),
  -- East left at the end of 2020, South came with 2021.
  (13, 900101, 1, 9223372036854775807, NULL, 18627, 'stated'), (13, 900102, 1, 9223372036854775807, NULL, NULL, 'stated'),
  (13, 900103, 1, 9223372036854775807, 18628, NULL, 'stated');

INSERT INTO indicator (indicator, since, until, name_zh, name_en, topic, unit, units, kind, region_rule, time_rule, direction, decimals,
                       dimensions, numerator, denominator, weight, access, note_zh, note_en) VALUES
  (21, 1, 9223372036854775807, '流', 'Flow', 'flows', 'piece', 'piece;percent', 'flow', 'sum', 'sum', 'higher', 0, 'kind;size', NULL, NULL, NULL, 'public', NULL, NULL),
  (22, 1, 9223372036854775807, '存', 'Stock', 'stocks', 'piece', 'piece;case', 'stock', 'sum', 'last', 'higher', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (23, 1, 9223372036854775807, '密', 'Secret', 'flows', 'person', 'person', 'flow', 'none', 'none', 'lower', 0, '', NULL, NULL, NULL, 'restricted', NULL, NULL),
  (24, 1, 9223372036854775807, '受理', 'Accepted', 'preexam', 'piece', 'piece', 'flow', 'sum', 'sum', 'higher', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (25, 1, 9223372036854775807, '合格', 'Qualified', 'preexam', 'piece', 'piece', 'flow', 'sum', 'sum', 'higher', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (26, 1, 9223372036854775807, '授权', 'Granted', 'preexam', 'piece', 'piece', 'flow', 'sum', 'sum', 'higher', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (27, 1, 9223372036854775807, '办理', 'Handled', 'adjudication', 'case', 'case', 'flow', 'sum', 'sum', 'neutral', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (28, 1, 9223372036854775807, '裁决', 'Adjudicated', 'adjudication', 'case', 'case', 'flow', 'sum', 'sum', 'neutral', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (29, 1, 9223372036854775807, '调解', 'Mediated', 'mediation', 'case', 'case', 'flow', 'sum', 'sum', 'neutral', 0, '', NULL, NULL, NULL, 'public', NULL, NULL),
  (30, 1, 9223372036854775807, '评价', 'Graded', 'agencies', 'entity', 'entity', 'stock', 'union', 'last', 'higher', 0, 'grade;scheme', NULL, NULL, NULL, 'public', NULL, NULL);

INSERT INTO document (document, since, until, title_zh, title_en, publisher_zh, publisher_en, region, kind, doc_no, index_no, signed_on,
                      published_on, reliability, note_zh, note_en) VALUES
  (41, 1, 9223372036854775807, '报告', 'Report', '某局', 'Bureau', 900101, 'report', NULL, NULL, NULL, 19000, 'primary', NULL, NULL),
  (42, 1, 9223372036854775807, '转引', 'Copy', '某网', 'Page', 900102, 'news', NULL, NULL, NULL, NULL, 'weak', NULL, NULL);

INSERT INTO observation (indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, since, until, value_e6, decimals, bound,
                         lower_e6, upper_e6, unit, accumulation, status, extraction, raw, document, locator, note_en) VALUES
  -- East: totals of two years and a half; parts of 2020 beside their total, parts of 2022 without one, a part of a part.
  (21, 900101, 0, 'level', 'd', 'A', 18627, 18262, 1, 9223372036854775807, 10000000, 0, 'eq', 10000000, 10000000, 'piece', 'period', 'A', 'verbatim', '10', 41, '1', NULL),
  (21, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 2, 20000000, 0, 'eq', 20000000, 20000000, 'piece', 'period', 'A', 'verbatim', '20', 41, '1', NULL),
  (21, 900101, 0, 'level', 'd', 'A', 18992, 18628, 2, 9223372036854775807, 21000000, 0, 'eq', 21000000, 21000000, 'piece', 'period', 'A', 'verbatim', '21', 41, '1', NULL),
  (21, 900101, 0, 'level', 'd', 'H', 18808, 18628, 1, 9223372036854775807, 9000000, 0, 'eq', 9000000, 9000000, 'piece', 'period', 'A', 'verbatim', '9', 41, '1', NULL),
  (21, 900101, 1, 'level', 'd', 'A', 18627, 18262, 1, 9223372036854775807, 6000000, 0, 'eq', 6000000, 6000000, 'piece', 'period', 'A', 'verbatim', '6', 41, '2', NULL),
  (21, 900101, 2, 'level', 'd', 'A', 18627, 18262, 1, 9223372036854775807, 4000000, 0, 'eq', 4000000, 4000000, 'piece', 'period', 'A', 'verbatim', '4', 41, '2', NULL),
  (21, 900101, 1, 'level', 'd', 'A', 19357, 18993, 1, 9223372036854775807, 7000000, 0, 'eq', 7000000, 7000000, 'piece', 'period', 'A', 'verbatim', '7', 41, '2', NULL),
  (21, 900101, 2, 'level', 'd', 'A', 19357, 18993, 1, 9223372036854775807, NULL, 0, 'eq', NULL, NULL, 'piece', 'period', 'M', 'verbatim', NULL, 41, '2', NULL),
  (21, 900101, 3, 'level', 'd', 'A', 19357, 18993, 1, 9223372036854775807, 3000000, 0, 'eq', 3000000, 3000000, 'piece', 'period', 'A', 'verbatim', '3', 41, '2', NULL),
  (21, 900101, 0, 'level', 'd', 'A', 19357, 18993, 1099511627777, 9223372036854775807, 999000000, 0, 'eq', 999000000, 999000000, 'piece', 'period', 'A', 'verbatim', '999', 41, '1', NULL),
  -- West: second-hand and approximate, then with a decimal.
  (21, 900102, 0, 'level', 'd', 'A', 18627, 18262, 1, 9223372036854775807, 5000000, 0, 'approx', 4500000, 5500000, 'piece', 'period', 'U', 'repaired', '=5', 42, '1', 'a "note", quoted'),
  (21, 900102, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 5500000, 1, 'eq', 5450000, 5550000, 'piece', 'period', 'A', 'verbatim', '5.5', 41, '1', NULL),
  -- South: a missing level and its growth.
  (21, 900103, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, NULL, 0, 'eq', NULL, NULL, 'piece', 'period', 'O', 'verbatim', NULL, 41, '1', NULL),
  (21, 900103, 0, 'yoy', 'd', 'A', 18992, 18628, 1, 9223372036854775807, -36000000, 0, 'eq', -36500000, -35500000, 'percent', 'period', 'A', 'verbatim', '-36%', 41, '1', NULL),
  -- Stocks; the last of East is in another unit.
  (22, 900101, 0, 'level', 'd', 'I', 18627, 18627, 1, 9223372036854775807, 100000000, 0, 'eq', 100000000, 100000000, 'piece', 'stock', 'A', 'verbatim', '100', 41, '3', NULL),
  (22, 900101, 0, 'level', 'd', 'I', 19357, 19357, 1, 9223372036854775807, 110000000, 0, 'eq', 110000000, 110000000, 'piece', 'stock', 'A', 'verbatim', '110', 41, '3', NULL),
  (22, 900101, 0, 'level', 'd', 'I', 19722, 19722, 1, 9223372036854775807, 3000000, 0, 'eq', 3000000, 3000000, 'case', 'stock', 'A', 'verbatim', '3', 41, '3', NULL),
  (22, 900102, 0, 'level', 'd', 'I', 19357, 19357, 1, 9223372036854775807, 200000000, 0, 'ge', 200000000, NULL, 'piece', 'stock', 'A', 'verbatim', '200', 41, '3', NULL),
  (22, 1000000001, 0, 'level', 'd', 'I', 19357, 19357, 1, 9223372036854775807, 1000000, 0, 'eq', 1000000, 1000000, 'piece', 'stock', 'A', 'verbatim', '1', 41, '3', NULL),
  (23, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 77000000, 0, 'eq', 77000000, 77000000, 'person', 'period', 'A', 'verbatim', '77', 42, '4', NULL),
  -- A funnel of 2021 whose last stage is at least 5 of 40 and 32; two definitions of the first stage, one of them second-hand.
  (24, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 41000000, 0, 'eq', 41000000, 41000000, 'piece', 'period', 'A', 'verbatim', '41', 42, '5', NULL),
  (24, 900101, 0, 'level', 'e', 'A', 18992, 18628, 1, 9223372036854775807, 40000000, 0, 'eq', 40000000, 40000000, 'piece', 'period', 'A', 'verbatim', '40', 41, '5', NULL),
  (25, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 32000000, 0, 'eq', 32000000, 32000000, 'piece', 'period', 'A', 'verbatim', '32', 41, '5', NULL),
  (26, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 5000000, 0, 'ge', 5000000, NULL, 'piece', 'period', 'A', 'verbatim', '5', 41, '5', NULL),
  -- Disputes whose parts do not add up: 12 against 7 and 4.
  (27, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 12000000, 0, 'eq', 12000000, 12000000, 'case', 'period', 'A', 'verbatim', '12', 41, '6', NULL),
  (28, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 7000000, 0, 'eq', 7000000, 7000000, 'case', 'period', 'A', 'verbatim', '7', 41, '6', NULL),
  (29, 900101, 0, 'level', 'd', 'A', 18992, 18628, 1, 9223372036854775807, 4000000, 0, 'eq', 4000000, 4000000, 'case', 'period', 'A', 'verbatim', '4', 41, '6', NULL),
  -- Grades at the end of 2021 under a scheme; one grade more without its scheme.
  (30, 900101, 0, 'level', 'd', 'I', 18992, 18992, 1, 9223372036854775807, 9000000, 0, 'eq', 9000000, 9000000, 'entity', 'stock', 'A', 'verbatim', '9', 41, '7', NULL),
  (30, 900101, 4, 'level', 'd', 'I', 18992, 18992, 1, 9223372036854775807, 6000000, 0, 'eq', 6000000, 6000000, 'entity', 'stock', 'A', 'verbatim', '6', 41, '7', NULL),
  (30, 900101, 5, 'level', 'd', 'I', 18992, 18992, 1, 9223372036854775807, 3000000, 0, 'eq', 3000000, 3000000, 'entity', 'stock', 'A', 'verbatim', '3', 41, '7', NULL),
  (30, 900101, 6, 'level', 'd', 'I', 18992, 18992, 1, 9223372036854775807, 6000000, 0, 'eq', 6000000, 6000000, 'entity', 'stock', 'A', 'verbatim', '6', 41, '7', NULL);

-- As the loader computes it: documents of rank 50, one published on day 19000, the other on none.
UPDATE observation SET precedence = 504981000 WHERE document = 41;

-- The note of West in both languages; that of East of 2020 only in Chinese, that of the growth of South only in English.
UPDATE observation SET note_zh = '加“引号”的说明' WHERE raw = '=5';
UPDATE observation SET note_zh = '只有中文' WHERE raw = '10';
UPDATE observation SET note_en = 'English only' WHERE raw = '-36%';
