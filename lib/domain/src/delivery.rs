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

/// What went wrong: a stable code, and a sentence for staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The carrier's error code, or a word of our own where it gave none.
    pub code: String,
    /// In plain words, for staff.
    pub sentence: String,
}

impl Failure {
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
