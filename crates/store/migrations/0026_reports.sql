-- Reports that people write: the outline as it was taken, each making from the data, what people wrote, and what was issued.
CREATE TABLE report_draft (
    id           BIGINT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL,     -- name of the outline
    title        TEXT NOT NULL,
    outline      TEXT NOT NULL,     -- the outline as a file
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at TEXT
);
CREATE INDEX report_draft_plan ON report_draft (plan);
-- A making from the data of a moment.
CREATE TABLE report_making (
    draft    BIGINT NOT NULL REFERENCES report_draft (id) ON DELETE CASCADE,
    number   BIGINT NOT NULL,
    plan     TEXT NOT NULL,
    version  BIGINT NOT NULL,       -- of the plan
    as_of    BIGINT NOT NULL,       -- the last year whose figures counted
    known_at TEXT NOT NULL,         -- figures that became known later do not count
    blocks   TEXT NOT NULL,         -- what each block said, as JSON
    made_by  TEXT NOT NULL,
    made_at  TEXT NOT NULL,
    PRIMARY KEY (draft, number)
);
-- What people wrote to a block; the last one counts, the earlier ones stay.
CREATE TABLE report_text (
    id      BIGINT PRIMARY KEY,
    draft   BIGINT NOT NULL REFERENCES report_draft (id) ON DELETE CASCADE,
    plan    TEXT NOT NULL,
    place   TEXT NOT NULL,          -- section and line of the outline: 3.2
    kind    TEXT NOT NULL,          -- text or comment
    words   TEXT NOT NULL,
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX report_text_draft ON report_text (draft);
-- The file that was issued, with its seal.
CREATE TABLE report_issue (
    draft     BIGINT PRIMARY KEY REFERENCES report_draft (id) ON DELETE CASCADE,
    plan      TEXT NOT NULL,
    making    BIGINT NOT NULL,
    number    TEXT NOT NULL,        -- number of the document; may be empty
    sha256    TEXT NOT NULL,
    manifest  TEXT NOT NULL,
    seal      TEXT NOT NULL,        -- empty where no key is kept
    content   TEXT NOT NULL,        -- base64
    issued_by TEXT NOT NULL,
    issued_at TEXT NOT NULL
);
