//! No log holds a name, a number, an address or a text (I7).

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;

use crate::{
    broadcasts::{Broadcast, Congregation},
    stack::Stack,
};

impl Stack {
    /// Searches every log of the stack for everybody in the congregation, and for what was sent to them.
    pub(crate) async fn assert_logs_hold_nothing_personal(
        &self,
        congregation: &Congregation,
        broadcasts: &[&Broadcast],
    ) {
        let mut needles = BTreeSet::new();
        for contact in &congregation.contacts {
            needles.extend(needles_of(contact));
        }
        for broadcast in broadcasts {
            needles.insert(Needle {
                what: "a text".to_owned(),
                words: broadcast.content.to_lowercase(),
            });
        }
        let mut searched = 0;
        for entry in fs::read_dir(&self.description.log_directory).expect("a folder of logs") {
            let path = entry.expect("a log").path();
            if path.is_file() {
                searched += 1;
                assert_holds_none(&path, &needles);
            }
        }
        // Seven at the least: functions, emulator, phone network, supervisor.
        assert!(
            searched >= 7,
            "only {searched} logs are in {}",
            self.description.log_directory.display()
        );
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Needle {
    what: String,
    words: String,
}

/// What must not be found of one contact: the failure names its id and the field, never the value.
fn needles_of(contact: &Value) -> Vec<Needle> {
    let id = contact["id"].as_str().expect("an id");
    let mut needles = Vec::new();
    for field in ["name", "address"] {
        if let Some(value) = contact[field].as_str().filter(|value| is_telling(value)) {
            needles.push(Needle {
                what: format!("{field} of {id}"),
                words: value.to_lowercase(),
            });
        }
    }
    let digits = contact["phone"]
        .as_str()
        .expect("a phone")
        .trim_start_matches('+');
    // Without the country code, so that the number is found however it is written up to its last digits.
    let national = &digits[digits.len().saturating_sub(10)..];
    needles.push(Needle {
        what: format!("phone of {id}"),
        words: national.to_owned(),
    });
    if let (Some(area), Some(exchange), Some(line)) =
        (national.get(..3), national.get(3..6), national.get(6..))
    {
        for written in [
            format!("{area}-{exchange}-{line}"),
            format!("({area}) {exchange}-{line}"),
        ] {
            needles.push(Needle {
                what: format!("phone of {id}"),
                words: written,
            });
        }
    }
    needles
}

/// Whether finding the words can only mean the person: two words, or a script other than Latin.
fn is_telling(words: &str) -> bool {
    words.trim().contains(char::is_whitespace) || !words.is_ascii()
}

fn assert_holds_none(log: &Path, needles: &BTreeSet<Needle>) {
    let bytes = fs::read(log).expect("a log that can be read");
    let text = String::from_utf8_lossy(&bytes).to_lowercase();
    for needle in needles {
        if let Some(place) = text.find(&needle.words) {
            let line = text[..place].matches('\n').count() + 1;
            panic!("line {line} of {} holds {}", log.display(), needle.what);
        }
    }
}

#[test]
fn a_number_and_a_name_in_a_log_are_found() {
    let contact = serde_json::json!({ "id": "con_1", "name": "Ana Tzoc", "address": null, "phone": "+12815550196" });
    let words: Vec<String> = needles_of(&contact)
        .into_iter()
        .map(|needle| needle.words)
        .collect();
    assert_eq!(
        words,
        ["ana tzoc", "2815550196", "281-555-0196", "(281) 555-0196"]
    );

    let log = std::env::temp_dir().join(format!("system-tests-log-{}", std::process::id()));
    let needles: BTreeSet<Needle> = needles_of(&contact).into_iter().collect();
    for (line, is_found) in [
        (r#"{"to":"+12815550196"}"#, true),
        ("To=%2B12815550196&From=x", true),
        ("sent to ANA TZOC", true),
        (r#"{"message.id":"msg_01J"}"#, false),
    ] {
        fs::write(&log, line).expect("a log");
        let outcome = std::panic::catch_unwind(|| assert_holds_none(&log, &needles));
        assert_eq!(outcome.is_err(), is_found, "{line}");
    }
    fs::remove_file(&log).expect("removes");
}
