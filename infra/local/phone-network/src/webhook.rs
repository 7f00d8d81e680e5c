//! Requests to the account's webhooks: signed, retried as the URL's fragment wishes, a few at once.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use anyhow::{Context as _, Result};
use axum::body::Bytes;
use reqwest::{Method, StatusCode, header, redirect};
use tokio::{
    sync::Semaphore,
    time::{Instant, sleep, timeout},
};

use crate::{app::Config, overrides::Overrides, random::SplitMix64, signature::sign};

/// Twilio's limit for a webhook, retries included.
const WEBHOOK_TIMEOUT: Duration = Duration::from_secs(15);
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Between attempts at a port on which nothing listens.
const KNOCK_EVERY: Duration = Duration::from_millis(250);

/// Before the first retry; each further one waits twice as long as the one before. Twilio does not say how long
/// it waits, but for the 15 seconds in all.
const RETRY_AFTER: Duration = Duration::from_millis(500);

/// One request to a webhook, ready to be sent.
#[derive(Debug)]
pub(crate) struct Webhook {
    /// As it is requested and signed: with the query, without the fragment.
    pub(crate) url: String,
    method: Method,
    parameters: Vec<(String, String)>,
    overrides: Overrides,
}

impl Webhook {
    /// A request to `url`, whose fragment says when it is retried. By GET the parameters travel in the query.
    pub(crate) fn new(url: &str, by_get: bool, parameters: Vec<(String, String)>) -> Self {
        let (url, fragment) = url.split_once('#').unwrap_or((url, ""));
        let overrides = Overrides::read(fragment);
        if by_get {
            let joint = if url.contains('?') { '&' } else { '?' };
            let query = serde_urlencoded::to_string(&parameters).unwrap_or_default();
            return Self {
                url: format!("{url}{joint}{query}"),
                method: Method::GET,
                parameters: Vec::new(),
                overrides,
            };
        }
        Self {
            url: url.to_owned(),
            method: Method::POST,
            parameters,
            overrides,
        }
    }
}

/// What a webhook answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Bytes,
}

/// The sender of webhook requests.
#[derive(Debug)]
pub(crate) struct Messenger {
    client: reqwest::Client,
    slots: Semaphore,
    slot_count: u32,
    stopping: AtomicBool,
    /// How long a request waits for a receiver on whose port nothing listens.
    patience: Duration,
}

impl Messenger {
    /// # Errors
    /// When the HTTP client can't be made, or `at_once` is no possible number of slots.
    pub(crate) fn new(at_once: usize, patience: Duration) -> Result<Self> {
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
            patience,
        })
    }

    /// Starts no further request, and waits for those under way, but no longer than `patience`.
    pub(crate) async fn finish(&self, patience: Duration) {
        self.stopping.store(true, Ordering::Release);
        timeout(patience, self.slots.acquire_many(self.slot_count))
            .await
            .ok();
    }

    /// Sends a request when there is a slot for it, and gives back the last answer. While the network stops it
    /// never comes back: the next run begins with this request, since it was not noted as made.
    pub(crate) async fn deliver(
        &self,
        webhook: &Webhook,
        config: &Config,
    ) -> Result<Answer, reqwest::Error> {
        let slot = match self.slots.acquire().await {
            Ok(slot) if !self.stopping.load(Ordering::Acquire) => slot,
            other => {
                drop(other);
                match std::future::pending::<std::convert::Infallible>().await {}
            }
        };
        let token = SplitMix64::from_system().sid("");
        let outcome = self.attempt_until_answered(webhook, config, &token).await;
        drop(slot);
        outcome
    }

    /// Sends the request, again as the URL's fragment wishes, within Twilio's 15 seconds.
    async fn attempt_until_answered(
        &self,
        webhook: &Webhook,
        config: &Config,
        idempotency_token: &str,
    ) -> Result<Answer, reqwest::Error> {
        let patience_ends = Instant::now() + self.patience;
        let mut deadline = Instant::now() + WEBHOOK_TIMEOUT;
        let mut retries = 0;
        loop {
            let outcome = self
                .attempt(webhook, &config.auth_token, idempotency_token, deadline)
                .await;
            let now = Instant::now();
            // A receiver in the cloud never stops listening; one on this machine does while it restarts. Nothing
            // reached it, so waiting for it is not one of the retries that Twilio would count.
            if outcome.as_ref().is_err_and(reqwest::Error::is_connect) && now < patience_ends {
                sleep(KNOCK_EVERY).await;
                deadline = Instant::now() + WEBHOOK_TIMEOUT;
                continue;
            }
            let status = outcome.as_ref().map(|answer| answer.status);
            if retries >= webhook.overrides.retries
                || now >= deadline
                || !webhook.overrides.retries_after(status)
            {
                return outcome;
            }
            sleep(RETRY_AFTER * 2_u32.pow(retries)).await;
            retries += 1;
        }
    }

    async fn attempt(
        &self,
        webhook: &Webhook,
        auth_token: &str,
        idempotency_token: &str,
        deadline: Instant,
    ) -> Result<Answer, reqwest::Error> {
        let signature = sign(auth_token, &webhook.url, &webhook.parameters);
        let mut request = self
            .client
            .request(webhook.method.clone(), &webhook.url)
            .timeout(deadline.saturating_duration_since(Instant::now()))
            .header("X-Twilio-Signature", signature)
            .header("I-Twilio-Idempotency-Token", idempotency_token);
        if webhook.method == Method::POST {
            request = request.form(&webhook.parameters);
        }
        let response = request.send().await?;
        Ok(Answer {
            status: response.status(),
            content_type: response
                .headers()
                .get(header::CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            // Reading to the end lets the connection be used again.
            body: response.bytes().await?,
        })
    }
}
