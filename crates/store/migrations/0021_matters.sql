-- Matters (事项): whatever somebody has to do by a day. Which kinds there are, their states and steps, is data of the program.
CREATE TABLE matter (
    id         BIGINT PRIMARY KEY,
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,       -- names what of the plan it is about, one matter of a kind for each; empty for nothing in particular
    parent     BIGINT REFERENCES matter (id),
    number     TEXT NOT NULL,       -- as people number it
    title      TEXT NOT NULL,
    state      TEXT NOT NULL,
    is_open    BIGINT NOT NULL,     -- 1 while somebody still has to do something
    owner      TEXT NOT NULL,       -- office/ID or account/NAME; empty for nobody
    support    TEXT NOT NULL,       -- the same, one on each line
    due        TEXT NOT NULL,       -- YYYY-MM-DD; empty for no day
    fields     TEXT NOT NULL,       -- what else its kind holds, as JSON
    revision   BIGINT NOT NULL,     -- counts its steps
    opened_by  TEXT NOT NULL,
    opened_at  TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL
);
CREATE INDEX matter_plan ON matter (plan, kind);
CREATE INDEX matter_owner ON matter (owner);
CREATE UNIQUE INDEX matter_subject ON matter (plan, kind, subject) WHERE subject <> '';
-- What happened to a matter, step by step.
CREATE TABLE matter_entry (
    id        BIGINT PRIMARY KEY,
    matter    BIGINT NOT NULL REFERENCES matter (id) ON DELETE CASCADE,
    step      TEXT NOT NULL,
    state     TEXT NOT NULL,        -- behind the step
    text      TEXT NOT NULL,
    changes   TEXT NOT NULL,        -- field: [before, since], as JSON
    office    TEXT NOT NULL,        -- for which whoever did it spoke
    is_public BIGINT NOT NULL,      -- 1 when everybody may read it who sees the matter
    made_by   TEXT NOT NULL,
    made_at   TEXT NOT NULL
);
CREATE INDEX matter_entry_of ON matter_entry (matter);
-- Files given with a step.
CREATE TABLE matter_file (
    entry      BIGINT NOT NULL REFERENCES matter_entry (id) ON DELETE CASCADE,
    attachment BIGINT NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (entry, attachment)
);
