//! The invariants, held against what is true at Twilio. The checker knows nothing of how the workers go about it: it
//! has its own order of statuses, and not the one of `domain`.

use std::collections::BTreeMap;
use std::fmt;

use domain::message::CarrierStatus;
use domain::{MessageId, MessageStatus};

use super::twilio::Creation;
use super::world::{State, Stored};

/// What was promised (architecture.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Invariant {
    /// Twilio accepts at most one request for a message.
    I1,
    /// Every message ends in a final state that is true, or with a person.
    I2,
    /// A send whose claim began after an opt-out was committed does not happen.
    I3,
    /// A delivery status never goes back.
    I4,
}

/// A promise that was broken.
#[derive(Debug, Clone)]
pub(super) struct Violation {
    pub(super) invariant: Invariant,
    message: Option<MessageId>,
    what: String,
}

impl Violation {
    pub(super) fn never_rests(what: String) -> Self {
        Self {
            invariant: Invariant::I2,
            message: None,
            what,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?} is broken: {}", self.invariant, self.what)?;
        match self.message {
            Some(id) => write!(formatter, " ({id})"),
            None => Ok(()),
        }
    }
}

/// Every broken promise, once everything is at rest.
pub(super) fn check(state: &State) -> Vec<Violation> {
    let mut creations: BTreeMap<MessageId, Vec<&Creation>> = BTreeMap::new();
    for creation in &state.twilio.creations {
        creations.entry(creation.id).or_default().push(creation);
    }
    let mut violations = Vec::new();
    for (id, stored) in &state.messages {
        let had = creations.remove(id).unwrap_or_default();
        let history = state.histories.get(id).map_or(&[][..], Vec::as_slice);
        let found = [
            (Invariant::I1, more_than_once(&had)),
            (
                Invariant::I2,
                untrue_end(state, stored, had.first().copied()),
            ),
            (Invariant::I3, sent_after_opt_out(state, &had)),
            (Invariant::I4, step_back(history)),
        ];
        violations.extend(found.into_iter().filter_map(|(invariant, what)| {
            Some(Violation {
                invariant,
                message: Some(*id),
                what: what?,
            })
        }));
    }
    violations.extend(creations.keys().map(|id| Violation {
        invariant: Invariant::I2,
        message: Some(*id),
        what: "Twilio has a text that we have no record of".into(),
    }));
    violations
}

fn more_than_once(had: &[&Creation]) -> Option<String> {
    (had.len() > 1).then(|| format!("Twilio accepted {} requests", had.len()))
}

fn untrue_end(state: &State, stored: &Stored, had: Option<&Creation>) -> Option<String> {
    use MessageStatus::{
        Accepted, Delivered, Failed, NeedsReview, Queued, Sending, Sent, Skipped, Undelivered,
        Unknown,
    };
    let status = stored.message.status;
    let is_true = match (status, had) {
        (Queued | Sending | Unknown, _) => {
            return Some(format!("it is left behind as {}", status.as_str()));
        }
        (NeedsReview, _) => {
            let id = stored.message.id;
            let is_noted = state.reviews.contains(&id);
            return (!is_noted).then(|| "it needs a person, and no note tells".into());
        }
        // Twilio never heard of it, so only its refusal, or ours, can be the end.
        (Failed, None) => stored.message.error_code.is_some(),
        (Skipped, None) => stored.message.skip_reason.is_some(),
        (Accepted | Sent | Undelivered | Delivered, None) | (Skipped, Some(_)) => false,
        (Accepted | Sent, Some(_)) => true,
        (Failed, Some(creation)) => ended(state, creation, CarrierStatus::Failed),
        (Undelivered, Some(creation)) => ended(state, creation, CarrierStatus::Undelivered),
        (Delivered, Some(creation)) => ended(state, creation, CarrierStatus::Delivered),
    };
    let truth = had.map_or("does not know it".into(), |creation| {
        format!("has it as {:?}", creation.end)
    });
    (!is_true).then(|| format!("it ends {}, and Twilio {truth}", status.as_str()))
}

/// Whether a text ended so. Of two in doubt to one phone with the same words, the log can't tell which is which, so
/// each may be taken for the other: both went out, and the person got both.
fn ended(state: &State, creation: &Creation, end: CarrierStatus) -> bool {
    let texts = state.twilio.creations.iter();
    let mut alike = texts.filter(|one| one.to == creation.to && one.body == creation.body);
    alike.any(|one| one.end == end)
}

fn sent_after_opt_out(state: &State, had: &[&Creation]) -> Option<String> {
    had.iter().find_map(|creation| {
        let committed = *state.opted_out.get(&creation.to)?;
        (creation.claimed? > committed).then(|| "the claim came after the opt-out".into())
    })
}

/// From the moment that the carrier has it, it only moves on.
fn step_back(history: &[MessageStatus]) -> Option<String> {
    let mut furthest = 0;
    for status in history {
        let rank = match status {
            MessageStatus::Accepted => 1,
            MessageStatus::Sent => 2,
            MessageStatus::Failed => 3,
            MessageStatus::Undelivered => 4,
            MessageStatus::Delivered => 5,
            _ => 0,
        };
        if rank < furthest {
            let names: Vec<&str> = history.iter().map(|one| one.as_str()).collect();
            return Some(format!("it went {}", names.join(", ")));
        }
        furthest = rank;
    }
    None
}
