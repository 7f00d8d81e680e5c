//! Who works with the dashboard.

use async_trait::async_trait;
use domain::user::User;

use crate::error::Result;

/// Accounts that have used the dashboard.
#[async_trait]
pub trait UserStore: Send + Sync {
    /// Reads one.
    async fn get_user(&self, id: &str) -> Result<Option<User>>;
    /// Reads all, in order of ids: a church has a few dozen.
    async fn list_users(&self) -> Result<Vec<User>>;
    /// Notes one; the last one to do so wins.
    async fn put_user(&self, user: &User) -> Result<()>;
}
