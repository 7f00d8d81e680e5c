//! Planning, run again after each effect has failed.

use domain::MessageContent;

use domain::contact::ContactChange;
use domain::group::{Group, GroupKind, GroupName, GroupRule};
use domain::{GroupId, LanguageTag};

use super::*;
use crate::fakes::{Fault, World, contact, settings};

mod holding;

fn plan(world: &Arc<World>) -> PlanBroadcast {
    PlanBroadcast {
        contacts: world.clone(),
        groups: world.clone(),
        broadcasts: world.clone(),
        messages: world.clone(),
        send_queue: world.clone(),
        broadcast_queue: world.clone(),
        settlements: world.clone(),
        settings: settings(world),
        budget: world.clone(),
        sender: world.clone(),
        clock: world.clone(),
    }
}

/// Works on a broadcast as when its task comes for the first time, with all the time that is needed.
pub(crate) async fn run(world: &Arc<World>, id: BroadcastId) -> Result<()> {
    plan(world)
        .run(BroadcastTask::new(id), false, Timestamp::MAX)
        .await
}

async fn new_broadcast(world: &Arc<World>, audience: Audience) -> BroadcastId {
    create(world, BroadcastId::new(Timestamp::UNIX_EPOCH, 1), audience).await
}

/// A broadcast to everyone, written so many seconds after the beginning of time.
pub(crate) async fn broadcast_at(world: &Arc<World>, second: i64) -> BroadcastId {
    let at = Timestamp::from_second(second).expect("a time");
    create(world, BroadcastId::new(at, 1), Audience::All).await
}

async fn create(world: &Arc<World>, id: BroadcastId, audience: Audience) -> BroadcastId {
    let content = MessageContent::parse("Dinner on Friday").expect("content");
    let broadcast = Broadcast::new(id, content, audience, "staff".into(), id.created_at());
    world.create_broadcast(&broadcast).await.expect("created");
    id
}

/// A broadcast to everyone, planned and queued.
pub(crate) async fn planned_broadcast(world: &Arc<World>) -> BroadcastId {
    let id = new_broadcast(world, Audience::All).await;
    run(world, id).await.expect("planned");
    id
}

fn outcome(world: &World, id: BroadcastId) -> (BroadcastStage, u64, u64, usize, usize) {
    let broadcast = world.broadcast(id).expect("a broadcast");
    let mut queued: Vec<MessageId> = world
        .send_queue
        .lock()
        .expect("a lock")
        .iter()
        .map(|(id, _)| *id)
        .collect();
    queued.sort_unstable();
    queued.dedup();
    let plan = broadcast.plan;
    (
        broadcast.stage,
        plan.recipients,
        plan.left_out,
        queued.len(),
        world.messages().len(),
    )
}

#[tokio::test]
async fn each_phone_gets_one_message_and_everyone_else_a_reason() {
    let world = Arc::new(World::with_contacts(3));
    world.add_contact(contact(4, 1, true));
    world.add_contact(contact(5, 5, false));
    let id = planned_broadcast(&world).await;
    assert_eq!(outcome(&world, id), (BroadcastStage::Sending, 3, 2, 3, 5));
    let mut reasons: Vec<_> = world
        .messages()
        .iter()
        .filter_map(|message| message.skip_reason)
        .collect();
    reasons.sort_unstable();
    assert_eq!(reasons, [SkipReason::SamePhone, SkipReason::Inactive]);
}

#[tokio::test]
async fn phones_shared_across_pages_get_one_message_too() {
    let pages = u32::try_from(PAGE).expect("a small number");
    let world = Arc::new(World::with_contacts(pages + 10));
    world.add_contact(contact(pages + 11, 1, true));
    let id = planned_broadcast(&world).await;
    let people = PAGE + 11;
    assert_eq!(
        outcome(&world, id),
        (
            BroadcastStage::Sending,
            people as u64 - 1,
            1,
            people - 1,
            people
        )
    );
}

#[tokio::test]
async fn only_chosen_people_are_planned() {
    let world = Arc::new(World::with_contacts(5));
    let contact_ids = vec![contact(4, 4, true).id, contact(2, 2, true).id];
    let id = new_broadcast(&world, Audience::Contacts { contact_ids }).await;
    run(&world, id).await.expect("planned");
    assert_eq!(outcome(&world, id), (BroadcastStage::Sending, 2, 0, 2, 2));
}

/// I2: whichever effect fails, before or after it happened, running again ends in the same plan.
#[tokio::test]
async fn whatever_fails_a_second_run_completes_the_plan() {
    for fault in [Fault::Before, Fault::After] {
        for effect in 1..=10 {
            let world = Arc::new(World::with_contacts(4));
            world.add_contact(contact(5, 1, true));
            let id = new_broadcast(&world, Audience::All).await;
            world.fail(effect, fault);
            assert!(
                run(&world, id).await.is_err(),
                "{fault:?} {effect} was not met"
            );
            run(&world, id).await.expect("planned");
            assert_eq!(
                outcome(&world, id),
                (BroadcastStage::Sending, 4, 1, 4, 5),
                "{fault:?} {effect}"
            );
        }
    }
}

#[tokio::test]
async fn when_time_runs_out_the_rest_is_queued() {
    let pages = u32::try_from(PAGE).expect("a small number");
    let world = Arc::new(World::with_contacts(2 * pages));
    let id = new_broadcast(&world, Audience::All).await;
    plan(&world)
        .run(BroadcastTask::new(id), false, world.now())
        .await
        .expect("begun");
    assert_eq!(outcome(&world, id).0, BroadcastStage::Planning);
    assert_eq!(world.broadcast_queue.lock().expect("a lock").len(), 1);
    run(&world, id).await.expect("planned");
    assert_eq!(
        outcome(&world, id),
        (
            BroadcastStage::Sending,
            2 * PAGE as u64,
            0,
            2 * PAGE,
            2 * PAGE
        )
    );
}

#[tokio::test]
async fn a_record_that_comes_late_is_waited_for_and_one_that_never_comes_is_given_up() {
    let world = Arc::new(World::with_contacts(1));
    let id = BroadcastId::new(Timestamp::UNIX_EPOCH, 1);
    run(&world, id).await.expect("put off");
    let (second_look, _) = world.broadcast_queue.lock().expect("a lock").remove(0);
    plan(&world)
        .run(second_look, false, Timestamp::MAX)
        .await
        .expect("put off");
    let (third_look, wait) = world.broadcast_queue.lock().expect("a lock").remove(0);
    assert_eq!(wait, Duration::from_secs(30));

    plan(&world)
        .run(third_look, false, Timestamp::MAX)
        .await
        .expect("given up");
    assert!(world.broadcast_queue.lock().expect("a lock").is_empty());

    new_broadcast(&world, Audience::All).await;
    plan(&world)
        .run(third_look, false, Timestamp::MAX)
        .await
        .expect("planned");
    assert_eq!(outcome(&world, id).0, BroadcastStage::Sending);
}

#[tokio::test]
async fn what_was_recorded_and_not_queued_is_queued_even_when_the_person_has_left() {
    let world = Arc::new(World::with_contacts(2));
    let id = new_broadcast(&world, Audience::All).await;
    // Money is set aside, the carrier's work is noted, two records are written, and queueing them fails.
    world.fail(5, Fault::Before);
    assert!(run(&world, id).await.is_err());
    world.add_contact(contact(2, 2, false));
    plan(&world)
        .run(BroadcastTask::new(id), true, Timestamp::MAX)
        .await
        .expect("planned");
    assert_eq!(
        outcome(&world, id).3,
        2,
        "a recorded message waits for nobody"
    );
}

#[tokio::test]
async fn who_is_in_a_group_is_found_out_when_the_message_goes_out() {
    let world = Arc::new(World::with_contacts(4));
    let group = static_group(3);
    let rule = GroupRule {
        languages: vec![LanguageTag::parse("es").expect("a tag")],
        ..GroupRule::default()
    };
    let spanish = Group {
        kind: GroupKind::Rule { rule },
        ..static_group(4)
    };
    world.create_group(&group).await.expect("created");
    world.create_group(&spanish).await.expect("created");
    let group_ids = vec![group.id, spanish.id];
    let id = new_broadcast(&world, Audience::Groups { group_ids }).await;
    // These come into the groups after the message was written, and before it goes out.
    let with = |number, change| {
        let person = contact(number, number, true);
        let details = person
            .details
            .with(change, "US".parse().expect("a country"));
        Contact {
            details: details.expect("a good change"),
            ..person
        }
    };
    let into_group = ContactChange {
        groups: Some([group.id].into()),
        ..ContactChange::default()
    };
    let to_spanish = ContactChange {
        preferred_language: Some("es-MX".into()),
        ..ContactChange::default()
    };
    world.add_contact(with(2, into_group));
    world.add_contact(with(3, to_spanish));
    run(&world, id).await.expect("planned");
    let mut reached: Vec<ContactId> = world
        .messages()
        .iter()
        .filter_map(|message| message.contact_id)
        .collect();
    reached.sort_unstable();
    assert_eq!(reached, [contact(2, 2, true).id, contact(3, 3, true).id]);
}

fn static_group(random: u128) -> Group {
    Group {
        id: GroupId::new(Timestamp::UNIX_EPOCH, random),
        name: GroupName::parse("Choir").expect("a name"),
        kind: GroupKind::Static,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}
