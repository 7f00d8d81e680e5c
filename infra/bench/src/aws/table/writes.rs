//! Writes, charged by the images of the items before and after.

use std::collections::HashMap;

use dynoxide::actions::batch_execute_statement::{
    BatchExecuteStatementRequest, BatchStatementRequest,
};
use dynoxide::actions::batch_write_item::BatchWriteItemRequest;
use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::actions::put_item::PutItemRequest;
use dynoxide::actions::transact_write_items::{TransactWriteItem, TransactWriteItemsRequest};
use dynoxide::actions::update_item::UpdateItemRequest;
use dynoxide::{DynoxideError, ImportOptions, Item};

use super::{Answered, Table, address, key_of, lock, text};
use crate::aws::metering::{Usage, write_units};

/// What a write leaves of an item.
enum After {
    /// This, or nothing.
    Known(Option<Item>),
    /// The database has to be asked.
    Unknown,
}

impl Table {
    pub(super) fn put(&self, request: PutItemRequest) -> Answered {
        let (table, item) = (request.table_name.clone(), request.item.clone());
        let key = key_of(&item);
        self.write(&table, &[key], 1.0, || {
            let answer = self.database.put_item(request).and_then(text)?;
            Ok((answer, vec![After::Known(Some(item))]))
        })
    }

    /// Statements that add items, each by itself. One whose item exists changes nothing, and costs by the larger of both.
    pub(super) fn insert(
        &self,
        request: BatchExecuteStatementRequest,
    ) -> std::result::Result<Answered, DynoxideError> {
        let inserted = request.statements.iter().map(inserted);
        let Some(items) = inserted.collect::<Option<Vec<(String, Item)>>>() else {
            let message = "the bench knows no statement but INSERT".into();
            return Err(DynoxideError::ValidationException(message));
        };
        if let Some(usage) = self.try_put_aside(&items) {
            let responses = vec!["{}"; items.len()].join(",");
            return Ok((Ok(format!(r#"{{"Responses":[{responses}]}}"#)), usage));
        }
        self.hand_in()?;
        let mut images = self.images();
        let answer = self.database.batch_execute_statement(request)?;
        let mut usage = Usage::default();
        for (response, (_, item)) in answer.responses.iter().zip(items) {
            let address = address(&item);
            usage.write_units += write_units(images.get(&address), Some(&item));
            if response.error.is_none() {
                let before = images.insert(address, item.clone());
                if let Some(stream) = &self.stream {
                    stream.push(before, Some(item));
                }
            }
        }
        Ok((text(answer), usage))
    }

    /// Puts items aside that are new, all of them, where no stream is to have them at once.
    fn try_put_aside(&self, items: &[(String, Item)]) -> Option<Usage> {
        let mut images = self.images();
        let exists = |(_, item): &(String, Item)| images.contains_key(&address(item));
        if self.stream.is_some() || items.iter().any(exists) {
            return None;
        }
        let mut usage = Usage::default();
        for (_, item) in items {
            usage.write_units += write_units(None, Some(item));
            images.insert(address(item), item.clone());
        }
        lock(&self.put_aside).extend_from_slice(items);
        Some(usage)
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

/// The table and the item of `INSERT INTO "table" VALUE {'name':?,...}`; `None` for any other statement.
fn inserted(statement: &BatchStatementRequest) -> Option<(String, Item)> {
    let rest = statement.statement.strip_prefix("INSERT INTO \"")?;
    let (table, item) = rest.split_once("\" VALUE {")?;
    let names = item.split('\'').skip(1).step_by(2).map(str::to_owned);
    let values = statement.parameters.iter().flatten().cloned();
    Some((table.to_owned(), names.zip(values).collect()))
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
