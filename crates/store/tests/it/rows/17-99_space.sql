-- Rows of a database of schema 17: a place that was looked at, and what a body said of it.
INSERT INTO site_check (id, plan, name, place, result, made_by, made_at) VALUES (1, 'yun', '粮库', '{"type":"Point","coordinates":[1,2]}', '{}', 'wang', '2023-03-01T01:00:00Z');
INSERT INTO site_opinion (site_check, office, account, opinion, text, at) VALUES (1, 'tj', 'li', 'agree', '', '2023-03-02T01:00:00Z');
