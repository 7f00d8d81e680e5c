//! Damaged phone numbers, and no numbers at all: whatever a spreadsheet holds, reading it never panics.
//!
//! 50,000 cases in each run of the tests, or as many as are asked for:
//! `PROPTEST_CASES=1000000 cargo test --release -p domain --test phone_fuzzing`. What fails is kept
//! beside this file, in `phone_fuzzing.proptest-regressions`, and tried first from then on. `infra/fuzz`
//! has the same for a fuzzer that looks for new paths through the code.

use std::sync::LazyLock;

use domain::PhoneNumber;
use domain::phone::DefaultRegion;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// The texts to begin with, and the regions to read them in: see `phone_parsing.rs`.
static NUMBERS: LazyLock<(Vec<String>, Vec<DefaultRegion>)> = LazyLock::new(|| {
    csv::Reader::from_reader(include_bytes!("phone_numbers/numbers.csv").as_slice())
        .records()
        .map(|row| {
            let row = row.expect("a row of text");
            (
                row[0].to_owned(),
                row[1].parse::<DefaultRegion>().expect("a country code"),
            )
        })
        .unzip()
});

/// One slip of the keyboard, or of a program.
#[derive(Debug, Clone)]
enum Damage {
    Insert(Index, char),
    Replace(Index, char),
    Remove(Index),
    Double(Index),
    CutAt(Index),
    Append(String),
}

impl Damage {
    fn of(self, text: &mut Vec<char>) {
        match self {
            Damage::Append(more) => text.extend(more.chars()),
            _ if text.is_empty() => {}
            Damage::Insert(place, character) => text.insert(place.index(text.len()), character),
            Damage::Replace(place, character) => {
                let place = place.index(text.len());
                text[place] = character;
            }
            Damage::Remove(place) => {
                text.remove(place.index(text.len()));
            }
            Damage::Double(place) => {
                let place = place.index(text.len());
                text.extend_from_within(place..);
            }
            Damage::CutAt(place) => text.truncate(place.index(text.len())),
        }
    }
}

fn damage() -> impl Strategy<Value = Damage> {
    let character = prop_oneof![
        4 => select("0123456789+-() .".chars().collect::<Vec<_>>()),
        2 => select("/~,;:#*x'[]eE\u{ff0b}\u{ff10}\u{660}\u{200e}\u{feff}\n\t\0".chars().collect::<Vec<_>>()),
        1 => any::<char>(),
    ];
    prop_oneof![
        (any::<Index>(), character.clone()).prop_map(|(place, new)| Damage::Insert(place, new)),
        (any::<Index>(), character).prop_map(|(place, new)| Damage::Replace(place, new)),
        any::<Index>().prop_map(Damage::Remove),
        any::<Index>().prop_map(Damage::Double),
        any::<Index>().prop_map(Damage::CutAt),
        select(NUMBERS.0.as_slice()).prop_map(Damage::Append),
        select(vec![" ext. 4", " (cell)", ".0", "E+10", "@example.org"])
            .prop_map(|more| Damage::Append(more.to_owned())),
    ]
}

fn text() -> impl Strategy<Value = String> {
    let damaged = (
        select(NUMBERS.0.as_slice()),
        proptest::collection::vec(damage(), 0..4),
    )
        .prop_map(|(text, damages)| {
            let mut characters: Vec<char> = text.chars().collect();
            for damage in damages {
                damage.of(&mut characters);
            }
            characters.into_iter().collect()
        });
    prop_oneof![
        8 => damaged,
        1 => any::<String>(),
        1 => "[+0-9 ().-]{0,45}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(50_000),
        ..ProptestConfig::default()
    })]

    #[test]
    fn whatever_is_read_as_a_number_is_one(text in text(), region in select(NUMBERS.1.as_slice())) {
        if let Ok(phone) = PhoneNumber::parse(&text, region) {
            prop_assert!(PhoneNumber::from_e164(phone.as_str()).is_some());
            prop_assert_eq!(PhoneNumber::parse(phone.as_str(), region), Ok(phone));
        }
    }
}
