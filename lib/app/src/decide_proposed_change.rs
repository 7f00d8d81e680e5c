//! Staff decide about a change of a contact that a caller asked for.
//!
//! The contact is changed first, then the decision is noted. A crash in between leaves a change that is made and seems
//! undecided: to accept it again changes nothing in the contact, and notes the decision. The other order could say of a
//! change that it was made, and it was not.

use std::sync::Arc;

use domain::call::{ChangeDecision, ChangeableField, ProposedChange};
use domain::contact::ContactChange;
use domain::history::Actor;
use domain::{Call, CallId};

use crate::error::{Error, Result};
use crate::manage_contacts::{ManageContacts, ReadVersion};
use crate::ports::{CallStore, Clock, Replacement};
use crate::read_calls::{ReadCalls, Reader, WholeCall};

const REASON: &str = "Asked for on the phone.";

/// Decides about changes that callers asked for.
pub struct DecideProposedChange {
    /// The calls.
    pub calls: Arc<dyn CallStore>,
    /// Who shows a call to whom.
    pub read: ReadCalls,
    /// Who changes people.
    pub contacts: ManageContacts,
    /// For when it was decided.
    pub clock: Arc<dyn Clock>,
}

impl DecideProposedChange {
    /// Makes a change that a caller asked for, or leaves it. Answers the call with the decision.
    ///
    /// # Errors
    /// When there is no such call or change, the call is withheld from whoever asks or was changed since it was read, it was
    /// decided already, the person is gone, the person can't have this value, or a store fails.
    pub async fn run(
        &self,
        id: CallId,
        field: ChangeableField,
        is_accepted: bool,
        version: ReadVersion,
        actor: Actor,
        reader: Reader,
    ) -> Result<WholeCall> {
        let call = self.calls.get_call(id).await?;
        let call = call.ok_or(Error::NotFound("call"))?;
        if call.is_confidential && !reader.is_pastor {
            let sentence =
                "This is between the caller and the pastor. Only the pastor can decide about it.";
            return Err(Error::Conflict(sentence.into()));
        }
        let index = call.changes.iter().position(|change| change.field == field);
        let index = index.ok_or(Error::NotFound("proposed change"))?;
        let change = &call.changes[index];
        if change.decision != ChangeDecision::Proposed {
            let sentence = "Somebody has decided about this already. Look at the call again.";
            return Err(Error::Conflict(sentence.into()));
        }
        version.check(call.version)?;
        if is_accepted {
            self.make(&call, change, actor.clone()).await?;
        }
        let at = self.clock.now();
        let decision = match is_accepted {
            true => ChangeDecision::Accepted { by: actor, at },
            false => ChangeDecision::Refused { by: actor, at },
        };
        let mut decided = call.clone();
        decided.changes[index].decision = decision;
        decided.version += 1;
        match self.calls.replace_call(&decided, call.version, &[]).await? {
            Replacement::Done => self.read.get(id, reader).await,
            Replacement::Missing => Err(Error::NotFound("call")),
            Replacement::Stale => Err(Error::Stale),
        }
    }

    async fn make(&self, call: &Call, change: &ProposedChange, actor: Actor) -> Result<()> {
        let gone = || {
            let sentence = "This person is not in the directory any more. Leave the change, or add the person first.";
            Error::Conflict(sentence.into())
        };
        let person = call.contact_id.ok_or_else(gone)?;
        let form = form(change.field, change.value.clone());
        let made = self
            .contacts
            .change_because(person, ReadVersion::Any, form, actor, Some(REASON))
            .await;
        match made {
            Ok(_) => Ok(()),
            Err(Error::NotFound(_)) => Err(gone()),
            Err(error) => Err(error),
        }
    }
}

/// A form in which this one field is filled in.
fn form(field: ChangeableField, value: String) -> ContactChange {
    let none = ContactChange::default();
    match field {
        ChangeableField::Name => ContactChange {
            name: Some(value),
            ..none
        },
        ChangeableField::Address => ContactChange {
            address: Some(Some(value)),
            ..none
        },
        ChangeableField::City => ContactChange {
            city: Some(Some(value)),
            ..none
        },
        ChangeableField::StateZip => ContactChange {
            state_zip: Some(Some(value)),
            ..none
        },
        ChangeableField::PreferredLanguage => ContactChange {
            preferred_language: Some(value),
            ..none
        },
        ChangeableField::Email => ContactChange {
            email: Some(Some(value)),
            ..none
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer_call::tests::{answering, ringing};
    use crate::fakes::{Fault, World, contact, people, staff};

    const OTHERS: Reader = Reader { is_pastor: false };

    fn deciding(world: &Arc<World>) -> DecideProposedChange {
        DecideProposedChange {
            calls: world.clone(),
            read: ReadCalls {
                calls: world.clone(),
                follow_ups: world.clone(),
                contacts: world.clone(),
                clock: world.clone(),
            },
            contacts: ManageContacts {
                contacts: world.clone(),
                groups: world.clone(),
                opt_outs: world.clone(),
                thread_people: people(world),
                queue: world.clone(),
                clock: world.clone(),
                randomness: world.clone(),
                region: "US".parse().expect("a country"),
            },
            clock: world.clone(),
        }
    }

    /// A call of a person who asked for this change.
    async fn asked(field: ChangeableField, value: &str) -> (Arc<World>, CallId) {
        let world = Arc::new(World::with_contacts(1));
        let from = contact(1, 1, true).details.phone;
        let answered = answering(&world).run(&ringing("CA1", Some(&from))).await;
        let id = answered.expect("answered").call;
        world.with_calls(|calls| {
            let call = calls.calls.get_mut(&id).expect("a call");
            call.changes = vec![ProposedChange {
                field,
                value: value.into(),
                decision: ChangeDecision::Proposed,
            }];
        });
        (world, id)
    }

    async fn decide(world: &Arc<World>, id: CallId, is_accepted: bool) -> Result<WholeCall> {
        let field = world.with_calls(|calls| calls.calls[&id].changes[0].field);
        deciding(world)
            .run(
                id,
                field,
                is_accepted,
                ReadVersion::Exactly(1),
                staff(),
                OTHERS,
            )
            .await
    }

    fn city(world: &World) -> Option<String> {
        world.contacts()[0].details.city.clone()
    }

    #[tokio::test]
    async fn a_change_is_made_once_and_the_history_says_why() {
        let (world, id) = asked(ChangeableField::City, "Dallas").await;
        let whole = decide(&world, id, true).await.expect("decided");
        assert_eq!(city(&world).as_deref(), Some("Dallas"));
        let decision = &whole.view.call.changes[0].decision;
        assert!(matches!(decision, ChangeDecision::Accepted { .. }));
        let history = world.changes(world.contacts()[0].id);
        assert_eq!(history[0].reason.as_deref(), Some(REASON));
        let again = decide(&world, id, false).await;
        assert!(matches!(again, Err(Error::Conflict(_))));
    }

    #[tokio::test]
    async fn what_is_left_changes_nobody() {
        let (world, id) = asked(ChangeableField::City, "Dallas").await;
        let whole = decide(&world, id, false).await.expect("decided");
        assert_eq!(city(&world), None);
        let decision = &whole.view.call.changes[0].decision;
        assert!(matches!(decision, ChangeDecision::Refused { .. }));
    }

    #[tokio::test]
    async fn what_a_person_can_not_have_is_refused_and_stays_undecided() {
        let (world, id) = asked(ChangeableField::Email, "ruth at example").await;
        match decide(&world, id, true).await {
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].field, "email"),
            other => panic!("{other:?}"),
        }
        let call = world.get_call(id).await.expect("read").expect("a call");
        assert_eq!(call.changes[0].decision, ChangeDecision::Proposed);
    }

    #[tokio::test]
    async fn who_may_not_read_it_and_who_read_it_long_ago_decide_nothing() {
        let (world, id) = asked(ChangeableField::City, "Dallas").await;
        world.with_calls(|calls| calls.calls.get_mut(&id).expect("a call").version = 2);
        assert!(matches!(decide(&world, id, true).await, Err(Error::Stale)));
        world.with_calls(|calls| {
            let call = calls.calls.get_mut(&id).expect("a call");
            (call.version, call.is_confidential) = (1, true);
        });
        let withheld = decide(&world, id, true).await;
        assert!(matches!(withheld, Err(Error::Conflict(_))));
        world.with_calls(|calls| calls.calls.get_mut(&id).expect("a call").is_confidential = false);
        world.remove_contact(world.contacts()[0].id);
        let gone = decide(&world, id, true).await;
        assert!(matches!(gone, Err(Error::Conflict(_))));
    }

    #[tokio::test]
    async fn whatever_fails_the_same_again_completes_it() {
        for fault in [Fault::Before, Fault::After] {
            for effect in 1.. {
                let (world, id) = asked(ChangeableField::City, "Dallas").await;
                world.fail(effect, fault);
                let first = decide(&world, id, true).await;
                let was_met = world.recover();
                if first.is_err() {
                    // Where the decision was noted and the answer lost, that is what the second one hears.
                    let again = decide(&world, id, true).await;
                    let is_told = matches!(again, Ok(_) | Err(Error::Conflict(_)));
                    assert!(is_told, "{effect} {fault:?}: {again:?}");
                }
                assert_eq!(
                    city(&world).as_deref(),
                    Some("Dallas"),
                    "{effect} {fault:?}"
                );
                let call = world.get_call(id).await.expect("read").expect("a call");
                let decision = &call.changes[0].decision;
                assert!(matches!(decision, ChangeDecision::Accepted { .. }));
                if !was_met {
                    break;
                }
            }
        }
    }
}
