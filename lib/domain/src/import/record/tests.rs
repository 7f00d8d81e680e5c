//! The stages of an import, and who may move it between them.

use super::*;

fn time(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
}

fn ruth() -> Actor {
    Actor {
        id: "staff-1".into(),
        shown_as: "ruth@example.org".into(),
    }
}

fn uploaded() -> Import {
    let id = ImportId::new(time(0), 1);
    Import::new(id, "members.xlsx".into(), 1_000, ruth(), time(0))
}

fn previewed() -> Import {
    let reading = uploaded().request_preview(None, time(1)).expect("allowed");
    reading.previewed(time(2))
}

fn applying() -> Import {
    previewed().request_apply(ruth(), time(3)).expect("allowed")
}

fn lease(attempt: u128, until: i64) -> Lease {
    Lease {
        attempt: AttemptId::new(time(0), attempt),
        until: time(until),
    }
}

#[test]
fn every_change_is_a_new_version() {
    let import = uploaded();
    let reading = import.request_preview(None, time(1)).expect("allowed");
    assert_eq!((import.version, reading.version), (1, 2));
    assert_eq!(reading.previewed(time(2)).version, 3);
}

#[test]
fn only_a_preview_can_be_applied() {
    let not_previewed = [
        uploaded(),
        uploaded().request_preview(None, time(1)).expect("allowed"),
        uploaded().needs_columns(Vec::new(), time(1)),
        uploaded().refused("It is a PDF.".into(), time(1)),
    ];
    for import in not_previewed {
        let refusal = import.request_apply(ruth(), time(3));
        assert_eq!(
            refusal,
            Err(ImportConflict::NotPreviewed),
            "{:?}",
            import.stage
        );
    }
    assert_eq!(applying().stage, ImportStage::Applying);
}

#[test]
fn what_is_being_applied_or_over_can_no_longer_be_changed() {
    let discarded = previewed().discard(time(3)).expect("allowed");
    let closed = [
        (applying(), ImportConflict::Applying),
        (applying().ended(time(4)), ImportConflict::Applied),
        (discarded, ImportConflict::Discarded),
    ];
    for (import, conflict) in closed {
        assert_eq!(import.request_preview(None, time(5)), Err(conflict));
        assert_eq!(import.request_apply(ruth(), time(5)), Err(conflict));
        assert_eq!(import.discard(time(5)), Err(conflict));
    }
}

#[test]
fn a_worker_waits_until_the_lease_of_another_has_run_out() {
    let held = applying().lease(lease(1, 100), time(10)).expect("free");
    assert_eq!(held.lease(lease(2, 200), time(99)), Err(lease(1, 100)));
    assert!(held.lease(lease(2, 200), time(100)).is_ok());
    assert!(held.lease(lease(1, 200), time(50)).is_ok(), "its own lease");
    assert!(
        held.released(time(50))
            .lease(lease(2, 200), time(50))
            .is_ok()
    );
}

#[test]
fn a_new_preview_takes_the_work_from_the_worker_and_forgets_what_was_read() {
    let chunk = Chunk::previewed(&[], FileHash::of(b""));
    let reading = uploaded().request_preview(None, time(1)).expect("allowed");
    let reading = reading.lease(lease(1, 100), time(2)).expect("free");
    let reading = reading.with_chunks(vec![chunk], time(3));
    let again = reading.request_preview(None, time(4)).expect("allowed");
    assert_eq!((again.lease, again.chunks), (None, Vec::new()));
}

#[test]
fn columns_that_staff_chose_stay_chosen() {
    let choices = vec![ColumnChoice {
        column: 2,
        field: Some(super::super::ImportField::Phone),
    }];
    let import = uploaded()
        .request_preview(Some(choices.clone()), time(1))
        .expect("allowed");
    let again = import.request_preview(None, time(2)).expect("allowed");
    assert_eq!(again.choices, Some(choices));
}

#[test]
fn an_import_that_changed_nothing_expires_and_one_that_was_applied_stays() {
    let week = Import::KEPT_FOR.as_secs();
    assert!(!previewed().is_expired(time(week - 1)));
    assert!(previewed().is_expired(time(week)));
    assert!(!applying().is_expired(time(week)));
    assert!(!applying().ended(time(week)).is_expired(time(2 * week)));
}

#[test]
fn samples_of_cells_go_when_the_import_is_over() {
    let columns = vec![ImportColumn::new(0, "Name", &["Ruth".into()])];
    let import = Import {
        columns,
        ..applying()
    };
    assert!(import.ended(time(5)).columns.is_empty());
    let import = Import {
        stage: ImportStage::Previewed,
        ..import
    };
    assert!(import.discard(time(5)).expect("allowed").columns.is_empty());
}

#[test]
fn a_record_is_read_back_from_its_json_and_shows_no_cell_in_debug_output() {
    let columns = vec![ImportColumn::new(0, "Name", &["Ruth".into()])];
    let chunk = Chunk::previewed(&[], FileHash::of(b""));
    let import = Import {
        columns,
        chunks: vec![chunk],
        ..applying()
    };
    let json = serde_json::to_string(&import).expect("JSON");
    assert_eq!(
        serde_json::from_str::<Import>(&json).expect("a record"),
        import
    );
    assert!(!format!("{import:?}").contains("Ruth"));
}
