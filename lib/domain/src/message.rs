//! Messages: one text or call to one recipient, and the only ways in which its status may change.
//!
//! ```text
//! queued --Claim--> sending --Accept--> accepted --Report, by rank--> sent -> failed < undelivered < delivered
//!   |                  |--Refuse--> failed
//!   |                  |--PutBack--> queued                (proven not processed)
//!   |                  |--LeaveOut--> skipped              (before the carrier is asked)
//!   |                  '--LoseTrack--> unknown --Accept--> accepted
//!   |                                     |--Resend--> queued      (proven absent at the carrier)
//!   |                                     '--Review--> needs_review --Accept, Resend, GiveUp--> as a person decides
//!   '--Skip--> skipped                                     (a reason, never a send)
//! ```
//!
//! A call that the carrier reports to have reached nobody goes back to `queued` by `CallAgain`, some times: that report
//! is the proof. What is reported of an earlier attempt then changes nothing any more.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::ids::{AttemptId, ContactId, MessageId};
use crate::language::LanguageTag;
use crate::phone::PhoneNumber;
use crate::time_zone::TimeZoneName;
use crate::wording::RecipientValues;

/// One message to one recipient. What it says is kept with the broadcast, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Derived from the broadcast and the recipient.
    pub id: MessageId,
    /// The person that it is for; the first one where several share a phone, and `None` for the answer to a number
    /// that is not in the directory.
    pub contact_id: Option<ContactId>,
    /// Where it goes; `None` once the person was deleted from the directory.
    pub phone: Option<PhoneNumber>,
    /// The language that the person reads.
    pub language: LanguageTag,
    /// The zone that the recipient is known to live in.
    pub time_zone: Option<TimeZoneName>,
    /// What is put into the fields of the text.
    pub values: Option<RecipientValues>,
    /// In how many segments it goes out.
    pub segments: Option<u32>,
    /// Text or call.
    pub message_type: MessageType,
    /// Where it stands.
    pub status: MessageStatus,
    /// Why nobody will get it, when it is `skipped`.
    pub skip_reason: Option<SkipReason>,
    /// Until when it waits on purpose: for the morning, or for room at the carrier.
    pub hold_until: Option<Timestamp>,
    /// How often a worker has claimed it.
    pub attempts: u32,
    /// The last attempt; its id tells when it began.
    pub last_attempt: Option<AttemptId>,
    /// The carrier's own id of it, once accepted.
    pub twilio_sid: Option<String>,
    /// The carrier's code of what went wrong.
    pub error_code: Option<String>,
    /// What went wrong, in words for staff.
    pub error_message: Option<String>,
    /// When the carrier reported that it left for the recipient's network.
    pub sent_at: Option<Timestamp>,
    /// When the carrier reported that it arrived.
    pub delivered_at: Option<Timestamp>,
    /// When the record was made.
    pub created_at: Timestamp,
    /// When the status last changed.
    pub updated_at: Timestamp,
}

/// How a message reaches a person.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MessageType {
    /// A text message.
    #[default]
    Sms,
    /// A phone call.
    Voice,
}

impl MessageType {
    /// Every type, in the order of display.
    pub const ALL: [Self; 2] = [Self::Sms, Self::Voice];

    /// The name in the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Voice => "voice",
        }
    }
}

/// Where a message stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// Waits for a worker.
    Queued,
    /// One worker has it, and may be talking to the carrier.
    Sending,
    /// We may or may not have reached the carrier; it is not sent again without proof.
    Unknown,
    /// The proof could not be had; a person decides.
    NeedsReview,
    /// The carrier has it.
    Accepted,
    /// The carrier has passed it on.
    Sent,
    /// The carrier refused it, or gave up on it.
    Failed,
    /// The recipient's network did not deliver it.
    Undelivered,
    /// It is on the recipient's phone.
    Delivered,
    /// It was left out on purpose, for a reason.
    Skipped,
}

impl MessageStatus {
    /// Every status.
    pub const ALL: [Self; 10] = [
        Self::Queued,
        Self::Sending,
        Self::Unknown,
        Self::NeedsReview,
        Self::Accepted,
        Self::Sent,
        Self::Failed,
        Self::Undelivered,
        Self::Delivered,
        Self::Skipped,
    ];

    /// The name in the API and the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Unknown => "unknown",
            Self::NeedsReview => "needs_review",
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Undelivered => "undelivered",
            Self::Delivered => "delivered",
            Self::Skipped => "skipped",
        }
    }

    /// How far the message has come. Reports from the carrier only ever raise it (I4); the final ones
    /// differ too, so that the end does not depend on the order in which reports come.
    /// `None` for a skipped message, which is outside of this order: the carrier never had it.
    const fn rank(self) -> Option<u8> {
        match self {
            Self::Queued => Some(0),
            Self::Sending => Some(1),
            Self::Unknown | Self::NeedsReview => Some(2),
            Self::Accepted => Some(3),
            Self::Sent => Some(4),
            Self::Failed => Some(5),
            Self::Undelivered => Some(6),
            Self::Delivered => Some(7),
            Self::Skipped => None,
        }
    }

    /// Whether work on the message goes on by itself.
    pub const fn is_moving(self) -> bool {
        matches!(
            self,
            Self::Queued | Self::Sending | Self::Unknown | Self::Accepted | Self::Sent
        )
    }
}

impl std::str::FromStr for MessageStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(())
    }
}

/// Why someone was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// Someone else in the audience has the same phone, and the phone gets one message.
    SamePhone,
    /// The contact is marked as not active.
    Inactive,
    /// The broadcast was cancelled before this message went out.
    Cancelled,
    /// The person asked not to be texted.
    OptedOut,
    /// The person was deleted from the directory before this message went out.
    Deleted,
    /// The month's money was used up before this message.
    OverBudget,
    /// The number belongs to a country that the church does not text.
    CountryNotAllowed,
    /// With the person's own name in it, the message is longer than a text may be.
    TooLong,
    /// The number is a landline, or can't take texts: the carrier said so.
    Landline,
    /// The number does not exist, or can't be reached: the carrier said so.
    Unreachable,
    /// The person asked not to be called.
    CallsOptedOut,
    /// The person has not agreed to be called by an automatic voice.
    NoCallConsent,
}

impl SkipReason {
    /// The reason in words for staff.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::SamePhone => "Shares a phone with someone who gets this message",
            Self::Inactive => "Marked as not active",
            Self::Cancelled => "The message was cancelled before it went out",
            Self::OptedOut => "Asked not to be texted",
            Self::Deleted => "Was deleted from the directory before this went out",
            Self::OverBudget => "The month's money was used up",
            Self::CountryNotAllowed => "Has a number in a country that the church does not text",
            Self::TooLong => "The message is too long with this person's name in it",
            Self::Landline => "Has a number that is a landline, or can't take texts",
            Self::Unreachable => "Has a number that does not exist, or can't be reached",
            Self::CallsOptedOut => "Asked not to be called",
            Self::NoCallConsent => "Has not agreed to automatic calls",
        }
    }
}

/// What the carrier says of a message that it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CarrierStatus {
    /// It has it, and has not passed it on.
    Accepted,
    /// It has passed it on.
    Sent,
    /// It gave up.
    Failed,
    /// The recipient's network did not deliver it.
    Undelivered,
    /// It arrived.
    Delivered,
}

/// A change of a message's status; there are no others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// A worker takes it on.
    Claim,
    /// The carrier's answer says that it has it.
    Accept,
    /// The carrier refused it for good.
    Refuse,
    /// It is proven that the carrier did not process it: it will be tried again.
    PutBack,
    /// What happened is not known.
    LoseTrack,
    /// It is proven that the carrier does not have it, after all.
    Resend,
    /// Nothing could be proven: a person decides.
    Review,
    /// A person decided to leave it at that.
    GiveUp,
    /// It is left out before any worker has it.
    Skip,
    /// The worker that has it leaves it out, before it asks the carrier.
    LeaveOut,
    /// The carrier reports that the call reached nobody: it is made again, and no attempt is the last one any more.
    CallAgain,
    /// The carrier reports on it.
    Report(CarrierStatus),
}

impl Transition {
    /// The status that it leads to.
    pub const fn to(self) -> MessageStatus {
        match self {
            Self::Claim => MessageStatus::Sending,
            Self::Accept | Self::Report(CarrierStatus::Accepted) => MessageStatus::Accepted,
            Self::Refuse | Self::GiveUp | Self::Report(CarrierStatus::Failed) => {
                MessageStatus::Failed
            }
            Self::PutBack | Self::Resend | Self::CallAgain => MessageStatus::Queued,
            Self::LoseTrack => MessageStatus::Unknown,
            Self::Review => MessageStatus::NeedsReview,
            Self::Skip | Self::LeaveOut => MessageStatus::Skipped,
            Self::Report(CarrierStatus::Sent) => MessageStatus::Sent,
            Self::Report(CarrierStatus::Undelivered) => MessageStatus::Undelivered,
            Self::Report(CarrierStatus::Delivered) => MessageStatus::Delivered,
        }
    }

    /// The statuses in which it is allowed.
    pub fn from(self) -> Vec<MessageStatus> {
        use MessageStatus::{Accepted, NeedsReview, Queued, Sending, Sent, Unknown};
        match self {
            Self::Claim | Self::Skip => vec![Queued],
            Self::Refuse | Self::PutBack | Self::LoseTrack | Self::LeaveOut => vec![Sending],
            Self::Accept => vec![Sending, Unknown, NeedsReview],
            Self::Resend => vec![Unknown, NeedsReview],
            Self::Review => vec![Unknown],
            Self::GiveUp => vec![NeedsReview],
            Self::CallAgain => vec![Sending, Unknown, NeedsReview, Accepted, Sent],
            Self::Report(_) => MessageStatus::ALL
                .into_iter()
                .filter(|status| {
                    status
                        .rank()
                        .is_some_and(|rank| Some(rank) < self.to().rank())
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REPORTS: [CarrierStatus; 5] = [
        CarrierStatus::Accepted,
        CarrierStatus::Sent,
        CarrierStatus::Failed,
        CarrierStatus::Undelivered,
        CarrierStatus::Delivered,
    ];

    fn after(status: MessageStatus, transition: Transition) -> MessageStatus {
        if transition.from().contains(&status) {
            transition.to()
        } else {
            status
        }
    }

    fn permutations(items: &[CarrierStatus]) -> Vec<Vec<CarrierStatus>> {
        if items.is_empty() {
            return vec![Vec::new()];
        }
        (0..items.len())
            .flat_map(|index| {
                let mut rest = items.to_vec();
                let first = rest.remove(index);
                permutations(&rest).into_iter().map(move |mut tail| {
                    tail.insert(0, first);
                    tail
                })
            })
            .collect()
    }

    /// I4: all 720 orders of six reports, each report twice. The reports go as far as each of the five, and are filled
    /// up to six with those that came before, as the carrier has more names for what it does than we have.
    #[test]
    fn reports_in_any_order_and_repeated_end_the_same_and_never_go_back() {
        for furthest in 1..=REPORTS.len() {
            let six: Vec<_> = REPORTS[..furthest]
                .iter()
                .copied()
                .cycle()
                .take(6)
                .collect();
            let orders = permutations(&six);
            assert_eq!(orders.len(), 720);
            for order in orders {
                let mut status = MessageStatus::Sending;
                for report in order.iter().flat_map(|report| [report, report]) {
                    let next = after(status, Transition::Report(*report));
                    assert!(next.rank() >= status.rank(), "{order:?}");
                    status = next;
                }
                let end = Transition::Report(REPORTS[furthest - 1]).to();
                assert_eq!(status, end, "{order:?}");
            }
        }
    }

    /// I4, for reports that come while the answer to our own request is still awaited, or was lost.
    #[test]
    fn a_report_that_comes_before_the_answer_is_not_undone_by_it() {
        for report in REPORTS {
            for answer in [
                Transition::Accept,
                Transition::Refuse,
                Transition::PutBack,
                Transition::LoseTrack,
            ] {
                let reported = after(MessageStatus::Sending, Transition::Report(report));
                assert_eq!(after(reported, answer), reported, "{report:?} {answer:?}");
            }
        }
    }

    #[test]
    fn only_a_queued_message_is_claimed() {
        for status in MessageStatus::ALL {
            let claimed = after(status, Transition::Claim) == MessageStatus::Sending
                && status != MessageStatus::Sending;
            assert_eq!(claimed, status == MessageStatus::Queued, "{status:?}");
        }
    }

    #[test]
    fn only_proof_leads_back_to_the_queue() {
        for transition in [
            Transition::Claim,
            Transition::Accept,
            Transition::Refuse,
            Transition::LoseTrack,
            Transition::Review,
            Transition::GiveUp,
            Transition::Skip,
            Transition::LeaveOut,
        ]
        .into_iter()
        .chain(REPORTS.map(Transition::Report))
        {
            assert_ne!(transition.to(), MessageStatus::Queued, "{transition:?}");
        }
        assert_eq!(Transition::PutBack.from(), [MessageStatus::Sending]);
        assert!(!Transition::Resend.from().contains(&MessageStatus::Sending));
    }

    #[test]
    fn a_skipped_message_stays_skipped() {
        for report in REPORTS {
            let status = after(MessageStatus::Skipped, Transition::Report(report));
            assert_eq!(status, MessageStatus::Skipped);
        }
    }

    #[test]
    fn a_report_proves_that_a_message_in_doubt_was_accepted() {
        for status in [
            MessageStatus::Unknown,
            MessageStatus::NeedsReview,
            MessageStatus::Sending,
        ] {
            let next = after(status, Transition::Report(CarrierStatus::Accepted));
            assert_eq!(next, MessageStatus::Accepted);
        }
    }

    #[test]
    fn statuses_are_read_back_from_their_names() {
        for status in MessageStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
            let json = serde_json::to_string(&status).expect("a name");
            assert_eq!(json, format!("\"{}\"", status.as_str()));
        }
    }
}
