-- Rows of a database of schema 19: the index of one version.
INSERT INTO search_version (id, plan, version, mark, kinds) VALUES (1, 'yun', 2, 'm', '{}');
INSERT INTO search_item (search_version, position, item, words) VALUES (1, 1, 'i0001', '粮食产量');
INSERT INTO search_pair (bucket, search_version, pairs) VALUES (7, 1, '');
