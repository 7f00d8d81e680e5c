//! The directory: contacts, their groups, their opt-outs and what happened to them.

use async_trait::async_trait;
use domain::directory::DirectoryPlan;
use domain::group::Group;
use domain::history::{Actor, ChangeRecord};
use domain::opt_out::OptOut;
use domain::{ChangeId, Contact, ContactId, GroupId, OptOutId, PhoneNumber};
use jiff::Timestamp;

use super::Replacement;
use crate::error::Result;
use crate::page::Page;

/// A contact to be written, and what is noted about it in its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactSave {
    /// The record as it was read; `None` for a new person.
    pub before: Option<Contact>,
    /// The record as it will be.
    pub after: Contact,
    /// What is noted.
    pub change: ChangeRecord,
}

/// Contacts. A contact, its places in the lists of the directory and the note in its history change together or not
/// at all.
#[async_trait]
pub trait ContactStore: Send + Sync {
    /// Writes contacts, each on condition that it is still as it was read, or not there if it is new. The answers are
    /// in the order of `saves`; what had been written by ourselves before is `Done`. No contact may be there twice.
    async fn save_contacts(&self, saves: &[ContactSave]) -> Result<Vec<Replacement>>;
    /// Reads one contact.
    async fn get_contact(&self, id: ContactId) -> Result<Option<Contact>>;
    /// Reads the contacts among `ids` that exist, in order of ids.
    async fn get_contacts(&self, ids: &[ContactId]) -> Result<Vec<Contact>>;
    /// Reads at most `limit` contacts in order of ids, after the given one.
    async fn list_contacts(
        &self,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Page<Contact, ContactId>>;
    /// Asks one question about a list of the directory: the positions of at most `limit` people, in the order of the
    /// list, behind a position. Where tokens have to be looked at, at most `look_at` people are. The page may be short,
    /// or empty, and have a next one.
    async fn search_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
        limit: usize,
        look_at: usize,
    ) -> Result<Page<String, String>>;
    /// Asks one question about how many people a plan finds behind a position: the count, and where to go on.
    async fn count_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
    ) -> Result<(u64, Option<String>)>;
    /// Deletes a contact, if it is as it was read, and notes that its traces are to be removed.
    async fn delete_contact(&self, contact: &Contact, deletion: &Deletion) -> Result<Replacement>;
    /// Reads at most `limit` changes of a contact, newest first, older than the given one.
    async fn list_changes(
        &self,
        contact: ContactId,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<Page<ChangeRecord, ChangeId>>;
    /// Reads the deletion of a contact.
    async fn get_deletion(&self, contact: ContactId) -> Result<Option<Deletion>>;
    /// Deletes changes of a contact that is gone. Answers whether there may be more.
    async fn delete_changes(&self, contact: ContactId) -> Result<bool>;
    /// Notes that the traces of a deleted contact are removed; of the person nothing but the id is left.
    async fn finish_deletion(&self, contact: ContactId, at: Timestamp) -> Result<()>;
}

/// A contact was deleted. Until its traces are removed, what is needed to find them is kept here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deletion {
    /// The contact.
    pub contact_id: ContactId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub actor: Actor,
    /// The numbers that the person had; none once the traces are removed.
    pub phones: Vec<PhoneNumber>,
    /// When the traces were removed.
    pub finished_at: Option<Timestamp>,
}

/// Groups. A church has at most [`MAXIMUM_GROUPS`], so that all are read at once.
#[async_trait]
pub trait GroupStore: Send + Sync {
    /// Adds a group under a new id.
    async fn create_group(&self, group: &Group) -> Result<()>;
    /// Reads one group.
    async fn get_group(&self, id: GroupId) -> Result<Option<Group>>;
    /// Reads all groups, in order of ids.
    async fn list_groups(&self) -> Result<Vec<Group>>;
    /// Replaces a group, if it is there and has the version that was read.
    async fn replace_group(&self, group: &Group, read_version: u32) -> Result<Replacement>;
    /// Deletes a group. Answers whether it was there.
    async fn delete_group(&self, id: GroupId) -> Result<bool>;
}

/// The most groups of a church.
pub const MAXIMUM_GROUPS: usize = 200;

/// Opt-outs, by number.
#[async_trait]
pub trait OptOutStore: Send + Sync {
    /// Reads what is noted about a number, consistently: a committed opt-out is always seen (I3).
    async fn get_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>>;
    /// The same about calls.
    async fn get_call_opt_out(&self, phone: &PhoneNumber) -> Result<Option<OptOut>>;
    /// Reads what is noted about texts to each of these numbers, where something is.
    async fn get_opt_outs(&self, phones: &[PhoneNumber]) -> Result<Vec<OptOut>>;
    /// Reads at most `limit` changes of whether a number may be texted, newest first, older than the given one.
    async fn list_opt_outs(
        &self,
        phone: &PhoneNumber,
        before: Option<OptOutId>,
        limit: usize,
    ) -> Result<Page<(OptOutId, OptOut), OptOutId>>;
    /// Notes it, and adds it to the number's history under this id, both or neither; the last one to do so wins.
    async fn put_opt_out(&self, id: OptOutId, opt_out: &OptOut) -> Result<()>;
}
