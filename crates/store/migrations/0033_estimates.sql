-- What is decided of a target for a year (目标测算): beside the proposals of its body, and what the level above wants.
CREATE TABLE estimate (
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    year         BIGINT NOT NULL,
    target       TEXT NOT NULL,      -- its id in the plan
    upper        TEXT,               -- what the level above wants of the year
    upper_source TEXT NOT NULL,      -- where it says so
    decided      TEXT,               -- what is decided
    reason       TEXT NOT NULL,      -- why
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (plan, year, target)
);
-- What somebody proposes for a target and a year, round after round.
CREATE TABLE estimate_round (
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    year    BIGINT NOT NULL,
    target  TEXT NOT NULL,
    round   BIGINT NOT NULL,
    value   TEXT NOT NULL,
    words   TEXT NOT NULL,           -- what speaks for it
    office  TEXT NOT NULL,           -- id of the office for which whoever proposes speaks; empty for those who work on the plan
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (plan, year, target, round)
);
-- How a body carries the plan out (实施方案): a document of its own.
CREATE TABLE body_plan (
    id         BIGINT PRIMARY KEY,
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    office     TEXT NOT NULL,        -- the body, by name
    title      TEXT NOT NULL,
    attachment BIGINT NOT NULL REFERENCES attachment (id),
    withdrawn  TEXT NOT NULL,        -- why it holds no more; empty for one that does
    made_by    TEXT NOT NULL,
    made_at    TEXT NOT NULL
);
CREATE INDEX body_plan_of ON body_plan (plan);
-- A task of the plan that such a document carries out, with the words that say so; confirmed by a person.
CREATE TABLE body_plan_task (
    body_plan  BIGINT NOT NULL REFERENCES body_plan (id) ON DELETE CASCADE,
    task       TEXT NOT NULL,        -- its id in the plan
    quote      TEXT NOT NULL,
    place      TEXT NOT NULL,        -- where the words stand in the document
    confidence BIGINT NOT NULL,      -- percent, as it was proposed
    made_by    TEXT NOT NULL,
    made_at    TEXT NOT NULL,
    PRIMARY KEY (body_plan, task)
);
-- Photos and documents of a project.
CREATE TABLE project_file (
    project_item BIGINT NOT NULL REFERENCES project_item (id) ON DELETE CASCADE,
    attachment   BIGINT NOT NULL REFERENCES attachment (id),
    words        TEXT NOT NULL,      -- what it shows
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (project_item, attachment)
);
