//! What the church has decided about its texts and calls.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::country::Country;
use crate::money::{MicroDollars, PriceList};
use crate::pace::SenderPace;
use crate::purpose::Purpose;
use crate::quiet_hours::{MemberZones, QuietHours, SendWindow};
use crate::time_zone::TimeZoneName;

/// What the church has decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChurchSettings {
    /// The zone that the church lives in.
    pub time_zone: TimeZoneName,
    /// Other zones in which members live: a member whose zone is not known is texted when it is day in all of them.
    #[serde(default)]
    pub other_time_zones: BTreeSet<TimeZoneName>,
    /// When texts go out, in each member's own zone; `None` for at any hour.
    pub quiet_hours: Option<QuietHours>,
    /// How fast the church's number sends.
    #[serde(default)]
    pub pace: SenderPace,
    /// The most that a month may cost; `None` for no limit.
    #[serde(default)]
    pub monthly_cap: Option<MicroDollars>,
    /// What a text costs.
    pub prices: PriceList,
    /// The countries whose numbers are texted; all others are left out.
    pub countries: BTreeSet<Country>,
    /// Whether Twilio itself answers STOP, START and HELP, as it does unless it was told otherwise. Where it does, we
    /// don't: the member would get two texts.
    pub carrier_answers_keywords: bool,
    /// How calls go out.
    #[serde(default)]
    pub calls: OutgoingCalls,
    /// Grows with each change; 0 where nothing was ever decided.
    pub version: u32,
}

/// How calls go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutgoingCalls {
    /// How many may be under way at once, 1 to [`Self::MOST_AT_ONCE`].
    pub at_once: u8,
    /// Whether whoever can't get a text because the number is a landline is called instead.
    pub landlines: bool,
}

impl OutgoingCalls {
    /// More at once would take a contract that few churches have.
    pub const MOST_AT_ONCE: u8 = 50;

    /// How fast calls are made, as a pace at which each second of a call is a segment.
    pub fn pace(&self) -> SenderPace {
        SenderPace::new(self.at_once.into(), SenderPace::LONGEST_QUEUE).unwrap_or_default()
    }
}

impl Default for OutgoingCalls {
    /// Two at once: what Twilio allows to an account without a business profile since February 2026.
    fn default() -> Self {
        Self {
            at_once: 2,
            landlines: false,
        }
    }
}

impl ChurchSettings {
    /// What holds until somebody decides otherwise, for a church in this zone and country: no cap, the default hours, the
    /// pace of an ordinary number, and texts to its own country alone.
    pub fn in_zone(time_zone: TimeZoneName, country: Country) -> Self {
        Self {
            time_zone,
            other_time_zones: BTreeSet::new(),
            quiet_hours: Some(QuietHours::default()),
            pace: SenderPace::default(),
            monthly_cap: None,
            prices: PriceList::assumed(),
            countries: BTreeSet::from([country]),
            carrier_answers_keywords: true,
            calls: OutgoingCalls::default(),
            version: 0,
        }
    }

    /// Whether a member whose own zone is `known`, if it is, may be texted at `now`, until when, and when again.
    pub fn window_at(
        &self,
        now: Timestamp,
        known: Option<&TimeZoneName>,
        purpose: Purpose,
    ) -> SendWindow {
        match &self.quiet_hours {
            Some(hours) => hours.window_at(now, &self.zones_of(known), purpose),
            None => SendWindow::AlwaysOpen,
        }
    }

    /// The zones that a member may be in, whose own is `known`, if it is.
    fn zones_of(&self, known: Option<&TimeZoneName>) -> MemberZones {
        match known {
            Some(zone) => MemberZones::known(zone),
            None => MemberZones::unknown(&self.time_zone, &self.other_time_zones),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZoneName {
        TimeZoneName::parse(name).expect("a time zone")
    }

    fn at(time: &str) -> Timestamp {
        time.parse().expect("a time")
    }

    #[test]
    fn who_lives_elsewhere_is_texted_by_the_day_there_and_who_is_not_known_by_the_day_everywhere() {
        let settings = ChurchSettings {
            other_time_zones: BTreeSet::from([zone("Pacific/Honolulu")]),
            ..ChurchSettings::in_zone(zone("America/New_York"), Country::UNITED_STATES)
        };
        // Ten in the morning in New York, five in Honolulu.
        let now = at("2026-11-25T15:00:00Z");
        let is_open = |known: Option<&TimeZoneName>| {
            let window = settings.window_at(now, known, Purpose::Information);
            matches!(window, SendWindow::Open { .. })
        };
        assert!(is_open(Some(&zone("America/New_York"))));
        assert!(!is_open(Some(&zone("Pacific/Honolulu"))));
        assert!(!is_open(None));
    }

    #[test]
    fn a_church_without_hours_texts_at_any_hour() {
        let settings = ChurchSettings {
            quiet_hours: None,
            ..ChurchSettings::in_zone(zone("America/New_York"), Country::UNITED_STATES)
        };
        let night = at("2026-11-25T08:00:00Z");
        let window = settings.window_at(night, None, Purpose::Solicitation);
        assert_eq!(window, SendWindow::AlwaysOpen);
    }

    #[test]
    fn settings_are_read_from_json_as_they_were_written() {
        let settings = ChurchSettings::in_zone(zone("America/New_York"), Country::UNITED_STATES);
        let json = serde_json::to_string(&settings).expect("JSON");
        let read: ChurchSettings = serde_json::from_str(&json).expect("settings");
        assert_eq!(read, settings);
    }
}
