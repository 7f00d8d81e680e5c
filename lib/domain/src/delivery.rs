//! What can come of handing a message to the carrier, and how long to wait before another try.

use std::time::Duration;

/// The outcome of one request to the carrier. The four cases are all there are, and what each allows
/// decides whether anyone is ever texted twice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendOutcome {
    /// The carrier has the message, under this id of its own.
    Accepted {
        /// The carrier's id.
        sid: String,
    },
    /// The carrier will never take this message.
    Refused(Failure),
    /// It is proven that the carrier did not process the request: it may be sent again, later.
    NotProcessed(Failure),
    /// The carrier may or may not have the message: it must not be sent again without proof.
    Unclear(Failure),
}

/// What went wrong: a stable code, what kind of failure it is, and a sentence for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The carrier's error code, or a word of our own where it gave none.
    pub code: String,
    /// What it means for this message, for its number and for the other messages.
    pub kind: FailureKind,
    /// In plain words, for staff.
    pub sentence: String,
}

/// What a failure means for what we do next. It never says whether the carrier has the message: that is for
/// [`SendOutcome`] alone, so that no kind is ever taken for leave to send again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FailureKind {
    /// The number does not exist, or can't be texted by anyone: it is flagged, and not texted again.
    InvalidNumber,
    /// The number is a landline: it is flagged, and may be called instead.
    Landline,
    /// The person told the carrier to stop our texts: it is recorded as an opt-out.
    OptedOut,
    /// A filter or a block stopped this text; the number stays good. Many of them are an alarm.
    ThisTextOnly,
    /// A trouble of the moment on the way to the phone: at most one later resend, as a new message.
    MayPass,
    /// Too much at once, or the carrier is out of reach: all workers back off.
    Busy,
    /// The day's limit is reached: sending pauses until tomorrow.
    DailyCap,
    /// Our account, sender or registration is not in order: the broadcast stops, with an alarm.
    Configuration,
    /// We made a request that we should never make: an alarm, for it is a defect of ours.
    Ours,
    /// Nobody told us what it means. Nothing is sent again for it, and nothing is held against the number.
    Unknown,
}

impl FailureKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::InvalidNumber,
        Self::Landline,
        Self::OptedOut,
        Self::ThisTextOnly,
        Self::MayPass,
        Self::Busy,
        Self::DailyCap,
        Self::Configuration,
        Self::Ours,
        Self::Unknown,
    ];
}

impl Failure {
    /// A failure with the carrier's code, or a word of our own, and a sentence for staff.
    pub fn new(code: impl Into<String>, kind: FailureKind, sentence: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            kind,
            sentence: sentence.into(),
        }
    }

    /// The same failure with another sentence behind its own.
    pub fn followed_by(self, sentence: &str) -> Self {
        Self {
            sentence: format!("{} {sentence}", self.sentence),
            ..self
        }
    }
}

/// After this many tries a message that the carrier never processed is given up. With the waits of
/// [`retry_delay`] that is two to four hours.
pub const MAXIMUM_ATTEMPTS: u32 = 24;

/// The longest wait before another try; SQS can't delay a message for longer
/// (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html>).
const MAXIMUM_DELAY: Duration = Duration::from_secs(900);

/// How long to wait after the given number of attempts: it doubles from 2 s to 15 minutes, less up to
/// half of it by `random`, so that the messages of a broadcast don't all come back at one moment.
pub fn retry_delay(attempts: u32, random: u128) -> Duration {
    let doubled = Duration::from_secs(2_u64.saturating_pow(attempts.clamp(1, 10)));
    let full = doubled.min(MAXIMUM_DELAY);
    let thousandths = u32::try_from(random % 500).unwrap_or(0);
    full - full * thousandths / 1_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_to_the_sentence_leaves_the_code_and_the_kind_alone() {
        let failure = Failure::new("20429", FailureKind::Busy, "Too much at once.");
        let expected = Failure::new("20429", FailureKind::Busy, "Too much at once. We wait.");
        assert_eq!(failure.followed_by("We wait."), expected);
    }

    #[test]
    fn waits_double_up_to_a_quarter_of_an_hour() {
        let full: Vec<_> = [1, 2, 3, 9, 10, 24]
            .map(|attempts| retry_delay(attempts, 0).as_secs())
            .into();
        assert_eq!(full, [2, 4, 8, 512, 900, 900]);
    }

    #[test]
    fn waits_are_spread_over_half_of_their_length() {
        assert_eq!(retry_delay(10, 499), Duration::from_millis(450_900));
        for random in 0..2_000 {
            let delay = retry_delay(3, random);
            assert!(delay > Duration::from_secs(4) && delay <= Duration::from_secs(8));
        }
    }
}
