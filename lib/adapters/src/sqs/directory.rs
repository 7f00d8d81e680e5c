//! Long work on the directory.

use std::time::Duration;

use app::error::Result;
use app::ports::{DirectoryQueue, DirectoryTask};
use async_trait::async_trait;
use aws_sdk_sqs::Client;
use domain::{ContactId, ExportId, GroupId, ImportId};
use serde::{Deserialize, Serialize};

use super::send_one;

/// Long work on the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "task")]
pub enum DirectoryQueueMessage {
    /// Do what the import's state asks for.
    #[serde(rename = "import.v1")]
    ImportV1 {
        /// The import.
        import_id: ImportId,
    },
    /// Write an export.
    #[serde(rename = "export.v1")]
    ExportV1 {
        /// The export.
        export_id: ExportId,
    },
    /// Remove the traces of a deleted contact.
    #[serde(rename = "forget-contact.v1")]
    ForgetContactV1 {
        /// The contact.
        contact_id: ContactId,
    },
    /// Take everyone out of a deleted group.
    #[serde(rename = "empty-group.v1")]
    EmptyGroupV1 {
        /// The group.
        group_id: GroupId,
    },
}

impl From<DirectoryTask> for DirectoryQueueMessage {
    fn from(task: DirectoryTask) -> Self {
        match task {
            DirectoryTask::Import(import_id) => Self::ImportV1 { import_id },
            DirectoryTask::Export(export_id) => Self::ExportV1 { export_id },
            DirectoryTask::ForgetContact(contact_id) => Self::ForgetContactV1 { contact_id },
            DirectoryTask::EmptyGroup(group_id) => Self::EmptyGroupV1 { group_id },
        }
    }
}

impl From<DirectoryQueueMessage> for DirectoryTask {
    fn from(message: DirectoryQueueMessage) -> Self {
        match message {
            DirectoryQueueMessage::ImportV1 { import_id } => Self::Import(import_id),
            DirectoryQueueMessage::ExportV1 { export_id } => Self::Export(export_id),
            DirectoryQueueMessage::ForgetContactV1 { contact_id } => {
                Self::ForgetContact(contact_id)
            }
            DirectoryQueueMessage::EmptyGroupV1 { group_id } => Self::EmptyGroup(group_id),
        }
    }
}

/// The queue of long work on the directory.
#[derive(Debug, Clone)]
pub struct SqsDirectoryQueue {
    /// The client.
    pub client: Client,
    /// The queue's URL.
    pub url: String,
}

#[async_trait]
impl DirectoryQueue for SqsDirectoryQueue {
    async fn enqueue_directory_task(&self, task: DirectoryTask, delay: Duration) -> Result<()> {
        let message = DirectoryQueueMessage::from(task);
        send_one(&self.client, &self.url, &message, delay).await
    }
}
