//! A broadcast from the answer to its sending until all its messages have come to rest.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use reqwest::StatusCode;
use serde_json::{Map, Value};

use crate::stack::{Stack, until};

const FINAL: [&str; 5] = [
    "delivered",
    "undelivered",
    "failed",
    "needs_review",
    "skipped",
];

/// A broadcast to everybody that was accepted.
#[derive(Debug, Clone)]
pub(crate) struct Broadcast {
    pub(crate) id: String,
    pub(crate) content: String,
}

/// Who is to be reached, by the list of contacts as the API gives it.
#[derive(Debug)]
pub(crate) struct Congregation {
    pub(crate) contacts: Vec<Value>,
    /// The distinct phones of active contacts who may be texted: one text each.
    pub(crate) active_phones: BTreeSet<String>,
}

impl Stack {
    /// Sends `content` to everybody; a number makes it unlike any text before it.
    pub(crate) async fn broadcast(&self, content: &str) -> Broadcast {
        let number = self.api.list("/api/broadcasts").await.len();
        let content = format!("{content} ({number})");
        let response = self.api.send_to_all(&content).await;
        assert_eq!(response.status(), StatusCode::ACCEPTED);
        let location = response
            .headers()
            .get("location")
            .and_then(|value| value.to_str().ok());
        let location = location.expect("a Location").to_owned();
        let answer: Value = response.json().await.expect("JSON");
        let id = answer["id"].as_str().expect("an id").to_owned();
        assert_eq!(location, format!("/api/broadcasts/{id}"));
        Broadcast { id, content }
    }

    pub(crate) async fn congregation(&self) -> Congregation {
        let contacts = self.api.list("/api/contacts").await;
        let active_phones = contacts
            .iter()
            .filter(|contact| contact["active"] == true && contact["opted_out_at"].is_null())
            .map(|contact| contact["phone"].as_str().expect("a phone").to_owned())
            .collect();
        Congregation {
            contacts,
            active_phones,
        }
    }

    /// Waits until the phone network has accepted at least `count` of its texts.
    pub(crate) async fn await_accepted(&self, broadcast: &Broadcast, count: usize) {
        until(
            &format!("{count} accepted texts"),
            Duration::from_secs(60),
            async || {
                let accepted: usize = self.phones.texts(&broadcast.content).await?.values().sum();
                if accepted >= count {
                    Ok(())
                } else {
                    Err(format!("{accepted} accepted"))
                }
            },
        )
        .await;
    }

    /// The messages of a broadcast, when it is planned and each has come to its end.
    pub(crate) async fn await_rest(&self, broadcast: &Broadcast, patience: Duration) -> Vec<Value> {
        let path = format!("/api/broadcasts/{}", broadcast.id);
        until("rest in every message", patience, async || {
            let whole = self.api.get(&path).await;
            if whole["planned_at"].is_null() {
                return Err("it is not planned yet".to_owned());
            }
            let messages = self.api.list(&format!("{path}/messages")).await;
            let tally = tally(&messages);
            if tally.keys().all(|status| FINAL.contains(&status.as_str())) {
                Ok(messages)
            } else {
                Err(format!("{tally:?}"))
            }
        })
        .await
    }

    /// Waits until the counts of the broadcast, which follow the messages, say the same as `messages`.
    pub(crate) async fn await_counts(&self, broadcast: &Broadcast, messages: &[Value]) -> Value {
        let expected = tally(messages);
        let path = format!("/api/broadcasts/{}", broadcast.id);
        until("counts that add up", Duration::from_secs(30), async || {
            let whole = self.api.get(&path).await;
            let counts = filled(whole["counts"].as_object().expect("counts"));
            if counts == expected {
                Ok(whole)
            } else {
                Err(format!("{counts:?} where {expected:?} are"))
            }
        })
        .await
    }
}

/// How many messages have each status.
pub(crate) fn tally(messages: &[Value]) -> BTreeMap<String, u64> {
    let mut tally = BTreeMap::new();
    for message in messages {
        let status = message["status"].as_str().expect("a status");
        *tally.entry(status.to_owned()).or_default() += 1;
    }
    tally
}

fn filled(counts: &Map<String, Value>) -> BTreeMap<String, u64> {
    counts
        .iter()
        .map(|(status, count)| (status.clone(), count.as_u64().expect("a count")))
        .filter(|(_, count)| *count > 0)
        .collect()
}
