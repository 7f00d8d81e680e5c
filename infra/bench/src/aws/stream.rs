//! The table's stream, as Lambda hands it to a function:
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html>.

use std::collections::VecDeque;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use dynoxide::{AttributeValue, Item};
use serde_json::{Value, json};
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

/// A new table on demand takes 4,000 writes a second
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html>), a partition takes
/// 1,000, and each partition has a shard of the stream.
pub(crate) const SHARDS: usize = 4;

/// One change of one item.
#[derive(Debug)]
pub(crate) struct Change {
    sequence: u64,
    keys: Item,
    before: Option<Item>,
    after: Option<Item>,
}

impl Change {
    /// The record, as it stands in the event.
    pub(crate) fn record(&self) -> Value {
        let name = match (&self.before, &self.after) {
            (None, _) => "INSERT",
            (Some(_), Some(_)) => "MODIFY",
            (Some(_), None) => "REMOVE",
        };
        let seconds = SystemTime::now()
            .duration_since(SystemTime::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let mut change = json!({
            "ApproximateCreationDateTime": seconds,
            "Keys": self.keys,
            // Numbers of one length, so that their order as texts is their order.
            "SequenceNumber": format!("{:021}", 100_000_000_000_000_000_000_u128 + u128::from(self.sequence)),
            "SizeBytes": 0,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        });
        if let Some(before) = &self.before {
            change["OldImage"] = json!(before);
        }
        if let Some(after) = &self.after {
            change["NewImage"] = json!(after);
        }
        json!({
            "eventID": format!("{:032x}", self.sequence),
            "eventName": name,
            "eventVersion": "1.1",
            "eventSource": "aws:dynamodb",
            "awsRegion": "us-east-1",
            "eventSourceARN": "arn:aws:dynamodb:us-east-1:000000000000:table/tidings/stream/2026-01-01T00:00:00.000",
            "dynamodb": change,
        })
    }
}

#[derive(Default)]
struct Shard {
    waiting: Mutex<VecDeque<Change>>,
    arrived: Notify,
}

/// All changes of the table that nobody has taken yet. Those of one partition key are in order.
pub(crate) struct Stream {
    shards: [Shard; SHARDS],
    sequence: AtomicU64,
}

impl Default for Stream {
    fn default() -> Self {
        Self {
            shards: Default::default(),
            sequence: AtomicU64::new(1),
        }
    }
}

impl Stream {
    /// Adds a change; one that changed nothing is none.
    pub(crate) fn push(&self, before: Option<Item>, after: Option<Item>) {
        let Some(item) = after.as_ref().or(before.as_ref()) else {
            return;
        };
        if before == after {
            return;
        }
        let keys: Item = ["pk", "sk"]
            .into_iter()
            .filter_map(|name| Some((name.to_owned(), item.get(name)?.clone())))
            .collect();
        let shard = &self.shards[shard_of(&keys)];
        let change = Change {
            sequence: self.sequence.fetch_add(1, Ordering::Relaxed),
            keys,
            before,
            after,
        };
        lock(&shard.waiting).push_back(change);
        shard.arrived.notify_one();
    }

    /// Waits for changes in one shard, and then for more of them for as long as the `window`, or until there are
    /// `maximum`: <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html>.
    pub(crate) async fn take(&self, shard: usize, maximum: usize, window: Duration) -> Vec<Change> {
        let shard = &self.shards[shard];
        while lock(&shard.waiting).is_empty() {
            shard.arrived.notified().await;
        }
        let until = Instant::now() + window;
        while lock(&shard.waiting).len() < maximum {
            if timeout_at(until, shard.arrived.notified()).await.is_err() {
                break;
            }
        }
        let mut waiting = lock(&shard.waiting);
        let count = waiting.len().min(maximum);
        waiting.drain(..count).collect()
    }

    /// How many changes nobody has taken yet.
    pub(crate) fn waiting(&self) -> usize {
        self.shards
            .iter()
            .map(|shard| lock(&shard.waiting).len())
            .sum()
    }
}

fn shard_of(keys: &Item) -> usize {
    let mut hasher = DefaultHasher::new();
    if let Some(AttributeValue::S(pk)) = keys.get("pk") {
        pk.hash(&mut hasher);
    }
    usize::try_from(hasher.finish() % SHARDS as u64).unwrap_or(0)
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(pk: &str, value: &str) -> Option<Item> {
        let text = |text: &str| AttributeValue::S(text.into());
        Some(Item::from([
            ("pk".to_owned(), text(pk)),
            ("sk".to_owned(), text("sk")),
            ("value".to_owned(), text(value)),
        ]))
    }

    #[tokio::test]
    async fn changes_of_a_partition_come_in_order_with_both_images() {
        let stream = Stream::default();
        stream.push(None, item("a", "1"));
        stream.push(item("a", "1"), item("a", "1"));
        stream.push(item("a", "1"), item("a", "2"));
        stream.push(item("a", "2"), None);
        let shard = shard_of(&item("a", "1").expect("an item"));
        let taken = stream.take(shard, 1000, Duration::ZERO).await;
        let records: Vec<Value> = taken.iter().map(Change::record).collect();
        let names: Vec<&str> = records
            .iter()
            .filter_map(|r| r["eventName"].as_str())
            .collect();
        assert_eq!(
            names,
            ["INSERT", "MODIFY", "REMOVE"],
            "what changed nothing is no change"
        );
        assert_eq!(records[1]["dynamodb"]["OldImage"]["value"]["S"], "1");
        assert_eq!(records[1]["dynamodb"]["NewImage"]["value"]["S"], "2");
        assert_eq!(records[2]["dynamodb"].get("NewImage"), None);
        let sequences: Vec<&str> = records
            .iter()
            .filter_map(|record| record["dynamodb"]["SequenceNumber"].as_str())
            .collect();
        assert!(sequences.is_sorted());
        assert_eq!(stream.waiting(), 0);
    }

    #[tokio::test]
    async fn a_batch_waits_for_its_window_and_takes_no_more_than_its_size() {
        let stream = Stream::default();
        for number in 0..5 {
            stream.push(None, item("a", &number.to_string()));
        }
        let shard = shard_of(&item("a", "1").expect("an item"));
        let window = Duration::from_millis(300);
        let started = Instant::now();
        assert_eq!(stream.take(shard, 3, window).await.len(), 3);
        assert!(started.elapsed() < window, "a full one goes at once");
        assert_eq!(stream.take(shard, 3, window).await.len(), 2);
        assert!(started.elapsed() >= window);
    }
}
