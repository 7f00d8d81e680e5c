//! Staff keep the directory.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::contact::{ContactChange, ContactDetails};
use domain::group::GroupKind;
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource, FieldChange};
use domain::opt_out::OptOut;
use domain::phone::DefaultRegion;
use domain::{ChangeId, Contact, ContactId, GroupId, PhoneNumber};
use jiff::Timestamp;
use tracing::warn;

use crate::error::{Error, Result};
use crate::forget_contact::DELETION_HEAD_START;
use crate::ports::{
    Clock, ContactSave, ContactStore, Deletion, DirectoryQueue, DirectoryTask, GroupStore,
    OptOutStore, Randomness, Replacement,
};
use crate::thread_people::ThreadPeople;

/// Adds, changes and deletes contacts.
#[derive(Clone)]
pub struct ManageContacts {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// To check the groups that people are put into.
    pub groups: Arc<dyn GroupStore>,
    /// A number keeps its opt-out, whoever it belongs to.
    pub opt_outs: Arc<dyn OptOutStore>,
    /// Threads say whose number they are of.
    pub thread_people: ThreadPeople,
    /// Who removes the traces of the deleted.
    pub queue: Arc<dyn DirectoryQueue>,
    /// For times of creation and change.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
    /// The country of numbers without a country code.
    pub region: DefaultRegion,
}

/// Which version of a record someone means to change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadVersion {
    /// The one that they read; if it has changed since, nothing is changed.
    Exactly(u32),
    /// Whatever it is now: the last change wins.
    Any,
}

impl ReadVersion {
    /// # Errors
    /// When the record has another version than the one that was read.
    pub(crate) fn check(self, version: u32) -> Result<()> {
        match self {
            Self::Exactly(read) if read != version => Err(Error::Stale),
            _ => Ok(()),
        }
    }
}

impl ManageContacts {
    /// Adds a person.
    ///
    /// # Errors
    /// When fields are wrong, or the store fails.
    pub async fn create(&self, form: ContactChange, actor: Actor) -> Result<Contact> {
        let details = ContactDetails::from_form(form, self.region).map_err(Error::Invalid)?;
        self.check_groups(&details.groups, &BTreeSet::new()).await?;
        let now = self.clock.now();
        let contact = Contact {
            id: ContactId::new(now, self.randomness.draw()),
            opted_out_at: self.opted_out_at(&details.phone).await?,
            calls_opted_out_at: self.calls_opted_out_at(&details.phone).await?,
            unreachable: None,
            details,
            former_phones: Vec::new(),
            created_at: now,
            updated_at: now,
            version: 1,
        };
        let save = ContactSave {
            before: None,
            change: self.note(contact.id, now, actor, ChangeAction::Created, Vec::new()),
            after: contact.clone(),
        };
        // An id that exists is our own, written by a first try whose answer was lost.
        self.contacts.save_contacts(&[save]).await?;
        self.name_thread(&contact).await;
        Ok(contact)
    }

    /// Changes the given fields of a person. What changes nothing is not noted.
    ///
    /// # Errors
    /// When there is no such contact, someone else changed it since it was read, fields are wrong, or the
    /// store fails.
    pub async fn change(
        &self,
        id: ContactId,
        read: ReadVersion,
        change: ContactChange,
        actor: Actor,
    ) -> Result<Contact> {
        self.change_because(id, read, change, actor, None).await
    }

    /// The same, with a reason that stands in the person's history.
    pub(crate) async fn change_because(
        &self,
        id: ContactId,
        read: ReadVersion,
        change: ContactChange,
        actor: Actor,
        reason: Option<&str>,
    ) -> Result<Contact> {
        let contact = self.read(id, read).await?;
        let details = contact
            .details
            .with(change, self.region)
            .map_err(Error::Invalid)?;
        self.check_groups(&details.groups, &contact.details.groups)
            .await?;
        let changes = details.changes_since(&contact.details);
        if changes.is_empty() {
            return Ok(contact);
        }
        let now = self.clock.now();
        let mut changed = contact.changed(details, now);
        if changed.details.phone != contact.details.phone {
            changed.opted_out_at = self.opted_out_at(&changed.details.phone).await?;
            changed.calls_opted_out_at = self.calls_opted_out_at(&changed.details.phone).await?;
        }
        let save = ContactSave {
            change: ChangeRecord {
                reason: reason.map(str::to_owned),
                ..self.note(id, now, actor, ChangeAction::Changed, changes)
            },
            before: Some(contact),
            after: changed.clone(),
        };
        match self.contacts.save_contacts(&[save]).await?.first() {
            Some(Replacement::Done) => {
                self.name_thread(&changed).await;
                Ok(changed)
            }
            Some(Replacement::Missing) => Err(Error::NotFound("contact")),
            Some(Replacement::Stale) | None => Err(Error::Stale),
        }
    }

    /// Deletes a person. Their traces in the history and in messages are removed a little later, by a worker; it is
    /// asked first, so that a crash between the two leaves a worker that finds nothing to do.
    ///
    /// # Errors
    /// When there is no such contact, someone else changed it since it was read, or the store fails.
    pub async fn delete(&self, id: ContactId, read: ReadVersion, actor: Actor) -> Result<()> {
        let contact = self.read(id, read).await?;
        self.queue
            .enqueue_directory_task(DirectoryTask::ForgetContact(id), DELETION_HEAD_START)
            .await?;
        let deletion = Deletion {
            contact_id: id,
            at: self.clock.now(),
            actor,
            phones: contact.phones().cloned().collect(),
            finished_at: None,
        };
        match self.contacts.delete_contact(&contact, &deletion).await? {
            Replacement::Done => Ok(()),
            Replacement::Stale => Err(Error::Stale),
            Replacement::Missing => Err(Error::NotFound("contact")),
        }
    }

    /// Has the thread of the person's number, if there is one, say whose it is. The person is saved, whatever becomes of
    /// this: whoever opens the thread has it looked up once more.
    async fn name_thread(&self, contact: &Contact) {
        if let Err(error) = self.thread_people.refresh(&contact.details.phone).await {
            warn!(contact.id = %contact.id, %error, "A thread was not told whose it is");
        }
    }

    async fn read(&self, id: ContactId, read: ReadVersion) -> Result<Contact> {
        let contact = self.contacts.get_contact(id).await?;
        let contact = contact.ok_or(Error::NotFound("contact"))?;
        read.check(contact.version)?;
        Ok(contact)
    }

    fn note(
        &self,
        contact_id: ContactId,
        at: Timestamp,
        actor: Actor,
        action: ChangeAction,
        changes: Vec<FieldChange>,
    ) -> ChangeRecord {
        ChangeRecord {
            id: ChangeId::new(at, self.randomness.draw()),
            contact_id,
            at,
            actor,
            action,
            source: ChangeSource::ByHand,
            reason: None,
            changes,
        }
    }

    async fn opted_out_at(&self, phone: &PhoneNumber) -> Result<Option<Timestamp>> {
        Ok(since(self.opt_outs.get_opt_out(phone).await?))
    }

    async fn calls_opted_out_at(&self, phone: &PhoneNumber) -> Result<Option<Timestamp>> {
        Ok(since(self.opt_outs.get_call_opt_out(phone).await?))
    }

    /// Groups that a person is put into must exist, and be ones that people are put into.
    async fn check_groups(
        &self,
        groups: &BTreeSet<GroupId>,
        before: &BTreeSet<GroupId>,
    ) -> Result<()> {
        for id in groups.difference(before) {
            let group = self.groups.get_group(*id).await?;
            let is_static = group.is_some_and(|group| group.kind == GroupKind::Static);
            if !is_static {
                let message = format!("There is no group {id} that people are put into by hand.");
                return Err(Error::field("group_ids", message));
            }
        }
        Ok(())
    }
}

/// Since when a number is opted out; `None` when it is not.
fn since(opt_out: Option<OptOut>) -> Option<Timestamp> {
    opt_out
        .filter(|opt_out| opt_out.opted_out)
        .map(|opt_out| opt_out.since)
}

#[cfg(test)]
mod tests;
