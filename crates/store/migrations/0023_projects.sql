-- A project in the register: what bodies keep of it beside what the plan says. Money in 亿元; times as 2026-05, or 2026 where only
-- the year is stated.
CREATE TABLE project_item (
    id          BIGINT PRIMARY KEY,
    plan        TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    project     TEXT NOT NULL,       -- its id in the plan; empty for one that the plan does not name
    name        TEXT NOT NULL,
    code        TEXT NOT NULL,       -- unified code; empty when none is known
    category    TEXT NOT NULL,
    office      TEXT NOT NULL,       -- the body that answers for it
    place       TEXT NOT NULL,
    county      TEXT NOT NULL,       -- the division it lies in, by name; empty when not known
    chapter     TEXT NOT NULL,       -- heading of the chapter that names it; empty for one that the plan does not name
    capacity    TEXT NOT NULL,
    stage       TEXT NOT NULL,
    investment  TEXT,                -- total
    start_month TEXT NOT NULL,       -- planned; empty when not stated
    end_month   TEXT NOT NULL,
    real_start  TEXT NOT NULL,
    real_end    TEXT NOT NULL,
    indicator   TEXT NOT NULL,       -- the indicator that its capacity counts into; empty for none
    counts      TEXT,                -- how much of it
    refused     TEXT NOT NULL,       -- why it is no project of the register; empty for one that is
    changed_by  TEXT NOT NULL,
    changed_at  TEXT NOT NULL
);
-- Names are unique in a plan; the program sees to it, which writes one at a time.
CREATE INDEX project_item_name ON project_item (plan, name);
CREATE INDEX project_item_stage ON project_item (plan, stage, id);
CREATE INDEX project_item_order ON project_item (plan, id);
-- What was dispatched of a project for a month. A later word for the same month replaces an earlier one.
CREATE TABLE dispatch (
    project_item BIGINT NOT NULL REFERENCES project_item (id) ON DELETE CASCADE,
    month        TEXT NOT NULL,
    done         TEXT,               -- invested since the beginning of the year
    planned      TEXT,               -- what the year is to bring
    stated       TEXT,               -- rate that was stated, per cent
    stage        TEXT NOT NULL,
    progress     TEXT NOT NULL,
    problem      TEXT NOT NULL,
    need         TEXT NOT NULL,      -- what must be decided
    source       TEXT NOT NULL,      -- file and cell, or empty for the form
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (project_item, month)
);
-- A step of a project's way: an approval, a permit, the end of a part of the building.
CREATE TABLE milestone (
    project_item BIGINT NOT NULL REFERENCES project_item (id) ON DELETE CASCADE,
    kind         TEXT NOT NULL,
    planned      TEXT NOT NULL,      -- when it is to be reached; empty when not stated
    reached      TEXT NOT NULL,      -- day or month on which it was; empty for not yet
    result       TEXT NOT NULL,      -- as the body that approves words it
    source       TEXT NOT NULL,      -- file and cell, or empty for the form
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (project_item, kind)
);
-- Money of a project for a year from a source.
CREATE TABLE funding (
    project_item BIGINT NOT NULL REFERENCES project_item (id) ON DELETE CASCADE,
    year         BIGINT NOT NULL,
    source       TEXT NOT NULL,
    applied      TEXT,
    granted      TEXT,
    paid         TEXT,
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (project_item, year, source)
);
