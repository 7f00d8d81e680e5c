//! Gets the TwiML of a call and executes it, verb by verb.

use std::sync::Arc;

use reqwest::Url;

use super::{COMPLETED, Run, Stop};
use crate::{
    app::App,
    call::{self, Instructions},
    faults::{Aim, FaultKind, Sighting},
    live::{Heard, Wait},
    record::{Record, Status},
    twiml::{
        Problem,
        speech::{DEFAULT_LANGUAGE, DEFAULT_VOICE},
        voice::{self, Address, Verb},
    },
    webhook::{Answer, Webhook},
};

/// What Twilio says when it does not know what to say.
const APOLOGY: &str = "We are sorry, an application error has occurred. Goodbye.";

/// Where a document comes from.
#[derive(Debug, Clone)]
pub(super) enum Source {
    Url {
        url: String,
        by_get: bool,
        /// What the request says beside what every request does.
        extra: Vec<(String, String)>,
    },
    Text(String),
}

impl Source {
    pub(super) fn of(instructions: Instructions, extra: Vec<(String, String)>) -> Self {
        match instructions {
            Instructions::Url { url, by_get } => Self::Url { url, by_get, extra },
            Instructions::Twiml(text) => Self::Text(text),
        }
    }

    pub(super) fn at(address: Address, extra: Vec<(String, String)>) -> Self {
        Self::Url {
            url: address.url,
            by_get: address.by_get,
            extra,
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Url { url, .. } => url,
            Self::Text(_) => "",
        }
    }
}

/// How the execution of documents ended by itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// There was no verb any more.
    OutOfVerbs,
}

impl Run {
    /// Executes documents, one after the other, until there is no verb any more.
    pub(super) async fn talk(&mut self, first: Source) -> Result<Outcome, Stop> {
        let mut source = first;
        loop {
            let executed = match self.fetch(&source).await {
                Ok(Ok(verbs)) => self.execute(verbs).await,
                Ok(Err(problem)) => self.turn_to_fallback(&source, problem).await,
                Err(stop) => Err(stop),
            };
            source = match executed {
                Ok(Some(next)) | Err(Stop::Redirect(next)) => next,
                Ok(None) => return Ok(Outcome::OutOfVerbs),
                Err(stop) => return Err(stop),
            };
        }
    }

    /// Asks for a document, and reads it, unless the call is over or goes elsewhere meanwhile.
    async fn fetch(&mut self, source: &Source) -> Result<Result<Vec<Verb>, Problem>, Stop> {
        self.wait_for(Wait::Answer);
        let (url, by_get, extra) = match source {
            Source::Text(text) => return Ok(voice::read_text(text.as_bytes(), "")),
            Source::Url { url, by_get, extra } => (url, *by_get, extra.clone()),
        };
        let record = self.record().ok_or(COMPLETED)?;
        let app = Arc::clone(&self.app);
        // On its own, so that the request is not broken off when the caller hangs up.
        let asked = ask(app, record, url.clone(), by_get, extra);
        let mut asked = tokio::spawn(asked);
        let answer = loop {
            tokio::select! {
                answer = &mut asked => break answer,
                act = self.acts.recv() => { self.sort(act)?; }
            }
        };
        let bare = url.split('#').next().unwrap_or_default();
        Ok(match answer {
            Ok(Ok(answer)) => voice::read(answer.content_type.as_deref(), &answer.body, bare),
            Ok(Err(problem)) => Err(problem),
            Err(_) => Err(Problem::new(11200, "The webhook could not be asked.")),
        })
    }

    pub(super) fn record(&self) -> Option<Record> {
        self.app.network().get(&self.sid).cloned()
    }

    /// Notes what is wrong, and executes the fallback's document; without one, or when that is wrong too, the caller
    /// hears Twilio's apology, and the call is over.
    async fn turn_to_fallback(
        &mut self,
        source: &Source,
        problem: Problem,
    ) -> Result<Option<Source>, Stop> {
        let code = problem.code;
        self.note_mistake(problem);
        if let Some(Address { url, by_get }) = self.fallback.clone()
            && url != source.url()
        {
            let extra = vec![
                ("ErrorCode".to_owned(), code.to_string()),
                ("ErrorUrl".to_owned(), source.url().to_owned()),
            ];
            let fallback = Source::Url { url, by_get, extra };
            match self.fetch(&fallback).await? {
                Ok(verbs) => return self.execute(verbs).await,
                Err(problem) => self.note_mistake(problem),
            }
        }
        self.answer()?;
        self.note(Heard::Speech {
            text: APOLOGY.to_owned(),
            language: DEFAULT_LANGUAGE.to_owned(),
            voice: DEFAULT_VOICE.to_owned(),
            interrupted: false,
            before_the_beep: false,
        });
        Err(COMPLETED)
    }

    pub(super) fn note_mistake(&self, problem: Problem) {
        tracing::info!(
            twilio.sid = self.sid,
            twilio.code = problem.code,
            "mistake in a call"
        );
        let kept = {
            let mut network = self.app.network();
            let kept = network.note_mistake(&self.sid, &problem);
            self.app.announce_change(&network);
            kept
        };
        if let Err(error) = kept {
            tracing::error!(twilio.sid = self.sid, %error, "a mistake could not be kept");
        }
        self.note(Heard::Mistake(problem));
    }

    /// Executes verbs, and gives back where to go on; none when they are over.
    async fn execute(&mut self, verbs: Vec<Verb>) -> Result<Option<Source>, Stop> {
        for verb in verbs {
            let next = match verb {
                Verb::Prompt(prompt) => {
                    self.prompt(&prompt).await?;
                    None
                }
                Verb::Gather(gather) => self.gather(&gather).await?,
                Verb::Dial(_) if self.whispers => {
                    self.note_mistake(Problem::new(
                        12200,
                        "<Dial> may not stand in what is heard before two are connected.",
                    ));
                    return Err(COMPLETED);
                }
                Verb::Dial(dial) => self.dial(dial).await?,
                Verb::Redirect(address) => Some(Source::at(address, Vec::new())),
                Verb::Hangup => {
                    self.answer()?;
                    return Err(COMPLETED);
                }
                Verb::Reject { busy } => {
                    let status = match (self.is_answered, busy) {
                        (true, _) => Status::Completed,
                        (false, true) => Status::Busy,
                        (false, false) => Status::NoAnswer,
                    };
                    return Err(Stop::End(status, None));
                }
            };
            if next.is_some() {
                return Ok(next);
            }
        }
        Ok(None)
    }
}

/// Asks for a document as Twilio does, or lets a fault strike.
pub(super) async fn ask(
    app: Arc<App>,
    record: Record,
    url: String,
    by_get: bool,
    extra: Vec<(String, String)>,
) -> Result<Answer, Problem> {
    let config = &app.config;
    let mut parameters = call::request_parameters(&record, &config.account_sid);
    parameters.extend(extra);
    let webhook = Webhook::new(&url, by_get, parameters);
    let path = Url::parse(&url).map(|url| url.path().to_owned());
    let strike = app.faults().strike(Sighting {
        aim: Aim::Webhook,
        last: false,
        method: if by_get { "GET" } else { "POST" },
        path: &path.unwrap_or_default(),
        to: Some(record.phone_number()),
    });
    let messenger = app.carrier.voice();
    if strike.is_some_and(|strike| strike.kind == FaultKind::WebhookRepeated) {
        messenger.deliver(&webhook, config).await.ok();
    }
    let answer = messenger.deliver(&webhook, config).await;
    tracing::info!(twilio.sid = record.sid, "TwiML asked for");
    match answer {
        Ok(answer) if answer.status.is_success() => Ok(answer),
        Ok(answer) => Err(Problem::new(
            11200,
            format!(
                "The webhook answered with status {}.",
                answer.status.as_u16()
            ),
        )),
        Err(error) => Err(Problem::of_webhook(&error)),
    }
}
