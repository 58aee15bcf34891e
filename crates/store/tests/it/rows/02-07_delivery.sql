-- Up to schema 7 mails and webhooks stood in a table of their own: one that waits, one that went out.
INSERT INTO delivery (id, channel, recipient, subject, content, tries, next_at, done_at, fault) VALUES (1, 'mail', 'wang@plan.example', '催报', '请于月底前填报', 0, '2023-01-10T01:00:00Z', NULL, '');
INSERT INTO delivery (id, channel, recipient, subject, content, tries, next_at, done_at, fault) VALUES (2, 'mail', 'wang@plan.example', '已报', '收到', 1, '2023-01-09T01:00:00Z', '2023-01-09T01:00:05Z', '');
