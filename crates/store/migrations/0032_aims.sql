-- An aim of a year (年度工作目标): what of a plan is to be reached within a year, and by whom.
CREATE TABLE aim (
    id           BIGINT PRIMARY KEY,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    year         BIGINT NOT NULL,
    item_kind    TEXT NOT NULL,      -- task, target, indicator or project of the plan; empty for an aim of its own
    item         TEXT NOT NULL,      -- as duties name it
    chapter      TEXT NOT NULL,      -- heading of the chapter its item stands in; empty for none
    title        TEXT NOT NULL,      -- what is to be reached
    office       TEXT NOT NULL,      -- the body in the lead, by name; empty for nobody yet
    support      TEXT NOT NULL,      -- bodies that help, by name, one on each line
    source       TEXT NOT NULL,      -- document and place it was taken from; empty for one that a person set
    carried_from BIGINT REFERENCES aim (id), -- the aim of the year before that it goes on with
    dropped      TEXT NOT NULL,      -- why it is no aim any more; empty for one that is
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    changed_by   TEXT NOT NULL,
    changed_at   TEXT NOT NULL
);
CREATE INDEX aim_year ON aim (plan, year, id);
-- What is done to reach an aim.
CREATE TABLE aim_measure (
    aim     BIGINT NOT NULL REFERENCES aim (id) ON DELETE CASCADE,
    number  BIGINT NOT NULL,
    text    TEXT NOT NULL,
    office  TEXT NOT NULL,           -- who does it, by name
    due     TEXT NOT NULL,           -- YYYY-MM-DD; empty for no day
    done    TEXT NOT NULL,           -- day on which it was done; empty for not yet
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (aim, number)
);
-- How an aim stood at the end of a quarter. A later word for the same quarter replaces an earlier one.
CREATE TABLE aim_state (
    aim     BIGINT NOT NULL REFERENCES aim (id) ON DELETE CASCADE,
    quarter BIGINT NOT NULL,
    state   TEXT NOT NULL,           -- on-track, behind, done, stopped
    said    TEXT NOT NULL,           -- one sentence
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (aim, quarter)
);
-- Evidence that was given with a quarter.
CREATE TABLE aim_file (
    aim        BIGINT NOT NULL REFERENCES aim (id) ON DELETE CASCADE,
    quarter    BIGINT NOT NULL,
    attachment BIGINT NOT NULL REFERENCES attachment (id),
    PRIMARY KEY (aim, quarter, attachment)
);
