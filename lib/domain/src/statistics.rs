//! Counting messages by status, from the changes of their records.

use std::collections::BTreeMap;

use crate::ids::BroadcastId;
use crate::message::{MessageStatus, MessageType};

/// How many messages stand in each status.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusCounts(BTreeMap<MessageStatus, u64>);

impl StatusCounts {
    /// How many stand in `status`.
    pub fn get(&self, status: MessageStatus) -> u64 {
        self.0.get(&status).copied().unwrap_or(0)
    }

    /// Sets how many stand in `status`.
    pub fn set(&mut self, status: MessageStatus, count: u64) {
        self.0.insert(status, count);
    }

    /// How many there are in all.
    pub fn total(&self) -> u64 {
        self.0.values().sum()
    }

    /// How many will change by themselves.
    pub fn moving(&self) -> u64 {
        MessageStatus::ALL
            .into_iter()
            .filter(|status| status.is_moving())
            .map(|status| self.get(status))
            .sum()
    }
}

/// A position in the stream of changes to the table. Positions of one partition are comparable, and grow.
///
/// They are decimal numbers of up to 40 digits
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html>);
/// zeros in front make the order of texts the order of numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamPosition(String);

impl StreamPosition {
    /// Takes a sequence number as the stream gives it; `None` when it is not a number of up to 40 digits.
    pub fn parse(sequence_number: &str) -> Option<Self> {
        let digits = sequence_number.bytes().all(|byte| byte.is_ascii_digit());
        let length = (1..=40).contains(&sequence_number.len());
        (digits && length).then(|| Self(format!("{sequence_number:0>40}")))
    }

    /// 40 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One message's record was made or changed its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageChange {
    /// The message's broadcast.
    pub broadcast_id: BroadcastId,
    /// The part of the broadcast's messages in which the record is; positions are comparable within it.
    pub shard: u8,
    /// Where in the stream the change stands.
    pub position: StreamPosition,
    /// Text or call.
    pub message_type: MessageType,
    /// The status before; `None` when the record was made.
    pub from: Option<MessageStatus>,
    /// The status after.
    pub to: MessageStatus,
}

/// One contact's record was made, changed or deleted. `None` stands for no record; else whether active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactPresence {
    /// Where in the stream the change stands.
    pub position: StreamPosition,
    /// Before the change.
    pub from: Option<bool>,
    /// After the change.
    pub to: Option<bool>,
}

/// How counts change: by status, up or down.
pub type StatusDeltas = BTreeMap<MessageStatus, i64>;

/// Sums up changes by status; what cancels out is left out.
pub fn sum_changes<'a>(changes: impl IntoIterator<Item = &'a MessageChange>) -> StatusDeltas {
    let mut deltas = StatusDeltas::new();
    for change in changes {
        if let Some(from) = change.from {
            *deltas.entry(from).or_default() -= 1;
        }
        *deltas.entry(change.to).or_default() += 1;
    }
    deltas.retain(|_, delta| *delta != 0);
    deltas
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn change(from: Option<MessageStatus>, to: MessageStatus) -> MessageChange {
        MessageChange {
            broadcast_id: BroadcastId::new(Timestamp::UNIX_EPOCH, 1),
            shard: 0,
            position: StreamPosition::parse("1").expect("a number"),
            message_type: MessageType::Sms,
            from,
            to,
        }
    }

    #[test]
    fn changes_of_one_message_cancel_out_but_for_the_first_and_last() {
        let changes = [
            change(None, MessageStatus::Queued),
            change(Some(MessageStatus::Queued), MessageStatus::Sending),
            change(Some(MessageStatus::Sending), MessageStatus::Accepted),
        ];
        assert_eq!(
            sum_changes(&changes),
            StatusDeltas::from([(MessageStatus::Accepted, 1)])
        );
        let later = sum_changes(&changes[1..]);
        assert_eq!(later.get(&MessageStatus::Queued), Some(&-1));
    }

    #[test]
    fn positions_are_ordered_as_numbers() {
        let position = |text| StreamPosition::parse(text).expect("a number");
        assert!(position("9") < position("10"));
        assert!(position("99999999999999999999") < position("100000000000000000000"));
        assert_eq!(StreamPosition::parse(""), None);
        assert_eq!(StreamPosition::parse("12a"), None);
    }

    #[test]
    fn moving_counts_leave_out_what_has_ended_or_waits_for_a_person() {
        let mut counts = StatusCounts::default();
        for status in MessageStatus::ALL {
            counts.set(status, 1);
        }
        assert_eq!(counts.total(), 10);
        assert_eq!(counts.moving(), 5);
    }
}
