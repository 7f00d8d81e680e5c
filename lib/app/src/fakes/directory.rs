//! The directory, in memory.

use async_trait::async_trait;
use domain::directory::{DirectoryPlan, entries, tokens};
use domain::group::Group;
use domain::history::ChangeRecord;
use domain::opt_out::OptOut;
use domain::{ChangeId, Contact, ContactId, GroupId, MessageType, OptOutId, PhoneNumber};
use jiff::Timestamp;

use super::World;
use crate::error::Result;
use crate::page::Page;
use crate::ports::{ContactSave, ContactStore, Deletion, GroupStore, OptOutStore, Replacement};

impl World {
    /// Writes one contact, on condition that it is as it was read.
    fn save(&self, save: &ContactSave) -> Replacement {
        let mut contacts = self.contacts.lock().expect("a lock");
        let stored = contacts.get(&save.after.id);
        if stored == Some(&save.after) {
            return Replacement::Done;
        }
        match (stored, &save.before) {
            (None, Some(_)) => return Replacement::Missing,
            (Some(stored), Some(before)) if stored.version == before.version => {}
            (None, None) => {}
            (Some(_), _) => return Replacement::Stale,
        }
        contacts.insert(save.after.id, save.after.clone());
        self.changes
            .lock()
            .expect("a lock")
            .insert((save.after.id, save.change.id), save.change.clone());
        Replacement::Done
    }

    /// The positions that a plan finds, in order, behind a position.
    fn positions(&self, plan: &DirectoryPlan, after: Option<&str>) -> Vec<String> {
        let contacts = self.contacts.lock().expect("a lock");
        let mut positions: Vec<String> = contacts
            .values()
            .filter(|contact| tokens(contact).hold(&plan.requirements))
            .flat_map(entries)
            .filter(|entry| entry.list == plan.list && entry.position.starts_with(&plan.prefix))
            .map(|entry| entry.position)
            .filter(|position| after.is_none_or(|after| position.as_str() > after))
            .collect();
        positions.sort_unstable();
        positions
    }
}

#[async_trait]
impl ContactStore for World {
    async fn save_contacts(&self, saves: &[ContactSave]) -> Result<Vec<Replacement>> {
        self.effect(|| saves.iter().map(|save| self.save(save)).collect())
    }

    async fn get_contact(&self, id: ContactId) -> Result<Option<Contact>> {
        Ok(self.contacts.lock().expect("a lock").get(&id).cloned())
    }

    async fn get_contacts(&self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let contacts = self.contacts.lock().expect("a lock");
        let mut found: Vec<Contact> = ids
            .iter()
            .filter_map(|id| contacts.get(id))
            .cloned()
            .collect();
        found.sort_unstable_by_key(|contact| contact.id);
        Ok(found)
    }

    async fn list_contacts(
        &self,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Page<Contact, ContactId>> {
        use std::ops::Bound::{Excluded, Unbounded};
        let contacts = self.contacts.lock().expect("a lock");
        let start = after.map_or(Unbounded, Excluded);
        let mut rest = contacts
            .range((start, Unbounded))
            .map(|(_, contact)| contact);
        let items: Vec<Contact> = rest.by_ref().take(limit).cloned().collect();
        let next = rest.next().and(items.last()).map(|contact| contact.id);
        Ok(Page { items, next })
    }

    async fn search_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
        limit: usize,
        _look_at: usize,
    ) -> Result<Page<String, String>> {
        let mut items = self.positions(plan, after);
        let next = (items.len() > limit).then(|| items[limit - 1].clone());
        items.truncate(limit);
        Ok(Page { items, next })
    }

    async fn count_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
    ) -> Result<(u64, Option<String>)> {
        Ok((self.positions(plan, after).len() as u64, None))
    }

    async fn delete_contact(&self, contact: &Contact, deletion: &Deletion) -> Result<Replacement> {
        self.effect(|| {
            let mut contacts = self.contacts.lock().expect("a lock");
            match contacts.get(&contact.id) {
                None => return Replacement::Missing,
                Some(stored) if stored.version != contact.version => return Replacement::Stale,
                Some(_) => {}
            }
            contacts.remove(&contact.id);
            self.deletions
                .lock()
                .expect("a lock")
                .insert(contact.id, deletion.clone());
            Replacement::Done
        })
    }

    async fn list_changes(
        &self,
        contact: ContactId,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<Page<ChangeRecord, ChangeId>> {
        let changes = self.changes.lock().expect("a lock");
        let mut rest = changes
            .iter()
            .rev()
            .filter(|((id, _), _)| *id == contact)
            .map(|(_, change)| change)
            .filter(|change| before.is_none_or(|before| change.id < before));
        let items: Vec<ChangeRecord> = rest.by_ref().take(limit).cloned().collect();
        let next = rest.next().and(items.last()).map(|change| change.id);
        Ok(Page { items, next })
    }

    async fn get_deletion(&self, contact: ContactId) -> Result<Option<Deletion>> {
        Ok(self
            .deletions
            .lock()
            .expect("a lock")
            .get(&contact)
            .cloned())
    }

    async fn delete_changes(&self, contact: ContactId) -> Result<bool> {
        self.effect(|| {
            let mut changes = self.changes.lock().expect("a lock");
            let first = changes.keys().find(|(id, _)| *id == contact).copied();
            first.and_then(|key| changes.remove(&key)).is_some()
        })
    }

    async fn finish_deletion(&self, contact: ContactId, at: Timestamp) -> Result<()> {
        self.effect(|| {
            if let Some(deletion) = self.deletions.lock().expect("a lock").get_mut(&contact) {
                deletion.phones.clear();
                deletion.finished_at = Some(at);
            }
        })
    }
}

#[async_trait]
impl GroupStore for World {
    async fn create_group(&self, group: &Group) -> Result<()> {
        self.effect(|| {
            self.groups
                .lock()
                .expect("a lock")
                .insert(group.id, group.clone());
        })
    }

    async fn get_group(&self, id: GroupId) -> Result<Option<Group>> {
        Ok(self.groups.lock().expect("a lock").get(&id).cloned())
    }

    async fn list_groups(&self) -> Result<Vec<Group>> {
        Ok(self
            .groups
            .lock()
            .expect("a lock")
            .values()
            .cloned()
            .collect())
    }

    async fn replace_group(&self, group: &Group, read_version: u32) -> Result<Replacement> {
        self.effect(
            || match self.groups.lock().expect("a lock").get_mut(&group.id) {
                None => Replacement::Missing,
                Some(stored) if stored.version != read_version => Replacement::Stale,
                Some(stored) => {
                    *stored = group.clone();
                    Replacement::Done
                }
            },
        )
    }

    async fn delete_group(&self, id: GroupId) -> Result<bool> {
        self.effect(|| self.groups.lock().expect("a lock").remove(&id).is_some())
    }
}

impl World {
    fn opt_out(&self, phone: &PhoneNumber, channel: MessageType) -> Option<OptOut> {
        let opt_outs = self.opt_outs.lock().expect("a lock");
        opt_outs.get(&(phone.clone(), channel)).cloned()
    }
}

#[async_trait]
impl OptOutStore for World {
    async fn get_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>> {
        Ok(self.opt_out(phone, MessageType::Sms))
    }

    async fn get_call_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>> {
        Ok(self.opt_out(phone, MessageType::Voice))
    }

    async fn get_opt_outs(&self, phones: &[PhoneNumber]) -> Result<Vec<OptOut>> {
        let of = |phone| self.opt_out(phone, MessageType::Sms);
        Ok(phones.iter().filter_map(of).collect())
    }

    async fn list_opt_outs(
        &self,
        phone: &PhoneNumber,
        before: Option<OptOutId>,
        limit: usize,
    ) -> Result<Page<(OptOutId, OptOut), OptOutId>> {
        let history = self.opt_out_history.lock().expect("a lock");
        let mut of_number = history.iter().rev().filter(|(id, opt_out)| {
            opt_out.phone == *phone && before.is_none_or(|before| **id < before)
        });
        let items: Vec<(OptOutId, OptOut)> = of_number
            .by_ref()
            .take(limit)
            .map(|(id, opt_out)| (*id, opt_out.clone()))
            .collect();
        let next = of_number.next().and(items.last()).map(|(id, _)| *id);
        Ok(Page { items, next })
    }

    async fn put_opt_out(&self, id: OptOutId, opt_out: &OptOut) -> Result<()> {
        self.effect(|| {
            self.opt_out_history
                .lock()
                .expect("a lock")
                .insert(id, opt_out.clone());
            self.opt_outs
                .lock()
                .expect("a lock")
                .insert((opt_out.phone.clone(), opt_out.channel), opt_out.clone());
        })
    }
}
