-- Rows of a database of schema 38: the place that a change is about.
INSERT INTO news_about (news, subject) VALUES (1, 'place/云岭市');
