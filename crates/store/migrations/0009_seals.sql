-- What the rows that a write changed say since, as digests; covered by the hash of the entry.
ALTER TABLE audit ADD COLUMN seals TEXT;
-- The keys of digests of personal text, one for each person: whoever has the log alone cannot guess what it seals, and
-- when a key is destroyed nobody can.
CREATE TABLE personal_key (
    owner  TEXT PRIMARY KEY,
    secret TEXT NOT NULL
);
