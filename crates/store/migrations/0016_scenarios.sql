-- What people asked of a plan and kept: the text replays to the same answer at the moment it was kept for.
CREATE TABLE scenario (
    id           BIGINT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    version      BIGINT NOT NULL,   -- the version that was looked at
    title        TEXT NOT NULL,
    text         TEXT NOT NULL,     -- the scenario as a file
    as_of        BIGINT NOT NULL,   -- the last year whose figures counted
    known_at     TEXT NOT NULL,     -- figures that became known later do not count
    answer       TEXT NOT NULL,     -- SHA-256 of the answer in JSON
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    proposal     TEXT,              -- why it is proposed as an adjustment of the plan; empty until it is
    proposed_by  TEXT,
    proposed_at  TEXT,
    withdrawn_by TEXT,
    withdrawn_at TEXT
);
CREATE INDEX scenario_plan ON scenario (plan);
