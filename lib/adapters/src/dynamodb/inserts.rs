//! Many new items with few requests. Each is added by itself, on condition that none with its key exists: what exists is
//! never replaced, and does not touch its neighbours (`infra/decisions/0014`).

use app::error::{Error, Result};
use aws_sdk_dynamodb::types::{
    AttributeValue, BatchStatementErrorCodeEnum as Code, BatchStatementRequest,
    BatchStatementResponse,
};
use futures::future::try_join_all;
use futures::{StreamExt, TryStreamExt, stream};
use tokio::time::sleep;

use super::item::{BATCH_PAUSE, Item};
use super::{DynamoStore, unavailable};

/// DynamoDB takes 25 statements a request.
const BATCH: usize = 25;
/// How many requests are on their way at once.
const CONCURRENT_BATCHES: usize = 32;
/// A table that grows into its load turns statements away, which are asked for again; after this many requests we give up.
const TRIES: u32 = 8;

/// What became of one statement.
enum Insertion {
    Done,
    /// An item with this key exists; which one, the answer does not say.
    Exists,
    /// It was turned away, or may or may not have been done.
    Again,
}

impl DynamoStore {
    /// Adds items, each unless its key exists, and answers the existing ones in their places. No key may be there twice.
    /// After an error some may have been added.
    pub(super) async fn put_all_new(&self, items: Vec<Item>) -> Result<Vec<Option<Item>>> {
        let batches: Vec<_> = items
            .chunks(BATCH)
            .map(|batch| self.insert_batch(batch))
            .collect();
        let existing: Vec<Vec<Option<Item>>> = stream::iter(batches)
            .buffered(CONCURRENT_BATCHES)
            .try_collect()
            .await?;
        Ok(existing.concat())
    }

    async fn insert_batch(&self, items: &[Item]) -> Result<Vec<Option<Item>>> {
        let mut exists: Vec<bool> = vec![false; items.len()];
        let mut left: Vec<usize> = (0..items.len()).collect();
        for attempt in 0..TRIES {
            if left.is_empty() {
                break;
            }
            sleep(BATCH_PAUSE * attempt).await;
            let insertions = self.insert(left.iter().map(|index| &items[*index])).await?;
            let mut again = Vec::new();
            for (index, insertion) in left.into_iter().zip(insertions) {
                match insertion {
                    Insertion::Done => {}
                    Insertion::Exists => exists[index] = true,
                    Insertion::Again => again.push(index),
                }
            }
            left = again;
        }
        if !left.is_empty() {
            return Err(Error::Unavailable(
                "DynamoDB is too busy to add several items".into(),
            ));
        }
        let ask = items.iter().zip(exists).map(async |(item, exists)| {
            if exists {
                self.put_new(item.clone()).await
            } else {
                Ok(None)
            }
        });
        try_join_all(ask).await
    }

    /// One request. Answers for each item, in order.
    async fn insert(&self, items: impl Iterator<Item = &Item>) -> Result<Vec<Insertion>> {
        let statements = items
            .map(|item| self.insert_statement(item))
            .collect::<Result<Vec<_>>>()?;
        let asked = statements.len();
        let output = self
            .client
            .batch_execute_statement()
            .set_statements(Some(statements))
            .send()
            .await
            .map_err(unavailable)?;
        let insertions: Vec<Insertion> = output
            .responses()
            .iter()
            .map(insertion)
            .collect::<Result<_>>()?;
        if insertions.len() != asked {
            return Err(Error::Unavailable(
                "DynamoDB did not answer each statement".into(),
            ));
        }
        Ok(insertions)
    }

    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.insert.html>. The names are those
    /// of our records' fields, which no quotation mark is in.
    fn insert_statement(&self, item: &Item) -> Result<BatchStatementRequest> {
        let (names, values): (Vec<String>, Vec<AttributeValue>) = item
            .iter()
            .map(|(name, value)| (format!("'{name}':?"), value.clone()))
            .unzip();
        BatchStatementRequest::builder()
            .statement(format!(
                r#"INSERT INTO "{}" VALUE {{{}}}"#,
                self.table,
                names.join(",")
            ))
            .set_parameters(Some(values))
            .build()
            .map_err(unavailable)
    }
}

fn insertion(response: &BatchStatementResponse) -> Result<Insertion> {
    let Some(error) = response.error() else {
        return Ok(Insertion::Done);
    };
    match error.code() {
        Some(Code::DuplicateItem) => Ok(Insertion::Exists),
        Some(
            Code::InternalServerError
            | Code::ProvisionedThroughputExceeded
            | Code::RequestLimitExceeded
            | Code::ThrottlingError
            | Code::TransactionConflict,
        ) => Ok(Insertion::Again),
        // Its message may hold values, which no log may.
        code => Err(Error::Unavailable(format!(
            "DynamoDB refused to add an item: {}",
            code.map_or("no code", Code::as_str)
        ))),
    }
}
