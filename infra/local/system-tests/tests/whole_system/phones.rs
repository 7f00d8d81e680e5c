//! The phone network: what was really accepted, and faults.

use std::collections::BTreeMap;

use reqwest::{Client, StatusCode};
use serde_json::Value;

use crate::stack::Description;

/// The ground truth.
#[derive(Debug, Clone)]
pub(crate) struct Phones {
    client: Client,
    base: String,
}

impl Phones {
    pub(crate) fn new(client: Client, stack: &Description) -> Self {
        Self {
            client,
            base: stack.phone_network_url.clone(),
        }
    }

    /// All creations that were accepted, in order; an error while the network does not answer.
    pub(crate) async fn accepted(&self) -> Result<Vec<Value>, String> {
        let response = self
            .client
            .get(format!("{}/accepted", self.base))
            .send()
            .await;
        let response = response.map_err(|error| error.to_string())?;
        response.json().await.map_err(|error| error.to_string())
    }

    /// How often each number was sent a text with exactly this body.
    pub(crate) async fn texts(&self, body: &str) -> Result<BTreeMap<String, usize>, String> {
        let mut texts = BTreeMap::new();
        for creation in self.accepted().await? {
            if creation["Body"] == body {
                let to = creation["To"].as_str().ok_or("a creation without To")?;
                *texts.entry(to.to_owned()).or_default() += 1;
            }
        }
        Ok(texts)
    }

    /// Orders a fault.
    pub(crate) async fn order_fault(&self, order: &Value) {
        let request = self
            .client
            .post(format!("{}/faults", self.base))
            .json(order);
        let response = request.send().await.expect("the phone network answers");
        assert_eq!(response.status(), StatusCode::CREATED, "{order}");
    }

    pub(crate) async fn clear_faults(&self) {
        let request = self.client.delete(format!("{}/faults", self.base));
        request.send().await.expect("the phone network answers");
    }
}
