-- The postings of the search's index.
INSERT INTO search_posting (place, search_version, pairs) VALUES (29360129, 1, '');
