-- Rows of a database of schema 2: people and their work.
INSERT INTO office (id, name, kind, level, parent, region) VALUES ('fgw', '发展改革委', 'department', 'city', NULL, '云州市');
INSERT INTO office (id, name, kind, level, parent, region) VALUES ('tj', '统计局', 'department', 'city', 'fgw', '云州市');
INSERT INTO account (name, full_name, email, role, office, active, password, identity, created_at) VALUES ('wang', '王芳', 'wang@plan.example', 'planner', 'fgw', 1, NULL, NULL, '2021-01-04T01:00:00Z');
INSERT INTO account (name, full_name, email, role, office, active, password, identity, created_at) VALUES ('li', '李雷', '', 'reporter', 'tj', 1, NULL, 'https://login.example 7', '2021-01-04T01:00:00Z');
INSERT INTO session (secret, account, form_key, origin, created_at, seen_at, expires_at) VALUES ('s1', 'li', 'k', '10.0.0.1', '2022-01-04T01:00:00Z', '2022-01-04T01:00:00Z', '2022-01-04T01:30:00Z');
INSERT INTO attempt (subject, at) VALUES ('account:li', '2022-01-04T01:00:00Z');
INSERT INTO link (secret, account, expires_at, used_at) VALUES ('l1', 'li', '2022-01-06T01:00:00Z', NULL);
INSERT INTO token (id, account, label, secret, scopes, created_at, expires_at, revoked_at) VALUES ('t1', 'li', '报表', 'x', 'read', '2022-01-04T01:00:00Z', '2023-01-04T01:00:00Z', NULL);
INSERT INTO duty (plan, item_kind, item, office, role, cadence, due_days, confirmed, reason) VALUES ('yun', 'indicator', '粮食产量', 'tj', 'lead', 'year', 31, 1, '名录');
INSERT INTO share (plan, target, region, year, value) VALUES ('yun', 't0001', '甲县', 2023, '3.10');
INSERT INTO consultation (id, plan, item_kind, item, topic, opened_by, opened_at, decision, decided_by, decided_at) VALUES (1, 'yun', 'target', 't0001', '口径', 'wang', '2022-02-01T01:00:00Z', '按年鉴', 'wang', '2022-02-02T01:00:00Z');
INSERT INTO remark (id, consultation, account, office, at, text) VALUES (1, 1, 'li', 'tj', '2022-02-01T02:00:00Z', '按年鉴口径');
INSERT INTO attachment (id, name, type, size, sha256, content, added_by, added_at) VALUES (1, '说明.txt', 'text/plain', 3, 'ef', 'YWJj', 'li', '2022-02-01T02:00:00Z');
INSERT INTO submission (id, client_key, plan, indicator, region, year, value, unit, status, source, comment, attachment, stage, reason, author, office, below_county, changed_at, submitted_at, embargo) VALUES (1, 'c1', 'yun', '粮食产量', '', 2022, '11.75', '万吨', '', '年报', '', 1, 'published', '', 'li', 'tj', 0, '2023-01-20T01:00:00Z', '2023-01-19T01:00:00Z', NULL);
INSERT INTO reply (id, plan, target, warning, account, office, at, text, measure, due, state, closed_at) VALUES (1, 'yun', 't0001', 'behind', 'li', 'tj', '2023-02-01T01:00:00Z', '受旱', '补种', '2023-06-30', 'open', NULL);
INSERT INTO notice (id, account, notice_key, kind, link, zh, en, at, read_at) VALUES (1, 'li', 'n1', 'due', '/reporting', '快到期了', 'due soon', '2023-01-10T01:00:00Z', NULL);
INSERT INTO setting (name, value) VALUES ('mail-from', 'plan@plan.example');
