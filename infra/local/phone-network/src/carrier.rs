//! Carries what was accepted from status to status, and calls back at each.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

use anyhow::{Context as _, Result};
use reqwest::{StatusCode, redirect};
use serde::Serialize;
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep, timeout},
};

use crate::{
    app::App,
    call,
    faults::{FaultKind, Sighting},
    message,
    overrides::Overrides,
    random::SplitMix64,
    record::{Kind, Record},
    signature::sign,
};

/// Twilio's limit for a webhook, retries included.
const CALLBACK_TIMEOUT: Duration = Duration::from_secs(15);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Between attempts at a port on which nothing listens.
const KNOCK_EVERY: Duration = Duration::from_millis(250);

/// Before the first retry; each further one waits twice as long as the one before. Twilio does not say how long
/// it waits, but for the 15 seconds in all.
const RETRY_AFTER: Duration = Duration::from_millis(500);

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

/// The sender of callbacks.
#[derive(Debug)]
pub(crate) struct Carrier {
    client: reqwest::Client,
    slots: Semaphore,
    slot_count: u32,
    stopping: AtomicBool,
    counters: Counters,
}

/// One callback, ready to be sent.
struct Callback {
    url: String,
    method: reqwest::Method,
    parameters: Vec<(String, String)>,
    overrides: Overrides,
}

impl Carrier {
    /// # Errors
    /// When the HTTP client can't be made, or `at_once` is no possible number of slots.
    pub(crate) fn new(at_once: usize) -> Result<Self> {
        let slot_count = u32::try_from(at_once).context("too many callbacks at once")?;
        // The client wants a TLS library though callbacks stay on this machine and speak plain HTTP; without
        // root certificates it starts on a machine that has none.
        rustls::crypto::ring::default_provider()
            .install_default()
            .ok();
        let client = reqwest::Client::builder()
            .tls_certs_only([])
            .http1_only()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .pool_max_idle_per_host(at_once)
            // Shorter than a receiver keeps an idle connection, so that none is used as it is closed.
            .pool_idle_timeout(Duration::from_secs(2))
            .tcp_nodelay(true)
            .user_agent("TwilioProxy/1.1")
            .build()
            .context("can't make the HTTP client for callbacks")?;
        Ok(Self {
            client,
            slots: Semaphore::new(at_once),
            slot_count,
            stopping: AtomicBool::new(false),
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

    /// Starts no further callback, and waits for those under way, but no longer than `patience`.
    pub(crate) async fn finish(&self, patience: Duration) {
        self.stopping.store(true, Ordering::Release);
        timeout(patience, self.slots.acquire_many(self.slot_count))
            .await
            .ok();
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
        for late in held {
            self.send(&late).await;
        }
    }

    async fn call_back(&self, record: &Record, held: &mut Vec<Record>) {
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
            callback: true,
            last: record.status.is_final(),
            method: "POST",
            path: &path,
            to: Some(record.to()),
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

    fn callback_of(&self, record: &Record) -> Callback {
        let url = record.parameters.get("StatusCallback").unwrap_or_default();
        let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
        let parameters = match record.kind {
            Kind::Message => message::callback_parameters(
                record,
                &self.config.account_sid,
                &self.config.church_phone,
            ),
            Kind::Call => call::callback_parameters(record, &self.config.account_sid),
        };
        let by_get = record.parameters.get("StatusCallbackMethod") == Some("GET");
        if by_get {
            let joint = if url.contains('?') { '&' } else { '?' };
            let query = serde_urlencoded::to_string(&parameters).unwrap_or_default();
            return Callback {
                url: format!("{url}{joint}{query}"),
                method: reqwest::Method::GET,
                parameters: Vec::new(),
                overrides: Overrides::read(fragment),
            };
        }
        Callback {
            url: url.to_owned(),
            method: reqwest::Method::POST,
            parameters,
            overrides: Overrides::read(fragment),
        }
    }

    async fn send(&self, record: &Record) {
        let callback = self.callback_of(record);
        let Ok(slot) = self.carrier.slots.acquire().await else {
            return;
        };
        if self.carrier.stopping.load(Ordering::Acquire) {
            drop(slot);
            // The next run begins with this one, since it was not noted as announced.
            match std::future::pending::<std::convert::Infallible>().await {}
        }
        let token = SplitMix64::from_system().sid("");
        let outcome = self.attempt_until_answered(&callback, &token).await;
        drop(slot);
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

    /// Sends the callback, again as the URL's fragment wishes, within Twilio's 15 seconds.
    async fn attempt_until_answered(
        &self,
        callback: &Callback,
        idempotency_token: &str,
    ) -> Result<StatusCode, reqwest::Error> {
        let patience_ends = Instant::now() + self.config.callback_patience;
        let mut deadline = Instant::now() + CALLBACK_TIMEOUT;
        let mut retries = 0;
        loop {
            let outcome = self.attempt(callback, idempotency_token, deadline).await;
            let now = Instant::now();
            // A receiver in the cloud never stops listening; one on this machine does while it restarts. Nothing
            // reached it, so waiting for it is not one of the retries that Twilio would count.
            if outcome.as_ref().is_err_and(reqwest::Error::is_connect) && now < patience_ends {
                sleep(KNOCK_EVERY).await;
                deadline = Instant::now() + CALLBACK_TIMEOUT;
                continue;
            }
            if retries >= callback.overrides.retries
                || now >= deadline
                || !callback.overrides.retries_after(&outcome)
            {
                return outcome;
            }
            sleep(RETRY_AFTER * 2_u32.pow(retries)).await;
            retries += 1;
        }
    }

    async fn attempt(
        &self,
        callback: &Callback,
        idempotency_token: &str,
        deadline: Instant,
    ) -> Result<StatusCode, reqwest::Error> {
        let signature = sign(&self.config.auth_token, &callback.url, &callback.parameters);
        let mut request = self
            .carrier
            .client
            .request(callback.method.clone(), &callback.url)
            .timeout(deadline.saturating_duration_since(Instant::now()))
            .header("X-Twilio-Signature", signature)
            .header("I-Twilio-Idempotency-Token", idempotency_token);
        if callback.method == reqwest::Method::POST {
            request = request.form(&callback.parameters);
        }
        let response = request.send().await?;
        let status = response.status();
        // Reading to the end lets the connection be used again.
        response.bytes().await?;
        Ok(status)
    }
}
