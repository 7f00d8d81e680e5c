//! Identifiers: a prefix that names the noun, then a ULID, so that they sort by time of creation.
//!
//! ULID: <https://github.com/ulid/spec>. Randomness and time are handed in.

use std::fmt;
use std::str::FromStr;

use data_encoding::Encoding;
use data_encoding_macro::new_encoding;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ulid::Ulid;

use crate::phone::PhoneNumber;

/// Crockford's base 32, the alphabet of ULIDs: no I, L, O or U.
const CROCKFORD: Encoding = new_encoding! { symbols: "0123456789ABCDEFGHJKMNPQRSTVWXYZ", };

/// The text is not an identifier of the expected kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not an id that starts with \"{prefix}\"")]
pub struct InvalidId {
    prefix: &'static str,
}

macro_rules! ulid_id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Ulid);

        impl $name {
            /// The text that every id of this kind starts with.
            pub const PREFIX: &'static str = $prefix;

            /// Makes an id from the time of creation and 80 random bits (higher bits are dropped).
            pub fn new(created_at: Timestamp, random: u128) -> Self {
                let milliseconds = u64::try_from(created_at.as_millisecond()).unwrap_or(0);
                Self(Ulid::from_parts(milliseconds, random))
            }

            /// The time of creation, in whole milliseconds.
            pub fn created_at(&self) -> Timestamp {
                let milliseconds = i64::try_from(self.0.timestamp_ms()).unwrap_or(i64::MAX);
                Timestamp::from_millisecond(milliseconds).unwrap_or(Timestamp::MAX)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}{}", Self::PREFIX, self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                text.strip_prefix(Self::PREFIX)
                    .and_then(parse_canonical_ulid)
                    .map(Self)
                    .ok_or(InvalidId { prefix: Self::PREFIX })
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }
    };
}

ulid_id! {
    /// A contact: one person in the church's directory.
    ContactId, "con_"
}
ulid_id! {
    /// A broadcast: one message to an audience.
    BroadcastId, "brc_"
}
ulid_id! {
    /// One attempt of one worker to hand a message to the carrier. It is drawn anew for each claim, so that
    /// a worker can tell its own claim from another's.
    AttemptId, "att_"
}

ulid_id! {
    /// A group of contacts.
    GroupId, "grp_"
}
ulid_id! {
    /// The import of one spreadsheet.
    ImportId, "imp_"
}
ulid_id! {
    /// An export of the directory.
    ExportId, "exp_"
}
ulid_id! {
    /// One entry of a conversation: a text that came in, or a note of staff.
    ThreadEntryId, "ent_"
}
ulid_id! {
    /// A message that is kept to be sent again and again.
    TemplateId, "tpl_"
}
ulid_id! {
    /// What a member of staff has the model translate: one text, into several languages.
    TranslationId, "trn_"
}
ulid_id! {
    /// One entry of the record of what staff did.
    AuditId, "aud_"
}
ulid_id! {
    /// A reminder: a message that goes out again and again, by a rule.
    ReminderId, "rem_"
}
ulid_id! {
    /// A phone call with the church.
    CallId, "cal_"
}
ulid_id! {
    /// Something that a caller asked for, and that a person has to do.
    FollowUpId, "fol_"
}
ulid_id! {
    /// One change of one contact.
    ChangeId, "chg_"
}
ulid_id! {
    /// One change of whether a number may be texted.
    OptOutId, "opt_"
}

impl BroadcastId {
    /// The id of the one broadcast that an occurrence of a reminder makes, however often it is fired (I8). It sorts by the
    /// time at which it was to go out.
    pub fn for_occurrence(reminder: ReminderId, date: Date, at: Timestamp) -> Self {
        let digest = Sha256::new()
            .chain_update(reminder.to_string())
            .chain_update([0])
            .chain_update(date.to_string())
            .finalize();
        let mut random = [0; 16];
        random.copy_from_slice(&digest[..16]);
        Self::new(at, u128::from_be_bytes(random))
    }
}

/// ULIDs decode leniently (lower case, I for 1); we accept only the canonical text, so that one id has one spelling.
fn parse_canonical_ulid(text: &str) -> Option<Ulid> {
    let ulid = Ulid::from_string(text).ok()?;
    (ulid.to_string() == text).then_some(ulid)
}

impl BroadcastId {
    /// The id of the calls that follow from a text.
    pub fn following(text: Self) -> Self {
        let digest = Sha256::digest(format!("calls that follow from {text}"));
        let mut random = [0; size_of::<u128>()];
        random.copy_from_slice(&digest[..size_of::<u128>()]);
        Self::new(text.created_at(), u128::from_be_bytes(random))
    }
}

/// A message: one text or call of one broadcast to one recipient.
///
/// It is derived from the broadcast and the recipient, so that planning a broadcast twice makes the same
/// ids, and it contains the broadcast's id, so that the record can be found from the message's id alone.
/// Form: `msg_`, 26 characters of the broadcast's ULID, 16 characters of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageId {
    broadcast: BroadcastId,
    recipient: [u8; MessageId::HASH_BYTES],
}

impl MessageId {
    /// The text that every id of this kind starts with.
    pub const PREFIX: &'static str = "msg_";
    /// 80 bits: among a million recipients of one broadcast, two collide with a chance of 1 in 10^12.
    const HASH_BYTES: usize = 10;
    const ULID_CHARACTERS: usize = 26;

    /// The id of the one message that `phone` gets from this broadcast.
    pub fn for_phone(broadcast: BroadcastId, phone: &PhoneNumber) -> Self {
        Self::derive(broadcast, "phone", phone.as_str())
    }

    /// The id of the record that `contact` was left out of this broadcast.
    pub fn for_left_out(broadcast: BroadcastId, contact: ContactId) -> Self {
        Self::derive(broadcast, "left-out", &contact.to_string())
    }

    fn derive(broadcast: BroadcastId, kind: &str, who: &str) -> Self {
        let digest = Sha256::new()
            .chain_update(broadcast.to_string())
            .chain_update([0])
            .chain_update(kind)
            .chain_update([0])
            .chain_update(who)
            .finalize();
        let mut recipient = [0; Self::HASH_BYTES];
        recipient.copy_from_slice(&digest[..Self::HASH_BYTES]);
        Self {
            broadcast,
            recipient,
        }
    }

    /// The broadcast that the message belongs to.
    pub fn broadcast_id(&self) -> BroadcastId {
        self.broadcast
    }

    /// An evenly spread number from 0 to `shards - 1`, always the same for this message.
    ///
    /// # Panics
    /// When `shards` is 0.
    pub fn shard(&self, shards: u8) -> u8 {
        self.recipient[0] % shards
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{}{}{}",
            Self::PREFIX,
            self.broadcast.0,
            CROCKFORD.encode(&self.recipient)
        )
    }
}

impl FromStr for MessageId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let parse = || {
            let (ulid, hash) = text
                .strip_prefix(Self::PREFIX)?
                .split_at_checked(Self::ULID_CHARACTERS)?;
            Some(Self {
                broadcast: BroadcastId(parse_canonical_ulid(ulid)?),
                recipient: CROCKFORD.decode(hash.as_bytes()).ok()?.try_into().ok()?,
            })
        };
        parse().ok_or(InvalidId {
            prefix: Self::PREFIX,
        })
    }
}

impl TryFrom<String> for MessageId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<MessageId> for String {
    fn from(id: MessageId) -> String {
        id.to_string()
    }
}

/// A conversation by text with one number.
///
/// It is derived from the number, so that two texts that come in at once find the same thread, and that it is found
/// whoever asks. Form: `thr_`, 26 characters of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ThreadId([u8; ThreadId::HASH_BYTES]);

impl ThreadId {
    /// The text that every id of this kind starts with.
    pub const PREFIX: &'static str = "thr_";
    const HASH_BYTES: usize = 16;

    /// The thread of whoever sends texts from here: a number, or a short code, as the carrier writes it.
    pub fn for_sender(sender: &str) -> Self {
        let digest = Sha256::new()
            .chain_update("thread")
            .chain_update([0])
            .chain_update(sender)
            .finalize();
        let mut hash = [0; Self::HASH_BYTES];
        hash.copy_from_slice(&digest[..Self::HASH_BYTES]);
        Self(hash)
    }
}

impl fmt::Display for ThreadId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", Self::PREFIX, CROCKFORD.encode(&self.0))
    }
}

impl FromStr for ThreadId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let parse = || {
            let hash = text.strip_prefix(Self::PREFIX)?;
            CROCKFORD.decode(hash.as_bytes()).ok()?.try_into().ok()
        };
        parse().map(Self).ok_or(InvalidId {
            prefix: Self::PREFIX,
        })
    }
}

impl TryFrom<String> for ThreadId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<ThreadId> for String {
    fn from(id: ThreadId) -> String {
        id.to_string()
    }
}

impl ThreadEntryId {
    /// The entry of the reply that this broadcast carries: the same, however often it is noted.
    pub fn of_reply(broadcast: BroadcastId) -> Self {
        Self(broadcast.0)
    }

    /// Where this entry stands among broadcasts. The ids of a thread's history are in one order, whatever they name.
    pub fn among_broadcasts(&self) -> BroadcastId {
        BroadcastId(self.0)
    }

    /// Where this entry stands among changes of an opt-out.
    pub fn among_opt_outs(&self) -> OptOutId {
        OptOutId(self.0)
    }

    /// Where a change of an opt-out stands among entries.
    pub fn of_opt_out(id: OptOutId) -> Self {
        Self(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn broadcast(random: u128) -> BroadcastId {
        BroadcastId::new(Timestamp::UNIX_EPOCH, random)
    }

    fn phone(text: &str) -> PhoneNumber {
        PhoneNumber::from_e164(text).expect("a number in E.164")
    }

    #[test]
    fn ids_sort_by_time_of_creation() {
        let earlier = ContactId::new(
            Timestamp::from_millisecond(1_000).expect("a time"),
            u128::MAX,
        );
        let later = ContactId::new(Timestamp::from_millisecond(1_001).expect("a time"), 0);
        assert!(earlier.to_string() < later.to_string());
        assert!(earlier < later);
    }

    #[test]
    fn an_id_is_read_back_from_its_text() {
        let id = ContactId::new(Timestamp::UNIX_EPOCH, 42);
        assert_eq!(id.to_string().parse(), Ok(id));
        let message = MessageId::for_phone(broadcast(7), &phone("+12125550123"));
        assert_eq!(message.to_string().parse(), Ok(message));
        assert_eq!(message.broadcast_id(), broadcast(7));
    }

    #[test]
    fn an_id_of_another_kind_or_spelling_is_refused() {
        let id = ContactId::new(Timestamp::UNIX_EPOCH, 42).to_string();
        for text in [
            "",
            "con_",
            "brc_x",
            &id.to_lowercase(),
            &id.replace("con_", "brc_"),
        ] {
            assert!(text.parse::<ContactId>().is_err(), "{text} was accepted");
        }
        let message = MessageId::for_phone(broadcast(7), &phone("+12125550123")).to_string();
        for text in [
            "msg_",
            "msg_é",
            &message[..message.len() - 1],
            &format!("{message}0"),
        ] {
            assert!(text.parse::<MessageId>().is_err(), "{text} was accepted");
        }
    }

    #[test]
    fn a_message_id_depends_on_the_broadcast_and_the_phone_and_nothing_else() {
        let one = MessageId::for_phone(broadcast(1), &phone("+12125550123"));
        assert_eq!(
            one,
            MessageId::for_phone(broadcast(1), &phone("+12125550123"))
        );
        assert_ne!(
            one,
            MessageId::for_phone(broadcast(2), &phone("+12125550123"))
        );
        assert_ne!(
            one,
            MessageId::for_phone(broadcast(1), &phone("+12125550124"))
        );
    }

    #[test]
    fn a_threads_id_depends_on_the_sender_and_is_read_back_from_its_text() {
        let id = ThreadId::for_sender("+12125550123");
        assert_eq!(id, ThreadId::for_sender("+12125550123"));
        assert_ne!(id, ThreadId::for_sender("12345"));
        let text = id.to_string();
        assert_eq!(text.len(), 30);
        assert_eq!(text.parse(), Ok(id));
        for other in ["", "thr_", &text.to_lowercase(), &format!("{text}0")] {
            assert!(other.parse::<ThreadId>().is_err(), "{other} was accepted");
        }
    }

    #[test]
    fn a_broadcasts_id_follows_from_the_reminder_and_the_day() {
        let reminder = |random| ReminderId::new(Timestamp::UNIX_EPOCH, random);
        let at = Timestamp::from_millisecond(1_000).expect("a time");
        let day = Date::constant(2026, 3, 8);
        let one = BroadcastId::for_occurrence(reminder(1), day, at);
        assert_eq!(one, BroadcastId::for_occurrence(reminder(1), day, at));
        assert_ne!(one, BroadcastId::for_occurrence(reminder(2), day, at));
        let next = Date::constant(2026, 3, 9);
        assert_ne!(one, BroadcastId::for_occurrence(reminder(1), next, at));
        assert_eq!(one.created_at(), at);
    }

    #[test]
    fn messages_spread_evenly_over_shards() {
        let mut counts = [0_u32; 8];
        for line in 0..8_000 {
            let phone = phone(&format!("+1212{:07}", 2_000_000 + line));
            counts[usize::from(MessageId::for_phone(broadcast(1), &phone).shard(8))] += 1;
        }
        assert!(
            counts.iter().all(|count| (850..1_150).contains(count)),
            "{counts:?}"
        );
    }
}
