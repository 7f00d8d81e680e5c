//! Twilio, as it may behave on any day, and what is true of it. A request that it gets is accepted within seconds, or
//! never; whether anybody hears of that is another matter.

use std::collections::VecDeque;

use domain::delivery::{Failure, FailureKind, SendOutcome};
use domain::message::CarrierStatus;
use domain::{MessageId, PhoneNumber};

use super::random::Random;
use super::world::Millis;

/// After this long our client gives up waiting for an answer.
const REQUEST_TIMEOUT: Millis = 8_000;

/// What becomes of one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Answer {
    /// 201, at once.
    Accepted,
    /// 201, just before our patience ends.
    SlowlyAccepted,
    /// 429.
    TooManyRequests,
    /// 400 and a number that can't be texted.
    Refused,
    /// Nobody listens.
    ConnectionRefused,
    /// 500, and the request was not processed.
    ErrorBefore,
    /// 500, and the request was processed.
    ErrorAfter,
    /// No answer, and the request never came in.
    SilenceBefore,
    /// No answer, and the request was processed.
    SilenceAfter,
    /// 201, and its body is cut off.
    CutBody,
}

impl Answer {
    pub(super) const ALL: [Self; 10] = [
        Self::Accepted,
        Self::SlowlyAccepted,
        Self::TooManyRequests,
        Self::Refused,
        Self::ConnectionRefused,
        Self::ErrorBefore,
        Self::ErrorAfter,
        Self::SilenceBefore,
        Self::SilenceAfter,
        Self::CutBody,
    ];

    pub(super) const fn is_accepted(self) -> bool {
        matches!(
            self,
            Self::Accepted
                | Self::SlowlyAccepted
                | Self::ErrorAfter
                | Self::SilenceAfter
                | Self::CutBody
        )
    }

    /// How long after the request our client knows what it will ever know.
    pub(super) fn takes(self, random: &mut Random) -> Millis {
        match self {
            Self::SilenceBefore | Self::SilenceAfter => REQUEST_TIMEOUT,
            Self::SlowlyAccepted => REQUEST_TIMEOUT - 500,
            Self::ConnectionRefused => 5,
            _ => random.between(80, 400),
        }
    }

    /// What our client makes of it: the table of `outcome_of` in the adapter.
    pub(super) fn outcome(self, sid: String) -> SendOutcome {
        let failure = |code: &str, kind| Failure::new(code, kind, "It did not work.");
        let unclear = |code| SendOutcome::Unclear(failure(code, FailureKind::Unknown));
        match self {
            Self::Accepted | Self::SlowlyAccepted => SendOutcome::Accepted { sid },
            Self::TooManyRequests => SendOutcome::NotProcessed(failure("20429", FailureKind::Busy)),
            Self::ConnectionRefused => {
                SendOutcome::NotProcessed(failure("not_connected", FailureKind::Busy))
            }
            Self::Refused => SendOutcome::Refused(failure("21211", FailureKind::InvalidNumber)),
            Self::ErrorBefore | Self::ErrorAfter => unclear("http_500"),
            Self::SilenceBefore | Self::SilenceAfter => unclear("no_answer"),
            Self::CutBody => unclear("unreadable_answer"),
        }
    }
}

/// How Twilio's reports of one text come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Reports {
    /// In order, while our client may still wait for the answer.
    Early,
    /// Not at all.
    Lost,
    /// Each twice, the last one first, minutes later.
    Disordered,
    /// As chance will have it.
    ByChance,
}

/// A text that Twilio has: this is what is true, whatever our records say.
#[derive(Debug, Clone)]
pub(super) struct Creation {
    pub(super) id: MessageId,
    pub(super) sid: String,
    pub(super) to: PhoneNumber,
    pub(super) body: String,
    pub(super) at: Millis,
    /// From when it is in the log.
    pub(super) in_log_at: Millis,
    pub(super) sent_at: Millis,
    pub(super) ended_at: Millis,
    pub(super) end: CarrierStatus,
    /// Which effect of all was the claim that led to it.
    pub(super) claimed: Option<u64>,
}

impl Creation {
    pub(super) fn status_at(&self, now: Millis) -> CarrierStatus {
        if now >= self.ended_at {
            self.end
        } else if now >= self.sent_at {
            CarrierStatus::Sent
        } else {
            CarrierStatus::Accepted
        }
    }
}

#[derive(Default)]
pub(super) struct Twilio {
    /// What becomes of the next requests; chance decides when there is nothing here.
    pub(super) script: VecDeque<Answer>,
    pub(super) creations: Vec<Creation>,
    pub(super) requests: u64,
}
