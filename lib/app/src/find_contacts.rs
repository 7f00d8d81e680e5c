//! Staff look for people. Whatever the size of the directory, a page costs a bounded number of questions to the store.

use std::collections::HashMap;
use std::sync::Arc;

use domain::directory::{
    DirectoryPlan, DirectoryQuery, DirectorySort, ListPosition, contact_at, is_first_place,
};
use domain::{Contact, ContactId, GroupId, LanguageTag};

use crate::error::{Error, Result};
use crate::page::Page;
use crate::ports::{ContactStore, GroupStore};

/// How many people of a list each question of a page goes through at most. There are few questions, and most pages need
/// one: a page that has found too few by then ends early, and the next one goes on.
const LOOKED_AT: [usize; 4] = [200, 1_000, 4_000, 4_000];
/// The most questions that a count asks; it says when it has not counted all.
const QUESTIONS_A_COUNT: usize = 10;

/// Finds people in the directory.
pub struct FindContacts {
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
    /// To know what a group's rule says.
    pub groups: Arc<dyn GroupStore>,
}

/// Whom staff look for. What is `None` does not matter.
#[derive(Clone, Default)]
pub struct ContactSearch {
    /// Beginnings of words of the name or city, or the end of a phone number.
    pub search: Option<String>,
    /// Reads this language or a variety of it.
    pub language: Option<LanguageTag>,
    /// Whether active.
    pub active: Option<bool>,
    /// Whether they asked not to be texted.
    pub opted_out: Option<bool>,
    /// In this group.
    pub group: Option<GroupId>,
    /// The order; a search has its own.
    pub sort: DirectorySort,
}

/// How many people there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PeopleCount {
    /// The number counted.
    pub people: u64,
    /// Whether that is all of them.
    pub is_complete: bool,
}

impl FindContacts {
    /// Reads a page: at most `limit` people behind `after`. It may be short, or empty, and have a next one.
    ///
    /// # Errors
    /// When there is no such group, or the store fails.
    pub async fn list(
        &self,
        search: ContactSearch,
        after: Option<ListPosition>,
        limit: usize,
    ) -> Result<Page<Contact, ListPosition>> {
        let plan = self.plan(search).await?;
        let mut after = after.map(|position| position.to_string());
        if after
            .as_ref()
            .is_some_and(|position| !position.starts_with(&plan.prefix))
        {
            let message = "This cursor is not one of this list. Leave it out to start again.";
            return Err(Error::field("cursor", message));
        }
        let mut items: Vec<Contact> = Vec::new();
        for look_at in LOOKED_AT {
            let room = limit - items.len();
            let page = self
                .contacts
                .search_directory(&plan, after.as_deref(), room, look_at)
                .await?;
            items.extend(self.read(&plan, &page.items).await?);
            after = page.next;
            if after.is_none() || items.len() >= limit {
                break;
            }
        }
        let next = after.and_then(|position| position.parse().ok());
        Ok(Page { items, next })
    }

    /// Reads the others who share a person's phone.
    ///
    /// # Errors
    /// When there is no such contact, or the store fails.
    pub async fn household(&self, id: ContactId, limit: usize) -> Result<Vec<Contact>> {
        let contact = self.contacts.get_contact(id).await?;
        let contact = contact.ok_or(Error::NotFound("contact"))?;
        let plan = DirectoryPlan::household(&contact.details.phone);
        let page = self
            .contacts
            .search_directory(&plan, None, limit + 1, limit + 1)
            .await?;
        let mut people = self.read(&plan, &page.items).await?;
        people.retain(|person| person.id != id);
        Ok(people)
    }

    /// Counts the people in a group, as far as a bounded number of questions goes.
    ///
    /// # Errors
    /// When there is no such group, or the store fails.
    pub async fn group_size(&self, id: GroupId) -> Result<PeopleCount> {
        let search = ContactSearch {
            group: Some(id),
            ..ContactSearch::default()
        };
        let plan = self.plan(search).await?;
        let mut people = 0;
        let mut after = None;
        for _ in 0..QUESTIONS_A_COUNT {
            let (count, next) = self
                .contacts
                .count_directory(&plan, after.as_deref())
                .await?;
            people += count;
            after = next;
            if after.is_none() {
                break;
            }
        }
        Ok(PeopleCount {
            people,
            is_complete: after.is_none(),
        })
    }

    async fn plan(&self, search: ContactSearch) -> Result<DirectoryPlan> {
        let group = match search.group {
            None => None,
            Some(id) => {
                let group = self.groups.get_group(id).await?;
                Some(group.ok_or(Error::NotFound("group"))?)
            }
        };
        let query = DirectoryQuery {
            search: search.search,
            language: search.language,
            active: search.active,
            opted_out: search.opted_out,
            group,
            sort: search.sort,
        };
        Ok(query.plan())
    }

    /// The people at these positions, each at the first of their positions alone.
    async fn read(&self, plan: &DirectoryPlan, positions: &[String]) -> Result<Vec<Contact>> {
        let mut ids: Vec<ContactId> = positions
            .iter()
            .filter_map(|text| contact_at(text))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let contacts = self.contacts.get_contacts(&ids).await?;
        let contacts: HashMap<ContactId, Contact> = contacts
            .into_iter()
            .map(|contact| (contact.id, contact))
            .collect();
        let people = positions.iter().filter_map(|position| {
            let contact = contacts.get(&contact_at(position)?)?;
            is_first_place(contact, plan, position).then(|| contact.clone())
        });
        Ok(people.collect())
    }
}

#[cfg(test)]
mod tests;
