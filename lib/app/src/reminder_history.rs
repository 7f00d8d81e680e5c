//! What became of a reminder's occurrences, and all reminders' occurrences on a calendar.

use std::sync::Arc;

use domain::reminder::PastOccurrence;
use domain::{BroadcastProgress, Reminder, ReminderId};
use futures::future::try_join_all;
use jiff::civil::Date;

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{BroadcastStore, ReminderStore};
use crate::preview_reminder::{PreviewReminder, ShownOccurrence};

/// Reads what was.
pub struct ReminderHistory {
    /// The reminders.
    pub reminders: Arc<dyn ReminderStore>,
    /// What was made of their occurrences.
    pub broadcasts: Arc<dyn BroadcastStore>,
}

/// A reminder's occurrences between two days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPart {
    /// The reminder.
    pub reminder: Reminder,
    /// What is settled.
    pub past: Vec<PastOccurrence>,
    /// What is to come.
    pub upcoming: Vec<ShownOccurrence>,
}

impl ReminderHistory {
    /// A page of settled occurrences, newest first, each with its broadcast.
    ///
    /// # Errors
    /// When there is no such reminder, or a store fails.
    pub async fn page(
        &self,
        id: ReminderId,
        before: Option<Date>,
        limit: usize,
    ) -> Result<Page<(PastOccurrence, Option<BroadcastProgress>), Date>> {
        if self.reminders.get_reminder(id).await?.is_none() {
            return Err(Error::NotFound("reminder"));
        }
        let page = self.reminders.list_occurrences(id, before, limit).await?;
        let items = page.items.into_iter().map(|past| async move {
            let broadcast = match past.broadcast_id {
                Some(id) => self.broadcasts.get_broadcast(id).await?,
                None => None,
            };
            Ok::<_, Error>((past, broadcast))
        });
        Ok(Page {
            items: try_join_all(items).await?,
            next: page.next,
        })
    }

    /// The occurrences of all reminders from one day to another, both included.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn calendar(
        &self,
        preview: &PreviewReminder,
        from: Date,
        to: Date,
    ) -> Result<Vec<CalendarPart>> {
        let outlook = preview.outlook().await?;
        let outlook = &outlook;
        let parts = self.reminders.list_reminders().await?;
        let parts = parts.into_iter().map(|reminder| async move {
            let past = self
                .reminders
                .occurrences_between(reminder.id, from, to)
                .await?;
            let mut upcoming = outlook.until(&reminder, to);
            upcoming.retain(|shown| shown.occurrence.date >= from);
            Ok::<_, Error>(CalendarPart {
                reminder,
                past,
                upcoming,
            })
        });
        try_join_all(parts).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{World, settings};
    use crate::fire_reminder::tests::{DAY, FIRST, create, fire};

    fn history(world: &Arc<World>) -> ReminderHistory {
        ReminderHistory {
            reminders: world.clone(),
            broadcasts: world.clone(),
        }
    }

    #[tokio::test]
    async fn what_went_out_is_shown_newest_first_with_its_broadcast() {
        let world = Arc::new(World::default());
        let id = create(&world).await;
        world.pass(FIRST + 2 * DAY);
        fire(&world).run(id).await.expect("fired");
        let page = async |before, limit| {
            let page = history(&world)
                .page(id, before, limit)
                .await
                .expect("a page");
            let items = page.items.iter();
            let shown: Vec<(i8, bool)> = items
                .map(|(past, broadcast)| (past.date.day(), broadcast.is_some()))
                .collect();
            (shown, page.next)
        };
        let (first, next) = page(None, 2).await;
        assert_eq!(first, [(3, true), (2, false)]);
        assert_eq!(page(next, 2).await, (vec![(1, false)], None));
        let gone = ReminderId::new(jiff::Timestamp::UNIX_EPOCH, 99);
        let gone = history(&world).page(gone, None, 2).await;
        assert!(matches!(gone, Err(Error::NotFound("reminder"))));
    }

    #[tokio::test]
    async fn a_calendar_shows_what_was_and_what_is_to_come_between_two_days() {
        let world = Arc::new(World::default());
        let id = create(&world).await;
        world.pass(FIRST + 2 * DAY);
        fire(&world).run(id).await.expect("fired");
        let preview = PreviewReminder {
            reminders: world.clone(),
            settings: settings(&world),
            clock: world.clone(),
        };
        let (from, to) = (Date::constant(1970, 1, 2), Date::constant(1970, 1, 5));
        let parts = history(&world).calendar(&preview, from, to).await;
        let [part] = &parts.expect("a calendar")[..] else {
            panic!("not one reminder");
        };
        let past: Vec<i8> = part.past.iter().map(|past| past.date.day()).collect();
        let upcoming = part.upcoming.iter();
        let upcoming: Vec<i8> = upcoming.map(|one| one.occurrence.date.day()).collect();
        assert_eq!((past, upcoming), (vec![2, 3], vec![4, 5]));
    }
}
