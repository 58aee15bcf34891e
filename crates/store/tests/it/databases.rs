//! Every behaviour on both databases: SQLite one test each, PostgreSQL one test for each part, on a server of its own.

use crate::{
    aims, appraisals, audit, behaviour, desk, drafting, estimates, follows, jobs, matters, people, projects,
    pushes, sealed, space, voices,
};
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
    ($($part:ident of $module:ident: $($name:ident)*;)*) => {
        mod sqlite {
            use super::*;
            $($(#[test]
            fn $name() {
                run(|folder| Location::File(folder.path().join("gangyao.db")), $module::$name);
            })*)*
        }

        // One server for each part: parts are tested beside each other.
        mod postgres {
            use super::*;
            $(#[test]
            fn $part() {
                let Some(server) = testbed::postgres() else { return };
                $(
                    println!("{}", stringify!($name));
                    let url = server.database(stringify!($name));
                    run(|_| Location::Postgres(url), $module::$name);
                )*
            })*
        }
    };
}

behaviours! {
    desk of desk:
        what_people_put_right_holds_until_it_is_taken_back
        figures_find_an_indicator_that_a_person_named;
    people of people:
        who_stands_in_is_known_for_its_days
        an_evaluator_has_one_plan_until_a_day
        filters_are_kept_by_name
        offices_are_a_tree
        accounts_change_and_end_their_sessions
        a_link_works_once
        sessions_and_tokens_end
        a_figure_travels_from_draft_to_public
        a_figure_sent_twice_is_stored_once
        a_form_is_kept_whole_or_not_at_all
        an_embargo_holds_until_its_moment
        a_bulk_step_is_all_or_nothing
        a_file_of_figures_goes_through_all_steps_at_once
        duties_and_shares_are_kept_with_their_history
        consultations_and_replies_keep_what_was_said
        scenarios_are_kept_proposed_and_taken_back
        reports_are_written_made_anew_and_issued
        notices_are_given_once_with_what_follows
        people_are_in_the_backup
        settings_are_kept
        settings_are_found_by_how_they_begin
        a_new_version_of_a_public_plan_stays_a_draft;
    matters of matters:
        a_matter_goes_from_step_to_step_with_its_history_and_files
        who_looked_too_early_is_told
        what_belongs_to_a_plan_goes_with_it;
    drafting of drafting:
        a_text_is_changed_and_the_file_it_came_in_is_kept
        a_round_keeps_answers_opinions_and_what_becomes_of_them
        a_revision_changes_targets_when_it_is_in_force
        a_plan_is_closed_put_away_and_deleted_and_the_log_stays;
    space of space:
        a_layer_comes_back_with_its_file_and_its_conflicts
        a_decision_on_a_conflict_names_who_when_and_on_what
        bodies_speak_of_a_site_each_once;
    aims of aims:
        an_aim_keeps_its_measures_and_what_was_said_of_it;
    appraisals of appraisals:
        what_was_signed_stays_as_it_was;
    estimates of estimates:
        proposals_come_in_rounds_until_somebody_decides
        documents_of_bodies_and_photos_go_with_their_plan
        what_is_tied_to_a_row_stays_with_it_in_the_next_version;
    follows of follows:
        followers_are_told_once_of_what_they_follow
        places_and_words_are_followed_and_all_are_told_in_lots
        an_address_is_called_and_its_misses_are_counted
        who_leaves_is_forgotten;
    voices of voices:
        what_is_sent_eight_times_at_once_is_kept_once
        what_was_said_waits_is_decided_once_and_becomes_a_matter
        who_said_it_is_encrypted_and_forgotten;
    pushes of pushes:
        a_batch_is_taken_once_and_what_waits_is_not_doubled
        states_of_projects_come_as_a_batch_and_refusals_are_counted;
    projects of projects:
        projects_are_kept_with_their_dispatches
        a_register_is_asked_page_by_page;
    behaviour of behaviour:
        a_plan_comes_back_as_it_was_loaded
        a_plan_may_come_without_its_document
        what_a_target_counts_is_kept_in_words
        figures_of_parts_stand_beside_the_whole
        loading_again_makes_a_new_version_and_keeps_the_old
        plans_stand_side_by_side_and_can_be_searched
        a_target_is_revised_with_who_when_and_why
        figures_are_appended_once_and_follow_their_indicator_by_name
        a_dropped_write_leaves_nothing
        every_write_leaves_a_chained_audit_entry
        an_id_with_a_slash_is_refused
        what_pages_show_is_counted_by_plan
        regions_form_a_tree
        a_backup_restores_everything
        a_file_that_is_no_backup_is_refused
        what_a_killed_backup_left_gives_way_to_the_next
        readers_and_writers_work_at_the_same_time
        a_newer_database_is_refused
        what_is_missing_is_named;
    audit of audit:
        what_was_changed_in_the_log_is_found
        a_log_that_was_cut_or_reordered_is_found
        a_log_that_was_written_anew_does_not_fit_an_exported_head
        an_honest_log_fits_every_head_that_was_exported
        what_was_changed_past_the_log_is_found
        a_plan_is_read_as_it_stood_at_any_moment
        secrets_leave_no_trace_in_the_log;
    values of sealed:
        any_sealed_value_changed_by_hand_is_found;
    rows of sealed:
        any_row_added_or_removed_by_hand_is_found;
    sealed of sealed:
        every_table_and_column_is_declared
        writing_again_does_not_hide_a_change_by_hand
        triggers_and_views_are_found
        an_erased_person_verifies_as_erased
        a_changed_backup_is_told_when_it_is_restored
        a_head_that_was_taken_away_is_found
        a_database_without_seals_is_sealed_when_it_is_opened;
    jobs of jobs:
        a_job_asked_for_twice_is_one
        a_lease_that_ran_out_is_taken_over
        a_job_that_fails_waits_and_is_given_up
        a_stop_gives_back_what_was_begun
        a_receiver_that_fails_holds_up_its_own_jobs_only
        a_clock_that_was_ahead_strands_nothing
        two_servers_take_each_job_once
        an_administrator_sees_and_decides
        old_jobs_are_forgotten;
}
