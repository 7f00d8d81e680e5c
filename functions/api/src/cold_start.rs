//! Wires the API to our table, queue and user pool, and opens the connections while there is time.

use std::sync::Arc;

use adapters::aws::configuration_from_environment;
use adapters::church::settings_from_environment;
use adapters::dynamodb::DynamoStore;
use adapters::environment::optional;
use adapters::s3::S3Files;
use adapters::scheduler::{EventBridgeScheduler, SchedulerWiring};
use adapters::sqs::{SqsAssistantQueue, SqsBroadcastQueue, SqsDirectoryQueue, SqsSendQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use adapters::twilio::TwilioMedia;
use lambda_http::Error;

use crate::authentication::Authenticator;
use crate::configuration::Configuration;
use crate::token_keys::{PATIENCE, TokenKeys};
use crate::{Api, Church, Ports};

/// Makes the API from the environment.
///
/// # Errors
/// When a value is missing from the environment, or TLS can't be set up.
pub async fn api_from_environment() -> Result<Api, Error> {
    let configuration = Configuration::read(optional)?;
    let aws = configuration_from_environment()?;
    let dynamodb = aws_sdk_dynamodb::Client::new(&aws);
    let store = Arc::new(DynamoStore::new(dynamodb, configuration.table_name));
    let clock = Arc::new(SystemClock);
    let keys = Arc::new(TokenKeys::new(
        configuration.tokens.keys_url.clone(),
        adapters::http::client(PATIENCE)?,
        clock.clone(),
    ));
    futures::join!(store.connect(), keys.warm_up());
    let files = Arc::new(S3Files::new(&aws, configuration.files_bucket));
    let sqs = aws_sdk_sqs::Client::new(&aws);
    let ports = Ports {
        contacts: store.clone(),
        groups: store.clone(),
        opt_outs: store.clone(),
        imports: store.clone(),
        exports: store.clone(),
        files: files.clone(),
        links: files,
        broadcasts: store.clone(),
        messages: store.clone(),
        reviews: store.clone(),
        reminders: store.clone(),
        scheduler: Arc::new(EventBridgeScheduler::new(
            &aws,
            SchedulerWiring::from_environment()?,
        )),
        settings: settings_from_environment(store.clone())?,
        threads: store.clone(),
        answers: store.clone(),
        media: Arc::new(TwilioMedia::new(
            aws_sdk_ssm::Client::new(&aws),
            configuration.twilio_auth_token_parameter,
            configuration.twilio_account_sid,
        )?),
        users: store.clone(),
        calls: store.clone(),
        follow_ups: store.clone(),
        phone_assistant: store.clone(),
        budget: store.clone(),
        sender: store.clone(),
        templates: store.clone(),
        audit: store.clone(),
        keys: store.clone(),
        translations: store.clone(),
        model: configuration.model_name,
        statistics: store,
        queue: Arc::new(SqsBroadcastQueue {
            client: sqs.clone(),
            url: configuration.broadcast_queue_url,
        }),
        send_queue: Arc::new(SqsSendQueue {
            client: sqs.clone(),
            url: configuration.send_queue_url,
        }),
        assistant_queue: Arc::new(SqsAssistantQueue {
            client: sqs.clone(),
            url: configuration.assistant_queue_url,
        }),
        directory_queue: Arc::new(SqsDirectoryQueue {
            client: sqs,
            url: configuration.directory_queue_url,
        }),
        clock: clock.clone(),
        randomness: Arc::new(SystemRandomness),
    };
    let authenticator = Authenticator::new(configuration.tokens, keys, clock);
    let church = Church {
        name: configuration.church_name,
        region: configuration.default_region,
    };
    Ok(Api::new(ports, authenticator, church))
}
