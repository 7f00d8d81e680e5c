//! Exports, and what comes of importing them again.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use domain::birthday::Birthday;
use domain::contact::{ContactChange, ContactDetails};
use domain::directory::folded;
use domain::group::{Group, GroupKind, GroupName};
use domain::import::{OutcomeCounts, RowOutcome};
use domain::{Contact, ContactId, GroupId};
use futures::executor::block_on;
use proptest::prelude::*;

use super::*;
use crate::exports::Exports;
use crate::fakes::{World, contact, staff};
use crate::imports::fakes::{Accident, Church, LIFE};

fn exports(church: &Church) -> Exports {
    Exports {
        exports: church.shelf.clone(),
        links: church.shelf.clone(),
        queue: church.world.clone(),
        clock: church.world.clone(),
        randomness: church.world.clone(),
    }
}

fn writer(church: &Church) -> WriteExport {
    WriteExport {
        exports: church.shelf.clone(),
        contacts: church.world.clone(),
        groups: church.world.clone(),
        files: church.shelf.clone(),
        clock: church.world.clone(),
    }
}

/// The file of everyone in the directory.
async fn exported(church: &Church) -> Vec<u8> {
    let export = exports(church).create(staff()).await.expect("asked for");
    writer(church)
        .run(export.id, church.world.now() + LIFE)
        .await
        .expect("written");
    church.shelf.files.lock().expect("a lock")[&export.file_key()].clone()
}

#[tokio::test]
async fn everyone_is_in_the_file_and_it_can_be_downloaded() {
    let church = Church::of(World::with_contacts(1_200));
    let file = String::from_utf8(exported(&church).await).expect("text");
    assert_eq!(file.lines().count(), 1_201);
    assert!(file.starts_with("\u{feff}id,sl_no,name,"));
    let id = *church
        .shelf
        .exports
        .lock()
        .expect("a lock")
        .keys()
        .next()
        .expect("an export");
    let (export, link) = exports(&church).get(id).await.expect("an export");
    assert_eq!(
        (export.stage, export.rows),
        (ExportStage::Ready, Some(1_200))
    );
    assert!(link.is_some());
    church.world.pass(Export::KEPT_FOR.as_secs());
    assert!(matches!(
        exports(&church).get(id).await,
        Err(Error::NotFound("export"))
    ));
}

#[tokio::test]
async fn whatever_happens_to_a_worker_the_next_writes_the_file() {
    for accident in Accident::ALL {
        for effect in 1..=2 {
            let church = Church::of(World::with_contacts(3));
            let export = exports(&church).create(staff()).await.expect("asked for");
            church.shelf.expect(effect, accident);
            church
                .shelf
                .run(writer(&church).run(export.id, Timestamp::MAX))
                .await;
            assert!(church.shelf.recover(), "{accident:?} {effect} was not met");
            writer(&church)
                .run(export.id, Timestamp::MAX)
                .await
                .expect("written");
            let (export, _) = exports(&church).get(export.id).await.expect("an export");
            assert_eq!(export.rows, Some(3), "{accident:?} {effect}");
        }
    }
}

#[tokio::test]
async fn an_export_that_would_not_end_in_time_is_left_to_another_worker() {
    let church = Church::of(World::with_contacts(600));
    let export = exports(&church).create(staff()).await.expect("asked for");
    assert!(
        writer(&church)
            .run(export.id, church.world.now())
            .await
            .is_err()
    );
    writer(&church)
        .run(export.id, church.world.now() + LIFE)
        .await
        .expect("written");
}

const GROUPS: [&str; 4] = ["Choir", "Youth, girls", "Jóvenes", "=Ushers"];

fn group(number: usize) -> Group {
    Group {
        id: GroupId::new(Timestamp::UNIX_EPOCH, number as u128),
        name: GroupName::parse(GROUPS[number]).expect("a name"),
        kind: GroupKind::Static,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// Texts with everything that spreadsheets trip over, at their beginning and within.
fn text() -> impl Strategy<Value = String> {
    "(=|\\+|-|@|'|\"|''|=\"| )?[\\PC&&[^#]]{0,12}[,;'\"|\t=+@-]?[A-Za-zà-ÿ가-힣一-龥0-9]{1,6}"
}

fn optional_text() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

fn notes() -> impl Strategy<Value = Option<String>> {
    let line = "[=+@'\"-]?[\\PC&&[^#]]{0,12}[\",;]?";
    proptest::option::of(proptest::collection::vec(line, 1..4).prop_map(|lines| lines.join("\n")))
}

fn phone() -> impl Strategy<Value = String> {
    let us = (0..20_u32, 0..10_000_u32)
        .prop_map(|(line, last)| format!("+1212555{:04}", last % (line + 1)));
    prop_oneof![
        us,
        Just("+442079460958".to_owned()),
        Just("+5511961234567".to_owned()),
        Just("+821012345678".to_owned())
    ]
}

fn birthday() -> impl Strategy<Value = Option<String>> {
    let day = (proptest::option::of(1900..2100_i16), 1..=12_i8, 1..=31_i8);
    proptest::option::of(
        day.prop_filter_map("a day that exists", |(year, month, day)| {
            Birthday::new(year, month, day)
                .ok()
                .map(|day| day.to_string())
        }),
    )
}

fn details() -> impl Strategy<Value = ContactDetails> {
    let lines = (
        text(),
        optional_text(),
        optional_text(),
        optional_text(),
        notes(),
    );
    let language = proptest::sample::select(vec![
        "en",
        "es-MX",
        "zh-Hant-TW",
        "ko",
        "fil",
        "hmn",
        "pt-BR",
    ]);
    let email = proptest::option::of("[a-z+']{1,8}@[a-z]{1,8}\\.org");
    let zone = proptest::option::of(proptest::sample::select(vec![
        "America/Chicago",
        "Asia/Seoul",
        "UTC",
    ]));
    let groups = proptest::collection::btree_set(0..GROUPS.len(), 0..=GROUPS.len());
    let others = (
        phone(),
        language,
        any::<bool>(),
        any::<bool>(),
        email,
        birthday(),
        zone,
    );
    (proptest::option::of(any::<u32>()), lines, others, groups).prop_filter_map(
        "details that the directory takes",
        |(
            sl_no,
            (name, address, city, state_zip, notes),
            (phone, language, active, call_consent, email, birthday, zone),
            groups,
        )| {
            let form = ContactChange {
                sl_no: Some(sl_no),
                name: Some(name),
                address: Some(address),
                city: Some(city),
                state_zip: Some(state_zip),
                phone: Some(phone),
                preferred_language: Some(language.to_owned()),
                active: Some(active),
                call_consent: Some(call_consent),
                email: Some(email),
                birthday: Some(birthday),
                time_zone: Some(zone.map(str::to_owned)),
                notes: Some(notes),
                groups: Some(groups.into_iter().map(|number| group(number).id).collect()),
            };
            ContactDetails::from_form(form, *REGION).ok()
        },
    )
}

static REGION: LazyLock<domain::phone::DefaultRegion> =
    LazyLock::new(|| "US".parse().expect("a country"));

/// People as the directory may hold them: no two have the same name and phone, which are one person to an import.
fn directory() -> impl Strategy<Value = Vec<ContactDetails>> {
    let people = proptest::collection::vec(details(), 1..12);
    people.prop_map(|mut people| {
        let mut seen = BTreeSet::new();
        people.retain(|person| seen.insert((folded(&person.name), person.phone.clone())));
        people
    })
}

async fn church_of(people: &[ContactDetails]) -> Church {
    let church = Church::default();
    for number in 0..GROUPS.len() {
        crate::ports::GroupStore::create_group(church.world.as_ref(), &group(number))
            .await
            .expect("made");
    }
    for (number, details) in (1..).zip(people) {
        let id = ContactId::new(Timestamp::UNIX_EPOCH, number.into());
        let person = contact(number, 1, true);
        church.world.add_contact(Contact {
            id,
            details: details.clone(),
            ..person
        });
    }
    church
}

fn by_name(church: &Church) -> Vec<ContactDetails> {
    let mut details: Vec<ContactDetails> = church
        .world
        .contacts()
        .into_iter()
        .map(|contact| contact.details)
        .collect();
    details.sort_by(|one, other| (&one.name, &one.phone).cmp(&(&other.name, &other.phone)));
    details
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Into an empty directory: the same people. Into the same: nothing changes.
    #[test]
    fn an_export_that_is_imported_gives_the_same_contacts(people in directory()) {
        block_on(async {
            let church = church_of(&people).await;
            let file = exported(&church).await;

            let empty = church_of(&[]).await;
            let id = empty.applied(file.as_slice()).await;
            let refused: Vec<_> = empty.rows(id, None).await.into_iter()
                .filter(|row| row.outcome == RowOutcome::Refused).flat_map(|row| row.errors).collect();
            let text = String::from_utf8_lossy(&file).into_owned();
            prop_assert!(refused.is_empty(), "{:?} in {}", refused, text);
            prop_assert!(by_name(&empty) == by_name(&church), "{}", text);

            let before = church.world.contacts();
            let again = church.applied(file).await;
            let unchanged = people.len() as u64;
            prop_assert_eq!(church.import(again).counts(), OutcomeCounts { unchanged, ..OutcomeCounts::default() });
            prop_assert!(church.world.contacts() == before);
            Ok(())
        })?;
    }
}
