-- What changed of what the public sees of a plan: figures, warnings, stages of projects, answers, the text.
CREATE TABLE news (
    id      BIGINT PRIMARY KEY,
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,           -- what of the plan changed, as indicator/ID; empty for the plan
    kind    TEXT NOT NULL,           -- figure, warning, stage, answer, text
    zh      TEXT NOT NULL,
    en      TEXT NOT NULL,
    link    TEXT NOT NULL,           -- page, behind the address of the plan
    at      TEXT NOT NULL
);
CREATE INDEX news_plan ON news (plan, id);
-- What the public saw when it was looked at last.
CREATE TABLE news_seen (
    plan  TEXT PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
    value TEXT NOT NULL
);
-- Who is told by mail when something changes (订阅). Has no account, and agreed by a link in a mail.
CREATE TABLE follow (
    id           TEXT PRIMARY KEY,   -- random
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    subject      TEXT NOT NULL,      -- what of the plan, as indicator/ID; empty for all of it
    address      TEXT NOT NULL,      -- mail address, encrypted with a key of this row alone
    mark         TEXT NOT NULL UNIQUE, -- keyed digest of plan, subject and address: one row for each
    rhythm       TEXT NOT NULL,      -- each, daily, weekly
    lang         TEXT NOT NULL,
    asked_at     TEXT NOT NULL,
    confirmed_at TEXT,
    told         BIGINT NOT NULL     -- number of the last news that was told
);
CREATE INDEX follow_plan ON follow (plan, rhythm, confirmed_at);
