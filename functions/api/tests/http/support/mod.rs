//! A world for one test: the API, its table, its queue and its user pool.

mod alarms;
mod calls;
mod counter;
mod directory;
mod files;
mod inbox;
mod issuer;
mod queue;
mod refusals;
mod requests;
mod surroundings;

use std::collections::BTreeMap;
use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::s3::S3Files;
use adapters::sqs::{SqsAssistantQueue, SqsBroadcastQueue, SqsDirectoryQueue, SqsSendQueue};
use adapters::surroundings::SystemRandomness;
use adapters::testing::TestTable;
use api::authentication::Authenticator;
use api::configuration::TokenConfiguration;
use api::token_keys::TokenKeys;
use api::{Api, Church, Ports};
use app::read_settings::ReadSettings;
use aws_sdk_dynamodb::types::AttributeValue;
use aws_types::region::Region;
use axum::Router;
use domain::{Country, QuietHours, TimeZoneName};

use alarms::Alarms;
pub(crate) use counter::RequestCounter;
pub(crate) use directory::{new_person, unknown_contact};
use files::Files;
use inbox::OnePicture;
pub(crate) use issuer::{Issuer, Token, published_key};
pub(crate) use queue::Queue;
pub(crate) use refusals::{assert_refused, case, wrong_field};
pub(crate) use requests::{Answer, Ask};
pub(crate) use surroundings::TestClock;

use std::time::Duration;

/// Everything that a test may look at.
pub(crate) struct World {
    pub(crate) router: Router,
    pub(crate) table: TestTable,
    pub(crate) store: DynamoStore,
    pub(crate) queue: Queue,
    pub(crate) issuer: Issuer,
    pub(crate) clock: Arc<TestClock>,
    /// The alarms of reminders.
    pub(crate) alarms: Arc<Alarms>,
    /// The queue of broadcasts, as the functions have it.
    pub(crate) broadcast_queue: Arc<SqsBroadcastQueue>,
    /// Counts the API's requests to DynamoDB.
    pub(crate) dynamodb_requests: RequestCounter,
}

impl World {
    pub(crate) async fn start() -> Self {
        Self::start_with(|_| {}).await
    }

    /// A world in which some of what the API needs is replaced.
    pub(crate) async fn start_with(replace: impl FnOnce(&mut Ports)) -> Self {
        let requests = RequestCounter::default();
        let table = TestTable::start().await;
        let credentials = aws_credential_types::Credentials::from_keys("test", "test", None);
        let region = Region::from_static("us-east-1");
        let aws = adapters::aws::configuration(
            region.clone(),
            credentials.clone(),
            Some(table.endpoint_url.clone()),
        );
        let dynamodb = aws_sdk_dynamodb::config::Builder::from(&aws).interceptor(requests.clone());
        let dynamodb = aws_sdk_dynamodb::Client::from_conf(dynamodb.build());
        let store = DynamoStore::new(dynamodb, table.table.clone());
        let queue = Queue::start().await;
        let issuer = Issuer::start().await;
        let clock = Arc::new(TestClock::default());
        let aws = adapters::aws::configuration(region, credentials, Some(queue.url()));
        let alarms = Arc::new(Alarms::default());
        let broadcast_queue = Arc::new(SqsBroadcastQueue {
            client: aws_sdk_sqs::Client::new(&aws),
            url: format!("{}/broadcasts", queue.url()),
        });
        let shared = Arc::new(store.clone());
        let links = Arc::new(S3Files::new(&aws, "files".into()));
        let mut ports = Ports {
            contacts: shared.clone(),
            groups: shared.clone(),
            opt_outs: shared.clone(),
            imports: shared.clone(),
            exports: shared.clone(),
            files: Arc::new(Files::default()),
            links,
            broadcasts: shared.clone(),
            messages: shared.clone(),
            reviews: shared.clone(),
            reminders: shared.clone(),
            scheduler: alarms.clone(),
            settings: ReadSettings {
                settings: shared.clone(),
                time_zone: TimeZoneName::parse("America/Chicago").expect("a time zone"),
                country: Country::UNITED_STATES,
                quiet_hours: Some(QuietHours::default()),
            },
            budget: shared.clone(),
            sender: shared.clone(),
            templates: shared.clone(),
            audit: shared.clone(),
            threads: shared.clone(),
            answers: shared.clone(),
            media: Arc::new(OnePicture),
            users: shared.clone(),
            calls: shared.clone(),
            follow_ups: shared.clone(),
            phone_assistant: shared.clone(),
            keys: shared.clone(),
            translations: shared.clone(),
            model: Some("small".into()),
            statistics: shared,
            queue: broadcast_queue.clone(),
            send_queue: Arc::new(SqsSendQueue {
                client: aws_sdk_sqs::Client::new(&aws),
                url: format!("{}/send", queue.url()),
            }),
            assistant_queue: Arc::new(SqsAssistantQueue {
                client: aws_sdk_sqs::Client::new(&aws),
                url: format!("{}/assistant", queue.url()),
            }),
            directory_queue: Arc::new(SqsDirectoryQueue {
                client: aws_sdk_sqs::Client::new(&aws),
                url: format!("{}/directory", queue.url()),
            }),
            clock: clock.clone(),
            randomness: Arc::new(SystemRandomness),
        };
        replace(&mut ports);
        let configuration = TokenConfiguration {
            issuer: issuer.name(),
            client_id: Issuer::CLIENT.to_owned(),
            keys_url: issuer.keys_url(),
        };
        let http = adapters::http::client(Duration::from_secs(3)).expect("an HTTP client");
        let keys = TokenKeys::new(configuration.keys_url.clone(), http, clock.clone());
        let authenticator = Authenticator::new(configuration, Arc::new(keys), clock.clone());
        let church = Church {
            name: "Grace Church".into(),
            region: "US".parse().expect("a country code"),
        };
        Self {
            router: api::router(Api::new(ports, authenticator, church)),
            table,
            store,
            queue,
            issuer,
            clock,
            alarms,
            broadcast_queue,
            dynamodb_requests: requests,
        }
    }

    /// Everything that a request can change: each item of the table, what stands in the queue, and the alarms.
    pub(crate) async fn everything(&self) -> BTreeMap<String, String> {
        let items = self
            .table
            .client
            .scan()
            .table_name(&self.table.table)
            .into_paginator()
            .items()
            .send();
        let mut everything = BTreeMap::new();
        let items = items
            .collect::<Result<Vec<_>, _>>()
            .await
            .expect("the table can be read");
        for item in items {
            let item: BTreeMap<_, _> = item.into_iter().collect();
            everything.insert(
                format!("{:?} {:?}", item["pk"], item["sk"]),
                format!(
                    "{:?}",
                    item.iter()
                        .map(|(name, value)| (name, plain(value)))
                        .collect::<BTreeMap<_, _>>()
                ),
            );
        }
        let queued = self.queue.bodies().await;
        everything.insert("queue".into(), format!("{queued:?}"));
        everything.insert("alarms".into(), format!("{:?}", self.alarms.all()));
        everything
    }
}

/// A value whose parts have one order, so that two readings of one item are equal.
fn plain(value: &AttributeValue) -> String {
    match value {
        AttributeValue::M(map) => {
            let sorted: BTreeMap<_, _> = map
                .iter()
                .map(|(name, value)| (name, plain(value)))
                .collect();
            format!("{sorted:?}")
        }
        AttributeValue::L(list) => format!("{:?}", list.iter().map(plain).collect::<Vec<_>>()),
        other => format!("{other:?}"),
    }
}
