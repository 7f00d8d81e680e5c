//! It is noted that someone asked not to be texted or called, or asked to be texted or called again: by staff, by a text or
//! a key of the person, or because the carrier refuses our texts.
//!
//! The number's own record goes first, for it alone decides whether a message is sent (I3); the marks on the contacts
//! who have the number follow. A crash in between leaves a mark that is late, which the same request mends.

use std::sync::Arc;

use domain::directory::{DirectoryPlan, contact_at};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource};
use domain::opt_out::{OptOut, OptOutReason};
use domain::{ChangeId, Contact, ContactId, MessageType, OptOutId, PhoneNumber};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::ports::{Clock, ContactSave, ContactStore, OptOutStore, Randomness, Replacement};

/// More people than this do not share a phone.
const MAXIMUM_HOUSEHOLD: usize = 100;
/// How often contacts that someone else is changing are read again.
const TRIES: usize = 5;

/// Notes opt-outs.
#[derive(Clone)]
pub struct RecordOptOut {
    /// Where opt-outs are kept.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// The people who have the number.
    pub contacts: Arc<dyn ContactStore>,
    /// Since when it holds.
    pub clock: Arc<dyn Clock>,
    /// For the notes' ids.
    pub randomness: Arc<dyn Randomness>,
}

/// What is noted about a number after something was to be noted.
pub(crate) struct Noted {
    /// What holds; `None` when nothing was ever noted, and there was nothing to undo.
    pub(crate) opt_out: Option<OptOut>,
    /// The people who have the number; not looked for when there was nothing to undo.
    pub(crate) people: Vec<Contact>,
}

impl RecordOptOut {
    /// Opts a person's number out of texts or calls, or in again, for everyone who shares it. Answers the person's record.
    ///
    /// # Errors
    /// When there is no such contact, the reason is missing or too long, or the store fails: then the same request
    /// may be repeated.
    pub async fn by_hand(
        &self,
        id: ContactId,
        opted_out: bool,
        channel: MessageType,
        reason: &str,
        actor: Actor,
    ) -> Result<Contact> {
        let contact = self.contacts.get_contact(id).await?;
        let phone = contact.ok_or(Error::NotFound("contact"))?.details.phone;
        self.by_number(&phone, opted_out, channel, reason, actor)
            .await?;
        let contact = self.contacts.get_contact(id).await?;
        contact.ok_or(Error::NotFound("contact"))
    }

    /// Opts a number out of texts or calls, or in again, whoever has it. A text that was only taken for an opt-out is confirmed by
    /// it.
    ///
    /// # Errors
    /// When the reason is missing or too long, or the store fails: then the same request may be repeated.
    pub async fn by_number(
        &self,
        phone: &PhoneNumber,
        opted_out: bool,
        channel: MessageType,
        reason: &str,
        actor: Actor,
    ) -> Result<()> {
        let reason = OptOutReason::parse(reason)
            .map_err(|error| Error::field("reason", error.to_string()))?;
        let now = self.clock.now();
        let of_texts = OptOut::by_staff(phone.clone(), opted_out, now, actor, reason);
        let wanted = OptOut {
            channel,
            ..of_texts
        };
        let before = self.noted(&wanted).await?;
        match before.filter(|before| opted_out && before.is_to_be_checked()) {
            // It holds since the text came in, and goes on holding: nobody's mark changes.
            Some(before) => {
                let confirmed = OptOut {
                    since: before.since,
                    ..wanted
                };
                let id = OptOutId::new(now, self.randomness.draw());
                self.opt_outs.put_opt_out(id, &confirmed).await
            }
            None => self.note(&wanted).await.map(drop),
        }
    }

    /// What is noted about the number, of texts or of calls.
    async fn noted(&self, wanted: &OptOut) -> Result<Option<OptOut>> {
        match wanted.channel {
            MessageType::Sms => self.opt_outs.get_opt_out(&wanted.phone).await,
            MessageType::Voice => self.opt_outs.get_call_opt_out(&wanted.phone).await,
        }
    }

    /// Notes what a number's state should be, unless it is so already, or what is noted is newer: a text that is
    /// reported late must not undo what the person asked for since. Then marks the people who have the number.
    pub(crate) async fn note(&self, wanted: &OptOut) -> Result<Noted> {
        let before = self.noted(wanted).await?;
        let opt_out = match before {
            None if !wanted.opted_out => {
                return Ok(Noted {
                    opt_out: None,
                    people: Vec::new(),
                });
            }
            Some(before) if before.opted_out == wanted.opted_out => before,
            Some(before) if before.since > wanted.since => before,
            _ => {
                let id = OptOutId::new(self.clock.now(), self.randomness.draw());
                self.opt_outs.put_opt_out(id, wanted).await?;
                wanted.clone()
            }
        };
        let people = self.mark(&opt_out).await?;
        Ok(Noted {
            opt_out: Some(opt_out),
            people,
        })
    }

    /// The people who have a number, in order of their ids.
    pub(crate) async fn people_with(&self, phone: &PhoneNumber) -> Result<Vec<Contact>> {
        let ids = self.ids_with(phone).await?;
        let mut people = match ids.as_slice() {
            [] => Vec::new(),
            ids => self.contacts.get_contacts(ids).await?,
        };
        people.retain(|person| person.details.phone == *phone);
        Ok(people)
    }

    /// The ids of those who have a number, by the directory.
    pub(crate) async fn ids_with(&self, phone: &PhoneNumber) -> Result<Vec<ContactId>> {
        let plan = DirectoryPlan::household(phone);
        let places = self
            .contacts
            .search_directory(&plan, None, MAXIMUM_HOUSEHOLD, MAXIMUM_HOUSEHOLD)
            .await?;
        let found = places.items.iter();
        Ok(found.filter_map(|position| contact_at(position)).collect())
    }

    /// Marks everyone who has the number and is not marked yet. Answers who has it.
    async fn mark(&self, opt_out: &OptOut) -> Result<Vec<Contact>> {
        let opted_out_at = opt_out.opted_out.then_some(opt_out.since);
        for _ in 0..TRIES {
            let people = self.people_with(&opt_out.phone).await?;
            let saves: Vec<ContactSave> = people
                .iter()
                .filter(|person| marked_at(person, opt_out.channel) != opted_out_at)
                .map(|person| self.marked(person.clone(), opted_out_at, opt_out))
                .collect();
            if saves.is_empty() {
                return Ok(people);
            }
            let results = self.contacts.save_contacts(&saves).await?;
            if !results.contains(&Replacement::Stale) {
                return Ok(people);
            }
        }
        Err(Error::Unavailable(
            "the contacts are being changed all the time".into(),
        ))
    }

    fn marked(
        &self,
        contact: Contact,
        opted_out_at: Option<Timestamp>,
        opt_out: &OptOut,
    ) -> ContactSave {
        let now = self.clock.now();
        let action = match (opt_out.channel, opt_out.opted_out) {
            (MessageType::Sms, true) => ChangeAction::OptedOut,
            (MessageType::Sms, false) => ChangeAction::OptedIn,
            (MessageType::Voice, true) => ChangeAction::CallsOptedOut,
            (MessageType::Voice, false) => ChangeAction::CallsOptedIn,
        };
        ContactSave {
            after: match opt_out.channel {
                MessageType::Sms => Contact {
                    opted_out_at,
                    ..contact.changed(contact.details.clone(), now)
                },
                MessageType::Voice => Contact {
                    calls_opted_out_at: opted_out_at,
                    ..contact.changed(contact.details.clone(), now)
                },
            },
            change: ChangeRecord {
                id: ChangeId::new(now, self.randomness.draw()),
                contact_id: contact.id,
                at: now,
                actor: opt_out.actor.clone(),
                action,
                source: ChangeSource::ByHand,
                reason: Some(opt_out.told()),
                changes: Vec::new(),
            },
            before: Some(contact),
        }
    }
}

/// Since when a person is marked.
fn marked_at(person: &Contact, channel: MessageType) -> Option<Timestamp> {
    match channel {
        MessageType::Sms => person.opted_out_at,
        MessageType::Voice => person.calls_opted_out_at,
    }
}

#[cfg(test)]
pub(crate) mod tests;
