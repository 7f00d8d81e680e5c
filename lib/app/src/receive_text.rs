//! A text comes in from a member's phone.

use std::fmt;

use domain::PhoneNumber;

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
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Sender {
    /// A phone, which can be answered.
    Phone(PhoneNumber),
    /// A short code, a name of letters or an address of another network, as the carrier writes it: a machine as a
    /// rule. It is never answered by itself, for the answer could be answered.
    Other(String),
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

/// A picture or another file that came with a text. It stays with the carrier.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundMedia {
    /// Where the carrier keeps it; always at one of the carrier's own hosts.
    pub url: String,
    /// What the carrier says that it is, such as `image/jpeg`.
    pub content_type: String,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnsweredKeyword {
    /// No more texts, please.
    Stop,
    /// Texts again, please.
    Start,
    /// What is this?
    Help,
}
