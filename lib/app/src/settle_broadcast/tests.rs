//! What was really spent, whenever the carrier tells it and whatever fails.

use std::ops::RangeInclusive;
use std::sync::Mutex;

use async_trait::async_trait;
use domain::message::{CarrierStatus, Transition};
use domain::{BroadcastId, PhoneNumber};

use super::*;
use crate::cancel_broadcast::CancelBroadcast;
use crate::fakes::{Fault, World, audit, settings};
use crate::page::Page;
use crate::plan_broadcast::tests::{broadcast_at, planned_broadcast, run as plan};
use crate::ports::{LoggedText, MessageUpdate};

/// What the assumed list asks for a segment in the United States.
const LISTED: i64 = 14_500;

fn settle(world: &Arc<World>) -> SettleBroadcast {
    SettleBroadcast {
        broadcasts: world.clone(),
        messages: world.clone(),
        budget: world.clone(),
        log: world.clone(),
        settings: settings(world),
        queue: world.clone(),
        landlines: crate::call_landlines::tests::landlines(world),
        clock: world.clone(),
    }
}

async fn look(world: &Arc<World>, id: BroadcastId) -> Result<()> {
    settle(world)
        .run(SettlementTask::new(id), Timestamp::MAX)
        .await
}

fn spent(world: &World, id: BroadcastId) -> Option<i64> {
    let reservations = world.reservations.lock().expect("a lock");
    let spent = reservations
        .get(&Expense::from(id))
        .and_then(|one| one.spent);
    spent.map(MicroDollars::micros)
}

fn looks(world: &World) -> Vec<Duration> {
    let queue = world.settlement_queue.lock().expect("a lock");
    queue.iter().map(|(_, delay)| *delay).collect()
}

/// The carrier has a message and says how it fares.
async fn report(world: &World, message: &Message, status: CarrierStatus) {
    let sid = format!("SM-{}", message.id);
    let update = MessageUpdate {
        twilio_sid: Some(sid),
        ..MessageUpdate::new(Transition::Report(status), world.now())
    };
    assert!(
        world
            .transition_message(message.id, &update)
            .await
            .expect("done")
    );
}

fn price(world: &World, message: &Message, price: Option<i64>) {
    world.prices.lock().expect("a lock").push(PricedText {
        sid: format!("SM-{}", message.id),
        to: message.phone.clone().expect("a phone"),
        price,
        segments: 1,
    });
}

/// Three people got it.
async fn delivered() -> (Arc<World>, BroadcastId) {
    let world = Arc::new(World::with_contacts(3));
    let id = planned_broadcast(&world).await;
    for message in world.messages() {
        report(&world, &message, CarrierStatus::Delivered).await;
    }
    world.settlement_queue.lock().expect("a lock").clear();
    (world, id)
}

#[tokio::test]
async fn a_broadcast_that_is_planned_is_settled_a_little_later() {
    let world = Arc::new(World::with_contacts(3));
    planned_broadcast(&world).await;
    assert_eq!(looks(&world), [LOOK_AGAIN_AFTER]);
}

#[tokio::test]
async fn what_it_cost_takes_the_place_of_what_was_set_aside_once() {
    let (world, id) = delivered().await;
    for (message, micros) in world.messages().iter().zip([8_300, 8_300, 16_600]) {
        price(&world, message, Some(micros));
    }
    look(&world, id).await.expect("settled");
    assert_eq!(spent(&world, id), Some(33_200));
    world.prices.lock().expect("a lock").clear();
    look(&world, id).await.expect("nothing more to do");
    assert_eq!((spent(&world, id), looks(&world)), (Some(33_200), vec![]));
    let month = world.reservations.lock().expect("a lock")[&Expense::from(id)].month;
    let budget = world.get_budget(month).await.expect("read");
    assert_eq!(
        (budget.reserved.micros(), budget.spent.micros()),
        (0, 33_200)
    );
}

#[tokio::test]
async fn other_texts_to_the_same_people_are_not_counted() {
    let (world, id) = delivered().await;
    for message in world.messages() {
        price(&world, &message, Some(8_300));
        let mut other = world.prices.lock().expect("a lock").pop().expect("one");
        world.prices.lock().expect("a lock").push(other.clone());
        other.sid = "SM-of-another".into();
        world.prices.lock().expect("a lock").push(other);
    }
    let stranger = PricedText {
        sid: "SM-of-a-stranger".into(),
        to: PhoneNumber::from_e164("+12125559999").expect("a number"),
        price: Some(1_000_000),
        segments: 1,
    };
    world.prices.lock().expect("a lock").push(stranger);
    look(&world, id).await.expect("settled");
    assert_eq!(spent(&world, id), Some(24_900));
}

#[tokio::test]
async fn a_broadcast_that_moves_and_a_price_that_is_not_known_are_waited_for() {
    let world = Arc::new(World::with_contacts(2));
    let id = planned_broadcast(&world).await;
    let messages = world.messages();
    report(&world, &messages[0], CarrierStatus::Delivered).await;
    report(&world, &messages[1], CarrierStatus::Sent).await;
    price(&world, &messages[0], Some(8_300));
    world.settlement_queue.lock().expect("a lock").clear();
    look(&world, id).await.expect("waited");
    assert_eq!(
        (spent(&world, id), looks(&world)),
        (None, vec![LOOK_AGAIN_AFTER])
    );
    report(&world, &messages[1], CarrierStatus::Undelivered).await;
    price(&world, &messages[1], None);
    look(&world, id).await.expect("waited");
    assert_eq!(spent(&world, id), None);
    world.prices.lock().expect("a lock")[1].price = Some(8_300);
    look(&world, id).await.expect("settled");
    assert_eq!(spent(&world, id), Some(16_600));
}

#[tokio::test]
async fn what_the_carrier_never_prices_is_counted_by_the_list_in_the_end() {
    let (world, id) = delivered().await;
    for message in &world.messages()[..2] {
        price(&world, message, Some(8_300));
    }
    world.pass(96 * 3_600 - 1);
    look(&world, id).await.expect("waited");
    assert_eq!(spent(&world, id), None);
    world.pass(1);
    look(&world, id).await.expect("settled");
    assert_eq!(spent(&world, id), Some(16_600 + LISTED));
}

#[tokio::test]
async fn what_failed_is_not_waited_for() {
    let world = Arc::new(World::with_contacts(2));
    let id = planned_broadcast(&world).await;
    let messages = world.messages();
    report(&world, &messages[0], CarrierStatus::Failed).await;
    report(&world, &messages[1], CarrierStatus::Failed).await;
    price(&world, &messages[0], None);
    price(&world, &messages[1], Some(1_000));
    look(&world, id).await.expect("settled");
    assert_eq!(spent(&world, id), Some(1_000));
}

#[tokio::test]
async fn a_broadcast_that_was_stopped_gives_its_money_back() {
    let world = Arc::new(World::with_contacts(3));
    let id = planned_broadcast(&world).await;
    let cancel = CancelBroadcast {
        broadcasts: world.clone(),
        queue: world.clone(),
        audit: audit(&world),
        clock: world.clone(),
    };
    cancel.run(id, "staff").await.expect("stopped");
    plan(&world, id).await.expect("skipped");
    look(&world, id).await.expect("settled");
    assert_eq!(spent(&world, id), Some(0));
}

#[tokio::test]
async fn what_was_not_planned_has_no_money_to_settle() {
    let world = Arc::new(World::with_contacts(1));
    let id = broadcast_at(&world, 0).await;
    look(&world, id).await.expect("nothing to do");
    assert_eq!((spent(&world, id), looks(&world)), (None, vec![]));
}

#[tokio::test]
async fn whatever_fails_the_same_task_settles_it_once() {
    for fault in [Fault::Before, Fault::After] {
        let (world, id) = delivered().await;
        for message in world.messages() {
            price(&world, &message, Some(8_300));
        }
        world.fail(1, fault);
        assert!(look(&world, id).await.is_err());
        look(&world, id).await.expect("settled");
        assert_eq!(spent(&world, id), Some(24_900), "{fault:?}");
    }
}

/// One price a page, each of which takes three seconds.
struct SlowLog {
    world: Arc<World>,
    asked: Mutex<Vec<RangeInclusive<Date>>>,
}

#[async_trait]
impl CarrierLog for SlowLog {
    async fn find_texts(&self, _: &PhoneNumber, _: Timestamp) -> Result<Vec<LoggedText>> {
        Ok(Vec::new())
    }

    async fn find_calls(&self, _: &PhoneNumber, _: Timestamp) -> Result<Vec<LoggedText>> {
        Ok(Vec::new())
    }

    async fn list_prices(
        &self,
        _: MessageType,
        days: RangeInclusive<Date>,
        cursor: Option<&str>,
    ) -> Result<Page<PricedText, String>> {
        self.world.pass(3);
        self.asked.lock().expect("a lock").push(days);
        let at: usize = cursor.map_or(0, |cursor| cursor.parse().expect("ours"));
        let prices = self.world.prices.lock().expect("a lock");
        let next = (at + 1 < prices.len()).then(|| (at + 1).to_string());
        Ok(Page {
            items: vec![prices[at].clone()],
            next,
        })
    }
}

#[tokio::test]
async fn a_long_list_is_read_in_several_runs_of_the_same_days() {
    let (world, id) = delivered().await;
    for message in world.messages() {
        price(&world, &message, Some(8_300));
    }
    let log = Arc::new(SlowLog {
        world: world.clone(),
        asked: Mutex::default(),
    });
    let settle = SettleBroadcast {
        log: log.clone(),
        ..settle(&world)
    };
    let mut task = SettlementTask::new(id);
    let mut runs = 0;
    while spent(&world, id).is_none() {
        let deadline = world.now() + PAGE_TIME + SignedDuration::from_secs(1);
        settle.run(task.clone(), deadline).await.expect("worked on");
        runs += 1;
        // Midnight passes between the runs.
        world.pass(86_400);
        if let Some((next, delay)) = world.settlement_queue.lock().expect("a lock").pop() {
            assert_eq!(delay, Duration::ZERO);
            task = next;
        }
    }
    assert_eq!((runs, spent(&world, id)), (3, Some(24_900)));
    let asked = log.asked.lock().expect("a lock");
    assert!(asked.iter().all(|days| *days == asked[0]), "{asked:?}");
}
