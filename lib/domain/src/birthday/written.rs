//! Dates as people write them: `3/1/1980`, `1.3.1980`, `March 1`, `Saturday, March 1, 1980`.

use super::{Birthday, InvalidBirthday};
use crate::phone::DefaultRegion;

/// Longer texts are no dates; the limit keeps reading cheap.
const MAXIMUM_LENGTH: usize = 40;

/// Where `3/1` is the first of March: the United States, what belongs to them or was formed by them, and
/// the Philippines, by the short dates of Unicode's CLDR (<https://cldr.unicode.org/>). Everywhere
/// else it is the third of January.
const MONTH_FIRST: [&str; 11] = [
    "US", "AS", "FM", "GU", "MH", "MP", "PH", "PR", "PW", "UM", "VI",
];

/// The times that spreadsheets add to a day when they write it as a date and time.
const MIDNIGHTS: [&str; 6] = [
    "t00:00:00",
    "t00:00:00z",
    " 00:00:00",
    " 0:00:00",
    " 00:00",
    " 0:00",
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// What a date is made of.
enum Part<'a> {
    /// Digits, as written: `01` is no year, but `2001` is.
    Number(&'a str),
    /// A month by name, from 1.
    Month(i8),
}

pub(super) fn read(text: &str, region: DefaultRegion) -> Result<Birthday, InvalidBirthday> {
    use Part::{Month, Number};
    if text.len() > MAXIMUM_LENGTH {
        return Err(InvalidBirthday::NotADate);
    }
    let lower = text.to_ascii_lowercase();
    let date = MIDNIGHTS
        .iter()
        .find_map(|midnight| lower.strip_suffix(midnight))
        .unwrap_or(&lower);
    // A sign in front would make a number of it, or half a date.
    if !date.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return Err(InvalidBirthday::NotADate);
    }
    match *parts(date)? {
        [Number(year), Number(month), Number(day)] if year.len() == 4 => {
            Birthday::new(Some(number(year)?), number(month)?, number(day)?)
        }
        [Number(first), Number(second), Number(year)] => {
            in_order(Some(read_year(year)?), first, second, date, region)
        }
        // 3.5 is a number, 3.5. is a day.
        [Number(_), Number(_)] if date.contains('.') && !date.ends_with('.') => {
            Err(InvalidBirthday::NotADate)
        }
        [Number(first), Number(second)] => in_order(None, first, second, date, region),
        [Month(month), Number(day)] | [Number(day), Month(month)] => {
            Birthday::new(None, month, number(day)?)
        }
        [Number(year), Month(month), Number(day)] if year.len() == 4 => {
            Birthday::new(Some(number(year)?), month, number(day)?)
        }
        [Month(month), Number(day), Number(year)] | [Number(day), Month(month), Number(year)] => {
            Birthday::new(Some(read_year(year)?), month, number(day)?)
        }
        _ => Err(InvalidBirthday::NotADate),
    }
}

/// Decides which of two numbers is the month.
fn in_order(
    year: Option<i16>,
    first: &str,
    second: &str,
    date: &str,
    region: DefaultRegion,
) -> Result<Birthday, InvalidBirthday> {
    let (first, second): (i8, i8) = (number(first)?, number(second)?);
    let month_first = MONTH_FIRST.contains(&region.code().as_str()) && !date.contains('.');
    let (month, day) = if month_first {
        (first, second)
    } else {
        (second, first)
    };
    if month > 12 && day <= 12 {
        Birthday::new(year, day, month)
    } else {
        Birthday::new(year, month, day)
    }
}

/// Reads a year of four digits, or of two where only one century is possible: nobody born in 1909
/// is alive, nor is anybody born in 2030 yet. From 10 to 29 it may be a child, or somebody of a
/// hundred years, and a guess would go unnoticed.
fn read_year(text: &str) -> Result<i16, InvalidBirthday> {
    let year: i16 = number(text)?;
    match (text.len(), year) {
        (4, _) => Ok(year),
        (2, 0..=9) => Ok(2000 + year),
        (2, 30..=99) => Ok(1900 + year),
        (2, _) => Err(InvalidBirthday::ShortYear),
        _ => Err(InvalidBirthday::NotADate),
    }
}

/// A number of digits only; too large a one is no date.
fn number<N: std::str::FromStr>(digits: &str) -> Result<N, InvalidBirthday> {
    digits.parse().map_err(|_| InvalidBirthday::NotADate)
}

/// Splits a text in lower case at spaces and signs, and leaves away what only decorates a date.
fn parts(date: &str) -> Result<Vec<Part<'_>>, InvalidBirthday> {
    date.split([' ', '\u{a0}', ',', '/', '.', '-', '\u{2013}'])
        .filter(|word| !matches!(*word, "" | "of" | "the") && !names(&WEEKDAYS, word))
        .map(part)
        .collect()
}

fn part(word: &str) -> Result<Part<'_>, InvalidBirthday> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending))
        .unwrap_or(word);
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(Part::Number(digits));
    }
    (1_i8..)
        .zip(MONTHS)
        .find(|(_, name)| is_name(name, word))
        .map(|(month, _)| Part::Month(month))
        .ok_or(InvalidBirthday::NotADate)
}

fn names(all: &[&str], word: &str) -> bool {
    all.iter().any(|name| is_name(name, word))
}

/// Whether a word is a name or its first three letters or more: `sep`, `sept`.
fn is_name(name: &str, word: &str) -> bool {
    word.len() >= 3 && name.starts_with(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_in(region: &str, text: &str) -> Result<String, InvalidBirthday> {
        let region = region.parse().expect("a country code");
        Birthday::parse_written(text, region).map(|birthday| birthday.to_string())
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        for (text, expected) in [
            ("1980-03-01", "1980-03-01"),
            ("1980-03-01T00:00:00", "1980-03-01"),
            ("1980-03-01 00:00:00", "1980-03-01"),
            ("1980/3/1", "1980-03-01"),
            ("--03-01", "--03-01"),
            ("1.3.1980", "1980-03-01"),
            ("01.03.1980", "1980-03-01"),
            ("1. 3. 1980", "1980-03-01"),
            ("1.3.", "--03-01"),
            ("March 1", "--03-01"),
            ("1 March", "--03-01"),
            ("1 March 1980", "1980-03-01"),
            ("1st of March 1980", "1980-03-01"),
            ("March 1st, 1980", "1980-03-01"),
            ("Mar 1, 1980", "1980-03-01"),
            ("MAR. 1, 1980", "1980-03-01"),
            ("Sept 2, 1980", "1980-09-02"),
            ("August 2", "--08-02"),
            ("1-Mar-80", "1980-03-01"),
            ("1-Mar", "--03-01"),
            ("1980-Mar-01", "1980-03-01"),
            ("Saturday, March 1, 1980", "1980-03-01"),
            (" Feb 29 ", "--02-29"),
        ] {
            for region in ["US", "GB"] {
                assert_eq!(read_in(region, text).as_deref(), Ok(expected), "{text}");
            }
        }
    }

    #[test]
    fn slashes_are_read_in_the_order_of_the_region() {
        for (region, text, expected) in [
            ("US", "3/1/1980", "1980-03-01"),
            ("PH", "3/1/1980", "1980-03-01"),
            ("GB", "3/1/1980", "1980-01-03"),
            ("DE", "3/1/1980", "1980-01-03"),
            ("US", "3-1-1980", "1980-03-01"),
            ("US", "3/1", "--03-01"),
            ("MX", "3/1", "--01-03"),
            ("US", "3/1/80", "1980-03-01"),
            ("US", "3/1/1980 0:00", "1980-03-01"),
            ("US", "3/1/08", "2008-03-01"),
            // The first number can't be a month, or the second can't be one.
            ("US", "25/12/1980", "1980-12-25"),
            ("GB", "12/25/1980", "1980-12-25"),
            ("US", "12.25.1980", "1980-12-25"),
        ] {
            assert_eq!(
                read_in(region, text).as_deref(),
                Ok(expected),
                "{region} {text}"
            );
        }
    }

    #[test]
    fn what_is_no_birthday_is_refused_with_the_reason() {
        for (text, error) in [
            ("", InvalidBirthday::NotADate),
            ("unknown", InvalidBirthday::NotADate),
            ("29281", InvalidBirthday::NotADate),
            ("29281.0", InvalidBirthday::NotADate),
            ("3.5", InvalidBirthday::NotADate),
            ("-3/1", InvalidBirthday::NotADate),
            ("March", InvalidBirthday::NotADate),
            ("March 1980", InvalidBirthday::NotADate),
            ("Ma 1", InvalidBirthday::NotADate),
            ("March 1 March 2", InvalidBirthday::NotADate),
            ("1980-03-01 14:30:00", InvalidBirthday::NotADate),
            ("th/1/1980", InvalidBirthday::NotADate),
            ("1/2/3/1980", InvalidBirthday::NotADate),
            ("3/1/19800", InvalidBirthday::NotADate),
            ("300/1/1980", InvalidBirthday::NotADate),
            ("13/13/1980", InvalidBirthday::NoSuchDay),
            ("0/0/1980", InvalidBirthday::NoSuchDay),
            ("2/29/1981", InvalidBirthday::NoSuchDay),
            ("February 30", InvalidBirthday::NoSuchDay),
            ("3/1/1880", InvalidBirthday::YearOutOfRange),
            ("3/1/25", InvalidBirthday::ShortYear),
            ("1-Mar-12", InvalidBirthday::ShortYear),
        ] {
            assert_eq!(read_in("US", text), Err(error), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in "\\PC{0,45}") {
            let _ = read_in("US", &text);
        }

        #[test]
        fn a_date_of_the_region_is_read_back(
            year in 1900_i16..=2099, month in 1_i8..=12, day in 1_i8..=28,
        ) {
            let expected = format!("{year:04}-{month:02}-{day:02}");
            prop_assert_eq!(read_in("US", &format!("{month}/{day}/{year}")), Ok(expected.clone()));
            prop_assert_eq!(read_in("GB", &format!("{day}/{month}/{year}")), Ok(expected.clone()));
            prop_assert_eq!(read_in("DE", &format!("{day}.{month}.{year}")), Ok(expected));
        }
    }
}
