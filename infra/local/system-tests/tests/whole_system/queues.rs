//! The emulator's queues, by AWS's own client.

use aws_credential_types::Credentials;
use aws_sdk_sqs::Client;
use aws_sdk_sqs::config::{BehaviorVersion, Region};
use aws_sdk_sqs::types::QueueAttributeName;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};

use crate::stack::Description;

/// Queues of the running stack.
pub(crate) struct Queues(Client);

impl Queues {
    pub(crate) fn of(stack: &Description) -> Self {
        let http = Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let configuration = aws_sdk_sqs::Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(stack.region.clone()))
            .endpoint_url(&stack.aws_endpoint_url)
            .credentials_provider(Credentials::from_keys("test", "test", None))
            .http_client(http)
            .build();
        Self(Client::from_conf(configuration))
    }

    /// Sets how long the queue with this name in the template keeps from view what a worker has taken, and says what it
    /// was before: after a worker's death nobody sees its message for so long.
    pub(crate) async fn set_visibility(&self, name: &str, seconds: &str) -> String {
        let listed = self.0.list_queues().send().await.expect("SQS answers");
        let url = listed
            .queue_urls()
            .iter()
            .find(|url| url.contains(&format!("-{name}-")))
            .unwrap_or_else(|| panic!("no queue {name}"));
        let attribute = QueueAttributeName::VisibilityTimeout;
        let request = self.0.get_queue_attributes().queue_url(url);
        let answer = request.attribute_names(attribute.clone()).send().await;
        let before = answer.expect("SQS answers").attributes.unwrap_or_default();
        let request = self.0.set_queue_attributes().queue_url(url);
        let set = request.attributes(attribute.clone(), seconds).send().await;
        set.expect("SQS sets it");
        before[&attribute].clone()
    }
}
