-- Rows of a database of schema 6: a job that waits.
INSERT INTO job (id, kind, job_key, subject, payload, mark, state, attempts, run_at, leased_by, leased_until, fault, created_at, finished_at) VALUES (1, 'digest', 'digest/2023-02', '', '', 'm1', 'waiting', 0, '2023-01-15T01:00:00Z', '', NULL, '', '2023-01-10T01:00:00Z', NULL);
