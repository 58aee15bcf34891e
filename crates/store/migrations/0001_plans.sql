-- One schema for SQLite and PostgreSQL: only TEXT and BIGINT, so that both keep the same values.
-- Numbers as printed are TEXT, because a decimal must come back with the digits it was printed with.

-- Regions as a tree. `outline` is a GeoJSON geometry in WGS-84.
CREATE TABLE region (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    parent  TEXT REFERENCES region (id),
    code    TEXT NOT NULL DEFAULT '',
    outline TEXT
);
CREATE INDEX region_name ON region (name);

CREATE TABLE plan (
    id           TEXT PRIMARY KEY,
    region       TEXT REFERENCES region (id),
    title        TEXT NOT NULL,
    period_start BIGINT,
    period_end   BIGINT,
    version      BIGINT NOT NULL,
    position     BIGINT NOT NULL
);
CREATE INDEX plan_region ON plan (region);

-- Every load of a plan is a version with all its rows; nothing of an older version is changed.
CREATE TABLE plan_version (
    plan         TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    version      BIGINT NOT NULL,
    title        TEXT NOT NULL,
    region       TEXT,
    period_start BIGINT,
    period_end   BIGINT,
    source_name  TEXT,
    source_sha256 TEXT,
    loaded_at    TEXT NOT NULL,
    loaded_by    TEXT NOT NULL,
    reason       TEXT NOT NULL,
    PRIMARY KEY (plan, version)
);

-- The text that all spans point into, and the blocks as JSON.
CREATE TABLE document (
    plan    TEXT NOT NULL,
    version BIGINT NOT NULL,
    format  TEXT NOT NULL,
    text    TEXT NOT NULL,
    layout  TEXT NOT NULL,
    PRIMARY KEY (plan, version),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE section (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, parent TEXT, level BIGINT NOT NULL, kind TEXT NOT NULL,
    number TEXT NOT NULL, title TEXT NOT NULL,
    line BIGINT NOT NULL, line_end BIGINT NOT NULL, span_start BIGINT NOT NULL, span_end BIGINT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE indicator (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, name TEXT NOT NULL, aliases TEXT NOT NULL, unit TEXT NOT NULL,
    grouping TEXT NOT NULL, parent TEXT NOT NULL,
    direction TEXT, kind TEXT, nature TEXT, catalogue TEXT,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);
CREATE INDEX indicator_catalogue ON indicator (catalogue);

-- A target can be revised inside a version: revision 1 is what the document says, the highest one holds.
CREATE TABLE target (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, revision BIGINT NOT NULL,
    indicator TEXT NOT NULL, subject TEXT NOT NULL, measure TEXT NOT NULL, comparator TEXT NOT NULL,
    value TEXT, value_high TEXT, value_text TEXT NOT NULL, unit TEXT NOT NULL,
    year BIGINT, implied_year BIGINT, averaging TEXT, scope TEXT NOT NULL, nature TEXT,
    rate TEXT, rate_text TEXT NOT NULL, rate_basis TEXT,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    changed_at TEXT NOT NULL, changed_by TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (plan, version, id, revision),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

-- What the document itself says of the past.
CREATE TABLE statement (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, indicator TEXT NOT NULL, subject TEXT NOT NULL, region TEXT NOT NULL,
    measure TEXT NOT NULL, comparator TEXT NOT NULL,
    value TEXT, value_high TEXT, value_text TEXT NOT NULL, unit TEXT NOT NULL,
    period_start BIGINT, period_end BIGINT, year BIGINT, averaging TEXT, rate TEXT, status TEXT,
    source TEXT NOT NULL, vintage TEXT NOT NULL,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

-- Figures that came later: append only, across versions of the plan, so the indicator is kept by name.
-- A revision is a further row with a later vintage.
CREATE TABLE observation (
    plan TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE, position BIGINT NOT NULL,
    id TEXT NOT NULL, indicator TEXT NOT NULL, subject TEXT NOT NULL, region TEXT NOT NULL,
    measure TEXT NOT NULL, comparator TEXT NOT NULL,
    value TEXT, value_high TEXT, value_text TEXT NOT NULL, unit TEXT NOT NULL,
    period_start BIGINT, period_end BIGINT, year BIGINT, averaging TEXT, rate TEXT, status TEXT,
    source TEXT NOT NULL, vintage TEXT NOT NULL,
    recorded_at TEXT NOT NULL, recorded_by TEXT NOT NULL,
    PRIMARY KEY (plan, position)
);

CREATE TABLE project (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, name TEXT NOT NULL, name_full TEXT NOT NULL, box_number TEXT NOT NULL,
    category TEXT NOT NULL, place TEXT NOT NULL, quantities TEXT NOT NULL, stage TEXT NOT NULL,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE task (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, lead TEXT NOT NULL, verb TEXT NOT NULL, object TEXT NOT NULL,
    quantified BIGINT NOT NULL, deadline BIGINT,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE place (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT, code TEXT NOT NULL, regime TEXT NOT NULL,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE body (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, parent TEXT,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE assignment (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, item_kind TEXT NOT NULL, item TEXT NOT NULL, body TEXT NOT NULL,
    role TEXT NOT NULL, confirmed BIGINT NOT NULL,
    origin TEXT NOT NULL, section TEXT, line BIGINT NOT NULL,
    span_start BIGINT NOT NULL, span_end BIGINT NOT NULL, quote TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE schedule (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, target TEXT NOT NULL, year BIGINT NOT NULL, region TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE relation (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    id TEXT NOT NULL, kind TEXT NOT NULL, result TEXT, parts TEXT NOT NULL,
    factor TEXT NOT NULL, note TEXT NOT NULL,
    PRIMARY KEY (plan, version, id),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

CREATE TABLE diagnostic (
    plan TEXT NOT NULL, version BIGINT NOT NULL, position BIGINT NOT NULL,
    code TEXT NOT NULL, rule TEXT NOT NULL, family TEXT NOT NULL, severity TEXT NOT NULL,
    message_zh TEXT NOT NULL, message_en TEXT NOT NULL, help_zh TEXT NOT NULL, help_en TEXT NOT NULL,
    labels TEXT NOT NULL, artefact BIGINT NOT NULL,
    PRIMARY KEY (plan, version, position),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);

-- Every write appends at least one entry; `hash` covers the entry and the hash before it.
CREATE TABLE audit (
    number       BIGINT PRIMARY KEY,
    at           TEXT NOT NULL,
    actor        TEXT NOT NULL,
    origin       TEXT NOT NULL,
    action       TEXT NOT NULL,
    subject      TEXT NOT NULL,
    value_before TEXT,
    value_after  TEXT,
    reason       TEXT NOT NULL,
    previous     TEXT NOT NULL,
    hash         TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject);

-- One row: counts writes, so that a reader knows whether what it keeps in memory still holds. Its lock
-- makes writers wait for each other on PostgreSQL.
CREATE TABLE generation (
    id    BIGINT PRIMARY KEY,
    value BIGINT NOT NULL
);
INSERT INTO generation (id, value) VALUES (1, 0);
