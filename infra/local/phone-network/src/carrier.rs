//! Carries what was accepted from status to status, and calls back at each; hands on what phones send.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::Result;
use serde::Serialize;
use tokio::time::sleep;

use crate::{
    app::App,
    call,
    faults::{Aim, FaultKind, Sighting},
    inbound, message,
    parameters::Parameters,
    record::{Handover, Kind, Record},
    twiml::{self, Conversation, Problem},
    webhook::{Answer, Messenger, Webhook},
};

/// How many requests for TwiML may be under way at once: more than there are calls in any test.
const VOICES_AT_ONCE: usize = 1_000;

/// How callbacks have fared since the start.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub(crate) struct Counts {
    answered: u64,
    refused: u64,
    failed: u64,
    lost: u64,
}

#[derive(Debug, Default)]
struct Counters {
    answered: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
    lost: AtomicU64,
}

/// The sender of callbacks, and how they have fared.
#[derive(Debug)]
pub(crate) struct Carrier {
    messenger: Messenger,
    /// For the TwiML of calls: a caller waits, so nothing of it waits for texts.
    voice: Messenger,
    counters: Counters,
}

impl Carrier {
    /// # Errors
    /// As [`Messenger::new`].
    pub(crate) fn new(at_once: usize, patience: Duration) -> Result<Self> {
        Ok(Self {
            messenger: Messenger::new(at_once, patience)?,
            voice: Messenger::new(VOICES_AT_ONCE, Duration::ZERO)?,
            counters: Counters::default(),
        })
    }

    pub(crate) fn counts(&self) -> Counts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Counts {
            answered: read(&self.counters.answered),
            refused: read(&self.counters.refused),
            failed: read(&self.counters.failed),
            lost: read(&self.counters.lost),
        }
    }

    /// The sender of requests for TwiML.
    pub(crate) fn voice(&self) -> &Messenger {
        &self.voice
    }

    /// As [`Messenger::finish`].
    pub(crate) async fn finish(&self, patience: Duration) {
        self.messenger.finish(patience).await;
    }
}

impl App {
    /// Carries one record to its end, in the background.
    pub(crate) fn carry(self: &Arc<Self>, sid: String) {
        let app = Arc::clone(self);
        tokio::spawn(async move { app.walk(&sid).await });
    }

    async fn walk(&self, sid: &str) {
        let mut held = Vec::new();
        loop {
            let Some((after, step)) = self.network().next_step(sid, self.config.pace) else {
                break;
            };
            sleep(step.after).await;
            let shown = {
                let mut network = self.network();
                let shown = network.show(sid, after, step);
                self.announce_change(&network);
                shown
            };
            let Some(record) = shown else { return };
            self.call_back(&record, &mut held).await;
            let kept = self.network().mark_announced(sid, step.status);
            if let Err(error) = kept {
                tracing::error!(twilio.sid = sid, %error, "progress could not be kept");
            }
        }
        self.send_held(&held).await;
    }

    /// Sends the callbacks that were held back.
    pub(crate) async fn send_held(&self, held: &[Record]) {
        for late in held {
            self.send(late).await;
        }
    }

    /// Sends the callback of a status, if it is wanted and no fault is in its way.
    pub(crate) async fn call_back(&self, record: &Record, held: &mut Vec<Record>) {
        let wanted = record.kind == Kind::Message || call::wants_callback(record, record.status);
        let Some(url) = record
            .parameters
            .filled("StatusCallback")
            .filter(|_| wanted)
        else {
            return;
        };
        let path = reqwest::Url::parse(url)
            .map(|url| url.path().to_owned())
            .unwrap_or_default();
        let strike = self.faults().strike(Sighting {
            aim: Aim::Callback,
            last: record.status.is_final(),
            method: "POST",
            path: &path,
            to: Some(record.phone_number()),
        });
        match strike.map(|strike| strike.kind) {
            Some(FaultKind::CallbackLost) => {
                self.carrier.counters.lost.fetch_add(1, Ordering::Relaxed);
                return;
            }
            Some(FaultKind::CallbackReordered) => {
                held.push(record.clone());
                return;
            }
            Some(FaultKind::CallbackRepeated) => {
                self.send(record).await;
                self.send(record).await;
            }
            _ => self.send(record).await,
        }
        for late in std::mem::take(held) {
            self.send(&late).await;
        }
    }

    async fn send(&self, record: &Record) {
        let parameters = match record.kind {
            Kind::Message => message::callback_parameters(
                record,
                &self.config.account_sid,
                &self.config.church_phone,
            ),
            Kind::Call => call::callback_parameters(record, &self.config.account_sid),
        };
        let webhook = Webhook::new(
            record.parameters.get("StatusCallback").unwrap_or_default(),
            record.parameters.get("StatusCallbackMethod") == Some("GET"),
            parameters,
        );
        let outcome = self
            .carrier
            .messenger
            .deliver(&webhook, &self.config)
            .await
            .map(|answer| answer.status);
        let (counter, name) = match outcome {
            Ok(status) if status.is_success() => {
                (&self.carrier.counters.answered, "callback answered")
            }
            Ok(_) => (&self.carrier.counters.refused, "callback refused"),
            Err(_) => (&self.carrier.counters.failed, "callback failed"),
        };
        counter.fetch_add(1, Ordering::Relaxed);
        let answer = outcome.map_or(0, |status| status.as_u16());
        tracing::info!(
            twilio.sid = record.sid,
            twilio.status = record.status.name(),
            http.status = answer,
            "{name}"
        );
    }

    /// Hands a phone's text on to the account's webhook and executes the answer, in the background.
    pub(crate) fn hand_over(self: &Arc<Self>, sid: String) {
        let app = Arc::clone(self);
        tokio::spawn(async move {
            let Some(record) = app.network().get(&sid).cloned() else {
                return;
            };
            let (handover, answer) = app.ask_webhook(&record).await;
            let problem = answer.as_ref().err().map_or(0, |problem| problem.code);
            tracing::info!(
                twilio.sid = sid,
                twilio.code = problem,
                ?handover,
                "text handed over"
            );
            let executed = {
                let mut network = app.network();
                let executed = network.execute_answer(&sid, handover, answer);
                app.announce_change(&network);
                executed
            };
            match executed {
                Ok(replies) => replies.into_iter().for_each(|reply| app.carry(reply)),
                Err(error) => {
                    tracing::error!(twilio.sid = sid, %error, "an answer could not be kept");
                }
            }
        });
    }

    /// Tells the webhook of a phone's text, and reads the texts that its answer sends.
    async fn ask_webhook(&self, record: &Record) -> (Handover, Result<Vec<Parameters>, Problem>) {
        let number = self.incoming_number().clone();
        if number.sms_url.is_empty() {
            return (Handover::NoUrl, Ok(Vec::new()));
        }
        let parameters =
            inbound::webhook_parameters(record, &self.config.account_sid, &self.address);
        let webhook = Webhook::new(&number.sms_url, number.sms_method == "GET", parameters);
        match self.carrier.messenger.deliver(&webhook, &self.config).await {
            Ok(answer) => {
                let http_status = answer.status.as_u16();
                let texts = self.read_answer(record, &number.sms_url, &answer);
                (Handover::Answered { http_status }, texts)
            }
            Err(error) => (Handover::Failed, Err(Problem::of_webhook(&error))),
        }
    }

    fn read_answer(
        &self,
        record: &Record,
        sms_url: &str,
        answer: &Answer,
    ) -> Result<Vec<Parameters>, Problem> {
        if !answer.status.is_success() {
            return Err(Problem::new(
                11200,
                format!(
                    "The webhook answered with status {}.",
                    answer.status.as_u16()
                ),
            ));
        }
        let conversation = Conversation {
            phone: record.phone_number(),
            church_phone: &self.config.church_phone,
            webhook_url: sms_url.split('#').next().unwrap_or_default(),
        };
        twiml::read(answer.content_type.as_deref(), &answer.body, conversation)
    }
}
