//! The carrier of texts and calls, and its log of what it has.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

use async_trait::async_trait;
use domain::delivery::SendOutcome;
use domain::message::CarrierStatus;
use domain::{AttemptId, MessageContent, MessageId, MessageType, PhoneNumber};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::Result;
use crate::page::Page;

/// A text for the carrier.
#[derive(Debug, Clone)]
pub struct TextMessage {
    /// Our id; the carrier's reports bring it back.
    pub id: MessageId,
    /// Where it goes.
    pub to: PhoneNumber,
    /// What it says, letter by letter: the carrier is not asked to replace letters by cheaper ones, because the
    /// segments that staff saw, and paid for, were counted with these.
    pub content: MessageContent,
    /// For how long the carrier may keep trying, in whole seconds from 1 to 36,000; parts of a second are dropped, so
    /// that it never ends late. What is not on the phone by then is given up (I10).
    pub validity: Duration,
}

/// Hands texts to the network.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Makes exactly one request, never repeated by itself, and says what came of it.
    async fn send_text(&self, text: &TextMessage) -> SendOutcome;
}

/// A call for the carrier.
#[derive(Debug, Clone)]
pub struct OutboundCall {
    /// Our message that is spoken.
    pub id: MessageId,
    /// Which attempt this is: the carrier's reports bring it back, so that what is reported of an earlier one is known
    /// for it.
    pub attempt: AttemptId,
    /// Who is called.
    pub to: PhoneNumber,
    /// The longest that the call may last, in whole seconds: what a call costs at most.
    pub lasts_at_most: Duration,
}

/// Makes calls.
#[async_trait]
pub trait CallCarrier: Send + Sync {
    /// Makes exactly one request, never repeated by itself, and says what came of it. What is to be spoken the carrier asks
    /// for once somebody, or some machine, has answered.
    async fn place_call(&self, call: &OutboundCall) -> SendOutcome;
}

/// A text or a call of ours in the carrier's log.
#[derive(Clone, PartialEq, Eq)]
pub struct LoggedText {
    /// The carrier's id of it.
    pub sid: String,
    /// What it says; nothing for a call. It is empty when the carrier was told not to keep the words; such a text may be any text, and
    /// is no proof that another one is absent.
    pub body: String,
    /// How it fares; [`CarrierStatus::Accepted`] for a status that we do not know.
    pub status: CarrierStatus,
    /// When the carrier took it, to the second: the rest of the second is dropped, so it can seem older than the
    /// request that made it.
    pub date_created: Timestamp,
    /// What it cost, in millionths of a US dollar; `None` until the carrier knows.
    pub price: Option<i64>,
    /// How many segments it was sent in; 0 until the carrier knows.
    pub segments: u32,
}

impl fmt::Debug for LoggedText {
    /// Does not show the words (I7).
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("LoggedText")
            .field("sid", &self.sid)
            .field("status", &self.status)
            .field("date_created", &self.date_created)
            .finish_non_exhaustive()
    }
}

/// What a text cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PricedText {
    /// The carrier's id of it.
    pub sid: String,
    /// Where it went.
    pub to: PhoneNumber,
    /// In millionths of a US dollar; `None` while the carrier does not know, and for what it does not charge for.
    pub price: Option<i64>,
    /// How many segments it was sent in; 0 until the carrier knows.
    pub segments: u32,
}

/// The carrier's own record of what it has. Reading it changes nothing, so a read that failed may be repeated.
#[async_trait]
pub trait CarrierLog: Send + Sync {
    /// All texts that were sent from our sender to `to` and that the carrier took at `created_after` or later, the
    /// newest first. Whoever looks for a text takes a few seconds off for the difference of two clocks.
    ///
    /// The answer is whole: a log that can't be read to its end is an error, for only a whole one can prove that a
    /// text is not there.
    ///
    /// # Errors
    /// When the log can't be read now.
    async fn find_texts(
        &self,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>>;

    /// All calls that were made from our number to `to` and that the carrier took at `created_after` or later, the newest
    /// first; as whole as the texts are.
    ///
    /// # Errors
    /// When the log can't be read now.
    async fn find_calls(
        &self,
        to: &PhoneNumber,
        created_after: Timestamp,
    ) -> Result<Vec<LoggedText>>;

    /// What the texts or calls cost that left our sender on `days` (UTC), up to 1,000 a page. `cursor` is the `next` of the
    /// page before, and is only good for the same days.
    ///
    /// # Errors
    /// When the log can't be read now, and when the cursor is not one that a page gave.
    async fn list_prices(
        &self,
        message_type: MessageType,
        days: RangeInclusive<Date>,
        cursor: Option<&str>,
    ) -> Result<Page<PricedText, String>>;
}
