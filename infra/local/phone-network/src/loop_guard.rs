//! Twilio's guard against two machines that answer each other for ever.
//!
//! Source: <https://www.twilio.com/docs/api/errors/14107>. A text that comes less than 30 seconds after the one
//! before counts one more; what comes after the thirtieth fails, for 30 seconds.

use jiff::{SignedDuration, Timestamp};

/// What a text fails with that the guard stops.
pub(crate) const LOOP_CODE: u32 = 14107;

const MOST_TEXTS: u32 = 30;
const PERIOD: SignedDuration = SignedDuration::from_secs(30);

/// The texts from the church to one phone, as far as the guard counts them.
#[derive(Debug, Clone, Default)]
pub(crate) struct LoopGuard {
    count: u32,
    last: Option<Timestamp>,
    closed_until: Option<Timestamp>,
}

impl LoopGuard {
    /// Counts a text that is created at `at`, and says whether it may be sent.
    pub(crate) fn lets_pass(&mut self, at: Timestamp) -> bool {
        if self.closed_until.is_some_and(|end| at < end) {
            return false;
        }
        let follows = self
            .last
            .is_some_and(|last| at.duration_since(last) < PERIOD);
        self.count = if follows { self.count + 1 } else { 1 };
        self.last = Some(at);
        if self.count > MOST_TEXTS {
            *self = Self {
                closed_until: Some(at + PERIOD),
                ..Self::default()
            };
            return false;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};

    use super::LoopGuard;

    fn after(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn thirty_texts_pass_and_the_next_ones_fail_for_thirty_seconds() {
        let mut guard = LoopGuard::default();
        assert!((0..30).all(|_| guard.lets_pass(after(0))));
        assert!(!guard.lets_pass(after(10)));
        assert!(!guard.lets_pass(after(39)));
        assert!(guard.lets_pass(after(40)));
        assert!((0..29).all(|_| guard.lets_pass(after(41))));
        assert!(!guard.lets_pass(after(42)));
    }

    #[test]
    fn a_pause_of_thirty_seconds_begins_the_count_anew() {
        let mut guard = LoopGuard::default();
        assert!((0..30).all(|_| guard.lets_pass(after(0))));
        assert!((0..30).all(|_| guard.lets_pass(after(30))));
        assert!(!guard.lets_pass(after(59)));
    }
}
