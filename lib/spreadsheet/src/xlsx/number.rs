//! A cell's number as text, with all of its digits; a date as ISO 8601.

use crate::cell::{Cell, CellProblem};

use super::number_format::NumberFormat;

/// From here on a spreadsheet program has put zeros in place of digits: it keeps 15.
const DIGITS_ARE_LOST_FROM: f64 = 1e15;

/// The day after the last one that spreadsheet programs know, 31 December 9999, counted from 1900.
const END_OF_DAYS: f64 = 2_958_466.0;

/// Days from the first day of the system of 1900 to that of 1904.
const DAYS_OF_1904: f64 = 1462.0;

const SECONDS_OF_DAY: i64 = 86_400;

/// The cell of a number, shown as its format means it.
pub(crate) fn cell(number: f64, format: NumberFormat, is_1904: bool) -> Cell {
    let text = match format {
        NumberFormat::Number => None,
        NumberFormat::Digits {
            total,
            after_hyphen,
        } => digits(number, total, after_hyphen),
        NumberFormat::Date | NumberFormat::Time => {
            let days = if is_1904 {
                number + DAYS_OF_1904
            } else {
                number
            };
            (0.0..END_OF_DAYS)
                .contains(&days)
                .then(|| date_and_time(number, days, format))
        }
        NumberFormat::Duration => (0.0..END_OF_DAYS)
            .contains(&number)
            .then(|| clock(seconds(number))),
    };
    match text {
        Some(text) => Cell::plain(text),
        None if number.abs() >= DIGITS_ARE_LOST_FROM => {
            Cell::with_problem(plain(number), CellProblem::RuinedNumber)
        }
        None => Cell::plain(plain(number)),
    }
}

/// A number in digits, without an exponent, rounded to the 15 digits that spreadsheet programs show:
/// 0.1 + 0.2 is 0.3.
fn plain(number: f64) -> String {
    if number.fract() == 0.0 {
        // Adding zero makes of minus zero a zero.
        return format!("{:.0}", number + 0.0);
    }
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    format!("{rounded}")
}

fn digits(number: f64, total: u8, after_hyphen: u8) -> Option<String> {
    if number.fract() != 0.0 || !(0.0..DIGITS_ARE_LOST_FROM).contains(&number) {
        return None;
    }
    let mut text = format!("{number:0width$.0}", width = usize::from(total));
    if after_hyphen > 0 {
        text.insert(text.len() - usize::from(after_hyphen), '-');
    }
    Some(text)
}

/// A date, a time, or both, whichever the number has. `number` is as it stands in the cell, and `days` are
/// counted in the system of 1900.
fn date_and_time(number: f64, days: f64, format: NumberFormat) -> String {
    let total = seconds(days);
    let (day, second) = (
        total.div_euclid(SECONDS_OF_DAY),
        total.rem_euclid(SECONDS_OF_DAY),
    );
    if number < 1.0 && (second != 0 || format == NumberFormat::Time) {
        clock(second)
    } else if second == 0 {
        date(day)
    } else {
        format!("{}T{}", date(day), clock(second))
    }
}

fn seconds(days: f64) -> i64 {
    (days * SECONDS_OF_DAY as f64).round() as i64
}

fn clock(seconds: i64) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

/// A day of the system of 1900, where 1 is 1 January 1900. It has a 29 February 1900 that never was, and
/// a day 0, because Lotus 1-2-3 had them; both are told as they are shown, and are no dates.
fn date(day: i64) -> String {
    let days_since_new_year_1900 = match day {
        0 => return "1900-01-00".to_owned(),
        60 => return "1900-02-29".to_owned(),
        1..60 => day - 1,
        _ => day - 2,
    };
    jiff::Span::new()
        .try_days(days_since_new_year_1900)
        .and_then(|days| jiff::civil::date(1900, 1, 1).checked_add(days))
        .map_or_else(|_| day.to_string(), |date| date.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: f64, format: NumberFormat) -> String {
        cell(number, format, false).text().to_owned()
    }

    #[test]
    fn a_number_has_all_of_its_digits_and_no_exponent() {
        let table = [
            (15_551_234_567.0, "15551234567"),
            (1.0, "1"),
            (-7.0, "-7"),
            (-0.0, "0"),
            (0.1 + 0.2, "0.3"),
            (2.5, "2.5"),
            (1e-7, "0.0000001"),
            (999_999_999_999_999.0, "999999999999999"),
        ];
        for (number, expected) in table {
            assert_eq!(text(number, NumberFormat::Number), expected);
        }
    }

    #[test]
    fn a_number_with_more_digits_than_are_kept_is_marked() {
        let cell = cell(1_234_567_890_123_456.0, NumberFormat::Number, false);
        assert_eq!(cell.problem(), Some(CellProblem::RuinedNumber));
    }

    #[test]
    fn days_are_dates() {
        let table = [
            (0.0, "1900-01-00"),
            (1.0, "1900-01-01"),
            (59.0, "1900-02-28"),
            (60.0, "1900-02-29"),
            (61.0, "1900-03-01"),
            (29_281.0, "1980-03-01"),
            (36_585.0, "2000-02-29"),
            (2_958_465.0, "9999-12-31"),
            (29_281.604_166_666_668, "1980-03-01T14:30:00"),
            (0.604_166_666_666_666_7, "14:30:00"),
            (29_280.999_999_99, "1980-03-01"),
            (2_958_466.0, "2958466"),
            (-1.0, "-1"),
        ];
        for (number, expected) in table {
            assert_eq!(text(number, NumberFormat::Date), expected);
        }
    }

    #[test]
    fn the_days_of_1904_begin_later() {
        let date = |number| cell(number, NumberFormat::Date, true).text().to_owned();
        assert_eq!(date(0.0), "1904-01-01");
        assert_eq!(date(27_819.0), "1980-03-01");
    }

    #[test]
    fn hours_beyond_a_day_are_hours() {
        assert_eq!(text(1.5, NumberFormat::Duration), "36:00:00");
        assert_eq!(text(0.0, NumberFormat::Time), "00:00:00");
    }

    #[test]
    fn a_zip_code_keeps_its_zeros() {
        let format = |total, after_hyphen| NumberFormat::Digits {
            total,
            after_hyphen,
        };
        assert_eq!(text(2139.0, format(5, 0)), "02139");
        assert_eq!(text(21_391_234.0, format(9, 4)), "02139-1234");
        assert_eq!(text(123_456.0, format(5, 0)), "123456");
        assert_eq!(text(-1.0, format(5, 0)), "-1");
        assert_eq!(text(1.5, format(5, 0)), "1.5");
    }
}
