-- Rows of a database of schema 33: what is proposed and decided of a target for a year.
INSERT INTO estimate (plan, year, target, upper, upper_source, decided, reason, made_by, made_at) VALUES ('yun', 2024, 't0001', '12.8', '省计划', '12.6', '与预测持平', 'wang', '2023-11-01T01:00:00Z');
INSERT INTO estimate_round (plan, year, target, round, value, words, office, made_by, made_at) VALUES ('yun', 2024, 't0001', 1, '12.5', '灌区续建', '', 'wang', '2023-10-20T01:00:00Z');
