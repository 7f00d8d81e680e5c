//! Where a call goes on: the address of each step says which call and which turn it is, so that nothing has to be
//! remembered between two requests; in which language we speak, so that an apology needs no table; and how often in a
//! row we have failed, so that a failure that stays does not keep a caller for ever.

use domain::{AttemptId, CallId, LanguageTag, MessageId, ShippedLanguage};
use url::Url;

/// A webhook of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A call comes in.
    Inbound,
    /// Something was heard, or nothing.
    Response,
    /// Ringing somebody has ended.
    Connected,
    /// Somebody who was rung has picked up,
    Whisper,
    /// and pressed a key.
    WhisperKey,
    /// A call has ended.
    Status,
    /// What another step answered could not be played, or did not come.
    Fallback,
    /// A call of ours was answered.
    Announcement,
    /// A call of ours rings, was answered, or has ended.
    Progress,
}

impl Step {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Inbound,
        Self::Response,
        Self::Connected,
        Self::Whisper,
        Self::WhisperKey,
        Self::Status,
        Self::Fallback,
        Self::Announcement,
        Self::Progress,
    ];

    /// The path, below the base that Twilio calls.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Inbound => "/api/webhooks/twilio/voice-inbound",
            Self::Response => "/api/webhooks/twilio/voice-response",
            Self::Connected => "/api/webhooks/twilio/voice-connected",
            Self::Whisper => "/api/webhooks/twilio/voice-whisper",
            Self::WhisperKey => "/api/webhooks/twilio/voice-whisper-key",
            Self::Status => "/api/webhooks/twilio/voice-status",
            Self::Fallback => "/api/webhooks/twilio/voice-fallback",
            Self::Announcement => "/api/webhooks/twilio/voice-announcement",
            Self::Progress => "/api/webhooks/twilio/voice-progress",
        }
    }

    /// The step with this path.
    pub fn find(path: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.path() == path)
    }
}

/// A call that we made: the address of its webhooks says for which message and by which attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Our message.
    pub message: MessageId,
    /// The attempt at it.
    pub attempt: AttemptId,
}

impl Placed {
    /// The address of a step of such a call.
    pub(crate) fn address(
        base_url: &str,
        step: Step,
        message: MessageId,
        attempt: AttemptId,
    ) -> String {
        let path = step.path();
        format!("{base_url}{path}?message_id={message}&attempt_id={attempt}")
    }

    /// Reads it from the query of an address of ours; `None` when it names none.
    pub fn read(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let get = |name: &str| {
            let found = url.query_pairs().find(|(known, _)| known == name);
            found.map(|(_, value)| value.into_owned())
        };
        Some(Self {
            message: get("message_id")?.parse().ok()?,
            attempt: get("attempt_id")?.parse().ok()?,
        })
    }
}

/// Where a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallPlace {
    /// The call.
    pub call: CallId,
    /// The turn.
    pub turn: u16,
    /// The language that is spoken.
    pub language: ShippedLanguage,
    /// How often in a row we have failed.
    pub failures: u8,
}

impl CallPlace {
    /// Reads where a call stands from the query of an address of ours; `None` when it names no call.
    pub fn read(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let get = |name: &str| {
            let found = url.query_pairs().find(|(known, _)| known == name);
            found.map(|(_, value)| value.into_owned())
        };
        let language = get("language").and_then(|tag| LanguageTag::parse(&tag).ok());
        Some(Self {
            call: get("call")?.parse().ok()?,
            turn: get("turn").and_then(|turn| turn.parse().ok()).unwrap_or(0),
            language: language.map_or(ShippedLanguage::English, |tag| {
                ShippedLanguage::nearest(&tag)
            }),
            failures: failures_in(url.as_str()),
        })
    }

    /// The turn that comes then.
    pub fn next(self) -> Self {
        Self {
            turn: self.turn.saturating_add(1),
            ..self
        }
    }

    /// The address of a step for this place.
    pub(super) fn address(&self, base_url: &str, step: Step) -> String {
        let mut address = format!(
            "{base_url}{}?call={}&turn={}&language={}",
            step.path(),
            self.call,
            self.turn,
            self.language.tag()
        );
        if self.failures > 0 {
            address.push_str(&format!("&failures={}", self.failures));
        }
        address
    }
}

/// How often in a row we have failed, by the address that was called.
pub(super) fn failures_in(url: &str) -> u8 {
    let url = Url::parse(url).ok();
    let found = url.as_ref().and_then(|url| {
        let mut pairs = url.query_pairs();
        pairs.find(|(name, _)| name == "failures")?.1.parse().ok()
    });
    found.unwrap_or(0)
}
