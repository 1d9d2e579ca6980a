-- A store small enough to check by hand, for test_catalogue.c. Two releases: the second renames 900101 and revises a figure.
-- 9223372036854775807 in `until`: in force. 1099511627777 in `since`: a draft, which nobody may see.

INSERT INTO release (release, label, note, author, published_at, inserted, revised, unchanged, digest) VALUES
  (1, 'first', NULL, NULL, 1000, 40, 0, 0, '1111111111111111111111111111111111111111111111111111111111111111'),
  (2, 'second', 'a name, a figure', 'office', 2000, 0, 2, 38, '2222222222222222222222222222222222222222222222222222222222222222');

INSERT INTO code (code_id, list, code) VALUES
  (900000, 'region', '900000'), (900101, 'region', '900101'), (900102, 'region', '900102'), (900103, 'region', '900103'),
  (900104, 'region', '900104'), (1000000001, 'region', 'Z-ONE'),
  (11, 'group', 'PAIR'), (12, 'group', 'ALONE'),
  (21, 'indicator', 'a_count'), (22, 'indicator', 'b_ratio'), (23, 'indicator', 'c_secret'),
  (31, 'document', 'annual'), (32, 'document', 'notice'),
  (41, 'department', 'dep-a'), (42, 'department', 'dep-b'),
  (51, 'plan', 'plan-1'), (52, 'plan', 'plan-2'),
  (61, 'target', 't-1'), (62, 'target', 't-2'), (63, 'target', 't-3'), (64, 'target', 't-4'),
  (71, 'codelist', 'unit'), (72, 'codelist', 'topic'), (73, 'unit', 'piece'), (74, 'unit', 'case');

INSERT INTO region (region, since, until, name_zh, name_en, level, parent, valid_from, valid_to, source) VALUES
  (900000, 1, 9223372036854775807, '虚省', 'Province', 'province', NULL, NULL, NULL, 'list'),
  (900101, 1, 2, '旧区', 'Old', 'county', 900000, NULL, NULL, NULL),
  (900101, 2, 9223372036854775807, '东区', 'East', 'county', 900000, NULL, NULL, NULL),
  (900102, 1, 9223372036854775807, '东山区', 'East Hill', 'county', 900000, 14001, NULL, NULL),
  (900103, 1, 9223372036854775807, '西区', 'West', 'county', 900000, NULL, 14000, NULL),
  (900104, 1099511627777, 9223372036854775807, '草区', 'Draft', 'county', 900000, NULL, NULL, NULL),
  (1000000001, 1, 9223372036854775807, '园区', 'Zone', 'zone', 900102, NULL, NULL, NULL);
INSERT INTO region_lineage (from_region, to_region, since, until, kind, changed_on, first_list, old_name_zh) VALUES
  (900103, 900102, 1, 9223372036854775807, 'merge', 14001, '2008-05', NULL),
  (900102, 900102, 1, 9223372036854775807, 'rename', NULL, NULL, '山区');
INSERT INTO region_group (region_group, since, until, name_zh, name_en, note_zh, note_en) VALUES
  (11, 1, 9223372036854775807, '两区', 'Pair', NULL, NULL), (12, 2, 9223372036854775807, '一区', 'Alone', '注', 'note');
INSERT INTO region_group_member (region_group, region, since, until, valid_from, valid_to, confidence) VALUES
  (11, 900101, 1, 9223372036854775807, NULL, NULL, 'stated'),
  (11, 900102, 1, 9223372036854775807, NULL, 15000, 'stated'),
  (12, 900102, 2, 9223372036854775807, NULL, NULL, 'unverified');

INSERT INTO indicator (indicator, since, until, name_zh, name_en, topic, unit, units, kind, region_rule, time_rule, direction, decimals,
                       dimensions, numerator, denominator, weight, access, note_zh, note_en) VALUES
  (21, 1, 9223372036854775807, '数', 'Count', 'stock', 'piece', 'piece;case', 'flow', 'sum', 'sum', 'higher', 0, 'level', NULL, NULL, NULL, 'public', '注', 'note'),
  (22, 1, 9223372036854775807, '率', 'Ratio', 'stock_more', 'percent', 'percent', 'ratio', 'ratio', 'ratio', 'neutral', 1, '', 21, 23, NULL, 'public', NULL, NULL),
  (23, 1, 9223372036854775807, '密', 'Secret', 'people', 'person', 'person', 'flow', 'none', 'none', 'lower', 0, '', NULL, NULL, NULL, 'restricted', NULL, NULL);
INSERT INTO definition (indicator, definition, since, until, name_zh, name_en, text_zh, text_en, valid_from, valid_to) VALUES
  (21, 'a-new', 1, 9223372036854775807, '新', 'New', NULL, NULL, 15001, NULL),
  (21, 'b-old', 1, 9223372036854775807, '旧', 'Old', '文', 'text', NULL, 15000);

INSERT INTO document (document, since, until, title_zh, title_en, publisher_zh, publisher_en, region, kind, doc_no, index_no, signed_on,
                      published_on, reliability, note_zh, note_en) VALUES
  (31, 1, 9223372036854775807, '年报', 'Annual', '某局', 'Bureau', 900101, 'report', 'No. 1', NULL, NULL, 19000, 'primary', NULL, NULL),
  (32, 1, 9223372036854775807, '通知', 'Notice', '某局', 'Bureau', 900102, 'news', NULL, NULL, NULL, NULL, 'weak', '注', 'note');
INSERT INTO department (department, since, until, name_zh, name_en, org_type, region, note_zh, note_en) VALUES
  (41, 1, 9223372036854775807, '甲局', 'Bureau A', 'government', 900101, NULL, NULL),
  (42, 1, 9223372036854775807, '各单位', 'All units', 'group', 900102, '注', 'note');
INSERT INTO department_alias (department, alias, since, until) VALUES
  (41, '甲', 1, 9223372036854775807), (41, 'A', 1, 9223372036854775807), (41, '旧名', 1, 2);
INSERT INTO document_department (document, department, role, since, until, position) VALUES
  (31, 41, 'responsible', 1, 9223372036854775807, 1), (31, 42, 'publisher', 1, 9223372036854775807, 2), (31, 41, 'publisher', 1, 9223372036854775807, 1);

INSERT INTO observation (indicator, region, breakdown, measure, definition, freq, ends_on, starts_on, since, until, value_e6, decimals, bound,
                         lower_e6, upper_e6, unit, accumulation, status, extraction, raw, document, locator, note_en) VALUES
  (21, 900101, 0, 'level', 'a-new', 'A', 19722, 19358, 1, 2, 5000000, 0, 'eq', 5000000, 5000000, 'piece', 'period', 'A', 'verbatim', '5', 31, '1', NULL),
  (21, 900101, 0, 'level', 'a-new', 'A', 19722, 19358, 2, 9223372036854775807, 6000000, 0, 'eq', 6000000, 6000000, 'piece', 'period', 'A', 'verbatim', '6', 31, '1', NULL),
  (21, 900102, 0, 'level', 'a-new', 'A', 19722, 19358, 2, 9223372036854775807, 7000000, 0, 'eq', 7000000, 7000000, 'piece', 'period', 'A', 'verbatim', '7', 32, '1', NULL),
  (21, 900103, 0, 'level', 'a-new', 'A', 19722, 19358, 1099511627777, 9223372036854775807, 8000000, 0, 'eq', 8000000, 8000000, 'piece', 'period', 'A', 'verbatim', '8', 31, '1', NULL),
  (23, 900101, 0, 'level', 'any', 'A', 19722, 19358, 1, 9223372036854775807, 1000000, 0, 'eq', 1000000, 1000000, 'person', 'period', 'A', 'verbatim', '1', 31, '2', NULL);

INSERT INTO plan (plan, since, until, title_zh, title_en, region, document, starts_on, ends_on) VALUES
  (51, 1, 9223372036854775807, '规划', 'Plan', 900101, 31, 19723, 20818), (52, 2, 9223372036854775807, '计划', 'Scheme', 900102, 32, 19723, 20088);
INSERT INTO target (plan, position, target, since, until, kind, indicator, region, breakdown, measure, comparator, value_e6, decimals, unit,
                    target_window, starts_on, ends_on, baseline_e6, baseline_decimals, strength, ambiguity_en, extraction, raw, document, locator) VALUES
  (51, 1, 62, 1, 9223372036854775807, 'target', 21, 900101, 0, 'level', 'ge', 12500000, 1, 'piece', 'point_at_end', 20818, 20818, 10000000, 0, 'strive', NULL, 'verbatim', '12.5', 31, '1'),
  (51, 1, 61, 1, 9223372036854775807, 'target', 21, 900101, 0, 'level', 'gt', 3000000, 0, 'piece', 'not_stated', 19723, 20818, NULL, NULL, 'plain', 'no window', 'verbatim', '3', 31, '1'),
  (51, 2, 63, 1, 9223372036854775807, 'parameter', 21, 900101, 0, 'level', 'eq', 3000000, 0, 'piece', 'cumulative', 19723, 20818, NULL, NULL, 'plain', NULL, 'counted', NULL, 31, '2'),
  (51, 3, 64, 1, 9223372036854775807, 'target', 23, 900101, 0, 'level', 'le', 1000000, 0, 'person', 'cumulative', 19723, 20818, NULL, NULL, 'plain', NULL, 'verbatim', '1', 31, '3');
INSERT INTO target_unit (target, department, since, until, position) VALUES
  (62, 41, 1, 9223372036854775807, 2), (62, 42, 1, 9223372036854775807, 1);

INSERT INTO codelist (codelist, since, until, name_zh, name_en, source) VALUES
  (71, 1, 9223372036854775807, '单位', 'Unit', 'standard'), (72, 2, 9223372036854775807, '主题', 'Topic', NULL);
INSERT INTO codelist_item (codelist, item, since, until, position, name_zh, name_en, note_zh, note_en) VALUES
  (71, 73, 1, 9223372036854775807, 2, '件', 'Piece', NULL, NULL), (71, 74, 1, 9223372036854775807, 1, '起', 'Case', '注', 'note');
