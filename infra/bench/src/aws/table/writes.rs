//! Writes, charged by the images of the items before and after.

use std::collections::HashMap;

use dynoxide::actions::batch_write_item::BatchWriteItemRequest;
use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::actions::put_item::PutItemRequest;
use dynoxide::actions::transact_write_items::{TransactWriteItem, TransactWriteItemsRequest};
use dynoxide::actions::update_item::UpdateItemRequest;
use dynoxide::{DynoxideError, ImportOptions, Item};

use super::{Answered, Table, address, key_of, lock, text};
use crate::aws::metering::{Usage, write_units};

/// The condition of an item that must not be there yet.
const IS_NEW: &str = "attribute_not_exists(pk)";

/// What a write leaves of an item.
enum After {
    /// This, or nothing.
    Known(Option<Item>),
    /// The database has to be asked.
    Unknown,
}

impl Table {
    pub(super) fn put(
        &self,
        request: PutItemRequest,
    ) -> std::result::Result<Answered, DynoxideError> {
        if let Some(usage) = self.try_put_aside(&request) {
            return Ok((Ok("{}".to_owned()), usage));
        }
        self.hand_in()?;
        let (table, item) = (request.table_name.clone(), request.item.clone());
        let key = key_of(&item);
        Ok(self.write(&table, &[key], 1.0, || {
            let answer = self.database.put_item(request).and_then(text)?;
            Ok((answer, vec![After::Known(Some(item))]))
        }))
    }

    /// Puts an item aside that is new, as its condition asks, where no stream is to have it at once.
    fn try_put_aside(&self, request: &PutItemRequest) -> Option<Usage> {
        let is_plain = request.return_values.is_none() && request.expected.is_none();
        let is_to_be_new = request.condition_expression.as_deref() == Some(IS_NEW);
        if self.stream.is_some() || !is_plain || !is_to_be_new {
            return None;
        }
        let mut images = self.images();
        let address = address(&request.item);
        if images.contains_key(&address) {
            return None;
        }
        images.insert(address, request.item.clone());
        lock(&self.put_aside).push((request.table_name.clone(), request.item.clone()));
        Some(Usage {
            write_units: write_units(None, Some(&request.item)),
            ..Usage::default()
        })
    }

    /// Gives the database what was put aside.
    pub(super) fn hand_in(&self) -> std::result::Result<(), DynoxideError> {
        let put_aside = std::mem::take(&mut *lock(&self.put_aside));
        let mut tables: HashMap<String, Vec<Item>> = HashMap::new();
        for (table, item) in put_aside {
            tables.entry(table).or_default().push(item);
        }
        for (table, items) in tables {
            self.database
                .import_items(&table, items, ImportOptions::default())?;
        }
        Ok(())
    }

    /// The database is asked for the new image along with the update, if for no other.
    pub(super) fn update(&self, mut request: UpdateItemRequest) -> Answered {
        let (table, key) = (request.table_name.clone(), request.key.clone());
        let wanted = request
            .return_values
            .clone()
            .unwrap_or_else(|| "NONE".to_owned());
        if wanted == "NONE" {
            request.return_values = Some("ALL_NEW".to_owned());
        }
        self.write(&table, &[key], 1.0, || {
            let mut answer = self.database.update_item(request)?;
            let after = match wanted.as_str() {
                "NONE" => After::Known(answer.attributes.take()),
                "ALL_NEW" => After::Known(answer.attributes.clone()),
                _ => After::Unknown,
            };
            Ok((text(answer)?, vec![after]))
        })
    }

    pub(super) fn delete(&self, request: DeleteItemRequest) -> Answered {
        let (table, key) = (request.table_name.clone(), request.key.clone());
        self.write(&table, &[key], 1.0, || {
            let answer = self.database.delete_item(request).and_then(text)?;
            Ok((answer, vec![After::Known(None)]))
        })
    }

    pub(super) fn write_batch(&self, request: BatchWriteItemRequest) -> Answered {
        let table = request
            .request_items
            .keys()
            .next()
            .cloned()
            .unwrap_or_default();
        let (mut keys, mut after) = (Vec::new(), Vec::new());
        for one in request.request_items.values().flatten() {
            if let Some(put) = &one.put_request {
                keys.push(key_of(&put.item));
                after.push(After::Known(Some(put.item.clone())));
            }
            if let Some(delete) = &one.delete_request {
                keys.push(delete.key.clone());
                after.push(After::Known(None));
            }
        }
        self.write(&table, &keys, 1.0, || {
            let answer = self.database.batch_write_item(request).and_then(text)?;
            Ok((answer, after))
        })
    }

    /// A transaction costs double, for it is prepared and then committed.
    pub(super) fn transact(&self, request: TransactWriteItemsRequest) -> Answered {
        let written = request.transact_items.iter().filter_map(written_by);
        let (tables, keys): (Vec<String>, Vec<Item>) = written.unzip();
        let table = tables.into_iter().next().unwrap_or_default();
        self.write(&table, &keys, 2.0, || {
            let answer = self.database.transact_write_items(request).and_then(text)?;
            Ok((answer, keys.iter().map(|_| After::Unknown).collect()))
        })
    }

    /// Writes, charges each item by its images, and tells the stream. A write whose condition failed costs by the item
    /// that is there.
    fn write(
        &self,
        table: &str,
        keys: &[Item],
        factor: f64,
        write: impl FnOnce() -> std::result::Result<(String, Vec<After>), DynoxideError>,
    ) -> Answered {
        let mut images = self.images();
        let mut usage = Usage::default();
        match write() {
            Ok((answer, after)) => {
                for (key, after) in keys.iter().zip(after) {
                    let after = match after {
                        After::Known(after) => after,
                        After::Unknown => self.ask(table, key),
                    };
                    let before = match &after {
                        Some(after) => images.insert(address(key), after.clone()),
                        None => images.remove(&address(key)),
                    };
                    usage.write_units += factor * write_units(before.as_ref(), after.as_ref());
                    if let Some(stream) = &self.stream {
                        stream.push(before, after);
                    }
                }
                (Ok(answer), usage)
            }
            Err(
                error @ (DynoxideError::ConditionalCheckFailedException(..)
                | DynoxideError::TransactionCanceledException(..)),
            ) => {
                for key in keys {
                    usage.write_units += factor * write_units(images.get(&address(key)), None);
                }
                (Err(error), usage)
            }
            // A request that is wrong in itself costs nothing.
            Err(error) => (Err(error), usage),
        }
    }
}

/// The table and the key of what a part of a transaction writes.
fn written_by(item: &TransactWriteItem) -> Option<(String, Item)> {
    if let Some(put) = &item.put {
        return Some((put.table_name.clone(), key_of(&put.item)));
    }
    if let Some(update) = &item.update {
        return Some((update.table_name.clone(), update.key.clone()));
    }
    if let Some(delete) = &item.delete {
        return Some((delete.table_name.clone(), delete.key.clone()));
    }
    // It writes nothing, and is charged as if it did.
    let check = item.condition_check.as_ref()?;
    Some((check.table_name.clone(), check.key.clone()))
}
