//! From a batch of queue messages to the use cases.

use std::sync::Arc;
use std::time::Duration;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, SqsTask, deadline, failed_items};
use adapters::openai::{ModelAccount, OpenAi};
use adapters::secrets::AuthTokenSource;
use adapters::sqs::AssistantQueueMessage;
use adapters::surroundings::SystemClock;
use app::ports::{AssistantTask, LanguageModel};
use app::translate_draft::TranslateDraft;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use domain::money::{MicroDollars, ModelPrices};
use lambda_runtime::{Error, LambdaEvent};
use tracing::{error, warn};

/// No request to the model is waited for as long as this; what a request may really take, its use case says.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// The model's work.
pub(crate) struct Work {
    translate_draft: TranslateDraft,
}

impl Work {
    /// Wires the use cases to our table and the model.
    pub(crate) async fn from_environment() -> Result<Self, Error> {
        let config = adapters::aws::configuration_from_environment()?;
        let store = Arc::new(DynamoStore::new(
            aws_sdk_dynamodb::Client::new(&config),
            required("TABLE_NAME")?,
        ));
        let account = ModelAccount::from_environment()?;
        let parameter = required("MODEL_KEY_PARAMETER")?;
        let ssm = aws_sdk_ssm::Client::new(&config);
        let key = AuthTokenSource::start_if_any(ssm, parameter);
        let ((), key) = tokio::join!(store.connect(), key);
        let nothing = ModelPrices {
            input: MicroDollars::ZERO,
            output: MicroDollars::ZERO,
        };
        let prices = account.as_ref().map_or(nothing, |account| account.prices);
        let model = match (account, key?) {
            (Some(account), Some(key)) => Some(Arc::new(OpenAi {
                http: adapters::http::client(LONGEST_REQUEST)?,
                account,
                key: Arc::new(key),
            }) as Arc<dyn LanguageModel>),
            (account, _) => {
                let has_name = account.is_some();
                warn!(
                    has_name,
                    "No language model: its name or its key is missing"
                );
                None
            }
        };
        Ok(Self {
            translate_draft: TranslateDraft {
                translations: store.clone(),
                model,
                prices,
                budget: store.clone(),
                settings: settings_from_environment(store)?,
                clock: Arc::new(SystemClock),
            },
        })
    }

    /// Does each task of the batch; those that failed come back later.
    pub(crate) async fn handle(
        &self,
        event: LambdaEvent<SqsEvent>,
    ) -> Result<SqsBatchResponse, Error> {
        let deadline = deadline(&event.context);
        let batch = SqsBatch::<AssistantQueueMessage>::read(event.payload);
        let mut failed = batch.unreadable;
        for SqsTask { id, task, .. } in batch.tasks {
            let AssistantTask::Translate(translation) = task.into();
            if let Err(error) = self.translate_draft.run(translation, deadline).await {
                error!(translation.id = %translation, %error, "A translation will be looked at again");
                failed.push(id);
            }
        }
        Ok(failed_items(failed))
    }
}
