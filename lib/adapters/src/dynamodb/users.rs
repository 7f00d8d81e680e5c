//! Who works with the dashboard.

use app::error::Result;
use app::ports::UserStore;
use async_trait::async_trait;
use domain::user::User;

use super::item::{from_item, string, to_item};
use super::keys::{self, Key};
use super::{DynamoStore, unavailable};

#[async_trait]
impl UserStore for DynamoStore {
    /// U1
    async fn get_user(&self, id: &str) -> Result<Option<User>> {
        let item = self.get_item(&Key::user(id), true).await?;
        item.map(from_item).transpose()
    }

    /// U2
    async fn list_users(&self) -> Result<Vec<User>> {
        let mut users = Vec::new();
        let mut start = None;
        loop {
            let output = self
                .client
                .query()
                .table_name(&self.table)
                .key_condition_expression("pk = :pk")
                .expression_attribute_values(":pk", string(keys::users()))
                .consistent_read(true)
                .set_exclusive_start_key(start)
                .send()
                .await
                .map_err(unavailable)?;
            for item in output.items.unwrap_or_default() {
                users.push(from_item(item)?);
            }
            start = output.last_evaluated_key;
            if start.is_none() {
                return Ok(users);
            }
        }
    }

    /// U3: the last one wins.
    async fn put_user(&self, user: &User) -> Result<()> {
        self.client
            .put_item()
            .table_name(&self.table)
            .set_item(Some(to_item(&Key::user(&user.account.id), user)?))
            .send()
            .await
            .map_err(unavailable)?;
        Ok(())
    }
}
