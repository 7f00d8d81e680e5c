//! Who has the number of a thread. It is noted with the thread, so that a page of threads needs no question for each;
//! and looked up anew whenever a text comes in, somebody opens the thread, or staff give the number to a person.

use std::sync::Arc;

use domain::directory::{DirectoryPlan, contact_at};
use domain::{Contact, ContactId, PhoneNumber, Thread, ThreadId};

use crate::error::Result;
use crate::ports::{ContactStore, ThreadStore};

/// Looks up who has the number of a thread.
#[derive(Clone)]
pub struct ThreadPeople {
    /// The threads.
    pub threads: Arc<dyn ThreadStore>,
    /// The directory.
    pub contacts: Arc<dyn ContactStore>,
}

impl ThreadPeople {
    /// Who has the number of a thread now, in order of ids. If that is not what is noted, it is noted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of(&self, thread: &Thread) -> Result<Vec<Contact>> {
        let Some(phone) = thread.sender.phone() else {
            return Ok(Vec::new());
        };
        let plan = DirectoryPlan::household(phone);
        let limit = Thread::MAXIMUM_PEOPLE;
        let places = self
            .contacts
            .search_directory(&plan, None, limit, limit)
            .await?;
        let places = places.items.iter();
        let ids: Vec<ContactId> = places.filter_map(|place| contact_at(place)).collect();
        let mut people = match ids.as_slice() {
            [] => Vec::new(),
            ids => self.contacts.get_contacts(ids).await?,
        };
        people.retain(|person| person.details.phone == *phone);
        let ids: Vec<ContactId> = people.iter().map(|person| person.id).collect();
        if ids != thread.contact_ids {
            self.threads.set_people(thread.id, &ids).await?;
        }
        Ok(people)
    }

    /// Notes who has a number, if there is a thread of it: it was given to somebody.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn refresh(&self, phone: &PhoneNumber) -> Result<()> {
        let id = ThreadId::for_sender(phone.as_str());
        match self.threads.get_thread(id).await? {
            Some(thread) => self.of(&thread).await.map(drop),
            None => Ok(()),
        }
    }
}
