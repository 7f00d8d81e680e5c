//! From a signed request of Twilio's to the use case. Nothing in it is believed before its signature is checked
//! (I5), and the answer says no more than whether it was.

use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::secrets::{AuthTokenSource, AuthTokens};
use adapters::surroundings::SystemClock;
use adapters::twilio::{SignedRequest, is_signed_by, read_delivery_report, signed_spellings};
use app::record_delivery_report::RecordDeliveryReport;
use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use lambda_runtime::Error;
use tracing::{error, warn};

/// The webhook of delivery reports.
pub(crate) struct Webhook {
    /// What Twilio was told to call, without a slash at the end.
    base_url: String,
    tokens: AuthTokenSource,
    record: RecordDeliveryReport,
}

impl Webhook {
    /// Wires the webhook to our table and Twilio's token.
    pub(crate) async fn from_environment() -> Result<Self, Error> {
        let config = adapters::aws::configuration_from_environment()?;
        let store = Arc::new(DynamoStore::new(
            aws_sdk_dynamodb::Client::new(&config),
            required("TABLE_NAME")?,
        ));
        let ssm = aws_sdk_ssm::Client::new(&config);
        let parameter = required("TWILIO_AUTH_TOKEN_PARAMETER")?;
        let (tokens, ()) = tokio::join!(AuthTokenSource::start(ssm, parameter), store.connect());
        Ok(Self {
            base_url: required("WEBHOOK_BASE_URL")?,
            tokens: tokens?,
            record: RecordDeliveryReport {
                messages: store,
                clock: Arc::new(SystemClock),
            },
        })
    }

    /// Answers 204 to what is signed, whether or not it was of use, 403 to anything else, and 500 when the
    /// report could not be recorded.
    pub(crate) async fn handle(
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
        let report = match read_delivery_report(&url, &parameters) {
            Ok(report) => report,
            Err(reason) => {
                warn!(%reason, "A report of Twilio's was of no use");
                return Ok(answer(204));
            }
        };
        let message_id = report.message_id;
        match self.record.run(report).await {
            Ok(()) => Ok(answer(204)),
            Err(error) => {
                error!(message.id = %message_id, %error, "A report of Twilio's was not recorded");
                Ok(answer(500))
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

fn answer(status: i64) -> ApiGatewayV2httpResponse {
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = status;
    response
}
