use domain::message::{CarrierStatus, Transition};
use domain::reach::{FaultReason, NumberFault};
use domain::settings::OutgoingCalls;
use domain::{Contact, SkipReason};

use super::*;
use crate::fakes::{World, contact, settings};
use crate::plan_broadcast::tests::{planned_broadcast, run as plan};
use crate::ports::{MessageStore, MessageUpdate, SettingsStore};

pub(crate) fn landlines(world: &Arc<World>) -> CallLandlines {
    CallLandlines {
        broadcasts: world.clone(),
        queue: world.clone(),
        settings: settings(world),
        clock: world.clone(),
    }
}

/// Three people: one has a landline and agreed to calls, one has a landline and did not, one gets the text.
async fn congregation(are_landlines_called: bool) -> (Arc<World>, BroadcastId) {
    let world = Arc::new(World::default());
    let with_landline = |number, call_consent| {
        let mut person = contact(number, number, true);
        person.details.call_consent = call_consent;
        Contact {
            unreachable: Some(NumberFault {
                code: "30006".into(),
                reason: FaultReason::Landline,
                since: Timestamp::UNIX_EPOCH,
            }),
            ..person
        }
    };
    world.add_contact(with_landline(1, true));
    world.add_contact(with_landline(2, false));
    world.add_contact(contact(3, 3, true));
    let decided = domain::ChurchSettings {
        calls: OutgoingCalls {
            landlines: are_landlines_called,
            ..OutgoingCalls::default()
        },
        version: 1,
        ..settings(&world).run().await.expect("read")
    };
    world.replace_settings(&decided, 0).await.expect("decided");
    let id = planned_broadcast(&world).await;
    (world, id)
}

async fn report(world: &World, status: CarrierStatus) {
    for message in world.messages() {
        let update = MessageUpdate::new(Transition::Report(status), world.now());
        let _ = world.transition_message(message.id, &update).await;
    }
}

async fn look(world: &Arc<World>, id: BroadcastId) {
    let progress = world.get_broadcast(id).await.expect("read").expect("there");
    landlines(world).run(&progress).await.expect("looked");
}

#[tokio::test]
async fn whoever_has_a_landline_and_agreed_is_called_once_and_nobody_else() {
    let (world, text) = congregation(true).await;
    let calls = BroadcastId::following(text);
    look(&world, text).await;
    assert!(world.broadcast(calls).is_none(), "the text is on its way");
    report(&world, CarrierStatus::Delivered).await;
    for _ in 0..2 {
        look(&world, text).await;
    }
    let made = world.broadcast(calls).expect("made");
    assert_eq!(
        (made.message_type, made.landlines_of, made.content),
        (
            MessageType::Voice,
            Some(text),
            world.broadcast(text).expect("there").content
        )
    );
    plan(&world, calls).await.expect("planned");
    let of_calls: Vec<_> = world
        .messages()
        .into_iter()
        .filter(|message| message.id.broadcast_id() == calls)
        .map(|message| (message.contact_id, message.skip_reason))
        .collect();
    assert_eq!(of_calls.len(), 2);
    assert!(of_calls.contains(&(Some(contact(1, 1, true).id), None)));
    let refused = (
        Some(contact(2, 2, true).id),
        Some(SkipReason::NoCallConsent),
    );
    assert!(of_calls.contains(&refused));
}

#[tokio::test]
async fn nobody_is_called_where_the_church_does_not_want_it_or_for_a_test() {
    let (world, text) = congregation(false).await;
    report(&world, CarrierStatus::Delivered).await;
    look(&world, text).await;
    assert_eq!(world.broadcast_count(), 1);
    let (world, text) = congregation(true).await;
    report(&world, CarrierStatus::Delivered).await;
    let mut progress = world
        .get_broadcast(text)
        .await
        .expect("read")
        .expect("there");
    progress.broadcast.is_test = true;
    landlines(&world).run(&progress).await.expect("looked");
    assert_eq!(world.broadcast_count(), 1);
}
