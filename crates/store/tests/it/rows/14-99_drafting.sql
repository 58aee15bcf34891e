-- Rows of a database of schema 14: what shall be said otherwise, and the file of the version.
INSERT INTO plan_file (plan, version, attachment) VALUES ('yun', 2, 1);
INSERT INTO text_change (id, plan, version, cause, caused_by, told, before, words, after, near, proposed, reason, made_by, made_at, withdrawn_by, withdrawn_at) VALUES (1, 'yun', 2, 'own', '', '', '到2025年，', '粮食产量', '达到', 100, '粮食总产量', '口径', 'wang', '2023-03-01T01:00:00Z', NULL, NULL);
