-- Rows of a database of schema 28: a week in which somebody stands in, and a list that somebody wants to see again.
INSERT INTO delegation (id, giver, taker, first_day, last_day, reason, made_at, ended_at) VALUES (3, 'wang', 'wang', '2023-03-01', '2023-03-07', '休假', '2023-02-28T01:00:00Z', NULL);
INSERT INTO saved_view (account, place, name, query, made_at) VALUES ('wang', '/plans/*/indicators', '约束性', 'nature=binding', '2023-02-28T01:00:00Z');
INSERT INTO charge (plan, item_kind, item, leader, person, quarters, changed_by, changed_at) VALUES ('yun', 'indicator', '粮食产量', '王副市长', '李雷', '{"2023Q1":"完成春播"}', 'wang', '2023-02-28T01:00:00Z');
