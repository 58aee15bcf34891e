-- Mails and webhooks that wait become jobs; what went out or was given up before is forgotten with its table. The payload
-- is the subject line or the event, a line end, and the content.
INSERT INTO job (id, kind, job_key, subject, payload, mark, state, attempts, run_at, leased_by, fault, created_at)
    SELECT id + (SELECT COALESCE(MAX(id), 0) FROM job), channel, 'delivery/' || CAST(id AS TEXT), recipient,
        subject || '
' || content, 'delivery-' || CAST(id AS TEXT), 'waiting', tries, next_at, '', fault, next_at
    FROM delivery WHERE done_at IS NULL AND next_at < '9999';
DROP TABLE delivery;
