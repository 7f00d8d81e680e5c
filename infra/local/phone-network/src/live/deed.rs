//! What a phone does in a call, as far as it can now.

use serde::Deserialize;

use super::{Act, Calls, Entry, Heard, Question, Wait};

/// The most characters that are said at once.
const MOST_WORDS: usize = 4_000;
const MOST_KEYS: usize = 100;

/// The body of `POST /calls/{sid}/say`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    pub(crate) words: String,
    /// How surely Twilio understood them, from 0 to 1.
    #[serde(default = "sure")]
    pub(crate) confidence: f64,
}

fn sure() -> f64 {
    0.9
}

/// What the phone does.
#[derive(Debug, Clone)]
pub(crate) enum Deed {
    Say(Words),
    Press(String),
    StaySilent,
    HangUp,
    Answer,
    Decline,
}

/// Why it can't.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// There is no such call, or it was before the start.
    Unknown,
    /// What was given makes no sense at any time.
    Senseless(String),
    /// It makes none now.
    Untimely(String),
}

impl Calls {
    /// Does it, if it can be done now.
    ///
    /// # Errors
    /// Why not: nothing changed then.
    pub(crate) fn perform(&mut self, sid: &str, deed: Deed) -> Result<(), Refused> {
        let live = self.lives.get_mut(sid).ok_or(Refused::Unknown)?;
        if matches!(live.wait, Wait::Ended) {
            return Err(Refused::Untimely("the call has ended".to_owned()));
        }
        let rings_here = live.is_called && matches!(live.wait, Wait::Ringing);
        let (heard, act) = match deed {
            Deed::Answer | Deed::Decline if !rings_here => {
                return Err(Refused::Untimely(format!(
                    "the phone does not ring: the call waits for {}",
                    live.wait.name()
                )));
            }
            Deed::Answer => {
                live.wait = Wait::Answer;
                (None, Act::Answer)
            }
            Deed::Decline => (event("The phone does not take the call."), Act::HangUp),
            Deed::HangUp => (event("The phone hangs up."), Act::HangUp),
            Deed::Say(words) => return self.say(sid, words),
            Deed::Press(digits) => return self.press(sid, &digits),
            Deed::StaySilent => match &mut live.wait {
                Wait::Listening(question) => {
                    let digits = std::mem::take(&mut question.digits);
                    live.wait = Wait::Answer;
                    let act = match digits.is_empty() {
                        true => Act::StaySilent,
                        false => Act::Pressed {
                            digits,
                            finished_on: None,
                        },
                    };
                    (event("The phone stays silent."), act)
                }
                wait => return Err(nobody_listens(wait)),
            },
        };
        live.dialogue.extend(heard.map(Entry::now));
        live.acts.send(act).ok();
        self.touch(sid);
        Ok(())
    }

    fn say(&mut self, sid: &str, words: Words) -> Result<(), Refused> {
        let text = words.words.trim().to_owned();
        if text.is_empty() || text.chars().count() > MOST_WORDS {
            return Err(Refused::Senseless(format!(
                "words are from 1 to {MOST_WORDS} characters: stay_silent says nothing"
            )));
        }
        if !(0.0..=1.0).contains(&words.confidence) {
            return Err(Refused::Senseless(
                "confidence is from 0 to 1, such as 0.9".to_owned(),
            ));
        }
        let live = self.lives.get_mut(sid).ok_or(Refused::Unknown)?;
        let confidence = match &live.wait {
            Wait::Connected => None,
            Wait::Listening(question) if question.gather.takes_speech => Some(words.confidence),
            Wait::Speaking(Some(question))
                if question.gather.takes_speech && question.gather.barge_in =>
            {
                Some(words.confidence)
            }
            Wait::Listening(_) => {
                return Err(Refused::Untimely(
                    "this question takes keys alone: press one".to_owned(),
                ));
            }
            wait => return Err(nobody_listens(wait)),
        };
        let said = Heard::Said {
            words: text.clone(),
            confidence,
        };
        live.dialogue.push(Entry::now(said));
        let peer = live.peer.clone();
        if confidence.is_some() {
            live.wait = Wait::Answer;
            live.acts
                .send(Act::Said(Words {
                    words: text.clone(),
                    ..words
                }))
                .ok();
        }
        self.touch(sid);
        if let Some(peer) = peer {
            self.note(&peer, Heard::Other(text));
        }
        Ok(())
    }

    fn press(&mut self, sid: &str, keys: &str) -> Result<(), Refused> {
        let is_key = |key: char| matches!(key, '0'..='9' | '*' | '#');
        if keys.is_empty() || keys.len() > MOST_KEYS || !keys.chars().all(is_key) {
            return Err(Refused::Senseless(
                "digits are 1 to 100 of 0-9, * and #".to_owned(),
            ));
        }
        let live = self.lives.get_mut(sid).ok_or(Refused::Unknown)?;
        let act = match &mut live.wait {
            Wait::Connected => None,
            Wait::Listening(question) | Wait::Speaking(Some(question))
                if question.gather.takes_keys =>
            {
                match collect(question, keys) {
                    Collected::Complete(finished_on) => {
                        let digits = std::mem::take(&mut question.digits);
                        live.wait = Wait::Answer;
                        Some(Act::Pressed {
                            digits,
                            finished_on,
                        })
                    }
                    Collected::Incomplete => Some(Act::Pressing),
                }
            }
            Wait::Listening(_) => {
                return Err(Refused::Untimely(
                    "this question takes speech alone: say something".to_owned(),
                ));
            }
            wait => return Err(nobody_listens(wait)),
        };
        live.dialogue.push(Entry::now(Heard::Keys(keys.to_owned())));
        if let Some(act) = act {
            live.acts.send(act).ok();
        }
        self.touch(sid);
        Ok(())
    }
}

fn event(sentence: &str) -> Option<Heard> {
    Some(Heard::Event(sentence.to_owned()))
}

fn nobody_listens(wait: &Wait) -> Refused {
    Refused::Untimely(format!(
        "nobody listens now: the call waits for {}; ask again when it is listening",
        wait.name()
    ))
}

/// What has become of an answer by keys.
enum Collected {
    Incomplete,
    /// With the key that finished it, if one did.
    Complete(Option<char>),
}

/// Adds keys to an answer. A key that finishes works only after another one, as with Twilio.
fn collect(question: &mut Question, keys: &str) -> Collected {
    for key in keys.chars() {
        if question.gather.finish_on.contains(key) {
            if !question.digits.is_empty() {
                return Collected::Complete(Some(key));
            }
            continue;
        }
        question.digits.push(key);
        if question.gather.most_digits == Some(question.digits.len()) {
            return Collected::Complete(None);
        }
    }
    Collected::Incomplete
}
