//! The carrier says that a number can't be texted: everyone who has it is marked, and left out from then on, until the
//! number changes or staff take the mark away.

use domain::audit::AuditAction;
use domain::history::{Actor, ChangeAction, ChangeRecord, ChangeSource};
use domain::reach::NumberFault;
use domain::{ChangeId, Contact, ContactId, PhoneNumber};

use crate::audit::{Audit, Deed};
use crate::error::{Error, Result};
use crate::ports::{ContactSave, Replacement};
use crate::record_opt_out::RecordOptOut;

/// How often contacts that someone else is changing are read again.
const TRIES: usize = 5;

/// Takes the mark from a number.
pub struct ClearNumberFault {
    /// Who finds the people who have the number.
    pub people: RecordOptOut,
    /// Where it is noted who did it.
    pub audit: Audit,
}

impl ClearNumberFault {
    /// Has the person's number texted again, for everyone who shares it. Where there is no mark, nothing changes.
    ///
    /// # Errors
    /// When there is no such contact, or a store fails: then the same request may be repeated.
    pub async fn run(&self, id: ContactId, actor: Actor) -> Result<()> {
        let contact = self.people.contacts.get_contact(id).await?;
        let phone = contact.ok_or(Error::NotFound("contact"))?.details.phone;
        let by = actor.shown_as.clone();
        let deed = Deed {
            by: &by,
            action: AuditAction::NumberFaultCleared,
            subject_id: Some(id.to_string()),
        };
        let clear = mark(&self.people, &phone, None, &actor);
        self.audit.of(deed, clear).await
    }
}

/// Marks everyone who has a number with what is wrong with it.
pub(crate) async fn flag_number(
    people: &RecordOptOut,
    phone: &PhoneNumber,
    fault: &NumberFault,
) -> Result<()> {
    mark(people, phone, Some(fault), &Actor::carrier()).await
}

async fn mark(
    people: &RecordOptOut,
    phone: &PhoneNumber,
    fault: Option<&NumberFault>,
    actor: &Actor,
) -> Result<()> {
    for _ in 0..TRIES {
        let found = people.people_with(phone).await?;
        let saves: Vec<ContactSave> = found
            .into_iter()
            // The first word of the carrier stays.
            .filter(|person| person.unreachable.is_some() != fault.is_some())
            .map(|person| marked(people, person, fault, actor))
            .collect();
        if saves.is_empty() {
            return Ok(());
        }
        let results = people.contacts.save_contacts(&saves).await?;
        if !results.contains(&Replacement::Stale) {
            return Ok(());
        }
    }
    Err(Error::Unavailable(
        "the contacts are being changed all the time".into(),
    ))
}

fn marked(
    people: &RecordOptOut,
    contact: Contact,
    fault: Option<&NumberFault>,
    actor: &Actor,
) -> ContactSave {
    let now = people.clock.now();
    let reason = match fault {
        Some(fault) => fault.reason.sentence(),
        None => "Texts to the number are tried again.",
    };
    ContactSave {
        after: Contact {
            unreachable: fault.cloned(),
            ..contact.changed(contact.details.clone(), now)
        },
        change: ChangeRecord {
            id: ChangeId::new(now, people.randomness.draw()),
            contact_id: contact.id,
            at: now,
            actor: actor.clone(),
            action: ChangeAction::Changed,
            source: ChangeSource::ByHand,
            reason: Some(reason.into()),
            changes: Vec::new(),
        },
        before: Some(contact),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::SkipReason;
    use domain::contact::ContactChange;
    use domain::reach::FaultReason;
    use jiff::Timestamp;

    use super::*;
    use crate::fakes::{World, audit, contact, staff};

    fn people(world: &Arc<World>) -> RecordOptOut {
        RecordOptOut {
            opt_outs: world.clone(),
            contacts: world.clone(),
            clock: world.clone(),
            randomness: world.clone(),
        }
    }

    fn fault(code: &str) -> NumberFault {
        NumberFault {
            code: code.into(),
            reason: FaultReason::Landline,
            since: Timestamp::UNIX_EPOCH,
        }
    }

    fn codes(world: &World) -> Vec<Option<String>> {
        let contacts = world.contacts();
        let code = |contact: &Contact| contact.unreachable.as_ref().map(|fault| fault.code.clone());
        contacts.iter().map(code).collect()
    }

    #[tokio::test]
    async fn everyone_with_the_number_is_marked_once_until_it_is_cleared() {
        let world = Arc::new(World::with_contacts(2));
        world.add_contact(contact(3, 1, true));
        let phone = contact(1, 1, true).details.phone;
        for code in ["30006", "21614"] {
            flag_number(&people(&world), &phone, &fault(code))
                .await
                .expect("marked");
        }
        let first = Some("30006".to_owned());
        assert_eq!(codes(&world), [first.clone(), None, first]);
        let id = contact(3, 3, true).id;
        let history = world.changes(id);
        assert_eq!(
            (history.len(), history[0].actor.shown_as.as_str()),
            (1, "Twilio")
        );
        let clear = ClearNumberFault {
            people: people(&world),
            audit: audit(&world),
        };
        clear.run(id, staff()).await.expect("cleared");
        assert_eq!(codes(&world), [None, None, None]);
        clear.run(id, staff()).await.expect("nothing more to do");
        let entries = audit(&world).list(None, 10).await.expect("read").items;
        assert!(
            entries
                .iter()
                .all(|entry| entry.action == AuditAction::NumberFaultCleared)
        );
    }

    #[test]
    fn another_number_starts_clean() {
        let marked = Contact {
            unreachable: Some(fault("30006")),
            ..contact(1, 1, true)
        };
        assert_eq!(FaultReason::Landline.skip_reason(), SkipReason::Landline);
        let to = |phone: &str| {
            let change = ContactChange {
                phone: Some(phone.into()),
                ..ContactChange::default()
            };
            let region = "US".parse().expect("a country");
            let details = marked.details.with(change, region).expect("a good change");
            marked.changed(details, Timestamp::UNIX_EPOCH).unreachable
        };
        assert_eq!(to("+12125550001"), marked.unreachable);
        assert_eq!(to("+12125550002"), None);
    }
}
