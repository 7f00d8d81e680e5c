//! Time zones by their IANA names (<https://www.iana.org/time-zones>), and which one a postal code is in.

use std::fmt;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

mod postal_code;

pub use postal_code::of_state_zip;

/// The name of a time zone that exists, as IANA spells it: `America/Chicago`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TimeZoneName(String);

/// The text is not a time zone; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Choose a time zone such as \"America/Chicago\".")]
pub struct InvalidTimeZoneName;

/// Longer texts are no names of time zones.
const MAXIMUM_LENGTH: usize = 64;

impl TimeZoneName {
    /// Reads a name in any case.
    ///
    /// The names are those of the database in the binary, not those of the machine, so that a name
    /// that was taken once is known everywhere that this version runs.
    ///
    /// # Errors
    /// When there is no such time zone.
    pub fn parse(text: &str) -> Result<Self, InvalidTimeZoneName> {
        let text = text.trim();
        if text.len() > MAXIMUM_LENGTH {
            return Err(InvalidTimeZoneName);
        }
        let zone = TimeZoneDatabase::bundled()
            .get(text)
            .map_err(|_| InvalidTimeZoneName)?;
        if zone.is_unknown() {
            return Err(InvalidTimeZoneName);
        }
        let name = zone.iana_name().ok_or(InvalidTimeZoneName)?;
        Ok(Self(name.to_owned()))
    }

    /// The zone without clock changes from which the others are counted.
    pub fn utc() -> Self {
        Self("UTC".to_owned())
    }

    /// The rules behind the name.
    pub fn rules(&self) -> TimeZone {
        TimeZoneDatabase::bundled()
            .get(self.as_str())
            .expect("a name is only made of a zone in the bundled database")
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl TryFrom<String> for TimeZoneName {
    type Error = InvalidTimeZoneName;

    fn try_from(text: String) -> Result<Self, InvalidTimeZoneName> {
        Self::parse(&text)
    }
}

impl From<TimeZoneName> for String {
    fn from(name: TimeZoneName) -> String {
        name.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_spelt_as_iana_spells_it() {
        for (text, name) in [
            ("America/Chicago", "America/Chicago"),
            (" america/new_york ", "America/New_York"),
            ("US/Pacific", "US/Pacific"),
            ("Europe/Berlin", "Europe/Berlin"),
            ("utc", "UTC"),
        ] {
            let zone = TimeZoneName::parse(text);
            assert_eq!(zone.as_ref().map(TimeZoneName::as_str), Ok(name));
        }
    }

    #[test]
    fn utc_is_a_zone_like_any_other() {
        assert_eq!(TimeZoneName::parse("utc"), Ok(TimeZoneName::utc()));
        let at = jiff::Timestamp::UNIX_EPOCH;
        assert_eq!(
            TimeZoneName::utc().rules().to_offset(at),
            jiff::tz::Offset::UTC
        );
    }

    #[test]
    fn what_is_no_time_zone_is_refused() {
        for text in [
            "",
            "Central",
            "America/Dallas",
            "UTC-6",
            "../../etc/passwd",
            "Etc/Unknown",
            "America/Chicago\0",
        ] {
            assert_eq!(
                TimeZoneName::parse(text),
                Err(InvalidTimeZoneName),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_is_text_in_json() {
        let zone: TimeZoneName = serde_json::from_str("\"America/Chicago\"").expect("a time zone");
        assert_eq!(
            serde_json::to_string(&zone).expect("JSON"),
            "\"America/Chicago\""
        );
        assert!(serde_json::from_str::<TimeZoneName>("\"Central\"").is_err());
    }
}
