-- Who may see a layer; empty when nobody has said: then it is internal until it is released.
ALTER TABLE layer ADD COLUMN secrecy TEXT;
