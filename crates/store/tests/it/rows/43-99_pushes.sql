-- Rows of a database of schema 43: a batch that a program handed in, and one that was refused.
INSERT INTO push (id, plan, account, push_key, digest, system, kind, items, kept, made_at) VALUES (1, 'yun', 'li', 'k1', '00', '追溯系统', 'observations', 2, 1, '2023-05-01T01:00:00Z');
INSERT INTO push_refusal (plan, account, problem, day, times, said, last_at) VALUES ('yun', 'li', 'push-unit', '2023-05-01', 2, '单位', '2023-05-01T02:00:00Z');
