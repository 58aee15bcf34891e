-- Work that goes on behind the pages: mails, webhooks, reminders, digests, ends of embargoes. Whoever takes a job leases
-- it for a while; a lease that ran out means that its worker is gone, and another takes over.
CREATE TABLE job (
    id           BIGINT PRIMARY KEY,
    kind         TEXT NOT NULL,     -- which handler does it
    job_key      TEXT NOT NULL,     -- what is to be done once: a second job of that kind and key is not taken
    subject      TEXT NOT NULL,     -- whom or what it is about: a receiver, a plan
    payload      TEXT NOT NULL,     -- what its handler has to know, as it reads it
    mark         TEXT NOT NULL,     -- the same at every try, so that a receiver can drop a repeat
    state        TEXT NOT NULL,     -- waiting, running, done, failed, dropped
    attempts     BIGINT NOT NULL,   -- how often it was begun
    run_at       TEXT NOT NULL,     -- not before
    leased_by    TEXT NOT NULL,     -- the worker that does it, or did it last
    leased_until TEXT,
    fault        TEXT NOT NULL,     -- what went wrong last
    created_at   TEXT NOT NULL,
    finished_at  TEXT,
    UNIQUE (kind, job_key)
);
CREATE INDEX job_due ON job (state, run_at);
CREATE INDEX job_subject ON job (kind, subject);
