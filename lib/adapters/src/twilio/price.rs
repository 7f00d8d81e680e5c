//! Twilio's prices: decimal numbers in text, negative for what we pay
//! (<https://www.twilio.com/docs/messaging/api/message-resource#message-properties>).

/// The digits behind the point of a millionth.
const FRACTION_DIGITS: usize = 6;

/// What a price says that we pay, in millionths of its currency; less than nothing when we get something back. Parts
/// of a millionth count as a whole one, so that a sum is never below what is billed. `None` when it is no number.
pub(super) fn micro_dollars(price: &str) -> Option<i64> {
    let (we_pay, amount) = match price.strip_prefix('-') {
        Some(amount) => (true, amount),
        None => (false, price),
    };
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let (counted, rest) = fraction.split_at(fraction.len().min(FRACTION_DIGITS));
    let millionths: i64 = format!("{whole}{counted:0<FRACTION_DIGITS$}")
        .parse()
        .ok()?;
    let part = i64::from(rest.bytes().any(|digit| digit != b'0'));
    if we_pay {
        millionths.checked_add(part)
    } else {
        Some(-millionths)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_exact_and_never_rounded_in_our_favour() {
        for (price, expected) in [
            ("-0.00750", Some(7_500)),
            ("-0.0079", Some(7_900)),
            ("-1", Some(1_000_000)),
            ("-12.5", Some(12_500_000)),
            ("-0.0000001", Some(1)),
            ("-0.0075001", Some(7_501)),
            ("-0.00750000", Some(7_500)),
            ("0", Some(0)),
            ("-0.0", Some(0)),
            ("0.0075", Some(-7_500)),
            ("0.0000001", Some(0)),
            ("-9223372036854.775807", Some(i64::MAX)),
            ("-9223372036854.7758071", None),
            ("-9223372036855", None),
            ("", None),
            ("-", None),
            (".5", None),
            ("-0,0075", None),
            ("1e-3", None),
            ("--1", None),
            ("-0.0.1", None),
            ("-0.00٣", None),
        ] {
            assert_eq!(micro_dollars(price), expected, "{price:?}");
        }
    }
}
