//! Staff take everyone in the directory with them, as a file. It is written by [`crate::write_export`].

use std::sync::Arc;
use std::time::Duration;

use domain::ExportId;
use domain::history::Actor;
use domain::import::{Export, ExportStage};

use crate::error::{Error, Result};
use crate::ports::{
    Clock, DirectoryQueue, DirectoryTask, ExportStore, FileLinks, Randomness, SignedRequest,
};

/// When the work is looked at that a request announced, in case the request dies before it queues the work itself.
const SAFETY_NET: Duration = Duration::from_secs(15);

/// What staff do with exports.
pub struct Exports {
    /// The exports.
    pub exports: Arc<dyn ExportStore>,
    /// For downloads.
    pub links: Arc<dyn FileLinks>,
    /// Who writes them.
    pub queue: Arc<dyn DirectoryQueue>,
    /// For times of creation.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

impl Exports {
    /// Has everyone in the directory written to a file.
    ///
    /// # Errors
    /// When the store or the queue fails.
    pub async fn create(&self, actor: Actor) -> Result<Export> {
        let now = self.clock.now();
        let export = Export::new(ExportId::new(now, self.randomness.draw()), actor, now);
        // Announced before it is there: a request that dies in between leaves no export that nobody writes.
        let task = DirectoryTask::Export(export.id);
        self.queue.enqueue_directory_task(task, SAFETY_NET).await?;
        self.exports.create_export(&export).await?;
        self.queue
            .enqueue_directory_task(task, Duration::ZERO)
            .await?;
        Ok(export)
    }

    /// Reads an export, and where its file can be downloaded once it is ready.
    ///
    /// # Errors
    /// When there is none, or a store fails.
    pub async fn get(&self, id: ExportId) -> Result<(Export, Option<SignedRequest>)> {
        let found = self.exports.get_export(id).await?;
        let export = found
            .filter(|export| export.expires_at() > self.clock.now())
            .ok_or(Error::NotFound("export"))?;
        if export.stage != ExportStage::Ready {
            return Ok((export, None));
        }
        let file_name = format!("contacts-{}.csv", export.created_at.strftime("%Y-%m-%d"));
        let link = self
            .links
            .download_link(&export.file_key(), &file_name)
            .await?;
        Ok((export, Some(link)))
    }
}
