//! The directory as imports need it: everyone in brief, and groups by name.

use domain::import::{DirectorySnapshot, GroupNames};

use crate::error::Result;
use crate::ports::{ContactStore, GroupStore};

/// How many contacts are read at once.
const PAGE: usize = 500;

/// Reads everyone, in brief.
pub(crate) async fn read_everyone(contacts: &dyn ContactStore) -> Result<DirectorySnapshot> {
    let mut snapshot = DirectorySnapshot::default();
    let mut after = None;
    loop {
        let page = contacts.list_contacts(after, PAGE).await?;
        snapshot.extend(&page.items);
        after = page.next;
        if after.is_none() {
            return Ok(snapshot.sorted());
        }
    }
}

/// Reads the names of all groups.
pub(crate) async fn read_group_names(groups: &dyn GroupStore) -> Result<GroupNames> {
    Ok(GroupNames::new(&groups.list_groups().await?))
}
