-- Who does another's duties for some days (leave, travel).
CREATE TABLE delegation (
    id        BIGINT PRIMARY KEY,
    giver     TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    taker     TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    first_day TEXT NOT NULL,        -- YYYY-MM-DD
    last_day  TEXT NOT NULL,
    reason    TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    ended_at  TEXT                  -- before its time; empty while it holds
);
CREATE INDEX delegation_taker ON delegation (taker);
CREATE INDEX delegation_giver ON delegation (giver);
-- How somebody wants to see a list again: the filter under a name. A place is the address of the list without the plan.
CREATE TABLE saved_view (
    account TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    place   TEXT NOT NULL,
    name    TEXT NOT NULL,
    query   TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (account, place, name)
);
-- Who is in charge of an item of a plan besides the offices, and what is to be reached quarter by quarter.
CREATE TABLE charge (
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    item_kind  TEXT NOT NULL,
    item       TEXT NOT NULL,
    leader     TEXT NOT NULL,       -- 主管领导
    person     TEXT NOT NULL,       -- 责任人
    quarters   TEXT NOT NULL,       -- 2027Q1: what is to be reached, as JSON
    changed_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    PRIMARY KEY (plan, item_kind, item)
);
