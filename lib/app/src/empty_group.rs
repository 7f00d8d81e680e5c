//! A worker takes everyone out of a deleted group. The group is gone already; who is still in it only carries an id
//! that means nothing.

use domain::directory::{DirectoryPlan, contact_at};
use domain::history::Actor;
use domain::{ContactId, GroupId};
use jiff::{SignedDuration, Timestamp};
use tracing::info;

use crate::error::{Error, Result};
use crate::manage_groups::ManageGroups;

/// How many people are changed between two looks at the clock.
const PAGE: usize = 100;
/// No more work is begun this long before the worker is stopped.
const MARGIN: SignedDuration = SignedDuration::from_secs(10);

/// Takes people out of deleted groups.
pub struct EmptyGroup {
    /// Who is in a group.
    pub groups: ManageGroups,
}

impl EmptyGroup {
    /// Takes everyone out of a group, if it is deleted.
    ///
    /// # Errors
    /// When the store fails, or time runs out: the task should come back later, and goes on.
    pub async fn run(&self, id: GroupId, deadline: Timestamp) -> Result<()> {
        if self.groups.groups.get_group(id).await?.is_some() {
            info!(group.id = %id, "The request to delete this group was not completed");
            return Ok(());
        }
        let plan = DirectoryPlan::group(id);
        let mut people = 0;
        loop {
            // Who was taken out is in the list no more, so that each page is the first one.
            let page = self
                .groups
                .contacts
                .search_directory(&plan, None, PAGE, PAGE)
                .await?;
            let ids: Vec<ContactId> = page
                .items
                .iter()
                .filter_map(|text| contact_at(text))
                .collect();
            if ids.is_empty() {
                info!(group.id = %id, people, "A deleted group is empty");
                return Ok(());
            }
            people += self.groups.take_out(&ids, id, &worker()).await?;
            if self.groups.clock.now() + MARGIN >= deadline {
                return Err(Error::Unavailable(
                    "there is not enough time left to go on".into(),
                ));
            }
        }
    }
}

/// Who is noted in the history of those who were in the group.
fn worker() -> Actor {
    Actor {
        id: "directory-worker".into(),
        shown_as: "Tidings, after the group was deleted".into(),
    }
}
