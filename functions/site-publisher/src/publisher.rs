//! One request of CloudFormation: publish, or empty the bucket; and the answer, whatever happened.

use std::collections::HashMap;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use adapters::aws::configuration_from_environment;
use adapters::environment::required;
use anyhow::{Context as _, Result, anyhow};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use futures::{StreamExt as _, TryStreamExt as _, stream};
use lambda_runtime::Error;
use serde::Deserialize as _;
use serde_json::Value;

use crate::bucket::Bucket;
use crate::request::{ReplyTo, Request};
use crate::site::{self, CONFIG, File, INDEX, NO_CACHE};

/// Uploads at once: hundreds of small files wait for the network, not for us.
const AT_ONCE: usize = 16;
/// Time kept for the answer: a function that is stopped can't give one.
const TIME_TO_ANSWER: Duration = Duration::from_secs(10);
const HTTP_TIMEOUT: Duration = Duration::from_secs(5);

/// Publishes the dashboard of one package into one bucket.
#[derive(Debug)]
pub struct Publisher {
    bucket: Bucket,
    site: PathBuf,
    http: reqwest::Client,
}

impl Publisher {
    /// The publisher that the environment describes: `SITE_BUCKET`, Lambda's own variables, and the dashboard in
    /// `site` beside the binary.
    ///
    /// # Errors
    /// When a variable is missing.
    pub fn from_environment() -> Result<Self, Error> {
        let client = Client::new(&configuration_from_environment()?);
        let site = PathBuf::from(required("LAMBDA_TASK_ROOT")?).join("site");
        Self::new(client, required("SITE_BUCKET")?, site)
    }

    /// A publisher of the dashboard in a directory.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(client: Client, bucket: String, site: PathBuf) -> Result<Self, Error> {
        let http = adapters::http::client(HTTP_TIMEOUT)?;
        Ok(Self {
            bucket: Bucket {
                client,
                name: bucket,
            },
            site,
            http,
        })
    }

    /// Does what CloudFormation asks for, and answers before `deadline`, also when it failed.
    ///
    /// # Errors
    /// When CloudFormation can't be answered.
    pub async fn handle(&self, event: Value, deadline: SystemTime) -> Result<(), Error> {
        let reply = ReplyTo::of(&event)?;
        let left = deadline
            .duration_since(SystemTime::now())
            .unwrap_or_default();
        let work = tokio::time::timeout(left.saturating_sub(TIME_TO_ANSWER), self.fulfil(event));
        let outcome = work
            .await
            .unwrap_or_else(|_| Err(anyhow!("there was not enough time; try again")));
        if let Err(error) = &outcome {
            tracing::error!(error = %format!("{error:#}"), "the dashboard is not published");
        }
        // The bucket's name, so that CloudFormation sees another bucket as another resource.
        reply
            .answer(&self.http, &self.bucket.name, &outcome)
            .await?;
        Ok(())
    }

    async fn fulfil(&self, event: Value) -> Result<()> {
        match Request::deserialize(&event).context("the request can't be read")? {
            Request::Create(wanted) | Request::Update(wanted) => {
                self.publish(&wanted.resource_properties.config).await
            }
            // A bucket of an earlier template is CloudFormation's to delete, and no longer ours to touch.
            Request::Delete(existing) if existing.physical_resource_id != self.bucket.name => {
                Ok(())
            }
            Request::Delete(_) => self.empty().await,
        }
    }

    /// The index names the other files: it is put when they are there, and what the old one named goes after that.
    async fn publish(&self, config: &Value) -> Result<()> {
        let there = self.bucket.list().await?;
        let files = site::files(&self.site)?;
        let (index, others): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.key == INDEX);
        let missing: Vec<_> = others
            .into_iter()
            .filter(|file| !is_there(file, &there))
            .collect();
        stream::iter(&missing)
            .map(Ok)
            .try_for_each_concurrent(AT_ONCE, |file| self.put(file))
            .await?;
        let config = ByteStream::from(serde_json::to_vec(config)?);
        self.bucket
            .put(CONFIG, config, site::content_type(CONFIG), NO_CACHE)
            .await?;
        for file in index {
            self.put(file).await?;
        }
        let is_current = |key: &String| key == CONFIG || files.iter().any(|file| file.key == *key);
        let old: Vec<_> = there.into_keys().filter(|key| !is_current(key)).collect();
        self.bucket.delete(&old).await?;
        tracing::info!(
            files.put = missing.len() + 2,
            files.deleted = old.len(),
            "the dashboard is published"
        );
        Ok(())
    }

    async fn put(&self, file: &File) -> Result<()> {
        let body = ByteStream::from(std::fs::read(&file.path)?);
        self.bucket
            .put(
                &file.key,
                body,
                site::content_type(&file.key),
                file.cache_control(),
            )
            .await
    }

    /// CloudFormation deletes no bucket that holds something.
    async fn empty(&self) -> Result<()> {
        let keys: Vec<_> = self.bucket.list().await?.into_keys().collect();
        self.bucket.delete(&keys).await
    }
}

/// A file whose name changes with its content needs no second upload.
fn is_there(file: &File, there: &HashMap<String, u64>) -> bool {
    file.is_immutable() && there.get(&file.key) == Some(&file.size)
}
