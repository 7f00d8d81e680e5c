//! Carries a call from its first status to its last: rings, is answered, executes TwiML, and tells of it.

mod announce;
mod connect;
mod document;
mod gather;
mod prompt;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::mpsc,
    time::{Instant, sleep_until},
};

use crate::{
    app::App,
    call::{Instructions, TIME_LIMIT},
    live::{Act, Heard, Wait},
    phone::Behaviour,
    record::{Origin, Record, Status},
    twiml::voice::Address,
};
use document::{Outcome, Source};

/// How long Twilio rings without a `Timeout`, in seconds.
const RING_SECONDS: u64 = 60;
/// How long Twilio tries to find out who answered, in seconds.
const DETECTION_SECONDS: u64 = 30;
const GREETING: &str = "Nobody is here now. Please leave a message after the tone.";

/// Why a call does not go on as its TwiML says.
#[derive(Debug)]
enum Stop {
    /// It is over, with this status.
    End(Status, Option<u32>),
    /// The account sent it elsewhere.
    Redirect(Source),
}

const COMPLETED: Stop = Stop::End(Status::Completed, None);

/// What happened in a time that passed.
#[derive(Debug)]
enum Passed {
    /// Nothing: it is over.
    Whole,
    /// The phone did something that belongs to a question.
    Act(Act),
}

/// A call under way.
#[derive(Debug)]
struct Run {
    app: Arc<App>,
    sid: String,
    acts: mpsc::UnboundedReceiver<Act>,
    announcer: mpsc::UnboundedSender<Record>,
    /// Where Twilio turns to when a document can't be had or read.
    fallback: Option<Address>,
    /// Whether it was answered: what rings at the church is, by the first verb that speaks or listens.
    is_answered: bool,
    /// A document that is heard before two are connected may not dial.
    whispers: bool,
    /// Until when a machine greets.
    beep: Instant,
}

impl App {
    /// Calls a phone, in the background, as the account ordered.
    pub(crate) fn call(self: &Arc<Self>, record: &Record) {
        let mut run = Run::new(self, record, true);
        let form = &record.parameters;
        run.fallback = form.filled("FallbackUrl").map(|url| Address {
            url: url.to_owned(),
            by_get: form.get("FallbackMethod") == Some("GET"),
        });
        let record = record.clone();
        tokio::spawn(async move {
            let stop = run.outbound(&record).await;
            run.end(stop);
        });
    }

    /// Puts a phone's call through to the church, in the background.
    pub(crate) fn put_through(self: &Arc<Self>, record: &Record) {
        let mut run = Run::new(self, record, false);
        let number = self.incoming_number().clone();
        run.fallback = (!number.voice_fallback.url.is_empty()).then(|| Address {
            url: number.voice_fallback.url.clone(),
            by_get: number.voice_fallback.method == "GET",
        });
        tokio::spawn(async move {
            let stop = if number.voice.url.is_empty() {
                run.note(Heard::Event(
                    "The church's number has no VoiceUrl: nobody answers.".to_owned(),
                ));
                Stop::End(Status::Failed, None)
            } else {
                let first = Source::Url {
                    url: number.voice.url,
                    by_get: number.voice.method == "GET",
                    extra: Vec::new(),
                };
                run.talk_in_time(first, TIME_LIMIT).await
            };
            run.end(stop);
        });
    }

    /// Goes on with a call that the process before left: a phone that did not answer yet is called on; for the others
    /// the line was cut.
    pub(crate) fn take_up(self: &Arc<Self>, record: &Record) {
        if record.origin == Origin::Api && record.sent_at.is_none() && !record.status.is_final() {
            self.call(record);
            return;
        }
        let announcer = announce::begin(self);
        let end = match record.sent_at {
            Some(_) => Status::Completed,
            None => Status::NoAnswer,
        };
        let told = match record.status.is_final() {
            true => Some(record.clone()),
            false => self.network().move_call(&record.sid, end, None),
        };
        if let Some(record) = told {
            announcer.send(record).ok();
        }
    }
}

impl Run {
    fn new(app: &Arc<App>, record: &Record, is_called: bool) -> Self {
        let acts = app
            .calls()
            .begin(&record.sid, app.config.tempo(), is_called);
        Self {
            app: Arc::clone(app),
            sid: record.sid.clone(),
            acts,
            announcer: announce::begin(app),
            fallback: None,
            is_answered: false,
            whispers: false,
            beep: Instant::now(),
        }
    }

    async fn outbound(&mut self, record: &Record) -> Stop {
        let number = |name: &str, default| {
            let value = record.parameters.get(name);
            value.and_then(|text| text.parse().ok()).unwrap_or(default)
        };
        let by = match self.ring(record, number("Timeout", RING_SECONDS)).await {
            Ok(by) => by,
            Err(stop) => return stop,
        };
        if let Err(stop) = self.pick_up(by) {
            return stop;
        }
        let mut first = Source::of(Instructions::of(&record.parameters), Vec::new());
        if let Some(how) = record.parameters.filled("MachineDetection") {
            let seconds = number("MachineDetectionTimeout", DETECTION_SECONDS);
            match self.detect(by, how == "DetectMessageEnd", seconds).await {
                Ok(()) => {}
                Err(Stop::Redirect(elsewhere)) => first = elsewhere,
                Err(stop) => return stop,
            }
        }
        self.talk_in_time(first, number("TimeLimit", TIME_LIMIT))
            .await
    }

    /// Rings until somebody answers, and gives back how the phone behaves that did.
    async fn ring(&mut self, record: &Record, seconds: u64) -> Result<Behaviour, Stop> {
        let phone = record.phone_number().to_owned();
        if record.stepped.is_none() {
            self.rest().await?;
            self.show(Status::Initiated)?;
        }
        match self.behaviour(&phone) {
            Behaviour::Fail { error_code } => {
                self.rest().await?;
                return Err(Stop::End(Status::Failed, Some(error_code)));
            }
            Behaviour::Busy {} => {
                self.rest().await?;
                return Err(Stop::End(Status::Busy, None));
            }
            _ => {}
        }
        if record.stepped != Some(Status::Ringing) {
            self.rest().await?;
            self.show(Status::Ringing)?;
        }
        self.wait_for(Wait::Ringing);
        let gives_up = Instant::now() + Duration::from_secs(seconds);
        loop {
            let behaviour = self.behaviour(&phone);
            let answers = match behaviour {
                Behaviour::NeverAnswer {} | Behaviour::ByHand {} => None,
                Behaviour::Busy {} => return Err(Stop::End(Status::Busy, None)),
                Behaviour::Fail { error_code } => {
                    return Err(Stop::End(Status::Failed, Some(error_code)));
                }
                Behaviour::Slow { delay_ms } => Some(Duration::from_millis(delay_ms)),
                Behaviour::Normal {} | Behaviour::Machine { .. } => Some(self.pace()),
            };
            let answers = answers.map(|after| Instant::now() + after);
            let until = answers.map_or(gives_up, |at| at.min(gives_up));
            tokio::select! {
                act = self.acts.recv() => match act {
                    Some(Act::Answer) => return Ok(Behaviour::ByHand {}),
                    Some(Act::HangUp) => return Err(Stop::End(Status::Busy, None)),
                    Some(Act::Complete | Act::Cancel) | None => {
                        return Err(Stop::End(Status::Canceled, None));
                    }
                    Some(_) => {}
                },
                () = sleep_until(until) => match answers {
                    Some(at) if at <= gives_up => return Ok(behaviour),
                    _ => return Err(Stop::End(Status::NoAnswer, None)),
                },
            }
        }
    }

    /// A time between one status and the next, in which the account may cancel.
    async fn rest(&mut self) -> Result<(), Stop> {
        let until = Instant::now() + self.pace();
        loop {
            tokio::select! {
                act = self.acts.recv() => match act {
                    Some(Act::Complete | Act::Cancel) | None => {
                        return Err(Stop::End(Status::Canceled, None));
                    }
                    Some(_) => {}
                },
                () = sleep_until(until) => return Ok(()),
            }
        }
    }

    /// The phone is picked up, by a person or a machine.
    fn pick_up(&mut self, by: Behaviour) -> Result<(), Stop> {
        self.is_answered = true;
        self.show(Status::InProgress)?;
        self.wait_for(Wait::Answer);
        if let Behaviour::Machine { greeting_ms } = by {
            self.beep = Instant::now() + Duration::from_millis(greeting_ms);
            self.note(Heard::Said {
                words: GREETING.to_owned(),
                confidence: None,
            });
        }
        Ok(())
    }

    /// Finds out who answered: <https://www.twilio.com/docs/voice/answering-machine-detection>.
    async fn detect(&mut self, by: Behaviour, to_the_end: bool, seconds: u64) -> Result<(), Stop> {
        self.wait_for(Wait::Detecting);
        let limit = Duration::from_secs(seconds);
        let (after, who) = match by {
            Behaviour::Machine { greeting_ms } if to_the_end => {
                let greeting = Duration::from_millis(greeting_ms);
                match greeting > limit {
                    true => (limit, "unknown"),
                    false => (greeting, "machine_end_beep"),
                }
            }
            Behaviour::Machine { greeting_ms } => {
                let greeting = Duration::from_millis(greeting_ms);
                (self.pace().min(greeting), "machine_start")
            }
            _ => (self.pace(), "human"),
        };
        self.pass(after).await?;
        self.app.network().set_answered_by(&self.sid, who);
        self.wait_for(Wait::Answer);
        Ok(())
    }

    /// Executes documents until the call is over, or has lasted for so many seconds.
    async fn talk_in_time(&mut self, first: Source, seconds: u64) -> Stop {
        let limit = Duration::from_secs(seconds);
        match tokio::time::timeout(limit, self.talk(first)).await {
            Ok(Ok(Outcome::OutOfVerbs)) => self.answer().err().unwrap_or(COMPLETED),
            Ok(Err(stop)) => stop,
            Err(_) => COMPLETED,
        }
    }

    /// Answers a call that rings at the church, once.
    fn answer(&mut self) -> Result<(), Stop> {
        if self.is_answered {
            return Ok(());
        }
        self.is_answered = true;
        self.show(Status::InProgress)
    }

    /// Lets time pass, until the phone does something that belongs to a question.
    async fn pass(&mut self, time: Duration) -> Result<Passed, Stop> {
        let until = Instant::now() + time;
        loop {
            tokio::select! {
                biased;
                act = self.acts.recv() => if let Some(act) = self.sort(act)? {
                    return Ok(Passed::Act(act));
                },
                () = sleep_until(until) => return Ok(Passed::Whole),
            }
        }
    }

    /// What an act means to a call that was answered; none when nothing.
    fn sort(&self, act: Option<Act>) -> Result<Option<Act>, Stop> {
        match act {
            None | Some(Act::Complete) => Err(COMPLETED),
            Some(Act::HangUp) if self.is_answered => Err(COMPLETED),
            Some(Act::HangUp) => Err(Stop::End(Status::NoAnswer, None)),
            Some(Act::Redirect(instructions)) => {
                Err(Stop::Redirect(Source::of(instructions, Vec::new())))
            }
            Some(Act::Answer | Act::Cancel | Act::Retold) => Ok(None),
            Some(act) => Ok(Some(act)),
        }
    }

    fn pace(&self) -> Duration {
        let pace = self.app.config.pace;
        let drawn = self.app.network().draw(pace.min_ms, pace.max_ms);
        Duration::from_millis(drawn)
    }

    fn behaviour(&self, phone: &str) -> Behaviour {
        self.app.network().behaviour(phone)
    }

    /// Shows a status, and tells of it.
    fn show(&self, status: Status) -> Result<(), Stop> {
        self.show_with(status, None).then_some(()).ok_or(COMPLETED)
    }

    fn show_with(&self, status: Status, error_code: Option<u32>) -> bool {
        let shown = {
            let mut network = self.app.network();
            let shown = network.move_call(&self.sid, status, error_code);
            self.app.announce_change(&network);
            shown
        };
        let Some(record) = shown else { return false };
        tracing::info!(
            twilio.sid = self.sid,
            twilio.status = status.name(),
            "call moved"
        );
        self.announcer.send(record).is_ok()
    }

    fn wait_for(&self, wait: Wait) {
        self.app.calls().wait_for(&self.sid, wait);
    }

    fn note(&self, heard: Heard) {
        self.app.calls().note(&self.sid, heard);
    }

    /// Brings the call to its end.
    fn end(self, stop: Stop) {
        let (status, code) = match stop {
            Stop::End(status, code) => (status, code),
            Stop::Redirect(_) => (Status::Completed, None),
        };
        self.show_with(status, code);
        self.wait_for(Wait::Ended);
    }
}
