-- A batch that a program of an information system handed in (报送批次). Under one key of an account it is taken once.
CREATE TABLE push (
    id       BIGINT PRIMARY KEY,
    plan     TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    account  TEXT NOT NULL,          -- whose token it was
    push_key TEXT NOT NULL,          -- the program's own key (Idempotency-Key)
    digest   TEXT NOT NULL,          -- SHA-256 of what was sent
    system   TEXT NOT NULL,          -- title of the system; empty for none
    kind     TEXT NOT NULL,          -- observations, projects
    items    BIGINT NOT NULL,        -- how many were sent
    kept     BIGINT NOT NULL,        -- how many of them said something new
    made_at  TEXT NOT NULL
);
CREATE INDEX push_known ON push (plan, account, push_key);
CREATE INDEX push_made ON push (plan, made_at);
-- How often and why batches were refused, by day.
CREATE TABLE push_refusal (
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    account TEXT NOT NULL,
    problem TEXT NOT NULL,           -- name of the problem
    day     TEXT NOT NULL,           -- YYYY-MM-DD
    times   BIGINT NOT NULL,
    said    TEXT NOT NULL,           -- what was said the last time
    last_at TEXT NOT NULL,
    PRIMARY KEY (plan, account, problem, day)
);
