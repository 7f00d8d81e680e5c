//! What DynamoDB charges for, by its documentation.
//!
//! Sizes: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>. Units:
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html>.

use std::ops::AddAssign;
use std::sync::{Mutex, PoisonError};

use dynoxide::{AttributeValue, Item};

/// A write unit, in bytes.
const WRITE_UNIT: usize = 1024;
/// A read unit, in bytes.
#[cfg(test)]
const READ_UNIT: usize = 4096;

/// What was asked of AWS.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Usage {
    /// Write request units of DynamoDB.
    pub(crate) write_units: f64,
    /// Read request units of DynamoDB.
    pub(crate) read_units: f64,
    /// Requests to DynamoDB.
    pub(crate) dynamodb_requests: u64,
    /// Those of them that went through the whole table.
    pub(crate) scans: u64,
    /// Requests to SQS, those of the event source included.
    pub(crate) sqs_requests: u64,
    /// Requests to SSM.
    pub(crate) ssm_requests: u64,
}

impl AddAssign for Usage {
    fn add_assign(&mut self, other: Self) {
        self.write_units += other.write_units;
        self.read_units += other.read_units;
        self.dynamodb_requests += other.dynamodb_requests;
        self.scans += other.scans;
        self.sqs_requests += other.sqs_requests;
        self.ssm_requests += other.ssm_requests;
    }
}

/// Adds up what one function asks of AWS.
#[derive(Debug, Default)]
pub(crate) struct Meter(Mutex<Usage>);

impl Meter {
    /// Adds some.
    pub(crate) fn add(&self, usage: Usage) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) += usage;
    }

    /// What it has come to.
    pub(crate) fn total(&self) -> Usage {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The size of an item: names and values, in bytes.
pub(crate) fn item_size(item: &Item) -> usize {
    item.iter()
        .map(|(name, value)| name.len() + value_size(value))
        .sum()
}

fn value_size(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::N(number) => number_size(number),
        AttributeValue::B(bytes) => bytes.len(),
        AttributeValue::BOOL(_) | AttributeValue::NULL(_) => 1,
        AttributeValue::SS(texts) => texts.iter().map(String::len).sum(),
        AttributeValue::NS(numbers) => numbers.iter().map(|number| number_size(number)).sum(),
        AttributeValue::BS(all) => all.iter().map(Vec::len).sum(),
        // Three bytes for the list or map itself, and one for each element.
        AttributeValue::L(values) => {
            3 + values
                .iter()
                .map(|value| 1 + value_size(value))
                .sum::<usize>()
        }
        AttributeValue::M(values) => {
            let sizes = values
                .iter()
                .map(|(name, value)| 1 + name.len() + value_size(value));
            3 + sizes.sum::<usize>()
        }
    }
}

/// A byte for each two significant digits, one more, and one for the sign of a negative number; the documentation calls
/// this approximate.
fn number_size(number: &str) -> usize {
    let (mantissa, _) = number.split_once(['e', 'E']).unwrap_or((number, ""));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0');
    // A zero at the end counts for nothing, whether it stands behind the point or before it.
    let significant = significant.trim_end_matches('0').len();
    let sign = usize::from(number.starts_with('-'));
    (significant.div_ceil(2) + 1 + sign).min(21)
}

/// The write units of a change from one image of an item to another. The larger counts, and at least one unit: so too
/// where a condition failed, which is a change from what is there to the same.
pub(crate) fn write_units(before: Option<&Item>, after: Option<&Item>) -> f64 {
    let size = |item: Option<&Item>| item.map_or(0, item_size);
    units(size(before).max(size(after)), WRITE_UNIT)
}

/// The read units of so many bytes in one request, or of one item. The database tells them itself; tests compare.
#[cfg(test)]
pub(crate) fn read_units(bytes: usize, consistent: bool) -> f64 {
    units(bytes, READ_UNIT) * if consistent { 1.0 } else { 0.5 }
}

fn units(bytes: usize, unit: usize) -> f64 {
    bytes.div_ceil(unit).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> AttributeValue {
        AttributeValue::S(value.into())
    }

    fn item(attributes: &[(&str, AttributeValue)]) -> Item {
        attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect()
    }

    #[test]
    fn an_item_is_as_large_as_its_names_and_values() {
        let example = item(&[
            ("pk", text("messages")),                                    // 2 + 8
            ("sk", text("é")),                                           // 2 + 2, UTF-8
            ("count", AttributeValue::N("1234".into())),                 // 5 + 3
            ("active", AttributeValue::BOOL(true)),                      // 6 + 1
            ("gone", AttributeValue::NULL(true)),                        // 4 + 1
            ("bytes", AttributeValue::B(vec![0; 7])),                    // 5 + 7
            ("tags", AttributeValue::SS(vec!["a".into(), "bc".into()])), // 4 + 3
            ("list", AttributeValue::L(vec![text("ab")])),               // 4 + 3 + 1 + 2
            ("map", AttributeValue::M(item(&[("k", text("v"))]))),       // 3 + 3 + 1 + 1 + 1
        ]);
        assert_eq!(item_size(&example), 10 + 4 + 8 + 7 + 5 + 12 + 7 + 10 + 9);
    }

    #[test]
    fn a_number_takes_a_byte_for_two_significant_digits_and_one_more() {
        for (number, size) in [
            ("0", 1),
            ("7", 2),
            ("27", 2),
            ("-27", 3),
            ("461", 3),
            ("1000", 2),
            ("0.050", 2),
            ("12345678901234567890123456789012345678", 20),
        ] {
            assert_eq!(number_size(number), size, "{number}");
        }
    }

    #[test]
    fn a_write_costs_by_the_larger_of_what_was_there_and_what_is() {
        let of = |bytes: usize| item(&[("v", text(&"x".repeat(bytes - 1)))]);
        assert_eq!(write_units(None, Some(&of(1024))), 1.0);
        assert_eq!(write_units(None, Some(&of(1025))), 2.0);
        assert_eq!(write_units(Some(&of(3000)), Some(&of(10))), 3.0);
        assert_eq!(write_units(Some(&of(3000)), None), 3.0, "a deletion");
        assert_eq!(write_units(None, None), 1.0, "a deletion of nothing");
    }

    #[test]
    fn a_read_costs_by_four_kilobytes_and_half_when_it_may_be_stale() {
        assert_eq!(read_units(0, true), 1.0, "of nothing");
        assert_eq!(read_units(4096, true), 1.0);
        assert_eq!(read_units(4097, true), 2.0);
        assert_eq!(read_units(4097, false), 1.0);
        assert_eq!(read_units(10, false), 0.5);
    }
}
