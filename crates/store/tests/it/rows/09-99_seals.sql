-- Rows of a database of schema 9: the key of a person.
INSERT INTO personal_key (owner, secret) VALUES ('li', '00');
