//! A reminder, minutes ahead in a zone other than UTC, reaches the phones at that minute, in each member's language.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::broadcasts::Broadcast;
use crate::stack::{Stack, until};

/// Half an hour off the others, and without clock changes: 5:30 ahead of UTC.
const ZONE: &str = "Asia/Kolkata";

/// What the clock shows there at a moment.
fn local(at: Timestamp) -> DateTime {
    let ahead = jiff::tz::offset(5).saturating_add(jiff::Span::new().minutes(30));
    at.to_zoned(TimeZone::fixed(ahead)).datetime()
}

/// The first full minute that is at least a minute and a half away, so that the reminder is there well before.
fn next_but_one_minute() -> Timestamp {
    let early = Timestamp::now() + SignedDuration::from_secs(90);
    let minute = early.round(Unit::Minute).expect("a minute");
    if minute < early {
        minute + SignedDuration::from_mins(1)
    } else {
        minute
    }
}

/// A text in three languages that no other text is like.
fn words(number: usize) -> BTreeMap<&'static str, String> {
    BTreeMap::from([
        ("en", format!("Grace Church: prayer begins now. ({number})")),
        (
            "es",
            format!("Grace Church: la oración comienza ahora. ({number})"),
        ),
        (
            "ko",
            format!("Grace Church: 지금 기도회를 시작합니다. ({number})"),
        ),
    ])
}

async fn post(stack: &Stack, path: &str, body: &Value) -> (StatusCode, Value) {
    let request = stack.api.request(Method::POST, path).json(body);
    let response = request.send().await.expect("the API answers");
    let status = response.status();
    (status, response.json().await.unwrap_or(Value::Null))
}

#[tokio::test]
async fn a_reminder_reaches_the_phones_at_its_minute_in_each_members_language_once() {
    let stack = Stack::take().await;
    let congregation = stack.congregation().await;
    let number = stack.api.list("/api/broadcasts").await.len();
    let words = words(number);
    let due = next_but_one_minute();
    let there = local(due);
    let body = json!({
        "name": format!("Prayer {number}"), "message_content": words["en"], "message_type": "sms", "send_to_all": true,
        "translations": { "es": words["es"], "ko": words["ko"] }, "schedule_type": "daily",
        "schedule_time": there.strftime("%H:%M").to_string(), "time_zone": ZONE,
    });
    let (status, reminder) = post(&stack, "/api/reminders", &body).await;
    assert_eq!(status, StatusCode::CREATED, "{reminder}");
    assert_eq!(reminder["next_occurrence"]["at"], due.to_string());
    assert_eq!(
        reminder["next_occurrence"]["date"],
        there.date().to_string()
    );
    let path = format!("/api/reminders/{}", reminder["id"].as_str().expect("an id"));

    let sent = until("an occurrence", Duration::from_secs(240), async || {
        let texts = stack.phones.texts(&words["en"]).await?;
        if Timestamp::now() < due {
            assert!(texts.is_empty(), "a text went out before its minute");
        }
        let reminder = stack.api.get(&path).await;
        match reminder["last_occurrence"]["broadcast_id"].as_str() {
            Some(broadcast) => Ok(broadcast.to_owned()),
            None => Err("it has not gone out".to_owned()),
        }
    })
    .await;
    let broadcast = Broadcast {
        id: sent,
        content: words["en"].clone(),
    };
    let messages = stack.await_rest(&broadcast, Duration::from_secs(90)).await;
    let made: Timestamp = messages
        .iter()
        .filter_map(|message| message["created_at"].as_str()?.parse().ok())
        .min()
        .expect("messages");
    let late = made.duration_since(due);
    println!("planned {:.1} s after the minute began", late.as_secs_f64());
    assert!(
        late >= SignedDuration::ZERO && late < SignedDuration::from_mins(1),
        "{late:?}"
    );

    assert_that_each_reads_their_own(&stack, &congregation.contacts, &messages, &words).await;
    let mut phones = BTreeSet::new();
    for text in words.values() {
        let texts = stack
            .phones
            .texts(text)
            .await
            .expect("the phone network answers");
        assert!(
            texts.values().all(|times| *times == 1),
            "somebody got it twice"
        );
        phones.extend(texts.into_keys());
    }
    assert!(phones == congregation.active_phones, "missed, or not meant");

    let history = stack.api.list(&format!("{path}/occurrences")).await;
    assert_eq!(history.len(), 1);
    assert_eq!(
        (&history[0]["outcome"], &history[0]["is_late"]),
        (&json!("sent"), &json!(false))
    );
    let reminder = stack.api.get(&path).await;
    let next = due + SignedDuration::from_hours(24);
    assert_eq!(reminder["next_occurrence"]["at"], next.to_string());
    let delete = stack.api.request(Method::DELETE, &path).send();
    assert_eq!(
        delete.await.expect("the API answers").status(),
        StatusCode::NO_CONTENT
    );
    stack
        .assert_logs_hold_nothing_personal(&congregation, &[&broadcast])
        .await;
}

/// Every text that was sent is in the language that its reader prefers, or in English where there is none.
async fn assert_that_each_reads_their_own(
    stack: &Stack,
    contacts: &[Value],
    messages: &[Value],
    words: &BTreeMap<&'static str, String>,
) {
    let languages: BTreeMap<&str, &str> = contacts
        .iter()
        .filter_map(|person| {
            Some((
                person["id"].as_str()?,
                person["preferred_language"].as_str()?,
            ))
        })
        .collect();
    let mut counts = BTreeMap::new();
    for message in messages
        .iter()
        .filter(|message| message["skip_reason"].is_null())
    {
        let person = message["contact_id"].as_str().expect("a person");
        let language = languages[person].split('-').next().expect("a language");
        let language = if words.contains_key(language) {
            language
        } else {
            "en"
        };
        assert_eq!(message["content"], words[language]);
        *counts.entry(language.to_owned()).or_default() += 1;
    }
    for (language, text) in words {
        let texts = stack
            .phones
            .texts(text)
            .await
            .expect("the phone network answers");
        assert_eq!(
            texts.len(),
            counts.get(*language).copied().unwrap_or(0),
            "{language}"
        );
        assert!(!texts.is_empty(), "nobody reads {language}");
    }
}

#[tokio::test]
async fn a_reminder_that_is_paused_before_its_minute_does_not_go_out() {
    let stack = Stack::take().await;
    let number = stack.api.list("/api/broadcasts").await.len();
    let content = format!("Grace Church: this never goes out. ({number})");
    let due = next_but_one_minute();
    let there = local(due);
    let body = json!({
        "name": format!("Paused {number}"), "message_content": content, "message_type": "sms", "send_to_all": true,
        "schedule_type": "once", "schedule_date": there.date().to_string(),
        "schedule_time": there.strftime("%H:%M").to_string(), "time_zone": ZONE,
    });
    let (status, reminder) = post(&stack, "/api/reminders", &body).await;
    assert_eq!(status, StatusCode::CREATED, "{reminder}");
    let path = format!("/api/reminders/{}", reminder["id"].as_str().expect("an id"));
    let (status, paused) = post(&stack, &format!("{path}/pause"), &Value::Null).await;
    assert_eq!(
        (status, &paused["status"]),
        (StatusCode::OK, &json!("paused"))
    );
    let over = due + SignedDuration::from_secs(10);
    until(
        "the minute to go by",
        Duration::from_secs(240),
        async || {
            if Timestamp::now() < over {
                return Err("it is to come".to_owned());
            }
            Ok(())
        },
    )
    .await;
    let texts = stack
        .phones
        .texts(&content)
        .await
        .expect("the phone network answers");
    assert!(texts.is_empty(), "it went out");
    let delete = stack.api.request(Method::DELETE, &path).send();
    assert_eq!(
        delete.await.expect("the API answers").status(),
        StatusCode::NO_CONTENT
    );
}
