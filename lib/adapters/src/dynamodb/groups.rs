//! Groups. They are few, and read all at once.

use app::error::Result;
use app::ports::{GroupStore, MAXIMUM_GROUPS, Replacement};
use async_trait::async_trait;
use domain::GroupId;
use domain::group::{Group, GroupKind, GroupName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::item::{Item, from_item, sort_id, string, to_item};
use super::keys::{self, Key};
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct GroupRecord {
    name: GroupName,
    #[serde(flatten)]
    kind: GroupKind,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u32,
}

fn group_item(group: &Group) -> Result<Item> {
    let record = GroupRecord {
        name: group.name.clone(),
        kind: group.kind.clone(),
        created_at: group.created_at,
        updated_at: group.updated_at,
        version: group.version,
    };
    to_item(&Key::group(group.id), &record)
}

fn read_group(item: Item) -> Result<Group> {
    let id = sort_id(&item)?;
    let record: GroupRecord = from_item(item)?;
    Ok(Group {
        id,
        name: record.name,
        kind: record.kind,
        created_at: record.created_at,
        updated_at: record.updated_at,
        version: record.version,
    })
}

#[async_trait]
impl GroupStore for DynamoStore {
    /// G1
    async fn create_group(&self, group: &Group) -> Result<()> {
        // An id that exists is our own, written by a first try whose answer was lost.
        self.put_new(group_item(group)?).await?;
        Ok(())
    }

    /// G2
    async fn get_group(&self, id: GroupId) -> Result<Option<Group>> {
        let item = self.get_item(&Key::group(id), true).await?;
        item.map(read_group).transpose()
    }

    /// G3
    async fn list_groups(&self) -> Result<Vec<Group>> {
        let output = self
            .client
            .query()
            .table_name(&self.table)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", string(keys::groups()))
            .consistent_read(true)
            .limit(i32::try_from(MAXIMUM_GROUPS).unwrap_or(i32::MAX))
            .send()
            .await
            .map_err(unavailable)?;
        let items = output.items.unwrap_or_default();
        items.into_iter().map(read_group).collect()
    }

    /// G4
    async fn replace_group(&self, group: &Group, read_version: u32) -> Result<Replacement> {
        let old = self.put_version(group_item(group)?, read_version).await?;
        let Some(old) = old else {
            return Ok(Replacement::Done);
        };
        Ok(
            match (!old.is_empty()).then(|| read_group(old)).transpose()? {
                None => Replacement::Missing,
                Some(old) if old == *group => Replacement::Done,
                Some(_) => Replacement::Stale,
            },
        )
    }

    /// G5
    async fn delete_group(&self, id: GroupId) -> Result<bool> {
        let output = self
            .client
            .delete_item()
            .table_name(&self.table)
            .set_key(Some(Key::group(id).attributes()))
            .return_values(aws_sdk_dynamodb::types::ReturnValue::AllOld)
            .send()
            .await
            .map_err(unavailable)?;
        Ok(output.attributes.is_some_and(|old| !old.is_empty()))
    }
}
