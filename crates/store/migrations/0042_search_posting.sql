-- The index of the search, bucket by bucket: place is the bucket times 4194304 and the indexed version, so that what a search
-- reads lies together. search_pair stays for a server of the version before and is empty otherwise.
CREATE TABLE search_posting (
    place          INTEGER PRIMARY KEY,
    search_version BIGINT NOT NULL REFERENCES search_version (id) ON DELETE CASCADE,
    pairs          TEXT NOT NULL        -- the version again and its pairs, so that rows are put together as they are
);
CREATE INDEX search_posting_version ON search_posting (search_version);
