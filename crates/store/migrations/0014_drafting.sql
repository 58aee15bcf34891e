-- The file that a version was read from, so that what is changed in the text can be shown in it.
CREATE TABLE plan_file (
    plan       TEXT NOT NULL,
    version    BIGINT NOT NULL,
    attachment BIGINT NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (plan, version),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);
-- What shall be said otherwise in the text. It stands beside the document, as corrections stand beside the reading.
CREATE TABLE text_change (
    id           BIGINT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    version      BIGINT NOT NULL,   -- the version that was looked at
    cause        TEXT NOT NULL,     -- finding, opinion, own
    caused_by    TEXT NOT NULL,     -- name of the finding, number of the opinion; empty
    told         TEXT NOT NULL,     -- what was found or asked for
    before       TEXT NOT NULL,     -- what stands before the words
    words        TEXT NOT NULL,     -- the words
    after        TEXT NOT NULL,     -- what stands behind them
    near         BIGINT NOT NULL,   -- how far in the text, in thousandths
    proposed     TEXT NOT NULL,     -- the words that shall stand there
    reason       TEXT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT
);
CREATE INDEX text_change_plan ON text_change (plan);
-- A revision of targets while the plan runs: proposed, approved by a document, in force from a day on.
CREATE TABLE revision (
    id           BIGINT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    title        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    proposed_by  TEXT NOT NULL,
    proposed_at  TEXT NOT NULL,
    document     TEXT,              -- number of the document that approves it
    approved_on  TEXT,              -- its day
    effective_on TEXT,              -- the day from which it holds
    approved_by  TEXT,              -- who recorded the approval
    approved_at  TEXT,
    in_force_at  TEXT,              -- when the targets were changed
    dropped_by   TEXT,
    dropped_at   TEXT
);
CREATE INDEX revision_plan ON revision (plan);
CREATE TABLE revision_item (
    revision BIGINT NOT NULL REFERENCES revision (id) ON DELETE CASCADE,
    target   TEXT NOT NULL,
    changes  TEXT NOT NULL,         -- new values by field, as JSON
    reason   TEXT NOT NULL,
    PRIMARY KEY (revision, target)
);
