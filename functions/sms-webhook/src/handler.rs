//! From a signed request of Twilio's to the use case. Nothing in it is believed before its signature is checked
//! (I5), and the answer says no more than whether it was.

use std::sync::Arc;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::secrets::{AuthTokenSource, AuthTokens};
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::{
    INBOUND_PATH, SignedRequest, api_url_from_environment, is_signed_by, read_delivery_report,
    read_inbound_text, reply_twiml, signed_spellings,
};
use app::read_settings::ReadSettings;
use app::receive_text::ReceiveText;
use app::record_delivery_report::RecordDeliveryReport;
use app::record_opt_out::RecordOptOut;
use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use http::header::CONTENT_TYPE;
use lambda_runtime::Error;
use tracing::{error, warn};

/// What the webhook needs from the world.
pub struct Wiring {
    /// What Twilio was told to call, without a slash at the end.
    pub base_url: String,
    /// Where Twilio keeps the files that come with texts.
    pub api_url: String,
    /// The tokens that Twilio signs with.
    pub tokens: AuthTokenSource,
    /// Our table.
    pub store: Arc<DynamoStore>,
    /// What the church has decided.
    pub settings: ReadSettings,
    /// The church's name.
    pub church: String,
}

/// The webhook of delivery reports and of texts to the church.
pub struct Webhook {
    base_url: String,
    api_url: String,
    tokens: AuthTokenSource,
    record: RecordDeliveryReport,
    receive: ReceiveText,
}

impl Webhook {
    /// Wires the webhook to our table and Twilio's token.
    ///
    /// # Errors
    /// When a value is missing from the environment, or the token can't be fetched.
    pub async fn from_environment() -> Result<Self, Error> {
        let config = adapters::aws::configuration_from_environment()?;
        let store = Arc::new(DynamoStore::new(
            aws_sdk_dynamodb::Client::new(&config),
            required("TABLE_NAME")?,
        ));
        let ssm = aws_sdk_ssm::Client::new(&config);
        let parameter = required("TWILIO_AUTH_TOKEN_PARAMETER")?;
        let (tokens, ()) = tokio::join!(AuthTokenSource::start(ssm, parameter), store.connect());
        Ok(Self::new(Wiring {
            base_url: required("WEBHOOK_BASE_URL")?,
            api_url: api_url_from_environment(),
            tokens: tokens?,
            settings: settings_from_environment(store.clone())?,
            church: required("CHURCH_NAME")?,
            store,
        }))
    }

    /// Puts the use cases together.
    pub fn new(wiring: Wiring) -> Self {
        let store = wiring.store;
        let record_opt_out = RecordOptOut {
            opt_outs: store.clone(),
            contacts: store.clone(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        };
        Self {
            base_url: wiring.base_url,
            api_url: wiring.api_url,
            tokens: wiring.tokens,
            record: RecordDeliveryReport {
                messages: store.clone(),
                record_opt_out: record_opt_out.clone(),
                clock: Arc::new(SystemClock),
            },
            receive: ReceiveText {
                threads: store.clone(),
                record_opt_out,
                answers: store,
                settings: wiring.settings,
                church: wiring.church,
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
        }
    }

    /// Answers 2xx to what is signed, whether or not it was of use, 403 to anything else, and 500 when it could not be
    /// recorded: then Twilio asks again.
    ///
    /// # Errors
    /// Never: what goes wrong is an answer.
    pub async fn handle(
        &self,
        request: ApiGatewayV2httpRequest,
    ) -> Result<ApiGatewayV2httpResponse, Error> {
        let url = signed_url(&self.base_url, &request);
        let parameters = form_parameters(&request);
        let signature = request
            .headers
            .get("x-twilio-signature")
            .and_then(|value| value.to_str().ok());
        if !self
            .is_genuine(&url, &parameters, signature.unwrap_or_default())
            .await
        {
            warn!("A request without a valid signature was turned away");
            return Ok(answer(403));
        }
        if request.raw_path.as_deref() == Some(INBOUND_PATH) {
            return Ok(self.take_text(&parameters).await);
        }
        Ok(self.take_report(&url, &parameters).await)
    }

    async fn take_text(&self, parameters: &[(String, String)]) -> ApiGatewayV2httpResponse {
        let text = match read_inbound_text(parameters, &self.api_url) {
            Ok(text) => text,
            Err(reason) => {
                warn!(%reason, "A text of Twilio's was of no use");
                return twiml(None);
            }
        };
        match self.receive.run(&text).await {
            Ok(words) => twiml(words.as_deref()),
            Err(error) => {
                error!(text.sid = text.message_sid, %error, "A text was not taken");
                answer(500)
            }
        }
    }

    async fn take_report(
        &self,
        url: &str,
        parameters: &[(String, String)],
    ) -> ApiGatewayV2httpResponse {
        let report = match read_delivery_report(url, parameters) {
            Ok(report) => report,
            Err(reason) => {
                warn!(%reason, "A report of Twilio's was of no use");
                return answer(204);
            }
        };
        let message_id = report.message_id;
        match self.record.run(report).await {
            Ok(()) => answer(204),
            Err(error) => {
                error!(message.id = %message_id, %error, "A report of Twilio's was not recorded");
                answer(500)
            }
        }
    }

    /// Checks the signature against the tokens in force; they are fetched anew when none fits, because the
    /// token may have been replaced since this function started.
    async fn is_genuine(
        &self,
        url: &str,
        parameters: &[(String, String)],
        signature: &str,
    ) -> bool {
        let urls = signed_spellings(url);
        let is_signed = |tokens: &AuthTokens| {
            urls.iter().any(|url| {
                let request = SignedRequest { url, parameters };
                is_signed_by(tokens.all(), request, signature)
            })
        };
        if is_signed(&self.tokens.tokens().await) {
            return true;
        }
        match self.tokens.refreshed().await {
            Ok(tokens) => is_signed(&tokens),
            Err(error) => {
                error!(%error, "The auth token could not be fetched anew");
                false
            }
        }
    }
}

/// The URL that Twilio signed: the configured base, the path, and the query exactly as it came.
fn signed_url(base_url: &str, request: &ApiGatewayV2httpRequest) -> String {
    let path = request.raw_path.as_deref().unwrap_or_default();
    match request.raw_query_string.as_deref() {
        None | Some("") => format!("{base_url}{path}"),
        Some(query) => format!("{base_url}{path}?{query}"),
    }
}

/// The decoded form; a body that is no form has no parameters, and its signature will not fit.
fn form_parameters(request: &ApiGatewayV2httpRequest) -> Vec<(String, String)> {
    let body = request.body.as_deref().unwrap_or_default();
    let bytes = if request.is_base64_encoded {
        STANDARD.decode(body).unwrap_or_default()
    } else {
        body.as_bytes().to_vec()
    };
    url::form_urlencoded::parse(&bytes).into_owned().collect()
}

/// An answer that Twilio sends on to the phone, or nothing to send.
fn twiml(words: Option<&str>) -> ApiGatewayV2httpResponse {
    let mut response = answer(200);
    let content_type = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers.insert(CONTENT_TYPE, content_type);
    response.body = Some(Body::Text(reply_twiml(words)));
    response
}

fn answer(status: i64) -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = status;
    response
}
