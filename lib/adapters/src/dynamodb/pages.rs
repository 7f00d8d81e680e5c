//! Reading a partition page by page, in order of its sort keys.

use std::fmt::Display;
use std::str::FromStr;

use app::Page;
use app::error::Result;

use super::item::{Item, sort_id, string};
use super::keys::Key;
use super::{DynamoStore, unavailable};

/// A page of a partition.
pub(super) struct PageOf {
    pk: String,
    after: Option<String>,
    limit: usize,
    is_newest_first: bool,
    is_consistent: bool,
}

impl PageOf {
    /// The first `limit` items of a partition, or those behind `after`, in the order of their keys, read consistently.
    pub(super) fn all(pk: String, after: Option<impl Display>, limit: usize) -> Self {
        Self {
            pk,
            after: after.map(|id| id.to_string()),
            limit,
            is_newest_first: false,
            is_consistent: true,
        }
    }

    /// The last `limit` items of a partition, or those before `before`, from the end; they may be some moments old. Ids
    /// sort by time.
    pub(super) fn newest_first(pk: String, before: Option<impl Display>, limit: usize) -> Self {
        Self {
            is_newest_first: true,
            is_consistent: false,
            ..Self::all(pk, before, limit)
        }
    }
}

impl DynamoStore {
    /// Reads a page, each item by `read`.
    pub(super) async fn read_page<T, Id: FromStr>(
        &self,
        page: PageOf,
        read: impl Fn(Item) -> Result<T>,
    ) -> Result<Page<T, Id>> {
        let after = page.after.map(|sk| Key {
            pk: page.pk.clone(),
            sk,
        });
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(page.pk))
            .scan_index_forward(!page.is_newest_first)
            .consistent_read(page.is_consistent)
            .set_exclusive_start_key(after.as_ref().map(Key::attributes))
            .limit(i32::try_from(page.limit).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(Page {
            next: output.last_evaluated_key().map(sort_id).transpose()?,
            items: output
                .items
                .unwrap_or_default()
                .into_iter()
                .map(read)
                .collect::<Result<_>>()?,
        })
    }
}
