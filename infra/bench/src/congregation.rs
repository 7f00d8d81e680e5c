//! The people that a run is about, and the member of staff who writes to them.

use std::collections::BTreeMap;
use std::sync::Arc;

use adapters::dynamodb::keys::Key;
use adapters::sqs::SqsBroadcastQueue;
use adapters::surroundings::{SystemClock, SystemRandomness};
use anyhow::{Result, ensure};
use app::audit::Audit;
use app::create_broadcast::{CreateBroadcast, NewBroadcast};
use app::ports::{Clock, ContactSave, ContactStore, Randomness, Replacement, SettingsStore};
use aws_credential_types::Credentials;
use aws_types::region::Region;
use domain::contact::{ContactChange, ContactDetails};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource};
use domain::pace::SenderPace;
use domain::{
    Audience, BroadcastId, ChangeId, ChurchSettings, Contact, ContactId, Country, LanguageTag,
    MessageTemplate, MessageType, Purpose, TimeZoneName,
};
use dynoxide::{AttributeValue, Item};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::aws::metering::{Meter, Usage};
use crate::world::World;

/// A text of one segment, as churches write them.
const CONTENT: &str = "Dear friends, the service on Sunday begins at 10:30 because of the baptism. Lunch follows in the hall; \
                       please bring a side dish. See you there!";

/// People who are put in together.
const CHUNK: usize = 10_000;

/// Zones all around the world: in one of them it is about noon, so that nobody's night holds up a text.
const ZONES: [&str; 12] = [
    "Pacific/Auckland",
    "Pacific/Honolulu",
    "America/Los_Angeles",
    "America/Chicago",
    "America/Sao_Paulo",
    "Atlantic/Azores",
    "Europe/London",
    "Europe/Athens",
    "Asia/Dubai",
    "Asia/Dhaka",
    "Asia/Shanghai",
    "Australia/Sydney",
];

/// Puts people into the table. The first is written by our own store; the others are like that one, but for name, number
/// and id, for writing each with all its places in the directory would take longer than what is measured.
///
/// # Errors
/// When they can't be put in.
pub(crate) async fn gather(world: &World, count: usize) -> Result<()> {
    let now = SystemClock.now();
    let first = contact(now)?;
    let save = ContactSave {
        before: None,
        after: first.clone(),
        change: note(&first),
    };
    let results = world.store.save_contacts(&[save]).await?;
    ensure!(
        results == [Replacement::Done],
        "the first contact was not written"
    );
    let key = Key::contact(first.id);
    let key = Item::from([
        ("pk".to_owned(), AttributeValue::S(key.pk)),
        ("sk".to_owned(), AttributeValue::S(key.sk)),
    ]);
    let sample = world.services.table.read(&key)?;
    let numbers: Vec<usize> = (1..count).collect();
    for chunk in numbers.chunks(CHUNK) {
        let items = chunk
            .iter()
            .map(|number| like(&sample, now, *number))
            .collect();
        world.services.table.import(&world.table, items)?;
    }
    Ok(())
}

fn like(sample: &Item, now: Timestamp, number: usize) -> Item {
    let mut item = sample.clone();
    let id = ContactId::new(now, number as u128);
    for (name, value) in [
        ("sk", id.to_string()),
        ("name", name(number)),
        ("phone", phone(number)),
    ] {
        item.insert(name.to_owned(), AttributeValue::S(value));
    }
    item
}

fn contact(now: Timestamp) -> Result<Contact> {
    let form = ContactChange {
        sl_no: Some(Some(1)),
        name: Some(name(0)),
        address: Some(Some("1208 Wildflower Lane".into())),
        city: Some(Some("Carrollton".into())),
        state_zip: Some(Some("TX 75006".into())),
        phone: Some(phone(0)),
        preferred_language: Some("en".into()),
        active: Some(true),
        email: Some(Some("member@example.org".into())),
        time_zone: Some(Some(zone_at_noon(now)?.into())),
        ..ContactChange::default()
    };
    let region = "US".parse().map_err(anyhow::Error::msg)?;
    let details = ContactDetails::from_form(form, region)
        .map_err(|errors| anyhow::anyhow!("the form of the first contact: {errors:?}"))?;
    Ok(Contact {
        id: ContactId::new(now, 0),
        details,
        opted_out_at: None,
        calls_opted_out_at: None,
        unreachable: None,
        former_phones: Vec::new(),
        created_at: now,
        updated_at: now,
        version: 1,
    })
}

fn note(contact: &Contact) -> ChangeRecord {
    ChangeRecord {
        id: ChangeId::new(contact.created_at, 1),
        contact_id: contact.id,
        at: contact.created_at,
        actor: Actor {
            id: "bench".into(),
            shown_as: "staff@example.org".into(),
        },
        action: ChangeAction::Created,
        source: ChangeSource::ByHand,
        reason: None,
        changes: Vec::new(),
    }
}

fn name(number: usize) -> String {
    format!("Ruth-Elisabeth Okafor {number:06}")
}

/// A number of Manhattan's for each person, for 8 million of them.
fn phone(number: usize) -> String {
    let (exchange, line) = (200 + number / 10_000 % 800, number % 10_000);
    format!("+1212{exchange}{line:04}")
}

/// The zone in which it is closest to half past noon.
fn zone_at_noon(now: Timestamp) -> Result<&'static str> {
    let mut closest = (SignedDuration::MAX, ZONES[0]);
    for zone in ZONES {
        let local = now.to_zoned(TimeZone::get(zone)?);
        let noon = local.start_of_day()? + SignedDuration::from_mins(750);
        let distance = local.duration_since(&noon).abs();
        closest = closest.min((distance, zone));
    }
    Ok(closest.1)
}

/// Has a member of staff write to everybody, and answers the broadcast and what accepting it asked of AWS.
///
/// # Errors
/// When it is not accepted.
pub(crate) async fn write_to_everybody(world: &World) -> Result<(BroadcastId, Usage)> {
    let meter = Arc::<Meter>::default();
    let door = world.door(&meter).await?;
    let config = adapters::aws::configuration(
        Region::from_static("us-east-1"),
        Credentials::from_keys("bench", "bench", None),
        Some(door.url()),
    );
    let client = aws_sdk_dynamodb::Client::new(&config);
    let store = Arc::new(adapters::dynamodb::DynamoStore::new(
        client,
        world.table.clone(),
    ));
    decide_pace(store.as_ref()).await?;
    let create = CreateBroadcast {
        contacts: store.clone(),
        groups: store.clone(),
        broadcasts: store.clone(),
        keys: store.clone(),
        audit: Audit {
            entries: store.clone(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        },
        church_name: "Church of the Bench".into(),
        queue: Arc::new(SqsBroadcastQueue {
            client: aws_sdk_sqs::Client::new(&config),
            url: "https://sqs.us-east-1.amazonaws.com/000000000000/BroadcastQueue".into(),
        }),
        clock: Arc::new(SystemClock),
        randomness: Arc::new(SystemRandomness),
    };
    let progress = create
        .run(NewBroadcast {
            content: MessageTemplate::parse(CONTENT)?,
            language: LanguageTag::english(),
            translations: BTreeMap::new(),
            purpose: Purpose::default(),
            is_emergency_confirmed: false,
            is_test: false,
            scheduled_at: None,
            message_type: MessageType::Sms,
            audience: Audience::All,
            birthday: None,
            created_by: "staff@example.org".into(),
            idempotency: Some(app::create_broadcast::IdempotencyKey {
                key: format!("bench-{:x}", SystemRandomness.draw()),
                fingerprint: "bench".into(),
            }),
        })
        .await?;
    Ok((progress.broadcast.id, meter.total()))
}

/// The fastest sender there is: what is measured is us, and not the network's pace.
async fn decide_pace(settings: &dyn SettingsStore) -> Result<()> {
    let zone = TimeZoneName::parse(zone_at_noon(SystemClock.now())?)?;
    let carrier_queue = SenderPace::default().carrier_queue();
    let fastest = ChurchSettings {
        pace: SenderPace::new(SenderPace::FASTEST, carrier_queue)?,
        version: 1,
        ..ChurchSettings::in_zone(zone, Country::UNITED_STATES)
    };
    settings.replace_settings(&fastest, 0).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn everybody_has_another_number() {
        let numbers: HashSet<String> = (0..100_000).map(phone).collect();
        assert_eq!(numbers.len(), 100_000);
        assert!(numbers.iter().all(|number| number.len() == 12));
    }

    #[test]
    fn at_every_hour_there_is_a_zone_where_it_is_daytime() {
        let midnight: Timestamp = "2026-03-01T00:00:00Z".parse().expect("a time");
        for hour in 0..24 {
            let now = midnight + SignedDuration::from_hours(hour);
            let zone = zone_at_noon(now).expect("a zone");
            let local = now.to_zoned(TimeZone::get(zone).expect("a zone"));
            assert!((11..=14).contains(&local.hour()), "{zone} at {local}");
        }
    }
}
