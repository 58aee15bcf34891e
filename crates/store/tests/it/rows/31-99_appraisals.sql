-- Rows of a database of schema 31: a scheme of appraisal, what was recorded of a body, and a sheet that was signed.
INSERT INTO appraisal_scheme (plan, number, text, reason, made_by, made_at) VALUES ('yun', 1, 'full = 100', '试行', 'wang', '2023-12-01T01:00:00Z');
INSERT INTO appraisal_mark (plan, year, body, item, points, reason, source, made_by, made_at) VALUES ('yun', 2023, '市水利局', '获省级以上表彰', '2', '省政府通报', '通报第3号', 'wang', '2024-01-10T01:00:00Z');
INSERT INTO appraisal_signature (plan, year, body, number, version, scheme, total, grade, text, sha256, name, words, made_by, made_at) VALUES ('yun', 2023, '市水利局', 1, 1, 1, '89.83', '良好', '市水利局', '00', '王明', '同意', 'wang', '2024-01-20T01:00:00Z');
