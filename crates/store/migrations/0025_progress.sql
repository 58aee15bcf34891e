-- How far a job that takes long has come, in hundredths.
ALTER TABLE job ADD COLUMN progress BIGINT NOT NULL DEFAULT 0;
