//! What a month's money is set aside for.

use std::fmt;
use std::str::FromStr;

use crate::ids::{BroadcastId, CallId, TranslationId};

/// One thing that costs money, by the id of its record. Money is set aside for it once, and settled once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Expense {
    /// The texts of a broadcast.
    Broadcast(BroadcastId),
    /// The model's work on a translation.
    Translation(TranslationId),
    /// A call that came in: its minutes, and the model's part in it.
    Call(CallId),
}

/// The text is no id of something that costs money.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not the id of something that costs money")]
pub struct InvalidExpense;

impl From<BroadcastId> for Expense {
    fn from(id: BroadcastId) -> Self {
        Self::Broadcast(id)
    }
}

impl From<TranslationId> for Expense {
    fn from(id: TranslationId) -> Self {
        Self::Translation(id)
    }
}

impl From<CallId> for Expense {
    fn from(id: CallId) -> Self {
        Self::Call(id)
    }
}

/// The id, whose prefix says what it is of.
impl fmt::Display for Expense {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broadcast(id) => id.fmt(formatter),
            Self::Translation(id) => id.fmt(formatter),
            Self::Call(id) => id.fmt(formatter),
        }
    }
}

impl FromStr for Expense {
    type Err = InvalidExpense;

    fn from_str(text: &str) -> Result<Self, InvalidExpense> {
        let broadcast = || text.parse().map(Self::Broadcast);
        let translation = || text.parse().map(Self::Translation);
        let call = || text.parse().map(Self::Call);
        broadcast()
            .or_else(|_| translation())
            .or_else(|_| call())
            .map_err(|_| InvalidExpense)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    #[test]
    fn an_expense_is_read_from_its_id_as_it_was_written() {
        let broadcast = BroadcastId::new(Timestamp::UNIX_EPOCH, 1);
        let translation = TranslationId::new(Timestamp::UNIX_EPOCH, 1);
        let call = CallId::new(Timestamp::UNIX_EPOCH, 1);
        for expense in [
            Expense::from(broadcast),
            Expense::from(translation),
            Expense::from(call),
        ] {
            assert_eq!(expense.to_string().parse(), Ok(expense));
        }
        assert_ne!(Expense::from(broadcast), Expense::from(translation));
        let contact = "con_00000000000000000000000001";
        assert_eq!(contact.parse::<Expense>(), Err(InvalidExpense));
    }
}
