//! From a batch of queue messages to the use cases.

use std::sync::Arc;
use std::time::Duration;

use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, SqsTask, deadline, failed_items};
use adapters::openai::OpenAi;
use adapters::sqs::{AssistantQueueMessage, AssistantWork, SqsBroadcastQueue, SqsCallQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use app::alert_on_call::AlertOnCall;
use app::audit::Audit;
use app::create_broadcast::CreateBroadcast;
use app::finish_call::FinishCall;
use app::ports::{AssistantTask, BroadcastQueue, CallTask, LanguageModel};
use app::translate_draft::TranslateDraft;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use domain::money::{MicroDollars, ModelPrices};
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// No request to the model is waited for as long as this; what a request may really take, its use case says.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// The model's work, and what comes after calls.
pub(crate) struct Work {
    translate_draft: TranslateDraft,
    finish_call: FinishCall,
}

impl Work {
    /// Wires the use cases to our table, our queues and the model.
    pub(crate) async fn from_environment() -> Result<Self, Error> {
        let config = adapters::aws::configuration_from_environment()?;
        let store = Arc::new(DynamoStore::new(
            aws_sdk_dynamodb::Client::new(&config),
            required("TABLE_NAME")?,
        ));
        let sqs = aws_sdk_sqs::Client::new(&config);
        let broadcast_queue = Arc::new(SqsBroadcastQueue {
            client: sqs.clone(),
            url: required("BROADCAST_QUEUE_URL")?,
        });
        let call_queue = Arc::new(SqsCallQueue {
            client: sqs,
            url: required("ASSISTANT_QUEUE_URL")?,
        });
        let ssm = aws_sdk_ssm::Client::new(&config);
        let model = OpenAi::from_environment(ssm, LONGEST_REQUEST);
        let ((), model) = tokio::join!(store.connect(), model);
        let model = model?;
        let nothing = ModelPrices {
            input: MicroDollars::ZERO,
            output: MicroDollars::ZERO,
        };
        let prices = model.as_ref().map_or(nothing, |model| model.account.prices);
        let model = model.map(|model| Arc::new(model) as Arc<dyn LanguageModel>);
        Ok(Self {
            translate_draft: TranslateDraft {
                translations: store.clone(),
                model: model.clone(),
                prices,
                budget: store.clone(),
                settings: settings_from_environment(store.clone())?,
                clock: Arc::new(SystemClock),
            },
            finish_call: FinishCall {
                calls: store.clone(),
                follow_ups: store.clone(),
                model,
                prices,
                budget: store.clone(),
                alert: alert_on_call(store, broadcast_queue, required("CHURCH_NAME")?),
                queue: call_queue,
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
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
            if !self.is_done(task.into(), deadline).await {
                failed.push(id);
            }
        }
        Ok(failed_items(failed))
    }

    /// Does a task; answers whether it was done.
    async fn is_done(&self, work: AssistantWork, deadline: Timestamp) -> bool {
        match work {
            AssistantWork::Model(AssistantTask::Translate(id)) => {
                let result = self.translate_draft.run(id, deadline).await;
                if let Err(error) = &result {
                    error!(translation.id = %id, %error, "A translation will be looked at again");
                }
                result.is_ok()
            }
            AssistantWork::Call(CallTask::Alert(id)) => {
                let result = self.finish_call.alert.run(id).await;
                if let Err(error) = &result {
                    error!(call.id = %id, %error, "The person on call will be told of a call later");
                }
                result.is_ok()
            }
            AssistantWork::Call(CallTask::Finish(id)) => {
                let result = self.finish_call.run(id).await;
                if let Err(error) = &result {
                    error!(call.id = %id, %error, "A call will be finished later");
                }
                result.is_ok()
            }
        }
    }
}

fn alert_on_call(
    store: Arc<DynamoStore>,
    queue: Arc<dyn BroadcastQueue>,
    church_name: String,
) -> AlertOnCall {
    AlertOnCall {
        calls: store.clone(),
        assistant: store.clone(),
        create_broadcast: CreateBroadcast {
            contacts: store.clone(),
            groups: store.clone(),
            broadcasts: store.clone(),
            keys: store.clone(),
            queue,
            audit: Audit {
                entries: store,
                clock: Arc::new(SystemClock),
                randomness: Arc::new(SystemRandomness),
            },
            church_name,
            clock: Arc::new(SystemClock),
            randomness: Arc::new(SystemRandomness),
        },
    }
}
