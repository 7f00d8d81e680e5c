//! Staff send a message: one record and one queue message, whatever the size of the audience.
//!
//! The order of effects decides what a crash leaves behind. The queue message goes first, with a short delay,
//! then the record: a crash between the two leaves a queue message about a broadcast that never came to
//! be, which the worker drops after it has looked a few times. The other order would leave a broadcast that nobody works on.

use std::sync::Arc;
use std::time::Duration;

use domain::{
    Audience, Broadcast, BroadcastId, BroadcastProgress, Contact, ContactId, GroupId,
    MessageContent, MessageType,
};
use jiff::{SignedDuration, Timestamp};

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

/// Accepts a message from staff.
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
    /// For the time of creation.
    pub clock: Arc<dyn Clock>,
    /// For its id.
    pub randomness: Arc<dyn Randomness>,
}

/// A message from staff.
#[derive(Debug, Clone)]
pub struct NewBroadcast {
    /// What it says.
    pub content: MessageContent,
    /// Text or call.
    pub message_type: MessageType,
    /// Whom it is for.
    pub audience: Audience,
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
    /// Records the broadcast and has it planned.
    ///
    /// # Errors
    /// When a chosen contact or group does not exist, calls are asked for (they can't be sent yet), the idempotency key was
    /// used with another request, or a store fails: then the same request may be repeated with the same key.
    pub async fn run(&self, new: NewBroadcast) -> Result<BroadcastProgress> {
        if new.message_type == MessageType::Voice {
            return Err(Error::field(
                "message_type",
                "Calls can't be sent yet. Choose \"sms\".",
            ));
        }
        if let Audience::Contacts { contact_ids } = &new.audience {
            find_contacts(self.contacts.as_ref(), contact_ids).await?;
        }
        check_groups(self.groups.as_ref(), &new.audience).await?;
        let now = self.clock.now();
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
        self.queue
            .enqueue_broadcast(BroadcastTask::new(id), QUEUE_HEAD_START)
            .await?;
        let broadcast = Broadcast::new(id, new.content, new.audience, new.created_by, now);
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
        let is_same = existing.broadcast.content == broadcast.content
            && existing.broadcast.audience == broadcast.audience;
        if is_same {
            Ok(existing)
        } else {
            Err(key_taken())
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
mod tests {
    use super::*;
    use crate::fakes::{Fault, World, contact};

    fn create(world: &Arc<World>) -> CreateBroadcast {
        CreateBroadcast {
            contacts: world.clone(),
            groups: world.clone(),
            broadcasts: world.clone(),
            keys: world.clone(),
            queue: world.clone(),
            clock: world.clone(),
            randomness: world.clone(),
        }
    }

    fn request(content: &str) -> NewBroadcast {
        NewBroadcast {
            content: MessageContent::parse(content).expect("content"),
            message_type: MessageType::Sms,
            audience: Audience::All,
            created_by: "staff".into(),
            idempotency: Some(IdempotencyKey {
                key: "key".into(),
                fingerprint: content.into(),
            }),
        }
    }

    #[tokio::test]
    async fn a_broadcast_is_queued_before_it_is_recorded() {
        let world = Arc::new(World::default());
        let created = create(&world)
            .run(request("Dinner"))
            .await
            .expect("created")
            .broadcast;
        assert_eq!(world.broadcast(created.id), Some(created.clone()));
        assert_eq!(
            *world.broadcast_queue.lock().expect("a lock"),
            [(BroadcastTask::new(created.id), QUEUE_HEAD_START)]
        );
    }

    #[tokio::test]
    async fn a_repeated_request_makes_no_second_broadcast() {
        let world = Arc::new(World::default());
        let first = create(&world)
            .run(request("Dinner"))
            .await
            .expect("created");
        let second = create(&world)
            .run(request("Dinner"))
            .await
            .expect("recognised");
        assert_eq!(first, second);
        assert_eq!(world.broadcast_count(), 1);
        assert_eq!(world.broadcast_queue.lock().expect("a lock").len(), 1);
    }

    #[tokio::test]
    async fn a_key_is_not_taken_for_another_message() {
        let world = Arc::new(World::default());
        create(&world)
            .run(request("Dinner"))
            .await
            .expect("created");
        let error = create(&world).run(request("Lunch")).await;
        assert!(matches!(error, Err(Error::Conflict(_))));
        assert_eq!(world.broadcast_count(), 1);
    }

    #[tokio::test]
    async fn whatever_fails_the_same_request_completes_it_and_no_record_is_without_a_queue_message()
    {
        for fault in [Fault::Before, Fault::After] {
            for effect in 1..=3 {
                let world = Arc::new(World::default());
                world.fail(effect, fault);
                assert!(
                    create(&world).run(request("Dinner")).await.is_err(),
                    "{fault:?} {effect} was not met"
                );
                let queued = world.broadcast_queue.lock().expect("a lock").len();
                assert!(
                    world.broadcast_count() <= queued,
                    "{fault:?} {effect}: nobody works on the record"
                );
                let created = create(&world)
                    .run(request("Dinner"))
                    .await
                    .expect("completed")
                    .broadcast;
                assert_eq!(world.broadcast_count(), 1, "{fault:?} {effect}");
                let queue = world.broadcast_queue.lock().expect("a lock");
                assert!(queue.iter().all(|(task, _)| task.id == created.id));
            }
        }
    }

    #[tokio::test]
    async fn words_that_were_mended_after_a_failure_are_sent_and_the_first_ones_are_not() {
        for fault in [Fault::Before, Fault::After] {
            // The queue, which leaves no record, and the record itself.
            for effect in [2, 3] {
                let world = Arc::new(World::default());
                world.fail(effect, fault);
                assert!(create(&world).run(request("Diner")).await.is_err());
                let first_came_to_be = world.broadcast_count() == 1;
                let second = create(&world).run(request("Dinner")).await;
                match second {
                    Ok(progress) => assert_eq!(progress.broadcast.content.as_str(), "Dinner"),
                    Err(error) => assert!(matches!(error, Error::Conflict(_)) && first_came_to_be),
                }
                assert_eq!(world.broadcast_count(), 1, "{fault:?} {effect}");
            }
        }
    }

    #[tokio::test]
    async fn unknown_people_and_calls_are_refused_and_change_nothing() {
        let world = Arc::new(World::with_contacts(1));
        let unknown = NewBroadcast {
            audience: Audience::Contacts {
                contact_ids: vec![contact(1, 1, true).id, contact(2, 2, true).id],
            },
            ..request("Dinner")
        };
        let call = NewBroadcast {
            message_type: MessageType::Voice,
            ..request("Dinner")
        };
        for (request, field) in [(unknown, "contact_ids"), (call, "message_type")] {
            match create(&world).run(request).await {
                Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, field),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(world.broadcast_count(), 0);
        assert!(world.broadcast_queue.lock().expect("a lock").is_empty());
    }
}
