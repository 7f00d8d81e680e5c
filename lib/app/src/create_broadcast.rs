//! Staff send a message: one record and one queue message, whatever the size of the audience.
//!
//! The order of effects decides what a crash leaves behind. The queue message goes first, with a short delay,
//! then the record: a crash between the two leaves a queue message about a broadcast that never came to
//! be, which the worker drops after it has looked a few times. The other order would leave a broadcast that nobody works on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::audit::AuditAction;
use domain::broadcast::BirthdayOnly;
use domain::{
    Audience, Broadcast, BroadcastId, BroadcastProgress, Contact, ContactId, GroupId, LanguageTag,
    MessageTemplate, MessageType, Purpose,
};
use jiff::{SignedDuration, Timestamp};

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::ports::{
    BroadcastQueue, BroadcastStore, BroadcastTask, Clock, ContactStore, GroupStore,
    IdempotencyStore, Randomness, Reservation,
};

/// Long enough for the record to be there when the worker looks for it, short enough not to be noticed.
pub(crate) const QUEUE_HEAD_START: Duration = Duration::from_secs(1);

/// For how long a repeated request with the same key is recognised. Someone whose connection broke while sending may
/// find the draft again weeks later.
const KEY_LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How far ahead a message may be scheduled: a year, with its leap day. What is further off is a mistake in the year.
const FURTHEST_SCHEDULE: SignedDuration = SignedDuration::from_hours(366 * 24);

/// Accepts a message from staff.
#[derive(Clone)]
pub struct CreateBroadcast {
    /// To check chosen contacts.
    pub contacts: Arc<dyn ContactStore>,
    /// To check chosen groups.
    pub groups: Arc<dyn GroupStore>,
    /// Where the broadcast is kept.
    pub broadcasts: Arc<dyn BroadcastStore>,
    /// Where keys of repeated requests are kept.
    pub keys: Arc<dyn IdempotencyStore>,
    /// Who plans it.
    pub queue: Arc<dyn BroadcastQueue>,
    /// Where it is noted who sent an emergency.
    pub audit: Audit,
    /// The church's name, for the field of that name in a text.
    pub church_name: String,
    /// For the time of creation.
    pub clock: Arc<dyn Clock>,
    /// For its id.
    pub randomness: Arc<dyn Randomness>,
}

/// A message from staff.
#[derive(Debug, Clone)]
pub struct NewBroadcast {
    /// What it says, with fields for each reader's own name.
    pub content: MessageTemplate,
    /// The language that it was written in.
    pub language: LanguageTag,
    /// The same in other languages.
    pub translations: BTreeMap<LanguageTag, MessageTemplate>,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether the writer said in so many words that an emergency is meant: it goes out in the middle of the night.
    pub is_emergency_confirmed: bool,
    /// Whether the writer only tries it out.
    pub is_test: bool,
    /// When it is to go out; `None` for at once.
    pub scheduled_at: Option<Timestamp>,
    /// Text or call.
    pub message_type: MessageType,
    /// Whom it is for.
    pub audience: Audience,
    /// When given, of these only whoever has a birthday then.
    pub birthday: Option<BirthdayOnly>,
    /// The e-mail address or id of the member of staff.
    pub created_by: String,
    /// When given, a repeated request changes nothing and gets the same answer.
    pub idempotency: Option<IdempotencyKey>,
}

/// What tells a repeated request from a new one.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// The key, unique to the member of staff.
    pub key: String,
    /// A fingerprint of the request's body: the same key with another body is a mistake.
    pub fingerprint: String,
}

impl CreateBroadcast {
    /// Records the broadcast and has it planned. One that is scheduled is queued at once too: the worker waits.
    ///
    /// # Errors
    /// When a chosen contact or group does not exist, an emergency is not confirmed, the time is past or more than a year off, the idempotency key was used with another request, or a store
    /// fails: then the same request may be repeated with the same key.
    pub async fn run(&self, new: NewBroadcast) -> Result<BroadcastProgress> {
        if new.purpose == Purpose::Emergency && !new.is_emergency_confirmed {
            return Err(Error::field(
                "confirm_emergency",
                "An emergency goes out at any hour, and wakes people. Set confirm_emergency to true if that is meant.",
            ));
        }
        if let Audience::Contacts { contact_ids } = &new.audience {
            find_contacts(self.contacts.as_ref(), contact_ids).await?;
        }
        check_groups(self.groups.as_ref(), &new.audience).await?;
        let now = self.clock.now();
        if let Err(error) = check_schedule(new.scheduled_at, now) {
            // A repetition may come when the time of the first request has passed.
            let existing = self.find_repeated(new.idempotency.as_ref()).await?;
            return existing.ok_or(error);
        }
        let id = match &new.idempotency {
            Some(key) => self.reserve(key, now).await?,
            None => self.new_id(now),
        };
        // With a key, the request may be a repetition of one that got this far, or all the way.
        if new.idempotency.is_some()
            && let Some(existing) = self.broadcasts.get_broadcast(id).await?
        {
            return Ok(existing);
        }
        let broadcast = self.broadcast(id, new, now);
        if broadcast.purpose != Purpose::Emergency {
            return self.accept(broadcast).await;
        }
        let by = broadcast.created_by.clone();
        let deed = Deed {
            by: &by,
            action: AuditAction::EmergencySent,
            subject_id: Some(id.to_string()),
        };
        self.audit.of(deed, self.accept(broadcast)).await
    }

    async fn accept(&self, broadcast: Broadcast) -> Result<BroadcastProgress> {
        let id = broadcast.id;
        self.queue
            .enqueue_broadcast(BroadcastTask::new(id), QUEUE_HEAD_START)
            .await?;
        if self.broadcasts.create_broadcast(&broadcast).await? {
            return Ok(BroadcastProgress {
                broadcast,
                counts: Default::default(),
            });
        }
        let missing = || Error::Unavailable(format!("{id} exists and can't be read"));
        let existing = self
            .broadcasts
            .get_broadcast(id)
            .await?
            .ok_or_else(missing)?;
        if is_same_message(&existing.broadcast, &broadcast) {
            Ok(existing)
        } else {
            Err(key_taken())
        }
    }

    fn broadcast(&self, id: BroadcastId, new: NewBroadcast, now: Timestamp) -> Broadcast {
        let translations = new.translations.iter();
        Broadcast {
            language: new.language,
            translations: translations
                .map(|(language, template)| (language.clone(), template.source().clone()))
                .collect(),
            church_name: Some(self.church_name.clone()),
            purpose: new.purpose,
            is_test: new.is_test,
            scheduled_at: new.scheduled_at,
            message_type: new.message_type,
            birthday: new.birthday,
            ..Broadcast::new(
                id,
                new.content.source().clone(),
                new.audience,
                new.created_by,
                now,
            )
        }
    }

    /// The broadcast that the very same request made before, if it did.
    async fn find_repeated(
        &self,
        key: Option<&IdempotencyKey>,
    ) -> Result<Option<BroadcastProgress>> {
        let Some(key) = key else {
            return Ok(None);
        };
        match self.keys.find_key(&key.key).await? {
            Some((id, fingerprint)) if fingerprint == key.fingerprint => {
                self.broadcasts.get_broadcast(id).await
            }
            _ => Ok(None),
        }
    }

    async fn reserve(&self, key: &IdempotencyKey, now: Timestamp) -> Result<BroadcastId> {
        let id = self.new_id(now);
        let expires_at = now + KEY_LIFETIME;
        let reservation = self
            .keys
            .reserve_key(&key.key, id, &key.fingerprint, now, expires_at)
            .await?;
        match reservation {
            Reservation::Reserved => Ok(id),
            Reservation::Existing {
                broadcast_id,
                fingerprint,
            } => {
                if fingerprint != key.fingerprint {
                    self.take_over(key, broadcast_id, &fingerprint).await?;
                }
                Ok(broadcast_id)
            }
        }
    }

    /// The key was used for a message with other words. When that one never came to be, because something failed
    /// on the way, the writer has mended it and tries again: the key goes on with the new words and the same
    /// id, so that at most one of the two is ever sent.
    async fn take_over(
        &self,
        key: &IdempotencyKey,
        id: BroadcastId,
        fingerprint: &str,
    ) -> Result<()> {
        let came_to_be = self.broadcasts.get_broadcast(id).await?.is_some();
        let is_ours = !came_to_be
            && self
                .keys
                .replace_fingerprint(&key.key, fingerprint, &key.fingerprint)
                .await?;
        if is_ours { Ok(()) } else { Err(key_taken()) }
    }

    fn new_id(&self, now: Timestamp) -> BroadcastId {
        BroadcastId::new(now, self.randomness.draw())
    }
}

fn check_schedule(scheduled_at: Option<Timestamp>, now: Timestamp) -> Result<()> {
    let Some(at) = scheduled_at else {
        return Ok(());
    };
    if at <= now {
        let message = "This time has passed. Choose a later one, or none to send it now.";
        return Err(Error::field("scheduled_at", message));
    }
    if at.duration_since(now) > FURTHEST_SCHEDULE {
        let message = "Choose a time within a year from now.";
        return Err(Error::field("scheduled_at", message));
    }
    Ok(())
}

/// Whether two broadcasts say the same to the same people at the same time.
fn is_same_message(one: &Broadcast, other: &Broadcast) -> bool {
    one.content == other.content
        && one.language == other.language
        && one.translations == other.translations
        && one.purpose == other.purpose
        && one.is_test == other.is_test
        && one.scheduled_at == other.scheduled_at
        && one.message_type == other.message_type
        && one.audience == other.audience
        && one.birthday == other.birthday
}

fn key_taken() -> Error {
    Error::Conflict(
        "This Idempotency-Key was used for another message. Use a new key for a new message."
            .into(),
    )
}

/// Reads chosen contacts, all of which must exist.
pub(crate) async fn find_contacts(
    contacts: &dyn ContactStore,
    ids: &[ContactId],
) -> Result<Vec<Contact>> {
    let found = contacts.get_contacts(ids).await?;
    let missing: Vec<String> = ids
        .iter()
        .filter(|id| {
            found
                .binary_search_by_key(*id, |contact| contact.id)
                .is_err()
        })
        .map(ToString::to_string)
        .collect();
    if missing.is_empty() {
        return Ok(found);
    }
    Err(Error::field(
        "contact_ids",
        format!(
            "There is no contact {}. Choose people from the directory.",
            missing.join(", ")
        ),
    ))
}

/// Checks that the groups of an audience exist.
pub(crate) async fn check_groups(groups: &dyn GroupStore, audience: &Audience) -> Result<()> {
    let Audience::Groups { group_ids } = audience else {
        return Ok(());
    };
    let known = groups.list_groups().await?;
    let is_known = |id: &&GroupId| known.iter().any(|group| group.id == **id);
    match group_ids.iter().find(|id| !is_known(id)) {
        None => Ok(()),
        Some(id) => {
            let message = format!("There is no group {id}. Choose groups from the list.");
            Err(Error::field("group_ids", message))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests;
