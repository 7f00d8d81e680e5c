//! Somebody opens the dashboard: it is noted who, so that others can give threads to the person. It is written once a day,
//! or when the name or the role has changed.

use std::sync::Arc;

use domain::history::Actor;
use domain::user::{Role, User};
use jiff::SignedDuration;

use crate::error::Result;
use crate::ports::{Clock, UserStore};

/// How old a note may get.
const RENEWED_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// Notes who works with the dashboard.
pub struct NoteUser {
    /// Where it is noted.
    pub users: Arc<dyn UserStore>,
    /// When.
    pub clock: Arc<dyn Clock>,
}

impl NoteUser {
    /// Notes an account that has just been seen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn run(&self, account: Actor, role: Role) -> Result<()> {
        let now = self.clock.now();
        let known = self.users.get_user(&account.id).await?;
        let is_fresh = known.is_some_and(|user| {
            user.account == account
                && user.role == role
                && now.duration_since(user.seen_at) < RENEWED_AFTER
        });
        if is_fresh {
            return Ok(());
        }
        let user = User {
            account,
            role,
            seen_at: now,
        };
        self.users.put_user(&user).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fakes::{Fault, World, staff};

    #[tokio::test]
    async fn a_user_is_noted_once_a_day_and_when_the_role_changes() {
        let world = Arc::new(World::default());
        let note = NoteUser {
            users: world.clone(),
            clock: world.clone(),
        };
        note.run(staff(), Role::Staff).await.expect("noted");
        world.pass(3_600);
        // A write would fail.
        world.fail(1, Fault::Before);
        note.run(staff(), Role::Staff).await.expect("not written");
        assert!(!world.recover());
        note.run(staff(), Role::Admin).await.expect("noted");
        world.pass(24 * 3_600);
        note.run(staff(), Role::Admin).await.expect("noted");
        let users = world.list_users().await.expect("read");
        assert_eq!(users.len(), 1);
        assert_eq!(
            (users[0].role, users[0].seen_at),
            (Role::Admin, world.now())
        );
    }
}
