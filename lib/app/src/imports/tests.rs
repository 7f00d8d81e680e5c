//! What staff do with imports.

use domain::import::{ImportField, OutcomeCounts};

use super::fakes::{Accident, Church, people};
use super::*;
use crate::fakes::{World, staff};

#[tokio::test]
async fn a_file_needs_a_name_and_a_size_that_can_be_read() {
    let imports = Church::default().imports();
    for (name, size) in [
        ("", 10),
        (" \n", 10),
        ("a.csv", 0),
        ("a.csv", MAXIMUM_FILE_BYTES + 1),
    ] {
        let answer = imports.create(name, size, staff()).await;
        assert!(matches!(answer, Err(Error::Invalid(_))), "{name:?} {size}");
    }
    let (import, upload) = imports
        .create(" members.csv ", 10, staff())
        .await
        .expect("created");
    assert_eq!(
        (import.file_name.as_str(), upload.method),
        ("members.csv", "PUT")
    );
}

#[tokio::test]
async fn a_request_queues_the_work_before_and_after_it_is_asked_for() {
    let church = Church::default();
    let id = church.to_read(people(1)).await;
    let tasks = church.world.directory_queue.lock().expect("a lock").clone();
    let task = DirectoryTask::Import(id);
    assert_eq!(tasks, [(task, SAFETY_NET), (task, Duration::ZERO)]);
}

#[tokio::test]
async fn what_is_asked_for_again_while_it_is_applied_goes_on() {
    let church = Church::default();
    let id = church.to_apply(people(1)).await;
    let asked = church.import(id).apply.expect("a request").at;
    church.world.pass(60);
    church.request_apply(id).await;
    assert_eq!(church.import(id).apply.expect("a request").at, asked);
}

#[tokio::test]
async fn only_the_preview_that_staff_saw_is_applied() {
    let church = Church::default();
    let id = church.previewed(people(1)).await;
    let seen = church.import(id).version;
    church
        .imports()
        .request_preview(id, None)
        .await
        .expect("requested");
    church.read(id).await.expect("read");
    let imports = church.imports();
    let apply = |version| imports.request_apply(id, ReadVersion::Exactly(version), staff());
    assert!(matches!(apply(seen).await, Err(Error::Stale)));
    assert!(apply(church.import(id).version).await.is_ok());
}

#[tokio::test]
async fn a_column_that_is_not_there_and_a_field_that_is_chosen_twice_are_refused() {
    let church = Church::default();
    let id = church.previewed(people(1)).await;
    let choice = |column, field| ColumnChoice { column, field };
    for choices in [
        vec![choice(4, Some(ImportField::Notes))],
        vec![choice(0, None), choice(0, Some(ImportField::Notes))],
        vec![
            choice(0, Some(ImportField::Notes)),
            choice(1, Some(ImportField::Notes)),
        ],
    ] {
        let answer = church.imports().request_preview(id, Some(choices)).await;
        assert!(matches!(answer, Err(Error::Invalid(errors)) if errors.len() == 1));
    }
    assert_eq!(church.stage(id), ImportStage::Previewed);
}

#[tokio::test]
async fn a_discarded_import_leaves_no_file_even_when_it_has_to_be_asked_twice() {
    let church = Church::default();
    let id = church.previewed(people(1)).await;
    church.shelf.expect(2, Accident::FailsBefore);
    assert!(church.imports().discard(id).await.is_err());
    church.imports().discard(id).await.expect("discarded");
    assert_eq!(church.stage(id), ImportStage::Discarded);
    assert!(church.shelf.files.lock().expect("a lock").is_empty());
}

#[tokio::test]
async fn an_import_that_is_being_applied_is_not_discarded() {
    let church = Church::default();
    let id = church.to_apply(people(1)).await;
    assert!(matches!(
        church.imports().discard(id).await,
        Err(Error::Conflict(_))
    ));
    church.apply(id).await.expect("applied");
    assert_eq!(church.import(id).applied().created, 1);
}

#[tokio::test]
async fn an_import_that_was_never_applied_is_gone_after_a_week() {
    let church = Church::default();
    let id = church.previewed(people(1)).await;
    church.world.pass(Import::KEPT_FOR.as_secs());
    assert!(matches!(
        church.imports().get(id).await,
        Err(Error::NotFound("import"))
    ));
    let page = church.imports().list(None, 10).await.expect("a page");
    assert!(page.items.is_empty());
}

#[tokio::test]
async fn imports_are_listed_newest_first() {
    let church = Church::default();
    let first = church.upload("").await;
    church.world.pass(1);
    let second = church.upload("").await;
    let page = church.imports().list(None, 1).await.expect("a page");
    assert_eq!(page.items[0].id, second);
    let page = church.imports().list(page.next, 1).await.expect("a page");
    assert_eq!(page.items[0].id, first);
}

#[tokio::test]
async fn rows_of_one_kind_are_found_without_reading_the_files_of_others() {
    let church = Church::of(World::default());
    let mut file = people(1_200);
    file.push_str("1201,Nobody,not a number,Dallas\n");
    let id = church.previewed(file).await;
    let expected = OutcomeCounts {
        new: 1_200,
        refused: 1,
        ..OutcomeCounts::default()
    };
    assert_eq!(church.import(id).counts(), expected);
    church
        .shelf
        .files
        .lock()
        .expect("a lock")
        .retain(|key, _| key.contains("rows-00002"));
    let page = church
        .imports()
        .rows(id, Some(RowFilter::Refused), RowPosition::default(), 50)
        .await;
    let page = page.expect("a page");
    assert_eq!((page.items.len(), page.next), (1, None));
    assert_eq!(page.items[0].row, 1_202);
    let all = church
        .imports()
        .rows(id, None, RowPosition::default(), 50)
        .await;
    assert!(
        matches!(all, Err(Error::Conflict(_))),
        "files that are gone are told of"
    );
}

#[tokio::test]
async fn pages_of_rows_join_without_gap_or_overlap() {
    let church = Church::default();
    let id = church.previewed(people(1_050)).await;
    let rows: Vec<u64> = church
        .rows(id, None)
        .await
        .iter()
        .map(|row| row.row)
        .collect();
    assert_eq!(rows, (2..=1_051).collect::<Vec<u64>>());
    let exact = church
        .imports()
        .rows(id, None, RowPosition::default(), 500)
        .await
        .expect("a page");
    assert_eq!(exact.next, Some(RowPosition { chunk: 1, skip: 0 }));
}
