//! Contacts. A contact, its places in the lists of the directory and the note in its history are written in one
//! transaction: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html>.

use app::Page;
use app::error::Result;
use app::ports::{ContactSave, ContactStore, Deletion, Replacement};
use async_trait::async_trait;
use aws_sdk_dynamodb::types::{
    Delete, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use domain::contact::ContactDetails;
use domain::directory::{DirectoryPlan, entries, tokens};
use domain::history::ChangeRecord;
use domain::reach::NumberFault;
use domain::{ChangeId, Contact, ContactId, PhoneNumber};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::changes::{change_item, deletion_item};
use super::directory::entry_item;
use super::item::{Item, from_item, number, sort_id, to_item};
use super::keys::{self, Key};
use super::pages::PageOf;
use super::transactions::{Action, Outcome};
use super::{DynamoStore, unavailable};

#[derive(Serialize, Deserialize)]
struct ContactRecord {
    #[serde(flatten)]
    details: ContactDetails,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    opted_out_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    calls_opted_out_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unreachable: Option<NumberFault>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    former_phones: Vec<PhoneNumber>,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u32,
}

fn contact_item(contact: &Contact) -> Result<Item> {
    let record = ContactRecord {
        details: contact.details.clone(),
        opted_out_at: contact.opted_out_at,
        calls_opted_out_at: contact.calls_opted_out_at,
        unreachable: contact.unreachable.clone(),
        former_phones: contact.former_phones.clone(),
        created_at: contact.created_at,
        updated_at: contact.updated_at,
        version: contact.version,
    };
    to_item(&Key::contact(contact.id), &record)
}

fn read_contact(item: Item) -> Result<Contact> {
    let id = sort_id(&item)?;
    let record: ContactRecord = from_item(item)?;
    Ok(Contact {
        id,
        details: record.details,
        opted_out_at: record.opted_out_at,
        calls_opted_out_at: record.calls_opted_out_at,
        unreachable: record.unreachable,
        former_phones: record.former_phones,
        created_at: record.created_at,
        updated_at: record.updated_at,
        version: record.version,
    })
}

#[async_trait]
impl ContactStore for DynamoStore {
    /// C1, C5
    async fn save_contacts(&self, saves: &[ContactSave]) -> Result<Vec<Replacement>> {
        let mut results = Vec::with_capacity(saves.len());
        let mut pack: Vec<&ContactSave> = Vec::new();
        let mut actions: Vec<Action> = Vec::new();
        for save in saves {
            let more = self.save_actions(save)?;
            if actions.len() + more.len() > Action::MAXIMUM {
                results.extend(self.save_pack(&pack, std::mem::take(&mut actions)).await?);
                pack.clear();
            }
            pack.push(save);
            actions.extend(more);
        }
        if !pack.is_empty() {
            results.extend(self.save_pack(&pack, actions).await?);
        }
        Ok(results)
    }

    /// C2
    async fn get_contact(&self, id: ContactId) -> Result<Option<Contact>> {
        let item = self.get_item(&Key::contact(id), true).await?;
        item.map(read_contact).transpose()
    }

    /// C3
    async fn get_contacts(&self, ids: &[ContactId]) -> Result<Vec<Contact>> {
        let keys = ids.iter().map(|id| Key::contact(*id)).collect();
        let items = self.get_items(keys, true).await?;
        let mut contacts: Vec<Contact> =
            items.into_iter().map(read_contact).collect::<Result<_>>()?;
        contacts.sort_unstable_by_key(|contact| contact.id);
        Ok(contacts)
    }

    /// C4
    async fn list_contacts(
        &self,
        after: Option<ContactId>,
        limit: usize,
    ) -> Result<Page<Contact, ContactId>> {
        let page = PageOf::all(keys::contacts(), after, limit);
        self.read_page(page, read_contact).await
    }

    async fn search_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
        limit: usize,
        look_at: usize,
    ) -> Result<Page<String, String>> {
        self.query_directory(plan, after, limit, look_at).await
    }

    async fn count_directory(
        &self,
        plan: &DirectoryPlan,
        after: Option<&str>,
    ) -> Result<(u64, Option<String>)> {
        self.count_entries(plan, after).await
    }

    /// C6
    async fn delete_contact(&self, contact: &Contact, deletion: &Deletion) -> Result<Replacement> {
        let key = Key::contact(contact.id);
        let delete = Delete::builder()
            .table_name(&self.table)
            .set_key(Some(key.attributes()))
            .condition_expression("#version = :version")
            .expression_attribute_names("#version", "version")
            .expression_attribute_values(":version", number(contact.version))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(unavailable)?;
        let mut actions = vec![Action::conditional(
            TransactWriteItem::builder().delete(delete).build(),
        )];
        for entry in entries(contact) {
            actions.push(self.delete_action(&Key::directory_entry(&entry))?);
        }
        actions.push(self.put_action(deletion_item(deletion)?)?);
        match self.transact(actions).await? {
            Outcome::Written => Ok(Replacement::Done),
            Outcome::Refused(mut old) => match old.pop().flatten() {
                Some(_) => Ok(Replacement::Stale),
                // Our own, deleted by a first try whose answer was lost, has the same note.
                None => match self.get_deletion(contact.id).await? {
                    Some(noted) if noted == *deletion => Ok(Replacement::Done),
                    _ => Ok(Replacement::Missing),
                },
            },
        }
    }

    async fn list_changes(
        &self,
        contact: ContactId,
        before: Option<ChangeId>,
        limit: usize,
    ) -> Result<Page<ChangeRecord, ChangeId>> {
        self.query_changes(contact, before, limit).await
    }

    async fn get_deletion(&self, contact: ContactId) -> Result<Option<Deletion>> {
        self.read_deletion(contact).await
    }

    async fn delete_changes(&self, contact: ContactId) -> Result<bool> {
        self.delete_some_changes(contact).await
    }

    async fn finish_deletion(&self, contact: ContactId, at: Timestamp) -> Result<()> {
        self.close_deletion(contact, at).await
    }
}

impl DynamoStore {
    /// What one save does: the record, on its condition; its places; the note. The record comes first.
    fn save_actions(&self, save: &ContactSave) -> Result<Vec<Action>> {
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(contact_item(&save.after)?))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let put = match &save.before {
            None => put.condition_expression("attribute_not_exists(pk)"),
            Some(before) => put
                .condition_expression("#version = :version")
                .expression_attribute_names("#version", "version")
                .expression_attribute_values(":version", number(before.version)),
        };
        let put = put.build().map_err(unavailable)?;
        let mut actions = vec![Action::conditional(
            TransactWriteItem::builder().put(put).build(),
        )];
        let places = entries(&save.after);
        let before = save.before.as_ref();
        let places_before = before.map(entries).unwrap_or_default();
        for entry in places_before.iter().filter(|entry| !places.contains(entry)) {
            actions.push(self.delete_action(&Key::directory_entry(entry))?);
        }
        let tokens_after = tokens(&save.after);
        let are_same = before.is_some_and(|before| tokens(before) == tokens_after);
        for entry in &places {
            // A place that holds the same already needs no writing.
            if !(are_same && places_before.contains(entry)) {
                actions.push(self.put_action(entry_item(entry, &tokens_after))?);
            }
        }
        actions.push(self.put_action(change_item(&save.change)?)?);
        Ok(actions)
    }

    /// Writes several contacts together, or else each by itself, to learn which of them can't be written.
    async fn save_pack(
        &self,
        pack: &[&ContactSave],
        actions: Vec<Action>,
    ) -> Result<Vec<Replacement>> {
        match self.transact(actions).await? {
            Outcome::Written => Ok(vec![Replacement::Done; pack.len()]),
            Outcome::Refused(old) if pack.len() == 1 => {
                let old = old.into_iter().next().flatten();
                Ok(vec![refused(pack[0], old)?])
            }
            Outcome::Refused(_) => {
                let mut results = Vec::with_capacity(pack.len());
                for save in pack {
                    let result = match self.transact(self.save_actions(save)?).await? {
                        Outcome::Written => Replacement::Done,
                        Outcome::Refused(old) => refused(save, old.into_iter().next().flatten())?,
                    };
                    results.push(result);
                }
                Ok(results)
            }
        }
    }
}

/// What a refused save came to, from the record as it is.
fn refused(save: &ContactSave, old: Option<Item>) -> Result<Replacement> {
    Ok(match old.map(read_contact).transpose()? {
        None => Replacement::Missing,
        // Our own, written by an earlier try.
        Some(old) if old == save.after => Replacement::Done,
        Some(_) => Replacement::Stale,
    })
}
