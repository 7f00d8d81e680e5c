//! What the webhook needs from the world, and how the use cases are put together of it.

use std::sync::Arc;
use std::time::Duration;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::openai::OpenAi;
use adapters::secrets::AuthTokenSource;
use adapters::sqs::{SqsCallQueue, SqsSendQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::WebhookDoor;
use app::announce_message::AnnounceMessage;
use app::answer_call::AnswerCall;
use app::continue_call::ContinueCall;
use app::end_call::EndCall;
use app::ports::{CallQueue, ConversationModel, SendQueue};
use app::read_settings::ReadSettings;
use app::record_call_report::RecordCallReport;
use app::record_opt_out::RecordOptOut;
use app::whisper::Whisper;
use domain::money::{MicroDollars, ModelPrices};
use lambda_runtime::Error;

use crate::handler::Webhook;

/// No request to the model is waited for as long as this; how long a turn may take, its use case says.
const LONGEST_REQUEST: Duration = Duration::from_secs(10);

/// What the webhook needs from the world.
pub struct Wiring {
    /// Who checks that requests are Twilio's.
    pub door: WebhookDoor,
    /// Our table.
    pub store: Arc<DynamoStore>,
    /// Who finishes calls, and tells the person on call.
    pub queue: Arc<dyn CallQueue>,
    /// Where a call of ours waits that reached nobody.
    pub send_queue: Arc<dyn SendQueue>,
    /// Who answers questions; `None` where there is no model.
    pub model: Option<Arc<dyn ConversationModel>>,
    /// What the model asks; `None` where there is none.
    pub prices: Option<ModelPrices>,
    /// What the church has decided.
    pub settings: ReadSettings,
    /// The church's name.
    pub church: String,
}

impl Wiring {
    /// Wires the webhook to our table, our queue, the model and Twilio's token, and opens the connections while nobody
    /// is on the phone.
    ///
    /// # Errors
    /// When a value is missing from the environment, or a secret can't be fetched.
    pub(crate) async fn from_environment() -> Result<Self, Error> {
        let config = adapters::aws::configuration_from_environment()?;
        let store = Arc::new(DynamoStore::new(
            aws_sdk_dynamodb::Client::new(&config),
            required("TABLE_NAME")?,
        ));
        let queue = SqsCallQueue {
            client: aws_sdk_sqs::Client::new(&config),
            url: required("ASSISTANT_QUEUE_URL")?,
        };
        let send_queue = SqsSendQueue {
            client: queue.client.clone(),
            url: required("SEND_QUEUE_URL")?,
        };
        let ssm = aws_sdk_ssm::Client::new(&config);
        let parameter = required("TWILIO_AUTH_TOKEN_PARAMETER")?;
        let model = async {
            let model = OpenAi::from_environment(ssm.clone(), LONGEST_REQUEST).await?;
            if let Some(model) = &model {
                model.connect().await;
            }
            Ok::<_, Error>(model)
        };
        let (tokens, model, (), ()) = tokio::join!(
            AuthTokenSource::start(ssm.clone(), parameter),
            model,
            store.connect(),
            queue.connect()
        );
        let model = model?;
        Ok(Self {
            door: WebhookDoor {
                base_url: required("WEBHOOK_BASE_URL")?,
                tokens: tokens?,
            },
            queue: Arc::new(queue),
            send_queue: Arc::new(send_queue),
            prices: model.as_ref().map(|model| model.account.prices),
            model: model.map(|model| Arc::new(model) as Arc<dyn ConversationModel>),
            settings: settings_from_environment(store.clone())?,
            church: required("CHURCH_NAME")?,
            store,
        })
    }

    /// Puts the use cases together.
    pub(crate) fn into_webhook(self) -> Webhook {
        let Self { store, queue, .. } = self;
        let people = RecordOptOut {
            opt_outs: store.clone(),
            contacts: store.clone(),
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        };
        let nothing = ModelPrices {
            input: MicroDollars::ZERO,
            output: MicroDollars::ZERO,
        };
        Webhook {
            door: self.door,
            continue_call: ContinueCall {
                calls: store.clone(),
                model: self.model,
                prices: self.prices.unwrap_or(nothing),
                record_opt_out: people.clone(),
                queue: queue.clone(),
                church: self.church.clone(),
                time_zone: self.settings.time_zone.clone(),
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
            whisper: Whisper {
                calls: store.clone(),
                church: self.church.clone(),
            },
            end_call: EndCall {
                calls: store.clone(),
                queue: queue.clone(),
                clock: Arc::new(SystemClock),
            },
            record_call_report: RecordCallReport {
                messages: store.clone(),
                places: store.clone(),
                queue: self.send_queue,
                clock: Arc::new(SystemClock),
            },
            announce_message: AnnounceMessage {
                calls: store.clone(),
                messages: store.clone(),
                broadcasts: store.clone(),
                contacts: store.clone(),
                assistant: store.clone(),
                queue: queue.clone(),
                church: self.church.clone(),
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
            answer_call: AnswerCall {
                calls: store.clone(),
                assistant: store.clone(),
                people,
                broadcasts: store.clone(),
                messages: store.clone(),
                budget: store,
                settings: self.settings,
                queue,
                model_prices: self.prices,
                church: self.church,
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
        }
    }
}
