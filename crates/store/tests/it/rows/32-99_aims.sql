-- Rows of a database of schema 32: an aim of a year with a measure and the word of a quarter.
INSERT INTO aim (id, plan, year, item_kind, item, chapter, title, office, support, source, carried_from, dropped, made_by, made_at, changed_by, changed_at) VALUES (5, 'yun', 2023, '', '', '', '新建高中2所', '市教育局', '', '', NULL, '', 'wang', '2023-03-01T01:00:00Z', 'wang', '2023-03-01T01:00:00Z');
INSERT INTO aim_measure (aim, number, text, office, due, done, made_by, made_at) VALUES (5, 1, '完成选址', '市教育局', '2023-06-30', '', 'wang', '2023-03-01T01:00:00Z');
INSERT INTO aim_state (aim, quarter, state, said, made_by, made_at) VALUES (5, 1, 'on-track', '选址方案已报批', 'li', '2023-04-03T01:00:00Z');
