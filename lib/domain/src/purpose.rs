//! What a message is for. It decides at which hours the message may go out: see [`crate::quiet_hours`].

use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What a message is for.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Danger to life or property, or a meeting called off while people are on their way: it goes out at any hour.
    Emergency,
    /// What members want to know: times, places, prayer, a birthday. It keeps the church's hours.
    #[default]
    Information,
    /// Asks for money or sells something: it keeps the church's hours, and waits for noon on Sundays.
    Solicitation,
}

/// The text names no purpose; the sentence says what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("Choose \"emergency\", \"information\" or \"solicitation\".")]
pub struct InvalidPurpose;

impl Purpose {
    /// Every purpose, in the order of display.
    pub const ALL: [Self; 3] = [Self::Emergency, Self::Information, Self::Solicitation];

    /// The name in the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Information => "information",
            Self::Solicitation => "solicitation",
        }
    }
}

impl FromStr for Purpose {
    type Err = InvalidPurpose;

    /// Reads the name that [`Purpose::as_str`] gives.
    fn from_str(text: &str) -> Result<Self, InvalidPurpose> {
        Self::ALL
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
            .ok_or(InvalidPurpose)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purpose_has_one_name_in_json_and_in_the_store() {
        for purpose in Purpose::ALL {
            let json = serde_json::to_string(&purpose).expect("a name");
            assert_eq!(json, format!("\"{}\"", purpose.as_str()));
            assert_eq!(purpose.as_str().parse(), Ok(purpose));
        }
    }

    #[test]
    fn another_name_is_refused() {
        for text in ["", "Emergency", "urgent", "information "] {
            assert_eq!(text.parse::<Purpose>(), Err(InvalidPurpose), "{text}");
        }
    }

    #[test]
    fn a_message_informs_unless_it_says_otherwise() {
        assert_eq!(Purpose::default(), Purpose::Information);
    }
}
