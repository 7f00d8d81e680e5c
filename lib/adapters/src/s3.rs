//! Files in S3, and requests that browsers may make of it by themselves:
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-presigned-url.html>.

use std::collections::BTreeMap;
use std::time::Duration;

use app::error::{Error, Result};
use app::ports::{Clock, FileLinks, FileStore, SignedRequest};
use async_trait::async_trait;
use aws_sdk_s3::Client;
use aws_sdk_s3::config::{RequestChecksumCalculation, ResponseChecksumValidation};
use aws_sdk_s3::error::{DisplayErrorContext, SdkError};
use aws_sdk_s3::presigning::PresigningConfig;
use aws_sdk_s3::primitives::ByteStream;
use aws_sdk_s3::types::{Delete, ObjectIdentifier};
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::SdkConfig;
use jiff::Timestamp;

use crate::surroundings::SystemClock;

/// How long a browser may use a request.
const LINK_LIFETIME: Duration = Duration::from_mins(15);
/// The largest file has 25 MB; inside of AWS it is there in a second.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(20);
const OPERATION_TIMEOUT: Duration = Duration::from_secs(60);
/// Any file; what it is shows its content.
const ANY_CONTENT: &str = "application/octet-stream";

/// One bucket.
#[derive(Debug, Clone)]
pub struct S3Files {
    client: Client,
    bucket: String,
}

impl S3Files {
    /// Uses this bucket.
    pub fn new(config: &SdkConfig, bucket: String) -> Self {
        let timeouts = TimeoutConfig::builder()
            .operation_attempt_timeout(ATTEMPT_TIMEOUT)
            .operation_timeout(OPERATION_TIMEOUT)
            .build();
        let config = aws_sdk_s3::config::Builder::from(config)
            // The emulator answers under one host; in AWS the bucket is part of the host.
            .force_path_style(config.endpoint_url().is_some())
            .timeout_config(timeouts)
            // A browser would have to work out the checksum before it uploads.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .response_checksum_validation(ResponseChecksumValidation::WhenRequired)
            .build();
        Self {
            client: Client::from_conf(config),
            bucket,
        }
    }

    fn lifetime() -> Result<(PresigningConfig, Timestamp)> {
        let lifetime = PresigningConfig::expires_in(LINK_LIFETIME).map_err(unavailable)?;
        Ok((lifetime, SystemClock.now() + LINK_LIFETIME))
    }
}

fn unavailable(error: impl std::error::Error) -> Error {
    Error::Unavailable(format!("S3: {}", DisplayErrorContext(&error)))
}

#[async_trait]
impl FileStore for S3Files {
    async fn has_file(&self, key: &str) -> Result<bool> {
        let request = self.client.head_object().bucket(&self.bucket).key(key);
        match request.send().await {
            Ok(_) => Ok(true),
            Err(SdkError::ServiceError(error)) if error.err().is_not_found() => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }

    async fn get_file(&self, key: &str) -> Result<Option<Vec<u8>>> {
        let request = self.client.get_object().bucket(&self.bucket).key(key);
        let output = match request.send().await {
            Ok(output) => output,
            Err(SdkError::ServiceError(error)) if error.err().is_no_such_key() => return Ok(None),
            Err(error) => return Err(unavailable(error)),
        };
        let bytes = output.body.collect().await.map_err(unavailable)?;
        Ok(Some(bytes.to_vec()))
    }

    async fn put_file(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(content_type)
            .body(ByteStream::from(bytes))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(())
    }

    async fn delete_files(&self, prefix: &str) -> Result<()> {
        loop {
            let listed = self
                .client
                .list_objects_v2()
                .bucket(&self.bucket)
                .prefix(prefix)
                .send()
                .await
                .map_err(unavailable)?;
            let keys = listed.contents().iter().filter_map(|object| object.key());
            let objects: Vec<ObjectIdentifier> = keys
                .map(|key| ObjectIdentifier::builder().key(key).build())
                .collect::<std::result::Result<_, _>>()
                .map_err(unavailable)?;
            if objects.is_empty() {
                return Ok(());
            }
            let delete = Delete::builder()
                .set_objects(Some(objects))
                .quiet(true)
                .build()
                .map_err(unavailable)?;
            let request = self.client.delete_objects().bucket(&self.bucket);
            let output = request.delete(delete).send().await.map_err(unavailable)?;
            if let Some(error) = output.errors().first() {
                let code = error.code().unwrap_or("no reason given");
                return Err(Error::Unavailable(format!("S3 keeps a file: {code}")));
            }
        }
    }
}

#[async_trait]
impl FileLinks for S3Files {
    async fn upload_link(&self, key: &str, size: u64) -> Result<SignedRequest> {
        let (lifetime, expires_at) = Self::lifetime()?;
        let size = i64::try_from(size)
            .map_err(|_| Error::Unavailable("a file of an impossible size".into()))?;
        let request = self.client.put_object().bucket(&self.bucket).key(key);
        // Size and type are signed: S3 refuses any other upload.
        let request = request.content_length(size).content_type(ANY_CONTENT);
        let signed = request.presigned(lifetime).await.map_err(unavailable)?;
        Ok(SignedRequest {
            url: signed.uri().to_owned(),
            method: "PUT",
            headers: BTreeMap::from([("Content-Type".to_owned(), ANY_CONTENT.to_owned())]),
            expires_at,
        })
    }

    async fn download_link(&self, key: &str, file_name: &str) -> Result<SignedRequest> {
        let (lifetime, expires_at) = Self::lifetime()?;
        let signed = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(key)
            .response_content_disposition(format!("attachment; filename=\"{file_name}\""))
            .presigned(lifetime)
            .await
            .map_err(unavailable)?;
        Ok(SignedRequest {
            url: signed.uri().to_owned(),
            method: "GET",
            headers: BTreeMap::new(),
            expires_at,
        })
    }
}
