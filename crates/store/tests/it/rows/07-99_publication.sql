-- Rows of a database of schema 7: the version that the public may see.
INSERT INTO publication (plan, version, published_at, published_by) VALUES ('yun', 2, '2021-03-06T01:00:00Z', 'wang');
