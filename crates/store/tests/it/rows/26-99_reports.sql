-- Rows of a database of schema 26: a report with a making, a text, and the file that was issued.
INSERT INTO report_draft (id, plan, kind, title, outline, made_by, made_at, withdrawn_by, withdrawn_at) VALUES (1, 'yun', 'brief', '简报', '', 'wang', '2023-03-01T01:00:00Z', NULL, NULL);
INSERT INTO report_making (draft, number, plan, version, as_of, known_at, blocks, made_by, made_at) VALUES (1, 1, 'yun', 2, 2022, '2023-03-01', '[]', 'wang', '2023-03-01T01:00:00Z');
INSERT INTO report_text (id, draft, plan, place, kind, words, made_by, made_at) VALUES (1, 1, 'yun', '1.1', 'text', '稳中有进', 'wang', '2023-03-01T01:00:00Z');
INSERT INTO report_issue (draft, plan, making, number, sha256, manifest, seal, content, issued_by, issued_at) VALUES (1, 'yun', 1, '', '00', '', '', 'AA==', 'wang', '2023-03-01T01:00:00Z');
