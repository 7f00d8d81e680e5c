//! What follows from the hours for one text: for how long the carrier may keep it, or until when we do.

use std::time::Duration;

use jiff::Timestamp;

/// The longest time that Twilio keeps a text in its queue, and what it takes where nothing is said: `ValidityPeriod` in
/// <https://www.twilio.com/docs/messaging/api/message-resource>, and <https://www.twilio.com/docs/api/errors/90007>.
pub const MAXIMUM_VALIDITY: Duration = Duration::from_secs(36_000);

/// A text that would have less time than this is not handed over: it would likely expire in the queue, and be lost.
pub const MINIMUM_VALIDITY: Duration = Duration::from_secs(5 * 60);

/// What is kept between the end of a text's validity and the quiet hours: clocks differ, and Twilio begins to count when
/// the request arrives. A request has to be given up sooner than this.
pub const CLOCK_MARGIN: Duration = Duration::from_secs(60);

/// A window that is shorter than this is none: no text could be sent in it.
pub(super) const SHORTEST_WINDOW: Duration =
    Duration::from_secs(MINIMUM_VALIDITY.as_secs() + CLOCK_MARGIN.as_secs());

/// Whether texts may go out, as seen at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendWindow {
    /// At this and any other hour: an emergency.
    AlwaysOpen,
    /// They may.
    Open {
        /// The first moment at which they may not.
        closes_at: Timestamp,
        /// When they may again after that; in rare cases at once, see
        /// [`QuietHours::window_at`](super::QuietHours::window_at).
        reopens_at: Timestamp,
    },
    /// They may not.
    Closed {
        /// The first moment at which they may again.
        opens_at: Timestamp,
    },
}

/// What to do with a text now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SendDecision {
    /// Hand it to the carrier.
    SendNow {
        /// For how long the carrier may keep it: whole seconds, from [`MINIMUM_VALIDITY`] to [`MAXIMUM_VALIDITY`].
        validity: Duration,
    },
    /// Keep it, and decide again then.
    Hold {
        /// Later than now.
        until: Timestamp,
    },
}

impl SendWindow {
    /// The window, as seen at `now`, of somebody to whom texts may go out until `until` at any rate.
    #[must_use]
    pub fn open_until(self, now: Timestamp, until: Timestamp) -> Self {
        if until <= now {
            return self;
        }
        match self {
            Self::AlwaysOpen => self,
            Self::Open {
                closes_at,
                reopens_at,
            } => Self::Open {
                closes_at: closes_at.max(until),
                reopens_at: reopens_at.max(until),
            },
            Self::Closed { opens_at } => Self::Open {
                closes_at: until,
                reopens_at: opens_at.max(until),
            },
        }
    }

    /// For how long the carrier may keep a text that it gets at `now`, the moment for which the window was asked.
    /// `None` when the window is closed, or closes too soon to send anything.
    pub fn validity(&self, now: Timestamp) -> Option<Duration> {
        match self {
            Self::AlwaysOpen => Some(MAXIMUM_VALIDITY),
            Self::Closed { .. } => None,
            Self::Open { closes_at, .. } => {
                let remaining = Duration::try_from(now.duration_until(*closes_at)).ok()?;
                let validity = Duration::from_secs(remaining.checked_sub(CLOCK_MARGIN)?.as_secs());
                (validity >= MINIMUM_VALIDITY).then(|| validity.min(MAXIMUM_VALIDITY))
            }
        }
    }

    /// What to do with a text at `now`, the moment for which the window was asked.
    pub fn decide(&self, now: Timestamp) -> SendDecision {
        let until = match *self {
            Self::AlwaysOpen => {
                return SendDecision::SendNow {
                    validity: MAXIMUM_VALIDITY,
                };
            }
            Self::Open { reopens_at, .. } => reopens_at,
            Self::Closed { opens_at } => opens_at,
        };
        match self.validity(now) {
            Some(validity) => SendDecision::SendNow { validity },
            None => SendDecision::Hold { until },
        }
    }
}
