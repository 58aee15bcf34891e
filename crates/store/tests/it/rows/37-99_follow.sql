-- Rows of a database of schema 37: what changed of a plan, and somebody who is told of it.
INSERT INTO news (id, plan, subject, kind, zh, en, link, at) VALUES (1, 'yun', 'indicator/i0001', 'figure', '粮食产量：2022年12.1万吨', 'grain: 12.1 in 2022', '/indicators/i0001', '2023-05-01T01:00:00Z');
INSERT INTO news_seen (plan, value) VALUES ('yun', '{}');
INSERT INTO follow (id, plan, subject, address, mark, rhythm, lang, asked_at, confirmed_at, told) VALUES ('f1', 'yun', '', '', '00', 'each', 'zh', '2023-05-01T01:00:00Z', '2023-05-01T02:00:00Z', 1);
