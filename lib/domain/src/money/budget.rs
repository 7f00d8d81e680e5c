//! How much a church spends in a month, and the most that it wants to spend.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::MicroDollars;

/// A month of a year, such as `2026-11`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    year: i16,
    month: i8,
}

/// The text is not a month; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Enter a month such as 2026-11.")]
pub struct InvalidYearMonth;

impl YearMonth {
    /// The month that a day is in.
    pub fn of(day: Date) -> Self {
        Self {
            year: day.year(),
            month: day.month(),
        }
    }

    /// Reads four digits of a year, a hyphen and two digits of a month.
    ///
    /// # Errors
    /// When the text has another form, or there is no such month.
    pub fn parse(text: &str) -> Result<Self, InvalidYearMonth> {
        let is_digit = |byte: &u8| byte.is_ascii_digit();
        let (year, month) = text.split_once('-').ok_or(InvalidYearMonth)?;
        if (year.len(), month.len()) != (4, 2)
            || !year.bytes().chain(month.bytes()).all(|b| is_digit(&b))
        {
            return Err(InvalidYearMonth);
        }
        let (year, month) = (year.parse(), month.parse());
        match (year, month) {
            (Ok(year), Ok(month @ 1..=12)) => Ok(Self { year, month }),
            _ => Err(InvalidYearMonth),
        }
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.year, self.month)
    }
}

impl TryFrom<String> for YearMonth {
    type Error = InvalidYearMonth;

    fn try_from(text: String) -> Result<Self, InvalidYearMonth> {
        Self::parse(&text)
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> String {
        month.to_string()
    }
}

/// One month's money. What is reserved for broadcasts that are under way counts as used, as what was spent does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonthlyBudget {
    /// The month.
    pub month: YearMonth,
    /// The most that may be used; `None` where the church set no limit.
    pub cap: Option<MicroDollars>,
    /// What is set aside for messages that were not sent yet, or whose price is not known yet.
    pub reserved: MicroDollars,
    /// What was paid.
    pub spent: MicroDollars,
}

/// How near the cap is, in the order of alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmLevel {
    /// Less than half of the cap is used, or there is no cap.
    None,
    /// Half of it or more.
    Half,
    /// 80% of it or more.
    MostlyUsed,
    /// All of it.
    Used,
}

impl MonthlyBudget {
    /// A month in which nothing was used yet.
    pub fn new(month: YearMonth, cap: Option<MicroDollars>) -> Self {
        Self {
            month,
            cap,
            reserved: MicroDollars::ZERO,
            spent: MicroDollars::ZERO,
        }
    }

    /// What was spent and reserved.
    pub fn used(&self) -> MicroDollars {
        self.spent.plus(self.reserved)
    }

    /// What may still be used, nothing where the cap is passed; `None` without a cap.
    pub fn remaining(&self) -> Option<MicroDollars> {
        let remaining = self.cap?.minus(self.used());
        Some(remaining.max(MicroDollars::ZERO))
    }

    /// Whether an amount may be used besides: the whole of it, for half a broadcast helps nobody.
    pub fn fits(&self, amount: MicroDollars) -> bool {
        self.cap.is_none_or(|cap| self.used().plus(amount) <= cap)
    }

    /// How much of the cap is used, in whole percent rounded down; it may be more than 100 after the cap was
    /// lowered. All of a cap of nothing is used. `None` without a cap.
    pub fn used_percent(&self) -> Option<u32> {
        let cap = i128::from(self.cap?.micros());
        if cap <= 0 {
            return Some(100);
        }
        let percent = i128::from(self.used().micros().max(0)) * 100 / cap;
        Some(u32::try_from(percent).unwrap_or(u32::MAX))
    }

    /// How near the cap is.
    pub fn alarm_level(&self) -> AlarmLevel {
        match self.used_percent() {
            None | Some(..50) => AlarmLevel::None,
            Some(50..80) => AlarmLevel::Half,
            Some(80..100) => AlarmLevel::MostlyUsed,
            Some(100..) => AlarmLevel::Used,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn budget(cap: Option<i64>, reserved: i64, spent: i64) -> MonthlyBudget {
        MonthlyBudget {
            cap: cap.map(MicroDollars::new),
            reserved: MicroDollars::new(reserved),
            spent: MicroDollars::new(spent),
            ..MonthlyBudget::new(YearMonth::parse("2026-11").expect("a month"), None)
        }
    }

    #[test]
    fn a_month_is_written_with_its_year_first() {
        let month = YearMonth::of(jiff::civil::date(2026, 1, 31));
        assert_eq!(month.to_string(), "2026-01");
        assert_eq!(YearMonth::parse("2026-01"), Ok(month));
        assert!(month < YearMonth::parse("2026-11").expect("a month"));
        for text in [
            "",
            "2026",
            "2026-13",
            "2026-00",
            "2026-1",
            "26-01",
            "+026-01",
            "2026-01-01",
        ] {
            assert_eq!(YearMonth::parse(text), Err(InvalidYearMonth), "{text}");
        }
    }

    #[test]
    fn what_is_reserved_counts_as_used() {
        let budget = budget(Some(1_000), 300, 200);
        assert_eq!(budget.used(), MicroDollars::new(500));
        assert_eq!(budget.remaining(), Some(MicroDollars::new(500)));
        assert!(budget.fits(MicroDollars::new(500)));
        assert!(!budget.fits(MicroDollars::new(501)));
    }

    #[test]
    fn without_a_cap_everything_fits_and_nothing_alarms() {
        let budget = budget(None, i64::MAX, i64::MAX);
        assert_eq!((budget.remaining(), budget.used_percent()), (None, None));
        assert!(budget.fits(MicroDollars::new(i64::MAX)));
        assert_eq!(budget.alarm_level(), AlarmLevel::None);
    }

    #[test]
    fn the_alarm_grows_at_half_at_80_percent_and_at_the_cap() {
        for (used, percent, level) in [
            (0, 0, AlarmLevel::None),
            (4_999, 49, AlarmLevel::None),
            (5_000, 50, AlarmLevel::Half),
            (7_999, 79, AlarmLevel::Half),
            (8_000, 80, AlarmLevel::MostlyUsed),
            (9_999, 99, AlarmLevel::MostlyUsed),
            (10_000, 100, AlarmLevel::Used),
            (15_000, 150, AlarmLevel::Used),
        ] {
            let budget = budget(Some(10_000), used / 2, used - used / 2);
            assert_eq!(budget.used_percent(), Some(percent));
            assert_eq!(budget.alarm_level(), level, "{used}");
        }
        assert!(AlarmLevel::None < AlarmLevel::Half && AlarmLevel::MostlyUsed < AlarmLevel::Used);
    }

    #[test]
    fn a_cap_of_nothing_lets_nothing_through() {
        let budget = budget(Some(0), 0, 0);
        assert_eq!(budget.alarm_level(), AlarmLevel::Used);
        assert!(!budget.fits(MicroDollars::new(1)));
        assert!(budget.fits(MicroDollars::ZERO));
    }

    #[test]
    fn a_budget_is_read_from_json_as_it_was_written() {
        let budget = budget(Some(50_000_000), 1, 2);
        let json = serde_json::to_string(&budget).expect("JSON");
        assert_eq!(
            json,
            r#"{"month":"2026-11","cap":50000000,"reserved":1,"spent":2}"#
        );
        assert_eq!(
            serde_json::from_str::<MonthlyBudget>(&json).expect("a budget"),
            budget
        );
    }

    proptest! {
        #[test]
        fn what_remains_fits_and_nothing_more(
            cap in 0..i64::MAX / 4, reserved in 0..i64::MAX / 4, spent in 0..i64::MAX / 4,
        ) {
            let budget = budget(Some(cap), reserved, spent);
            let remaining = budget.remaining().expect("a cap");
            let passed = budget.used() > MicroDollars::new(cap);
            prop_assert_eq!(budget.fits(remaining), !passed);
            prop_assert!(!budget.fits(remaining.plus(MicroDollars::new(1))));
        }
    }
}
