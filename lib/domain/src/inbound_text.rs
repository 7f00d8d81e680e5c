//! A text to the church, as the carrier brought it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;

/// One text to the church, already proven to come from the carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundText {
    /// The carrier's id of it; a text that is reported twice has the same.
    pub message_sid: String,
    /// Who sent it.
    pub from: Sender,
    /// The number or short code of the church that it was sent to, as the carrier writes it.
    pub to: String,
    /// What it says; empty when it is a picture only.
    pub body: String,
    /// Pictures and other files, in order, at most ten.
    pub media: Vec<InboundMedia>,
    /// How many files were left out, because they were not at the carrier's.
    pub dropped_media: usize,
    /// How many segments it came in, which is what it cost; at least 1.
    pub segments: u32,
    /// What the carrier understood, and has answered by itself, when it looks after opt-outs for us.
    pub answered_keyword: Option<AnsweredKeyword>,
}

impl fmt::Debug for InboundText {
    /// Does not show who wrote what (I7).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InboundText")
            .field("message_sid", &self.message_sid)
            .field("media", &self.media.len())
            .field("segments", &self.segments)
            .field("answered_keyword", &self.answered_keyword)
            .finish_non_exhaustive()
    }
}

/// Who sent a text.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Sender {
    /// A phone, which can be answered.
    Phone(PhoneNumber),
    /// A short code, a name of letters or an address of another network, as the carrier writes it: a machine as a
    /// rule. It is never answered by itself, for the answer could be answered.
    Other(String),
}

impl Sender {
    /// As the carrier writes it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Other(text) => text,
        }
    }

    /// The number, where it is a phone.
    pub fn phone(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Phone(phone) => Some(phone),
            Self::Other(_) => None,
        }
    }
}

impl From<String> for Sender {
    fn from(text: String) -> Self {
        PhoneNumber::from_e164(&text).map_or(Self::Other(text), Self::Phone)
    }
}

impl From<Sender> for String {
    fn from(sender: Sender) -> String {
        match sender {
            Sender::Phone(phone) => phone.into(),
            Sender::Other(text) => text,
        }
    }
}

impl fmt::Debug for Sender {
    /// Does not show the number (I7).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Phone(_) => "Phone(..)",
            Self::Other(_) => "Other(..)",
        })
    }
}

/// A picture or another file that came with a text. It stays with the carrier until somebody wants to see it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboundMedia {
    /// Where the carrier keeps it; always at one of the carrier's own hosts.
    pub url: String,
    /// What the carrier says that it is, such as `image/jpeg`.
    pub content_type: String,
}

/// A kind of file that staff may look at. Anything else stays where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MediaKind {
    content_type: &'static str,
    extension: &'static str,
    is_picture: bool,
}

/// What phones send, and browsers show or save without running it:
/// <https://www.twilio.com/docs/messaging/guides/accepted-mime-types>.
const KINDS: [MediaKind; 14] = [
    kind("image/jpeg", "jpg", true),
    kind("image/png", "png", true),
    kind("image/gif", "gif", true),
    kind("image/webp", "webp", true),
    kind("image/heic", "heic", false),
    kind("image/heif", "heif", false),
    kind("audio/amr", "amr", false),
    kind("audio/mpeg", "mp3", false),
    kind("audio/mp4", "m4a", false),
    kind("video/3gpp", "3gp", false),
    kind("video/mp4", "mp4", false),
    kind("text/vcard", "vcf", false),
    kind("text/x-vcard", "vcf", false),
    kind("application/pdf", "pdf", false),
];

const fn kind(content_type: &'static str, extension: &'static str, is_picture: bool) -> MediaKind {
    MediaKind {
        content_type,
        extension,
        is_picture,
    }
}

impl MediaKind {
    /// Its name, such as `image/jpeg`.
    pub const fn content_type(self) -> &'static str {
        self.content_type
    }

    /// The end of a file's name, without the dot.
    pub const fn extension(self) -> &'static str {
        self.extension
    }

    /// Whether every browser shows it.
    pub const fn is_picture(self) -> bool {
        self.is_picture
    }
}

impl InboundMedia {
    /// What kind of file it is, if staff may look at it.
    pub fn kind(&self) -> Option<MediaKind> {
        let name = self
            .content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim();
        KINDS
            .into_iter()
            .find(|kind| kind.content_type.eq_ignore_ascii_case(name))
    }
}

impl fmt::Debug for InboundMedia {
    /// Does not show where the picture is: whoever knows may be able to look at it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("InboundMedia")
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}

/// A word that the carrier has acted on and answered before it told us: we record it, and send no answer of our own,
/// or the person gets two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnsweredKeyword {
    /// No more texts, please.
    Stop,
    /// Texts again, please.
    Start,
    /// What is this?
    Help,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_that_a_browser_could_run_are_of_no_kind() {
        let kind = |content_type: &str| {
            let media = InboundMedia {
                url: String::new(),
                content_type: content_type.into(),
            };
            media.kind()
        };
        for picture in ["image/jpeg", "IMAGE/PNG", "image/gif; charset=binary"] {
            assert!(
                kind(picture).is_some_and(MediaKind::is_picture),
                "{picture}"
            );
        }
        for file in ["video/mp4", "text/vcard", "application/pdf"] {
            assert!(kind(file).is_some_and(|kind| !kind.is_picture()), "{file}");
        }
        for other in [
            "",
            "text/html",
            "image/svg+xml",
            "application/javascript",
            "image/jpeg,text/html",
        ] {
            assert_eq!(kind(other), None, "{other}");
        }
    }

    #[test]
    fn a_sender_is_a_phone_if_it_is_written_as_one() {
        for (text, is_phone) in [("+12125550123", true), ("12345", false), ("MyBank", false)] {
            let sender = Sender::from(text.to_owned());
            assert_eq!(
                (sender.as_str(), sender.phone().is_some()),
                (text, is_phone)
            );
        }
    }
}
