use super::*;
use crate::fakes::{Fault, World, contact, staff};

/// The use case on a world.
pub(crate) fn record(world: &Arc<World>) -> RecordOptOut {
    RecordOptOut {
        opt_outs: world.clone(),
        contacts: world.clone(),
        clock: world.clone(),
        randomness: world.clone(),
    }
}

fn family() -> Arc<World> {
    let world = Arc::new(World::default());
    for (number, phone) in [(1, 1), (2, 1), (3, 2)] {
        world.add_contact(contact(number, phone, true));
    }
    world
}

fn marked(world: &World) -> Vec<bool> {
    world
        .contacts()
        .iter()
        .map(|person| person.opted_out_at.is_some())
        .collect()
}

#[tokio::test]
async fn everyone_who_shares_the_number_is_marked_and_it_is_noted_for_each() {
    let world = family();
    let id = contact(2, 1, true).id;
    let person = record(&world)
        .by_hand(
            id,
            true,
            domain::MessageType::Sms,
            "asked on the phone",
            staff(),
        )
        .await
        .expect("noted");
    assert!(person.opted_out_at.is_some());
    assert_eq!(marked(&world), [true, true, false]);
    let notes = world.changes(contact(1, 1, true).id);
    assert_eq!(notes[0].action, ChangeAction::OptedOut);
    assert_eq!(notes[0].reason.as_deref(), Some("asked on the phone"));
    record(&world)
        .by_hand(id, false, domain::MessageType::Sms, "came back", staff())
        .await
        .expect("noted");
    assert_eq!(marked(&world), [false, false, false]);
}

#[tokio::test]
async fn whatever_fails_the_same_request_completes_it() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=2 {
            let world = family();
            let id = contact(1, 1, true).id;
            world.fail(effect, fault);
            assert!(
                record(&world)
                    .by_hand(id, true, domain::MessageType::Sms, "asked", staff())
                    .await
                    .is_err()
            );
            record(&world)
                .by_hand(id, true, domain::MessageType::Sms, "asked", staff())
                .await
                .expect("completed");
            assert_eq!(marked(&world), [true, true, false], "{fault:?} {effect}");
            assert_eq!(world.changes(id).len(), 1, "{fault:?} {effect}");
        }
    }
}

#[tokio::test]
async fn a_reason_must_be_given() {
    let world = family();
    let result = record(&world)
        .by_hand(
            contact(1, 1, true).id,
            true,
            domain::MessageType::Sms,
            "  ",
            staff(),
        )
        .await;
    assert!(matches!(result, Err(Error::Invalid(errors)) if errors[0].field == "reason"));
    assert_eq!(marked(&world), [false, false, false]);
}
