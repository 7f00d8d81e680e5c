//! The lists of the directory: small items that stand in the order of a list and hold a contact's tokens.

use app::Page;
use app::error::Result;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::Select;
use domain::directory::{DirectoryEntry, DirectoryPlan, Tokens};

use super::item::{Item, string, text};
use super::keys::{self, Key};
use super::{DynamoStore, unavailable};

/// An item that stands for a contact in a list.
pub(super) fn entry_item(entry: &DirectoryEntry, tokens: &Tokens) -> Item {
    let mut item = Key::directory_entry(entry).attributes();
    item.insert("tokens".to_owned(), string(tokens.as_str()));
    item
}

impl DynamoStore {
    /// D1
    pub(super) async fn query_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
        limit: usize,
        look_at: usize,
    ) -> Result<Page<String, String>> {
        let look_at = if plan.requirements.is_empty() {
            limit
        } else {
            look_at.max(limit)
        };
        let output = self
            .directory_query(plan, after)
            .projection_expression("sk")
            .limit(i32::try_from(look_at).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let position = |item: &Item| text(item, "sk").map(str::to_owned);
        let mut next = output.last_evaluated_key().and_then(position);
        let mut items: Vec<String> = output.items().iter().filter_map(position).collect();
        if items.len() > limit {
            items.truncate(limit);
            next = items.last().cloned();
        }
        Ok(Page { items, next })
    }

    /// D2
    pub(super) async fn count_entries(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
    ) -> Result<(u64, Option<String>)> {
        let output = self
            .directory_query(plan, after)
            .select(Select::Count)
            .send()
            .await
            .map_err(unavailable)?;
        let next = output.last_evaluated_key().and_then(|key| text(key, "sk"));
        let count = u64::try_from(output.count()).unwrap_or(0);
        Ok((count, next.map(str::to_owned)))
    }

    /// The part of a list that begins with the plan's prefix, behind a position, and of that what fits. It is read
    /// consistently, so that whom staff have just added is there.
    fn directory_query(&self, plan: &DirectoryPlan, after: Option<&str>) -> QueryFluentBuilder {
        let pk = keys::directory(&plan.list);
        let mut query = self
            .client
            .query()
            .table_name(&self.table)
            .expression_attribute_values(":pk", string(&pk))
            .consistent_read(true);
        query = if plan.prefix.is_empty() {
            query.key_condition_expression("pk = :pk")
        } else {
            query
                .key_condition_expression("pk = :pk AND begins_with(sk, :prefix)")
                .expression_attribute_values(":prefix", string(&plan.prefix))
        };
        if let Some(sk) = after {
            let key = Key {
                pk,
                sk: sk.to_owned(),
            };
            query = query.set_exclusive_start_key(Some(key.attributes()));
        }
        let mut conditions: Vec<String> = Vec::new();
        let mut names = 0_u32;
        for any in &plan.requirements {
            let mut alternatives: Vec<String> = Vec::new();
            for token in any {
                let name = format!(":t{names}");
                names += 1;
                alternatives.push(format!("contains(tokens, {name})"));
                query = query.expression_attribute_values(name, string(token.as_str()));
            }
            conditions.push(match alternatives.as_slice() {
                [only] => only.clone(),
                several => format!("({})", several.join(" OR ")),
            });
        }
        if conditions.is_empty() {
            return query;
        }
        query.filter_expression(conditions.join(" AND "))
    }
}
