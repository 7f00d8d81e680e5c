//! Administrators decide when texts go out, what they may cost and where they may go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::audit::AuditAction;
use domain::pace::SenderPace;
use domain::quiet_hours::QuietHours;
use domain::settings::OutgoingCalls;
use domain::{ChurchSettings, Country, FieldError, MicroDollars, PriceList, TimeZoneName};

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::manage_contacts::ReadVersion;
use crate::ports::{Clock, Replacement};
use crate::read_settings::ReadSettings;

/// The most other time zones; there are fewer in all of North America.
const MAXIMUM_ZONES: usize = 50;

/// Changes the church's settings.
pub struct ChangeSettings {
    /// What holds now, and where the decision is kept.
    pub settings: ReadSettings,
    /// Where it is noted who decided.
    pub audit: Audit,
    /// For the day of the prices.
    pub clock: Arc<dyn Clock>,
}

/// What an administrator decides; all of it, whether it changes or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSettings {
    /// The zone that the church lives in.
    pub time_zone: TimeZoneName,
    /// Other zones in which members live.
    pub other_time_zones: BTreeSet<TimeZoneName>,
    /// When texts go out; `None` for at any hour.
    pub quiet_hours: Option<QuietHours>,
    /// How many segments the church's number sends in a second.
    pub segments_per_second: u32,
    /// The most that a month may cost; `None` for no limit.
    pub monthly_cap: Option<MicroDollars>,
    /// The countries whose numbers are texted.
    pub countries: BTreeSet<Country>,
    /// What a segment costs, by country.
    pub text_prices: BTreeMap<Country, MicroDollars>,
    /// What a segment to any other country costs.
    pub other_text_price: MicroDollars,
    /// Whether Twilio itself answers STOP, START and HELP.
    pub carrier_answers_keywords: bool,
    /// How calls go out.
    pub calls: OutgoingCalls,
}

impl ChangeSettings {
    /// Replaces the settings, if they are those of the version that was read.
    ///
    /// # Errors
    /// When a field can't be, someone else changed the settings since they were read, or the store fails.
    pub async fn run(
        &self,
        new: NewSettings,
        read: ReadVersion,
        by: &str,
    ) -> Result<ChurchSettings> {
        let current = self.settings.run().await?;
        read.check(current.version)?;
        let settings = self.decide(new, &current)?;
        let store = &self.settings.settings;
        let replace = async {
            match store.replace_settings(&settings, current.version).await? {
                Replacement::Done => Ok(()),
                Replacement::Stale | Replacement::Missing => Err(Error::Stale),
            }
        };
        let deed = Deed {
            by,
            action: AuditAction::SettingsChanged,
            subject_id: None,
        };
        self.audit.of(deed, replace).await?;
        Ok(settings)
    }

    fn decide(&self, new: NewSettings, current: &ChurchSettings) -> Result<ChurchSettings> {
        let mut errors = Vec::new();
        if new.countries.is_empty() {
            let message = "Choose at least one country: nobody could be texted.";
            errors.push(FieldError::new("countries", message));
        }
        if new.other_time_zones.len() > MAXIMUM_ZONES {
            let message = format!("Choose at most {MAXIMUM_ZONES} time zones.");
            errors.push(FieldError::new("other_time_zones", message));
        }
        if new.monthly_cap.is_some_and(|cap| cap < MicroDollars::ZERO) {
            let message = "Enter a limit of $0.00 or more, or none for no limit.";
            errors.push(FieldError::new("monthly_cap", message));
        }
        if !(1..=OutgoingCalls::MOST_AT_ONCE).contains(&new.calls.at_once) {
            let most = OutgoingCalls::MOST_AT_ONCE;
            let message = format!("Enter a number from 1 to {most}.");
            errors.push(FieldError::new("calls_at_once", message));
        }
        let pace = SenderPace::new(new.segments_per_second, current.pace.carrier_queue()).map_err(
            |error| {
                errors.push(FieldError::new("segments_per_second", error.to_string()));
            },
        );
        let prices = self
            .prices(&new, current)
            .map_err(|error| errors.push(error));
        match (pace, prices) {
            (Ok(pace), Ok(prices)) if errors.is_empty() => Ok(ChurchSettings {
                time_zone: new.time_zone,
                other_time_zones: new.other_time_zones,
                quiet_hours: new.quiet_hours,
                pace,
                monthly_cap: new.monthly_cap,
                prices,
                countries: new.countries,
                carrier_answers_keywords: new.carrier_answers_keywords,
                calls: new.calls,
                version: current.version + 1,
            }),
            _ => Err(Error::Invalid(errors)),
        }
    }

    /// Prices that were changed are those of today; others keep their day.
    fn prices(
        &self,
        new: &NewSettings,
        current: &ChurchSettings,
    ) -> std::result::Result<PriceList, FieldError> {
        let list = |day| PriceList::new(day, new.text_prices.clone(), new.other_text_price);
        let refused = |error: domain::money::InvalidPriceList| {
            let is_other = new.other_text_price < MicroDollars::ZERO;
            let field = if is_other {
                "other_text_price"
            } else {
                "text_prices"
            };
            FieldError::new(field, error.to_string())
        };
        let same = list(current.prices.as_of()).map_err(refused)?;
        if same == current.prices {
            return Ok(same);
        }
        let today = self.clock.now().to_zoned(new.time_zone.rules()).date();
        list(today).map_err(refused)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{World, audit, settings};

    const MANY_ZONES: &str = "America/Chicago America/Denver America/New_York America/Los_Angeles America/Phoenix \
                              America/Anchorage America/Halifax America/Toronto America/Winnipeg America/Vancouver \
                              America/Bogota America/Lima America/Caracas America/Santiago America/Guatemala \
                              Europe/London Europe/Paris Europe/Berlin Europe/Madrid Europe/Rome Europe/Moscow \
                              Asia/Tokyo Asia/Seoul Asia/Manila Asia/Kolkata Asia/Dubai Asia/Shanghai";

    fn change(world: &Arc<World>) -> ChangeSettings {
        ChangeSettings {
            settings: settings(world),
            audit: audit(world),
            clock: world.clone(),
        }
    }

    async fn unchanged(world: &Arc<World>) -> NewSettings {
        let current = settings(world).run().await.expect("read");
        NewSettings {
            time_zone: current.time_zone,
            other_time_zones: current.other_time_zones,
            quiet_hours: current.quiet_hours,
            segments_per_second: current.pace.segments_per_second(),
            monthly_cap: current.monthly_cap,
            countries: current.countries,
            text_prices: current.prices.text_prices().clone(),
            other_text_price: current.prices.other_text_price(),
            carrier_answers_keywords: current.carrier_answers_keywords,
            calls: current.calls,
        }
    }

    #[tokio::test]
    async fn what_was_decided_is_what_is_read_and_each_version_is_replaced_once() {
        let world = Arc::new(World::default());
        let new = NewSettings {
            monthly_cap: Some(MicroDollars::from_cents(5_000)),
            quiet_hours: None,
            segments_per_second: 3,
            ..unchanged(&world).await
        };
        let first = change(&world)
            .run(new.clone(), ReadVersion::Exactly(0), "staff")
            .await;
        let first = first.expect("decided");
        assert_eq!(first.version, 1);
        assert_eq!(settings(&world).run().await.expect("read"), first);
        assert_eq!(unchanged(&world).await, new);
        let late = change(&world)
            .run(new.clone(), ReadVersion::Exactly(0), "staff")
            .await;
        assert!(matches!(late, Err(Error::Stale)));
        let last = change(&world)
            .run(new, ReadVersion::Any, "staff")
            .await
            .expect("decided");
        assert_eq!(last.version, 2);
    }

    #[tokio::test]
    async fn prices_keep_their_day_until_they_change() {
        let world = Arc::new(World::default());
        let same = unchanged(&world).await;
        let kept = change(&world)
            .run(same.clone(), ReadVersion::Any, "staff")
            .await
            .expect("decided");
        assert_eq!(kept.prices, PriceList::assumed());
        let other = NewSettings {
            other_text_price: MicroDollars::from_cents(60),
            ..same
        };
        let changed = change(&world)
            .run(other, ReadVersion::Any, "staff")
            .await
            .expect("decided");
        assert_eq!(changed.prices.as_of(), jiff::civil::date(1970, 1, 1));
    }

    #[tokio::test]
    async fn every_field_that_can_not_be_is_named_and_nothing_is_changed() {
        let world = Arc::new(World::default());
        let below = MicroDollars::new(-1);
        let zones = (1..=12)
            .flat_map(|hours| [format!("Etc/GMT+{hours}"), format!("Etc/GMT-{hours}")])
            .chain(MANY_ZONES.split(' ').map(String::from));
        let wrong = NewSettings {
            countries: BTreeSet::new(),
            other_time_zones: zones
                .map(|name| TimeZoneName::parse(&name).expect("a zone"))
                .collect(),
            monthly_cap: Some(below),
            segments_per_second: 0,
            text_prices: BTreeMap::from([(Country::CANADA, below)]),
            ..unchanged(&world).await
        };
        match change(&world).run(wrong, ReadVersion::Any, "staff").await {
            Err(Error::Invalid(errors)) => {
                let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
                let all = [
                    "countries",
                    "other_time_zones",
                    "monthly_cap",
                    "segments_per_second",
                    "text_prices",
                ];
                assert_eq!(fields, all);
            }
            other => panic!("{other:?}"),
        }
        assert!(world.settings.lock().expect("a lock").is_none());
    }
}
