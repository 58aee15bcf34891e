-- What is asked for besides a password: codes by the clock, and codes for the day when the telephone is lost.
CREATE TABLE second_factor (
    account      TEXT PRIMARY KEY REFERENCES account (name) ON DELETE CASCADE,
    secret       TEXT NOT NULL,      -- base 32
    recovery     TEXT NOT NULL,      -- hashes of the codes that are left, between spaces
    confirmed_at TEXT NOT NULL,      -- when a code was shown to work
    last_step    BIGINT NOT NULL     -- a code holds once
);
-- Who has given the password and not yet the code, by the hash of a secret that the form carries.
CREATE TABLE half_sign_in (
    secret     TEXT PRIMARY KEY,
    account    TEXT NOT NULL REFERENCES account (name) ON DELETE CASCADE,
    expires_at TEXT NOT NULL
);
