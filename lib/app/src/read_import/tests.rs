//! Previews: of each kind of row, and after each accident.

use std::sync::atomic::Ordering;

use domain::import::{ColumnChoice, ImportField, OutcomeCounts, RowOutcome};

use super::*;
use crate::fakes::{World, contact};
use crate::imports::fakes::{Accident, Church, LIFE, people};
use crate::ports::DirectoryTask;

fn counts(new: u64, update: u64, unchanged: u64, shared_phone: u64, refused: u64) -> OutcomeCounts {
    OutcomeCounts {
        new,
        update,
        unchanged,
        shared_phone,
        refused,
    }
}

async fn outcomes(church: &Church, id: ImportId) -> Vec<RowOutcome> {
    church
        .rows(id, None)
        .await
        .iter()
        .map(|row| row.outcome)
        .collect()
}

#[tokio::test]
async fn each_row_has_its_outcome() {
    let church = Church::of(World::with_contacts(2));
    let file = "Name,Phone,City\n\
        Person 1,212-555-0001,\n\
        Person 2,212-555-0002,Dallas\n\
        Person 3,212-555-0003,Dallas\n\
        Child 1,212-555-0001,Dallas\n\
        Child 3,212-555-0003,Dallas\n\
        Ruined,2.12556E+09,Dallas\n\
        person 3,(212) 555 0003,Plano\n";
    let id = church.previewed(file).await;
    use RowOutcome::{New, Refused, SharedPhone, Unchanged, Update};
    let expected = [
        Unchanged,
        Update,
        New,
        SharedPhone,
        SharedPhone,
        Refused,
        Refused,
    ];
    assert_eq!(outcomes(&church, id).await, expected);
    assert_eq!(church.import(id).counts(), counts(1, 1, 1, 2, 2));
    let rows = church.rows(id, None).await;
    assert_eq!(rows[1].changes.len(), 1);
    assert_eq!(
        rows[3].note.as_deref(),
        Some("Shares this phone with Person 1.")
    );
    assert_eq!(
        rows[4].note.as_deref(),
        Some("Shares this phone with row 4.")
    );
    assert!(
        rows[5].errors[0]
            .message
            .contains("Format the column as text")
    );
    assert_eq!(rows[6].errors[0].message, "Row 4 is the same person.");
    let directory = World::with_contacts(2).contacts();
    assert_eq!(
        church.world.contacts(),
        directory,
        "a preview changes nothing"
    );
}

#[tokio::test]
async fn columns_that_are_not_known_are_asked_for_and_then_taken() {
    let church = Church::default();
    let id = church
        .previewed("Who,Where to reach\nRuth,212-555-0001\n")
        .await;
    let import = church.import(id);
    assert_eq!(import.stage, ImportStage::NeedsColumns);
    assert_eq!(import.columns[1].heading, "Where to reach");
    assert_eq!(import.columns[1].samples, ["212-555-0001"]);
    let choice = |column, field| ColumnChoice {
        column,
        field: Some(field),
    };
    let choices = vec![choice(0, ImportField::Name), choice(1, ImportField::Phone)];
    church
        .imports()
        .request_preview(id, Some(choices))
        .await
        .expect("requested");
    church.read(id).await.expect("read");
    assert_eq!(church.import(id).counts(), counts(1, 0, 0, 0, 0));
}

#[tokio::test]
async fn a_file_that_can_not_be_read_is_refused_in_words() {
    for (file, word) in [
        (&b"%PDF-1.7"[..], "PDF"),
        (b"", "empty"),
        (b"Name,Phone\n", "headings"),
    ] {
        let church = Church::default();
        let id = church.previewed(file).await;
        let import = church.import(id);
        assert_eq!(import.stage, ImportStage::Refused);
        assert!(import.problem.expect("a problem").contains(word));
    }
}

#[tokio::test]
async fn a_file_that_never_arrived_is_asked_for_again() {
    let church = Church::default();
    let id = church.to_read("").await;
    church.shelf.files.lock().expect("a lock").clear();
    church.read(id).await.expect("read");
    assert_eq!(church.import(id).problem.as_deref(), Some(NOT_UPLOADED));
}

/// Whatever fails, or kills the worker, and where: after another run the preview is the same.
#[tokio::test]
async fn whatever_happens_to_a_worker_the_next_ends_with_the_same_preview() {
    let file = people(1_050);
    let undisturbed = Church::of(World::with_contacts(3));
    let id = undisturbed.previewed(file.as_str()).await;
    let expected = (
        undisturbed.import(id).chunks,
        undisturbed.rows(id, None).await,
    );
    for accident in Accident::ALL {
        for effect in 1.. {
            let church = Church::of(World::with_contacts(3));
            let id = church.to_read(file.as_str()).await;
            church.shelf.expect(effect, accident);
            church.shelf.run(church.read(id)).await;
            let was_met = church.shelf.recover();
            church.world.pass(LIFE.as_secs());
            church.read(id).await.expect("read");
            assert_eq!(
                church.stage(id),
                ImportStage::Previewed,
                "{accident:?} {effect}"
            );
            let preview = (church.import(id).chunks, church.rows(id, None).await);
            assert!(preview == expected, "{accident:?} {effect}");
            if !was_met {
                assert!(effect > 6, "{effect}");
                break;
            }
        }
    }
}

#[tokio::test]
async fn when_time_runs_out_the_rest_is_queued_and_goes_on_where_it_ended() {
    let church = Church::default();
    let id = church.to_read(people(4_600)).await;
    church
        .reader()
        .run(id, church.world.now())
        .await
        .expect("begun");
    let import = church.import(id);
    assert_eq!((import.stage, import.lease), (ImportStage::Reading, None));
    assert_eq!(
        (import.rows_done(), import.rows_total),
        (4_000, Some(4_600))
    );
    let last = church.world.directory_queue.lock().expect("a lock").pop();
    assert_eq!(last.expect("a task").0, DirectoryTask::Import(id));
    church.read(id).await.expect("read");
    assert_eq!(church.import(id).counts(), counts(4_600, 0, 0, 0, 0));
}

#[tokio::test]
async fn a_second_worker_leaves_the_import_to_the_first_and_comes_back_later() {
    let church = Church::default();
    let id = church.to_read(people(3)).await;
    church.shelf.expect(2, Accident::KilledBefore);
    assert!(church.shelf.run(church.read(id)).await.is_none(), "killed");
    church.read(id).await.expect("left alone");
    assert_eq!(church.stage(id), ImportStage::Reading);
    let (_, wait) = church
        .world
        .directory_queue
        .lock()
        .expect("a lock")
        .pop()
        .expect("a task");
    assert_eq!(wait.as_secs(), LIFE.as_secs().unsigned_abs());
    church.world.pass(LIFE.as_secs());
    church.read(id).await.expect("read");
    assert_eq!(church.stage(id), ImportStage::Previewed);
}

#[tokio::test]
async fn a_worker_whose_import_is_previewed_anew_or_discarded_writes_no_more() {
    let church = Church::default();
    let id = church.to_read(people(3)).await;
    church.shelf.expect(2, Accident::KilledBefore);
    church.shelf.run(church.read(id)).await;
    church.imports().discard(id).await.expect("discarded");
    church.world.pass(LIFE.as_secs());
    church.read(id).await.expect("nothing to do");
    assert_eq!(church.stage(id), ImportStage::Discarded);
    assert!(church.shelf.files.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn somebody_who_is_changed_while_the_file_is_read_is_compared_as_they_are() {
    let church = Church::of(World::with_contacts(1));
    let changed = contact(1, 1, false);
    church.world.add_contact(Contact {
        version: 7,
        ..changed
    });
    let id = church
        .previewed("Name,Phone,Active\nPerson 1,212-555-0001,yes\n")
        .await;
    let row = church.rows(id, None).await.remove(0);
    assert_eq!((row.outcome, row.version), (RowOutcome::Update, Some(7)));
}

#[tokio::test]
async fn a_worker_knows_its_own_change_when_the_answer_was_lost() {
    let church = Church::default();
    let id = church.to_read(people(3)).await;
    church.shelf.sends_twice.store(true, Ordering::SeqCst);
    church.read(id).await.expect("read");
    assert_eq!(
        church.stage(id),
        ImportStage::Previewed,
        "it did not take itself for another"
    );
}
