//! Staff note that someone asked not to be texted, or asked to be texted again.
//!
//! The number's own record goes first, for it alone decides whether a message is sent (I3); the marks on the contacts
//! who have the number follow. A crash in between leaves a mark that is late, which the same request mends.

use std::sync::Arc;

use domain::directory::{DirectoryPlan, contact_at};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource};
use domain::opt_out::{OptOut, OptOutReason};
use domain::{ChangeId, Contact, ContactId};
use jiff::Timestamp;

use crate::error::{Error, Result};
use crate::ports::{Clock, ContactSave, ContactStore, OptOutStore, Randomness, Replacement};

/// More people than this do not share a phone.
const MAXIMUM_HOUSEHOLD: usize = 100;
/// How often a contact that someone else is changing is read again.
const TRIES: usize = 5;

/// Notes opt-outs.
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

impl RecordOptOut {
    /// Opts a person's number out of texts, or in again, for everyone who shares it. Answers the person's record.
    ///
    /// # Errors
    /// When there is no such contact, the reason is missing or too long, or the store fails: then the same request
    /// may be repeated.
    pub async fn by_hand(
        &self,
        id: ContactId,
        opted_out: bool,
        reason: &str,
        actor: Actor,
    ) -> Result<Contact> {
        let reason = OptOutReason::parse(reason)
            .map_err(|error| Error::field("reason", error.to_string()))?;
        let contact = self.contacts.get_contact(id).await?;
        let phone = contact.ok_or(Error::NotFound("contact"))?.details.phone;
        let before = self.opt_outs.get_opt_out(&phone).await?;
        let opt_out = match before.filter(|before| before.opted_out == opted_out) {
            Some(before) => before,
            None => {
                let opt_out = OptOut {
                    phone: phone.clone(),
                    opted_out,
                    since: self.clock.now(),
                    actor,
                    reason,
                };
                self.opt_outs.put_opt_out(&opt_out).await?;
                opt_out
            }
        };
        let plan = DirectoryPlan::household(&phone);
        let people = self
            .contacts
            .search_directory(&plan, None, MAXIMUM_HOUSEHOLD, MAXIMUM_HOUSEHOLD)
            .await?;
        for id in people
            .items
            .iter()
            .filter_map(|position| contact_at(position))
        {
            self.mark(id, &opt_out).await?;
        }
        let contact = self.contacts.get_contact(id).await?;
        contact.ok_or(Error::NotFound("contact"))
    }

    /// Marks one contact, unless it is marked, gone, or has another number by now.
    async fn mark(&self, id: ContactId, opt_out: &OptOut) -> Result<()> {
        let opted_out_at = opt_out.opted_out.then_some(opt_out.since);
        for _ in 0..TRIES {
            let Some(contact) = self.contacts.get_contact(id).await? else {
                return Ok(());
            };
            if contact.details.phone != opt_out.phone || contact.opted_out_at == opted_out_at {
                return Ok(());
            }
            let save = self.marked(contact, opted_out_at, opt_out);
            match self.contacts.save_contacts(&[save]).await?.first() {
                Some(Replacement::Stale) => {}
                _ => return Ok(()),
            }
        }
        Err(Error::Unavailable(
            "the contact is being changed all the time".into(),
        ))
    }

    fn marked(
        &self,
        contact: Contact,
        opted_out_at: Option<Timestamp>,
        opt_out: &OptOut,
    ) -> ContactSave {
        let now = self.clock.now();
        let action = match opt_out.opted_out {
            true => ChangeAction::OptedOut,
            false => ChangeAction::OptedIn,
        };
        ContactSave {
            after: Contact {
                opted_out_at,
                ..contact.changed(contact.details.clone(), now)
            },
            change: ChangeRecord {
                id: ChangeId::new(now, self.randomness.draw()),
                contact_id: contact.id,
                at: now,
                actor: opt_out.actor.clone(),
                action,
                source: ChangeSource::ByHand,
                reason: Some(opt_out.reason.as_str().to_owned()),
                changes: Vec::new(),
            },
            before: Some(contact),
        }
    }
}

#[cfg(test)]
mod tests;
