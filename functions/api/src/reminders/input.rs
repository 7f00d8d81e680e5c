//! Reminders and their rules, as staff write them.

use std::collections::BTreeMap;

use app::manage_reminders::ReminderDraft;
use domain::recurrence::{Recurrence, WrittenSchedule};
use domain::reminder::{ReminderDetails, ReminderName};
use domain::{LanguageTag, MessageTemplate, Reminder, TimeZoneName};
use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Shared;
use crate::audience::AudienceChoice;
use crate::broadcasts::Purpose;
use crate::composition::{read_language, read_purpose, read_translations};
use crate::form::{Form, FromForm};
use crate::messages::MessageType;
use crate::problem::{Problem, Result};
use crate::sending::read_message_type;

/// A reminder as staff write it: all of it, whether it changes or not.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "name": "Sunday service", "message_content": "Hi {first_name|friend}, service at ten.", "message_type": "sms",
    "language": "en", "translations": { "es": "Hola {first_name}, culto a las diez." }, "purpose": "information",
    "send_to_all": true, "schedule_type": "weekly", "schedule_day": "sunday", "schedule_time": "09:00",
    "time_zone": "America/Chicago",
}))]
pub(crate) struct ReminderInput {
    /// What staff call it.
    #[schema(value_type = String, min_length = 1, max_length = 80)]
    name: ReminderName,
    /// What it says, with the same fields as a message.
    #[schema(value_type = String, min_length = 1, max_length = 1600)]
    message_content: MessageTemplate,
    /// Text or call. Only `sms` is taken for now.
    #[schema(value_type = MessageType)]
    message_type: domain::MessageType,
    /// The language that `message_content` is written in, a BCP 47 tag.
    #[schema(value_type = String, required = false, default = "en")]
    language: LanguageTag,
    /// The same in other languages, by BCP 47 tag, 20 at most.
    #[schema(value_type = BTreeMap<String, String>, required = false)]
    translations: BTreeMap<LanguageTag, MessageTemplate>,
    /// What it is for: `information`, unless it is given, or `solicitation`. An emergency can't be planned.
    #[schema(value_type = Purpose, required = false)]
    purpose: domain::Purpose,
    /// Whether it goes out. Where it is left out, a new one does, and another stays as it is.
    #[schema(nullable = false)]
    active: Option<bool>,
    /// When.
    #[serde(flatten)]
    schedule: ScheduleInput,
    /// Whom it is for; one for birthdays is for those of them who have theirs.
    #[serde(flatten)]
    audience: AudienceChoice,
}

/// A rule of when something comes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ScheduleInput {
    /// What kind of rule: `once`, `daily`, `weekly`, `monthly`, `yearly`, `feast` or `birthday`.
    schedule_type: String,
    /// The time of the day, such as `09:00`; for birthdays on each person's own clock.
    schedule_time: String,
    /// The day of one that comes once, and the first of one that comes every year.
    schedule_date: Option<String>,
    /// Days of the week, such as `sunday` or `monday,wednesday`; or the day of the month: `1` to `31`, where a shorter
    /// month has its last day, `last`, or one such as `first sunday` or `last friday`.
    schedule_day: Option<String>,
    /// Every how many days, weeks, months or years.
    #[schema(nullable = false, minimum = 1, maximum = 100, default = 1)]
    interval: Option<u32>,
    /// The feast: `easter`, `orthodox_easter`, or `advent_1` to `advent_4`.
    feast: Option<String>,
    /// How many days after the feast; before it, when negative.
    #[schema(minimum = -100, maximum = 100)]
    feast_offset: Option<i64>,
    /// The first day that counts, and from which `interval` counts; today, unless it is given.
    starts_on: Option<String>,
    /// The last day that counts.
    ends_on: Option<String>,
    /// After how many occurrences it ends, those that are left out included.
    #[schema(minimum = 1, maximum = 1000)]
    ends_after: Option<u32>,
    /// Days that are left out.
    #[schema(required = false, max_items = 100)]
    skip_dates: Vec<String>,
    /// Whether the church's holidays are left out.
    #[schema(required = false, default = false)]
    skip_holidays: bool,
    /// Whose clock, an IANA name; the church's, unless it is given.
    #[schema(nullable = false)]
    time_zone: Option<String>,
}

impl FromForm for ScheduleInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let mistakes = form.mistakes();
        let input = Self {
            schedule_type: form.needed_text("schedule_type").unwrap_or_default(),
            schedule_time: form.needed_text("schedule_time").unwrap_or_default(),
            schedule_date: form.clearable("schedule_date").flatten(),
            schedule_day: form.clearable("schedule_day").flatten(),
            interval: form.optional("interval"),
            feast: form.clearable("feast").flatten(),
            feast_offset: form.clearable("feast_offset").flatten(),
            starts_on: form.clearable("starts_on").flatten(),
            ends_on: form.clearable("ends_on").flatten(),
            ends_after: form.clearable("ends_after").flatten(),
            skip_dates: form.optional("skip_dates").unwrap_or_default(),
            skip_holidays: form.optional("skip_holidays").unwrap_or(false),
            time_zone: form.optional("time_zone"),
        };
        if form.mistakes() > mistakes {
            return None;
        }
        // What can be wrong without knowing the church is found here, together with all other mistakes.
        let anywhere = TimeZoneName::utc();
        match input.written().read(&anywhere, |_| Date::MIN) {
            Ok(_) => Some(input),
            Err(errors) => {
                for error in errors {
                    form.reject(&error.field, error.message);
                }
                None
            }
        }
    }
}

impl ScheduleInput {
    fn written(&self) -> WrittenSchedule {
        let input = self.clone();
        WrittenSchedule {
            schedule_type: input.schedule_type,
            schedule_time: input.schedule_time,
            schedule_date: input.schedule_date,
            schedule_day: input.schedule_day,
            interval: input.interval,
            feast: input.feast,
            feast_offset: input.feast_offset,
            starts_on: input.starts_on,
            ends_on: input.ends_on,
            ends_after: input.ends_after,
            skip_dates: input.skip_dates,
            skip_holidays: input.skip_holidays,
            time_zone: input.time_zone,
        }
    }

    /// The rule, in the church's zone unless another is given, from `first_day` or today on.
    pub(super) async fn rule(&self, api: &Shared, first_day: Option<Date>) -> Result<Recurrence> {
        let church = api.read_settings.run().await?.time_zone;
        let now = api.clock.now();
        let today = |zone: &TimeZoneName| now.to_zoned(zone.rules()).date();
        let rule = self
            .written()
            .read(&church, |zone| first_day.unwrap_or_else(|| today(zone)));
        rule.map_err(Problem::wrong_fields)
    }
}

impl FromForm for ReminderInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let name = form.needed_text("name").and_then(|text| {
            ReminderName::parse(&text)
                .map_err(|error| form.reject("name", error.to_string()))
                .ok()
        });
        let message_content = form.needed_text("message_content").and_then(|text| {
            MessageTemplate::parse(&text)
                .map_err(|error| form.reject("message_content", error.to_string()))
                .ok()
        });
        let message_type = read_message_type(form);
        let language = read_language(form);
        let translations = read_translations(form, language.as_ref());
        let purpose = read_purpose(form);
        let active = form.optional("active");
        let schedule = ScheduleInput::from_form(form);
        let audience = AudienceChoice::from_form(form);
        Some(Self {
            name: name?,
            message_content: message_content?,
            message_type: message_type?,
            language: language?,
            translations: translations?,
            purpose: purpose?,
            active,
            schedule: schedule?,
            audience: audience?,
        })
    }
}

impl ReminderInput {
    /// What is to be kept. What it leaves out of the beginning stays as `present` has it.
    pub(super) async fn draft(
        self,
        api: &Shared,
        present: Option<&Reminder>,
    ) -> Result<ReminderDraft> {
        let first_day = present.map(|present| present.details.recurrence.starts_on);
        let translations = self.translations.iter();
        Ok(ReminderDraft {
            details: ReminderDetails {
                recurrence: self.schedule.rule(api, first_day).await?,
                name: self.name,
                content: self.message_content.source().clone(),
                translations: translations
                    .map(|(language, template)| (language.clone(), template.source().clone()))
                    .collect(),
                language: self.language,
                purpose: self.purpose,
                audience: self.audience.into(),
                message_type: self.message_type,
            },
            active: self.active,
        })
    }
}

/// A rule that is not saved.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "schedule_type": "monthly", "schedule_day": "last friday", "schedule_time": "19:00", "time_zone": "America/Chicago",
}))]
pub(crate) struct ReminderPreviewInput {
    /// When.
    #[serde(flatten)]
    pub(super) schedule: ScheduleInput,
    /// What the message is for, which decides at which hours it may go out.
    #[schema(value_type = Purpose, required = false)]
    pub(super) purpose: domain::Purpose,
}

impl FromForm for ReminderPreviewInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let schedule = ScheduleInput::from_form(form);
        let purpose = read_purpose(form);
        Some(Self {
            schedule: schedule?,
            purpose: purpose?,
        })
    }
}

/// The occurrence that is skipped.
#[derive(ToSchema)]
#[schema(example = json!({ "date": "2026-03-08" }))]
pub(crate) struct SkipInput {
    /// Its day, as it was seen.
    #[schema(value_type = String, format = Date)]
    pub(super) date: Date,
}

impl FromForm for SkipInput {
    fn from_form(form: &mut Form) -> Option<Self> {
        let date = read_date(form, "date")?;
        Some(Self { date })
    }
}

/// Reads a day that must be there.
pub(super) fn read_date(form: &mut Form, field: &str) -> Option<Date> {
    let text = form.needed_text(field)?;
    let date = Date::strptime("%Y-%m-%d", &text).ok();
    let date = date.filter(|date| date.to_string() == text);
    if date.is_none() {
        form.reject(field, "Enter a day such as 2026-12-24.");
    }
    date
}
