//! The bucket that the dashboard is served from.

use std::collections::HashMap;

use anyhow::{Context as _, Result, bail};
use aws_sdk_s3::Client;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};

/// S3 deletes at most this many in one request.
const DELETED_AT_ONCE: usize = 1_000;

/// One bucket, by name.
#[derive(Debug, Clone)]
pub(crate) struct Bucket {
    pub(crate) client: Client,
    pub(crate) name: String,
}

impl Bucket {
    /// Key and size in bytes of everything in it.
    ///
    /// # Errors
    /// When S3 does not say.
    pub(crate) async fn list(&self) -> Result<HashMap<String, u64>> {
        let mut objects = HashMap::new();
        let mut pages = self
            .client
            .list_objects_v2()
            .bucket(&self.name)
            .into_paginator()
            .send();
        while let Some(page) = pages.next().await {
            for object in page.context("the bucket can't be listed")?.contents() {
                let size = object
                    .size()
                    .and_then(|size| u64::try_from(size).ok())
                    .unwrap_or_default();
                objects.insert(
                    object.key().context("an object without a key")?.to_owned(),
                    size,
                );
            }
        }
        Ok(objects)
    }

    /// Puts a file; the last one to do so wins, as CloudFormation makes one request at a time.
    ///
    /// # Errors
    /// When S3 does not take it.
    pub(crate) async fn put(
        &self,
        key: &str,
        body: ByteStream,
        content_type: &str,
        cache_control: &str,
    ) -> Result<()> {
        let request = self.client.put_object().bucket(&self.name).key(key);
        let request = request
            .content_type(content_type)
            .cache_control(cache_control)
            .body(body);
        request
            .send()
            .await
            .with_context(|| format!("{key} can't be published"))?;
        Ok(())
    }

    /// Deletes what is there of these.
    ///
    /// # Errors
    /// When S3 keeps one of them.
    pub(crate) async fn delete(&self, keys: &[String]) -> Result<()> {
        for keys in keys.chunks(DELETED_AT_ONCE) {
            let objects = keys
                .iter()
                .map(|key| ObjectIdentifier::builder().key(key).build());
            let objects = Delete::builder()
                .set_objects(Some(objects.collect::<Result<_, _>>()?))
                .quiet(true)
                .build()?;
            let request = self
                .client
                .delete_objects()
                .bucket(&self.name)
                .delete(objects);
            let answer = request.send().await.context("old files can't be deleted")?;
            if let Some(kept) = answer.errors().first() {
                bail!(
                    "{} can't be deleted: {}",
                    kept.key().unwrap_or("a file"),
                    kept.code().unwrap_or("no reason given")
                );
            }
        }
        Ok(())
    }
}
