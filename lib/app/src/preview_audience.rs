//! Before anything is sent, staff see who will get it, and who is left out and why.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::audience::AudienceRoll;
use domain::{Audience, Contact, ContactId, LanguageTag, SkipReason};

use crate::create_broadcast::{check_groups, find_contacts};
use crate::error::Result;
use crate::plan_broadcast::read_membership;
use crate::ports::{ContactStore, GroupStore};

/// How many contacts are read at once.
const PAGE: usize = 1_000;
/// How many people are named for each reason; beyond that, the count must do.
const NAMED_PEOPLE: usize = 50;

/// Says whom a broadcast would reach, by the same rule by which it is planned.
pub struct PreviewAudience {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// Who is in a group.
    pub groups: Arc<dyn GroupStore>,
}

/// Whom a broadcast would reach.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AudiencePreview {
    /// How many messages would be sent.
    pub recipients: u64,
    /// How many in each language.
    pub languages: BTreeMap<LanguageTag, u64>,
    /// Who would be left out.
    pub left_out: BTreeMap<SkipReason, LeftOut>,
}

/// The people who are left out for one reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many.
    pub count: u64,
    /// The first of them, with names.
    pub people: Vec<(ContactId, String)>,
}

impl AudiencePreview {
    fn add(&mut self, roll: &mut AudienceRoll, contact: Contact) {
        match roll.admit(&contact) {
            Ok(recipient) => {
                self.recipients += 1;
                *self.languages.entry(recipient.language).or_default() += 1;
            }
            Err(reason) => {
                let left_out = self.left_out.entry(reason).or_default();
                left_out.count += 1;
                if left_out.people.len() < NAMED_PEOPLE {
                    left_out.people.push((contact.id, contact.details.name));
                }
            }
        }
    }
}

impl PreviewAudience {
    /// Goes through the audience as it is now.
    ///
    /// # Errors
    /// When a chosen contact or group does not exist, or the store fails.
    pub async fn run(&self, audience: &Audience) -> Result<AudiencePreview> {
        let mut preview = AudiencePreview::default();
        let mut roll = AudienceRoll::default();
        match audience {
            Audience::Contacts { contact_ids } => {
                for contact in find_contacts(self.contacts.as_ref(), contact_ids).await? {
                    preview.add(&mut roll, contact);
                }
            }
            Audience::Reply { .. } => preview.recipients = 1,
            Audience::All | Audience::Groups { .. } => {
                check_groups(self.groups.as_ref(), audience).await?;
                let members = read_membership(self.groups.as_ref(), audience).await?;
                let is_meant = |contact: &Contact| {
                    members
                        .as_ref()
                        .is_none_or(|members| members.contains(contact))
                };
                let mut after = None;
                loop {
                    let page = self.contacts.list_contacts(after, PAGE).await?;
                    for contact in page.items.into_iter().filter(is_meant) {
                        preview.add(&mut roll, contact);
                    }
                    after = page.next;
                    if after.is_none() {
                        break;
                    }
                }
            }
        }
        Ok(preview)
    }
}
