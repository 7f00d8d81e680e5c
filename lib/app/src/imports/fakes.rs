//! A shelf of files and the records of imports, in memory. Each effect can fail before or after it happened, or kill the
//! worker: it never goes on, and cleans up nothing.

mod church;

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use domain::import::{Export, Import, Lease};
use domain::{AttemptId, ExportId, ImportId};
use jiff::Timestamp;
use tokio::sync::Notify;

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{
    DirectoryLock, ExportStore, FileLinks, FileStore, ImportStore, Replacement, SignedRequest,
};
pub(crate) use church::{Church, LIFE, people};

/// What happens to a worker at an effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Accident {
    /// It did not happen, and the worker is told so.
    FailsBefore,
    /// It happened, and the worker is told that it failed.
    FailsAfter,
    /// It did not happen, and the worker is no more.
    KilledBefore,
    /// It happened, and the worker is no more.
    KilledAfter,
}

impl Accident {
    pub(crate) const ALL: [Self; 4] = [
        Self::FailsBefore,
        Self::FailsAfter,
        Self::KilledBefore,
        Self::KilledAfter,
    ];
}

/// Files and records.
#[derive(Default)]
pub(crate) struct Shelf {
    pub(crate) files: Mutex<BTreeMap<String, Vec<u8>>>,
    pub(crate) imports: Mutex<BTreeMap<ImportId, Import>>,
    pub(crate) exports: Mutex<BTreeMap<ExportId, Export>>,
    lock: Mutex<Option<Lease>>,
    /// The accident to come, and after how many effects.
    accident: Mutex<Option<(u32, Accident)>>,
    killed: Notify,
    /// Lets the next change of an import go out twice, as when the first answer is lost on the way.
    pub(crate) sends_twice: AtomicBool,
}

impl Shelf {
    /// Lets something happen at the effect with this number, from 1.
    pub(crate) fn expect(&self, effect: u32, accident: Accident) {
        *self.accident.lock().expect("a lock") = Some((effect, accident));
    }

    /// Whether what was expected has happened; if not, it won't.
    pub(crate) fn recover(&self) -> bool {
        self.accident.lock().expect("a lock").take().is_none()
    }

    /// Runs a worker, which may be killed.
    pub(crate) async fn run(&self, worker: impl Future<Output = Result<()>>) -> Option<Result<()>> {
        tokio::select! {
            result = worker => Some(result),
            () = self.killed.notified() => None,
        }
    }

    fn due(&self) -> Option<Accident> {
        let mut accident = self.accident.lock().expect("a lock");
        let (left, kind) = accident.take()?;
        if left > 1 {
            *accident = Some((left - 1, kind));
            return None;
        }
        Some(kind)
    }

    async fn effect<T>(&self, act: impl FnOnce() -> T + Send) -> Result<T> {
        let due = self.due();
        if matches!(due, Some(Accident::FailsBefore | Accident::KilledBefore)) {
            return self.fail(due).await;
        }
        let done = act();
        if due.is_some() {
            return self.fail(due).await;
        }
        Ok(done)
    }

    async fn fail<T>(&self, accident: Option<Accident>) -> Result<T> {
        if matches!(
            accident,
            Some(Accident::KilledBefore | Accident::KilledAfter)
        ) {
            self.killed.notify_one();
            pending::<()>().await;
        }
        Err(Error::Unavailable("an accident of the test".into()))
    }
}

#[async_trait]
impl FileStore for Shelf {
    async fn has_file(&self, key: &str) -> Result<bool> {
        Ok(self.files.lock().expect("a lock").contains_key(key))
    }

    async fn get_file(&self, key: &str) -> Result<Option<Vec<u8>>> {
        Ok(self.files.lock().expect("a lock").get(key).cloned())
    }

    async fn put_file(&self, key: &str, _content_type: &str, bytes: Vec<u8>) -> Result<()> {
        self.effect(|| {
            self.files
                .lock()
                .expect("a lock")
                .insert(key.to_owned(), bytes);
        })
        .await
    }

    async fn delete_files(&self, prefix: &str) -> Result<()> {
        self.effect(|| {
            self.files
                .lock()
                .expect("a lock")
                .retain(|key, _| !key.starts_with(prefix));
        })
        .await
    }
}

#[async_trait]
impl FileLinks for Shelf {
    async fn upload_link(&self, key: &str, _size: u64) -> Result<SignedRequest> {
        Ok(link(key, "PUT"))
    }

    async fn download_link(&self, key: &str, _file_name: &str) -> Result<SignedRequest> {
        Ok(link(key, "GET"))
    }
}

fn link(key: &str, method: &'static str) -> SignedRequest {
    SignedRequest {
        url: format!("https://files.example/{key}"),
        method,
        headers: BTreeMap::new(),
        expires_at: Timestamp::UNIX_EPOCH,
    }
}

#[async_trait]
impl ImportStore for Shelf {
    async fn create_import(&self, import: &Import) -> Result<()> {
        self.effect(|| {
            self.imports
                .lock()
                .expect("a lock")
                .insert(import.id, import.clone());
        })
        .await
    }

    async fn get_import(&self, id: ImportId) -> Result<Option<Import>> {
        Ok(self.imports.lock().expect("a lock").get(&id).cloned())
    }

    async fn list_imports(
        &self,
        before: Option<ImportId>,
        limit: usize,
    ) -> Result<Page<Import, ImportId>> {
        let imports = self.imports.lock().expect("a lock");
        let older = imports
            .values()
            .rev()
            .filter(|import| before.is_none_or(|id| import.id < id));
        let items: Vec<Import> = older.take(limit).cloned().collect();
        let next = items
            .last()
            .map(|import| import.id)
            .filter(|_| items.len() == limit);
        Ok(Page { items, next })
    }

    async fn replace_import(&self, import: &Import, read_version: u32) -> Result<Replacement> {
        if self.sends_twice.swap(false, Ordering::SeqCst) {
            self.replace_import(import, read_version).await?;
        }
        self.effect(|| {
            let mut imports = self.imports.lock().expect("a lock");
            match imports.get_mut(&import.id) {
                None => Replacement::Missing,
                Some(stored) if stored.version != read_version => Replacement::Stale,
                Some(stored) => {
                    *stored = import.clone();
                    Replacement::Done
                }
            }
        })
        .await
    }
}

#[async_trait]
impl DirectoryLock for Shelf {
    async fn hold_directory(&self, _: ImportId, lease: Lease, now: Timestamp) -> Result<bool> {
        self.effect(|| {
            let mut lock = self.lock.lock().expect("a lock");
            let is_free =
                lock.is_none_or(|held| held.until <= now || held.attempt == lease.attempt);
            if is_free {
                *lock = Some(lease);
            }
            is_free
        })
        .await
    }

    async fn release_directory(&self, attempt: AttemptId) -> Result<()> {
        self.effect(|| {
            let mut lock = self.lock.lock().expect("a lock");
            lock.take_if(|held| held.attempt == attempt);
        })
        .await
    }
}

#[async_trait]
impl ExportStore for Shelf {
    async fn create_export(&self, export: &Export) -> Result<()> {
        self.effect(|| {
            self.exports
                .lock()
                .expect("a lock")
                .insert(export.id, export.clone());
        })
        .await
    }

    async fn get_export(&self, id: ExportId) -> Result<Option<Export>> {
        Ok(self.exports.lock().expect("a lock").get(&id).cloned())
    }

    async fn replace_export(&self, export: &Export, read_version: u32) -> Result<Replacement> {
        self.effect(|| {
            let mut exports = self.exports.lock().expect("a lock");
            match exports.get_mut(&export.id) {
                None => Replacement::Missing,
                Some(stored) if stored.version != read_version => Replacement::Stale,
                Some(stored) => {
                    *stored = export.clone();
                    Replacement::Done
                }
            }
        })
        .await
    }
}
