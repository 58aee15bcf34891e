-- How sure the reader was of what it read, and why it was not certain; empty where it was.
ALTER TABLE target ADD COLUMN confidence BIGINT;
ALTER TABLE target ADD COLUMN doubt TEXT;
ALTER TABLE statement ADD COLUMN confidence BIGINT;
ALTER TABLE statement ADD COLUMN doubt TEXT;
-- What people put right in a reading. It stands beside the versions of the plan and is applied when one is read.
CREATE TABLE correction (
    id           BIGINT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    version      BIGINT NOT NULL,   -- the version that was looked at
    kind         TEXT NOT NULL,     -- indicator, target, observation, project, task
    act          TEXT NOT NULL,     -- edit, add, reject, accept, merge
    anchor       TEXT NOT NULL,     -- by what the row is found again, as JSON
    changes      TEXT NOT NULL,     -- new values by field, as JSON
    reason       TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT
);
CREATE INDEX correction_plan ON correction (plan);
-- What people do about findings. A finding is named by its rule, place and words, so that this outlives a reading.
CREATE TABLE finding_work (
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    finding    TEXT NOT NULL,
    code       TEXT NOT NULL,
    words      TEXT NOT NULL,       -- what was found, for the list of those that are found no more
    state      TEXT NOT NULL,       -- open, ignored, done
    assignee   TEXT NOT NULL,       -- account that works on it; empty for nobody
    reason     TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (plan, finding)
);
