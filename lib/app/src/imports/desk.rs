//! How workers take turns at an import: a lease on its record, and conditional changes of it.
//!
//! A worker holds the lease until it is stopped at the latest, so whoever finds another's lease comes back when that has
//! run out. Each change names the version that was read: whatever a worker does that lost its lease, or whose import
//! staff changed meanwhile, it changes the record no more.

use std::sync::Arc;
use std::time::Duration;

use domain::import::{Import, ImportStage, Lease};
use domain::{AttemptId, ImportId};
use jiff::Timestamp;
use tracing::info;

use crate::error::Result;
use crate::ports::{Clock, DirectoryQueue, DirectoryTask, ImportStore, Randomness, Replacement};

/// The longest that a queue keeps a task back.
const LONGEST_DELAY: Duration = Duration::from_secs(15 * 60);
/// When to look again at an import that changed while it was taken.
const SOON: Duration = Duration::from_secs(10);

/// Where workers take turns.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) imports: Arc<dyn ImportStore>,
    pub(crate) queue: Arc<dyn DirectoryQueue>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) randomness: Arc<dyn Randomness>,
}

/// How far a worker came.
pub(crate) enum Work {
    /// Nothing is left to do.
    Finished,
    /// Time ran out.
    MoreToDo,
    /// The import was changed by somebody else: staff, or another worker.
    Overtaken,
}

impl Desk {
    /// Takes an import that is in this stage, until `until`. `None` when there is nothing to do now; if another worker
    /// is at it, a task for later is queued.
    pub(crate) async fn take(
        &self,
        id: ImportId,
        stage: ImportStage,
        until: Timestamp,
    ) -> Result<Option<Import>> {
        let now = self.clock.now();
        let found = self.imports.get_import(id).await?;
        let Some(import) = found.filter(|import| import.stage == stage) else {
            return Ok(None);
        };
        let attempt = AttemptId::new(now, self.randomness.draw());
        match import.lease(Lease { attempt, until }, now) {
            Err(held) => {
                self.come_back(id, held.until).await?;
                Ok(None)
            }
            Ok(leased) => {
                let ours = self.replace(&import, leased).await?;
                if ours.is_none() {
                    self.enqueue(id, SOON).await?;
                }
                Ok(ours)
            }
        }
    }

    /// Writes the next version of an import, and answers it; `None` when somebody else changed it.
    pub(crate) async fn replace(&self, read: &Import, next: Import) -> Result<Option<Import>> {
        match self.imports.replace_import(&next, read.version).await? {
            Replacement::Done => Ok(Some(next)),
            Replacement::Missing => Ok(None),
            // It may have been us: an answer that is lost on the way makes the request go out twice.
            Replacement::Stale => {
                let found = self.imports.get_import(next.id).await?;
                Ok(found.filter(|found| *found == next))
            }
        }
    }

    /// Ends a worker's turn: leaves the import to the next, if there is more to do or something failed.
    pub(crate) async fn leave(&self, import: &Import, work: Result<Work>) -> Result<()> {
        match work {
            Ok(Work::Finished) => Ok(()),
            Ok(Work::MoreToDo) => {
                self.release(import).await?;
                self.enqueue(import.id, Duration::ZERO).await
            }
            // To say "done" here could delete the queue message that the other worker depends on.
            Ok(Work::Overtaken) => {
                info!(import.id = %import.id, "Changed by somebody else meanwhile");
                self.enqueue(import.id, SOON).await
            }
            Err(error) => {
                // Only so that the next one need not wait for the lease to run out: the error is what counts.
                self.release(import).await.ok();
                Err(error)
            }
        }
    }

    /// Leaves an import to another worker after some time.
    pub(crate) async fn put_off(&self, import: &Import, delay: Duration) -> Result<()> {
        self.release(import).await?;
        self.enqueue(import.id, delay).await
    }

    async fn release(&self, import: &Import) -> Result<()> {
        let released = import.released(self.clock.now());
        self.replace(import, released).await.map(|_| ())
    }

    async fn come_back(&self, id: ImportId, at: Timestamp) -> Result<()> {
        let wait = at.duration_since(self.clock.now());
        let wait = Duration::try_from(wait).unwrap_or_default();
        self.enqueue(id, wait.min(LONGEST_DELAY)).await
    }

    async fn enqueue(&self, id: ImportId, delay: Duration) -> Result<()> {
        let task = DirectoryTask::Import(id);
        self.queue.enqueue_directory_task(task, delay).await
    }
}
