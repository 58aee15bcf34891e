-- The index of the search: made from the versions that pages show, and made anew whenever it is missing.
CREATE TABLE search_version (
    id      BIGINT PRIMARY KEY,
    plan    TEXT NOT NULL REFERENCES plan (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    mark    TEXT NOT NULL,          -- of what it was made; another mark means that it is old
    kinds   TEXT NOT NULL,          -- how many items of each kind
    UNIQUE (plan, version)
);
CREATE TABLE search_item (
    search_version BIGINT NOT NULL REFERENCES search_version (id) ON DELETE CASCADE,
    position       BIGINT NOT NULL,
    item           TEXT NOT NULL,   -- an id, or the place in the text
    words          TEXT NOT NULL,
    PRIMARY KEY (search_version, position)
);
CREATE TABLE search_pair (
    bucket         BIGINT NOT NULL,
    search_version BIGINT NOT NULL REFERENCES search_version (id) ON DELETE CASCADE,
    pairs          TEXT NOT NULL,
    PRIMARY KEY (bucket, search_version)
);
CREATE INDEX search_pair_version ON search_pair (search_version);
