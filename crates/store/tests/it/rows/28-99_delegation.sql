-- Rows of a database of schema 28: a week in which somebody stands in, and a list that somebody wants to see again.
INSERT INTO delegation (id, giver, taker, first_day, last_day, reason, made_at, ended_at) VALUES (3, 'wang', 'wang', '2023-03-01', '2023-03-07', '休假', '2023-02-28T01:00:00Z', NULL);
INSERT INTO saved_view (account, place, name, query, made_at) VALUES ('wang', '/plans/*/indicators', '约束性', 'nature=binding', '2023-02-28T01:00:00Z');
