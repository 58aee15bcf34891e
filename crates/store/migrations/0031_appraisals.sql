-- A scheme of appraisal (绩效考核办法) of a plan; the latest holds, earlier ones stay.
CREATE TABLE appraisal_scheme (
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    number  BIGINT NOT NULL,
    text    TEXT NOT NULL,           -- the scheme, as it was written
    reason  TEXT NOT NULL,           -- why it was changed
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (plan, number)
);
-- What a person recorded of a body for a year: points for a target or task, or something of the scheme's own.
CREATE TABLE appraisal_mark (
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    year    BIGINT NOT NULL,
    body    TEXT NOT NULL,           -- by name
    item    TEXT NOT NULL,           -- id of the target or task, or name of what is the scheme's own
    points  TEXT,                    -- empty once it was taken back
    reason  TEXT NOT NULL,
    source  TEXT NOT NULL,           -- where it is written
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (plan, year, body, item)
);
-- A sheet as somebody signed it.
CREATE TABLE appraisal_signature (
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    year    BIGINT NOT NULL,
    body    TEXT NOT NULL,           -- by name
    number  BIGINT NOT NULL,
    version BIGINT NOT NULL,         -- of the plan
    scheme  BIGINT NOT NULL,         -- number of the scheme; 0 for the shipped one
    total   TEXT,                    -- points
    grade   TEXT NOT NULL,
    text    TEXT NOT NULL,           -- the sheet, line by line
    sha256  TEXT NOT NULL,           -- of the text
    name    TEXT NOT NULL,           -- who signed, as the name is written
    words   TEXT NOT NULL,           -- what is said with it
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (plan, year, body, number)
);
