//! From a batch of queue messages to the use cases.

use std::sync::Arc;

use adapters::dynamodb::DynamoStore;
use adapters::environment::required;
use adapters::lambda::{SqsBatch, SqsTask, deadline, failed_items};
use adapters::s3::S3Files;
use adapters::sqs::{DirectoryQueueMessage, SqsDirectoryQueue};
use adapters::surroundings::{SystemClock, SystemRandomness};
use app::apply_import::ApplyImport;
use app::empty_group::EmptyGroup;
use app::forget_contact::ForgetContact;
use app::manage_groups::ManageGroups;
use app::ports::DirectoryTask;
use app::read_import::ReadImport;
use app::write_export::WriteExport;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use domain::phone::DefaultRegion;
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent};
use tracing::error;

/// The long work on the directory.
pub(crate) struct Work {
    read_import: ReadImport,
    apply_import: ApplyImport,
    write_export: WriteExport,
    forget_contact: ForgetContact,
    empty_group: EmptyGroup,
}

impl Work {
    /// Wires the use cases to our table, bucket and queue.
    pub(crate) async fn from_environment() -> Result<Self, Error> {
        let config = adapters::aws::configuration_from_environment()?;
        let region: DefaultRegion = required("DEFAULT_REGION")?.parse()?;
        let files = Arc::new(S3Files::new(&config, required("FILES_BUCKET")?));
        let queue = Arc::new(SqsDirectoryQueue {
            client: aws_sdk_sqs::Client::new(&config),
            url: required("DIRECTORY_QUEUE_URL")?,
        });
        let store = Arc::new(DynamoStore::new(
            aws_sdk_dynamodb::Client::new(&config),
            required("TABLE_NAME")?,
        ));
        store.connect().await;
        let (clock, randomness) = (Arc::new(SystemClock), Arc::new(SystemRandomness));
        Ok(Self {
            read_import: ReadImport {
                imports: store.clone(),
                files: files.clone(),
                contacts: store.clone(),
                groups: store.clone(),
                queue: queue.clone(),
                clock: clock.clone(),
                randomness: randomness.clone(),
                region,
            },
            apply_import: ApplyImport {
                imports: store.clone(),
                lock: store.clone(),
                files: files.clone(),
                contacts: store.clone(),
                groups: store.clone(),
                opt_outs: store.clone(),
                queue: queue.clone(),
                clock: clock.clone(),
                randomness: randomness.clone(),
            },
            write_export: WriteExport {
                exports: store.clone(),
                contacts: store.clone(),
                groups: store.clone(),
                files: files.clone(),
                clock: clock.clone(),
            },
            forget_contact: ForgetContact {
                contacts: store.clone(),
                broadcasts: store.clone(),
                messages: store.clone(),
                threads: store.clone(),
                calls: store.clone(),
                files: files.clone(),
                queue: queue.clone(),
                clock: clock.clone(),
            },
            empty_group: EmptyGroup {
                groups: ManageGroups {
                    groups: store.clone(),
                    contacts: store,
                    queue,
                    clock,
                    randomness,
                },
            },
        })
    }

    /// Does each task of the batch; those that failed come back later.
    pub(crate) async fn handle(
        &self,
        event: LambdaEvent<SqsEvent>,
    ) -> Result<SqsBatchResponse, Error> {
        let deadline = deadline(&event.context);
        let batch = SqsBatch::<DirectoryQueueMessage>::read(event.payload);
        let mut failed = batch.unreadable;
        for SqsTask { id, task, .. } in batch.tasks {
            if let Err(error) = self.run(task.into(), deadline).await {
                error!(%error, "A task on the directory will be tried again");
                failed.push(id);
            }
        }
        Ok(failed_items(failed))
    }

    async fn run(&self, task: DirectoryTask, deadline: Timestamp) -> app::Result<()> {
        match task {
            // An import is in one stage: each of the two leaves what is not for it alone.
            DirectoryTask::Import(id) => {
                self.read_import.run(id, deadline).await?;
                self.apply_import.run(id, deadline).await
            }
            DirectoryTask::Export(id) => self.write_export.run(id, deadline).await,
            DirectoryTask::ForgetContact(id) => self.forget_contact.run(id, deadline).await,
            DirectoryTask::EmptyGroup(id) => self.empty_group.run(id, deadline).await,
        }
    }
}
