-- What a change is about besides its subject: places, as place/NAME.
CREATE TABLE news_about (
    news    BIGINT NOT NULL REFERENCES news (id) ON DELETE CASCADE,
    subject TEXT NOT NULL,
    PRIMARY KEY (news, subject)
);
-- Those who are told are gone through in the order of their names, some at a time.
CREATE INDEX follow_in_order ON follow (plan, rhythm, id);
