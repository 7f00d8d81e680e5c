//! When the last of many texts will be out, told before any of them is sent.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::backlog::later;
use super::{Backlog, SenderPace, SlotDecision, Slots};
use crate::quiet_hours::SendWindow;

/// How many releases are looked at. There are some a day; what takes weeks is not told.
const MAXIMUM_RELEASES: u32 = 200;

/// Into how many parts the carrier's queue is divided: when it is full, texts are released again once one part of it has
/// left. It never runs dry, so that the end is the same as when each text followed at its own moment.
const QUEUE_PARTS: u32 = 4;

/// Texts that are treated alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextKind {
    /// Where the readers live: the place of the zone's window in the list of windows.
    pub zone: usize,
    /// How many segments each text has.
    pub segments: u32,
}

/// What becomes of many texts that are to go out from one moment on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// When the first of them begins to leave.
    pub starts_at: Timestamp,
    /// When the last of them is out; `None` when that is weeks away.
    pub out_by: Option<Timestamp>,
    /// How many of them wait for their reader's morning.
    pub waits_for_morning: u64,
    /// How many of them wait because the carrier keeps no more for now.
    pub waits_for_room: u64,
}

/// What one release came to.
struct Release {
    starts_at: Option<Timestamp>,
    backlog: Backlog,
    held: Vec<(TextKind, u64)>,
    next: Option<Timestamp>,
    waits_for_morning: u64,
    waits_for_room: u64,
}

impl Forecast {
    /// Gives every text its place, release after release, by the rule of [`Slots`]. `texts` says how many there are of each
    /// kind, and `windows_at` answers the window of each zone at a moment. `None` when there are no texts, or none of them
    /// goes out within weeks.
    ///
    /// In truth texts of several kinds take turns. Here those of a kind go together, which moves the end by some texts at
    /// most where hours end in between.
    pub fn of(
        pace: SenderPace,
        now: Timestamp,
        backlog: Backlog,
        texts: &BTreeMap<TextKind, u64>,
        windows_at: impl Fn(Timestamp) -> Vec<SendWindow>,
    ) -> Option<Self> {
        let all = texts.iter().map(|(kind, count)| (*kind, *count));
        let first = Release::run(pace, now, backlog, all.collect(), &windows_at(now));
        let (waits_for_morning, waits_for_room) = (first.waits_for_morning, first.waits_for_room);
        let mut starts_at = first.starts_at;
        let mut last = first;
        for _ in 1..MAXIMUM_RELEASES {
            let Some(at) = last.next else { break };
            last = Release::run(pace, at, last.backlog, last.held, &windows_at(at));
            starts_at = starts_at.or(last.starts_at);
        }
        Some(Self {
            starts_at: starts_at?,
            out_by: last.held.is_empty().then_some(last.backlog.busy_until),
            waits_for_morning,
            waits_for_room,
        })
    }
}

impl Release {
    fn run(
        pace: SenderPace,
        at: Timestamp,
        backlog: Backlog,
        texts: Vec<(TextKind, u64)>,
        windows: &[SendWindow],
    ) -> Self {
        let mut slots = Slots::new(pace, at, backlog);
        let mut release = Self {
            starts_at: None,
            backlog,
            held: Vec::new(),
            next: None,
            waits_for_morning: 0,
            waits_for_room: 0,
        };
        let part_of_queue = pace.carrier_queue() / QUEUE_PARTS;
        for (kind, count) in texts {
            let Some(window) = windows.get(kind.zone) else {
                continue;
            };
            // Nothing gets shorter meanwhile: when one is held, so are the others of its kind.
            for admitted in 0..count {
                let SlotDecision::Hold { until } = slots.next(kind.segments, window) else {
                    release.starts_at.get_or_insert(backlog.starts_at(at));
                    continue;
                };
                let held = count - admitted;
                release.held.push((kind, held));
                let again = if opens_again(window) == Some(until) {
                    release.waits_for_morning += held;
                    until
                } else {
                    release.waits_for_room += held;
                    until.max(later(at, part_of_queue))
                };
                release.next = Some(release.next.map_or(again, |next| next.min(again)));
                break;
            }
        }
        release.backlog = slots.backlog();
        release
    }
}

/// When whoever is not texted in this window is texted again.
fn opens_again(window: &SendWindow) -> Option<Timestamp> {
    match *window {
        SendWindow::AlwaysOpen => None,
        SendWindow::Open { reopens_at, .. } => Some(reopens_at),
        SendWindow::Closed { opens_at } => Some(opens_at),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;
    use crate::purpose::Purpose;
    use crate::quiet_hours::{MemberZones, QuietHours};
    use crate::time_zone::TimeZoneName;

    const ZONES: [&str; 3] = ["America/New_York", "America/Los_Angeles", "Asia/Kolkata"];

    fn moment(text: &str) -> Timestamp {
        text.parse().expect("a moment")
    }

    fn pace(rate: u32) -> SenderPace {
        SenderPace::new(rate, SenderPace::LONGEST_QUEUE).expect("a pace")
    }

    fn windows(purpose: Purpose) -> impl Fn(Timestamp) -> Vec<SendWindow> {
        move |at| {
            let window = |name| {
                let zone = TimeZoneName::parse(name).expect("a time zone");
                QuietHours::default().window_at(at, &MemberZones::known(&zone), purpose)
            };
            ZONES.map(window).to_vec()
        }
    }

    fn texts<const N: usize>(kinds: [(usize, u32, u64); N]) -> BTreeMap<TextKind, u64> {
        kinds
            .map(|(zone, segments, count)| (TextKind { zone, segments }, count))
            .into()
    }

    #[test]
    fn by_day_the_last_one_is_out_when_the_pace_has_them_out() {
        let now = moment("2026-03-04T17:00:00Z");
        let busy = Backlog {
            busy_until: moment("2026-03-04T17:10:00Z"),
        };
        let all = texts([(0, 1, 100), (1, 2, 100)]);
        let forecast = Forecast::of(pace(1), now, busy, &all, windows(Purpose::Information));
        let expected = Forecast {
            starts_at: busy.busy_until,
            out_by: Some(moment("2026-03-04T17:15:00Z")),
            waits_for_morning: 0,
            waits_for_room: 0,
        };
        assert_eq!(forecast, Some(expected));
    }

    #[test]
    fn whoever_sleeps_is_waited_for_and_an_emergency_waits_for_nobody() {
        // 21:30 in New York, 18:30 in Los Angeles.
        let now = moment("2026-03-05T02:30:00Z");
        let all = texts([(0, 1, 60), (1, 1, 30)]);
        let of = |purpose| Forecast::of(pace(1), now, Backlog::default(), &all, windows(purpose));
        let information = Forecast {
            starts_at: now,
            out_by: Some(moment("2026-03-05T14:01:00Z")),
            waits_for_morning: 60,
            waits_for_room: 0,
        };
        assert_eq!(of(Purpose::Information), Some(information));
        let emergency = Forecast {
            out_by: Some(moment("2026-03-05T02:31:30Z")),
            waits_for_morning: 0,
            ..information
        };
        assert_eq!(of(Purpose::Emergency), Some(emergency));
    }

    #[test]
    fn what_the_carrier_can_not_keep_waits_and_follows_without_a_pause() {
        let now = moment("2026-03-04T17:00:00Z");
        let all = texts([(0, 2, 20_000)]);
        let of = |rate| {
            let windows = windows(Purpose::Emergency);
            Forecast::of(pace(rate), now, Backlog::default(), &all, windows)
        };
        let expected = Forecast {
            starts_at: now,
            out_by: Some(moment("2026-03-05T04:06:40Z")),
            waits_for_morning: 0,
            waits_for_room: 2_000,
        };
        assert_eq!(of(1), Some(expected));
        assert_eq!(of(2).map(|forecast| forecast.waits_for_room), Some(0));
    }

    #[test]
    fn nobody_has_no_end_and_too_many_have_none_that_is_told() {
        let now = moment("2026-03-04T17:00:00Z");
        let of = |all| {
            let windows = windows(Purpose::Information);
            Forecast::of(pace(1), now, Backlog::default(), &all, windows)
        };
        assert_eq!(of(texts([])), None);
        assert_eq!(of(texts([(0, 1, 0)])), None);
        let forecast = of(texts([(0, 24, 200_000)])).expect("some go out");
        assert_eq!(forecast.out_by, None);
    }

    proptest! {
        /// The pace is a bound from below, whatever the hours.
        #[test]
        fn it_is_never_out_sooner_than_the_pace_allows(
            kinds in proptest::collection::btree_map((0_usize..3, 1_u32..=10), 1_u64..2_000, 1..6),
            rate in 1_u32..=12, second in 1_772_323_200_i64..1_775_001_600,
        ) {
            let now = Timestamp::from_second(second).expect("a moment");
            let all: BTreeMap<TextKind, u64> = kinds
                .iter()
                .map(|((zone, segments), count)| (TextKind { zone: *zone, segments: *segments }, *count))
                .collect();
            let segments: u64 = all.iter().map(|(kind, count)| u64::from(kind.segments) * count).sum();
            let windows = windows(Purpose::Information);
            let forecast = Forecast::of(pace(rate), now, Backlog::default(), &all, windows).expect("some go out");
            if let Some(out_by) = forecast.out_by {
                prop_assert!(out_by + Duration::from_millis(1) >= now + pace(rate).time_for(segments));
            }
            prop_assert!(forecast.starts_at >= now);
            let texts: u64 = all.values().sum();
            prop_assert!(forecast.waits_for_morning + forecast.waits_for_room <= texts);
        }
    }
}
