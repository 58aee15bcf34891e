-- Who may see a file; empty when nobody has said: then it is seen where what it belongs to is.
ALTER TABLE attachment ADD COLUMN secrecy TEXT;
