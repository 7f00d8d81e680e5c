//! What is shown before sending, and that planning comes to the same.

use async_trait::async_trait;
use domain::contact::ContactChange;
use domain::money::YearMonth;
use domain::statistics::{ContactPresence, MessageChange};
use domain::{BroadcastId, Country, MessageTemplate, PhoneNumber, TimeZoneName};
use jiff::SignedDuration;

use super::*;
use crate::fakes::{World, contact, settings};
use crate::plan_broadcast::tests::run as plan;
use crate::ports::{BroadcastStore, Clock, MoneyReservation, Statistics};

/// A directory of so many people.
struct People(u64);

#[async_trait]
impl StatisticsStore for People {
    async fn count_message_changes(&self, _: BroadcastId, _: &[MessageChange]) -> Result<()> {
        Ok(())
    }

    async fn count_contact_changes(&self, _: &[ContactPresence]) -> Result<()> {
        Ok(())
    }

    async fn get_statistics(&self) -> Result<Statistics> {
        Ok(Statistics {
            contacts_total: self.0,
            ..Statistics::default()
        })
    }
}

fn preview(world: &Arc<World>, people: u64) -> PreviewMessage {
    PreviewMessage {
        contacts: world.clone(),
        groups: world.clone(),
        settings: settings(world),
        budget: world.clone(),
        sender: world.clone(),
        statistics: Arc::new(People(people)),
        church_name: "Grace".into(),
        clock: world.clone(),
    }
}

fn tag(text: &str) -> LanguageTag {
    LanguageTag::parse(text).expect("a tag")
}

fn template(text: &str) -> MessageTemplate {
    MessageTemplate::parse(text).expect("a template")
}

fn draft(text: &str) -> Draft {
    Draft {
        composition: Composition {
            content: template(text),
            language: LanguageTag::english(),
            translations: BTreeMap::new(),
        },
        purpose: Purpose::Information,
        scheduled_at: None,
        preview_as: None,
    }
}

fn person(number: u32, change: ContactChange) -> Contact {
    let person = contact(number, number, true);
    let details = person
        .details
        .with(change, "US".parse().expect("a country"));
    Contact {
        details: details.expect("a good change"),
        ..person
    }
}

fn speaks(language: &str, name: &str) -> ContactChange {
    ContactChange {
        name: Some(name.into()),
        preferred_language: Some(language.into()),
        ..ContactChange::default()
    }
}

/// Three who read English, two of whom share a phone; two who read Spanish; one who is not active.
fn congregation() -> Arc<World> {
    let world = World::with_contacts(2);
    world.add_contact(contact(3, 1, true));
    world.add_contact(person(4, speaks("es-MX", "Luz Pérez")));
    world.add_contact(person(5, speaks("es", "Ñandú Żółw")));
    world.add_contact(contact(6, 6, false));
    Arc::new(world)
}

fn in_two_languages() -> Draft {
    let mut draft = draft("Hi {first_name}, dinner on Friday.");
    draft.composition.translations = BTreeMap::from([(
        tag("es"),
        template(
            "Hola {first_name}, cena el viernes a las seis, en el patio de la iglesia de siempre.",
        ),
    )]);
    draft
}

#[tokio::test]
async fn each_language_has_its_readers_its_segments_and_its_price() {
    let world = congregation();
    let found = preview(&world, 6)
        .run(&Audience::All, MessageType::Sms, Some(&in_two_languages()))
        .await
        .expect("a preview");
    assert_eq!(found.recipients, 4);
    assert!(!found.is_estimate);
    let preferred: Vec<_> = found
        .languages
        .iter()
        .map(|(tag, count)| (tag.as_str(), *count))
        .collect();
    assert_eq!(preferred, [("en", 2), ("es", 1), ("es-MX", 1)]);
    let estimate = found.estimate.expect("an estimate");
    let english = &estimate.texts[&tag("en")];
    assert_eq!(
        (english.recipients, english.encoding, english.segments),
        (2, Encoding::Gsm7, 2)
    );
    assert_eq!(english.sample.text, "Hi Person, dinner on Friday.");
    let spanish = &estimate.texts[&tag("es")];
    assert_eq!(spanish.recipients, 2);
    // One name is not in the alphabet of 160 letters, and makes two segments of the one.
    assert_eq!(
        (spanish.segments_min, spanish.segments_max, spanish.segments),
        (1, 2, 3)
    );
    assert_eq!(
        (spanish.encoding, spanish.sample.name.as_str()),
        (Encoding::Unicode, "Ñandú Żółw")
    );
    assert_eq!(estimate.segments, 5);
    let forecast = estimate.forecast.expect("somebody gets it");
    assert_eq!(
        forecast.out_by,
        Some(world.now() + SignedDuration::from_secs(5))
    );
}

#[tokio::test]
async fn planning_comes_to_what_was_shown() {
    let world = congregation();
    let draft = in_two_languages();
    let shown = preview(&world, 6)
        .run(&Audience::All, MessageType::Sms, Some(&draft))
        .await
        .expect("a preview");
    let estimate = shown.estimate.expect("an estimate");
    let id = BroadcastId::new(world.now(), 1);
    let composition = draft.composition;
    let translations = composition.translations.into_iter();
    let broadcast = domain::Broadcast {
        translations: translations
            .map(|(tag, text)| (tag, text.source().clone()))
            .collect(),
        church_name: Some("Grace".into()),
        ..domain::Broadcast::new(
            id,
            composition.content.source().clone(),
            Audience::All,
            "staff".into(),
            world.now(),
        )
    };
    world.create_broadcast(&broadcast).await.expect("created");
    plan(&world, id).await.expect("planned");
    let planned = world.broadcast(id).expect("there").plan;
    let left_out: u64 = shown.left_out.values().map(|left_out| left_out.count).sum();
    assert_eq!(
        (
            planned.recipients,
            planned.left_out,
            planned.segments,
            planned.cost
        ),
        (
            shown.recipients,
            left_out,
            estimate.segments,
            estimate.price
        )
    );
    assert_eq!(
        planned.out_by,
        estimate.forecast.and_then(|forecast| forecast.out_by)
    );
}

#[tokio::test]
async fn whoever_is_left_out_is_told_with_and_without_a_text() {
    let world = congregation();
    let abroad = person(
        7,
        ContactChange {
            phone: Some("+442079460123".into()),
            ..ContactChange::default()
        },
    );
    world.add_contact(abroad);
    let reasons = [
        (SkipReason::SamePhone, 1),
        (SkipReason::Inactive, 1),
        (SkipReason::CountryNotAllowed, 1),
    ];
    for draft in [None, Some(in_two_languages())] {
        let found = preview(&world, 7)
            .run(&Audience::All, MessageType::Sms, draft.as_ref())
            .await
            .expect("a preview");
        let counts: Vec<_> = found
            .left_out
            .iter()
            .map(|(reason, people)| (*reason, people.count))
            .collect();
        assert_eq!(counts, reasons);
        assert_eq!(
            (found.recipients, found.estimate.is_some()),
            (4, draft.is_some())
        );
    }
}

#[tokio::test]
async fn it_is_told_whether_the_months_money_is_enough() {
    let world = congregation();
    let month = YearMonth::parse("1970-01").expect("a month");
    let used = MoneyReservation {
        expense: BroadcastId::new(world.now(), 9).into(),
        month,
        amount: MicroDollars::from_cents(90),
        spent: None,
    };
    world.reserve_money(&used, None).await.expect("set aside");
    let church = ChurchSettings::in_zone(
        TimeZoneName::parse("Etc/GMT-12").expect("a zone"),
        Country::UNITED_STATES,
    );
    let price = church.prices.text_price(Some(Country::UNITED_STATES), 4);
    for (room, fits) in [(price, true), (price.minus(MicroDollars::new(1)), false)] {
        *world.settings.lock().expect("a lock") = Some(ChurchSettings {
            monthly_cap: Some(used.amount.plus(room)),
            ..church.clone()
        });
        let found = preview(&world, 6)
            .run(&Audience::All, MessageType::Sms, Some(&draft("Dinner")))
            .await
            .expect("a preview");
        let budget = found.estimate.expect("an estimate").budget;
        assert_eq!((budget.fits, budget.month.remaining()), (fits, Some(room)));
        assert_eq!(budget.month.month, month);
    }
}

#[tokio::test]
async fn the_month_and_the_hours_are_those_of_the_time_that_was_chosen() {
    let world = congregation();
    // Nine in the evening of the 31st, in the tests' zone.
    let at = "1970-01-31T09:00:00Z".parse().expect("a time");
    let evening = Draft {
        scheduled_at: Some(at),
        ..draft("Dinner")
    };
    let found = preview(&world, 6)
        .run(&Audience::All, MessageType::Sms, Some(&evening))
        .await
        .expect("a preview");
    let estimate = found.estimate.expect("an estimate");
    assert_eq!(estimate.budget.month.month.to_string(), "1970-01");
    let forecast = estimate.forecast.expect("somebody gets it");
    assert_eq!(forecast.waits_for_morning, 4);
    assert_eq!(forecast.starts_at, at + SignedDuration::from_hours(12));
}

#[tokio::test]
async fn a_persons_own_text_is_shown_even_when_it_would_not_be_sent() {
    let world = congregation();
    for (number, text, reason) in [
        (5, "Hola Ñandú", None),
        (6, "Hi Person", Some(SkipReason::Inactive)),
    ] {
        let draft = Draft {
            preview_as: Some(contact(number, number, true).id),
            ..in_two_languages()
        };
        let nobody = Audience::Groups {
            group_ids: Vec::new(),
        };
        let found = preview(&world, 6)
            .run(&nobody, MessageType::Sms, Some(&draft))
            .await
            .expect("a preview");
        let person = found.preview_as.expect("a person");
        assert!(person.text.starts_with(text), "{}", person.text);
        assert_eq!(person.skip_reason, reason);
    }
    let draft = Draft {
        preview_as: Some(contact(99, 99, true).id),
        ..in_two_languages()
    };
    match preview(&world, 6)
        .run(&Audience::All, MessageType::Sms, Some(&draft))
        .await
    {
        Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "preview_as"),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn of_a_large_directory_a_part_stands_for_the_whole() {
    let world = Arc::new(World::default());
    let someone = contact(1, 1, true);
    for number in 1..=MAXIMUM_PEOPLE + 1 {
        let mut person = someone.clone();
        person.id = ContactId::new(Timestamp::UNIX_EPOCH, number.into());
        let phone = format!("+1212{:07}", 2_000_000 + number);
        person.details.phone = PhoneNumber::from_e164(&phone).expect("a number");
        person.details.active = number % 4 != 0;
        world.add_contact(person);
    }
    let found = preview(&world, 100_000)
        .run(&Audience::All, MessageType::Sms, Some(&draft("Dinner")))
        .await
        .expect("a preview");
    assert!(found.is_estimate);
    assert_eq!(found.recipients, 75_000);
    assert_eq!(found.left_out[&SkipReason::Inactive].count, 25_000);
    let estimate = found.estimate.expect("an estimate");
    assert_eq!(estimate.segments, 75_000);
    let one = estimate.price.micros() / 75_000;
    assert_eq!(one * 75_000, estimate.price.micros());
    assert!(
        estimate
            .forecast
            .is_some_and(|forecast| forecast.waits_for_morning > 0)
    );
}
