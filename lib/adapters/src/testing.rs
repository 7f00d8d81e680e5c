//! An embedded DynamoDB for tests, with the table as template.yaml defines it: what is tested is what is deployed.

use aws_credential_types::Credentials;
use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{AttributeDefinition, BillingMode, KeySchemaElement};
use aws_types::region::Region;
use dynoxide::Database;
use serde_yaml_ng::Value;
use tokio::net::TcpListener;

use crate::aws::configuration;
use crate::dynamodb::DynamoStore;

/// A table of its own for one test. It lives as long as the test's runtime.
#[derive(Debug, Clone)]
pub struct TestTable {
    /// Where the embedded DynamoDB listens, on loopback.
    pub endpoint_url: String,
    /// A client of it.
    pub client: Client,
    /// The table's name.
    pub table: String,
    /// Our stores on it.
    pub store: DynamoStore,
}

impl TestTable {
    /// Starts an embedded DynamoDB on a free port of the loopback address and makes the table in it.
    ///
    /// # Panics
    /// When it can't be started, or template.yaml does not define the table.
    #[expect(clippy::expect_used, reason = "a test can't go on without its table")]
    pub async fn start() -> Self {
        let database = Database::memory().expect("an embedded database");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        tokio::spawn(dynoxide::server::serve_on(listener, database));
        Self::on(format!("http://{address}")).await
    }

    /// Makes the table in a DynamoDB that runs already.
    ///
    /// # Panics
    /// When the table can't be made, or template.yaml does not define it.
    #[expect(clippy::expect_used, reason = "a test can't go on without its table")]
    pub async fn on(endpoint_url: String) -> Self {
        let credentials = Credentials::from_keys("test", "test", None);
        let config = configuration(
            Region::from_static("us-east-1"),
            credentials,
            Some(endpoint_url.clone()),
        );
        let client = Client::new(&config);
        let table = "tidings".to_owned();
        let (attributes, keys) = definition();
        client
            .create_table()
            .table_name(&table)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(attributes))
            .set_key_schema(Some(keys))
            .send()
            .await
            .expect("the table of template.yaml");
        Self {
            endpoint_url,
            store: DynamoStore::new(client.clone(), table.clone()),
            client,
            table,
        }
    }
}

/// The table's attributes and keys, from template.yaml.
#[expect(clippy::expect_used, reason = "a test can't go on without its table")]
fn definition() -> (Vec<AttributeDefinition>, Vec<KeySchemaElement>) {
    let template: Value =
        serde_yaml_ng::from_str(include_str!("../../../template.yaml")).expect("YAML");
    let properties = &template["Resources"]["Table"]["Properties"];
    let list = |name: &str| {
        properties[name]
            .as_sequence()
            .cloned()
            .expect("a list in the table's definition")
    };
    let text = |value: &Value, name: &str| {
        value[name]
            .as_str()
            .expect("a text in the table's definition")
            .to_owned()
    };
    let attributes = list("AttributeDefinitions");
    let attributes = attributes.iter().map(|attribute| {
        AttributeDefinition::builder()
            .attribute_name(text(attribute, "AttributeName"))
            .attribute_type(text(attribute, "AttributeType").as_str().into())
            .build()
            .expect("an attribute")
    });
    let keys = list("KeySchema");
    let keys = keys.iter().map(|key| {
        KeySchemaElement::builder()
            .attribute_name(text(key, "AttributeName"))
            .key_type(text(key, "KeyType").as_str().into())
            .build()
            .expect("a key")
    });
    (attributes.collect(), keys.collect())
}
