//! The steps that bring a database to the schema of this program.
//!
//! They are listed here, not gathered by a macro, because the macro builds both database drivers a second time.

use crate::expand::description;
use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use std::borrow::Cow;
use std::sync::LazyLock;

/// One step: its place, its name, what it says.
type Step = (i64, &'static str, &'static str);

const STEPS: [Step; 35] = [
    (1, "plans", include_str!("../migrations/0001_plans.sql")),
    (2, "people", include_str!("../migrations/0002_people.sql")),
    (3, "shown", include_str!("../migrations/0003_shown.sql")),
    (4, "months", include_str!("../migrations/0004_months.sql")),
    (5, "kinds", include_str!("../migrations/0005_kinds.sql")),
    (6, "jobs", include_str!("../migrations/0006_jobs.sql")),
    (7, "publication", include_str!("../migrations/0007_publication.sql")),
    (8, "deliveries", include_str!("../migrations/0008_deliveries.sql")),
    (9, "seals", include_str!("../migrations/0009_seals.sql")),
    (10, "desk", include_str!("../migrations/0010_desk.sql")),
    (12, "definition", include_str!("../migrations/0012_definition.sql")),
    (14, "drafting", include_str!("../migrations/0014_drafting.sql")),
    (15, "rounds", include_str!("../migrations/0015_rounds.sql")),
    (16, "scenarios", include_str!("../migrations/0016_scenarios.sql")),
    (17, "space", include_str!("../migrations/0017_space.sql")),
    (19, "search", include_str!("../migrations/0019_search.sql")),
    (20, "second_factor", include_str!("../migrations/0020_second_factor.sql")),
    (21, "matters", include_str!("../migrations/0021_matters.sql")),
    (23, "projects", include_str!("../migrations/0023_projects.sql")),
    (25, "progress", include_str!("../migrations/0025_progress.sql")),
    (26, "reports", include_str!("../migrations/0026_reports.sql")),
    (28, "delegation", include_str!("../migrations/0028_delegation.sql")),
    (30, "dimensions", include_str!("../migrations/0030_dimensions.sql")),
    (31, "appraisals", include_str!("../migrations/0031_appraisals.sql")),
    (32, "aims", include_str!("../migrations/0032_aims.sql")),
    (33, "estimates", include_str!("../migrations/0033_estimates.sql")),
    (34, "layer_mark", include_str!("../migrations/0034_layer_mark.sql")),
    (35, "file_mark", include_str!("../migrations/0035_file_mark.sql")),
    (36, "voices", include_str!("../migrations/0036_voices.sql")),
    (37, "follow", include_str!("../migrations/0037_follow.sql")),
    (38, "news_about", include_str!("../migrations/0038_news_about.sql")),
    (39, "evaluators", include_str!("../migrations/0039_evaluators.sql")),
    (40, "project_tasks", include_str!("../migrations/0040_project_tasks.sql")),
    (42, "search_posting", include_str!("../migrations/0042_search_posting.sql")),
    (43, "pushes", include_str!("../migrations/0043_pushes.sql")),
];

/// All steps, oldest first.
pub(crate) static MIGRATIONS: LazyLock<Migrator> = LazyLock::new(migrator);

/// All steps, oldest first, to be run with settings of one's own.
pub(crate) fn migrator() -> Migrator {
    let steps = STEPS.iter().map(|(version, name, sql)| {
        let description = Cow::Owned(description(name, sql));
        Migration::new(*version, description, MigrationType::Simple, (*sql).into_sql_str(), false)
    });
    Migrator::with_migrations(steps.collect())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test lists the folder")]
mod tests {
    use super::STEPS;

    #[test]
    fn every_file_is_a_step_in_its_place() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut files: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        files.sort();
        let steps: Vec<String> =
            STEPS.iter().map(|(version, name, _)| format!("{version:04}_{name}.sql")).collect();
        assert_eq!(files, steps);
    }
}
