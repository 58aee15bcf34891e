-- Rows of a database of schema 10: what people put right, and what they do about findings.
INSERT INTO correction (id, plan, version, kind, act, anchor, changes, reason, made_by, made_at, withdrawn_by, withdrawn_at) VALUES (1, 'yun', 2, 'target', 'reject', '{}', '{}', '不是目标', 'wang', '2023-03-01T01:00:00Z', 'wang', '2023-03-02T01:00:00Z');
INSERT INTO finding_work (plan, finding, code, words, state, assignee, reason, changed_by, changed_at) VALUES ('yun', 'Q101/1', 'Q101', '目标含糊', 'open', 'wang', '', 'wang', '2023-03-01T01:00:00Z');
