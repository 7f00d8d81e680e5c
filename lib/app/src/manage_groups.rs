//! Staff keep groups, and who is in them.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::contact::ContactDetails;
use domain::directory::folded;
use domain::group::{Group, GroupKind, GroupName, GroupRule};
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource};
use domain::{ChangeId, Contact, ContactId, FieldError, GroupId};

use crate::create_broadcast::find_contacts;
use crate::error::{Error, Result};
use crate::forget_contact::DELETION_HEAD_START;
use crate::manage_contacts::ReadVersion;
use crate::ports::{
    Clock, ContactSave, ContactStore, DirectoryQueue, DirectoryTask, GroupStore, MAXIMUM_GROUPS,
    Randomness, Replacement,
};

/// How often a contact that someone else is changing is read again.
const TRIES: usize = 5;

/// Adds, changes and deletes groups, and puts people into them.
pub struct ManageGroups {
    /// The groups.
    pub groups: Arc<dyn GroupStore>,
    /// The people, who know their groups.
    pub contacts: Arc<dyn ContactStore>,
    /// Who takes people out of a deleted group.
    pub queue: Arc<dyn DirectoryQueue>,
    /// For times of creation and change.
    pub clock: Arc<dyn Clock>,
    /// For new ids.
    pub randomness: Arc<dyn Randomness>,
}

/// What people are to be put into a group, and taken out of it.
#[derive(Debug, Clone, Default)]
pub struct MemberChange {
    /// To be put in.
    pub add: Vec<ContactId>,
    /// To be taken out.
    pub remove: Vec<ContactId>,
}

/// How many people were put in and taken out; those who were so already are not counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MembersChanged {
    /// Put in.
    pub added: u64,
    /// Taken out.
    pub removed: u64,
}

impl ManageGroups {
    /// The most people that one request may put in and take out.
    pub const MAXIMUM_MEMBERS: usize = 100;

    /// Adds a group. Without a rule, people are put into it one by one.
    ///
    /// # Errors
    /// When the name or the rule is wrong, another group has the name, there are too many groups, or the store fails.
    pub async fn create(&self, name: &str, rule: Option<GroupRule>) -> Result<Group> {
        let mut errors = Vec::new();
        let name = read_name(name, &mut errors);
        let kind = match rule.map(GroupRule::checked).transpose() {
            Ok(rule) => rule.map_or(GroupKind::Static, |rule| GroupKind::Rule { rule }),
            Err(wrong) => {
                errors.extend(wrong);
                GroupKind::Static
            }
        };
        let Some(name) = name.filter(|_| errors.is_empty()) else {
            return Err(Error::Invalid(errors));
        };
        let groups = self.groups.list_groups().await?;
        if groups.len() >= MAXIMUM_GROUPS {
            let message = format!("There are {MAXIMUM_GROUPS} groups already. Delete one first.");
            return Err(Error::Conflict(message));
        }
        check_name(&name, None, &groups)?;
        let now = self.clock.now();
        let group = Group {
            id: GroupId::new(now, self.randomness.draw()),
            name,
            kind,
            created_at: now,
            updated_at: now,
            version: 1,
        };
        self.groups.create_group(&group).await?;
        Ok(group)
    }

    /// Gives a group another name or rule. A group with people can't get a rule, nor the other way round.
    ///
    /// # Errors
    /// When there is no such group, someone else changed it since it was read, the name or the rule is wrong, or the
    /// store fails.
    pub async fn change(
        &self,
        id: GroupId,
        read: ReadVersion,
        name: Option<&str>,
        rule: Option<GroupRule>,
    ) -> Result<Group> {
        let groups = self.groups.list_groups().await?;
        let group = groups.iter().find(|group| group.id == id).cloned();
        let mut group = group.ok_or(Error::NotFound("group"))?;
        read.check(group.version)?;
        let mut errors = Vec::new();
        if let Some(name) = name.and_then(|name| read_name(name, &mut errors)) {
            check_name(&name, Some(id), &groups)?;
            group.name = name;
        }
        match (rule, &mut group.kind) {
            (None, _) => {}
            (Some(new), GroupKind::Rule { rule }) => match new.checked() {
                Ok(new) => *rule = new,
                Err(wrong) => errors.extend(wrong),
            },
            (Some(_), GroupKind::Static) => {
                let message =
                    "People are put into this group one by one. Make a new group for a rule.";
                errors.push(FieldError::new("rule", message));
            }
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let read_version = group.version;
        group.version += 1;
        group.updated_at = self.clock.now();
        match self.groups.replace_group(&group, read_version).await? {
            Replacement::Done => Ok(group),
            Replacement::Stale => Err(Error::Stale),
            Replacement::Missing => Err(Error::NotFound("group")),
        }
    }

    /// Deletes a group. Its people stay; a worker takes them out of it a little later, and is asked first, so that a
    /// crash between the two leaves a worker that finds nothing to do.
    ///
    /// # Errors
    /// When there is no such group, or the store fails.
    pub async fn delete(&self, id: GroupId) -> Result<()> {
        let group = self.groups.get_group(id).await?;
        let group = group.ok_or(Error::NotFound("group"))?;
        if group.kind == GroupKind::Static {
            self.queue
                .enqueue_directory_task(DirectoryTask::EmptyGroup(id), DELETION_HEAD_START)
                .await?;
        }
        match self.groups.delete_group(id).await? {
            true => Ok(()),
            false => Err(Error::NotFound("group")),
        }
    }

    /// Puts people into a group and takes others out.
    ///
    /// # Errors
    /// When there is no such group, it has a rule, there are too many people or one who does not exist, someone is in
    /// too many groups, or the store fails: then some of it may be done, and the same request may be repeated.
    pub async fn change_members(
        &self,
        id: GroupId,
        change: MemberChange,
        actor: Actor,
    ) -> Result<MembersChanged> {
        let group = self.groups.get_group(id).await?;
        if group.ok_or(Error::NotFound("group"))?.kind != GroupKind::Static {
            let message = "This group has a rule. Change the rule, or the people.";
            return Err(Error::Conflict(message.into()));
        }
        let add: BTreeSet<ContactId> = change.add.into_iter().collect();
        let remove: BTreeSet<ContactId> = change.remove.into_iter().collect();
        if add.len() + remove.len() > Self::MAXIMUM_MEMBERS {
            let message = format!("Name at most {} people at once.", Self::MAXIMUM_MEMBERS);
            return Err(Error::field("add", message));
        }
        if let Some(both) = add.intersection(&remove).next() {
            return Err(Error::field(
                "remove",
                format!("{both} is to be added as well."),
            ));
        }
        let ids: Vec<ContactId> = add.iter().copied().collect();
        let people = find_contacts(self.contacts.as_ref(), &ids).await?;
        let is_full = |person: &&Contact| {
            let groups = &person.details.groups;
            groups.len() >= ContactDetails::MAXIMUM_GROUPS && !groups.contains(&id)
        };
        if let Some(person) = people.iter().find(is_full) {
            let most = ContactDetails::MAXIMUM_GROUPS;
            let message = format!("{} is in {most} groups already.", person.details.name);
            return Err(Error::Conflict(message));
        }
        Ok(MembersChanged {
            added: self.put(&ids, id, true, &actor).await?,
            removed: self
                .put(&remove.into_iter().collect::<Vec<_>>(), id, false, &actor)
                .await?,
        })
    }

    /// Takes everyone out of a deleted group, as far as one look goes. Answers whether there may be more.
    pub(crate) async fn take_out(
        &self,
        ids: &[ContactId],
        id: GroupId,
        actor: &Actor,
    ) -> Result<u64> {
        self.put(ids, id, false, actor).await
    }

    /// Puts people in or takes them out; answers how many were changed.
    async fn put(&self, ids: &[ContactId], id: GroupId, into: bool, actor: &Actor) -> Result<u64> {
        let mut left = ids.to_vec();
        let mut changed = 0;
        for _ in 0..TRIES {
            let people = self.contacts.get_contacts(&left).await?;
            let saves: Vec<ContactSave> = people
                .into_iter()
                .filter(|person| person.details.groups.contains(&id) != into)
                .map(|person| self.membership(person, id, into, actor))
                .collect();
            if saves.is_empty() {
                return Ok(changed);
            }
            let results = self.contacts.save_contacts(&saves).await?;
            left.clear();
            for (save, result) in saves.iter().zip(results) {
                match result {
                    Replacement::Done => changed += 1,
                    Replacement::Stale => left.push(save.after.id),
                    Replacement::Missing => {}
                }
            }
        }
        if left.is_empty() {
            return Ok(changed);
        }
        Err(Error::Unavailable(
            "contacts are being changed all the time".into(),
        ))
    }

    fn membership(&self, person: Contact, id: GroupId, into: bool, actor: &Actor) -> ContactSave {
        let now = self.clock.now();
        let mut details = person.details.clone();
        if into {
            details.groups.insert(id);
        } else {
            details.groups.remove(&id);
        }
        ContactSave {
            change: ChangeRecord {
                id: ChangeId::new(now, self.randomness.draw()),
                contact_id: person.id,
                at: now,
                actor: actor.clone(),
                action: ChangeAction::Changed,
                source: ChangeSource::ByHand,
                reason: None,
                changes: details.changes_since(&person.details),
            },
            after: person.changed(details, now),
            before: Some(person),
        }
    }
}

fn read_name(text: &str, errors: &mut Vec<FieldError>) -> Option<GroupName> {
    GroupName::parse(text)
        .map_err(|error| errors.push(FieldError::new("name", error.to_string())))
        .ok()
}

/// Two groups of one name could not be told apart in a spreadsheet.
fn check_name(name: &GroupName, own: Option<GroupId>, groups: &[Group]) -> Result<()> {
    let is_taken = groups
        .iter()
        .any(|group| Some(group.id) != own && folded(group.name.as_str()) == folded(name.as_str()));
    if is_taken {
        return Err(Error::field(
            "name",
            "There is a group of this name. Choose another.",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
