//! What the church has decided.

use app::error::Result;
use app::ports::{Replacement, SettingsStore};
use async_trait::async_trait;
use domain::ChurchSettings;

use super::DynamoStore;
use super::item::{from_item, to_item};
use super::keys::Key;

#[async_trait]
impl SettingsStore for DynamoStore {
    /// T1
    async fn get_settings(&self) -> Result<Option<ChurchSettings>> {
        let item = self.get_item(&Key::settings(), true).await?;
        item.map(from_item).transpose()
    }

    /// T2
    async fn replace_settings(
        &self,
        settings: &ChurchSettings,
        read_version: u32,
    ) -> Result<Replacement> {
        let item = to_item(&Key::settings(), settings)?;
        let refused = match read_version {
            0 => self.put_new(item).await?,
            _ => self.put_version(item, read_version).await?,
        };
        match refused {
            None => Ok(Replacement::Done),
            // A first try whose answer was lost has written the very same.
            Some(found) if !found.is_empty() => {
                let found: ChurchSettings = from_item(found)?;
                Ok(if found == *settings {
                    Replacement::Done
                } else {
                    Replacement::Stale
                })
            }
            Some(_) => Ok(Replacement::Missing),
        }
    }
}
