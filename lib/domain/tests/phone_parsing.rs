//! Phone numbers as people write them, compared with what Google's libphonenumber says of each.

use std::collections::{BTreeMap, BTreeSet};

use domain::PhoneNumber;

/// Text, region, and the number in E.164, or nothing: written by `phone_numbers/generate.py`.
const NUMBERS: &str = include_str!("phone_numbers/numbers.csv");

/// Text, region, what we make of it instead, and why: all that we decided otherwise, kept by hand.
const DIFFERENCES: &str = include_str!("phone_numbers/differences.csv");

#[test]
fn phone_parsing_agrees_with_libphonenumber() {
    let differences: BTreeMap<_, _> = rows(DIFFERENCES)
        .map(|row| ((row[0].to_owned(), row[1].to_owned()), row[2].to_owned()))
        .collect();
    let mut disagreements = Vec::new();
    let mut met = BTreeSet::new();
    let mut regions = BTreeSet::new();
    let mut numbers = 0;
    for row in rows(NUMBERS) {
        let (text, region, theirs) = (&row[0], &row[1], &row[2]);
        let ours = parsed(text, region);
        let key = (text.to_owned(), region.to_owned());
        let expected = differences.get(&key).map_or(theirs, String::as_str);
        if ours != expected {
            disagreements.push(format!("{text:?} in {region}: {ours:?}, not {expected:?}"));
        }
        if ours != theirs {
            met.insert(key);
        }
        regions.insert(region.to_owned());
        numbers += 1;
    }
    println!(
        "{numbers} numbers in {} regions compared, {} of them decided otherwise on purpose",
        regions.len(),
        differences.len()
    );
    assert!(disagreements.is_empty(), "{}", disagreements.join("\n"));
    let superfluous: Vec<_> = differences
        .keys()
        .filter(|key| !met.contains(key))
        .collect();
    assert!(superfluous.is_empty(), "no differences: {superfluous:?}");
    assert!(numbers - differences.len() >= 500 && regions.len() >= 20);
}

fn rows(table: &str) -> impl Iterator<Item = csv::StringRecord> {
    csv::Reader::from_reader(table.as_bytes())
        .into_records()
        .map(|row| row.expect("a row of text"))
        .collect::<Vec<_>>()
        .into_iter()
}

/// The number in E.164, or nothing.
fn parsed(text: &str, region: &str) -> String {
    let region = region.parse().expect("a country code");
    PhoneNumber::parse(text, region).map_or_else(|_| String::new(), String::from)
}
