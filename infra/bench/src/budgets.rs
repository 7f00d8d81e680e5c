//! What is kept, from `budgets.toml`, and whether a run has kept it.

use anyhow::{Context, Result};
use serde::Deserialize;

/// The file, which is part of the program: a run can't be measured by another one's budgets.
const FILE: &str = include_str!("../budgets.toml");

/// All budgets.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budgets {
    /// Those that fail a run.
    pub(crate) counts: Counts,
    /// Those that are reported.
    pub(crate) times: Times,
}

/// What does not depend on the machine. What each means stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Counts {
    pub(crate) write_units_a_recipient: f64,
    pub(crate) read_units_a_recipient: f64,
    pub(crate) scans: f64,
    pub(crate) twilio_requests_a_message: f64,
    pub(crate) binary_bytes: f64,
    pub(crate) planning_memory_growth_bytes: f64,
    pub(crate) connections_not_opened_in_init: f64,
    pub(crate) connections_not_kept: f64,
    pub(crate) table_requests_a_turn: f64,
}

/// What depends on it. What each means stands in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Times {
    pub(crate) planning_seconds_for_100_000: f64,
    pub(crate) processor_microseconds_a_message: f64,
    pub(crate) starts_of_the_bare_function: f64,
    pub(crate) pace_lost: f64,
    pub(crate) milliseconds_a_turn: f64,
}

impl Budgets {
    /// Those of the repository.
    ///
    /// # Errors
    /// When the file can't be read.
    pub(crate) fn read() -> Result<Self> {
        toml::from_str(FILE).context("infra/bench/budgets.toml")
    }
}

/// What happens when a budget is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The run fails.
    Count,
    /// It is told.
    Time,
}

/// A budget, and what was measured.
#[derive(Debug, Clone)]
pub(crate) struct Verdict {
    /// What it is about.
    pub(crate) what: String,
    /// What was measured.
    pub(crate) measured: f64,
    /// The most that it may be.
    pub(crate) budget: f64,
    /// What happens otherwise.
    pub(crate) kind: Kind,
    /// What is worth knowing beside.
    pub(crate) note: String,
}

impl Verdict {
    /// Whether the budget is kept. What was not measured, is not.
    pub(crate) fn is_kept(&self) -> bool {
        // Parts of units add up with an error in the last place.
        self.measured <= self.budget + 1e-9
    }

    /// Whether the run fails.
    pub(crate) fn fails(&self) -> bool {
        self.kind == Kind::Count && !self.is_kept()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(measured: f64, kind: Kind) -> Verdict {
        Verdict {
            what: "units".into(),
            measured,
            budget: 6.0,
            kind,
            note: String::new(),
        }
    }

    #[test]
    fn the_budgets_of_the_repository_can_be_read() {
        let budgets = Budgets::read().expect("budgets");
        assert_eq!(budgets.counts.scans, 0.0);
        assert!(budgets.times.pace_lost < 1.0);
    }

    #[test]
    fn a_count_over_its_budget_fails_and_a_time_does_not() {
        assert!(!verdict(6.0, Kind::Count).fails());
        assert!(verdict(6.01, Kind::Count).fails());
        assert!(!verdict(6.01, Kind::Time).is_kept());
        assert!(!verdict(6.01, Kind::Time).fails());
        assert!(
            verdict(f64::NAN, Kind::Count).fails(),
            "nothing was measured"
        );
    }
}
