//! Staff keep the directory.

use std::sync::Arc;

use domain::contact::{ContactChange, ContactDetails};
use domain::phone::DefaultRegion;
use domain::{Contact, ContactId};

use crate::error::{Error, Result};
use crate::ports::{Clock, ContactStore, Randomness, Replacement};

/// Adds, changes and deletes contacts.
pub struct ManageContacts {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
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

impl ManageContacts {
    /// Adds a person.
    ///
    /// # Errors
    /// When fields are wrong, or the store fails.
    pub async fn create(&self, form: ContactChange) -> Result<Contact> {
        let details = ContactDetails::from_form(form, self.region).map_err(Error::Invalid)?;
        let now = self.clock.now();
        let contact = Contact {
            id: ContactId::new(now, self.randomness.draw()),
            details,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        self.contacts.create_contact(&contact).await?;
        Ok(contact)
    }

    /// Changes the given fields of a person.
    ///
    /// # Errors
    /// When there is no such contact, someone else changed it since it was read, fields are wrong, or the
    /// store fails.
    pub async fn change(
        &self,
        id: ContactId,
        read: ReadVersion,
        change: ContactChange,
    ) -> Result<Contact> {
        let contact = self
            .contacts
            .get_contact(id)
            .await?
            .ok_or(Error::NotFound("contact"))?;
        if let ReadVersion::Exactly(version) = read
            && version != contact.version
        {
            return Err(Error::Stale);
        }
        let changed = Contact {
            details: contact
                .details
                .with(change, self.region)
                .map_err(Error::Invalid)?,
            updated_at: self.clock.now(),
            version: contact.version + 1,
            ..contact
        };
        match self
            .contacts
            .replace_contact(&changed, contact.version)
            .await?
        {
            Replacement::Done => Ok(changed),
            Replacement::Stale => Err(Error::Stale),
            Replacement::Missing => Err(Error::NotFound("contact")),
        }
    }

    /// Deletes a person.
    ///
    /// # Errors
    /// When there is no such contact, someone else changed it since it was read, or the store fails.
    pub async fn delete(&self, id: ContactId, read: ReadVersion) -> Result<()> {
        let version = match read {
            ReadVersion::Exactly(version) => Some(version),
            ReadVersion::Any => None,
        };
        match self.contacts.delete_contact(id, version).await? {
            Replacement::Done => Ok(()),
            Replacement::Stale => Err(Error::Stale),
            Replacement::Missing => Err(Error::NotFound("contact")),
        }
    }
}
