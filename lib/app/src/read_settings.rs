//! What the church has decided, or what holds until it does.

use std::sync::Arc;

use domain::{ChurchSettings, Country, QuietHours, TimeZoneName};

use crate::error::Result;
use crate::ports::SettingsStore;

/// Reads the church's settings.
#[derive(Clone)]
pub struct ReadSettings {
    /// Where they are kept.
    pub settings: Arc<dyn SettingsStore>,
    /// The zone that was given at the deployment.
    pub time_zone: TimeZoneName,
    /// The country that was given at the deployment.
    pub country: Country,
    /// The hours that were given at the deployment; `None` for at any hour.
    pub quiet_hours: Option<QuietHours>,
}

impl ReadSettings {
    /// The settings as they are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run(&self) -> Result<ChurchSettings> {
        let decided = self.settings.get_settings().await?;
        Ok(decided.unwrap_or_else(|| ChurchSettings {
            quiet_hours: self.quiet_hours,
            ..ChurchSettings::in_zone(self.time_zone.clone(), self.country)
        }))
    }
}
