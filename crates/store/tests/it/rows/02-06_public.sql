-- Up to schema 6 a setting said that a plan is public, with every version that it had.
INSERT INTO setting (name, value) VALUES ('public/yun', 'yes');
