//! The one request that sends a text: <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use app::ports::{Carrier, TextMessage};
use async_trait::async_trait;
use domain::delivery::SendOutcome;
use reqwest::Client;
use secrecy::ExposeSecret;
use tracing::error;

use super::outcome::{Answer, outcome_of};
use super::report::status_callback_url;
use crate::environment::{ConfigurationError, optional, required};
use crate::secrets::AuthTokenSource;

/// Twilio answers in well under a second. A worker begins a message only when it has this long, and more, left.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(8);

/// What Twilio takes as `ValidityPeriod`, in seconds. Without one it keeps a text for ten hours, after which news of an
/// evening would arrive in the morning.
const VALIDITY_SECONDS: RangeInclusive<u64> = 1..=36_000;

/// A function's start is not held up by a Twilio that does not answer.
const GREETING_TIMEOUT: Duration = Duration::from_secs(2);

/// Whose account texts are sent from.
#[derive(Debug, Clone)]
pub struct TwilioAccount {
    /// Where Twilio's API is; another place only on the one-machine stack.
    pub api_url: String,
    /// The account, `AC...`.
    pub account_sid: String,
    /// The church's number in E.164, or a messaging service, `MG...`.
    pub sender: String,
    /// What Twilio calls with reports, without a slash at the end.
    pub webhook_base_url: String,
}

/// Where Twilio's API is: `TWILIO_API_URL`, or else Twilio's own address.
pub fn api_url_from_environment() -> String {
    optional("TWILIO_API_URL").unwrap_or_else(|| "https://api.twilio.com".into())
}

impl TwilioAccount {
    /// Reads the account from the environment.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn from_environment() -> Result<Self, ConfigurationError> {
        Ok(Self {
            api_url: api_url_from_environment(),
            account_sid: required("TWILIO_ACCOUNT_SID")?,
            sender: required("TWILIO_SENDER")?,
            webhook_base_url: required("WEBHOOK_BASE_URL")?,
        })
    }

    /// Whether a messaging service chooses the number that each text is sent from.
    pub(super) fn is_messaging_service(&self) -> bool {
        self.sender.starts_with("MG")
    }

    /// The part of a question to the log that asks for texts from our number only. A messaging service is no number.
    pub(super) fn number_filter(&self) -> Option<(&'static str, &str)> {
        (!self.is_messaging_service()).then_some(("From", self.sender.as_str()))
    }

    /// Where messages are made and listed, below [`Self::api_url`].
    pub(super) fn messages_path(&self) -> String {
        format!("/2010-04-01/Accounts/{}/Messages.json", self.account_sid)
    }

    /// Where messages are made and listed.
    pub(super) fn messages_url(&self) -> String {
        format!("{}{}", self.api_url, self.messages_path())
    }
}

/// Twilio as the carrier.
pub struct TwilioClient {
    /// A client that never repeats a request by itself, such as [`crate::http::client`] makes.
    pub http: Client,
    /// The account.
    pub account: TwilioAccount,
    /// The account's password.
    pub tokens: Arc<AuthTokenSource>,
}

impl TwilioClient {
    /// Opens the connection while there is time, at the function's start. A failure shows with the first request.
    pub async fn connect(&self) {
        let greeting = self
            .http
            .get(&self.account.api_url)
            .timeout(GREETING_TIMEOUT);
        if let Ok(answer) = greeting.send().await {
            // A connection is kept once its answer was read.
            let _ = answer.bytes().await;
        }
    }
}

#[async_trait]
impl Carrier for TwilioClient {
    /// Leaves `SmartEncoded` out: it lets Twilio replace letters, and we count segments by the letters as written.
    async fn send_text(&self, text: &TextMessage) -> SendOutcome {
        let account = &self.account;
        let sender = if account.is_messaging_service() {
            "MessagingServiceSid"
        } else {
            "From"
        };
        let callback = status_callback_url(&account.webhook_base_url, text.id);
        let validity = text
            .validity
            .as_secs()
            .clamp(*VALIDITY_SECONDS.start(), *VALIDITY_SECONDS.end())
            .to_string();
        let form = [
            ("To", text.to.as_str()),
            (sender, &account.sender),
            ("Body", text.content.as_str()),
            ("StatusCallback", &callback),
            ("ValidityPeriod", &validity),
        ];
        let tokens = self.tokens.tokens().await;
        let request = self
            .http
            .post(account.messages_url())
            .basic_auth(&account.account_sid, Some(tokens.current().expose_secret()))
            .form(&form);
        let outcome = outcome_of_request(request).await;
        if is_wrong_password(&outcome)
            && let Err(error) = self.tokens.refreshed().await
        {
            error!(%error, "The auth token could not be fetched anew");
        }
        outcome
    }
}

/// Whether Twilio did not take our password: it may have been replaced since this function started.
fn is_wrong_password(outcome: &SendOutcome) -> bool {
    matches!(outcome, SendOutcome::NotProcessed(failure) if failure.code == "20003")
}

async fn outcome_of_request(request: reqwest::RequestBuilder) -> SendOutcome {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) if error.is_connect() => return outcome_of(Answer::NeverConnected),
        Err(_) => return outcome_of(Answer::Interrupted),
    };
    let status = response.status().as_u16();
    match response.bytes().await {
        Ok(body) => outcome_of(Answer::Complete {
            status,
            body: &body,
        }),
        Err(_) => outcome_of(Answer::Interrupted),
    }
}

#[cfg(test)]
mod tests;
