//! Who of many gets a text in this release, and who in a later one.

use std::time::Duration;

use jiff::Timestamp;

use super::SenderPace;
use super::backlog::{Backlog, later};
use crate::quiet_hours::{SendDecision, SendWindow};

/// How long before a member's quiet hours the last segment of the member's text is to be out. The pace is the carrier's
/// promise, not a measurement: this is for the days on which it is a little slower.
pub const CLOSING_MARGIN: Duration = Duration::from_secs(5 * 60);

/// Gives the texts of a release their places in the sender's time, one after the other.
///
/// Whoever is admitted has left the carrier's queue [`CLOSING_MARGIN`] before his or her quiet hours begin, and within
/// the time that the carrier keeps a text. Whoever is not is held, takes no place, and is asked about again in the
/// release at that moment, with what waits at the carrier then.
#[derive(Debug, Clone)]
pub struct Slots {
    pace: SenderPace,
    now: Timestamp,
    backlog: Backlog,
}

/// Whether one text is part of the release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotDecision {
    /// It is: hand it over now.
    SendNow {
        /// When its last segment will be out.
        leaves_at: Timestamp,
        /// For how long the carrier may keep it if it is handed over right now; past `leaves_at`.
        validity: Duration,
    },
    /// It is not: keep it for the release at this moment.
    Hold {
        /// The member's next opening; or, where only the queue is too long, when it will be short enough.
        until: Timestamp,
    },
}

impl Slots {
    /// The places that a sender with this backlog has from `now` on.
    pub fn new(pace: SenderPace, now: Timestamp, backlog: Backlog) -> Self {
        Self { pace, now, backlog }
    }

    /// Decides on the next text, in the order in which members are to be served. `window` is the member's at the moment
    /// that the release began, and `segments` the length of his or her text.
    pub fn next(&mut self, segments: u32, window: &SendWindow) -> SlotDecision {
        let validity = match window.decide(self.now) {
            SendDecision::SendNow { validity } => validity,
            SendDecision::Hold { until } => return SlotDecision::Hold { until },
        };
        let backlog = self.backlog.with(self.now, &self.pace, segments.into());
        let leaves_at = backlog.busy_until;
        if let SendWindow::Open {
            closes_at,
            reopens_at,
        } = *window
            && later(leaves_at, CLOSING_MARGIN) >= closes_at
        {
            return SlotDecision::Hold { until: reopens_at };
        }
        let latest = later(self.now, self.pace.carrier_queue());
        if leaves_at > latest {
            let until = later(self.now, leaves_at.duration_since(latest).unsigned_abs());
            return SlotDecision::Hold { until };
        }
        self.backlog = backlog;
        SlotDecision::SendNow {
            leaves_at,
            validity,
        }
    }

    /// What the carrier has to send once all that was admitted is handed over.
    pub fn backlog(&self) -> Backlog {
        self.backlog
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use proptest::sample::select;

    use super::*;
    use crate::purpose::Purpose;
    use crate::quiet_hours::{MemberZones, QuietHours};
    use crate::time_zone::TimeZoneName;

    fn moment(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    fn pace(rate: u32, queue_seconds: u64) -> SenderPace {
        SenderPace::new(rate, Duration::from_secs(queue_seconds)).expect("a pace")
    }

    fn window(now: Timestamp, zone: &str, purpose: Purpose) -> SendWindow {
        let zone = TimeZoneName::parse(zone).expect("a time zone");
        QuietHours::default().window_at(now, &MemberZones::known(&zone), purpose)
    }

    #[test]
    fn whoever_does_not_fit_before_the_hours_end_waits_for_the_next_opening() {
        // 19:50 in New York, 16:50 in Los Angeles: 299 seconds are left before the margin, then three hours more.
        let now = moment("2026-03-05T00:50:00Z");
        let mut slots = Slots::new(pace(1, 36_000), now, Backlog::default());
        let new_york = window(now, "America/New_York", Purpose::Information);
        let los_angeles = window(now, "America/Los_Angeles", Purpose::Information);
        let send_now = |leaves_at, seconds| SlotDecision::SendNow {
            leaves_at: moment(leaves_at),
            validity: Duration::from_secs(seconds),
        };
        assert_eq!(
            slots.next(298, &new_york),
            send_now("2026-03-05T00:54:58Z", 540)
        );
        let hold = SlotDecision::Hold {
            until: moment("2026-03-05T14:00:00Z"),
        };
        assert_eq!(slots.next(2, &new_york), hold);
        assert_eq!(
            slots.next(1, &new_york),
            send_now("2026-03-05T00:54:59Z", 540)
        );
        assert_eq!(slots.next(1, &new_york), hold);
        assert_eq!(
            slots.next(2, &los_angeles),
            send_now("2026-03-05T00:55:01Z", 11_340)
        );
        assert_eq!(slots.backlog().busy_until, moment("2026-03-05T00:55:01Z"));
    }

    #[test]
    fn whoever_does_not_fit_into_the_queue_waits_until_it_is_shorter() {
        let now = moment("2026-03-04T15:00:00Z");
        let mut slots = Slots::new(pace(3, 600), now, Backlog::default());
        let emergency = window(now, "America/New_York", Purpose::Emergency);
        let information = window(now, "America/New_York", Purpose::Information);
        assert!(matches!(
            slots.next(1_800, &information),
            SlotDecision::SendNow { .. }
        ));
        let hold = SlotDecision::Hold {
            until: moment("2026-03-04T15:00:02Z"),
        };
        assert_eq!(slots.next(6, &information), hold);
        assert_eq!(slots.next(6, &emergency), hold);
        let mut later = Slots::new(
            pace(3, 600),
            moment("2026-03-04T15:00:02Z"),
            slots.backlog(),
        );
        assert!(matches!(
            later.next(6, &emergency),
            SlotDecision::SendNow { .. }
        ));
    }

    #[test]
    fn whoever_is_asleep_takes_no_place() {
        let now = moment("2026-03-04T12:00:00Z");
        let mut slots = Slots::new(pace(1, 36_000), now, Backlog::default());
        let hold = SlotDecision::Hold {
            until: moment("2026-03-04T14:00:00Z"),
        };
        assert_eq!(
            slots.next(3, &window(now, "America/New_York", Purpose::Information)),
            hold
        );
        assert_eq!(slots.backlog(), Backlog::default());
    }

    /// Segments of a text, the zone of whom it is for, and its purpose.
    fn recipients() -> impl Strategy<Value = Vec<(u32, &'static str, Purpose)>> {
        let zones = [
            "America/New_York",
            "America/Chicago",
            "America/Los_Angeles",
            "Pacific/Honolulu",
            "Asia/Kolkata",
        ];
        let recipient = (
            1_u32..=24,
            select(zones.to_vec()),
            select(Purpose::ALL.to_vec()),
        );
        proptest::collection::vec(recipient, 1..300)
    }

    proptest! {
        #[test]
        fn whoever_is_admitted_has_left_before_quiet_hours(
            recipients in recipients(), rate in 1_u32..=12, queue in 300_u64..=36_000, busy in -600_i64..7_200,
            second in 1_772_323_200_i64..1_775_001_600,
        ) {
            let now = Timestamp::from_second(second).expect("a moment");
            let pace = pace(rate, queue);
            let backlog = Backlog { busy_until: now + jiff::SignedDuration::from_secs(busy) };
            let mut slots = Slots::new(pace, now, backlog);
            let mut admitted = 0;
            for (segments, zone, purpose) in recipients {
                let window = window(now, zone, purpose);
                match slots.next(segments, &window) {
                    SlotDecision::SendNow { leaves_at, validity } => {
                        admitted += u64::from(segments);
                        prop_assert_eq!(leaves_at, slots.backlog().busy_until);
                        prop_assert!(leaves_at > now && leaves_at <= now + pace.carrier_queue());
                        prop_assert!(leaves_at <= now + validity, "the carrier would drop it before it leaves");
                        match window {
                            SendWindow::Open { closes_at, .. } => {
                                prop_assert!(leaves_at + Duration::from_secs(300) < closes_at);
                                prop_assert!(now + validity + Duration::from_secs(60) <= closes_at);
                            }
                            SendWindow::AlwaysOpen => {}
                            SendWindow::Closed { .. } => prop_assert!(false, "sent in quiet hours"),
                        }
                    }
                    SlotDecision::Hold { until } => prop_assert!(until > now),
                }
            }
            // Each text ends on a nanosecond, so the sum may be later by one for each of them.
            let at_once = backlog.with(now, &pace, admitted).busy_until;
            if admitted > 0 {
                let late = at_once.duration_until(slots.backlog().busy_until);
                prop_assert!((0..300).contains(&late.as_nanos()));
            }
        }

        #[test]
        fn releases_go_on_until_everybody_has_got_a_text(
            recipients in recipients(), rate in 1_u32..=3, second in 1_772_323_200_i64..1_775_001_600,
        ) {
            let mut now = Timestamp::from_second(second).expect("a moment");
            let mut backlog = Backlog::default();
            let mut waiting = recipients;
            let mut releases = 0;
            while !waiting.is_empty() {
                let mut slots = Slots::new(pace(rate, 36_000), now, backlog);
                let mut next = None::<Timestamp>;
                waiting.retain(|(segments, zone, purpose)| {
                    match slots.next(*segments, &window(now, zone, *purpose)) {
                        SlotDecision::SendNow { .. } => false,
                        SlotDecision::Hold { until } => {
                            next = Some(next.map_or(until, |next| next.min(until)));
                            true
                        }
                    }
                });
                backlog = slots.backlog();
                now = next.unwrap_or(now);
                releases += 1;
                prop_assert!(releases < 20, "somebody never gets a text");
            }
        }
    }
}
