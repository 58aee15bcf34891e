-- Rows of a database of schema 20: a second factor, and half of a sign-in.
INSERT INTO second_factor (account, secret, recovery, confirmed_at, last_step) VALUES ('li', 'GEZDGNBVGY3TQOJQ', 'aa bb', '2023-01-01T00:00:00Z', 7);
INSERT INTO half_sign_in (secret, account, expires_at) VALUES ('h1', 'li', '2023-01-01T00:05:00Z');
