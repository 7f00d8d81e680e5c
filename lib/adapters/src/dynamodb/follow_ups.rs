//! What is to be done about calls: the record, its place among those that are open or done, and with its call.

use app::Page;
use app::error::Result;
use app::ports::{FollowUpStore, Replacement};
use async_trait::async_trait;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::Select;
use domain::call::{FollowUp, FollowUpKind};
use domain::{CallId, FollowUpId};
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, sort_id, string, to_item};
use super::keys::{self, Key};
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

/// How many places are looked at for a page of one kind: at 0.1 KB each, about 25 read units.
const LOOKED_AT: usize = 1_000;

/// What a list of follow-ups can be filtered by.
#[derive(Serialize, Deserialize)]
struct PlaceRecord {
    kind: FollowUpKind,
}

fn follow_up_item(follow_up: &FollowUp) -> Result<Item> {
    to_item(&Key::follow_up(follow_up.id), follow_up)
}

fn place_key(follow_up: &FollowUp) -> Key {
    Key::follow_up_place(follow_up.done.is_some(), follow_up.id)
}

fn place_item(key: &Key, follow_up: &FollowUp) -> Result<Item> {
    let record = PlaceRecord {
        kind: follow_up.kind,
    };
    to_item(key, &record)
}

#[async_trait]
impl FollowUpStore for DynamoStore {
    /// F1
    async fn get_follow_up(&self, id: FollowUpId) -> Result<Option<FollowUp>> {
        let item = self.get_item(&Key::follow_up(id), true).await?;
        item.map(from_item).transpose()
    }

    /// F2
    async fn list_follow_ups(
        &self,
        is_done: bool,
        kind: Option<FollowUpKind>,
        before: Option<FollowUpId>,
        limit: usize,
    ) -> Result<Page<FollowUp, FollowUpId>> {
        let mut query = self.follow_ups_query(is_done);
        let mut looked_at = limit;
        if let Some(kind) = kind {
            looked_at = LOOKED_AT.max(limit);
            query = query
                .filter_expression("kind = :kind")
                .expression_attribute_values(":kind", string(kind.as_str()));
        }
        let start = before.map(|id| Key::follow_up_place(is_done, id).attributes());
        let output = query
            .set_exclusive_start_key(start)
            .limit(i32::try_from(looked_at).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let mut next = output.last_evaluated_key().map(sort_id).transpose()?;
        let mut places = output.items.unwrap_or_default();
        if places.len() > limit {
            places.truncate(limit);
            next = places.last().map(sort_id).transpose()?;
        }
        let ids = places.iter().map(sort_id).collect::<Result<_>>()?;
        let mut follow_ups = self.read_follow_ups(ids).await?;
        // One that somebody has done since stands in the other list.
        follow_ups.retain(|follow_up| follow_up.done.is_some() == is_done);
        follow_ups.reverse();
        Ok(Page {
            items: follow_ups,
            next,
        })
    }

    /// F3
    async fn list_follow_ups_of(&self, call: CallId) -> Result<Vec<FollowUp>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk AND begins_with(sk, :follow_up)")
            .expression_attribute_values(":pk", string(keys::call(call)))
            .expression_attribute_values(":follow_up", string(FollowUpId::PREFIX))
            .consistent_read(true)
            .send()
            .await
            .map_err(unavailable)?;
        // At 0.1 KB each, a page has room for more of them than a call has turns.
        let places = output.items.unwrap_or_default();
        let ids = places.iter().map(sort_id).collect::<Result<_>>()?;
        self.read_follow_ups(ids).await
    }

    /// F4: one more is asked for than counts, to know whether there are more.
    async fn count_open_follow_ups(&self, at_most: usize) -> Result<(u64, bool)> {
        let output = self
            .follow_ups_query(false)
            .consistent_read(false)
            .select(Select::Count)
            .limit(i32::try_from(at_most + 1).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let count = usize::try_from(output.count()).unwrap_or(0);
        Ok((count.min(at_most) as u64, count <= at_most))
    }

    /// F5
    async fn replace_follow_up(&self, before: &FollowUp, after: &FollowUp) -> Result<Replacement> {
        let (old_place, place) = (place_key(before), place_key(after));
        let mut actions = vec![self.put_version_action(follow_up_item(after)?, before.version)?];
        if old_place != place {
            actions.push(self.delete_action(&old_place)?);
        }
        actions.push(self.put_action(place_item(&place, after)?)?);
        let Outcome::Refused(old) = self.transact(actions).await? else {
            return Ok(Replacement::Done);
        };
        let Some(found) = old.into_iter().next().flatten() else {
            return Ok(Replacement::Missing);
        };
        // A first try whose answer was lost has written the very same.
        let found: FollowUp = from_item(found)?;
        Ok(match found == *after {
            true => Replacement::Done,
            false => Replacement::Stale,
        })
    }
}

impl DynamoStore {
    /// What adds a follow-up, whose id is new.
    pub(super) fn new_follow_up_actions(&self, follow_up: &FollowUp) -> Result<[Action; 3]> {
        let with_call = Key::follow_up_of(follow_up.call_id, follow_up.id);
        Ok([
            self.put_action(follow_up_item(follow_up)?)?,
            self.put_action(place_item(&place_key(follow_up), follow_up)?)?,
            self.put_action(place_item(&with_call, follow_up)?)?,
        ])
    }

    /// Reads those that are there, in order of ids.
    async fn read_follow_ups(&self, ids: Vec<FollowUpId>) -> Result<Vec<FollowUp>> {
        let keys = ids.into_iter().map(Key::follow_up).collect();
        let items = self.get_items(keys, true).await?.into_iter();
        let mut follow_ups: Vec<FollowUp> = items.map(from_item).collect::<Result<_>>()?;
        follow_ups.sort_by_key(|follow_up| follow_up.id);
        Ok(follow_ups)
    }

    /// The places of a list, newest first, consistently: what staff have just done shows.
    fn follow_ups_query(&self, is_done: bool) -> QueryFluentBuilder {
        self.client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::follow_up_list(is_done)))
            .consistent_read(true)
            .scan_index_forward(false)
    }
}
