//! An embedded DynamoDB behind a meter: each request is charged by what DynamoDB's documentation says, and each change
//! is told to the stream.

use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use dynoxide::actions::batch_get_item::BatchGetItemRequest;
use dynoxide::actions::batch_write_item::BatchWriteItemRequest;
use dynoxide::actions::delete_item::DeleteItemRequest;
use dynoxide::actions::get_item::GetItemRequest;
use dynoxide::actions::put_item::PutItemRequest;
use dynoxide::actions::query::QueryRequest;
use dynoxide::actions::transact_write_items::{TransactWriteItem, TransactWriteItemsRequest};
use dynoxide::actions::update_item::UpdateItemRequest;
use dynoxide::types::ConsumedCapacity;
use dynoxide::{Database, DynoxideError, ImportOptions, Item};
use http::{Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::metering::{Usage, write_units};
use super::stream::Stream;
use crate::server::body;

/// The keys of the one table.
const KEYS: [&str; 2] = ["pk", "sk"];

/// The table.
pub(crate) struct Table {
    database: Database,
    /// Its changes; `None` when nobody follows them.
    pub(crate) stream: Option<Stream>,
    /// Held from the look at the old image to the note of the new one.
    writing: Mutex<()>,
}

/// What a request came to: its answer, and what it costs.
type Answered = (std::result::Result<String, DynoxideError>, Usage);

/// An item that a request writes.
struct Written {
    table: String,
    key: Item,
    /// The item as it will be, where the request says so in full.
    after: Option<Item>,
}

impl Table {
    /// An empty database.
    ///
    /// # Errors
    /// When it can't be made.
    pub(crate) fn new(with_stream: bool) -> Result<Self> {
        Ok(Self {
            database: Database::memory().map_err(|error| anyhow!("no database: {error}"))?,
            stream: with_stream.then(Stream::default),
            writing: Mutex::default(),
        })
    }

    /// Answers a request of DynamoDB's protocol, and says what it costs.
    pub(crate) fn answer(&self, operation: &str, request: &[u8]) -> (Response<Bytes>, Usage) {
        let (answer, mut usage) = self
            .dispatch(operation, request)
            .unwrap_or_else(|error| (Err(error), Usage::default()));
        usage.dynamodb_requests = 1;
        let response = match answer {
            Ok(text) => body(StatusCode::OK, text),
            Err(error) => {
                let status = StatusCode::from_u16(error.status_code());
                body(status.unwrap_or(StatusCode::BAD_REQUEST), error.to_json())
            }
        };
        (response, usage)
    }

    fn dispatch(
        &self,
        operation: &str,
        request: &[u8],
    ) -> std::result::Result<Answered, DynoxideError> {
        Ok(match operation {
            "GetItem" => self.get(parse(request)?),
            "BatchGetItem" => self.get_batch(parse(request)?),
            "Query" => self.query(parse(request)?),
            "PutItem" => self.put(parse(request)?),
            "UpdateItem" => self.update(parse(request)?),
            "DeleteItem" => self.delete(parse(request)?),
            "BatchWriteItem" => self.write_batch(parse(request)?),
            "TransactWriteItems" => self.transact(parse(request)?),
            "CreateTable" => {
                let answer = self.database.create_table(parse(request)?);
                (answer.and_then(text), Usage::default())
            }
            // None of our functions may; where one does, that is counted, and what it costs matters no more.
            "Scan" => {
                let answer = self.database.scan(parse(request)?);
                let usage = Usage {
                    scans: 1,
                    ..Usage::default()
                };
                (answer.and_then(text), usage)
            }
            other => {
                let message = format!("the bench does not know {other} yet");
                (
                    Err(DynoxideError::ValidationException(message)),
                    Usage::default(),
                )
            }
        })
    }

    /// Puts items in without a request, a charge or a change in the stream.
    ///
    /// # Errors
    /// When they can't be put in.
    pub(crate) fn import(&self, table: &str, items: Vec<Item>) -> Result<()> {
        self.database
            .import_items(table, items, ImportOptions::default())
            .map_err(|error| anyhow!("the items can't be put in: {error}"))?;
        Ok(())
    }

    /// Reads an item without a charge.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn read(&self, table: &str, key: Item) -> Result<Item> {
        self.image(table, &key).context("the item is not there")
    }

    fn image(&self, table: &str, key: &Item) -> Option<Item> {
        let request = GetItemRequest {
            table_name: table.to_owned(),
            key: key.clone(),
            consistent_read: Some(true),
            ..GetItemRequest::default()
        };
        self.database.get_item(request).ok()?.item
    }

    // Of reads the database itself says what they cost: it alone knows what a filter has passed over.

    fn get(&self, mut request: GetItemRequest) -> Answered {
        request.return_consumed_capacity = total();
        let answer = self.database.get_item(request).map(|mut response| {
            let units = capacity(response.consumed_capacity.take());
            (response, units)
        });
        read(answer)
    }

    fn get_batch(&self, mut request: BatchGetItemRequest) -> Answered {
        request.return_consumed_capacity = total();
        let answer = self.database.batch_get_item(request).map(|mut response| {
            let units = capacity(response.consumed_capacity.take().into_iter().flatten());
            (response, units)
        });
        read(answer)
    }

    fn query(&self, mut request: QueryRequest) -> Answered {
        request.return_consumed_capacity = total();
        let answer = self.database.query(request).map(|mut response| {
            let units = capacity(response.consumed_capacity.take());
            (response, units)
        });
        read(answer)
    }

    fn put(&self, request: PutItemRequest) -> Answered {
        let written = Written {
            table: request.table_name.clone(),
            key: key_of(&request.item),
            after: Some(request.item.clone()),
        };
        self.write(&[written], 1.0, || {
            self.database.put_item(request).and_then(text)
        })
    }

    fn update(&self, request: UpdateItemRequest) -> Answered {
        let written = Written::at(&request.table_name, &request.key);
        self.write(&[written], 1.0, || {
            self.database.update_item(request).and_then(text)
        })
    }

    fn delete(&self, request: DeleteItemRequest) -> Answered {
        let written = Written::at(&request.table_name, &request.key);
        self.write(&[written], 1.0, || {
            self.database.delete_item(request).and_then(text)
        })
    }

    fn write_batch(&self, request: BatchWriteItemRequest) -> Answered {
        let mut written = Vec::new();
        for (table, requests) in &request.request_items {
            for one in requests {
                if let Some(put) = &one.put_request {
                    written.push(Written::at(table, &key_of(&put.item)));
                }
                if let Some(delete) = &one.delete_request {
                    written.push(Written::at(table, &delete.key));
                }
            }
        }
        self.write(&written, 1.0, || {
            self.database.batch_write_item(request).and_then(text)
        })
    }

    /// A transaction costs double, for it is prepared and then committed.
    fn transact(&self, request: TransactWriteItemsRequest) -> Answered {
        let written: Vec<Written> = request
            .transact_items
            .iter()
            .filter_map(written_by)
            .collect();
        self.write(&written, 2.0, || {
            self.database.transact_write_items(request).and_then(text)
        })
    }

    /// Writes, charges each item by its images, and tells the stream. A write whose condition failed costs by the item
    /// that is there.
    fn write(
        &self,
        items: &[Written],
        factor: f64,
        write: impl FnOnce() -> std::result::Result<String, DynoxideError>,
    ) -> Answered {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let images = |items: &[Written]| -> Vec<Option<Item>> {
            items
                .iter()
                .map(|item| self.image(&item.table, &item.key))
                .collect()
        };
        let before = images(items);
        let answer = write();
        let mut usage = Usage::default();
        match &answer {
            Ok(_) => {
                for (item, before) in items.iter().zip(before) {
                    let after = match &item.after {
                        Some(after) => Some(after.clone()),
                        None => self.image(&item.table, &item.key),
                    };
                    usage.write_units += factor * write_units(before.as_ref(), after.as_ref());
                    if let Some(stream) = &self.stream {
                        stream.push(before, after);
                    }
                }
            }
            Err(
                DynoxideError::ConditionalCheckFailedException(..)
                | DynoxideError::TransactionCanceledException(..),
            ) => {
                for before in &before {
                    usage.write_units += factor * write_units(before.as_ref(), None);
                }
            }
            // A request that is wrong in itself costs nothing.
            Err(_) => {}
        }
        (answer, usage)
    }
}

impl Written {
    fn at(table: &str, key: &Item) -> Self {
        Self {
            table: table.to_owned(),
            key: key.clone(),
            after: None,
        }
    }
}

fn written_by(item: &TransactWriteItem) -> Option<Written> {
    if let Some(put) = &item.put {
        return Some(Written::at(&put.table_name, &key_of(&put.item)));
    }
    if let Some(update) = &item.update {
        return Some(Written::at(&update.table_name, &update.key));
    }
    if let Some(delete) = &item.delete {
        return Some(Written::at(&delete.table_name, &delete.key));
    }
    // It writes nothing, and is charged as if it did.
    let check = item.condition_check.as_ref()?;
    Some(Written::at(&check.table_name, &check.key))
}

fn key_of(item: &Item) -> Item {
    KEYS.into_iter()
        .filter_map(|name| Some((name.to_owned(), item.get(name)?.clone())))
        .collect()
}

fn total() -> Option<String> {
    Some("TOTAL".to_owned())
}

fn capacity(consumed: impl IntoIterator<Item = ConsumedCapacity>) -> f64 {
    consumed
        .into_iter()
        .map(|consumed| consumed.capacity_units)
        .sum()
}

fn read<T: Serialize>(answer: std::result::Result<(T, f64), DynoxideError>) -> Answered {
    let (answer, read_units) = match answer {
        Ok((response, units)) => (text(response), units),
        Err(error) => (Err(error), 0.0),
    };
    let usage = Usage {
        read_units,
        ..Usage::default()
    };
    (answer, usage)
}

fn parse<T: DeserializeOwned>(request: &[u8]) -> std::result::Result<T, DynoxideError> {
    serde_json::from_slice(request)
        .map_err(|error| DynoxideError::SerializationException(error.to_string()))
}

fn text(response: impl Serialize) -> std::result::Result<String, DynoxideError> {
    serde_json::to_string(&response)
        .map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

#[cfg(test)]
mod tests;
