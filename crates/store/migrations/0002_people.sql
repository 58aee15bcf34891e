-- People and their work. As in the first migration only TEXT and BIGINT; days and times are texts that sort.

-- Departments and counties as a tree. `kind`: department, government, enterprise. `level`: city, county, town.
CREATE TABLE office (
    id     TEXT PRIMARY KEY,
    name   TEXT NOT NULL,
    kind   TEXT NOT NULL,
    level  TEXT NOT NULL,
    parent TEXT REFERENCES office (id),
    region TEXT NOT NULL DEFAULT ''
);

CREATE TABLE account (
    name       TEXT PRIMARY KEY,
    full_name  TEXT NOT NULL,
    email      TEXT NOT NULL,
    role       TEXT NOT NULL,
    office     TEXT REFERENCES office (id),
    active     BIGINT NOT NULL,
    password   TEXT,          -- PHC string of argon2id
    identity   TEXT UNIQUE,   -- issuer and subject of single sign-on
    created_at TEXT NOT NULL
);

-- Only the SHA-256 of a session's secret is kept: who reads the table cannot take over a session.
CREATE TABLE session (
    secret     TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    form_key   TEXT NOT NULL,
    origin     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    seen_at    TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);

-- Failed sign-ins by account and by address, for throttling.
CREATE TABLE attempt (
    subject TEXT NOT NULL,
    at      TEXT NOT NULL
);
CREATE INDEX attempt_subject ON attempt (subject, at);

-- One-time links: the first administrator, a forgotten password.
CREATE TABLE link (
    secret     TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    expires_at TEXT NOT NULL,
    used_at    TEXT
);

CREATE TABLE token (
    id         TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    label      TEXT NOT NULL,
    secret     TEXT NOT NULL UNIQUE,
    scopes     TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT
);

-- Who answers for what. A duty is proposed by the program and holds once a person confirmed it.
CREATE TABLE duty (
    plan      TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    item_kind TEXT NOT NULL,
    item      TEXT NOT NULL,
    office    TEXT NOT NULL REFERENCES office (id),
    role      TEXT NOT NULL,
    cadence   TEXT NOT NULL,
    due_days  BIGINT NOT NULL,
    confirmed BIGINT NOT NULL,
    reason    TEXT NOT NULL,
    PRIMARY KEY (plan, item_kind, item, office)
);
CREATE INDEX duty_office ON duty (office);

-- The yearly and regional split of a target.
CREATE TABLE share (
    plan   TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    target TEXT NOT NULL,
    region TEXT NOT NULL,
    year   BIGINT NOT NULL,
    value  TEXT NOT NULL,
    PRIMARY KEY (plan, target, region, year)
);

-- Consultation between offices on an item (部门会商).
CREATE TABLE consultation (
    id         BIGINT PRIMARY KEY,
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    item_kind  TEXT NOT NULL,
    item       TEXT NOT NULL,
    topic      TEXT NOT NULL,
    opened_by  TEXT NOT NULL,
    opened_at  TEXT NOT NULL,
    decision   TEXT,
    decided_by TEXT,
    decided_at TEXT
);
CREATE TABLE remark (
    id           BIGINT PRIMARY KEY,
    consultation BIGINT NOT NULL REFERENCES consultation (id) ON DELETE CASCADE,
    account      TEXT NOT NULL,
    office       TEXT NOT NULL,
    at           TEXT NOT NULL,
    text         TEXT NOT NULL
);

CREATE TABLE attachment (
    id       BIGINT PRIMARY KEY,
    name     TEXT NOT NULL,
    type     TEXT NOT NULL,
    size     BIGINT NOT NULL,
    sha256   TEXT NOT NULL,
    content  TEXT NOT NULL,   -- base64
    added_by TEXT NOT NULL,
    added_at TEXT NOT NULL
);

-- A figure on its way from draft to public. `client_key` is chosen by the form: sending it twice stores it once.
CREATE TABLE submission (
    id           BIGINT PRIMARY KEY,
    client_key   TEXT NOT NULL,
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    indicator    TEXT NOT NULL,
    region       TEXT NOT NULL,
    year         BIGINT NOT NULL,
    value        TEXT,
    unit         TEXT NOT NULL,
    status       TEXT NOT NULL,
    source       TEXT NOT NULL,
    comment      TEXT NOT NULL,
    attachment   BIGINT REFERENCES attachment (id),
    stage        TEXT NOT NULL,
    reason       TEXT NOT NULL,
    author       TEXT NOT NULL,
    office       TEXT NOT NULL,
    below_county BIGINT NOT NULL,
    changed_at   TEXT NOT NULL,
    submitted_at TEXT,
    embargo      TEXT,
    UNIQUE (author, client_key)
);
CREATE INDEX submission_stage ON submission (stage);
CREATE INDEX submission_office ON submission (office);

-- Explanation of a warning, with what is promised by when.
CREATE TABLE reply (
    id        BIGINT PRIMARY KEY,
    plan      TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    target    TEXT NOT NULL,
    warning   TEXT NOT NULL,
    account   TEXT NOT NULL,
    office    TEXT NOT NULL,
    at        TEXT NOT NULL,
    text      TEXT NOT NULL,
    measure   TEXT NOT NULL,
    due       TEXT,
    state     TEXT NOT NULL,   -- open, done, dropped
    closed_at TEXT
);
CREATE INDEX reply_target ON reply (plan, target);

-- The inbox. `mailed` and `hooked` tell what went out besides.
CREATE TABLE notice (
    id         BIGINT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    notice_key TEXT NOT NULL,
    kind       TEXT NOT NULL,
    link       TEXT NOT NULL,
    zh         TEXT NOT NULL,
    en         TEXT NOT NULL,
    at         TEXT NOT NULL,
    read_at    TEXT,
    UNIQUE (account, notice_key)
);

-- What must go out by mail or webhook, with its tries.
CREATE TABLE delivery (
    id        BIGINT PRIMARY KEY,
    channel   TEXT NOT NULL,   -- mail, webhook
    recipient TEXT NOT NULL,
    subject   TEXT NOT NULL,
    content   TEXT NOT NULL,
    tries     BIGINT NOT NULL,
    next_at   TEXT NOT NULL,
    done_at   TEXT,
    fault     TEXT NOT NULL
);
CREATE INDEX delivery_waiting ON delivery (done_at, next_at);

-- Settings by name: warning rules, webhooks, the day reminders last ran, which plans are public (`public/PLAN`).
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
