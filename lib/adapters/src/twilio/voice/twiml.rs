//! TwiML, as far as we speak it: the verbs and attributes that we use, and no others, so that a document that Twilio does
//! not take can't be written.

use domain::PhoneNumber;
use quick_xml::escape::escape;

use crate::twilio::inbound::is_of_xml;

/// Twilio speaks no more than this in one Say, in characters.
const LONGEST_SAY: usize = 4_096;

/// Words in a voice.
pub(super) struct Say {
    voice: &'static str,
    language: &'static str,
    words: String,
}

/// Listens for words or keys.
pub(super) struct Gather {
    /// The language of the words; `None` to listen for a key alone.
    pub(super) language: Option<&'static str>,
    /// Seconds of silence after which it ends.
    pub(super) timeout: u8,
    /// Where it is told what was heard, also that nothing was.
    pub(super) action: String,
    /// What is said meanwhile.
    pub(super) says: Vec<Say>,
}

/// Rings somebody.
pub(super) struct Dial {
    pub(super) phone: PhoneNumber,
    /// What whoever takes the call hears first.
    pub(super) whisper: String,
    /// Where it is told what became of it.
    pub(super) action: String,
}

/// One instruction.
pub(super) enum Verb {
    Say(Say),
    Gather(Gather),
    Dial(Dial),
    Redirect(String),
    Hangup,
}

impl Say {
    /// Words, in as many Says as they need; none for words of which nothing can be spoken.
    pub(super) fn all(voice: &'static str, language: &'static str, words: &str) -> Vec<Self> {
        let allowed: String = words.chars().filter(|letter| is_of_xml(*letter)).collect();
        parts(&allowed)
            .into_iter()
            .filter(|part| !part.trim().is_empty())
            .map(|part| Self {
                voice,
                language,
                words: part.to_owned(),
            })
            .collect()
    }

    fn write(&self, xml: &mut String) {
        let attributes = [("voice", self.voice), ("language", self.language)];
        open(xml, "Say", &attributes);
        text(xml, &self.words);
        xml.push_str("</Say>");
    }
}

/// Cuts words into parts that can be spoken at once, behind a blank where there is one.
fn parts(words: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = words;
    while let Some((end, _)) = rest.char_indices().nth(LONGEST_SAY) {
        let head = &rest[..end];
        let end = head.rfind(char::is_whitespace).map_or(end, |at| {
            at + head[at..].chars().next().map_or(1, char::len_utf8)
        });
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

/// A document of these instructions.
pub(super) fn document(verbs: &[Verb]) -> String {
    let mut xml = r#"<?xml version="1.0" encoding="UTF-8"?>"#.to_owned();
    xml.push_str("<Response>");
    for verb in verbs {
        match verb {
            Verb::Say(say) => say.write(&mut xml),
            Verb::Gather(gather) => write_gather(&mut xml, gather),
            Verb::Dial(dial) => write_dial(&mut xml, dial),
            Verb::Redirect(url) => {
                open(&mut xml, "Redirect", &[("method", "POST")]);
                text(&mut xml, url);
                xml.push_str("</Redirect>");
            }
            Verb::Hangup => xml.push_str("<Hangup/>"),
        }
    }
    xml.push_str("</Response>");
    xml
}

fn write_gather(xml: &mut String, gather: &Gather) {
    let timeout = gather.timeout.to_string();
    let mut attributes = vec![
        ("action", gather.action.as_str()),
        ("method", "POST"),
        ("timeout", &timeout),
        // A key chooses at once.
        ("numDigits", "1"),
        // Silence is told as well.
        ("actionOnEmptyResult", "true"),
    ];
    match gather.language {
        None => attributes.push(("input", "dtmf")),
        Some(language) => attributes.extend([
            ("input", "dtmf speech"),
            ("language", language),
            // A number and no model: Twilio then chooses the recogniser, and another one when that is out of order.
            // `auto` goes with some models only (https://www.twilio.com/docs/api/errors/13335).
            ("speechTimeout", "2"),
            ("bargeIn", "true"),
        ]),
    }
    open(xml, "Gather", &attributes);
    for say in &gather.says {
        say.write(xml);
    }
    xml.push_str("</Gather>");
}

fn write_dial(xml: &mut String, dial: &Dial) {
    let attributes = [
        ("action", dial.action.as_str()),
        ("method", "POST"),
        ("timeout", "20"),
        // What a call that nobody ends costs at most.
        ("timeLimit", "3600"),
        // The caller hears it ring until somebody has taken the call.
        ("answerOnBridge", "true"),
    ];
    open(xml, "Dial", &attributes);
    let attributes = [("url", dial.whisper.as_str()), ("method", "POST")];
    open(xml, "Number", &attributes);
    text(xml, dial.phone.as_str());
    xml.push_str("</Number></Dial>");
}

fn open(xml: &mut String, name: &str, attributes: &[(&str, &str)]) {
    xml.push('<');
    xml.push_str(name);
    for (name, value) in attributes {
        xml.push(' ');
        xml.push_str(name);
        xml.push_str("=\"");
        text(xml, value);
        xml.push('"');
    }
    xml.push('>');
}

fn text(xml: &mut String, words: &str) {
    xml.push_str(&escape(words));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words_of(says: &[Say]) -> String {
        says.iter().map(|say| say.words.as_str()).collect()
    }

    #[test]
    fn long_words_are_cut_behind_a_blank_and_endless_ones_anywhere() {
        let sentence = "Служба в десять. ".repeat(1_000);
        let says = Say::all("v", "ru-RU", &sentence);
        assert_eq!(says.len(), 5);
        assert!(says[0].words.ends_with(' '));
        let endless = "长".repeat(LONGEST_SAY + 1);
        let says = Say::all("v", "cmn-CN", &endless);
        let lengths: Vec<usize> = says.iter().map(|say| say.words.chars().count()).collect();
        assert_eq!(lengths, [LONGEST_SAY, 1]);
    }

    proptest! {
        #[test]
        fn nothing_that_can_be_spoken_is_lost_and_no_part_is_too_long(words in "\\PC{0,50}", times in 1_usize..400) {
            let words = words.repeat(times);
            let says = Say::all("v", "en-US", &words);
            for say in &says {
                prop_assert!(say.words.chars().count() <= LONGEST_SAY);
                prop_assert!(!say.words.trim().is_empty());
            }
            let spoken = |text: &str| text.chars().filter(|letter| is_of_xml(*letter) && !letter.is_whitespace()).collect::<String>();
            prop_assert_eq!(spoken(&words_of(&says)), spoken(&words));
        }
    }
}
