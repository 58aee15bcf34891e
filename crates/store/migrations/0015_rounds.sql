-- What a version is in the course of drafting: 征求意见稿, 送审稿, 审议稿, 印发稿.
CREATE TABLE draft_stage (
    plan    TEXT NOT NULL,
    version BIGINT NOT NULL,
    stage   TEXT NOT NULL,          -- opinions, review, deliberation, issued
    set_by  TEXT NOT NULL,
    set_at  TEXT NOT NULL,
    PRIMARY KEY (plan, version),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);
-- A round in which a version is laid before others.
CREATE TABLE opinion_round (
    id          BIGINT PRIMARY KEY,
    plan        TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    version     BIGINT NOT NULL,
    kind        TEXT NOT NULL,      -- opinions, experts, legality, public
    title       TEXT NOT NULL,
    note        TEXT NOT NULL,
    due         TEXT NOT NULL,      -- last day
    remind_days BIGINT NOT NULL,    -- how many days before it who has not answered is reminded
    opened_by   TEXT NOT NULL,
    opened_at   TEXT NOT NULL,
    conclusion  TEXT,
    closed_by   TEXT,
    closed_at   TEXT
);
CREATE INDEX opinion_round_plan ON opinion_round (plan);
-- Who is asked. A party is an office, an account, or a name for which somebody records the answer.
CREATE TABLE round_party (
    id          BIGINT PRIMARY KEY,
    round       BIGINT NOT NULL REFERENCES opinion_round (id) ON DELETE CASCADE,
    kind        TEXT NOT NULL,      -- body, county, upper, expert, person
    name        TEXT NOT NULL,
    office      TEXT,
    account     TEXT,
    answer      TEXT,               -- none, opinions, scan, conclusion
    verdict     TEXT,               -- of a conclusion: pass, amend, fail
    statement   TEXT,
    signed      TEXT,               -- who signs for it
    attachment  BIGINT REFERENCES attachment (id),
    answered_by TEXT,
    answered_at TEXT
);
CREATE INDEX round_party_round ON round_party (round);
CREATE TABLE opinion (
    id         BIGINT PRIMARY KEY,
    round      BIGINT NOT NULL REFERENCES opinion_round (id) ON DELETE CASCADE,
    party      BIGINT NOT NULL REFERENCES round_party (id) ON DELETE CASCADE,
    clause     TEXT NOT NULL,       -- number and title of the section; empty for the whole
    quote      TEXT NOT NULL,       -- the words it is about; empty for the whole section
    text       TEXT NOT NULL,       -- what is asked for
    proposed   TEXT NOT NULL,       -- the words that are proposed instead
    given_by   TEXT NOT NULL,
    given_at   TEXT NOT NULL,
    outcome    TEXT,                -- adopted, partly, rejected
    reason     TEXT,
    decided_by TEXT,
    decided_at TEXT
);
CREATE INDEX opinion_round_of ON opinion (round);
-- Who may see a plan, and whether it is put away.
CREATE TABLE plan_mark (
    plan        TEXT PRIMARY KEY REFERENCES plan (id) ON DELETE CASCADE,
    secrecy     TEXT NOT NULL,      -- open, internal, work-secret; empty when nobody has said
    archived_by TEXT,
    archived_at TEXT
);
-- What a planner decided about the figures of an indicator; a later row about the same goes before an earlier one.
CREATE TABLE figure_choice (
    id         BIGINT PRIMARY KEY,
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    indicator  TEXT NOT NULL,       -- name, which outlives a reading
    year       BIGINT NOT NULL,     -- first year behind a break of the level; 0 for the source that is preferred
    choice     TEXT NOT NULL,       -- keep, rebase, chain; or a part of the source's name, empty for none
    reason     TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL
);
CREATE INDEX figure_choice_plan ON figure_choice (plan);
