-- Which plan an evaluator from outside (第三方评估) reads the evidence of, and until which day. An account has one at a time.
CREATE TABLE evaluator (
    account  TEXT PRIMARY KEY REFERENCES account (name) ON DELETE CASCADE,
    plan     TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    last_day TEXT NOT NULL,         -- YYYY-MM-DD, in China; behind it nothing is open
    reason   TEXT NOT NULL,
    made_by  TEXT NOT NULL,
    made_at  TEXT NOT NULL
);
CREATE INDEX evaluator_plan ON evaluator (plan);
