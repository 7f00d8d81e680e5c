//! The church's sender, as all workers see it: whether they should rest, and for how long.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// When the carrier asked for less, everyone rests: one worker's refusal is a sign for all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SenderState {
    /// Until when nothing is handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Timestamp>,
    /// How long the last rest was, in whole seconds.
    #[serde(default)]
    pub backoff_seconds: u32,
    /// When all that the carrier has will be out, at the sender's pace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub busy_until: Option<Timestamp>,
}

/// The first rest after the carrier said that it was too much.
const FIRST_BACKOFF: u32 = 2;
/// The longest one.
const LONGEST_BACKOFF: u32 = 300;
/// When this long has passed since the last rest, the next one is a first one again.
const FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_mins(5);

impl SenderState {
    /// How long there is to rest at `now`; `None` when work may go on.
    pub fn rest(&self, now: Timestamp) -> Option<SignedDuration> {
        let left = self.paused_until?.duration_since(now);
        left.is_positive().then_some(left)
    }

    /// After a refusal for being too fast: rests twice as long as the last time, from 2 s to 5 minutes. Refusals of
    /// requests that were under way together count as one.
    #[must_use]
    pub fn after_busy(self, now: Timestamp) -> Self {
        if self.rest(now).is_some() {
            return self;
        }
        let is_first = self
            .paused_until
            .is_none_or(|until| now.duration_since(until) > FORGOTTEN_AFTER);
        let seconds = if is_first {
            FIRST_BACKOFF
        } else {
            self.backoff_seconds
                .saturating_mul(2)
                .clamp(FIRST_BACKOFF, LONGEST_BACKOFF)
        };
        Self {
            paused_until: Some(now + SignedDuration::from_secs(seconds.into())),
            backoff_seconds: seconds,
            ..self
        }
    }

    /// After the day's limit was reached: rests until `tomorrow`.
    #[must_use]
    pub fn until_tomorrow(self, tomorrow: Timestamp) -> Self {
        Self {
            paused_until: Some(
                self.paused_until
                    .map_or(tomorrow, |until| until.max(tomorrow)),
            ),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    #[test]
    fn rests_double_while_refusals_go_on_and_begin_anew_after_a_calm() {
        let mut state = SenderState::default();
        let mut now = at(0);
        let mut rests = Vec::new();
        for _ in 0..10 {
            state = state.after_busy(now);
            let rest = state.rest(now).expect("a rest");
            rests.push(rest.as_secs());
            now = now + rest + SignedDuration::from_secs(1);
        }
        assert_eq!(rests, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        let later = now + SignedDuration::from_mins(6);
        assert_eq!(
            state.after_busy(later).rest(later),
            Some(SignedDuration::from_secs(2))
        );
    }

    #[test]
    fn a_hundred_refusals_at_once_are_one() {
        let first = SenderState::default().after_busy(at(0));
        assert_eq!(first.after_busy(at(1)), first);
    }

    #[test]
    fn the_days_limit_is_a_rest_until_tomorrow_and_is_never_shortened() {
        let state = SenderState::default().until_tomorrow(at(86_400));
        assert_eq!(state.rest(at(86_399)), Some(SignedDuration::from_secs(1)));
        assert_eq!(state.rest(at(86_400)), None);
        assert_eq!(state.after_busy(at(10)), state);
        assert_eq!(state.until_tomorrow(at(5)), state);
    }
}
