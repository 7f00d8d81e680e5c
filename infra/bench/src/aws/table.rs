//! An embedded DynamoDB behind a meter: each request is charged by what DynamoDB's documentation says, and each change
//! is told to the stream.

mod writes;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result, anyhow};
use bytes::Bytes;
use dynoxide::actions::batch_get_item::BatchGetItemRequest;
use dynoxide::actions::get_item::GetItemRequest;
use dynoxide::actions::query::QueryRequest;
use dynoxide::types::ConsumedCapacity;
use dynoxide::{AttributeValue, Database, DynoxideError, ImportOptions, Item};
use http::{Response, StatusCode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::metering::Usage;
use super::stream::Stream;
use crate::server::body;

/// The keys of the one table.
const KEYS: [&str; 2] = ["pk", "sk"];

/// The table.
pub(crate) struct Table {
    database: Database,
    /// Its changes; `None` when nobody follows them.
    pub(crate) stream: Option<Stream>,
    /// Every item as it is. To ask the database before and after each write would take longer than the write, and the
    /// functions would wait for us. Held while one is written.
    images: Mutex<HashMap<String, Item>>,
    /// New items that the database gets, all at once, when it is asked for anything else: it takes ten times as long
    /// for them batch by batch, which the planning would wait for.
    put_aside: Mutex<Vec<(String, Item)>>,
}

/// What a request came to: its answer, and what it costs.
type Answered = (std::result::Result<String, DynoxideError>, Usage);

impl Table {
    /// An empty database.
    ///
    /// # Errors
    /// When it can't be made.
    pub(crate) fn new(with_stream: bool) -> Result<Self> {
        Ok(Self {
            database: Database::memory().map_err(|error| anyhow!("no database: {error}"))?,
            stream: with_stream.then(Stream::default),
            images: Mutex::default(),
            put_aside: Mutex::default(),
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
        if operation == "BatchExecuteStatement" {
            return self.insert(parse(request)?);
        }
        self.hand_in()?;
        Ok(match operation {
            "PutItem" => self.put(parse(request)?),
            "GetItem" => self.get(parse(request)?),
            "BatchGetItem" => self.get_batch(parse(request)?),
            "Query" => self.query(parse(request)?),
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
        self.images()
            .extend(items.iter().map(|item| (address(item), item.clone())));
        self.database
            .import_items(table, items, ImportOptions::default())
            .map_err(|error| anyhow!("the items can't be put in: {error}"))?;
        Ok(())
    }

    /// Reads an item without a charge.
    ///
    /// # Errors
    /// When it is not there.
    pub(crate) fn read(&self, key: &Item) -> Result<Item> {
        self.images()
            .get(&address(key))
            .cloned()
            .context("the item is not there")
    }

    fn images(&self) -> MutexGuard<'_, HashMap<String, Item>> {
        lock(&self.images)
    }

    fn ask(&self, table: &str, key: &Item) -> Option<Item> {
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
}

fn key_of(item: &Item) -> Item {
    KEYS.into_iter()
        .filter_map(|name| Some((name.to_owned(), item.get(name)?.clone())))
        .collect()
}

/// Where an item is, as one text; keys are texts, and no text of ours has this character in it.
fn address(item: &Item) -> String {
    let part = |name| match item.get(name) {
        Some(AttributeValue::S(text)) => text.as_str(),
        _ => "",
    };
    let [pk, sk] = KEYS.map(part);
    format!("{pk}\u{0}{sk}")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
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
