//! Numbers that can't be texted, whoever tries: the carrier said so, and nobody tries again until somebody thinks otherwise.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::delivery::{Failure, FailureKind};
use crate::message::SkipReason;

/// Why texts don't reach a number. It is kept with each person who has the number, and goes when the number changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumberFault {
    /// The carrier's error code.
    pub code: String,
    /// What it comes to.
    pub reason: FaultReason,
    /// When the carrier said so.
    pub since: Timestamp,
}

/// What is wrong with a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultReason {
    /// It is a landline, or can't take texts; it may be called.
    Landline,
    /// There is no such number, or it can't be reached.
    Unreachable,
}

impl NumberFault {
    /// The fault that a failure tells of; `None` where the number is as good as before.
    pub fn of(failure: &Failure, since: Timestamp) -> Option<Self> {
        let reason = match failure.kind {
            FailureKind::Landline => FaultReason::Landline,
            FailureKind::InvalidNumber => FaultReason::Unreachable,
            FailureKind::OptedOut
            | FailureKind::ThisTextOnly
            | FailureKind::MayPass
            | FailureKind::Busy
            | FailureKind::DailyCap
            | FailureKind::Configuration
            | FailureKind::Ours
            | FailureKind::Unknown => return None,
        };
        Some(Self {
            code: failure.code.clone(),
            reason,
            since,
        })
    }
}

impl FaultReason {
    /// The reason in words for staff.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Landline => "The number is a landline, or can't take texts.",
            Self::Unreachable => "The number does not exist, or can't be reached.",
        }
    }

    /// Why whoever has such a number is left out.
    pub const fn skip_reason(self) -> SkipReason {
        match self {
            Self::Landline => SkipReason::Landline,
            Self::Unreachable => SkipReason::Unreachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_about_the_number_is_held_against_it() {
        for kind in FailureKind::ALL {
            let failure = Failure::new("code", kind, "A sentence.");
            let reason = NumberFault::of(&failure, Timestamp::UNIX_EPOCH).map(|fault| fault.reason);
            let expected = match kind {
                FailureKind::Landline => Some(FaultReason::Landline),
                FailureKind::InvalidNumber => Some(FaultReason::Unreachable),
                _ => None,
            };
            assert_eq!(reason, expected, "{kind:?}");
        }
    }
}
