//! The one request that sends a text: <https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>,
//! and the one that makes a call: <https://www.twilio.com/docs/voice/api/call-resource#create-a-call-resource>.

use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use app::ports::{CallCarrier, Carrier, OutboundCall, TextMessage};
use async_trait::async_trait;
use domain::delivery::SendOutcome;
use reqwest::Client;
use secrecy::ExposeSecret;
use tracing::error;

use super::outcome::{Answer, outcome_of};
use super::report::status_callback_url;
use super::voice::{Placed, Step};
use crate::environment::{ConfigurationError, optional, required};
use crate::secrets::AuthTokenSource;

/// Twilio answers in well under a second. A worker begins a message only when it has this long, and more, left.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(8);

/// What Twilio takes as `ValidityPeriod`, in seconds. Without one it keeps a text for ten hours, after which news of an
/// evening would arrive in the morning.
const VALIDITY_SECONDS: RangeInclusive<u64> = 1..=36_000;

/// How long it rings, in seconds: shorter than most mailboxes wait, and long enough to get to the phone.
const RINGS_FOR_SECONDS: &str = "30";

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
    /// The church's number in E.164, from which calls are made: a messaging service has no voice.
    pub voice_number: String,
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
            voice_number: required("CHURCH_PHONE")?,
            webhook_base_url: required("WEBHOOK_BASE_URL")?,
        })
    }

    /// Whether a messaging service chooses the number that each text is sent from.
    pub(super) fn is_messaging_service(&self) -> bool {
        self.sender.starts_with("MG")
    }

    /// Where messages are made and listed, below [`Self::api_url`].
    pub(super) fn messages_path(&self) -> String {
        format!("/2010-04-01/Accounts/{}/Messages.json", self.account_sid)
    }

    /// Where calls are made and listed, below [`Self::api_url`].
    pub(super) fn calls_path(&self) -> String {
        format!("/2010-04-01/Accounts/{}/Calls.json", self.account_sid)
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

impl TwilioClient {
    /// Makes one request that is never repeated.
    async fn ask_once(&self, url: &str, form: &[(&str, &str)]) -> SendOutcome {
        let tokens = self.tokens.tokens().await;
        let password = Some(tokens.current().expose_secret());
        let request = self
            .http
            .post(url)
            .basic_auth(&self.account.account_sid, password)
            .form(form);
        let outcome = outcome_of_request(request).await;
        if is_wrong_password(&outcome)
            && let Err(error) = self.tokens.refreshed().await
        {
            error!(%error, "The auth token could not be fetched anew");
        }
        outcome
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
        self.ask_once(&account.messages_url(), &form).await
    }
}

#[async_trait]
impl CallCarrier for TwilioClient {
    /// What is to be spoken Twilio asks for when it is known whether a person has answered, or a machine has said its piece
    /// (<https://www.twilio.com/docs/voice/answering-machine-detection>).
    async fn place_call(&self, call: &OutboundCall) -> SendOutcome {
        let account = &self.account;
        let base = &account.webhook_base_url;
        let answered = Placed::address(base, Step::Announcement, call.id, call.attempt);
        let progress = Placed::address(base, Step::Progress, call.id, call.attempt);
        let fallback = format!("{base}{}", Step::Fallback.path());
        let lasts = call.lasts_at_most.as_secs().max(1).to_string();
        let form = [
            ("To", call.to.as_str()),
            ("From", &account.voice_number),
            ("Url", &answered),
            ("FallbackUrl", &fallback),
            ("StatusCallback", &progress),
            ("StatusCallbackEvent", "ringing"),
            ("StatusCallbackEvent", "answered"),
            ("StatusCallbackEvent", "completed"),
            ("MachineDetection", "DetectMessageEnd"),
            ("Timeout", RINGS_FOR_SECONDS),
            ("TimeLimit", &lasts),
        ];
        let url = format!("{}{}", account.api_url, account.calls_path());
        self.ask_once(&url, &form).await
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
