-- What a target counts and how, in words; NULL where nothing is said.
ALTER TABLE target ADD COLUMN definition TEXT;
