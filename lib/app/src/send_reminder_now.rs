//! Staff send what a reminder says now, beside its schedule.

use std::sync::Arc;

use domain::{BroadcastProgress, MessageTemplate, ReminderId};

use crate::create_broadcast::{CreateBroadcast, IdempotencyKey, NewBroadcast};
use crate::error::{Error, Result};
use crate::ports::{Clock, ReminderStore};

/// Sends what a reminder says.
pub struct SendReminderNow {
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// Who sends it.
    pub create: CreateBroadcast,
    /// For today's birthdays.
    pub clock: Arc<dyn Clock>,
}

impl SendReminderNow {
    /// Sends it to the reminder's audience; one for birthdays to those who have theirs today, in the reminder's zone.
    ///
    /// # Errors
    /// When there is no such reminder, or as [`CreateBroadcast::run`].
    pub async fn run(
        &self,
        id: ReminderId,
        by: String,
        idempotency: Option<IdempotencyKey>,
    ) -> Result<BroadcastProgress> {
        let reminder = self.reminders.get_reminder(id).await?;
        let details = reminder.ok_or(Error::NotFound("reminder"))?.details;
        let template = |content: &domain::MessageContent| {
            // It was read once when it was written.
            MessageTemplate::parse(content.as_str())
                .map_err(|error| Error::field("message_content", error.to_string()))
        };
        let zone = details.recurrence.zone.rules();
        let today = self.clock.now().to_zoned(zone).date();
        self.create
            .run(NewBroadcast {
                content: template(&details.content)?,
                translations: details
                    .translations
                    .iter()
                    .map(|(language, text)| Ok((language.clone(), template(text)?)))
                    .collect::<Result<_>>()?,
                birthday: details.birthday_on(today),
                language: details.language,
                purpose: details.purpose,
                is_emergency_confirmed: false,
                is_test: false,
                scheduled_at: None,
                message_type: details.message_type,
                audience: details.audience,
                created_by: by,
                idempotency,
            })
            .await
    }
}

#[cfg(test)]
mod tests;
