//! CloudFormation's side of a custom resource:
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/crpg-ref.html>.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// CloudFormation refuses answers of more than 4,096 bytes; this leaves room for the ids, whatever the script.
const REASON_CHARACTERS: usize = 500;
const ATTEMPTS: u32 = 4;
const PAUSE: Duration = Duration::from_secs(1);

/// Where an answer goes and what it must repeat. Read first, so that whatever is wrong with the rest can be answered:
/// CloudFormation waits for as long as it gets no answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct ReplyTo {
    #[serde(rename = "ResponseURL")]
    response_url: String,
    request_id: String,
    stack_id: String,
    logical_resource_id: String,
}

/// What CloudFormation wants.
#[derive(Debug, Deserialize)]
#[serde(tag = "RequestType")]
pub(crate) enum Request {
    /// The resource is new.
    Create(Wanted),
    /// One of its properties has changed.
    Update(Wanted),
    /// It is taken out, or its creation failed.
    Delete(Existing),
}

/// How the resource shall be.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Wanted {
    pub(crate) resource_properties: Properties,
}

/// Properties that template.yaml gives.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Properties {
    /// The dashboard's configuration, published as it is in `config.json`.
    pub(crate) config: Value,
}

/// Which resource is meant.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Existing {
    pub(crate) physical_resource_id: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Answer<'a> {
    status: &'a str,
    reason: String,
    physical_resource_id: &'a str,
    request_id: &'a str,
    stack_id: &'a str,
    logical_resource_id: &'a str,
}

impl ReplyTo {
    /// # Errors
    /// When the event does not say where an answer goes: then there can be none.
    pub(crate) fn of(event: &Value) -> Result<Self> {
        Self::deserialize(event).context("the event is not a custom resource's")
    }

    /// Tells CloudFormation how it went. Its address takes the same answer any number of times.
    ///
    /// # Errors
    /// When the address takes none of several attempts.
    pub(crate) async fn answer(
        &self,
        http: &reqwest::Client,
        resource: &str,
        outcome: &Result<()>,
    ) -> Result<()> {
        let (status, reason) = match outcome {
            Ok(()) => ("SUCCESS", "The dashboard is published".to_owned()),
            Err(error) => (
                "FAILED",
                format!("{error:#}")
                    .chars()
                    .take(REASON_CHARACTERS)
                    .collect(),
            ),
        };
        let answer = serde_json::to_string(&Answer {
            status,
            reason,
            physical_resource_id: resource,
            request_id: &self.request_id,
            stack_id: &self.stack_id,
            logical_resource_id: &self.logical_resource_id,
        })?;
        for attempt in 1..=ATTEMPTS {
            // No content type: the address is signed without one.
            let sent = http
                .put(&self.response_url)
                .body(answer.clone())
                .send()
                .await;
            match sent.and_then(reqwest::Response::error_for_status) {
                Ok(_) => return Ok(()),
                // The address holds a signature.
                Err(error) => {
                    tracing::warn!(attempt, error = %error.without_url(), "CloudFormation took no answer")
                }
            }
            tokio::time::sleep(PAUSE).await;
        }
        bail!("CloudFormation took no answer")
    }
}
