//! Broadcasts in every kind of weather, each decided by a seed.

use std::sync::OnceLock;

use domain::broadcast::{BroadcastStage, PlanProgress};
use domain::{
    Audience, Broadcast, BroadcastId, MessageContent, MessageId, PhoneNumber, QuietHours,
};

use super::messages::queued;
use super::queue::Task;
use super::random::Random;
use super::simulation::Simulation;
use super::world::{Event, Millis, Safeguard, State, Weather, World};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;

/// Numbers that are read once, for reading one takes longer than sending to it.
pub(super) fn phones() -> &'static [PhoneNumber] {
    static PHONES: OnceLock<Vec<PhoneNumber>> = OnceLock::new();
    PHONES.get_or_init(|| {
        let numbers = (0..1_000).map(|number| format!("+1212555{number:04}"));
        let read = numbers.map(PhoneNumber::try_from);
        read.collect::<Result<_, _>>().expect("good numbers")
    })
}

/// Writes a broadcast to these phones, and queues a message for each.
pub(super) fn add_broadcast(
    state: &mut State,
    number: u128,
    phones: &[PhoneNumber],
) -> BroadcastId {
    let at = state.timestamp();
    let id = BroadcastId::new(at, number);
    let content = MessageContent::parse("Dinner on Friday").expect("content");
    let plan = PlanProgress {
        recipients: phones.len().try_into().expect("a small number"),
        ..PlanProgress::default()
    };
    let broadcast = Broadcast {
        stage: BroadcastStage::Sending,
        plan,
        planned_at: Some(at),
        ..Broadcast::new(id, content, Audience::All, "staff".into(), at)
    };
    state.broadcasts.insert(id, broadcast);
    for phone in phones {
        let message = MessageId::for_phone(id, phone);
        state
            .messages
            .insert(message, queued(message, phone.clone(), at));
        let now = state.now;
        state.queue.send(Task::Send(message), now);
    }
    id
}

fn storm(random: &mut Random) -> Weather {
    let log_is_down = random.chance(200).then(|| {
        let from = random.between(0, 20 * MINUTE);
        (from, from + random.between(MINUTE, 8 * HOUR))
    });
    Weather {
        deaths: 4 + u32::try_from(random.below(16)).unwrap_or(0),
        store_faults: u32::try_from(random.below(20)).unwrap_or(0),
        carrier_faults: 200 + u32::try_from(random.below(500)).unwrap_or(0),
        duplicates: u32::try_from(random.below(200)).unwrap_or(0),
        lost_reports: u32::try_from(random.below(900)).unwrap_or(0),
        log_is_down,
        log_lag: random.between(0, 90_000),
        skew: random.between(-30_000, 30_000),
        latency: 10 * random.between(0, 20),
        until: random.between(HOUR, 6 * HOUR),
    }
}

/// A small church on a bad day: about twenty people, one broadcast or two with the same words, someone who says STOP,
/// and now and then staff who stop it all, or an evening that is near.
pub(super) fn bad_day(seed: u64, removed: Option<Safeguard>) -> Simulation {
    let mut random = Random::new(seed);
    let world = World::new(seed, storm(&mut random));
    {
        let mut state = world.state();
        state.removed = removed;
        if random.chance(200) {
            state.quiet_hours = Some(QuietHours::default());
            state.now = random.between(0, 8 * HOUR);
            state.weather.until += state.now;
        }
        let people = usize::try_from(random.between(16, 24)).unwrap_or(20);
        let first = add_broadcast(&mut state, 1, &phones()[..people]);
        if random.chance(300) {
            add_broadcast(&mut state, 2, &phones()[..people / 2]);
        }
        let now = state.now;
        for phone in phones().iter().take(people) {
            if random.chance(100) {
                let at = now + random.between(0, 5 * MINUTE);
                state.plan(at, Event::OptOut(phone.clone()));
            }
        }
        if random.chance(100) {
            let at = now + random.between(0, 10 * MINUTE);
            state.plan(at, Event::Cancel(first));
        }
    }
    Simulation::new(world, 3)
}

/// A thousand people are texted, and three hundred of them say STOP while it goes on.
pub(super) fn stops_during_a_broadcast(
    seed: u64,
    people: usize,
    removed: Option<Safeguard>,
) -> Simulation {
    let mut random = Random::new(seed);
    let weather = Weather {
        deaths: 1,
        store_faults: 1,
        carrier_faults: 20,
        duplicates: 10,
        lost_reports: 1_000,
        latency: 40,
        until: 10 * MINUTE,
        ..Weather::fair()
    };
    let world = World::new(seed, weather);
    {
        let mut state = world.state();
        state.removed = removed;
        add_broadcast(&mut state, 1, &phones()[..people]);
        let end = Millis::try_from(people * 12).unwrap_or(Millis::MAX);
        for phone in phones().iter().take(people) {
            if random.chance(300) {
                state.plan(random.between(0, end), Event::OptOut(phone.clone()));
            }
        }
    }
    Simulation::new(world, 5).redriven_once()
}
