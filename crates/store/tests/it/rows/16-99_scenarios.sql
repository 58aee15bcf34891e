-- Rows of a database of schema 16: a question that was kept.
INSERT INTO scenario (id, plan, version, title, text, as_of, known_at, answer, made_by, made_at, proposal, proposed_by, proposed_at, withdrawn_by, withdrawn_at) VALUES (1, 'yun', 2, '减产', '', 2022, '2023-03-01T01:00:00Z', 'aa', 'wang', '2023-03-01T01:00:00Z', NULL, NULL, NULL, NULL, NULL);
