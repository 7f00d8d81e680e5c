use std::collections::HashMap;

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::contact::ContactChange;
use crate::contact::ContactDetails;
use crate::group::{Group, GroupKind, GroupName, GroupRule};

fn contact(random: u128, name: &str, change: ContactChange) -> Contact {
    let form = ContactChange {
        name: Some(name.into()),
        phone: Some(
            change
                .phone
                .clone()
                .unwrap_or_else(|| "212 555 0123".into()),
        ),
        ..change
    };
    let region = "US".parse().expect("a country code");
    Contact {
        id: ContactId::new(Timestamp::UNIX_EPOCH, random),
        details: ContactDetails::from_form(form, region).expect("a good form"),
        opted_out_at: None,
        calls_opted_out_at: None,
        unreachable: None,
        former_phones: Vec::new(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn named(random: u128, name: &str) -> Contact {
    contact(random, name, ContactChange::default())
}

/// Answers a plan as the store does: the part of the list, in order, that holds what is required.
fn found(people: &[Contact], query: &DirectoryQuery) -> Vec<ContactId> {
    let plan = query.plan();
    let by_id: HashMap<ContactId, &Contact> =
        people.iter().map(|person| (person.id, person)).collect();
    let mut positions: Vec<String> = people
        .iter()
        .flat_map(entries)
        .filter(|entry| entry.list == plan.list && entry.position.starts_with(&plan.prefix))
        .map(|entry| entry.position)
        .collect();
    positions.sort_unstable();
    positions
        .iter()
        .map(|position| {
            (
                position,
                by_id[&contact_at(position).expect("an id at the end")],
            )
        })
        .filter(|(position, person)| is_first_place(person, &plan, position))
        .filter(|(_, person)| tokens(person).hold(&plan.requirements))
        .map(|(_, person)| person.id)
        .collect()
}

fn finds(people: &[Contact], search: &str) -> Vec<String> {
    let query = DirectoryQuery {
        search: Some(search.into()),
        ..DirectoryQuery::default()
    };
    names(people, &query)
}

fn names(people: &[Contact], query: &DirectoryQuery) -> Vec<String> {
    found(people, query)
        .iter()
        .filter_map(|id| people.iter().find(|person| person.id == *id))
        .map(|person| person.details.name.clone())
        .collect()
}

#[test]
fn people_are_found_by_the_beginning_of_any_word_without_accents_and_in_any_case() {
    let people = [
        named(1, "José O’Brien-García"),
        named(2, "Ruth Okafor"),
        named(3, "김민수"),
        named(4, "王小明"),
        named(5, "Анна Ёлкина"),
        contact(
            6,
            "Dallas Young",
            ContactChange {
                city: Some(Some("Fort Worth".into())),
                ..ContactChange::default()
            },
        ),
    ];
    for (search, expected) in [
        ("jose", vec!["José O’Brien-García"]),
        ("GARC", vec!["José O’Brien-García"]),
        ("obrien", vec!["José O’Brien-García"]),
        ("o'br", vec!["José O’Brien-García"]),
        ("oka ru", vec!["Ruth Okafor"]),
        ("ruth okafor", vec!["Ruth Okafor"]),
        ("ruth garcia", vec![]),
        ("kafor", vec![]),
        ("민수", vec!["김민수"]),
        ("小明", vec!["王小明"]),
        ("ЕЛК", vec!["Анна Ёлкина"]),
        ("worth", vec!["Dallas Young"]),
        ("dallas fort", vec!["Dallas Young"]),
    ] {
        assert_eq!(finds(&people, search), expected, "{search}");
    }
    assert_eq!(
        finds(&people, "!?").len(),
        people.len(),
        "nothing to look for finds everyone"
    );
}

#[test]
fn people_are_found_by_the_end_of_the_phone_and_by_their_number() {
    let with_phone = |random, name, phone: &str, number| {
        let change = ContactChange {
            phone: Some(phone.into()),
            sl_no: Some(Some(number)),
            ..ContactChange::default()
        };
        contact(random, name, change)
    };
    let people = [
        with_phone(1, "Ann", "212 555 0123", 7),
        with_phone(2, "Bea", "212 555 4123", 17),
        with_phone(3, "Cid", "+44 7911 123456", 77),
    ];
    for (search, expected) in [
        ("0123", vec!["Ann"]),
        ("123", vec!["Ann", "Bea"]),
        ("(212) 555-4123", vec!["Bea"]),
        ("+1 212 555 4123", vec!["Bea"]),
        ("07911 123456", vec!["Cid"]),
        ("17", vec!["Bea"]),
        ("7", vec!["Ann"]),
    ] {
        assert_eq!(finds(&people, search), expected, "{search}");
    }
}

#[test]
fn lists_are_in_the_order_of_names_or_numbers() {
    let numbered = |random, name, number| {
        contact(
            random,
            name,
            ContactChange {
                sl_no: Some(number),
                ..ContactChange::default()
            },
        )
    };
    let people = [
        numbered(1, "émile", Some(10)),
        numbered(2, "Zoe", Some(9)),
        numbered(3, "adam", None),
        numbered(4, "Ella", Some(1_000)),
    ];
    assert_eq!(
        names(&people, &DirectoryQuery::default()),
        ["adam", "Ella", "émile", "Zoe"]
    );
    let by_number = DirectoryQuery {
        sort: DirectorySort::SlNo,
        ..DirectoryQuery::default()
    };
    assert_eq!(names(&people, &by_number), ["Zoe", "émile", "Ella", "adam"]);
}

#[test]
fn a_language_holds_for_its_varieties_and_not_the_other_way() {
    let reads = |random, name, tag: &str| {
        contact(
            random,
            name,
            ContactChange {
                preferred_language: Some(tag.into()),
                ..ContactChange::default()
            },
        )
    };
    let people = [
        reads(1, "A", "zh-Hant"),
        reads(2, "B", "zh-Hans"),
        reads(3, "C", "es"),
    ];
    let reading = |tag: &str| DirectoryQuery {
        language: Some(LanguageTag::parse(tag).expect("a tag")),
        ..DirectoryQuery::default()
    };
    assert_eq!(names(&people, &reading("zh")), ["A", "B"]);
    assert_eq!(names(&people, &reading("zh-Hant")), ["A"]);
    assert_eq!(names(&people, &reading("es-MX")), Vec::<String>::new());
}

fn group(kind: GroupKind) -> Group {
    Group {
        id: GroupId::new(Timestamp::UNIX_EPOCH, 7),
        name: GroupName::parse("Choir").expect("a name"),
        kind,
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

#[test]
fn every_part_of_a_rule_must_hold_by_any_of_its_values() {
    let lives = |random, name, city: &str, zip: &str, birthday: &str| {
        let change = ContactChange {
            city: Some(Some(city.into())),
            state_zip: Some(Some(zip.into())),
            birthday: Some(Some(birthday.into())),
            ..ContactChange::default()
        };
        contact(random, name, change)
    };
    let people = [
        lives(1, "A", "Dallas", "TX 75001", "1980-03-01"),
        lives(2, "B", "dallas ", "TX 75201-1234", "--04-01"),
        lives(3, "C", "New Dallas", "TX 75001", "1980-03-01"),
        lives(4, "D", "Plano", "TX 75001", "1980-12-01"),
    ];
    let rule = GroupRule {
        cities: vec!["DALLAS".into(), "Plano".into()],
        zip_prefixes: vec!["7500".into(), "752".into()],
        birthday_months: vec![3, 4, 1],
        ..GroupRule::default()
    };
    let group = group(GroupKind::Rule {
        rule: rule.checked().expect("a good rule"),
    });
    let members: Vec<&str> = people
        .iter()
        .filter(|person| group.contains(person))
        .map(|person| person.details.name.as_str())
        .collect();
    assert_eq!(members, ["A", "B"]);
    let query = DirectoryQuery {
        group: Some(group),
        ..DirectoryQuery::default()
    };
    assert_eq!(names(&people, &query), members);
}

#[test]
fn a_rule_that_says_nothing_is_refused_as_it_would_mean_everyone() {
    let empty = GroupRule {
        cities: vec!["  ".into()],
        ..GroupRule::default()
    };
    let errors = empty.checked().expect_err("nothing is left of the rule");
    assert_eq!(errors[0].field, "rule");
}

#[test]
fn a_contact_stands_in_few_enough_lists_to_be_written_in_one_transaction() {
    let longest = ContactChange {
        city: Some(Some("a b c d e f".into())),
        groups: Some(
            (0..20)
                .map(|random| GroupId::new(Timestamp::UNIX_EPOCH, random))
                .collect(),
        ),
        active: Some(false),
        sl_no: Some(Some(u32::MAX)),
        ..ContactChange::default()
    };
    let words: Vec<String> = (0..25_u32)
        .map(|word| {
            (0..6)
                .filter_map(|letter| char::from_u32(0x4e00 + word * 6 + letter))
                .collect()
        })
        .collect();
    let mut contact = contact(1, &words.join(" "), longest);
    contact.opted_out_at = Some(Timestamp::UNIX_EPOCH);
    let entries = entries(&contact);
    // Of a transaction's 100 actions, the old places, the new ones, the record and the note.
    assert!(entries.len() <= 49, "{} places", entries.len());
    assert!(entries.iter().all(|entry| entry.position.len() < 1_024));
}

proptest! {
    /// What the plan of a question finds is what the question means, whichever list leads to it.
    #[test]
    fn a_plan_finds_exactly_those_whose_tokens_fit(
        people in proptest::collection::vec(("[a-c]{1,3}( [a-c]{1,3})?", proptest::bool::ANY, proptest::option::of(0_u32..30), 0..3_usize), 1..20),
        search in proptest::option::of("[a-c]{1,2}( [a-c])?"),
        active in proptest::option::of(proptest::bool::ANY),
        language in proptest::option::of(0..3_usize),
        sort in prop_oneof![Just(DirectorySort::Name), Just(DirectorySort::SlNo)],
    ) {
        let tags = ["en", "es", "es-MX"];
        let people: Vec<Contact> = (1..).zip(&people).map(|(random, (name, active, number, tag))| {
            contact(random, name, ContactChange {
                active: Some(*active),
                sl_no: Some(*number),
                preferred_language: Some(tags[*tag].into()),
                ..ContactChange::default()
            })
        }).collect();
        let query = DirectoryQuery {
            search: search.clone(),
            active,
            language: language.map(|tag| LanguageTag::parse(tags[tag]).expect("a tag")),
            sort,
            ..DirectoryQuery::default()
        };
        let mut expected: Vec<ContactId> = people.iter().filter(|person| {
            let details = &person.details;
            let wanted = search.as_deref().unwrap_or_default().split(' ').all(|word| {
                details.name.split(' ').any(|other| other.starts_with(word))
            });
            let tag = details.preferred_language.as_str();
            wanted
                && active.is_none_or(|active| details.active == active)
                && language.is_none_or(|wanted| tag == tags[wanted] || tag.starts_with(&format!("{}-", tags[wanted])))
        }).map(|person| person.id).collect();
        let mut ids = found(&people, &query);
        ids.sort_unstable();
        expected.sort_unstable();
        prop_assert_eq!(&ids, &expected);
    }
}
