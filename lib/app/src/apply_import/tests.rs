//! Applying, after each accident, by two workers, and beside people who change the directory by hand.

mod large;

use domain::ImportId;
use domain::group::{Group, GroupKind, GroupName};
use domain::history::ChangeSource;
use domain::import::{AppliedCounts, RowFilter};
use domain::opt_out::{OptOut, OptOutReason};
use domain::{ContactId, GroupId, OptOutId};

use super::*;
use crate::fakes::{Fault, World, contact, staff};
use crate::imports::fakes::{Accident, Church, LIFE, people};

fn counts(created: u64, updated: u64, unchanged: u64, conflicts: u64) -> AppliedCounts {
    AppliedCounts {
        created,
        updated,
        unchanged,
        conflicts,
    }
}

fn phone(text: &str) -> PhoneNumber {
    PhoneNumber::from_e164(text).expect("a number in E.164")
}

/// Somebody asked for this number not to be texted, a second after the beginning of time.
async fn opt_out(world: &World, number: &str) -> Timestamp {
    let since = Timestamp::UNIX_EPOCH + SignedDuration::from_secs(1);
    let opt_out = OptOut::by_staff(
        phone(number),
        true,
        since,
        staff(),
        OptOutReason::parse("asked on the phone").expect("a reason"),
    );
    let id = OptOutId::new(world.now(), 1);
    world.put_opt_out(id, &opt_out).await.expect("noted");
    since
}

async fn choir(world: &World) -> Group {
    let group = Group {
        id: GroupId::new(Timestamp::UNIX_EPOCH, 1),
        name: GroupName::parse("Choir").expect("a name"),
        kind: GroupKind::Static,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    };
    world.create_group(&group).await.expect("made");
    group
}

/// 1,050 people, of whom three are known: one of them is changed, and one is as the file says.
fn file() -> String {
    people(1_050)
        .replace("Member 1,", "Person 1,")
        .replace("Member 2,(212) 555-0002,Dallas", "Person 2,(212) 555-0002,")
}

fn directory() -> World {
    let world = World::with_contacts(3);
    let mut second = contact(2, 2, true);
    second.details.sl_no = Some(2);
    world.add_contact(second);
    world
}

/// Everything that an applied import leaves behind.
type State = (
    ImportStage,
    AppliedCounts,
    Vec<Contact>,
    Vec<Vec<ChangeRecord>>,
    Vec<ImportRow>,
);

async fn state(church: &Church, id: ImportId) -> State {
    let contacts = church.world.contacts();
    let changes: Vec<_> = contacts
        .iter()
        .map(|contact| church.world.changes(contact.id))
        .collect();
    let import = church.import(id);
    (
        import.stage,
        import.applied(),
        contacts,
        changes,
        church.rows(id, None).await,
    )
}

#[tokio::test]
async fn what_the_preview_said_is_done_and_noted() {
    let church = Church::of(directory());
    let id = church.applied(file()).await;
    let import = church.import(id);
    assert_eq!(import.stage, ImportStage::Applied);
    // Person 3 of the directory shares a phone with a member of the file.
    assert_eq!(import.applied(), counts(1_048, 1, 1, 0));
    assert_eq!(import.rows_done(), 1_050);
    let changed = church.person("Person 1");
    assert_eq!(
        (changed.details.city.as_deref(), changed.version),
        (Some("Dallas"), 2)
    );
    let change = church.world.changes(changed.id).remove(0);
    assert_eq!(change.source, ChangeSource::Import { import_id: id });
    assert_eq!(
        (change.action, change.changes.len()),
        (ChangeAction::Changed, 2)
    );
    let added = church.person("Member 1050");
    assert_eq!(
        church.world.changes(added.id)[0].action,
        ChangeAction::Created
    );
    let rows = church.rows(id, None).await;
    assert_eq!(rows[1_049].contact_id, Some(added.id));
}

#[tokio::test]
async fn the_same_file_changes_nothing_the_second_time() {
    let church = Church::of(directory());
    church.applied(file()).await;
    let before = church.world.contacts();
    church.world.pass(100);
    let again = church.applied(file()).await;
    assert_eq!(church.import(again).counts().unchanged, 1_050);
    assert_eq!(church.import(again).applied(), counts(0, 0, 1_050, 0));
    assert_eq!(church.world.contacts(), before);
}

/// Whatever fails at the files and records, or kills the worker there: after another run the end is the same.
#[tokio::test]
async fn whatever_happens_to_a_worker_the_next_ends_in_the_same_state() {
    let undisturbed = Church::of(directory());
    let id = undisturbed.applied(file()).await;
    let expected = state(&undisturbed, id).await;
    for accident in Accident::ALL {
        for effect in 1.. {
            let church = Church::of(directory());
            let id = church.to_apply(file()).await;
            church.shelf.expect(effect, accident);
            church.shelf.run(church.apply(id)).await;
            let was_met = church.shelf.recover();
            church.world.pass(LIFE.as_secs());
            church.apply(id).await.expect("applied");
            assert!(
                state(&church, id).await == expected,
                "{accident:?} {effect}"
            );
            if !was_met {
                assert!(effect > 9, "{effect}");
                break;
            }
        }
    }
}

/// The same for the directory: any slice of contacts may be written, and the answer lost.
#[tokio::test]
async fn whatever_the_directory_fails_at_the_next_run_ends_in_the_same_state() {
    let undisturbed = Church::of(directory());
    let id = undisturbed.applied(file()).await;
    let expected = state(&undisturbed, id).await;
    for fault in [Fault::Before, Fault::After] {
        for effect in 1.. {
            let church = Church::of(directory());
            let id = church.to_apply(file()).await;
            church.world.fail(effect, fault);
            let first = church.apply(id).await;
            let was_met = church.world.recover();
            assert_eq!(first.is_err(), was_met, "{fault:?} {effect}");
            church.apply(id).await.expect("applied");
            assert!(state(&church, id).await == expected, "{fault:?} {effect}");
            if !was_met {
                assert!(effect > 21, "{effect}");
                break;
            }
        }
    }
}

#[tokio::test]
async fn two_workers_end_in_the_same_state_as_one() {
    let undisturbed = Church::of(directory());
    let id = undisturbed.applied(file()).await;
    let expected = state(&undisturbed, id).await;
    let church = Church::of(directory());
    let id = church.to_apply(file()).await;
    let (first, second) = futures::join!(church.apply(id), church.apply(id));
    assert!(first.is_ok() && second.is_ok());
    assert!(state(&church, id).await == expected);
}

#[tokio::test]
async fn an_import_waits_until_another_is_applied() {
    let church = Church::default();
    let first = church.to_apply(people(3)).await;
    let second = church.to_apply(people(3)).await;
    // The first worker dies with the right to the directory.
    church.shelf.expect(3, Accident::KilledBefore);
    assert!(
        church.shelf.run(church.apply(first)).await.is_none(),
        "killed"
    );
    church.apply(second).await.expect("put off");
    assert!(church.import(second).chunks[0].result.is_none());
    let (_, wait) = church
        .world
        .directory_queue
        .lock()
        .expect("a lock")
        .pop()
        .expect("a task");
    assert_eq!(wait, ANOTHER_IS_APPLIED);
    church.world.pass(LIFE.as_secs());
    church.apply(first).await.expect("applied");
    church.apply(second).await.expect("applied");
    assert_eq!(church.import(first).applied(), counts(3, 0, 0, 0));
    assert_eq!(
        church.import(second).applied(),
        counts(0, 0, 3, 0),
        "they are there by now"
    );
    assert_eq!(church.world.contacts().len(), 3);
}

#[tokio::test]
async fn somebody_who_was_changed_or_deleted_since_the_preview_is_left_alone() {
    let church = Church::of(World::with_contacts(2));
    let id = church
        .to_apply("Name,Phone,City\nPerson 1,212-555-0001,Dallas\nPerson 2,212-555-0002,Dallas\n")
        .await;
    let mut changed = contact(1, 1, true);
    changed.details.city = Some("Plano".into());
    changed.version = 2;
    church.world.add_contact(changed.clone());
    let gone = contact(2, 2, true);
    let deletion = crate::ports::Deletion {
        contact_id: gone.id,
        at: church.world.now(),
        actor: staff(),
        phones: Vec::new(),
        finished_at: None,
    };
    church
        .world
        .delete_contact(&gone, &deletion)
        .await
        .expect("deleted");
    church.apply(id).await.expect("applied");
    assert_eq!(church.import(id).applied(), counts(0, 0, 0, 2));
    assert_eq!(church.world.contacts(), [changed]);
    let rows = church.rows(id, Some(RowFilter::Conflict)).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].note.as_deref(), Some(CHANGED_MEANWHILE));
}

#[tokio::test]
async fn a_change_that_an_earlier_run_made_is_no_conflict_even_when_somebody_went_on_from_it() {
    let church = Church::of(World::with_contacts(1));
    let id = church
        .to_apply("Name,Phone,City\nPerson 1,212-555-0001,Dallas\n")
        .await;
    // Taken, held; the contact is written, and the worker dies before the results are.
    church.shelf.expect(3, Accident::KilledBefore);
    church.shelf.run(church.apply(id)).await;
    let mut person = church.person("Person 1");
    person.version += 1;
    person.details.city = Some("Plano".into());
    church.world.add_contact(person.clone());
    church.world.pass(LIFE.as_secs());
    church.apply(id).await.expect("applied");
    assert_eq!(church.import(id).applied(), counts(0, 1, 0, 0));
    assert_eq!(church.world.contacts(), [person]);
}

#[tokio::test]
async fn somebody_who_was_added_by_hand_since_the_preview_is_not_added_again() {
    let church = Church::default();
    let id = church.to_apply("Name,Phone\nPERSON 1,212-555-0001\n").await;
    let by_hand = contact(1, 1, true);
    church.world.add_contact(by_hand.clone());
    church.apply(id).await.expect("applied");
    assert_eq!(church.import(id).applied(), counts(0, 0, 1, 0));
    assert_eq!(church.rows(id, None).await[0].contact_id, Some(by_hand.id));
    assert_eq!(church.world.contacts(), [by_hand]);
}

#[tokio::test]
async fn an_opt_out_survives_every_import() {
    let world = World::with_contacts(2);
    let mut opted_out = contact(1, 1, true);
    opted_out.details.sl_no = Some(1);
    opted_out.opted_out_at = Some(opt_out(&world, "+12125550001").await);
    world.add_contact(opted_out.clone());
    let mut second = contact(2, 2, true);
    second.details.sl_no = Some(2);
    world.add_contact(second);
    let since = opt_out(&world, "+12125550009").await;
    let church = Church::of(world);
    // The first is changed, a child shares the number, and the second gets a number that is opted out.
    church
        .applied("SL No,Name,Phone,City,Active\n1,Person 1,212-555-0001,Dallas,yes\n,Child 1,212-555-0001,Dallas,yes\n2,Person 2,212-555-0009,Dallas,yes\n,New,212-555-0003,,yes\n")
        .await;
    assert_eq!(
        church.person("Person 1").opted_out_at,
        opted_out.opted_out_at
    );
    assert_eq!(
        church.person("Child 1").opted_out_at,
        opted_out.opted_out_at
    );
    assert_eq!(church.person("Person 2").opted_out_at, Some(since));
    assert_eq!(church.person("New").opted_out_at, None);
    // And the number that was given up takes its opt-out along no further.
    church
        .applied("SL No,Name,Phone\n2,Person 2,212-555-0008\n")
        .await;
    assert_eq!(church.person("Person 2").opted_out_at, None);
}

#[tokio::test]
async fn nobody_is_put_into_a_group_that_was_deleted_since_the_preview() {
    let church = Church::default();
    let group = choir(&church.world).await;
    let id = church
        .to_apply("Name,Phone,Groups\nRuth,212-555-0001,choir\nBoaz,212-555-0002,\n")
        .await;
    church.world.delete_group(group.id).await.expect("deleted");
    church.apply(id).await.expect("applied");
    assert_eq!(church.import(id).applied(), counts(1, 0, 0, 1));
    assert_eq!(
        church.rows(id, Some(RowFilter::Conflict)).await[0]
            .note
            .as_deref(),
        Some(GROUP_IS_GONE)
    );
}

#[tokio::test]
async fn people_of_one_household_are_kept_apart() {
    let church = Church::default();
    let id = church
        .applied("Name,Phone\nRuth,212-555-0001\nBoaz,212-555-0001\nRuth,212-555-0001\n")
        .await;
    assert_eq!(church.import(id).counts().shared_phone, 1);
    assert_eq!(church.import(id).applied(), counts(2, 0, 0, 0));
    let ids: BTreeSet<ContactId> = church
        .world
        .contacts()
        .iter()
        .map(|contact| contact.id)
        .collect();
    assert_eq!(ids.len(), 2);
}

#[tokio::test]
async fn when_time_runs_out_the_rest_is_queued_and_goes_on_where_it_ended() {
    let church = Church::default();
    let id = church.to_apply(people(1_050)).await;
    church
        .applier()
        .run(id, church.world.now())
        .await
        .expect("begun");
    assert_eq!(church.import(id).rows_done(), 500);
    assert_eq!(church.import(id).lease, None);
    church.apply(id).await.expect("applied");
    assert_eq!(church.import(id).applied(), counts(1_050, 0, 0, 0));
}

#[tokio::test]
async fn rows_whose_files_are_gone_are_told_of() {
    let church = Church::default();
    let id = church.to_apply(people(3)).await;
    church.shelf.files.lock().expect("a lock").clear();
    church.apply(id).await.expect("ended");
    assert_eq!(church.import(id).problem.as_deref(), Some(PREVIEW_IS_GONE));
    assert!(church.world.contacts().is_empty());
}
