-- What sort of document a version was read from, and what is stated of single projects: investment, years of building.
ALTER TABLE plan_version ADD COLUMN kind TEXT;
ALTER TABLE project ADD COLUMN facts TEXT NOT NULL DEFAULT '{}';
