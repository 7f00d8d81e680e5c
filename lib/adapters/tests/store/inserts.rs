//! What DynamoDB answers to a batch of new items, where the embedded one answers otherwise.

use adapters::aws::configuration;
use adapters::dynamodb::DynamoStore;
use app::ports::{Creation, MessageStore};
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::Client;
use aws_types::region::Region;
use domain::Message;
use serde_json::{Value, json};
use wiremock::matchers::header;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::samples::{broadcast_id, message};

const BATCH: &str = "DynamoDB_20120810.BatchExecuteStatement";
const PUT: &str = "DynamoDB_20120810.PutItem";

/// A DynamoDB that gives these answers to batches, one after the other.
async fn answering(batches: &[Value]) -> (MockServer, DynamoStore) {
    let server = MockServer::start().await;
    for batch in batches {
        Mock::given(header("x-amz-target", BATCH))
            .respond_with(ResponseTemplate::new(200).set_body_json(batch))
            .up_to_n_times(1)
            .expect(1)
            .mount(&server)
            .await;
    }
    let credentials = Credentials::from_keys("test", "test", None);
    let region = Region::from_static("us-east-1");
    let config = configuration(region, credentials, Some(server.uri()));
    let store = DynamoStore::new(Client::new(&config), "tidings".into());
    (server, store)
}

fn refused(code: &str) -> Value {
    json!({ "Error": { "Code": code, "Message": "not +12125550001" }, "TableName": "tidings" })
}

fn three() -> Vec<Message> {
    (0..3)
        .map(|number| message(broadcast_id(1), number))
        .collect()
}

/// The keys that the requests for this operation were about, request by request.
async fn asked(server: &MockServer, operation: &str) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for request in server.received_requests().await.expect("recorded") {
        if request.headers["x-amz-target"] != operation {
            continue;
        }
        let body = String::from_utf8(request.body).expect("text");
        let mut ids: Vec<(usize, String)> = three()
            .iter()
            .map(|one| one.id.to_string())
            .filter_map(|id| Some((body.find(&id)?, id)))
            .collect();
        ids.sort_unstable();
        all.push(ids.into_iter().map(|(_, id)| id).collect());
    }
    all
}

#[tokio::test]
async fn what_was_turned_away_is_asked_for_again_alone() {
    let first =
        json!({ "Responses": [{}, refused("ThrottlingError"), refused("InternalServerError")] });
    let second = json!({ "Responses": [refused("ProvisionedThroughputExceeded"), {}] });
    let third = json!({ "Responses": [{}] });
    let (server, store) = answering(&[first, second, third]).await;
    let creations = store.create_messages(&three()).await.expect("answered");
    assert_eq!(creations, [Creation::Created; 3]);
    let ids: Vec<String> = three().iter().map(|one| one.id.to_string()).collect();
    assert_eq!(
        asked(&server, BATCH).await,
        [ids.as_slice(), &ids[1..], &ids[1..2]]
    );
}

#[tokio::test]
async fn whom_an_existing_one_is_for_is_asked_by_itself() {
    let batch = json!({ "Responses": [{}, refused("DuplicateItem"), {}] });
    let (server, store) = answering(&[batch]).await;
    let all = three();
    let failed = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",
        "Message": "The conditional request failed",
        "Item": {
            "pk": { "S": "p" }, "sk": { "S": "s" }, "language": { "S": "en" }, "message_type": { "S": "sms" },
            "status": { "S": "accepted" }, "attempts": { "N": "1" }, "created_at": { "S": "2026-11-22T12:00:00Z" },
            "updated_at": { "S": "2026-11-22T12:00:00Z" },
            "contact_id": { "S": all[2].contact_id.expect("a contact").to_string() },
        },
    });
    Mock::given(header("x-amz-target", PUT))
        .respond_with(ResponseTemplate::new(400).set_body_json(failed))
        .expect(1)
        .mount(&server)
        .await;
    let creations = store.create_messages(&all).await.expect("answered");
    let exists = Creation::Exists {
        contact_id: all[2].contact_id,
    };
    assert_eq!(creations, [Creation::Created, exists, Creation::Created]);
    assert_eq!(asked(&server, PUT).await, [[all[1].id.to_string()]]);
}

#[tokio::test]
async fn what_is_refused_for_good_or_not_answered_is_an_error_without_values() {
    for batch in [
        json!({ "Responses": [{}, refused("ValidationError"), {}] }),
        json!({ "Responses": [{}, {}] }),
    ] {
        let (_server, store) = answering(&[batch]).await;
        let error = store.create_messages(&three()).await.expect_err("refused");
        assert!(!error.to_string().contains("+1212"), "{error}");
    }
}
