//! What the church tells its phone assistant.

use app::error::Result;
use app::ports::{AssistantSettingsStore, Replacement};
use async_trait::async_trait;
use domain::AssistantSettings;

use super::DynamoStore;
use super::item::{from_item, to_item};
use super::keys::Key;

#[async_trait]
impl AssistantSettingsStore for DynamoStore {
    /// T3
    async fn get_assistant_settings(&self) -> Result<Option<AssistantSettings>> {
        let item = self.get_item(&Key::assistant_settings(), true).await?;
        item.map(from_item).transpose()
    }

    /// T4
    async fn replace_assistant_settings(
        &self,
        settings: &AssistantSettings,
        read_version: u32,
    ) -> Result<Replacement> {
        let item = to_item(&Key::assistant_settings(), settings)?;
        let refused = match read_version {
            0 => self.put_new(item).await?,
            _ => self.put_version(item, read_version).await?,
        };
        match refused {
            None => Ok(Replacement::Done),
            // A first try whose answer was lost has written the very same.
            Some(found) if !found.is_empty() => {
                let found: AssistantSettings = from_item(found)?;
                Ok(match found == *settings {
                    true => Replacement::Done,
                    false => Replacement::Stale,
                })
            }
            Some(_) => Ok(Replacement::Missing),
        }
    }
}
