//! Imports and exports, and the right to apply an import. Records that may be removed carry the time after which they
//! may, for DynamoDB's time to live; it is a hint, and whoever reads a record looks at the time again.

use app::Page;
use app::error::Result;
use app::ports::{DirectoryLock, ExportStore, ImportStore, Replacement};
use async_trait::async_trait;
use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::delete_item::DeleteItemError;
use aws_sdk_dynamodb::operation::put_item::PutItemError;
use domain::import::{Export, Import, Lease};
use domain::{AttemptId, ExportId, ImportId};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::item::{Item, from_item, number, string, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::{DynamoStore, unavailable};

pub(super) fn expiring_item(
    key: &Key,
    record: &impl Serialize,
    expires_at: Option<Timestamp>,
) -> Result<Item> {
    let mut item = to_item(key, record)?;
    if let Some(at) = expires_at {
        item.insert("expires_at".to_owned(), number(at.as_second()));
    }
    Ok(item)
}

fn import_item(import: &Import) -> Result<Item> {
    expiring_item(&Key::import(import.id), import, import.expires_at())
}

fn export_item(export: &Export) -> Result<Item> {
    expiring_item(&Key::export(export.id), export, Some(export.expires_at()))
}

/// What a refused replacement came to, from the record as it is.
fn refused<Record: DeserializeOwned + PartialEq>(
    old: Item,
    wanted: &Record,
) -> Result<Replacement> {
    if old.is_empty() {
        return Ok(Replacement::Missing);
    }
    let old: Record = from_item(old)?;
    Ok(match old == *wanted {
        // Our own, written by a first try whose answer was lost.
        true => Replacement::Done,
        false => Replacement::Stale,
    })
}

#[async_trait]
impl ImportStore for DynamoStore {
    /// P1
    async fn create_import(&self, import: &Import) -> Result<()> {
        self.put_new(import_item(import)?).await?;
        Ok(())
    }

    /// P2
    async fn get_import(&self, id: ImportId) -> Result<Option<Import>> {
        let item = self.get_item(&Key::import(id), true).await?;
        item.map(from_item).transpose()
    }

    /// P3
    async fn list_imports(
        &self,
        before: Option<ImportId>,
        limit: usize,
    ) -> Result<Page<Import, ImportId>> {
        let page = PageOf::newest_first(keys::imports(), before, limit);
        self.read_page(page, from_item).await
    }

    /// P4
    async fn replace_import(&self, import: &Import, read_version: u32) -> Result<Replacement> {
        match self.put_version(import_item(import)?, read_version).await? {
            None => Ok(Replacement::Done),
            Some(old) => refused(old, import),
        }
    }
}

#[async_trait]
impl DirectoryLock for DynamoStore {
    /// P5
    async fn hold_directory(&self, import: ImportId, lease: Lease, now: Timestamp) -> Result<bool> {
        let mut item = Key::directory_lock().attributes();
        item.insert("import_id".to_owned(), string(import));
        item.insert("attempt".to_owned(), string(lease.attempt));
        item.insert("until".to_owned(), number(lease.until.as_millisecond()));
        let result = self
            .client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression(
                "attribute_not_exists(pk) OR attempt = :attempt OR #until <= :now",
            )
            .expression_attribute_names("#until", "until")
            .expression_attribute_values(":attempt", string(lease.attempt))
            .expression_attribute_values(":now", number(now.as_millisecond()))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            Ok(_) => Ok(true),
            Err(PutItemError::ConditionalCheckFailedException(_)) => Ok(false),
            Err(error) => Err(unavailable(error)),
        }
    }

    /// P6
    async fn release_directory(&self, attempt: AttemptId) -> Result<()> {
        let result = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(Key::directory_lock().attributes()))
            .condition_expression("attempt = :attempt")
            .expression_attribute_values(":attempt", string(attempt))
            .send()
            .await;
        match result.map_err(SdkError::into_service_error) {
            // It is somebody else's by now, or nobody's.
            Ok(_) | Err(DeleteItemError::ConditionalCheckFailedException(_)) => Ok(()),
            Err(error) => Err(unavailable(error)),
        }
    }
}

#[async_trait]
impl ExportStore for DynamoStore {
    /// E1
    async fn create_export(&self, export: &Export) -> Result<()> {
        self.put_new(export_item(export)?).await?;
        Ok(())
    }

    /// E2
    async fn get_export(&self, id: ExportId) -> Result<Option<Export>> {
        let item = self.get_item(&Key::export(id), true).await?;
        item.map(from_item).transpose()
    }

    /// E3
    async fn replace_export(&self, export: &Export, read_version: u32) -> Result<Replacement> {
        match self.put_version(export_item(export)?, read_version).await? {
            None => Ok(Replacement::Done),
            Some(old) => refused(old, export),
        }
    }
}
