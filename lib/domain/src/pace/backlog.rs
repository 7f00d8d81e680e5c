//! What a sender has yet to send, as the moment at which it will be done.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::SenderPace;

/// What the carrier already has to send for the church. The default is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Backlog {
    /// When the last segment of it is out; in the past when nothing waits.
    pub busy_until: Timestamp,
}

/// More than the carrier's queue can hold; the sentence says why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{} at {} a second take {}{}; the carrier keeps texts for {} at most. Write to fewer people at a time, or make \
     the text shorter.",
    texts_of(*.texts, *.segments),
    of(u64::from(.pace.segments_per_second()), "segment"),
    in_words(.pace.time_for(*.segments)),
    after(*.waiting),
    in_words(.pace.carrier_queue()),
)]
pub struct PlanTooLarge {
    /// How many texts the plan has.
    pub texts: u64,
    /// How many segments they have together.
    pub segments: u64,
    /// How fast they would go.
    pub pace: SenderPace,
    /// How long they would wait for others to leave first.
    pub waiting: Duration,
}

impl Backlog {
    /// When the next text would begin to leave.
    pub fn starts_at(&self, now: Timestamp) -> Timestamp {
        self.busy_until.max(now)
    }

    /// The backlog once so many segments more are handed over at `now`: the last of them is out when it ends.
    pub fn with(&self, now: Timestamp, pace: &SenderPace, segments: u64) -> Self {
        Self {
            busy_until: later(self.starts_at(now), pace.time_for(segments)),
        }
    }

    /// How many segments more can be out by `moment` when they are handed over at `now`.
    pub fn room_before(&self, now: Timestamp, pace: &SenderPace, moment: Timestamp) -> u64 {
        Duration::try_from(self.starts_at(now).duration_until(moment))
            .map_or(0, |time| pace.segments_within(time))
    }

    /// The backlog once a plan of `texts` with so many `segments` together is handed over at `now`.
    ///
    /// # Errors
    /// When the last text would wait for longer than the carrier keeps it.
    pub fn plan(
        &self,
        now: Timestamp,
        pace: &SenderPace,
        texts: u64,
        segments: u64,
    ) -> Result<Self, PlanTooLarge> {
        let waiting = now.duration_until(self.starts_at(now)).unsigned_abs();
        let total = waiting.checked_add(pace.time_for(segments));
        if total.is_some_and(|total| total <= pace.carrier_queue()) {
            Ok(self.with(now, pace, segments))
        } else {
            Err(PlanTooLarge {
                texts,
                segments,
                pace: *pace,
                waiting,
            })
        }
    }
}

/// So much later, or the end of time.
pub(super) fn later(moment: Timestamp, time: Duration) -> Timestamp {
    moment.checked_add(time).unwrap_or(Timestamp::MAX)
}

/// `4,000 texts of 2 segments`, or `3 texts with 5 segments in all` where they differ.
fn texts_of(texts: u64, segments: u64) -> String {
    let subject = of(texts, "text");
    match segments.checked_div(texts) {
        Some(each) if each * texts == segments => format!("{subject} of {}", of(each, "segment")),
        _ => format!("{subject} with {} in all", of(segments, "segment")),
    }
}

/// What has to leave first, if anything does.
fn after(waiting: Duration) -> String {
    if waiting.is_zero() {
        String::new()
    } else {
        format!(
            ", after {} for the texts that wait already",
            in_words(waiting)
        )
    }
}

/// `1 segment`, `2,400 segments`.
fn of(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(count))
}

/// A number with commas between its thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `2 h 14 min`, rounded up to a minute.
fn in_words(time: Duration) -> String {
    let rounding_up = u64::from(time.subsec_nanos() > 0);
    let minutes = time.as_secs().saturating_add(rounding_up).div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{} h", grouped(hours)),
        (hours, minutes) => format!("{} h {minutes} min", grouped(hours)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn noon() -> Timestamp {
        "2026-03-04T12:00:00Z".parse().expect("a moment")
    }

    fn pace(rate: u32) -> SenderPace {
        SenderPace::new(rate, SenderPace::LONGEST_QUEUE).expect("a pace")
    }

    fn at(text: &str) -> Backlog {
        Backlog {
            busy_until: text.parse().expect("a moment"),
        }
    }

    #[test]
    fn a_plan_begins_when_the_last_one_is_out() {
        let first = Backlog::default().plan(noon(), &pace(1), 4_000, 8_000);
        assert_eq!(first, Ok(at("2026-03-04T14:13:20Z")));
        let second = at("2026-03-04T14:13:20Z").plan(noon(), &pace(1), 1_000, 1_000);
        assert_eq!(second, Ok(at("2026-03-04T14:30:00Z")));
        let after_a_pause = at("2026-03-04T11:59:59Z").plan(noon(), &pace(3), 9, 9);
        assert_eq!(after_a_pause, Ok(at("2026-03-04T12:00:03Z")));
    }

    #[test]
    fn a_plan_fills_the_queue_and_no_more() {
        let backlog = at("2026-03-04T13:00:00Z");
        assert!(backlog.plan(noon(), &pace(1), 32_400, 32_400).is_ok());
        assert!(backlog.plan(noon(), &pace(1), 32_401, 32_401).is_err());
        assert!(backlog.plan(noon(), &pace(1), 1, u64::MAX).is_err());
    }

    #[test]
    fn a_plan_that_is_too_large_is_explained() {
        let sentence = |backlog: Backlog, rate, texts, segments| {
            backlog
                .plan(noon(), &pace(rate), texts, segments)
                .expect_err("too large")
                .to_string()
        };
        assert_eq!(
            sentence(Backlog::default(), 1, 24_000, 48_000),
            "24,000 texts of 2 segments at 1 segment a second take 13 h 20 min; the carrier keeps texts for 10 h at \
             most. Write to fewer people at a time, or make the text shorter."
        );
        assert_eq!(
            sentence(at("2026-03-04T21:30:30Z"), 3, 4_000, 8_001),
            "4,000 texts with 8,001 segments in all at 3 segments a second take 45 min, after 9 h 31 min for the texts \
             that wait already; the carrier keeps texts for 10 h at most. Write to fewer people at a time, or make the \
             text shorter."
        );
        assert!(
            sentence(at("2026-03-04T22:00:00Z"), 1, 1, 1).starts_with(
                "1 text of 1 segment at 1 segment a second take 1 min, after 10 h for"
            )
        );
    }

    #[test]
    fn there_is_no_room_once_the_time_is_over() {
        assert_eq!(Backlog::default().room_before(noon(), &pace(3), noon()), 0);
        let backlog = at("2026-03-04T13:00:00Z");
        let half_past = "2026-03-04T12:30:00Z".parse().expect("a moment");
        assert_eq!(backlog.room_before(noon(), &pace(3), half_past), 0);
    }

    proptest! {
        #[test]
        fn the_room_is_all_that_can_be_out_by_then(
            rate in 1_u32..=225, busy in -10_000_i64..40_000, nanoseconds in 0_i64..1_000_000_000,
            wait in 0_u64..100_000_000_000_000,
        ) {
            let backlog = Backlog {
                busy_until: noon() + jiff::SignedDuration::new(busy, i32::try_from(nanoseconds).expect("small")),
            };
            let moment = later(backlog.starts_at(noon()), Duration::from_nanos(wait));
            let room = backlog.room_before(noon(), &pace(rate), moment);
            prop_assert!(backlog.with(noon(), &pace(rate), room).busy_until <= moment);
            prop_assert!(backlog.with(noon(), &pace(rate), room + 1).busy_until > moment);
        }

        #[test]
        fn nothing_overflows(rate in 1_u32..=225, now in any::<i64>(), busy in any::<i64>(), segments in any::<u64>()) {
            let moment = |seconds: i64| Timestamp::from_second(seconds % 253_402_207_200).expect("within jiff's range");
            let backlog = Backlog { busy_until: moment(busy) };
            prop_assert!(backlog.with(moment(now), &pace(rate), segments).busy_until >= backlog.starts_at(moment(now)));
            if let Err(error) = backlog.plan(moment(now), &pace(rate), segments / 2, segments) {
                prop_assert!(error.to_string().contains("at most"));
            }
        }
    }
}
