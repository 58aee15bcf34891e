-- Which write last changed what pages show of a plan; the empty subject stands for everything at once. A reader that
-- keeps pages in memory asks what has changed since the write it knows.
CREATE TABLE shown (
    subject TEXT PRIMARY KEY,
    value   BIGINT NOT NULL
);
CREATE INDEX shown_value ON shown (value);
INSERT INTO shown (subject, value) SELECT '', value FROM generation;

-- The head of the audit log beside the log itself: a log whose last entries were cut off no longer fits it.
ALTER TABLE generation ADD COLUMN head_number BIGINT NOT NULL DEFAULT 0;
ALTER TABLE generation ADD COLUMN head_hash TEXT NOT NULL DEFAULT '';
UPDATE generation SET
    head_number = (SELECT COALESCE(MAX(number), 0) FROM audit),
    head_hash = COALESCE((SELECT hash FROM audit ORDER BY number DESC LIMIT 1), '');
