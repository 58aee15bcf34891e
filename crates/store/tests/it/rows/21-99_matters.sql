-- Rows of a database of schema 21: a matter with its first step.
INSERT INTO matter (id, plan, kind, subject, parent, number, title, state, is_open, owner, support, due, fields, revision, opened_by, opened_at, changed_by, changed_at) VALUES (7, 'yun', 'finding', 'Q102/1', NULL, '', '口径不清', 'open', 1, 'account/wang', '', '', '{}', 1, 'wang', '2023-03-01T01:00:00Z', 'wang', '2023-03-01T01:00:00Z');
INSERT INTO matter_entry (id, matter, step, state, text, changes, office, is_public, made_by, made_at) VALUES (7, 7, 'open', 'open', '', '{}', '', 0, 'wang', '2023-03-01T01:00:00Z');
