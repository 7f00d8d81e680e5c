use domain::LanguageTag;
use jiff::Timestamp;

use super::*;
use crate::empty_group::EmptyGroup;
use crate::fakes::{Fault, World, contact, staff};

fn manage(world: &Arc<World>) -> ManageGroups {
    ManageGroups {
        groups: world.clone(),
        contacts: world.clone(),
        queue: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

fn spanish() -> GroupRule {
    GroupRule {
        languages: vec![LanguageTag::parse("es").expect("a tag")],
        ..GroupRule::default()
    }
}

fn id(number: u32) -> ContactId {
    contact(number, number, true).id
}

fn members(world: &World, group: GroupId) -> Vec<ContactId> {
    let mut people = world.contacts();
    people.retain(|person| person.details.groups.contains(&group));
    people.into_iter().map(|person| person.id).collect()
}

#[tokio::test]
async fn people_are_put_in_and_taken_out_and_each_knows_it() {
    let world = Arc::new(World::with_contacts(4));
    let group = manage(&world).create("Choir", None).await.expect("created");
    let change = MemberChange {
        add: vec![id(1), id(2), id(2)],
        remove: vec![id(3)],
    };
    let changed = manage(&world)
        .change_members(group.id, change, staff())
        .await
        .expect("done");
    assert_eq!(
        changed,
        MembersChanged {
            added: 2,
            removed: 0
        }
    );
    let change = MemberChange {
        add: vec![id(3)],
        remove: vec![id(1)],
    };
    manage(&world)
        .change_members(group.id, change, staff())
        .await
        .expect("done");
    assert_eq!(members(&world, group.id), [id(2), id(3)]);
    assert_eq!(world.changes(id(1)).len(), 2);
}

#[tokio::test]
async fn two_groups_of_one_name_are_refused() {
    let world = Arc::new(World::default());
    let group = manage(&world)
        .create("Chœur Élan", None)
        .await
        .expect("created");
    let again = manage(&world).create("chœur  elan", None).await;
    assert!(matches!(again, Err(Error::Invalid(errors)) if errors[0].field == "name"));
    let renamed = manage(&world)
        .change(group.id, ReadVersion::Exactly(1), Some("Chœur élan"), None)
        .await;
    assert_eq!(renamed.expect("its own name").version, 2);
}

#[tokio::test]
async fn a_rule_and_people_chosen_one_by_one_do_not_mix() {
    let world = Arc::new(World::with_contacts(1));
    let rule = manage(&world)
        .create("Spanish", Some(spanish()))
        .await
        .expect("created");
    let change = MemberChange {
        add: vec![id(1)],
        remove: Vec::new(),
    };
    let result = manage(&world)
        .change_members(rule.id, change, staff())
        .await;
    assert!(matches!(result, Err(Error::Conflict(_))));
    let choir = manage(&world).create("Choir", None).await.expect("created");
    let result = manage(&world)
        .change(choir.id, ReadVersion::Any, None, Some(spanish()))
        .await;
    assert!(matches!(result, Err(Error::Invalid(errors)) if errors[0].field == "rule"));
}

#[tokio::test]
async fn someone_who_does_not_exist_is_refused_and_nobody_is_put_in() {
    let world = Arc::new(World::with_contacts(1));
    let group = manage(&world).create("Choir", None).await.expect("created");
    let change = MemberChange {
        add: vec![id(1), id(9)],
        remove: Vec::new(),
    };
    let result = manage(&world)
        .change_members(group.id, change, staff())
        .await;
    assert!(matches!(result, Err(Error::Invalid(_))));
    assert!(members(&world, group.id).is_empty());
}

#[tokio::test]
async fn a_deleted_group_is_emptied_whatever_fails_on_the_way() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=2 {
            let world = Arc::new(World::with_contacts(150));
            let group = manage(&world).create("Choir", None).await.expect("created");
            for chunk in (1..=150).map(id).collect::<Vec<_>>().chunks(100) {
                let change = MemberChange {
                    add: chunk.to_vec(),
                    remove: Vec::new(),
                };
                manage(&world)
                    .change_members(group.id, change, staff())
                    .await
                    .expect("put in");
            }
            manage(&world).delete(group.id).await.expect("deleted");
            let queued = world.directory_queue.lock().expect("a lock").clone();
            assert_eq!(
                queued,
                [(DirectoryTask::EmptyGroup(group.id), DELETION_HEAD_START)]
            );
            let empty = EmptyGroup {
                groups: manage(&world),
            };
            world.fail(effect, fault);
            assert!(empty.run(group.id, Timestamp::MAX).await.is_err());
            empty.run(group.id, Timestamp::MAX).await.expect("emptied");
            assert!(members(&world, group.id).is_empty(), "{fault:?} {effect}");
            assert_eq!(world.contacts().len(), 150);
        }
    }
}

#[tokio::test]
async fn a_group_that_was_not_deleted_after_all_keeps_its_people() {
    let world = Arc::new(World::with_contacts(1));
    let group = manage(&world).create("Choir", None).await.expect("created");
    let change = MemberChange {
        add: vec![id(1)],
        remove: Vec::new(),
    };
    manage(&world)
        .change_members(group.id, change, staff())
        .await
        .expect("put in");
    let empty = EmptyGroup {
        groups: manage(&world),
    };
    empty
        .run(group.id, Timestamp::MAX)
        .await
        .expect("nothing to do");
    assert_eq!(members(&world, group.id), [id(1)]);
}
