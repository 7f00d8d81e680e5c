//! The sender's pace: how fast texts leave the carrier, and so when the last of many does.
//!
//! The carrier takes texts far faster than it sends them, and keeps the rest in a queue of ten hours. Of ten thousand
//! texts that are handed over at once, the last would leave hours later: in quiet hours, or never. So a plan is measured
//! against the queue when it is made ([`Backlog::plan`]), and only those texts are handed over that leave before their
//! recipient's quiet hours ([`Slots`]). All of this is arithmetic on one number, the moment until which the sender is
//! busy; that the carrier drops what is late all the same is ensured by each text's validity ([`crate::quiet_hours`]).

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::quiet_hours::{MAXIMUM_VALIDITY, MINIMUM_VALIDITY};

mod backlog;
mod forecast;
mod slots;

pub use backlog::{Backlog, PlanTooLarge};
pub use forecast::{Forecast, TextKind};
pub use slots::{CLOSING_MARGIN, SlotDecision, Slots};

/// How fast the church's number sends, and for how long the carrier keeps what waits.
///
/// In JSON `{"segments_per_second":1,"carrier_queue_seconds":36000}`; the second may be left out.
///
/// | sender | segments a second |
/// | --- | --- |
/// | long code | 1 |
/// | toll-free number | 3 |
/// | short code | 100 and more |
/// | 10DLC campaign, low volume | 3 (3.75, towards three networks together) |
/// | 10DLC campaign, by trust score | 12, 120 or 225, towards three networks together |
///
/// Sources: <https://www.twilio.com/docs/api/errors/21611>, and of 10DLC Twilio's article "Message throughput (MPS) and
/// Trust Scores for A2P 10DLC in the US". A 10DLC campaign's figure is the sum over AT&T, T-Mobile and Verizon: where
/// most members have one network, a third of it is the true pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "WrittenPace", into = "WrittenPace")]
pub struct SenderPace {
    segments_per_second: u32,
    carrier_queue: Duration,
}

/// [`SenderPace`] as it is written.
#[derive(Serialize, Deserialize)]
struct WrittenPace {
    segments_per_second: u32,
    #[serde(default = "longest_queue")]
    carrier_queue_seconds: u64,
}

fn longest_queue() -> u64 {
    SenderPace::LONGEST_QUEUE.as_secs()
}

/// No sender has this pace; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidPace {
    /// Too slow or too fast.
    #[error(
        "Enter 1 to {} segments a second: 1 for an ordinary number, 3 for a toll-free one.",
        SenderPace::FASTEST
    )]
    SegmentsPerSecond,
    /// The carrier keeps no text for so long, or so short a time that texts would be lost.
    #[error(
        "Enter {} to {} seconds for the carrier's queue; Twilio's is {1}.",
        SenderPace::SHORTEST_QUEUE.as_secs(),
        SenderPace::LONGEST_QUEUE.as_secs()
    )]
    CarrierQueue,
}

impl SenderPace {
    /// The most segments a second: a 10DLC campaign with the best trust score.
    pub const FASTEST: u32 = 225;

    /// The shortest queue: a text that may wait for less is not handed over.
    pub const SHORTEST_QUEUE: Duration = MINIMUM_VALIDITY;

    /// The longest queue, and the default: Twilio fails what waits for more than ten hours
    /// (<https://www.twilio.com/docs/api/errors/21611>).
    pub const LONGEST_QUEUE: Duration = MAXIMUM_VALIDITY;

    /// A sender of this pace, with the queue in whole seconds.
    ///
    /// # Errors
    /// When the pace is not from 1 to [`SenderPace::FASTEST`], or the queue is not from [`SenderPace::SHORTEST_QUEUE`]
    /// to [`SenderPace::LONGEST_QUEUE`].
    pub fn new(segments_per_second: u32, carrier_queue: Duration) -> Result<Self, InvalidPace> {
        if !(1..=Self::FASTEST).contains(&segments_per_second) {
            return Err(InvalidPace::SegmentsPerSecond);
        }
        if !(Self::SHORTEST_QUEUE..=Self::LONGEST_QUEUE).contains(&carrier_queue) {
            return Err(InvalidPace::CarrierQueue);
        }
        Ok(Self {
            segments_per_second,
            carrier_queue: Duration::from_secs(carrier_queue.as_secs()),
        })
    }

    /// How many segments leave in a second.
    pub fn segments_per_second(&self) -> u32 {
        self.segments_per_second
    }

    /// For how long the carrier keeps what waits.
    pub fn carrier_queue(&self) -> Duration {
        self.carrier_queue
    }

    /// How long so many segments take, rounded up to a nanosecond.
    pub fn time_for(&self, segments: u64) -> Duration {
        let rate = u64::from(self.segments_per_second);
        let rest = (segments % rate * 1_000_000_000).div_ceil(rate);
        Duration::from_secs(segments / rate) + Duration::from_nanos(rest)
    }

    /// How many segments leave within this time.
    pub fn segments_within(&self, time: Duration) -> u64 {
        let segments = time.as_nanos() * u128::from(self.segments_per_second) / 1_000_000_000;
        u64::try_from(segments).unwrap_or(u64::MAX)
    }
}

/// An ordinary number, until the church says otherwise.
impl Default for SenderPace {
    fn default() -> Self {
        Self {
            segments_per_second: 1,
            carrier_queue: Self::LONGEST_QUEUE,
        }
    }
}

impl TryFrom<WrittenPace> for SenderPace {
    type Error = InvalidPace;

    fn try_from(written: WrittenPace) -> Result<Self, InvalidPace> {
        let queue = Duration::from_secs(written.carrier_queue_seconds);
        Self::new(written.segments_per_second, queue)
    }
}

impl From<SenderPace> for WrittenPace {
    fn from(pace: SenderPace) -> Self {
        Self {
            segments_per_second: pace.segments_per_second,
            carrier_queue_seconds: pace.carrier_queue.as_secs(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pace_is_written_in_segments_and_seconds() {
        let pace: SenderPace =
            serde_json::from_str(r#"{"segments_per_second":3}"#).expect("a toll-free number");
        assert_eq!(pace.carrier_queue(), Duration::from_secs(36_000));
        assert_eq!(
            serde_json::to_string(&pace).expect("JSON"),
            r#"{"segments_per_second":3,"carrier_queue_seconds":36000}"#
        );
        let json = serde_json::to_string(&SenderPace::default()).expect("JSON");
        let default: SenderPace = serde_json::from_str(&json).expect("the default");
        assert_eq!(default, SenderPace::default());
    }

    #[test]
    fn a_pace_that_no_sender_has_is_refused() {
        let queue = SenderPace::LONGEST_QUEUE;
        for (rate, queue, error) in [
            (0, queue, InvalidPace::SegmentsPerSecond),
            (226, queue, InvalidPace::SegmentsPerSecond),
            (1, Duration::from_secs(36_001), InvalidPace::CarrierQueue),
            (1, Duration::from_secs(299), InvalidPace::CarrierQueue),
        ] {
            assert_eq!(SenderPace::new(rate, queue), Err(error));
        }
        assert!(SenderPace::new(225, Duration::from_secs(300)).is_ok());
        assert!(
            serde_json::from_str::<SenderPace>(r#"{"segments_per_second":0}"#).is_err(),
            "JSON is checked too"
        );
    }

    #[test]
    fn an_error_says_what_to_enter() {
        assert_eq!(
            InvalidPace::CarrierQueue.to_string(),
            "Enter 300 to 36000 seconds for the carrier's queue; Twilio's is 36000."
        );
        assert_eq!(
            InvalidPace::SegmentsPerSecond.to_string(),
            "Enter 1 to 225 segments a second: 1 for an ordinary number, 3 for a toll-free one."
        );
    }

    #[test]
    fn segments_take_their_time() {
        let pace = |rate| SenderPace::new(rate, SenderPace::LONGEST_QUEUE).expect("a pace");
        assert_eq!(pace(1).time_for(8_000), Duration::from_secs(8_000));
        assert_eq!(pace(3).time_for(1), Duration::from_nanos(333_333_334));
        assert_eq!(pace(225).time_for(u64::MAX).as_secs(), u64::MAX / 225);
        assert_eq!(pace(3).segments_within(Duration::from_millis(999)), 2);
        assert_eq!(pace(100).segments_within(Duration::from_secs(60)), 6_000);
        assert_eq!(pace(225).segments_within(Duration::MAX), u64::MAX);
    }
}
