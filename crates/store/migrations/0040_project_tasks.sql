-- The tasks of the plan that a project carries out, where a person says so.
CREATE TABLE project_task (
    project_item BIGINT NOT NULL REFERENCES project_item (id) ON DELETE CASCADE,
    task         TEXT NOT NULL,      -- its id in the plan
    made_by      TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    PRIMARY KEY (project_item, task)
);
