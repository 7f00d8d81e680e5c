//! The calls that were made since the start: what was heard and said in each, what it waits for, and what the phone
//! may do now.
//!
//! A call is carried by a task of its own (`run`). What a phone does is checked and noted here under one lock, and only
//! then handed to that task, so that nobody speaks twice into one question, nor after its time is over.

mod deed;
mod dialogue;

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

pub(crate) use deed::{Deed, Refused, Words};
pub(crate) use dialogue::{Entry, Heard};

use crate::{call::Instructions, clock, record::Record, twiml::voice::Gather};

/// How quickly a call goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tempo {
    /// How long each character takes to be spoken, in milliseconds.
    pub(crate) speech_ms_per_character: u64,
    /// How much of the real time silences take, in percent: pauses, and waiting for an answer.
    pub(crate) silence_percent: u64,
}

impl Tempo {
    /// How long it takes to say so many characters.
    pub(crate) fn speech(self, characters: usize) -> Duration {
        Duration::from_millis(
            self.speech_ms_per_character
                .saturating_mul(characters as u64),
        )
    }

    /// How long a silence of so many seconds lasts.
    pub(crate) fn silence(self, seconds: u64) -> Duration {
        Duration::from_millis(seconds.saturating_mul(10 * self.silence_percent))
    }
}

/// What reaches the task that carries a call.
#[derive(Debug)]
pub(crate) enum Act {
    Answer,
    /// The phone does not take the call, or puts the receiver down.
    HangUp,
    Said(Words),
    Pressed {
        digits: String,
        finished_on: Option<char>,
    },
    /// A key was pressed that is not the last: the time begins anew.
    Pressing,
    StaySilent,
    /// The phone was told to behave otherwise.
    Retold,
    /// The account or another leg ends the call.
    Complete,
    /// The account ends the call if nobody has answered.
    Cancel,
    Redirect(Instructions),
}

/// A question that is open.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) gather: Gather,
    /// The keys that were pressed so far.
    pub(crate) digits: String,
    /// When it will be over.
    pub(crate) until: Timestamp,
}

/// What a call waits for.
#[derive(Debug, Clone)]
pub(crate) enum Wait {
    /// For the phone to ring.
    Line,
    /// For somebody to answer.
    Ringing,
    /// For Twilio to find out who answered.
    Detecting,
    /// For the webhook.
    Answer,
    /// For the end of what is spoken; a question that may be answered already.
    Speaking(Option<Box<Question>>),
    Listening(Box<Question>),
    Pausing,
    /// For another phone to answer.
    Dialling,
    /// For either of two that talk.
    Connected,
    Ended,
}

impl Wait {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Ringing => "ringing",
            Self::Detecting => "detecting",
            Self::Answer => "answer",
            Self::Speaking(_) => "speaking",
            Self::Listening(_) => "listening",
            Self::Pausing => "pausing",
            Self::Dialling => "dialling",
            Self::Connected => "connected",
            Self::Ended => "ended",
        }
    }

    fn view(&self) -> Value {
        let mut view = json!({ "for": self.name() });
        if let Self::Listening(question) | Self::Speaking(Some(question)) = self {
            let gather = &question.gather;
            let mut input = Vec::new();
            input.extend(gather.takes_speech.then_some("speech"));
            input.extend(gather.takes_keys.then_some("keys"));
            view["input"] = json!(input);
            view["language"] = json!(gather.language);
            view["hints"] = json!(gather.hints);
            view["num_digits"] = json!(gather.most_digits);
            view["digits"] = json!(question.digits);
        }
        if let Self::Listening(question) = self {
            view["until"] = json!(question.until.to_string());
        }
        view
    }
}

/// One call.
#[derive(Debug)]
pub(crate) struct Live {
    pub(crate) tempo: Tempo,
    dialogue: Vec<Entry>,
    wait: Wait,
    acts: mpsc::UnboundedSender<Act>,
    /// The call that it is connected with.
    peer: Option<String>,
    /// Whether the phone is called, rather than calls.
    is_called: bool,
    version: u64,
}

/// All calls since the start.
#[derive(Debug)]
pub(crate) struct Calls {
    lives: HashMap<String, Live>,
    /// Which call changed at which version; one entry for each call.
    changes: BTreeMap<u64, String>,
    version: watch::Sender<u64>,
}

impl Default for Calls {
    fn default() -> Self {
        Self {
            lives: HashMap::new(),
            changes: BTreeMap::new(),
            version: watch::Sender::new(0),
        }
    }
}

impl Calls {
    /// Takes up a call, and gives back where its task hears of it.
    pub(crate) fn begin(
        &mut self,
        sid: &str,
        tempo: Tempo,
        is_called: bool,
    ) -> mpsc::UnboundedReceiver<Act> {
        let (acts, told) = mpsc::unbounded_channel();
        let live = Live {
            tempo,
            dialogue: Vec::new(),
            wait: Wait::Line,
            acts,
            peer: None,
            is_called,
            version: 0,
        };
        self.lives.insert(sid.to_owned(), live);
        self.touch(sid);
        told
    }

    fn touch(&mut self, sid: &str) {
        let Some(live) = self.lives.get_mut(sid) else {
            return;
        };
        self.changes.remove(&live.version);
        let version = *self.version.borrow() + 1;
        live.version = version;
        self.changes.insert(version, sid.to_owned());
        self.version.send_replace(version);
    }

    /// Counts up with every change.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// Says what a call waits for now.
    pub(crate) fn wait_for(&mut self, sid: &str, wait: Wait) {
        if let Some(live) = self.lives.get_mut(sid) {
            live.wait = wait;
            self.touch(sid);
        }
    }

    /// Notes what was heard or happened.
    pub(crate) fn note(&mut self, sid: &str, heard: Heard) {
        if let Some(live) = self.lives.get_mut(sid) {
            live.dialogue.push(Entry::now(heard));
            self.touch(sid);
        }
    }

    /// Marks the last words of the church as broken off.
    pub(crate) fn interrupt(&mut self, sid: &str) {
        if let Some(live) = self.lives.get_mut(sid) {
            let spoken = live.dialogue.iter_mut().rev();
            for entry in spoken {
                if let Heard::Speech { interrupted, .. } = &mut entry.heard {
                    *interrupted = true;
                    break;
                }
            }
            self.touch(sid);
        }
    }

    /// The keys that were pressed when the time of a question is over; none when an answer came first.
    pub(crate) fn time_out(&mut self, sid: &str) -> Option<String> {
        let live = self.lives.get_mut(sid)?;
        let Wait::Listening(question) = &mut live.wait else {
            return None;
        };
        let digits = std::mem::take(&mut question.digits);
        live.wait = Wait::Answer;
        self.touch(sid);
        Some(digits)
    }

    /// Opens a question, which may be answered while it is spoken.
    pub(crate) fn open(&mut self, sid: &str, gather: &Gather) {
        let question = Question {
            gather: gather.clone(),
            digits: String::new(),
            until: clock::now(),
        };
        self.wait_for(sid, Wait::Speaking(Some(Box::new(question))));
    }

    /// Listens until then, unless the open question has been answered; whether it does.
    pub(crate) fn listen(&mut self, sid: &str, until: Timestamp) -> bool {
        let Some(live) = self.lives.get_mut(sid) else {
            return false;
        };
        match std::mem::replace(&mut live.wait, Wait::Answer) {
            Wait::Speaking(Some(mut question)) | Wait::Listening(mut question) => {
                question.until = until;
                live.wait = Wait::Listening(question);
                self.touch(sid);
                true
            }
            other => {
                live.wait = other;
                false
            }
        }
    }

    /// Lets two calls hear each other, or none when `other` is.
    pub(crate) fn connect(&mut self, sid: &str, other: Option<&str>) {
        if let Some(live) = self.lives.get_mut(sid) {
            live.peer = other.map(str::to_owned);
            live.wait = match other {
                Some(_) => Wait::Connected,
                None => Wait::Answer,
            };
            self.touch(sid);
        }
    }

    /// Tells the task of a call; whether there is one.
    pub(crate) fn tell(&self, sid: &str, act: Act) -> bool {
        let live = self.lives.get(sid);
        live.is_some_and(|live| !matches!(live.wait, Wait::Ended) && live.acts.send(act).is_ok())
    }

    /// How quickly a call goes by.
    pub(crate) fn tempo(&self, sid: &str) -> Option<Tempo> {
        self.lives.get(sid).map(|live| live.tempo)
    }

    /// Lets a call go by at another tempo.
    pub(crate) fn set_tempo(&mut self, sid: &str, tempo: Tempo) {
        if let Some(live) = self.lives.get_mut(sid) {
            live.tempo = tempo;
        }
    }

    /// Ends every call, and forgets them.
    pub(crate) fn clear(&mut self) {
        for live in self.lives.values() {
            live.acts.send(Act::Complete).ok();
        }
        self.lives.clear();
        self.changes.clear();
        self.version.send_modify(|version| *version += 1);
    }

    /// The name of what a call waits for, and how long its dialogue is.
    pub(crate) fn stage(&self, sid: &str) -> (&'static str, usize) {
        self.lives
            .get(sid)
            .map_or(("ended", 0), |live| (live.wait.name(), live.dialogue.len()))
    }

    /// The sids of the calls that changed after `version`.
    pub(crate) fn changed_after(&self, version: u64) -> Vec<String> {
        self.changes
            .range(version + 1..)
            .map(|(_, sid)| sid.clone())
            .collect()
    }

    /// A call as the control API shows it, with the `last` newest entries of its dialogue. One from before the start
    /// has none any more.
    pub(crate) fn view(&self, record: &Record, last: usize) -> Value {
        let live = self.lives.get(&record.sid);
        let ended = record.status.is_final().then_some(record.updated_at);
        let dialogue = live.map_or(&[][..], |live| live.dialogue.as_slice());
        let first = dialogue.len().saturating_sub(last);
        let wait = live.map_or_else(|| Wait::Ended.view(), |live| live.wait.view());
        json!({
            "sid": record.sid,
            "direction": crate::call::direction(record),
            "phone": record.phone_number(),
            "from": record.parameters.get("From"),
            "to": record.to(),
            "status": record.status.name(),
            "answered_by": record.answered_by,
            "parent_call_sid": record.parameters.get("ParentCallSid"),
            "error_code": record.error_code,
            "at": record.accepted_at.to_string(),
            "answered_at": record.sent_at.map(|at| at.to_string()),
            "ended_at": ended.map(|at| at.to_string()),
            "duration": crate::call::seconds_until(record, ended.unwrap_or_else(clock::now)),
            "waits_for": wait,
            "dialogue_count": dialogue.len(),
            "dialogue": dialogue[first..].iter().map(Entry::view).collect::<Vec<_>>(),
            "version": live.map_or(0, |live| live.version),
        })
    }
}
