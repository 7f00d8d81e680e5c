//! Files in memory, in place of a bucket; links to files are signed by the real client.

use std::collections::BTreeMap;
use std::sync::Mutex;

use app::error::Result;
use app::ports::FileStore;
use async_trait::async_trait;

/// Files in memory.
#[derive(Default)]
pub(crate) struct Files(Mutex<BTreeMap<String, Vec<u8>>>);

#[async_trait]
impl FileStore for Files {
    async fn has_file(&self, key: &str) -> Result<bool> {
        Ok(self.0.lock().expect("a lock").contains_key(key))
    }

    async fn get_file(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.0.lock().expect("a lock").get(key).cloned())
    }

    async fn put_file(&self, key: &str, _content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.0.lock().expect("a lock").insert(key.to_owned(), bytes);
        Ok(())
    }

    async fn delete_files(&self, prefix: &str) -> Result<()> {
        let mut files = self.0.lock().expect("a lock");
        files.retain(|key, _| !key.starts_with(prefix));
        Ok(())
    }
}
