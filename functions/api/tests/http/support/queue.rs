//! A stand-in for SQS that takes messages and keeps them
//! (<https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html>).

use serde_json::{Value, json};
use wiremock::matchers::{header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) struct Queue(MockServer);

impl Queue {
    pub(super) async fn start() -> Self {
        let server = MockServer::start().await;
        let sent = json!({ "MessageId": "5fea7756-0ea4-451a-a703-a558b933e274" });
        Mock::given(method("POST"))
            .and(header("x-amz-target", "AmazonSQS.SendMessage"))
            .respond_with(ResponseTemplate::new(200).set_body_json(sent))
            .mount(&server)
            .await;
        Self(server)
    }

    pub(super) fn url(&self) -> String {
        self.0.uri()
    }

    /// The requests so far, each as it was sent to SQS.
    pub(crate) async fn requests(&self) -> Vec<Value> {
        let requests = self
            .0
            .received_requests()
            .await
            .expect("requests are recorded");
        requests
            .iter()
            .map(|request| request.body_json().expect("JSON"))
            .collect()
    }

    /// What the messages say, in the order in which they were sent.
    pub(crate) async fn bodies(&self) -> Vec<Value> {
        let requests = self.requests().await;
        let bodies = requests
            .iter()
            .map(|request| request["MessageBody"].as_str().expect("a body"));
        bodies
            .map(|body| serde_json::from_str(body).expect("JSON"))
            .collect()
    }
}
