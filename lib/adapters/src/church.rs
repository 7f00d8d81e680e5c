//! The church, as the deployment knows it.

use std::sync::Arc;

use app::ports::SettingsStore;
use app::read_settings::ReadSettings;
use domain::quiet_hours::InvalidQuietHours;
use domain::{Country, QuietHours, TimeZoneName};

use crate::environment::{ConfigurationError, required};

/// Reads the church's settings from `settings`. Where nobody has decided otherwise, what was given at the deployment
/// holds: the zone (`CHURCH_TIME_ZONE`, an IANA name), the country (`DEFAULT_REGION`, two letters) and the hours
/// (`QUIET_HOURS`, such as `09:00-20:00`, or `off`).
///
/// # Errors
/// When a variable is missing or can't be used.
pub fn settings_from_environment(
    settings: Arc<dyn SettingsStore>,
) -> Result<ReadSettings, ConfigurationError> {
    Ok(ReadSettings {
        settings,
        time_zone: given("CHURCH_TIME_ZONE", TimeZoneName::parse)?,
        country: given("DEFAULT_REGION", Country::parse)?,
        quiet_hours: given("QUIET_HOURS", read_hours)?,
    })
}

/// `09:00-20:00`, or `off` for at any hour.
fn read_hours(text: &str) -> Result<Option<QuietHours>, InvalidQuietHours> {
    if text == "off" {
        return Ok(None);
    }
    let (opens, closes) = text.split_once('-').ok_or(InvalidQuietHours::NotATime)?;
    QuietHours::parse(opens, closes).map(Some)
}

fn given<T, E: std::fmt::Display>(
    name: &'static str,
    parse: impl Fn(&str) -> Result<T, E>,
) -> Result<T, ConfigurationError> {
    parse(&required(name)?).map_err(|error| ConfigurationError::Unusable {
        name,
        reason: error.to_string(),
    })
}
