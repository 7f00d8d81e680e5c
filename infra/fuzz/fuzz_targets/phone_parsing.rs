//! Whatever a spreadsheet holds, reading it as a phone number never panics, and what is read is a number.
//!
//! The first byte of a case chooses the region, the rest is the text.
#![no_main]

use std::sync::LazyLock;

use domain::PhoneNumber;
use domain::phone::DefaultRegion;
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// Each text and region of the table that our reading of numbers is compared with.
static NUMBERS: LazyLock<Vec<(String, DefaultRegion)>> = LazyLock::new(|| {
    let table = include_bytes!("../../../lib/domain/tests/phone_numbers/numbers.csv");
    csv::Reader::from_reader(table.as_slice())
        .records()
        .map(|row| {
            let row = row.expect("a row of text");
            let region = row[1].parse().expect("a country code");
            (row[0].to_owned(), region)
        })
        .collect()
});

/// One region for each first byte.
static REGIONS: LazyLock<Vec<DefaultRegion>> = LazyLock::new(|| {
    let mut regions: Vec<DefaultRegion> = Vec::new();
    for (_, region) in NUMBERS.iter() {
        if !regions.contains(region) {
            regions.push(*region);
        }
    }
    regions
});

fuzz_target!(|data: &[u8]| {
    let (first, text) = data.split_first().unwrap_or((&0, &[]));
    let region = REGIONS[usize::from(*first) % REGIONS.len()];
    let text = String::from_utf8_lossy(text);
    if let Ok(phone) = PhoneNumber::parse(&text, region) {
        assert!(PhoneNumber::from_e164(phone.as_str()).is_some());
        assert_eq!(PhoneNumber::parse(phone.as_str(), region), Ok(phone));
    }
});

// Every fourth case begins with a number from the table, so that no corpus has to be kept.
fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut size = size;
    if seed.is_multiple_of(4) {
        let (text, region) = &NUMBERS[seed as usize / 4 % NUMBERS.len()];
        let position = REGIONS.iter().position(|known| known == region);
        if text.len() < max_size {
            data[0] = u8::try_from(position.unwrap_or_default()).unwrap_or_default();
            data[1..=text.len()].copy_from_slice(text.as_bytes());
            size = text.len() + 1;
        }
    }
    fuzzer_mutate(data, size, max_size)
});
