-- A version of a layer of a plan. The newest of a name that is not withdrawn holds; older ones stay for the years they were in force.
CREATE TABLE layer (
    id            BIGINT PRIMARY KEY,
    plan          TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    name          TEXT NOT NULL,
    kind          TEXT NOT NULL,     -- a key of the table of kinds, or a kind of one's own
    clause        TEXT NOT NULL,     -- where the plan speaks of it
    version       TEXT NOT NULL,     -- what people call the version
    valid_from    BIGINT,            -- first year that it is in force
    accuracy      TEXT NOT NULL,     -- of its lines, metres
    rank          BIGINT,            -- before whom it goes; the kind's where nothing else is said
    crs           TEXT NOT NULL,     -- coordinate system, both languages and how it is known, as JSON
    notes         TEXT NOT NULL,     -- what was said of the reading, as JSON
    features      BIGINT NOT NULL,
    plane_area    TEXT NOT NULL,     -- m²
    surveyed_area TEXT NOT NULL,     -- on the ellipsoid, m²
    bounds        TEXT NOT NULL,     -- west, south, east, north in degrees, as JSON; empty without a place
    file          TEXT NOT NULL,     -- name of the file
    format        TEXT NOT NULL,
    sha256        TEXT NOT NULL,     -- of the file
    added_by      TEXT NOT NULL,
    added_at      TEXT NOT NULL,
    withdrawn_at  TEXT,
    released      TEXT NOT NULL,     -- what the public may see: approval number and grid, as JSON; empty for nothing
    UNIQUE (plan, name, version)
);
CREATE INDEX layer_plan ON layer (plan);
-- Its file, and what the reader gave of it. Never changed.
CREATE TABLE layer_file (
    layer   BIGINT PRIMARY KEY REFERENCES layer (id) ON DELETE CASCADE,
    content TEXT NOT NULL,           -- base64
    reading TEXT NOT NULL            -- base64
);
-- Conflicts of all sorts: between figures, texts, layers. One row each, whatever the reading or version that finds it.
CREATE TABLE conflict (
    plan       TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    id         TEXT NOT NULL,
    kind       TEXT NOT NULL,        -- figure, text, space
    class      TEXT NOT NULL,
    weight     TEXT NOT NULL,        -- how much it weighs
    first      TEXT NOT NULL,        -- one source, as JSON
    second     TEXT NOT NULL,        -- the other source, as JSON; empty where there is one
    extent     TEXT NOT NULL,        -- where and how much, as JSON
    proposal   TEXT NOT NULL,        -- what the program proposes, as JSON; empty for nothing
    basis      TEXT NOT NULL,        -- digest of what the sources said
    found_at   TEXT NOT NULL,
    lost_at    TEXT,                 -- since when it is found no more
    state      TEXT NOT NULL,        -- open, real, noise, misdrawn, decided, mapped
    resolution TEXT NOT NULL,        -- first, second, replace, keep; empty while undecided
    office     TEXT NOT NULL,        -- the body that decides
    document   TEXT NOT NULL,        -- number of the document that decides it
    reason     TEXT NOT NULL,
    due        TEXT NOT NULL,        -- day; empty for none
    decided_by TEXT NOT NULL,
    decided_at TEXT NOT NULL,
    decided_on TEXT NOT NULL,        -- the basis that was decided on
    PRIMARY KEY (plan, id)
);
-- A place that was looked at for a project, and what bodies said of it.
CREATE TABLE site_check (
    id      BIGINT PRIMARY KEY,
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    place   TEXT NOT NULL,           -- GeoJSON geometry in degrees
    result  TEXT NOT NULL,           -- as JSON
    made_by TEXT NOT NULL,
    made_at TEXT NOT NULL
);
CREATE INDEX site_check_plan ON site_check (plan);
CREATE TABLE site_opinion (
    site_check BIGINT NOT NULL REFERENCES site_check (id) ON DELETE CASCADE,
    office     TEXT NOT NULL,
    account    TEXT NOT NULL,
    opinion    TEXT NOT NULL,        -- agree, object, conditions
    text       TEXT NOT NULL,
    at         TEXT NOT NULL,
    PRIMARY KEY (site_check, office)
);
