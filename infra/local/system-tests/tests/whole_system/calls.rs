//! A hundred people ring at once: none is lost, and nobody hears or leaves what is another's.

use std::{collections::BTreeMap, time::Duration};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::stack::{Stack, until};

const CALLERS: u32 = 100;

/// A phone with a call to the church, as the phone network lets it be used.
struct Line {
    client: reqwest::Client,
    base: String,
    sid: String,
}

impl Line {
    async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let request = self
            .client
            .request(method, format!("{}{path}", self.base))
            .timeout(Duration::from_secs(90));
        let request = match body {
            Some(body) => request.json(&body),
            None => request,
        };
        let response = request.send().await.expect("the phone network answers");
        assert!(
            response.status().is_success(),
            "{path}: {}",
            response.status()
        );
        response.json().await.expect("JSON")
    }

    /// Waits until the call listens, after so many entries of its dialogue.
    async fn listens_after(&self, entries: usize) -> Value {
        let path = format!(
            "/calls/{}?until=listening&after={entries}&timeout_ms=60000",
            self.sid
        );
        let call = self.ask(Method::GET, &path, None).await;
        assert_eq!(call["waits_for"]["for"], "listening", "{call:#}");
        call
    }

    async fn say(&self, call: &Value, words: &str) -> Value {
        let entries = call["dialogue"].as_array().map_or(0, Vec::len);
        let path = format!("/calls/{}/say", self.sid);
        self.ask(Method::POST, &path, Some(json!({ "words": words })))
            .await;
        self.listens_after(entries + 1).await
    }
}

/// One call of five turns: a question, a prayer and what for, a message and what it is.
async fn call(client: reqwest::Client, base: String, caller: String, mark: String) -> String {
    let mut line = Line {
        client,
        base,
        sid: String::new(),
    };
    let path = format!("/phones/{caller}/calls");
    let dialled = line.ask(Method::POST, &path, Some(json!({}))).await;
    line.sid = dialled["sid"].as_str().expect("a sid").to_owned();
    let mut heard = line.listens_after(1).await;
    for words in [
        "When is the service?".to_owned(),
        "please pray for me".to_owned(),
        format!("for the aunt of {mark}"),
        "I want to leave a message".to_owned(),
        format!("the key of {mark} is under the mat"),
    ] {
        heard = line.say(&heard, &words).await;
    }
    let path = format!("/calls/{}/hang_up", line.sid);
    line.ask(Method::POST, &path, Some(json!({}))).await;
    line.sid
}

#[tokio::test]
async fn a_hundred_calls_at_once_are_all_answered_and_none_is_mixed_up() {
    let stack = Stack::take().await;
    let base = stack.description.phone_network_url.clone();
    let mut calls = JoinSet::new();
    for number in 0..CALLERS {
        let caller = format!("+1346555{:04}", 9_000 + number);
        let mark = format!("marigold{number}x");
        let (client, base) = (stack.client(), base.clone());
        calls.spawn(async move {
            let sid = call(client, base, caller.clone(), mark.clone()).await;
            (sid, (caller, mark))
        });
    }
    let mut made: BTreeMap<String, (String, String)> = BTreeMap::new();
    while let Some(one) = calls.join_next().await {
        let (sid, who) = one.expect("a call of five turns");
        made.insert(sid, who);
    }
    assert_eq!(made.len(), 100, "each has a call of its own");
    let ours = until(
        "the ends of all calls",
        Duration::from_secs(120),
        async || {
            let listed = stack.api.list("/api/calls").await;
            let ended: BTreeMap<String, Value> = listed
                .into_iter()
                .filter(|call| call["status"] == "completed")
                .filter_map(|call| Some((call["twilio_call_sid"].as_str()?.to_owned(), call)))
                .filter(|(sid, _)| made.contains_key(sid))
                .collect();
            match ended.len() {
                100 => Ok(ended),
                count => Err(format!("{count} of 100 have ended")),
            }
        },
    )
    .await;
    for (sid, call) in ours {
        let (caller, mark) = &made[&sid];
        assert_eq!(call["caller_phone"], caller.as_str());
        let path = format!("/api/calls/{}", call["id"].as_str().expect("an id"));
        let whole = stack.api.get(&path).await;
        let turns = whole["turns"].as_array().expect("turns");
        let said = turns.iter().filter(|turn| turn["role"] == "caller").count();
        assert_eq!(said, 5, "{whole:#}");
        let text = whole.to_string();
        let own = text.matches(mark.as_str()).count();
        let all = text.matches("marigold").count();
        assert!(own >= 4 && own == all, "{mark}: {own} of {all}: {text}");
        let left = whole["follow_ups"].as_array().expect("follow-ups");
        assert_eq!(left.len(), 2, "{whole:#}");
    }
}
