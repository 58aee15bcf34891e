-- Rows of a database of schema 39: an evaluator from outside who reads one plan until a day.
INSERT INTO evaluator (account, plan, last_day, reason, made_by, made_at) VALUES ('wang', 'yun', '2023-06-30', '中期评估委托合同', 'wang', '2023-02-28T01:00:00Z');
