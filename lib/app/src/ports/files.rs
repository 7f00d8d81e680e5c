//! Files: spreadsheets that staff upload and download, what is worked out of them, and pictures that came with texts.
//! They expire by themselves after some days.

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;

use crate::error::Result;

/// Where files are kept.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Whether there is such a file.
    async fn has_file(&self, key: &str) -> Result<bool>;
    /// Reads a file; `None` when there is none.
    async fn get_file(&self, key: &str) -> Result<Option<Vec<u8>>>;
    /// Writes a file; the last one to do so wins.
    async fn put_file(&self, key: &str, content_type: &str, bytes: Vec<u8>) -> Result<()>;
    /// Deletes every file whose key begins with `prefix`.
    async fn delete_files(&self, prefix: &str) -> Result<()>;
}

/// A request that a browser may make by itself, without a token of ours, until it expires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedRequest {
    /// Where to.
    pub url: String,
    /// `PUT` or `GET`.
    pub method: &'static str,
    /// Headers that must be sent as they are.
    pub headers: BTreeMap<String, String>,
    /// Until when.
    pub expires_at: Timestamp,
}

/// Lets browsers reach single files.
#[async_trait]
pub trait FileLinks: Send + Sync {
    /// Allows to upload exactly `size` bytes under `key`.
    async fn upload_link(&self, key: &str, size: u64) -> Result<SignedRequest>;
    /// Allows to download a file, to be saved as `file_name`.
    async fn download_link(&self, key: &str, file_name: &str) -> Result<SignedRequest>;
}
