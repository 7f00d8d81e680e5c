//! Money: what texts cost, and how much of it a church wants to spend.

use std::fmt;

use serde::{Deserialize, Serialize};

mod budget;
mod call_prices;
mod expense;
mod model_prices;
mod price_list;

pub use budget::{AlarmLevel, InvalidYearMonth, MonthlyBudget, YearMonth};
pub use call_prices::{CallLength, CallUsage, InboundCallPrices, OutboundCallPrices};
pub use expense::{Expense, InvalidExpense};
pub use model_prices::{ModelPrices, TokenUsage};
pub use price_list::{InvalidPriceList, PriceList};

/// An amount in millionths of a US dollar: a segment costs fractions of a cent. A whole number in JSON.
///
/// Sums that would overflow (nine trillion dollars) stop at the limit, so that a sum is never suddenly small.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct MicroDollars(i64);

/// How many millionths of a dollar a cent has.
const MICROS_PER_CENT: i64 = 10_000;

impl MicroDollars {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// So many millionths of a dollar.
    pub const fn new(micros: i64) -> Self {
        Self(micros)
    }

    /// So many cents.
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents.saturating_mul(MICROS_PER_CENT))
    }

    /// The millionths of a dollar.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The sum.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// The difference, which may be less than nothing.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// So many times the amount.
    #[must_use]
    pub fn times(self, count: u64) -> Self {
        Self(
            self.0
                .saturating_mul(i64::try_from(count).unwrap_or(i64::MAX)),
        )
    }

    /// Whole cents, such as `$6.21`, rounded up: for estimates, which should not turn out too low.
    pub fn ceil_cents_text(self) -> String {
        let floor = self.0.div_euclid(MICROS_PER_CENT);
        cents_text(floor + i64::from(self.0.rem_euclid(MICROS_PER_CENT) > 0))
    }

    /// Whole cents, such as `$6.20`, rounded down: for what is left to spend.
    pub fn floor_cents_text(self) -> String {
        cents_text(self.0.div_euclid(MICROS_PER_CENT))
    }
}

fn cents_text(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}${}.{:02}", cents / 100, cents % 100)
}

/// The exact amount with at least two decimals: `$6.21`, `$0.0145`.
impl fmt::Display for MicroDollars {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let micros = self.0.unsigned_abs();
        let decimals = format!("{:06}", micros % 1_000_000);
        let (cents, fraction) = decimals.split_at(2);
        let fraction = fraction.trim_end_matches('0');
        write!(formatter, "{sign}${}.{cents}{fraction}", micros / 1_000_000)
    }
}

impl std::iter::Sum for MicroDollars {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Self::plus)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_amount_is_shown_exactly_or_in_whole_cents() {
        for (micros, exact, up, down) in [
            (0, "$0.00", "$0.00", "$0.00"),
            (6_210_000, "$6.21", "$6.21", "$6.21"),
            (6_200_001, "$6.200001", "$6.21", "$6.20"),
            (14_500, "$0.0145", "$0.02", "$0.01"),
            (-14_500, "-$0.0145", "-$0.01", "-$0.02"),
            (-5_000, "-$0.005", "$0.00", "-$0.01"),
            (
                i64::MAX,
                "$9223372036854.775807",
                "$9223372036854.78",
                "$9223372036854.77",
            ),
            (
                i64::MIN,
                "-$9223372036854.775808",
                "-$9223372036854.77",
                "-$9223372036854.78",
            ),
        ] {
            let amount = MicroDollars::new(micros);
            assert_eq!(amount.to_string(), exact);
            assert_eq!(amount.ceil_cents_text(), up, "{exact}");
            assert_eq!(amount.floor_cents_text(), down, "{exact}");
        }
    }

    #[test]
    fn a_sum_stops_at_the_limit_instead_of_turning_over() {
        let (most, one) = (MicroDollars::new(i64::MAX), MicroDollars::new(1));
        assert_eq!(most.plus(one), most);
        assert_eq!(most.times(u64::MAX), most);
        assert_eq!(MicroDollars::new(i64::MIN).minus(one).micros(), i64::MIN);
        assert_eq!(MicroDollars::from_cents(i64::MAX), most);
        let sum: MicroDollars = [one, most, one].into_iter().sum();
        assert_eq!(sum, most);
    }

    #[test]
    fn an_amount_is_a_whole_number_in_json() {
        let json = serde_json::to_string(&MicroDollars::from_cents(621)).expect("JSON");
        assert_eq!(json, "6210000");
        assert!(serde_json::from_str::<MicroDollars>("6.21").is_err());
    }

    proptest! {
        #[test]
        fn whole_cents_are_at_most_one_cent_away(micros in any::<i64>()) {
            let cents = |text: String| -> i128 {
                text.replace(['$', '.'], "").parse().expect("cents")
            };
            let amount = MicroDollars::new(micros);
            let exact = i128::from(micros);
            let up = cents(amount.ceil_cents_text()) * 10_000;
            let down = cents(amount.floor_cents_text()) * 10_000;
            prop_assert!((0..10_000).contains(&(up - exact)));
            prop_assert!((0..10_000).contains(&(exact - down)));
        }
    }
}
