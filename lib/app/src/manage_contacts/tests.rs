use domain::OptOutId;
use domain::opt_out::{OptOut, OptOutReason};

use super::*;
use crate::fakes::{World, contact, people, staff};

fn manage(world: &Arc<World>) -> ManageContacts {
    ManageContacts {
        contacts: world.clone(),
        groups: world.clone(),
        opt_outs: world.clone(),
        thread_people: people(world),
        queue: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
        region: "US".parse().expect("a country code"),
    }
}

fn form(phone: &str) -> ContactChange {
    ContactChange {
        name: Some("Ruth Okafor".into()),
        phone: Some(phone.into()),
        ..ContactChange::default()
    }
}

async fn stop(world: &World, phone: &str) {
    let opt_out = OptOut::by_staff(
        PhoneNumber::from_e164(phone).expect("a number"),
        true,
        world.now(),
        staff(),
        OptOutReason::parse("asked").expect("a reason"),
    );
    let id = OptOutId::new(world.now(), 1);
    world.put_opt_out(id, &opt_out).await.expect("noted");
}

#[tokio::test]
async fn what_changed_and_who_did_it_is_noted() {
    let world = Arc::new(World::default());
    let created = manage(&world)
        .create(form("212 555 0101"), staff())
        .await
        .expect("created");
    let change = ContactChange {
        city: Some(Some("Dallas".into())),
        ..ContactChange::default()
    };
    let read = ReadVersion::Exactly(1);
    let changed = manage(&world)
        .change(created.id, read, change, staff())
        .await
        .expect("changed");
    assert_eq!(changed.version, 2);
    let notes = world.changes(created.id);
    assert_eq!(notes.len(), 2);
    assert_eq!(notes[0].action, ChangeAction::Created);
    assert_eq!(notes[1].actor, staff());
    let fields: Vec<_> = notes[1]
        .changes
        .iter()
        .map(|change| change.field.as_str())
        .collect();
    assert_eq!(fields, ["city"]);
    assert_eq!(notes[1].changes[0].after.as_deref(), Some("Dallas"));
}

#[tokio::test]
async fn a_change_that_changes_nothing_is_not_noted_and_makes_no_version() {
    let world = Arc::new(World::with_contacts(1));
    let same = ContactChange {
        name: Some(" Person  1 ".into()),
        ..ContactChange::default()
    };
    let id = contact(1, 1, true).id;
    let result = manage(&world)
        .change(id, ReadVersion::Any, same, staff())
        .await
        .expect("done");
    assert_eq!(result.version, 1);
    assert!(world.changes(id).is_empty());
}

#[tokio::test]
async fn a_stopped_number_stays_stopped_for_whoever_has_it_and_a_new_number_starts_clean() {
    let world = Arc::new(World::default());
    stop(&world, "+12125550101").await;
    let contact = manage(&world)
        .create(form("212 555 0101"), staff())
        .await
        .expect("created");
    assert!(contact.opted_out_at.is_some());
    let to = |phone: &str| ContactChange {
        phone: Some(phone.into()),
        ..ContactChange::default()
    };
    let change = |change| {
        let world = world.clone();
        async move {
            manage(&world)
                .change(contact.id, ReadVersion::Any, change, staff())
                .await
                .expect("changed")
        }
    };
    let moved = change(to("212 555 0102")).await;
    assert!(moved.opted_out_at.is_none());
    assert_eq!(
        moved.former_phones,
        std::slice::from_ref(&contact.details.phone)
    );
    assert!(change(to("212 555 0101")).await.opted_out_at.is_some());
}

#[tokio::test]
async fn nobody_is_put_into_a_group_that_is_not_there() {
    let world = Arc::new(World::default());
    let groups = Some([GroupId::new(Timestamp::UNIX_EPOCH, 1)].into());
    let form = ContactChange {
        groups,
        ..form("212 555 0101")
    };
    match manage(&world).create(form, staff()).await {
        Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "group_ids"),
        other => panic!("{other:?}"),
    }
    assert!(world.contacts().is_empty());
}

#[tokio::test]
async fn the_traces_of_the_deleted_are_asked_to_be_removed_before_the_record_goes() {
    let world = Arc::new(World::with_contacts(1));
    let id = contact(1, 1, true).id;
    manage(&world)
        .delete(id, ReadVersion::Exactly(1), staff())
        .await
        .expect("deleted");
    assert!(world.contacts().is_empty());
    let queued = world.directory_queue.lock().expect("a lock").clone();
    assert_eq!(
        queued,
        [(DirectoryTask::ForgetContact(id), DELETION_HEAD_START)]
    );
    let deletion = world.get_deletion(id).await.expect("read").expect("noted");
    assert_eq!(deletion.phones.len(), 1);
    let again = manage(&world).delete(id, ReadVersion::Any, staff()).await;
    assert!(matches!(again, Err(Error::NotFound("contact"))));
}

#[tokio::test]
async fn nothing_is_changed_or_deleted_that_someone_else_has_changed() {
    let world = Arc::new(World::with_contacts(1));
    let id = contact(1, 1, true).id;
    let read = ReadVersion::Exactly(7);
    let change = manage(&world)
        .change(id, read, form("212 555 0101"), staff())
        .await;
    assert!(matches!(change, Err(Error::Stale)));
    assert!(matches!(
        manage(&world).delete(id, read, staff()).await,
        Err(Error::Stale)
    ));
    assert_eq!(world.contacts(), [contact(1, 1, true)]);
}
