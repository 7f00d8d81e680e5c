//! The send queue, as SQS keeps it: hidden for the visibility timeout once given out, given out at least once, and put
//! among the dead letters when it was given out too often
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html>).

use std::collections::BTreeMap;

use domain::MessageId;

use super::world::Millis;
use crate::ports::ReconciliationTask;

/// As template.yaml says of `SendQueue`.
const VISIBILITY_TIMEOUT: Millis = 120_000;
/// As template.yaml says of `SendQueue`.
const MAXIMUM_RECEIVES: u32 = 5;
/// The longest delay that SQS takes.
pub(super) const MAXIMUM_DELAY: Millis = 900_000;

/// What a queue message asks for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Task {
    /// Send it.
    Send(MessageId),
    /// Look whether the carrier has it.
    Look(ReconciliationTask),
}

impl Task {
    pub(super) fn message_id(self) -> MessageId {
        match self {
            Self::Send(id) => id,
            Self::Look(task) => task.message_id,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Item {
    task: Task,
    receives: u32,
}

/// By what a worker deletes the queue message that it was given.
pub(super) type Receipt = (Millis, u64);

#[derive(Default)]
pub(super) struct Queue {
    /// By the time from which it can be given out.
    items: BTreeMap<Receipt, Item>,
    dead_letters: Vec<Task>,
    numbers: u64,
    /// Everything that was ever put in, in order.
    pub(super) history: Vec<Task>,
}

impl Queue {
    pub(super) fn send(&mut self, task: Task, visible_at: Millis) {
        self.history.push(task);
        self.insert(Item { task, receives: 0 }, visible_at);
    }

    /// Has SQS give a queue message out once more, which it may do at any time.
    pub(super) fn duplicate(&mut self, task: Task, visible_at: Millis) {
        self.insert(Item { task, receives: 0 }, visible_at);
    }

    fn insert(&mut self, item: Item, visible_at: Millis) -> Receipt {
        self.numbers += 1;
        let key = (visible_at, self.numbers);
        self.items.insert(key, item);
        key
    }

    /// Gives out up to `limit` queue messages, and hides them.
    pub(super) fn receive(&mut self, now: Millis, limit: usize) -> Vec<(Receipt, Task)> {
        let mut given = Vec::new();
        while given.len() < limit {
            let Some(entry) = self.items.first_entry().filter(|one| one.key().0 <= now) else {
                break;
            };
            let item = entry.remove();
            if item.receives == MAXIMUM_RECEIVES {
                self.dead_letters.push(item.task);
                continue;
            }
            let hidden = Item {
                receives: item.receives + 1,
                ..item
            };
            let receipt = self.insert(hidden, now + VISIBILITY_TIMEOUT);
            given.push((receipt, item.task));
        }
        given
    }

    pub(super) fn delete(&mut self, receipt: Receipt) {
        self.items.remove(&receipt);
    }

    pub(super) fn next_at(&self) -> Option<Millis> {
        self.items.first_key_value().map(|(key, _)| key.0)
    }

    /// Puts the dead letters back, as the runbook says. Answers how many there were.
    pub(super) fn redrive(&mut self, now: Millis) -> usize {
        let letters = std::mem::take(&mut self.dead_letters);
        for task in &letters {
            self.duplicate(*task, now);
        }
        letters.len()
    }
}
