-- What citizens ask and propose (公众意见): whoever says it has no account, and others see it when somebody decided so.
CREATE TABLE voice (
    id       TEXT PRIMARY KEY,       -- random
    receipt  TEXT NOT NULL UNIQUE,   -- SHA-256 of the secret by which whoever said it comes back
    plan     TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    kind     TEXT NOT NULL,          -- question, proposal
    subject  TEXT NOT NULL,          -- what of the plan it is about, as indicator/ID; empty for the plan
    said     TEXT NOT NULL,          -- empty once it was forgotten
    naming   TEXT NOT NULL,          -- real, hidden, nameless
    person   TEXT NOT NULL,          -- name, mail, telephone: encrypted with a key of this row alone; empty for none
    lane     TEXT NOT NULL,          -- proved, unproved, listed: how soon somebody looks
    likeness TEXT NOT NULL,          -- the same for what says nearly the same
    state    TEXT NOT NULL,          -- waiting, accepted, refused, appealed, closed
    matter   BIGINT REFERENCES matter (id),
    decision BIGINT,                 -- number of the last decision about it; none before the first
    appeal   TEXT NOT NULL,          -- why it should be shown after all
    made_at  TEXT NOT NULL,
    erase_on TEXT NOT NULL           -- YYYY-MM-DD on which the person is forgotten
);
CREATE INDEX voice_queue ON voice (plan, state, lane, likeness);
CREATE INDEX voice_matter ON voice (matter);
CREATE INDEX voice_erase ON voice (erase_on);
-- What was decided about it; stays when it is forgotten.
CREATE TABLE voice_decision (
    id       BIGINT PRIMARY KEY,
    plan     TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    voice    TEXT NOT NULL,
    kind     TEXT NOT NULL,
    outcome  TEXT NOT NULL,          -- accepted, refused; of an appeal granted, upheld
    reason   TEXT NOT NULL,          -- of the list; empty for what is shown
    words    TEXT NOT NULL,
    alike    BIGINT NOT NULL,        -- how many alike ones it holds for
    digest   TEXT NOT NULL,          -- SHA-256 of what was said
    matter   BIGINT,
    made_by  TEXT NOT NULL,
    made_at  TEXT NOT NULL
);
CREATE INDEX voice_decision_plan ON voice_decision (plan, id);
