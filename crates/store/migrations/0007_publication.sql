-- Which versions of a plan the public may see. Before, a plan was public as a whole, with every version it had.
CREATE TABLE publication (
    plan         TEXT NOT NULL,
    version      BIGINT NOT NULL,
    published_at TEXT NOT NULL,
    published_by TEXT NOT NULL,
    PRIMARY KEY (plan, version),
    FOREIGN KEY (plan, version) REFERENCES plan_version (plan, version) ON DELETE CASCADE
);
INSERT INTO publication (plan, version, published_at, published_by)
    SELECT v.plan, v.version, v.loaded_at, v.loaded_by FROM plan_version v
    JOIN setting s ON s.name = 'public/' || v.plan AND s.value = 'yes';
DELETE FROM setting WHERE substr(name, 1, 7) = 'public/';
