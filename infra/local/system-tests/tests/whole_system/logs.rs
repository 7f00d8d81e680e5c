//! No log holds a name, a number, an address or a text (I7).

use std::{collections::BTreeSet, fs};

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
                let bytes = fs::read(&path).expect("a log that can be read");
                let found = find(&String::from_utf8_lossy(&bytes), &needles);
                assert_eq!(found, None, "{}", path.display());
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

/// The first line of a log that holds one of the needles, and which: never the value itself.
fn find(text: &str, needles: &BTreeSet<Needle>) -> Option<String> {
    let text = text.to_lowercase();
    needles.iter().find_map(|needle| {
        let place = text.find(&needle.words)?;
        let line = text[..place].matches('\n').count() + 1;
        Some(format!("line {line} holds {}", needle.what))
    })
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

    let needles: BTreeSet<Needle> = needles_of(&contact).into_iter().collect();
    for (line, found) in [
        (
            r#"{"to":"+12815550196"}"#,
            Some("line 1 holds phone of con_1"),
        ),
        (
            "\nTo=%2B12815550196&From=x",
            Some("line 2 holds phone of con_1"),
        ),
        ("sent to ANA TZOC", Some("line 1 holds name of con_1")),
        (r#"{"message.id":"msg_01J"}"#, None),
    ] {
        assert_eq!(find(line, &needles).as_deref(), found, "{line}");
    }
}
