//! From a signed request of Twilio's to the use case. Nothing in it is believed before its signature is checked
//! (I5), and the answer says no more than whether it was.

use std::sync::Arc;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::secrets::AuthTokenSource;
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::{
    INBOUND_PATH, WebhookDoor, api_url_from_environment, empty_response, read_delivery_report,
    read_inbound_text, reply_twiml, twiml_response,
};
use app::read_settings::ReadSettings;
use app::receive_text::ReceiveText;
use app::record_delivery_report::RecordDeliveryReport;
use app::record_opt_out::RecordOptOut;
use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use lambda_runtime::Error;
use tracing::{error, warn};

/// What the webhook needs from the world.
pub struct Wiring {
    /// Who checks that requests are Twilio's.
    pub door: WebhookDoor,
    /// Where Twilio keeps the files that come with texts.
    pub api_url: String,
    /// Our table.
    pub store: Arc<DynamoStore>,
    /// What the church has decided.
    pub settings: ReadSettings,
    /// The church's name.
    pub church: String,
}

/// The webhook of delivery reports and of texts to the church.
pub struct Webhook {
    door: WebhookDoor,
    api_url: String,
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
            door: WebhookDoor {
                base_url: required("WEBHOOK_BASE_URL")?,
                tokens: tokens?,
            },
            api_url: api_url_from_environment(),
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
            door: wiring.door,
            api_url: wiring.api_url,
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
        let Some(request) = self.door.open(&request).await else {
            return Ok(empty_response(403));
        };
        if request.path == INBOUND_PATH {
            return Ok(self.take_text(&request.parameters).await);
        }
        Ok(self.take_report(&request.url, &request.parameters).await)
    }

    async fn take_text(&self, parameters: &[(String, String)]) -> ApiGatewayV2httpResponse {
        let text = match read_inbound_text(parameters, &self.api_url) {
            Ok(text) => text,
            Err(reason) => {
                warn!(%reason, "A text of Twilio's was of no use");
                return twiml_response(reply_twiml(None));
            }
        };
        match self.receive.run(&text).await {
            Ok(words) => twiml_response(reply_twiml(words.as_deref())),
            Err(error) => {
                error!(text.sid = text.message_sid, %error, "A text was not taken");
                empty_response(500)
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
                return empty_response(204);
            }
        };
        let message_id = report.message_id;
        match self.record.run(report).await {
            Ok(()) => empty_response(204),
            Err(error) => {
                error!(message.id = %message_id, %error, "A report of Twilio's was not recorded");
                empty_response(500)
            }
        }
    }
}
