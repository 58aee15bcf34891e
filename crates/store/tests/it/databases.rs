//! Every behaviour on both databases: SQLite one test each, PostgreSQL all of them on one server.

use crate::{behaviour, postgres};
use store::{Location, Store};

/// What a behaviour gets: an empty store and a folder for files.
pub(crate) struct Bench {
    pub(crate) store: Store,
    pub(crate) location: Location,
    pub(crate) folder: tempfile::TempDir,
}

fn run<F: Future<Output = ()>>(
    location: impl FnOnce(&tempfile::TempDir) -> Location,
    behave: impl FnOnce(Bench) -> F,
) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let folder = tempfile::tempdir().unwrap();
        let location = location(&folder);
        let store = Store::open(&location).await.unwrap();
        behave(Bench { store: store.clone(), location, folder }).await;
        store.close().await;
    });
}

macro_rules! behaviours {
    ($($name:ident)*) => {
        mod sqlite {
            use super::*;
            $(#[test]
            fn $name() {
                run(|folder| Location::File(folder.path().join("gangyao.db")), behaviour::$name);
            })*
        }

        #[test]
        fn postgres_behaves_the_same() {
            let server = match postgres::Server::start() {
                Ok(server) => server,
                Err(why) => {
                    println!("skipped: {why}");
                    return;
                }
            };
            $(
                println!("{}", stringify!($name));
                let url = server.database(stringify!($name));
                run(|_| Location::Postgres(url), behaviour::$name);
            )*
        }
    };
}

behaviours! {
    a_plan_comes_back_as_it_was_loaded
    a_plan_may_come_without_its_document
    loading_again_makes_a_new_version_and_keeps_the_old
    plans_stand_side_by_side_and_can_be_searched
    a_target_is_revised_with_who_when_and_why
    figures_are_appended_once_and_follow_their_indicator_by_name
    a_dropped_write_leaves_nothing
    every_write_leaves_a_chained_audit_entry
    a_tampered_audit_log_is_found
    regions_form_a_tree
    a_backup_restores_everything
    a_file_that_is_no_backup_is_refused
    readers_and_writers_work_at_the_same_time
    a_newer_database_is_refused
    what_is_missing_is_named
}
